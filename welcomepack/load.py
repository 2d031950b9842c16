"""Content files to packs, with every problem found on the way.

Loading never raises for content: it returns what it could read, where everything stands, and
all diagnostics at once. One pack an area, the parents' content merged in.
"""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from welcomepack import document
from welcomepack.diagnostic import Diagnostic, Position, arrange
from welcomepack.document import Entries, Items, Node, Scalar
from welcomepack.explain import explain_errors, nearest
from welcomepack.merge import entry_id, merge_lists
from welcomepack.model import (
    FROM_FILE,
    ITEM_LISTS,
    RESERVED,
    Area,
    Fact,
    Link,
    Model,
    Pack,
    Place,
    Service,
    Settings,
    Source,
    Topic,
)
from welcomepack.project import Project

M = TypeVar("M", bound=Model)
SourceMap = Mapping[str, Position]

_FILES = {"area.yaml", "facts.yaml", "links.yaml", "services.yaml"}
_FOLDERS = {"topics", "sources", "places"}
COLLECTIONS = ("facts", "links", "services", "sources", "topics")


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading gives: settings and packs as far as they could be read.

    ``positions`` maps, per area, an address to where it is written; ``facts/<id>``,
    ``links/<id>``, ``services/<id>``, ``sources/<id>`` and ``places/<id>`` stand there too.
    ``tags`` are the languages that files ask for.
    """

    project: Project
    settings: Settings | None
    packs: Mapping[str, Pack]
    positions: Mapping[str, SourceMap]
    diagnostics: tuple[Diagnostic, ...]
    tags: tuple[tuple[str, Position], ...] = ()


@dataclass(slots=True)
class _AreaFiles:
    """The raw content of one folder before merging."""

    area: Node | None = None
    lists: dict[str, list[Node]] = field(default_factory=lambda: {k: [] for k in COLLECTIONS})
    places: list[Node] = field(default_factory=list)
    topics: set[str] = field(default_factory=set)


def load(project: Project) -> Loaded:
    """Read a project's content. Never raises for what the files hold."""
    found: list[Diagnostic] = []
    settings = _settings(project, found)
    files = {path.name: _read_area(project, path, found) for path in project.areas()}
    if not files:
        start = Position(project.shown(project.content))
        found.append(Diagnostic("WP119", "There is no area folder in content.", start))
    packs: dict[str, Pack] = {}
    positions: dict[str, SourceMap] = {}
    for name, chain in _chains(files, found).items():
        packs[name], positions[name] = _pack(name, [files[link] for link in chain], found)
    tags = tuple(_tags(project, files.values()))
    return Loaded(project, settings, packs, positions, arrange(found), tags)


def _tags(project: Project, files: Iterable["_AreaFiles"]) -> Iterator[tuple[str, Position]]:
    """Every language that a file asks for, with where it does."""
    settings, _ = document.read(project.content / "project.yaml", "content/project.yaml")
    areas = [one.area for one in files]
    places = [place for one in files for place in one.places]
    for node in (settings, *areas, *places):
        listed = node.entries.get("locales") if isinstance(node, Entries) else None
        for item in listed.items if isinstance(listed, Items) else ():
            if isinstance(item, Scalar):
                yield item.value, item.position


def _settings(project: Project, found: list[Diagnostic]) -> Settings | None:
    path = project.content / "project.yaml"
    node = _named(project, path, found)
    return _validate(Settings, node, found) if node else None


def _named(project: Project, path: Path, found: list[Diagnostic]) -> Node | None:
    """Read a file of named fields; an empty one is told too."""
    before = len(found)
    node = _read(project, path, found)
    if node is None and len(found) == before:
        at = Position(project.shown(path))
        found.append(Diagnostic("WP112", "Named fields are expected here.", at))
    return node


def _read(project: Project, path: Path, found: list[Diagnostic]) -> Node | None:
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


def _read_area(project: Project, folder: Path, found: list[Diagnostic]) -> _AreaFiles:
    files = _AreaFiles()
    shown = project.shown(folder)
    if not (folder / "area.yaml").exists():
        message = f'The folder "{shown}" has no area.yaml.'
        found.append(Diagnostic("WP119", message, Position(f"{shown}/area.yaml")))
        return files
    files.area = _named(project, folder / "area.yaml", found)
    _strangers(project, folder, found)
    for name in ("facts", "links", "services"):
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
    node = _read(project, path, found)
    if isinstance(node, Items):
        return list(node.items)
    if node is not None:
        message = "A list is expected here: each entry begins with `- id:`."
        found.append(Diagnostic("WP112", message, node.position))
    return []


def _read_named(project: Project, path: Path, found: list[Diagnostic]) -> list[Node]:
    """Read a file that holds one entry, whose id must be the file's name."""
    before = len(found)
    node = _read(project, path, found)
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


def _chains(files: Mapping[str, _AreaFiles], found: list[Diagnostic]) -> dict[str, list[str]]:
    """For each area its line of areas from the root; areas in a circle are left out."""
    chains: dict[str, list[str]] = {}
    for name, one in files.items():
        chain, current = [name], one
        while parent := _extends(current):
            if parent.value not in files:
                message = f'There is no area "{parent.value}".'
                hint = nearest(parent.value, files)
                found.append(Diagnostic("WP118", message, parent.position, hint))
                break
            if parent.value in chain:
                circle = " → ".join([*reversed(chain), parent.value])
                message = f"The areas extend each other in a circle: {circle}."
                found.append(Diagnostic("WP117", message, parent.position))
                chain = []
                break
            chain.insert(0, parent.value)
            current = files[parent.value]
        if chain and one.area is not None:
            chains[name] = chain
    return chains


