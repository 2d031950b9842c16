"""Leaves out what must not or cannot be printed: gaps, unsure numbers, private topics, past dates.

A line that names an unknown fact is dropped whole, because half a sentence about a phone number
is worse than none; a block whose lines are all gone is dropped, and so is an empty topic.
"""

from collections.abc import Mapping
from datetime import date

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
    Session,
    SessionsBlock,
    StepsBlock,
    Text,
    TextBlock,
    WarningBlock,
    WaysBlock,
)

Facts = Mapping[str, Fact]
_WAYS_TO_REACH = ("phone", "sms", "email", "address")


def prune(pack: Pack, place: Place | None = None, day: date = date.min) -> Pack:
    """The pack as it may be printed on a day: for the public, or with ``place`` for that place."""
    own = {fact.id: fact for fact in place.facts} if place else {}
    facts = {key: fact for key, fact in {**pack.facts, **own}.items() if fact.printable}
    services = tuple(_service(one, facts) for one in pack.services if _listed(one))
    sessions = tuple(_sessions(pack, place, facts, day))
    known = pack.model_copy(
        update={"facts": facts, "services": services, "sessions": sessions, "places": ()}
    )
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


def sessions_of(block: SessionsBlock, pack: Pack) -> tuple[Session, ...]:
    """The sessions that a block prints, the next one first."""
    found = [one for one in pack.sessions if one.category in block.categories]
    return tuple(found[: block.limit])


def _sessions(pack: Pack, place: Place | None, facts: Facts, day: date) -> list[Session]:
    """What is still to come, by its next date; a place's own times stand for the area's."""
    own = {one.id: one for one in place.sessions if one.printable} if place else {}
    listed = {one.id: one for one in pack.services if _listed(one)}
    kept: list[Session] = []
    for one in pack.sessions:
        if not _whole(one.title, facts) or not (one.id in own or one.printable):
            continue
        update: dict[str, object] = {
            name: None
            for name in ("about", "who")
            if getattr(one, name) and not _whole(getattr(one, name), facts)
        }
        if one.id in own:
            update |= {"where": own[one.id].where, "postcode": ""}
        elif one.service in listed:
            update |= _at(one, listed[one.service])
        times = own[one.id].times if one.id in own else one.times
        coming = (time for time in times if time.last >= day)
        update["times"] = tuple(sorted(coming, key=lambda time: (time.coming(day), time.hours)))
        left = one.model_copy(update=update)
        if left.times and left.where:
            kept.append(left)
    return sorted(kept, key=lambda left: (left.times[0].coming(day), left.times[0].hours, left.id))


def _at(session: Session, service: Service) -> dict[str, object]:
    """Where a session is that names a service of the directory: a room, or just there."""
    named = (session.where, service.name, service.address)
    where = ", ".join(part for part in named if part)
    return {"where": where, "postcode": session.postcode or service.postcode}


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
    | ServicesBlock
    | SessionsBlock,
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
        case SessionsBlock():
            return {"categories": block.categories if sessions_of(block, pack) else ()}


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
