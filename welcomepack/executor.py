"""Spreading work: the same tasks over processes of this machine or workers of a cluster.

A task is a function of frozen values, so it may be done anywhere, and done again. One whose
worker is killed is tried again at the end, with nothing else at work; if that worker is killed
too, the task is given up and named, and all others are finished.
"""

import itertools
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from welcomepack.cluster import cluster
from welcomepack.diagnostic import Diagnostic, WelcomepackError
from welcomepack.environment import environment
from welcomepack.process import Processes, WorkerLostError, begin

T = TypeVar("T")
R = TypeVar("R")
# What any process of a build will need, by name, because what stands above is not imported here:
# the server that processes are forked from imports it while the build reads its content. Each
# process looks at the main program again, which is the command line.
_NEEDED = (
    "welcomepack.cli",
    "welcomepack.compose",
    "welcomepack.finish",
    "welcomepack.formats.fit",
    "welcomepack.private",
)
# So many tasks are given out before one is finished: a cluster has enough to do, and what it
# is sent does not pile up here.
_AHEAD = 500
_PATIENCE = 5.0  # seconds without any result before looking whether somebody is still there


@dataclass(frozen=True, slots=True)
class Workers:
    """Who does the work: ``jobs`` processes here, or the workers of a Dask scheduler."""

    jobs: int = 1
    scheduler: str = ""


@dataclass(frozen=True, slots=True)
class Lost:
    """What is left of a task whose worker was killed twice."""

    reason: str


@dataclass(frozen=True, slots=True)
class Team:
    """Workers that are ready; ``lost`` are the errors that say that a worker was killed."""

    executor: Executor
    lost: tuple[type[Exception], ...]
    anybody: Callable[[], bool]
    diagnostics: tuple[Diagnostic, ...] = ()


@contextmanager
def team(workers: Workers) -> Iterator[Team]:
    """Workers that end with the context, at once if it is left by error.

    A process is begun with the first task that finds no other free. Raises `WelcomepackError` when a cluster cannot be used.
    """
    if workers.scheduler:
        with cluster(workers.scheduler, environment()) as joined:
            yield Team(joined.executor, joined.lost, joined.anybody, joined.diagnostics)
        return
    with Processes(max(1, workers.jobs), _NEEDED) as processes:
        yield Team(processes, (WorkerLostError,), lambda: True)


def expected() -> None:
    """Say that processes will be needed soon, so that their imports are done meanwhile."""
    begin(_NEEDED)


def finished(
    ready: Team,
    function: Callable[[T], R],
    tasks: Mapping[str, T],
    given: Callable[[T], T] = lambda task: task,
) -> Iterator[tuple[str, R | Lost]]:
    """Every task's key with its result, as they come.

    ``given`` makes of a task what is sent to the worker, just before it is. Raises what the
    function raises, and `WelcomepackError` when a cluster has no worker left.
    """
    again: list[str] = []
    for key, answer in _all(ready, function, tasks, given):
        if isinstance(answer, Lost):
            again.append(key)
        else:
            yield key, answer
    for key in again:
        yield from _all(ready, function, {key: tasks[key]}, given)


def _all(
    ready: Team, function: Callable[[T], R], tasks: Mapping[str, T], given: Callable[[T], T]
) -> Iterator[tuple[str, R | Lost]]:
    waiting: dict[Future[R], str] = {}
    left = iter(tasks.items())
    while True:
        for key, task in itertools.islice(left, _AHEAD - len(waiting)):
            waiting[ready.executor.submit(function, given(task))] = key
        if not waiting:
            return
        done, _ = wait(waiting, timeout=_PATIENCE, return_when=FIRST_COMPLETED)
        if not done and not ready.anybody():
            message = (
                "WP531 No worker of the cluster is left. What was finished is in the cache; "
                "start workers and build again."
            )
            raise WelcomepackError(message)
        for future in done:
            key = waiting.pop(future)
            answer = _answer(future, ready.lost)
            yield key, answer


def _answer(future: Future[R], lost: tuple[type[Exception], ...]) -> R | Lost:
    try:
        return future.result()
    except lost as error:
        return Lost(str(error).partition("\n")[0])
