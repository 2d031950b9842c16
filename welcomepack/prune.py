"""Leaves out what must not or cannot be printed: gaps, unsure numbers, private topics.

A line that names an unknown fact is dropped whole, because half a sentence about a phone number
is worse than none; a block whose lines are all gone is dropped, and so is an empty topic.
"""

from collections.abc import Mapping

from welcomepack.fact import placeholders
from welcomepack.model import (
    AnyBlock,
    Channel,
    ContactBlock,
    EmergencyBlock,
    Fact,
    LinksBlock,
    ListBlock,
    NoteBlock,
    Pack,
    PhrasesBlock,
    Place,
    Service,
    ServicesBlock,
    StepsBlock,
    Text,
    TextBlock,
    WarningBlock,
    WaysBlock,
)

Facts = Mapping[str, Fact]
_WAYS_TO_REACH = ("phone", "sms", "email", "address")


def prune(pack: Pack, place: Place | None = None) -> Pack:
    """The pack as it may be printed: for the public, or with ``place`` for that place alone."""
    own = {fact.id: fact for fact in place.facts} if place else {}
    facts = {key: fact for key, fact in {**pack.facts, **own}.items() if fact.printable}
    services = tuple(_service(one, facts) for one in pack.services if _listed(one))
    known = pack.model_copy(update={"facts": facts, "services": services, "places": ()})
    topics = []
    for topic in pack.topics:
        if topic.private and place is None:
            continue
        blocks = (_block(block, known, place) for block in topic.blocks)
        kept = tuple(block for block in blocks if block is not None)
        if kept:
            topics.append(topic.model_copy(update={"blocks": kept}))
    return known.model_copy(update={"topics": tuple(topics)})


def services_of(block: ServicesBlock, pack: Pack) -> tuple[Service, ...]:
    """The services that a block prints, in the directory's order."""
    found = [one for one in pack.services if one.category in block.categories]
    return tuple(found[: block.limit])


def _listed(service: Service) -> bool:
    return not service.unknown and service.confidence != "D"


def _service(service: Service, facts: Facts) -> Service:
    if service.phone and service.phone not in facts:
        return service.model_copy(update={"phone": None})
    return service


def _whole(text: Text | None, facts: Facts) -> bool:
    return text is not None and all(name in facts for name in placeholders(text.english))


def _block(block: AnyBlock, pack: Pack, place: Place | None) -> AnyBlock | None:
    facts = pack.facts
    if isinstance(block, TextBlock | NoteBlock | WarningBlock):
        return block if _whole(block.text, facts) else None
    if isinstance(block, WaysBlock):
        return block if place and place.ways else None
    update = _kept(block, pack)
    if not any(update.values()):
        return None
    if not _whole(block.intro, facts):
        update["intro"] = None
    return block.model_copy(update=update)


def _kept(  # noqa: PLR0911 - one line for each kind of block
    block: StepsBlock
    | ListBlock
    | PhrasesBlock
    | EmergencyBlock
    | ContactBlock
    | LinksBlock
    | ServicesBlock,
    pack: Pack,
) -> dict[str, object]:
    """The lines of a block that can be printed, under the name of its list."""
    facts = pack.facts
    match block:
        case StepsBlock():
            return {"steps": tuple(one for one in block.steps if _whole(one.text, facts))}
        case ListBlock():
            return {"items": tuple(one for one in block.items if _whole(one.text, facts))}
        case PhrasesBlock():
            return {"phrases": tuple(one for one in block.phrases if _whole(one.text, facts))}
        case EmergencyBlock():
            kept = (one for one in block.numbers if one.phone in facts and _whole(one.text, facts))
            return {"numbers": tuple(kept)}
        case ContactBlock():
            reached = (_channel(one, facts) for one in block.contacts)
            return {"contacts": tuple(one for one in reached if one is not None)}
        case LinksBlock():
            return {"links": tuple(one for one in block.links if one in pack.links)}
        case ServicesBlock():
            return {"categories": block.categories if services_of(block, pack) else ()}


def _channel(channel: Channel, facts: Facts) -> Channel | None:
    update: dict[str, object] = {
        name: None
        for name in _WAYS_TO_REACH
        if getattr(channel, name) and getattr(channel, name) not in facts
    }
    if channel.text and not _whole(channel.text, facts):
        update["text"] = None
    left = channel.model_copy(update=update)
    reachable = left.link or any(getattr(left, name) for name in _WAYS_TO_REACH)
    return left if reachable else None
