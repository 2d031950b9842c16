"""The files of a release: written into its tree, described, and listed in the manifest."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath

from welcomepack.render import Edition

FACTS = "facts.json"


@dataclass(frozen=True, slots=True)
class Artifact:
    """A file of an edition, as listed in ``manifest.json``.

    ``imposed`` files are for printers: their pages are not in reading order, nor tagged.
    """

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
    imposed: bool = False


def put(tree: Path, path: PurePosixPath, data: bytes) -> None:
    """Write one file into a release's tree."""
    target = tree / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)


def folder_of(edition: Edition, root: str = "") -> PurePosixPath:
    """Where an edition's files go: public by area, private by place; or under a root of its own."""
    area, tag = edition.pack.area.id, edition.language.tag
    if edition.place:
        return PurePosixPath(root or "private", area, edition.place.id, tag)
    return PurePosixPath(root or "public", area, tag)


def stem_of(edition: Edition) -> str:
    """How an edition's file names begin: area or place, and language."""
    name = edition.place.id if edition.place else edition.pack.area.id
    return f"{name}-{edition.language.tag}"


def describe(
    path: PurePosixPath,
    data: bytes,
    kind: str,
    *,
    fingerprint: str,
    edition: Edition | None = None,
    area: str = "",
    topic: str = "",
    pages: int = 1,
    codes: tuple[str, ...] = (),
    imposed: bool = False,
) -> Artifact:
    """The manifest's entry for a file; ``edition`` is ``None`` for what no single edition owns."""
    place = edition.place if edition else None
    return Artifact(
        path=str(path),
        area=edition.pack.area.id if edition else area,
        place=place.id if place else "",
        topic=topic,
        locale=edition.language.tag if edition else "",
        format=kind,
        public=path.parts[0] == "public",
        sha256=hashlib.sha256(data).hexdigest(),
        bytes=len(data),
        pages=pages,
        fingerprint=fingerprint,
        qr=codes,
        imposed=imposed,
    )


def write_manifest(tree: Path, artifacts: Sequence[Artifact]) -> None:
    """Write the list of all artifacts, and the one of public artifacts beside the site."""
    rows = sorted((asdict(one) for one in artifacts), key=lambda row: str(row["path"]))
    public = [row for row in rows if row["public"]]
    for name, listed in (("manifest.json", rows), ("public/manifest.json", public)):
        target = tree / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(json.dumps(listed, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def write_facts(tree: Path, printed: Mapping[str, Iterable[tuple[str, str]]]) -> None:
    """Write the facts, (kind, text) each, that every PDF prints, for a later proof.

    They hold what only a place's own paper may say, so the list stands beside the manifest of
    everything and never in a public folder.
    """
    listed = {
        path: [[kind, text, count] for (kind, text), count in sorted(Counter(facts).items())]
        for path, facts in sorted(printed.items())
    }
    text = json.dumps(listed, ensure_ascii=False, indent=1)
    (tree / FACTS).write_text(text + "\n", encoding="utf-8")


def read_facts(folder: Path) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """The facts that each PDF of a release prints, each as often as it is printed.

    Raises `OSError` or `ValueError` where there is no such list.
    """
    listed = json.loads((folder / FACTS).read_text(encoding="utf-8"))
    return {
        path: tuple((kind, text) for kind, text, count in rows for _ in range(count))
        for path, rows in listed.items()
    }