def _extends(files: _AreaFiles) -> Scalar | None:
    if isinstance(files.area, Entries):
        value = files.area.entries.get("extends")
        return value if isinstance(value, Scalar) else None
    return None


def _pack(
    name: str, chain: Sequence[_AreaFiles], found: list[Diagnostic]
) -> tuple[Pack, SourceMap]:
    """Merge an area's line of folders and validate the result."""
    merged: dict[str, tuple[Node, ...]] = dict.fromkeys(COLLECTIONS, ())
    for files in chain:
        for key in COLLECTIONS:
            merged[key], problems = merge_lists(merged[key], files.lists[key])
            found.extend(problems)
    area = _area(name, chain, found)
    positions: dict[str, Position] = {}
    topics = _entries(Topic, merged["topics"], found)
    merged_places, problems = merge_lists((), chain[-1].places)
    found.extend(problems)
    places = _entries(Place, merged_places, found)
    for key in ("facts", "links", "services", "sources"):
        _map_positions(merged[key], f"{key}/", positions)
    _map_positions(merged["topics"], "", positions)
    _map_positions(chain[-1].places, "places/", positions)
    pack = Pack(
        area=area,
        topics=_ordered(area, topics, chain, found),
        facts={fact.id: fact for fact in _entries(Fact, merged["facts"], found)},
        sources={one.id: one for one in _entries(Source, merged["sources"], found)},
        links={link.id: link for link in _entries(Link, merged["links"], found)},
        services=tuple(_entries(Service, merged["services"], found)),
        places=tuple(places),
    )
    return pack, positions


def _area(name: str, chain: Sequence[_AreaFiles], found: list[Diagnostic]) -> Area:
    """The area's own settings, with languages and topic order taken from its parents."""
    own: Area | None = None
    inherited: dict[str, tuple[str, ...]] = {}
    for files in chain:
        own = _validate(Area, files.area, found) if files.area else None
        for key in ("locales", "topics"):
            if own and (given := getattr(own, key)):
                inherited[key] = given
    if own and own.id != name and isinstance(chain[-1].area, Entries):
        message = f'The id "{own.id}" must be the same as the folder name "{name}".'
        found.append(Diagnostic("WP113", message, chain[-1].area.entries["id"].position))
    blank = Area.model_construct(id=name, name=name)
    return (own or blank).model_copy(update=inherited)


def _ordered(
    area: Area, topics: Sequence[Topic], chain: Sequence[_AreaFiles], found: list[Diagnostic]
) -> tuple[Topic, ...]:
    """Topics in the order of area.yaml; each listed one must exist, each other one is named."""
    known = {topic.id: topic for topic in topics}
    files = {name for one in chain for name in one.topics}
    listed = [node for node in (_topic_list(one) for one in chain) if node]
    for again in _repeated(listed[-1].items if listed else ()):
        message = f'The topic "{again.value}" is listed twice.'
        found.append(Diagnostic("WP121", message, again.position))
    for item in listed[-1].items if listed else ():
        if isinstance(item, Scalar) and item.value not in files:
            message = f'There is no topic "{item.value}".'
            found.append(Diagnostic("WP121", message, item.position, nearest(item.value, files)))
    for one in chain:
        for node in one.lists["topics"]:
            if entry_id(node) and entry_id(node) not in area.topics:
                message = f'The topic "{entry_id(node)}" is not listed in area.yaml.'
                found.append(Diagnostic("WP121", message, node.position))
    return tuple(known[name] for name in dict.fromkeys(area.topics) if name in known)


def _repeated(items: Sequence[Node]) -> Iterator[Scalar]:
    """Words of a list that stood there before."""
    seen: set[str] = set()
    for item in items:
        if isinstance(item, Scalar):
            if item.value in seen:
                yield item
            seen.add(item.value)


def _topic_list(files: _AreaFiles) -> Items | None:
    if isinstance(files.area, Entries):
        value = files.area.entries.get("topics")
        return value if isinstance(value, Items) else None
    return None


def _entries(model: type[M], nodes: Sequence[Node], found: list[Diagnostic]) -> list[M]:
    read = (_validate(model, node, found) for node in nodes)
    return [one for one in read if one is not None]


def _validate(model: type[M], node: Node, found: list[Diagnostic]) -> M | None:
    try:
        return model.model_validate(document.plain(node), context=FROM_FILE)
    except ValidationError as error:
        found.extend(explain_errors(error, node))
        return None


def _map_positions(
    nodes: Sequence[Node], prefix: str, into: dict[str, Position], within: str = ""
) -> None:
    for node in nodes:
        if isinstance(node, Entries):
            _map_entry(node, f"{prefix}{entry_id(node)}", into, within)


def _map_entry(node: Entries, address: str, into: dict[str, Position], within: str) -> None:
    """Record an entry and what is inside it under the addresses of `address.change_texts`."""
    into[address] = node.position
    if within in ITEM_LISTS and "text" in node.entries:
        into[address] = node.entries["text"].position
        return
    for key, value in node.entries.items():
        here = address if key == "blocks" else f"{address}/{key}"
        if isinstance(value, Items):
            if key != "blocks":
                into[here] = node.keys[key]
            _map_positions(value.items, f"{here}/", into, key)
        else:
            into[here] = value.position
