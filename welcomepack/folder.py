"""One area's folder as nodes: its files read, nothing merged or validated yet."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from welcomepack import document
from welcomepack.diagnostic import Diagnostic, Position
from welcomepack.document import Entries, Items, Node, Scalar
from welcomepack.explain import nearest
from welcomepack.merge import entry_id
from welcomepack.model import (
    RESERVED,
)
from welcomepack.project import Project

_FILES = {"area.yaml", "facts.yaml", "links.yaml", "services.yaml", "sessions.yaml"}
_FOLDERS = {"topics", "sources", "places"}
COLLECTIONS = ("facts", "links", "services", "sessions", "sources", "topics")


@dataclass(slots=True)
class AreaFiles:
    """The raw content of one folder before merging."""

    area: Node | None = None
    lists: dict[str, list[Node]] = field(default_factory=lambda: {k: [] for k in COLLECTIONS})
    places: list[Node] = field(default_factory=list)
    topics: set[str] = field(default_factory=set)


def named_file(project: Project, path: Path, found: list[Diagnostic]) -> Node | None:
    """Read a file of named fields; an empty one is told too."""
    before = len(found)
    node = read_node(project, path, found)
    if node is None and len(found) == before:
        at = Position(project.shown(path))
        found.append(Diagnostic("WP112", "Named fields are expected here.", at))
    return node


def read_node(project: Project, path: Path, found: list[Diagnostic]) -> Node | None:
    """Read a file of the project; one that leads out of it, is too large or damaged is told."""
    at = Position(project.shown(path))
    try:
        inside = path.resolve().is_relative_to(project.root.resolve())
    except (OSError, RuntimeError):  # links that lead round in a circle
        found.append(Diagnostic("WP102", "This is not a file that can be read.", at))
        return None
    if not inside:
        found.append(Diagnostic("WP102", "The file is a link that leads out of the project.", at))
        return None
    node, problems = document.read(path, project.shown(path))
    found.extend(problems)
    if node is not None and isinstance(node, Scalar) and not node.value:
        return None
    return node


def read_area(project: Project, folder: Path, found: list[Diagnostic]) -> AreaFiles:
    """Read all files of an area's folder."""
    files = AreaFiles()
    shown = project.shown(folder)
    if not (folder / "area.yaml").exists():
        message = f'The folder "{shown}" has no area.yaml.'
        found.append(Diagnostic("WP119", message, Position(f"{shown}/area.yaml")))
        return files
    files.area = named_file(project, folder / "area.yaml", found)
    _strangers(project, folder, found)
    for name in ("facts", "links", "services", "sessions"):
        if os.path.lexists(folder / f"{name}.yaml"):
            files.lists[name] += _read_list(project, folder / f"{name}.yaml", found)
    for path in _yaml_files(project, folder / "sources", found):
        files.lists["sources"] += _read_list(project, path, found)
    for path in _yaml_files(project, folder / "topics", found):
        files.topics.add(path.stem)
        files.lists["topics"] += _read_named(project, path, found)
    for path in _yaml_files(project, folder / "places", found):
        files.places += _read_named(project, path, found)
    return files


def _strangers(project: Project, folder: Path, found: list[Diagnostic]) -> None:
    """Tell of files that nothing reads: a misspelt name would be left out silently."""
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder).parts
        known = _FILES if len(inside) == 1 else _FOLDERS
        if path.is_dir() or inside[0] in known or any(part.startswith(".") for part in inside):
            continue
        message = "Nothing reads this file. Rename it or move it away."
        hint = nearest(inside[0], known)
        found.append(Diagnostic("WP102", message, Position(project.shown(path)), hint))


def _yaml_files(project: Project, folder: Path, found: list[Diagnostic]) -> Iterator[Path]:
    if not folder.is_dir():
        return
    for path in sorted(folder.iterdir()):
        if path.suffix == ".yaml":
            yield path
        elif not path.name.startswith("."):
            message = "Only files that end with .yaml are read here. Rename it or move it away."
            found.append(Diagnostic("WP102", message, Position(project.shown(path))))


def _read_list(project: Project, path: Path, found: list[Diagnostic]) -> list[Node]:
    node = read_node(project, path, found)
    if isinstance(node, Items):
        return list(node.items)
    if node is not None:
        message = "A list is expected here: each entry begins with `- id:`."
        found.append(Diagnostic("WP112", message, node.position))
    return []


def _read_named(project: Project, path: Path, found: list[Diagnostic]) -> list[Node]:
    """Read a file that holds one entry, whose id must be the file's name."""
    before = len(found)
    node = read_node(project, path, found)
    if not isinstance(node, Entries):
        if len(found) == before:
            at = node.position if node else Position(project.shown(path))
            message = "Named fields are expected here, such as `id:` and `title:`."
            found.append(Diagnostic("WP112", message, at))
        return []
    named = entry_id(node)
    if named in RESERVED and path.parent.name == "topics":
        message = f'A topic cannot be called "{named}": a list of the area has this name.'
        found.append(Diagnostic("WP113", message, node.entries["id"].position))
        return []
    if named and named != path.stem:
        message = f'The id "{named}" must be the same as the file name "{path.stem}".'
        found.append(Diagnostic("WP113", message, node.entries["id"].position))
        return []
    return [node]


def extends(files: AreaFiles) -> Scalar | None:
    """The parent that an area's file names."""
    if isinstance(files.area, Entries):
        value = files.area.entries.get("extends")
        return value if isinstance(value, Scalar) else None
    return None


def topic_list(files: AreaFiles) -> Items | None:
    """The list of topics in an area's file."""
    if isinstance(files.area, Entries):
        value = files.area.entries.get("topics")
        return value if isinstance(value, Items) else None
    return None
