"""Runs a plan: finished bytes are bound and proved, and the output changes in one step.

Nothing is written where readers look until everything is made and proved; a build that fails
or is killed leaves the earlier output whole.
"""

import fcntl
import hashlib
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from welcomepack import atomic, shortcode, site, verify
from welcomepack.artifact import Artifact, describe, put, write_manifest
from welcomepack.bind import Part, bind, page_count
from welcomepack.cache import Cache
from welcomepack.diagnostic import Diagnostic, WelcomepackError, arrange, failed
from welcomepack.formats import paper
from welcomepack.language import english
from welcomepack.layout import Laid, Progress, laid_out
from welcomepack.load import Loaded
from welcomepack.plan import FRONT, Plan, Sheet, folder_of, poster, sheets
from welcomepack.render import Edition, number_of
from welcomepack.snapshot import take, to_json

FORMATS = ("a4", "poster", "site")


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
    progress: Progress = lambda _done, _total, _name: None,
) -> Report:
    """Make everything that is planned and put it into ``out`` in one step.

    ``jobs`` is the number of worker processes. Raises `WelcomepackError` when a worker is
    killed, and `OSError` when the disk is full; ``out`` is as before in both cases.
    """
    out.mkdir(parents=True, exist_ok=True)
    with _alone(out):
        return _build(loaded, plan, out, tuple(formats) or FORMATS, topics, jobs, progress)


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
    chosen: Sequence[str],
    topics: Sequence[str],
    jobs: int,
    progress: Progress,
) -> Report:
    parts = _parts(plan, topics) if "a4" in chosen else {}
    posters = _posters(plan) if "poster" in chosen and not topics else {}
    every = (*posters.values(), *(sheet for group in parts.values() for sheet in group))
    wanted = {sheet.fingerprint: sheet for sheet in every}
    cache = Cache(out / ".cache")
    laid, reused = laid_out(wanted, cache, jobs, progress)
    problems = [one for done in laid.values() for one in done.diagnostics]
    if failed(problems):
        return Report((), arrange(problems), len(wanted) - reused, reused)
    trees = out / ".trees"
    trees.mkdir(exist_ok=True)
    tree = Path(tempfile.mkdtemp(dir=trees, prefix="tree-"))
    tree.chmod(0o755)
    try:
        artifacts, problems = _assemble(plan, parts, laid, tree, chosen, topics)
        for area, sheet in posters.items():
            artifact, more = _poster(area, sheet, laid[sheet.fingerprint].pdf, tree)
            artifacts.append(artifact)
            problems += more
        _editions(plan, tree)
        problems += _leaks(loaded, tree, artifacts)
        if failed(problems):
            return Report((), arrange(problems), len(wanted) - reused, reused)
        write_manifest(tree, artifacts)
        _register(loaded, plan.codes)
        atomic.switch(out, tree)
    finally:
        if (out / ".current").resolve() != tree.resolve():
            shutil.rmtree(tree, ignore_errors=True)
    return Report(tuple(artifacts), arrange(problems), len(wanted) - reused, reused)


def _parts(plan: Plan, topics: Sequence[str]) -> dict[int, tuple[Sheet, ...]]:
    environment = paper.environment()
    return {
        index: sheets(edition, plan.theme, environment, topics)
        for index, edition in enumerate(plan.editions)
    }


def _posters(plan: Plan) -> dict[str, Sheet]:
    """A poster of languages for each area that is built for the public."""
    groups: dict[str, list[Edition]] = {}
    for edition in plan.editions:
        if edition.place is None:
            groups.setdefault(edition.pack.area.id, []).append(edition)
    environment = paper.environment()
    return {area: poster(group, plan.theme, environment) for area, group in groups.items()}


def _poster(
    area: str, sheet: Sheet, laid: bytes, tree: Path
) -> tuple[Artifact, tuple[Diagnostic, ...]]:
    pdf = bind([Part(laid, sheet.name)], english())
    path = PurePosixPath("public", area, f"{area}-languages-poster.pdf")
    put(tree, path, pdf)
    artifact = describe(path, pdf, None, "poster", page_count(pdf), sheet.fingerprint, ())
    return replace(artifact, area=area), verify.accessible(pdf, str(path))


