"""Content files to packs, with every problem found on the way.

Loading never raises for content: it returns what it could read, where everything stands, and
all diagnostics at once. One pack an area, the parents' content merged in.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from pydantic import ValidationError

from welcomepack import document, fallback
from welcomepack.diagnostic import Diagnostic, Position, arrange
from welcomepack.document import Entries, Items, Node, Scalar
from welcomepack.explain import explain_errors, nearest
from welcomepack.folder import COLLECTIONS, AreaFiles, extends, named_file, read_area, topic_list
from welcomepack.merge import entry_id, merge_lists
from welcomepack.model import (
    FROM_FILE,
    ITEM_LISTS,
    Area,
    Choice,
    Fact,
    Link,
    Model,
    Pack,
    Place,
    Service,
    Session,
    Settings,
    Source,
    Topic,
)
from welcomepack.project import Project

M = TypeVar("M", bound=Model)
SourceMap = Mapping[str, Position]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading gives: settings and packs as far as they could be read.

    ``positions`` maps, per area, an address to where it is written; ``facts/<id>``,
    ``links/<id>``, ``services/<id>``, ``sessions/<id>``, ``sources/<id>`` and ``places/<id>`` stand
    there too.
    ``tags`` are the languages that files ask for.
    """

    project: Project
    settings: Settings | None
    packs: Mapping[str, Pack]
    positions: Mapping[str, SourceMap]
    diagnostics: tuple[Diagnostic, ...]
    tags: tuple[tuple[str, Position], ...] = ()


def load(project: Project) -> Loaded:
    """Read a project's content. Never raises for what the files hold."""
    found: list[Diagnostic] = []
    settings = _settings(project, found)
    files = {path.name: read_area(project, path, found) for path in project.areas()}
    if not files:
        start = Position(project.shown(project.content))
        found.append(Diagnostic("WP119", "There is no area folder in content.", start))
    for one in files.values():
        found.extend(fallback.problems(one.area))
    packs: dict[str, Pack] = {}
    positions: dict[str, SourceMap] = {}
    for name, chain in _chains(files, found).items():
        packs[name], positions[name] = _pack(name, [files[link] for link in chain], found)
    tags = tuple(_tags(project, files.values()))
    return Loaded(project, settings, packs, positions, arrange(found), tags)


def _tags(project: Project, files: Iterable[AreaFiles]) -> Iterator[tuple[str, Position]]:
    """Every language that a file asks for, with where it does."""
    settings, _ = document.read(project.content / "project.yaml", "content/project.yaml")
    areas = [one.area for one in files]
    places = [place for one in files for place in one.places]
    for node in (settings, *areas, *places):
        listed = node.entries.get("locales") if isinstance(node, Entries) else None
        for item in listed.items if isinstance(listed, Items) else ():
            if isinstance(item, Scalar):
                yield item.value, item.position
    for area in areas:
        yield from ((one.value, one.position) for one in fallback.asked(area))


def _settings(project: Project, found: list[Diagnostic]) -> Settings | None:
    path = project.content / "project.yaml"
    node = named_file(project, path, found)
    return _validate(Settings, node, found) if node else None


def _chains(files: Mapping[str, AreaFiles], found: list[Diagnostic]) -> dict[str, list[str]]:
    """For each area its line of areas from the root; areas in a circle are left out."""
    chains: dict[str, list[str]] = {}
    for name, one in files.items():
        chain, current = [name], one
        while parent := extends(current):
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


def _pack(name: str, chain: Sequence[AreaFiles], found: list[Diagnostic]) -> tuple[Pack, SourceMap]:
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
    for key in ("facts", "links", "services", "sessions", "sources"):
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
        sessions=tuple(_entries(Session, merged["sessions"], found)),
        places=tuple(places),
    )
    return pack, positions


def _area(name: str, chain: Sequence[AreaFiles], found: list[Diagnostic]) -> Area:
    """The area's own settings, with languages, topic order and policy taken from its parents.

    A child's ``fallback`` replaces its parents' language by language; an empty list ends one.
    """
    own: Area | None = None
    inherited: dict[str, object] = {}
    stand_ins: dict[str, tuple[str, ...]] = {}
    policy = Choice()
    for files in chain:
        own = _validate(Area, files.area, found) if files.area else None
        for key in ("locales", "topics"):
            if own and (given := getattr(own, key)):
                inherited[key] = given
        stand_ins |= own.fallback if own else {}
        policy = own.policy.over(policy) if own else policy
    inherited["policy"] = policy
    if own and own.id != name and isinstance(chain[-1].area, Entries):
        message = f'The id "{own.id}" must be the same as the folder name "{name}".'
        found.append(Diagnostic("WP113", message, chain[-1].area.entries["id"].position))
    blank = Area.model_construct(id=name, name=name)
    return (own or blank).model_copy(update=inherited | {"fallback": stand_ins})


def _ordered(
    area: Area, topics: Sequence[Topic], chain: Sequence[AreaFiles], found: list[Diagnostic]
) -> tuple[Topic, ...]:
    """Topics in the order of area.yaml; each listed one must exist, each other one is named."""
    known = {topic.id: topic for topic in topics}
    files = {name for one in chain for name in one.topics}
    listed = [node for node in (topic_list(one) for one in chain) if node]
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
