"""YAML text to a tree of positioned nodes; the only module that knows the YAML library.

Every scalar is read as a string, because YAML's own guesses damage this kind of content
(``10:30`` is 630, ``no`` is false, ``0117`` is an octal). Aliases, anchors, tags and repeated
keys are refused: each would let one value stand in two places, or two in one.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from welcomepack.diagnostic import Diagnostic, Position

# Controls but line ends and tabs, and everything that turns the direction of what follows.
_FORBIDDEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
MAX_BYTES = 256 * 1024
MAX_DEPTH = 20

_LOADER: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Scalar:
    """A value, always a string."""

    value: str
    position: Position


@dataclass(frozen=True, slots=True)
class Items:
    """A YAML list."""

    items: tuple["Node", ...]
    position: Position


@dataclass(frozen=True, slots=True)
class Entries:
    """A YAML mapping; ``keys`` holds where each key stands."""

    entries: Mapping[str, "Node"]
    keys: Mapping[str, Position]
    position: Position


Node = Scalar | Items | Entries


class _Refused(Exception):  # noqa: N818 - carries a diagnostic out of the parser, nothing more
    def __init__(self, code: str, message: str, position: Position) -> None:
        super().__init__(message)
        self.diagnostic = Diagnostic(code, message, position)


def read(path: Path, shown: str) -> tuple[Node | None, tuple[Diagnostic, ...]]:
    """Read one file into a tree, or say why not; ``shown`` is its name in messages.

    Never raises for what the file holds or for a file that cannot be read.
    """
    start = Position(shown)
    try:
        if not path.is_file():
            return None, (Diagnostic("WP102", "This is not a file that can be read.", start),)
        size = path.stat().st_size
        if size > MAX_BYTES:
            kib = f"{size // 1024:,} KB"
            return None, (Diagnostic("WP103", f"The file is {kib}; the most is 256 KB.", start),)
        raw = path.read_bytes()
    except OSError as error:
        reason = error.strerror or "unknown reason"
        return None, (Diagnostic("WP102", f"The file cannot be read: {reason}.", start),)
    return parse(raw, shown)


@lru_cache(maxsize=512)  # content is read for what it says and again for its messages
def parse(raw: bytes, shown: str) -> tuple[Node | None, tuple[Diagnostic, ...]]:
    """Parse bytes into a tree, or say why not. Never raises."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        at = Position(shown, line)
        return None, (Diagnostic("WP104", "The file is not in UTF-8.", at),)
    if bad := _forbidden_character(text, shown):
        return None, (bad,)
    try:
        return _Builder(shown).build(text), ()
    except _Refused as refused:
        return None, (refused.diagnostic,)
    except yaml.MarkedYAMLError as error:
        return None, (_syntax(error, shown),)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        first = str(error).partition("\n")[0]
        return None, (Diagnostic("WP101", f"This is not YAML: {first}.", Position(shown)),)


def _forbidden_character(text: str, shown: str) -> Diagnostic | None:
    """Find control characters; direction controls would reorder a phone number unseen."""
    found = _FORBIDDEN.search(text)
    if found is None:
        return None
    before = text[: found.start()]
    at = Position(shown, before.count("\n") + 1, found.start() - before.rfind("\n"))
    name = unicodedata.name(found[0], f"U+{ord(found[0]):04X}")
    return Diagnostic("WP105", f"The invisible character {name} is not allowed here.", at)


def _syntax(error: yaml.MarkedYAMLError, shown: str) -> Diagnostic:
    mark = error.problem_mark or error.context_mark
    at = Position(shown, mark.line + 1, mark.column + 1) if mark else Position(shown)
    problem = error.problem or error.context or "the text cannot be understood"
    return Diagnostic("WP101", f"This is not YAML: {problem}.", at)


class _Builder:
    """Builds nodes from parser events, so that limits hold before anything is expanded."""

    def __init__(self, shown: str) -> None:
        self.shown = shown

    def build(self, text: str) -> Node | None:
        events = yaml.parse(text, Loader=_LOADER)
        node: Node | None = None
        for event in events:
            if isinstance(event, yaml.NodeEvent):
                if node is not None:
                    at = self._at(event)
                    raise _Refused("WP101", "The file holds a second document (---).", at)
                node = self._node(event, events, 1)
        return node

    def _at(self, event: yaml.Event) -> Position:
        mark = event.start_mark
        return (
            Position(self.shown, mark.line + 1, mark.column + 1) if mark else Position(self.shown)
        )

    def _node(self, event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Node:
        at = self._at(event)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _Refused("WP106", "Anchors (&) and aliases (*) are not allowed.", at)
        if getattr(event, "tag", None):
            raise _Refused("WP107", "Tags (!) are not allowed.", at)
        if depth > MAX_DEPTH:
            raise _Refused("WP108", f"The nesting is deeper than {MAX_DEPTH} levels.", at)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._items(events, at, depth)
        if isinstance(event, yaml.MappingStartEvent):
            return self._entries(events, at, depth)
        value = getattr(event, "value", "")
        if hidden := _FORBIDDEN.search(value):
            name = unicodedata.name(hidden[0], f"U+{ord(hidden[0]):04X}")
            raise _Refused("WP105", f"The invisible character {name} is not allowed here.", at)
        return Scalar(unicodedata.normalize("NFC", value), at)

    def _items(self, events: Iterator[yaml.Event], at: Position, depth: int) -> Items:
        found: list[Node] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            found.append(self._node(event, events, depth + 1))
        return Items(tuple(found), at)

    def _entries(self, events: Iterator[yaml.Event], at: Position, depth: int) -> Entries:
        entries: dict[str, Node] = {}
        keys: dict[str, Position] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self._node(event, events, depth + 1)
            if not isinstance(key, Scalar):
                raise _Refused("WP101", "A key must be a plain word.", key.position)
            if key.value in entries:
                first = keys[key.value].line
                message = f'The key "{key.value}" stands here twice (first in line {first}).'
                raise _Refused("WP109", message, key.position)
            keys[key.value] = key.position
            entries[key.value] = self._node(next(events), events, depth + 1)
        return Entries(entries, keys, at)


def plain(node: Node) -> object:
    """The tree as strings, lists and dicts, for validation."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Items):
        return [plain(item) for item in node.items]
    return {key: plain(value) for key, value in node.entries.items()}


def locate(node: Node, loc: Sequence[str | int], *, key: bool = False) -> Position:
    """Where a validation error stands: the value's place, or its key's with ``key``.

    Parts of ``loc`` that are no key or index of the tree (a validator's name) are skipped.
    """
    position = node.position
    for part in loc:
        if isinstance(node, Entries) and isinstance(part, str) and part in node.entries:
            position, node = node.keys[part], node.entries[part]
            if isinstance(node, Scalar) and not key:
                position = node.position
        elif isinstance(node, Items) and isinstance(part, int) and part < len(node.items):
            node = node.items[part]
            position = node.position
    return position
