"""One address for every text: ``gp/register/steps/bring`` (topic / block / field / item id).

An address is made of ids, never of list positions, so that a new step moves nobody's address.
It is the key of the source map, the ``msgctxt`` of catalogs and the ``data-at`` of pages.
"""

from collections.abc import Callable, Iterator
from typing import TypeVar

from welcomepack.model import AnyBlock, Item, Link, Model, Pack, Service, Session, Text, Topic

M = TypeVar("M", bound=Model)
# How the addresses of sessions begin; no topic may be called so.
SESSIONS = "sessions/"
Entry = Link | Service | Session
Change = Callable[[str, Text], Text]


def texts(pack: Pack) -> Iterator[tuple[str, Text]]:
    """Every text of a pack with its address, in the order of the content."""
    for topic in pack.topics:
        yield from _found(topic, topic.id)
    for service in pack.services:
        yield from _found(service, f"services/{service.id}")
    for session in pack.sessions:
        yield from _found(session, f"{SESSIONS}{session.id}")
    for key, link in pack.links.items():
        yield from _found(link, f"links/{key}")


def topic_texts(topic: Topic) -> tuple[tuple[str, Text], ...]:
    """Every text of one topic with its address."""
    return tuple(_found(topic, topic.id))


def session_texts(session: Session) -> tuple[tuple[str, Text], ...]:
    """Every text of one session with its address."""
    return tuple(_found(session, f"{SESSIONS}{session.id}"))


def block_texts(block: AnyBlock | Entry) -> tuple[Text, ...]:
    """Every text of one block, or of one entry of the area's lists."""
    return tuple(text for _, text in _found(block, block.id))


def _found(value: Model, address: str) -> Iterator[tuple[str, Text]]:
    """The texts of a model where `_change` changes them, without building it again."""
    for name in type(value).model_fields:
        part = getattr(value, name)
        here = address if name == "blocks" else f"{address}/{name}"
        if isinstance(part, Text):
            yield here, part
        elif isinstance(part, tuple) and part and isinstance(part[0], Model):
            for item in part:
                below = f"{here}/{getattr(item, 'id', '')}"
                if isinstance(item, Item):
                    yield below, item.text
                else:
                    yield from _found(item, below)


def change_texts(pack: Pack, change: Change) -> Pack:
    """The same pack with every text replaced by ``change(address, text)``."""
    return pack.model_copy(
        update={
            "topics": tuple(_change(topic, topic.id, change) for topic in pack.topics),
            "services": tuple(
                _change(service, f"services/{service.id}", change) for service in pack.services
            ),
            "sessions": tuple(
                _change(session, f"{SESSIONS}{session.id}", change) for session in pack.sessions
            ),
            "links": {
                key: _change(link, f"links/{key}", change) for key, link in pack.links.items()
            },
        }
    )


def _change(value: M, address: str, change: Change) -> M:
    """Rebuild a model; fields called ``blocks`` add no part, since block ids suffice."""
    update: dict[str, object] = {}
    for name in type(value).model_fields:
        part = getattr(value, name)
        here = address if name == "blocks" else f"{address}/{name}"
        if isinstance(part, Text):
            update[name] = change(here, part)
        elif isinstance(part, tuple) and part and isinstance(part[0], Model):
            update[name] = tuple(_change_item(item, here, change) for item in part)
    return value.model_copy(update=update) if update else value


def _change_item(item: Model, address: str, change: Change) -> Model:
    """Rebuild a list entry; a text that is all the entry holds takes the entry's address."""
    here = f"{address}/{getattr(item, 'id', '')}"
    if isinstance(item, Item):
        return item.model_copy(update={"text": change(here, item.text)})
    return _change(item, here, change)
