"""Worker processes on this machine, each with one task at a time.

The standard pool gives up everything when one of its processes is killed. Here a process
belongs to one lane, so that a killed one loses the one task it had, and the lane goes on with a
new process. Processes are forked from a server that has the slow imports behind it.
"""

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from multiprocessing import forkserver
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from types import TracebackType
from typing import Any, ParamSpec, TypeVar

_SERVED = "forkserver"
R = TypeVar("R")
P = ParamSpec("P")
_OBJECTS = 100_000
# Libraries keep a little of every page they see; a new process costs less than it grows by.
_TASKS = 100


class WorkerLostError(Exception):
    """The process of a task ended before the task did; the message says how."""


class Processes(ThreadPoolExecutor):
    """An executor of ``jobs`` processes; a task of a killed one fails with `WorkerLostError`.

    ``preload`` names modules that all processes will need. Leaving the context on an exception,
    Ctrl-C among them, ends the processes at once; nothing that was waiting is begun.
    """

    def __init__(self, jobs: int, preload: Sequence[str] = ()) -> None:
        super().__init__(jobs, thread_name_prefix="lane")
        self._context = _context(preload)
        self._lane = threading.local()
        self._guard = threading.Lock()
        self._workers: set[_Worker] = set()
        self._stopped = False

    def submit(self, fn: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """Run a function that can be pickled by name in the next free process."""
        return super().submit(self._ask, fn, args, kwargs)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool | None:
        if kind is not None:
            self.kill()
        super().__exit__(kind, error, trace)
        self._close()
        return None

    def kill(self) -> None:
        """End all processes now and begin nothing more."""
        self.shutdown(wait=False, cancel_futures=True)
        with self._guard:
            self._stopped = True
            for worker in self._workers:
                worker.process.kill()

    def _ask(self, function: Callable[..., R], args: Any, kwargs: Any) -> R:  # noqa: ANN401 - passes through
        worker = self._worker()
        try:
            fine, result = worker.ask((function, args, kwargs))
        except (EOFError, OSError):
            raise WorkerLostError(self._drop(worker)) from None
        if fine:
            answer: R = result
            return answer
        raise result

    def _worker(self) -> "_Worker":
        """The process of this lane, a new one when it has none."""
        worker: _Worker | None = getattr(self._lane, "worker", None)
        if worker and worker.asked >= _TASKS:
            self._drop(worker)
            worker = None
        if worker is None:
            with self._guard:
                if self._stopped:
                    message = "The build was stopped."
                    raise WorkerLostError(message)
                worker = _Worker(self._context)
                self._workers.add(worker)
            self._lane.worker = worker
        return worker

    def _drop(self, worker: "_Worker") -> str:
        self._lane.worker = None
        with self._guard:
            self._workers.discard(worker)
        return worker.end()

    def _close(self) -> None:
        """End processes that have nothing to do; called when no lane is at work."""
        for worker in self._workers:
            worker.connection.close()
        for worker in self._workers:
            worker.end()
        self._workers.clear()


class _Worker:
    """One process and the pipe to it."""

    def __init__(self, context: BaseContext) -> None:
        self.connection, theirs = context.Pipe()
        # Spelled out because the base context's type does not know its process class.
        make: Any = context
        self.process: multiprocessing.Process = make.Process(
            target=_serve, args=(theirs, dict(os.environ)), daemon=True
        )
        self.process.start()
        theirs.close()
        self.asked = 0

    def ask(self, task: object) -> tuple[bool, Any]:
        """Have a task done; raises `EOFError` or `OSError` when the process is gone."""
        self.asked += 1
        self.connection.send(task)
        fine, result = self.connection.recv()
        return bool(fine), result

    def end(self) -> str:
        """Wait for the process, and say how it ended."""
        self.connection.close()
        self.process.join()
        code = self.process.exitcode or 0
        self.process.close()
        return signal.Signals(-code).name if code < 0 else f"exit code {code}"


def _serve(connection: Connection, environment: Mapping[str, str]) -> None:
    """A process's life: tasks come in, results go out, until the other end is gone."""
    # Ctrl-C reaches the whole group; only the parent decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # The server may have been started earlier, with other settings.
    os.environ.clear()
    os.environ.update(environment)
    # A page is very many small objects that live as long as it does: looking through them again
    # and again takes a tenth of the time, and finds nothing.
    gc.freeze()
    gc.set_threshold(_OBJECTS, 20, 20)
    try:
        while True:
            function, args, kwargs = connection.recv()
            connection.send(_done(function, args, kwargs))
    except (EOFError, OSError):
        return


def _done(function: Callable[..., object], args: Any, kwargs: Any) -> tuple[bool, object]:  # noqa: ANN401 - passes through
    try:
        return True, function(*args, **kwargs)
    except Exception as error:  # noqa: BLE001 - it is raised again on the other side
        return False, error


def begin(preload: Sequence[str]) -> None:
    """Start the server that processes are forked from; it imports ``preload`` by itself.

    Returns at once. Does nothing where there is no such server, or it is there already.
    """
    if _SERVED in multiprocessing.get_all_start_methods():
        _context(preload)
        forkserver.ensure_running()


def _context(preload: Sequence[str]) -> BaseContext:
    if _SERVED not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context(_SERVED)
    context.set_forkserver_preload(list(preload))
    return context
