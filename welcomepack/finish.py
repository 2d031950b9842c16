"""Laid-out sheets to the files of a release: bound, proved and written, spread over processes.

A process reads the sheets it binds from the cache and writes finished files into the release's
tree, so no PDF passes through the main process. What was bound and proved before is taken from
the cache (`cache.remembered`). A task that is begun again writes the same files again.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from welcomepack.artifact import Artifact, put
from welcomepack.cache import remembering
from welcomepack.diagnostic import Diagnostic, Position
from welcomepack.executor import Lost, Workers, finished, team
from welcomepack.formats.format import Finish, Job, Printed
from welcomepack.layout import Stored
from welcomepack.sheet import Sheet

Facts = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Task:
    """One job's files to make; goes to a process as a whole. Its sheets have no pages here."""

    finish: Finish
    sheets: tuple[Sheet, ...]
    laid: Stored
    earlier: tuple[Artifact, ...]
    tree: Path
    environment: str


@dataclass(frozen=True, slots=True)
class Made:
    """What files were made: artifacts, the facts of each PDF by its path, what proofs found."""

    artifacts: tuple[Artifact, ...] = ()
    facts: tuple[tuple[str, Facts], ...] = ()
    problems: tuple[Diagnostic, ...] = ()


def files(
    jobs: Sequence[Job], laid: Stored, tree: Path, environment: str, workers: Workers
) -> Made:
    """Make and write all files of a build, in the order of its jobs.

    Jobs that want what others made come after those; jobs that look at everything are done in
    this process. A job that kills its process twice is told of (WP530). Raises what a format
    raises, and `OSError` when the disk is full.
    """
    made: dict[int, Made] = {}
    for stage in (
        [at for at, job in enumerate(jobs) if job.wants is None],
        [at for at, job in enumerate(jobs) if job.wants is not None],
    ):
        earlier = [one for at in sorted(made) for one in made[at].artifacts]
        spread = {
            str(at): _task(jobs[at], laid, earlier, tree, environment)
            for at in stage
            if not jobs[at].here
        }
        made |= dict(_spread(spread, workers))
        for at in stage:
            if jobs[at].here:
                made[at] = finish(_task(jobs[at], laid, earlier, tree, environment))
    whole = [made[at] for at in sorted(made)]
    return Made(
        tuple(one for each in whole for one in each.artifacts),
        tuple(one for each in whole for one in each.facts),
        tuple(one for each in whole for one in each.problems),
    )


def _spread(tasks: Mapping[str, Task], workers: Workers) -> Iterator[tuple[int, Made]]:
    """What processes of this machine make of tasks, also where a cluster laid out the sheets."""
    if not tasks:
        return
    with team(Workers(workers.jobs), len(tasks), (__name__,)) as ready:
        for key, answer in finished(ready, finish, tasks):
            yield int(key), _given_up(tasks[key], answer) if isinstance(answer, Lost) else answer


def _task(
    job: Job, laid: Stored, earlier: Sequence[Artifact], tree: Path, environment: str
) -> Task:
    given = tuple(one for one in earlier if job.wants and job.wants(one))
    keys = {sheet.fingerprint for sheet in job.sheets}
    return Task(
        job.finish,
        tuple(replace(sheet, tries=()) for sheet in job.sheets),
        replace(laid, entries={key: laid.entries[key] for key in keys}),
        given,
        tree,
        environment,
    )


def _given_up(task: Task, lost: Lost) -> Made:
    where = task.sheets[0].edition if task.sheets else "site"
    message = f"Binding and proving a file kills the program twice ({lost.reason})."
    return Made(problems=(Diagnostic("WP530", message, Position(where)),))


def finish(task: Task) -> Made:
    """Make and write one job's files; runs in a process."""
    with remembering(task.laid.cache, task.environment):
        done = ((sheet, task.laid[sheet.fingerprint]) for sheet in task.sheets)
        printed = [Printed(sheet, one.pdf, one.qr, one.facts) for sheet, one in done]
        artifacts: list[Artifact] = []
        facts: list[tuple[str, Facts]] = []
        problems: list[Diagnostic] = []
        for file in task.finish(printed, task.earlier):
            put(task.tree, PurePosixPath(file.artifact.path), file.data)
            artifacts.append(file.artifact)
            problems.extend(file.problems)
            if file.facts is not None:
                facts.append((file.artifact.path, file.facts))
    return Made(tuple(artifacts), tuple(facts), tuple(problems))
