"""Planned editions to jobs: translated, and their pages written, spread over processes.

An edition and its jobs wait in a file of the build's own until they are finished, and pages until
they are laid out. So no process holds more than it is working on, however many areas there are.
"""

import pickle
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import overload

from welcomepack.cache import Cache, remembering
from welcomepack.diagnostic import Diagnostic, Position
from welcomepack.executor import Lost, Team, finished
from welcomepack.formats.format import Format, Job, Request, Scope
from welcomepack.layout import Progress, Ready, looked_up
from welcomepack.plan import EditionPlan, Plan
from welcomepack.render import Edition
from welcomepack.sheet import Sheet, spooled
from welcomepack.snapshot import take, to_json

RECORD = "edition.json"
_JOBS = "jobs"


@dataclass(frozen=True, slots=True)
class Composed:
    """The jobs of one scope, waiting in ``folder``, and the sheets they want."""

    where: str
    folder: Path
    sheets: tuple[Ready, ...] = ()

    def jobs(self) -> Sequence[Job]:
        """The jobs; their sheets have no pages here."""
        return _read(self.folder)[1]


@dataclass(frozen=True, slots=True)
class Composition:
    """Everything that a build is to lay out and finish, in the order of its plan.

    ``records`` are files by area: what its public editions say.
    """

    parts: tuple[Composed, ...]
    records: Mapping[str, Path]
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def sheets(self) -> dict[str, Ready]:
        """The sheets by fingerprint."""
        return {one.sheet.fingerprint: one for part in self.parts for one in part.sheets}


@dataclass(frozen=True, slots=True)
class Waiting(Sequence[Edition]):
    """Editions that wait on disk, each read when it is asked for and kept by nobody."""

    folders: tuple[Path, ...]

    def __len__(self) -> int:
        return len(self.folders)

    @overload
    def __getitem__(self, index: int) -> Edition: ...
    @overload
    def __getitem__(self, index: slice) -> "Waiting": ...
    def __getitem__(self, index: int | slice) -> "Edition | Waiting":
        if isinstance(index, slice):
            return Waiting(self.folders[index])
        (edition,) = _read(self.folders[index])[0]
        return edition


@dataclass(frozen=True, slots=True)
class _Task:
    """What one process composes: an edition, or the public editions of an area together."""

    where: str
    folder: Path
    formats: tuple[Format, ...]
    request: Request
    cache: Cache
    edition: EditionPlan | None = None


def composed(
    plan: Plan,
    formats: Sequence[Format],
    request: Request,
    folder: Path,
    cache: Cache,
    ready: Team,
    progress: Progress,
) -> Composition:
    """Compose all editions of a plan in an empty folder, which must last as long as the build.

    ``request`` is what every format is asked for, with no edition in it. Progress is told with a
    total of 0, because nobody knows yet how many sheets there will be. What kills its process
    twice is told of (WP530). Raises what a template or a format raises, and `OSError` when the
    disk is full.
    """
    tasks = {
        str(number): _of_edition(one, formats, request, folder / str(number), cache, plan)
        for number, one in enumerate(plan.planned)
    }
    made = _made(ready, tasks, progress)
    if any(isinstance(one, Lost) for one in made.values()):
        return Composition((), {}, tuple(_given_up(tasks, made)))
    public = _public(plan, tasks)
    more = {
        area: _of_area(area, folders, formats, request, folder / f"area-{area}", cache)
        for area, folders in public.items()
    }
    made |= _made(ready, more, progress)
    parts = [one for one in made.values() if isinstance(one, Composed)]
    if any(public.values()):
        every = Waiting(tuple(one for folders in public.values() for one in folders))
        parts.append(_of_site(every, formats, request, folder / "site", cache))
    records = {area: more[area].folder / RECORD for area in more}
    return Composition(tuple(parts), records, tuple(_given_up(tasks | more, made)))


def _made(
    ready: Team, tasks: Mapping[str, _Task], progress: Progress
) -> dict[str, Composed | Lost]:
    """What became of tasks, in their order."""
    made: dict[str, Composed | Lost] = {}
    for key, answer in finished(ready, compose, tasks):
        made[key] = answer
        progress(len(made), 0, tasks[key].where)
    return {key: made[key] for key in tasks}


