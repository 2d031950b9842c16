"""Runs a plan: finished bytes are bound and proved, and the output changes in one step.

Nothing is written where readers look until everything is made and proved; a build that fails
or is killed leaves the earlier output whole.
"""

import fcntl
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from welcomepack import atomic, private, shortcode
from welcomepack.artifact import Artifact, put, write_facts, write_manifest
from welcomepack.cache import LIMIT, Cache, remembering
from welcomepack.diagnostic import Diagnostic, WelcomepackError, arrange, failed
from welcomepack.environment import environment
from welcomepack.executor import Workers
from welcomepack.finish import files
from welcomepack.formats.errata import NAME as ERRATA
from welcomepack.formats.format import Format, Request
from welcomepack.formats.registry import chosen
from welcomepack.layout import Progress, laid_out
from welcomepack.load import Loaded
from welcomepack.plan import Plan
from welcomepack.snapshot import take, to_json


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
    workers = Workers(jobs, scheduler)
    here = environment()
    with _alone(out), remembering(store, here):
        report = _build(loaded, plan, out, makes, topics, store, workers, progress, here)
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
    chosen: Sequence[Format],
    topics: Sequence[str],
    cache: Cache,
    workers: Workers,
    progress: Progress,
    here: str,
) -> Report:
    if failed(plan.diagnostics):
        return Report((), arrange(plan.diagnostics))
    request = Request(
        plan.editions,
        plan.theme,
        here,
        tuple(topics),
        tuple(plan.codes),
        plan.history,
        plan.paper,
    )
    work = [job for one in chosen for job in one.jobs(request)]
    wanted = {sheet.fingerprint: sheet for job in work for sheet in job.sheets}
    done = laid_out(wanted, cache, workers, progress)
    reused = done.reused
    told = [*plan.diagnostics, *done.diagnostics]
    if failed(told):
        return Report((), arrange(told), len(wanted) - reused, reused)
    trees = out / ".trees"
    trees.mkdir(exist_ok=True)
    tree = Path(tempfile.mkdtemp(dir=trees, prefix="tree-"))
    tree.chmod(0o755)
    try:
        made = files(work, done.laid, tree, here, workers)
        artifacts, facts, problems = made.artifacts, dict(made.facts), made.problems
        _editions(request, tree)
        public = {one.path: tree / one.path for one in artifacts if one.public}
        # The record of editions becomes public too: `publish` keeps it beside the content.
        public |= {f"editions/{one.name}": one for one in (tree / "editions").glob("*.json")}
        told += problems
        told += private.leaks(loaded.packs.values(), public, cache, here, workers.jobs)
        if failed(told):
            return Report((), arrange(told), len(wanted) - reused, reused)
        write_manifest(tree, artifacts)
        write_facts(tree, facts)
        _register(loaded, plan.codes)
        atomic.switch(out, tree)
    finally:
        if (out / ".current").resolve() != tree.resolve():
            shutil.rmtree(tree, ignore_errors=True)
    return Report(artifacts, arrange(told), len(wanted) - reused, reused)


def _editions(request: Request, tree: Path) -> None:
    """What each area's public editions say, for ``publish`` to keep."""
    for area, group in request.public_by_area().items():
        snapshot = take(group[0].day, [one.localized for one in group])
        put(tree, PurePosixPath("editions", f"{area}.json"), to_json(snapshot).encode())


def _register(loaded: Loaded, codes: Sequence[shortcode.Registered]) -> None:
    """Write new short codes before anything that prints them can be seen."""
    path = loaded.project.codes
    text = shortcode.write(codes)
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        atomic.write(path, text.encode())
