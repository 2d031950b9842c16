"""Which languages stand in for which: the ``fallback`` of an area's file, as it was written.

``fallback: {prs: [fa]}`` prints the Persian where there is no Dari, and English only where
there is neither. Persian that stands in for nothing, or for itself, is a slip of the pen.
"""

from collections.abc import Iterator

from welcomepack.diagnostic import Diagnostic
from welcomepack.document import Entries, Items, Node, Scalar


def asked(area: Node | None) -> Iterator[Scalar]:
    """Every tag that the ``fallback`` of an area's file names, with where it stands."""
    for reader, others in _rows(area):
        yield reader
        yield from others


def problems(area: Node | None) -> Iterator[Diagnostic]:
    """Fallbacks that can never have an effect (WP218)."""
    for reader, others in _rows(area):
        if reader.value == "en":
            message = "English is the language of the content and needs no fallback."
            yield Diagnostic("WP218", message, reader.position)
        seen: set[str] = set()
        for other in others:
            if message := _useless(reader.value, other.value, seen):
                yield Diagnostic("WP218", message, other.position)
            seen.add(other.value)


def _useless(reader: str, other: str, seen: set[str]) -> str:
    """Why a language cannot stand in here, or nothing."""
    if other == reader:
        return f'"{other}" cannot stand in for itself.'
    if other == "en":
        return "English is always the last to stand in, and need not be named."
    return f'"{other}" stands here twice.' if other in seen else ""


def _rows(area: Node | None) -> Iterator[tuple[Scalar, tuple[Scalar, ...]]]:
    """The rows of ``fallback``; what has another shape is left to the model's validation."""
    table = area.entries.get("fallback") if isinstance(area, Entries) else None
    if not isinstance(table, Entries):
        return
    for tag, listed in table.entries.items():
        others = listed.items if isinstance(listed, Items) else ()
        named = tuple(item for item in others if isinstance(item, Scalar))
        yield Scalar(tag, table.keys[tag]), named
