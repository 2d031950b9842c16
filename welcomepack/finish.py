"""Laid-out sheets to the files of a release: bound, proved and written, spread over processes.

A process reads the sheets it binds from the cache and writes finished files into the release's
tree, so no PDF passes through the main process. What was bound and proved before is taken from
the cache (`cache.remembered`). A task that is begun again writes the same files again.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from welcomepack.artifact import Artifact, put
from welcomepack.cache import remembering
from welcomepack.compose import Composed
from welcomepack.diagnostic import Diagnostic, Position
from welcomepack.executor import Lost, Team, finished
from welcomepack.formats.format import Printed
from welcomepack.layout import Stored

Facts = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Task:
    """The files to make of what one edition, or an area, is composed of; goes to a process."""

    part: Composed
    laid: Stored
    tree: Path
    environment: str

    @property
    def where(self) -> str:
        """What diagnostics call it."""
        return self.part.where


@dataclass(frozen=True, slots=True)
class Made:
    """What files were made: artifacts, the facts of each PDF by its path, what proofs found."""

    artifacts: tuple[Artifact, ...] = ()
    facts: tuple[tuple[str, Facts], ...] = ()
    problems: tuple[Diagnostic, ...] = ()


def files(
    parts: Sequence[Composed], laid: Stored, tree: Path, environment: str, ready: Team
) -> Made:
    """Make and write all files of a build, in the order of its parts.

    Processes of this machine do it, also where a cluster laid out the sheets. A part that kills
    its process twice is told of (WP530). Raises what a format raises, and `OSError` when the
    disk is full.
    """
    tasks = {str(at): _task(one, laid, tree, environment) for at, one in enumerate(parts)}
    made: dict[str, Made] = {}
    for key, answer in finished(ready, finish, tasks):
        made[key] = _given_up(tasks[key], answer) if isinstance(answer, Lost) else answer
    whole = [made[key] for key in tasks]
    return Made(
        tuple(one for each in whole for one in each.artifacts),
        tuple(one for each in whole for one in each.facts),
        tuple(one for each in whole for one in each.problems),
    )


def _task(part: Composed, laid: Stored, tree: Path, environment: str) -> Task:
    keys = [one.sheet.fingerprint for one in part.sheets]
    own = replace(laid, entries={key: laid.entries[key] for key in keys})
    return Task(replace(part, sheets=()), own, tree, environment)


def _given_up(task: Task, lost: Lost) -> Made:
    message = f"Binding and proving its files kills the program twice ({lost.reason})."
    return Made(problems=(Diagnostic("WP530", message, Position(task.where)),))


def finish(task: Task) -> Made:
    """Make and write the files of one part, job by job; runs in a process."""
    artifacts: list[Artifact] = []
    facts: list[tuple[str, Facts]] = []
    problems: list[Diagnostic] = []
    with remembering(task.laid.cache, task.environment):
        for job in task.part.jobs():
            done = ((sheet, task.laid[sheet.fingerprint]) for sheet in job.sheets)
            printed = [Printed(sheet, one.pdf, one.qr, one.facts) for sheet, one in done]
            earlier = tuple(artifacts)
            for file in job.finish(printed, earlier):
                put(task.tree, PurePosixPath(file.artifact.path), file.data)
                artifacts.append(file.artifact)
                problems.extend(file.problems)
                if file.facts is not None:
                    facts.append((file.artifact.path, file.facts))
    return Made(tuple(artifacts), tuple(facts), tuple(problems))
