"""Is the output still what a build would make? Answered without reading any content.

The stamp of a build is a hash of every file that a build can read, of what was asked for, of
the day, of what git says, and of libraries, fonts and this program. It is taken before anything
is read, so an edit made meanwhile can only make it too old. Files, not what is in them, are
looked at: nobody has to keep a list of what matters.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from welcomepack import atomic
from welcomepack.diagnostic import Diagnostic, from_rows
from welcomepack.environment import environment, readers
from welcomepack.project import Project

_NAME = ".stamp"
_EDITIONS = "editions"
_LISTS = {"manifest.json", "public/manifest.json", "facts.json"}


@dataclass(frozen=True, slots=True)
class Kept:
    """Output that stands: its manifest's rows, and what the build that made it told."""

    rows: tuple[Mapping[str, object], ...]
    diagnostics: tuple[Diagnostic, ...]


def stamp(project: Project, asked: Mapping[str, object]) -> str:
    """The stamp of a build that begins now; ``asked`` are all options that change output.

    The registry of codes is left out, because a build itself writes it: see `keep`.
    """
    whole = hashlib.sha256()
    for line in _lines(project, asked):
        whole.update(hashlib.sha256(line.encode()).digest())
    return whole.hexdigest()


def _lines(project: Project, asked: Mapping[str, object]) -> Iterator[str]:
    yield json.dumps(asked, sort_keys=True, default=str)
    yield project.today.isoformat()
    yield environment()
    yield readers()
    yield json.dumps(sorted(project.tracked() or ()))
    yield project.committed(project.codes) or ""
    for folder in (project.content, project.locales, project.themes, project.history):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path != project.codes:
                yield f"{project.shown(path)}={_digest(path.read_bytes())}"


def keep(out: Path, taken: str, codes: bytes, diagnostics: Iterable[Diagnostic]) -> None:
    """Note that ``out`` is what the stamp stands for, with the registry it was built with."""
    told = {
        "stamp": taken,
        "codes": _digest(codes),
        "manifest": _digest((out / "manifest.json").read_bytes()),
        "facts": _digest((out / "facts.json").read_bytes()),
        "editions": _editions(out),
        "diagnostics": [asdict(one) for one in diagnostics],
    }
    atomic.write(out / _NAME, json.dumps(told).encode())


def kept(project: Project, out: Path, taken: str) -> Kept | None:
    """What a build would make, when it stands in ``out`` already, every byte of it.

    ``None`` when anything differs, lacks or is more, in the input or in the output.
    """
    try:
        told = json.loads((out / _NAME).read_bytes())
        codes = project.codes.read_bytes() if project.codes.exists() else b""
        manifest = (out / "manifest.json").read_bytes()
        rows = json.loads(manifest)
        facts = _digest((out / "facts.json").read_bytes())
        seen = {
            "stamp": taken,
            "codes": _digest(codes),
            "manifest": _digest(manifest),
            "facts": facts,
            "editions": _editions(out),
        }
        same = all(told.get(key) == value for key, value in seen.items())
        if not same or not _whole(out, rows):
            return None
        return Kept(tuple(rows), from_rows(told["diagnostics"]))
    except (OSError, ValueError, KeyError, TypeError):  # damaged by hand: build it
        return None


def _whole(out: Path, rows: Sequence[Mapping[str, str]]) -> bool:
    """Whether the output is exactly the files of its manifest."""
    tree = (out / ".current").resolve(strict=True)
    every = {path.relative_to(tree).as_posix() for path in tree.rglob("*") if path.is_file()}
    there = {name for name in every if not name.startswith(f"{_EDITIONS}/")}
    listed = {row["path"]: row["sha256"] for row in rows}
    return (
        there == {*listed, *_LISTS}
        and all((out / name).resolve() == tree / name for name in there)
        and all(_digest((tree / name).read_bytes()) == digest for name, digest in listed.items())
        and json.loads((tree / "public/manifest.json").read_bytes())
        == [row for row in rows if row["public"]]
    )


def _editions(out: Path) -> dict[str, str]:
    """The records that ``publish`` will keep, which no manifest lists."""
    found = sorted((out / _EDITIONS).glob("*"))
    return {path.name: _digest(path.read_bytes()) for path in found}


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
