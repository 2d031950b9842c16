"""YAML files to messages: a Babel extractor and the one that ``messages update`` uses.

Which fields are translatable is read off the models, so a new `Text` field is extracted
without a change here. Partial override files of child areas are extracted as they stand.
"""

import typing
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import IO

from welcomepack import document
from welcomepack.document import Entries, Items, Node, Scalar
from welcomepack.merge import entry_id
from welcomepack.message import Message
from welcomepack.model import ITEM_LISTS, Link, Model, Service, Session, Text, Topic

WORDS = "theme"
_LISTS: dict[str, type[Model]] = {
    "links": Link,
    "services": Service,
    "sessions": Session,
}


def extract(
    fileobj: IO[bytes],
    _keywords: object,
    _comment_tags: Collection[str],
    options: Mapping[str, str],
) -> Iterator[tuple[int, str, tuple[str, str], list[str]]]:
    """Babel's extraction method: yields line, ``pgettext``, (key, English) and comments.

    See "Writing Extraction Methods" in Babel's manual for the signature.
    """
    name = str(getattr(fileobj, "name", options.get("path", "topics/x.yaml")))
    for one in messages(fileobj.read(), name):
        yield one.line, "pgettext", (one.key, one.english), [one.comment] if one.comment else []


def messages(raw: bytes, path: str) -> tuple[Message, ...]:
    """All messages of one file in the order they stand; a file that cannot be read has none."""
    node, _ = document.parse(raw, path)
    return node_messages(node, path)


def node_messages(node: Node | None, path: str) -> tuple[Message, ...]:
    """The same for a file that is read already; ``path`` tells what kind of file it is."""
    folder, kind = _kind(path)
    if folder == "places":
        return ()
    if isinstance(node, Entries) and (folder == "topics" or kind not in _LISTS):
        words = kind == "words" and folder != "topics"
        found = _words(node) if words else _entry(node, entry_id(node), text_fields(Topic))
        return tuple(found) if words or entry_id(node) else ()
    if isinstance(node, Items) and folder != "topics" and kind in _LISTS:
        return tuple(
            one
            for item in node.items
            for one in _entry(item, f"{kind}/{entry_id(item)}", text_fields(_LISTS[kind]))
        )
    return ()


def _kind(path: str) -> tuple[str, str]:
    """The folder that a content file stands in, and its name."""
    parts = ("", *path.replace("\\", "/").split("/"))
    return parts[-2], parts[-1].removesuffix(".yaml")


@cache
def text_fields(model: type[Model]) -> frozenset[str]:
    """The names of all `Text` fields of a model and of the models inside it."""
    names: set[str] = set()
    for name, info in model.model_fields.items():
        for part in _parts(info.annotation):
            if part is Text:
                names.add(name)
            elif isinstance(part, type) and issubclass(part, Model):
                names |= text_fields(part)
    return frozenset(names)


def _parts(annotation: object) -> Iterator[object]:
    """The classes named anywhere inside an annotation."""
    yield annotation
    for part in typing.get_args(annotation):
        yield from _parts(part)


def _entry(
    node: Node, address: str, fields: Collection[str], within: str = ""
) -> Iterator[Message]:
    if not isinstance(node, Entries):
        return
    for key, value in node.entries.items():
        alone = key == "blocks" or (within in ITEM_LISTS and key == "text")
        here = address if alone else f"{address}/{key}"
        if isinstance(value, Items):
            for number, item in enumerate(value.items, 1):
                for one in _entry(item, f"{here}/{entry_id(item)}", fields, key):
                    yield _numbered(one, key, number, len(value.items))
        elif isinstance(value, Scalar) and key in fields and value.value:
            english = " ".join(value.value.split())
            at = value.position
            yield Message(here, english, at.path, at.line)


def _numbered(one: Message, key: str, number: int, total: int) -> Message:
    if key == "blocks" or one.comment:
        return one
    return Message(one.key, one.english, one.path, one.line, f"{key} {number} of {total}")


def _words(node: Entries) -> Iterator[Message]:
    """Template words: ``key: English``, or ``key: {text: English, note: for translators}``."""
    for key, value in node.entries.items():
        note = ""
        if isinstance(value, Entries):
            comment = value.entries.get("note")
            note = comment.value if isinstance(comment, Scalar) else ""
            value = value.entries.get("text", value)  # noqa: PLW2901 - the same word, unwrapped
        if isinstance(value, Scalar):
            at = value.position
            yield Message(f"{WORDS}/{key}", " ".join(value.value.split()), at.path, at.line, note)
