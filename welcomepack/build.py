"""Runs a plan: workers lay out, finished bytes are proved, and the output changes in one step.

Nothing is written where readers look until everything is made and proved; a build that fails
or is killed leaves the earlier output whole.
"""

import fcntl
import hashlib
import json
import multiprocessing
import pickle
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path, PurePosixPath

from welcomepack import atomic, shortcode, site, verify
from welcomepack.bind import Part, bind, page_count
from welcomepack.cache import Cache
from welcomepack.diagnostic import Diagnostic, Position, WelcomepackError, arrange, failed
from welcomepack.formats import paper
from welcomepack.language import english
from welcomepack.load import Loaded
from welcomepack.plan import FRONT, Plan, Sheet, folder_of, poster, sheets
from welcomepack.render import Edition, number_of

FORMATS = ("a4", "poster", "site")
_CROWDED = "The topic must fit on one page and does not, even in small type. Shorten it."
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Artifact:
    """A file of an edition, as listed in ``manifest.json``."""

    path: str
    area: str
    place: str
    topic: str
    locale: str
    format: str
    public: bool
    sha256: str
    bytes: int
    pages: int
    fingerprint: str
    qr: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did: artifacts when it succeeded, else the reasons."""

    artifacts: tuple[Artifact, ...]
    diagnostics: tuple[Diagnostic, ...]
    made: int = 0
    reused: int = 0


@dataclass(frozen=True, slots=True)
class Laid:
    """A sheet laid out and proved: the PDF, its QR contents, and what the proof found."""

    pdf: bytes
    qr: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]


def lay_out(sheet: Sheet) -> Laid:
    """Lay out one sheet and prove it; runs in a worker. Never raises for a bad page."""
    pdf, page = b"", sheet.tries[0]
    try:
        for page in sheet.tries:
            pdf = paper.pdf(page.html)
            if not sheet.one_page or page_count(pdf) == 1:
                break
    except WelcomepackError as error:
        code, _, message = str(error).partition(" ")
        return Laid(b"", (), (Diagnostic(code, message, Position(sheet.where)),))
    crowded = sheet.one_page and page_count(pdf) != 1
    found = (
        *([Diagnostic("WP402", _CROWDED, Position(sheet.where))] if crowded else []),
        *verify.facts_by_position(pdf, page.facts, sheet.where),
        *verify.right_fonts(pdf, sheet.fonts, sheet.where),
        *verify.within_margins(pdf, sheet.where),
        *verify.words_on_paper(pdf, page.html, sheet.where),
        *verify.qr_codes(pdf, page.qr, sheet.where),
    )
    return Laid(pdf, page.qr, found)


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
    laid, reused = _laid_out(wanted, cache, jobs, progress)
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
        problems += _leaks(loaded, tree, artifacts)
        if failed(problems):
            return Report((), arrange(problems), len(wanted) - reused, reused)
        _manifest(tree, artifacts)
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
    _put(tree, path, pdf)
    artifact = _artifact(path, pdf, None, "poster", page_count(pdf), sheet.fingerprint, ())
    return replace(artifact, area=area), verify.accessible(pdf, str(path))


def _laid_out(
    wanted: Mapping[str, Sheet], cache: Cache, jobs: int, progress: Progress
) -> tuple[dict[str, Laid], int]:
    """Every sheet by fingerprint, from the cache or a worker; a bad page is never stored."""
    laid: dict[str, Laid] = {}
    for key in wanted:
        stored = cache.get(key)
        if stored is not None:
            laid[key] = pickle.loads(stored)  # noqa: S301 - our own file, checked by its digest
    reused = len(laid)
    todo = {key: sheet for key, sheet in wanted.items() if key not in laid}
    progress(reused, len(wanted), "")
    if todo:
        with _executor(min(jobs, len(todo))) as executor:
            waiting = {executor.submit(lay_out, sheet): key for key, sheet in todo.items()}
            for done, future in enumerate(_finished(waiting), reused + 1):
                key = waiting[future]
                laid[key] = future.result()
                if not laid[key].diagnostics:
                    cache.put(key, pickle.dumps(laid[key]))
                progress(done, len(wanted), wanted[key].name)
    return laid, reused


def _executor(jobs: int) -> Executor:
    return ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn"))


def _finished(waiting: Mapping[Future[Laid], str]) -> Iterable[Future[Laid]]:
    try:
        for future in as_completed(waiting):
            future.result()
            yield future
    except BrokenProcessPool:
        message = "A worker was killed from outside. The earlier output stands; build again."
        raise WelcomepackError(message) from None


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
            pages = site.edition_pages(edition, plan.theme, sizes.get(index, 0), topics)
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
    _put(tree, path, pdf)
    codes = tuple(code for sheet in group for code in laid[sheet.fingerprint].qr)
    fingerprint = hashlib.sha256("".join(one.fingerprint for one in group).encode()).hexdigest()
    artifact = _artifact(path, pdf, edition, "a4", page_count(pdf), fingerprint, codes)
    return artifact, verify.accessible(pdf, str(path))


def _page(tree: Path, path: PurePosixPath, html: str, edition: Edition | None) -> Artifact:
    data = html.encode()
    _put(tree, path, data)
    return _artifact(path, data, edition, "site", 1, hashlib.sha256(data).hexdigest(), ())


def _put(tree: Path, path: PurePosixPath, data: bytes) -> None:
    target = tree / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)


def _artifact(
    path: PurePosixPath,
    data: bytes,
    edition: Edition | None,
    kind: str,
    pages: int,
    fingerprint: str,
    codes: tuple[str, ...],
) -> Artifact:
    place = edition.place if edition else None
    topic = path.stem if kind == "site" and edition else ""
    return Artifact(
        path=str(path),
        area=edition.pack.area.id if edition else "",
        place=place.id if place else "",
        topic="" if topic == "index" else topic,
        locale=edition.language.tag if edition else "",
        format=kind,
        public=place is None,
        sha256=hashlib.sha256(data).hexdigest(),
        bytes=len(data),
        pages=pages,
        fingerprint=fingerprint,
        qr=codes,
    )


def _leaks(loaded: Loaded, tree: Path, artifacts: Sequence[Artifact]) -> Iterable[Diagnostic]:
    """Search all public files for the words of every place of every area."""
    files = {one.path: tree / one.path for one in artifacts if one.public}
    for pack in loaded.packs.values():
        public = pack.model_copy(update={"places": ()})
        yield from verify.leaks(files, verify.secrets(pack.places, public))


def _manifest(tree: Path, artifacts: Sequence[Artifact]) -> None:
    rows = sorted((asdict(one) for one in artifacts), key=lambda row: str(row["path"]))
    public = [row for row in rows if row["public"]]
    for name, listed in (("manifest.json", rows), ("public/manifest.json", public)):
        target = tree / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(json.dumps(listed, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _register(loaded: Loaded, codes: Sequence[shortcode.Registered]) -> None:
    """Write new short codes before anything that prints them can be seen."""
    path = loaded.project.codes
    text = shortcode.write(codes)
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        atomic.write(path, text.encode())
