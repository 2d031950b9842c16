"""Runs a plan: finished bytes are bound and proved, and the output changes in one step.

Nothing is written where readers look until everything is made and proved; a build that fails
or is killed leaves the earlier output whole.
"""

import fcntl
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from welcomepack import atomic, private, shortcode
from welcomepack.artifact import Artifact, put, write_facts, write_manifest
from welcomepack.cache import LIMIT, Cache, remembering
from welcomepack.compose import composed
from welcomepack.diagnostic import Diagnostic, WelcomepackError, arrange, failed
from welcomepack.environment import environment
from welcomepack.executor import Team, Workers, team
from welcomepack.finish import Made, files
from welcomepack.formats.errata import NAME as ERRATA
from welcomepack.formats.format import Format, Request
from welcomepack.formats.registry import chosen
from welcomepack.layout import Progress, laid_out
from welcomepack.load import Loaded
from welcomepack.plan import Plan


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did: artifacts when it succeeded, else the reasons."""

    artifacts: tuple[Artifact, ...]
    diagnostics: tuple[Diagnostic, ...]
    made: int = 0
    reused: int = 0


def build(
    loaded: Loaded,
    plan: Plan,
    out: Path,
    *,
    formats: Sequence[str] = (),
    topics: Sequence[str] = (),
    jobs: int = 1,
    scheduler: str = "",
    cache: Path | None = None,
    progress: Progress = lambda _done, _total, _name: None,
) -> Report:
    """Make everything that is planned and put it into ``out`` in one step.

    ``jobs`` is the number of worker processes; with the address of a Dask ``scheduler``, its
    workers are used instead. ``cache`` is a folder that several builds may share. Raises
    `WelcomepackError` when a cluster cannot be used or a format does not exist, and `OSError`
    when the disk is full; ``out`` is as before in all cases.
    """
    makes = chosen(formats, plan.settings.formats, [ERRATA] if plan.paper else [])
    out.mkdir(parents=True, exist_ok=True)
    store = Cache(cache or out / ".cache")
    here = environment()
    # Processes end before the folders they write to are cleared away.
    with (
        _alone(out),
        remembering(store, here),
        _spool(out) as folder,
        _tree(out) as tree,
        team(Workers(jobs)) as ready,
    ):
        report = _build(
            loaded, plan, out, folder, tree, makes, topics, store, ready, scheduler, progress, here
        )
    store.prune(LIMIT)
    return report


@contextmanager
def _alone(out: Path) -> Iterator[None]:
    """Keep a second build away from the same folder; it would clear away this one's tree."""
    with (out / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            message = (
                f"Another build is writing to {out}. Wait until it has ended, then build again."
            )
            raise WelcomepackError(message) from None
        yield


def _build(
    loaded: Loaded,
    plan: Plan,
    out: Path,
    folder: Path,
    tree: Path,
    chosen: Sequence[Format],
    topics: Sequence[str],
    cache: Cache,
    ready: Team,
    scheduler: str,
    progress: Progress,
    here: str,
) -> Report:
    if failed(plan.diagnostics):
        return Report((), arrange(plan.diagnostics))
    request = Request((), plan.theme, here, tuple(topics), tuple(plan.codes), paper=plan.paper)
    parts = composed(plan, chosen, request, folder, cache, ready, progress)
    told = [*plan.diagnostics, *parts.diagnostics]
    if failed(told):
        return Report((), arrange(told))
    wanted = parts.sheets
    done = laid_out(wanted, cache, ready, scheduler, progress)
    told += done.diagnostics
    counted = (len(wanted) - done.reused, done.reused)
    if failed(told):
        return Report((), arrange(told), *counted)
    made = files(parts.parts, done.laid, tree, here, ready)
    _keep_records(parts.records, tree)
    told += made.problems
    told += _leaks(loaded, made, tree, cache, here, ready)
    if failed(told):
        return Report((), arrange(told), *counted)
    write_manifest(tree, made.artifacts)
    write_facts(tree, dict(made.facts))
    _register(loaded, plan.codes)
    atomic.switch(out, tree)
    return Report(made.artifacts, arrange(told), *counted)


@contextmanager
def _spool(out: Path) -> Iterator[Path]:
    """A folder for what waits during one build; what a killed build left there is cleared away.

    Places' pages wait there too, and what waits is read back as it is: nobody else may enter.
    """
    folder = out / ".spool"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _tree(out: Path) -> Iterator[Path]:
    """A new release beside the old one; it goes away again unless ``out`` points at it."""
    trees = out / ".trees"
    trees.mkdir(exist_ok=True)
    tree = Path(tempfile.mkdtemp(dir=trees, prefix="tree-"))
    tree.chmod(0o755)
    try:
        yield tree
    finally:
        if (out / ".current").resolve() != tree.resolve():
            shutil.rmtree(tree, ignore_errors=True)


def _keep_records(records: Mapping[str, Path], tree: Path) -> None:
    """What each area's public editions say, for ``publish`` to keep."""
    for area, path in records.items():
        put(tree, PurePosixPath("editions", f"{area}.json"), path.read_bytes())


def _leaks(
    loaded: Loaded, made: Made, tree: Path, cache: Cache, here: str, ready: Team
) -> tuple[Diagnostic, ...]:
    """Private words in public files, the record of editions among them: it becomes public too."""
    public = {one.path: tree / one.path for one in made.artifacts if one.public}
    public |= {f"editions/{one.name}": one for one in (tree / "editions").glob("*.json")}
    return private.leaks(loaded.packs.values(), public, cache, here, ready)


def _register(loaded: Loaded, codes: Sequence[shortcode.Registered]) -> None:
    """Write new short codes before anything that prints them can be seen."""
    path = loaded.project.codes
    text = shortcode.write(codes)
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        atomic.write(path, text.encode())