def _given_up(
    tasks: Mapping[str, _Task], made: Mapping[str, Composed | Lost]
) -> Iterable[Diagnostic]:
    for key, one in made.items():
        if isinstance(one, Lost):
            message = f"Writing its pages kills the program twice ({one.reason})."
            yield Diagnostic("WP530", message, Position(tasks[key].where))


def _of_edition(
    one: EditionPlan,
    formats: Sequence[Format],
    request: Request,
    folder: Path,
    cache: Cache,
    plan: Plan,
) -> _Task:
    area = one.pack.area.id
    asked = replace(request, codes=(), history={area: plan.history.get(area, ())})
    return _Task(one.where, folder, _looking(formats, Scope.EDITION), asked, cache, one)


def _of_area(
    area: str,
    folders: tuple[Path, ...],
    formats: Sequence[Format],
    request: Request,
    folder: Path,
    cache: Cache,
) -> _Task:
    asked = replace(request, codes=(), editions=Waiting(folders))
    return _Task(area, folder, _looking(formats, Scope.AREA), asked, cache)


def _of_site(
    editions: Waiting, formats: Sequence[Format], request: Request, folder: Path, cache: Cache
) -> Composed:
    """The jobs that look at all areas; reads no edition."""
    asked = replace(request, editions=editions, memo={})
    jobs = [job for one in _looking(formats, Scope.SITE) for job in one.jobs(asked)]
    return _kept("site", folder, (), jobs, cache)


def _looking(formats: Sequence[Format], scope: Scope) -> tuple[Format, ...]:
    return tuple(one for one in formats if one.scope is scope)


def _public(plan: Plan, tasks: Mapping[str, _Task]) -> dict[str, tuple[Path, ...]]:
    """The folders of the editions that are no place's, by area, in the area's order."""
    found: dict[str, tuple[Path, ...]] = {}
    for number, one in enumerate(plan.planned):
        if one.place is None:
            area = one.pack.area.id
            found[area] = (*found.get(area, ()), tasks[str(number)].folder)
    return found


def compose(task: _Task) -> Composed:
    """Compose one edition, or what an area's editions make together; runs in a process."""
    with remembering(task.cache, task.request.environment):
        if task.edition:
            editions: tuple[Edition, ...] = (task.edition.edition(),)
            kept = editions
        else:
            # All of an area's at once: they are looked at again and again.
            editions, kept = tuple(task.request.editions), ()
        request = replace(task.request, editions=editions, memo={})
        jobs = [job for one in task.formats for job in one.jobs(request)]
        made = _kept(task.where, task.folder, kept, jobs, task.cache)
        if not task.edition:
            record = take(editions[0].day, [one.localized for one in editions])
            (task.folder / RECORD).write_text(to_json(record), encoding="utf-8")
        return made


def _kept(
    where: str, folder: Path, editions: tuple[Edition, ...], jobs: Sequence[Job], cache: Cache
) -> Composed:
    """Write an edition and its jobs to a folder, and the pages of sheets that are to be laid out."""
    folder.mkdir(exist_ok=True)
    every = {sheet.fingerprint: sheet for job in jobs for sheet in job.sheets}
    ready = [looked_up(sheet, cache) for sheet in every.values()]
    slim = [replace(job, sheets=tuple(map(_without_pages, job.sheets))) for job in jobs]
    data = pickle.dumps((editions, slim), pickle.HIGHEST_PROTOCOL)
    (folder / _JOBS).write_bytes(data)
    return Composed(where, folder, tuple(_waiting(one, folder) for one in ready))


def _without_pages(sheet: Sheet) -> Sheet:
    return replace(sheet, tries=())


def _waiting(one: Ready, folder: Path) -> Ready:
    """A sheet whose pages are on disk if anybody will need them."""
    if one.kept is not None:
        return replace(one, sheet=_without_pages(one.sheet))
    path = folder / one.sheet.fingerprint
    return replace(one, sheet=replace(one.sheet, tries=spooled(one.sheet.tries, path)))


def _read(folder: Path) -> tuple[tuple[Edition, ...], Sequence[Job]]:
    # Only this build writes the file, in a folder that no other build can use.
    read: tuple[tuple[Edition, ...], Sequence[Job]] = pickle.loads((folder / _JOBS).read_bytes())  # noqa: S301
    return read