def _assemble(
    plan: Plan,
    parts: Mapping[int, tuple[Sheet, ...]],
    laid: Mapping[str, Laid],
    tree: Path,
    formats: Sequence[str],
    topics: Sequence[str],
) -> tuple[list[Artifact], list[Diagnostic]]:
    """Write all files of a build into a new tree, and prove what can be proved only there."""
    artifacts: list[Artifact] = []
    found: list[Diagnostic] = []
    sizes: dict[int, int] = {}
    for index, group in parts.items():
        edition = plan.editions[index]
        artifact, problems = _bound(edition, group, laid, tree)
        sizes[index] = artifact.bytes
        artifacts.append(artifact)
        found.extend(problems)
    if "site" in formats:
        public = [(i, one) for i, one in enumerate(plan.editions) if one.place is None]
        for index, edition in public:
            pages = site.edition_pages(
                edition,
                plan.theme,
                sizes.get(index, 0),
                topics,
                plan.history.get(edition.pack.area.id, ()),
            )
            artifacts += [_page(tree, path, html, edition) for path, html in pages]
        shared = site.shared_pages([one for _, one in public], plan.theme, plan.codes)
        artifacts += [_page(tree, path, html, None) for path, html in shared]
    return artifacts, found


def _bound(
    edition: Edition, group: Sequence[Sheet], laid: Mapping[str, Laid], tree: Path
) -> tuple[Artifact, tuple[Diagnostic, ...]]:
    made = [
        Part(
            laid[sheet.fingerprint].pdf,
            "" if sheet.name == FRONT else sheet.name,
            "" if sheet.name == FRONT else str(number_of(edition, sheet.name)),
        )
        for sheet in group
    ]
    pdf = bind(made, edition.language)
    area, tag = edition.pack.area.id, edition.language.tag
    stem = f"{edition.place.id if edition.place else area}-{tag}-a4"
    path = folder_of(edition) / f"{stem}.pdf"
    put(tree, path, pdf)
    codes = tuple(code for sheet in group for code in laid[sheet.fingerprint].qr)
    fingerprint = hashlib.sha256("".join(one.fingerprint for one in group).encode()).hexdigest()
    artifact = describe(path, pdf, edition, "a4", page_count(pdf), fingerprint, codes)
    return artifact, verify.accessible(pdf, str(path))


def _page(tree: Path, path: PurePosixPath, html: str, edition: Edition | None) -> Artifact:
    data = html.encode()
    put(tree, path, data)
    return describe(path, data, edition, "site", 1, hashlib.sha256(data).hexdigest(), ())


def _leaks(loaded: Loaded, tree: Path, artifacts: Sequence[Artifact]) -> Iterable[Diagnostic]:
    """Search all public files for the words of every place of every area."""
    files = {one.path: tree / one.path for one in artifacts if one.public}
    # The record of editions becomes public too: `publish` keeps it beside the content.
    files |= {f"editions/{one.name}": one for one in (tree / "editions").glob("*.json")}
    for pack in loaded.packs.values():
        public = pack.model_copy(update={"places": ()})
        yield from verify.leaks(files, verify.secrets(pack.places, public))


def _editions(plan: Plan, tree: Path) -> None:
    """What each area's public editions say, for ``publish`` to keep."""
    groups: dict[str, list[Edition]] = {}
    for edition in plan.editions:
        if edition.place is None:
            groups.setdefault(edition.pack.area.id, []).append(edition)
    for area, group in groups.items():
        snapshot = take(group[0].day, [one.localized for one in group])
        put(tree, PurePosixPath("editions", f"{area}.json"), to_json(snapshot).encode())


def _register(loaded: Loaded, codes: Sequence[shortcode.Registered]) -> None:
    """Write new short codes before anything that prints them can be seen."""
    path = loaded.project.codes
    text = shortcode.write(codes)
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        atomic.write(path, text.encode())
