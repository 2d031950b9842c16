"""What is past its review, not sure enough to print, or for the council to fill in."""

from collections.abc import Iterable, Iterator

from welcomepack.check.area import AreaView
from welcomepack.check.references import PLACE
from welcomepack.diagnostic import Diagnostic, Position
from welcomepack.fact import placeholders
from welcomepack.model import (
    Fact,
    OwnSession,
    ServicesBlock,
    Session,
    SessionsBlock,
    Source,
)


def facts_state(area: AreaView) -> Iterator[Diagnostic]:
    """Facts, sources, sessions and topics past their review date."""
    today = area.project.today
    sourced: Iterable[tuple[str, Fact | Source | Session]] = [
        *((f"facts/{one.id}", one) for one in area.pack.facts.values()),
        *((f"sources/{one.id}", one) for one in area.pack.sources.values()),
        *((f"sessions/{one.id}", one) for one in _current(area)),
    ]
    for topic in area.pack.topics:
        if topic.review_by and topic.review_by < today:
            message = f'"{topic.id}" should have been looked at again by {topic.review_by}.'
            yield Diagnostic("WP206", message, area.at(f"{topic.id}/review_by"), address=topic.id)
    for address, one in sourced:
        due = one.due()
        if due and due < today:
            message = f'"{one.id}" should have been looked at again by {due.isoformat()}.'
            yield Diagnostic("WP206", message, area.at(address), address=address)


def gaps(area: AreaView) -> Iterator[Diagnostic]:
    """What only the council can fill in; asked of published areas alone."""
    pack = area.pack
    if not pack.area.publish:
        return
    for one in pack.facts.values():
        at = area.at(f"facts/{one.id}")
        if one.unknown:
            yield Diagnostic("WP207", f"{pack.area.name}: {one.id}: {one.unknown}", at)
        elif not one.printable:
            message = f"{one.id} ({one.value}) is of confidence {one.confidence}: not printed."
            yield Diagnostic("WP208", message, at)
    for service in pack.services:
        if service.unknown:
            at = area.at(f"services/{service.id}")
            yield Diagnostic("WP207", f"{pack.area.name}: {service.name}: {service.unknown}", at)
    known = {service.category for service in pack.services}
    for _, block, address in area.blocks():
        if isinstance(block, ServicesBlock) and not known & set(block.categories):
            wanted = ", ".join(block.categories)
            message = f"{pack.area.name} has no services of category {wanted}."
            yield Diagnostic("WP212", message, area.at(address))
    yield from _session_gaps(area)
    yield from _place_gaps(area)


def sessions_state(area: AreaView) -> Iterator[Diagnostic]:
    """Sessions whose dates are all over, of the area and of its places."""
    today = area.project.today
    announced: list[tuple[str, Session | OwnSession]] = [
        (f"sessions/{one.id}", one) for one in area.pack.sessions
    ]
    for place in area.pack.places:
        announced += [(f"places/{place.id}/sessions/{one.id}", one) for one in place.sessions]
    for address, one in announced:
        last = max((time.last for time in one.times), default=today)
        if last < today:
            message = f'The last date of "{one.id}" was {last.isoformat()}.'
            yield Diagnostic("WP261", message, area.at(address), address=address)


def _current(area: AreaView) -> Iterator[Session]:
    """Sessions that are still to come; of the others it is told that they are over."""
    today = area.project.today
    return (one for one in area.pack.sessions if any(time.last >= today for time in one.times))


def _session_gaps(area: AreaView) -> Iterator[Diagnostic]:
    """Sessions that are not sure enough to print, and blocks that have none to print."""
    current = tuple(_current(area))
    for one in current:
        if not one.printable:
            message = f"{one.id} is of confidence {one.confidence}: not printed."
            yield Diagnostic("WP208", message, area.at(f"sessions/{one.id}"))
    known = {one.category for one in current}
    for topic, block, address in area.blocks():
        if not isinstance(block, SessionsBlock) or topic.private:
            continue
        if not known & set(block.categories):
            wanted = ", ".join(block.categories)
            message = f"{area.pack.area.name} has no dates of category {wanted}."
            yield Diagnostic("WP262", message, area.at(address))


def _place_gaps(area: AreaView) -> Iterator[Diagnostic]:
    """Facts that the private topic asks for and a place file does not give."""
    wanted = {
        name
        for address, text in area.texts
        for name in placeholders(text.english)
        if name.startswith(PLACE)
    }
    for place in area.pack.places:
        at = area.at(f"places/{place.id}")
        given = {one.id for one in place.facts if not one.unknown}
        for name in sorted(wanted - given):
            yield Diagnostic("WP207", f"The place gives no {name}.", at)


def published(area: AreaView) -> Iterator[Diagnostic]:
    """A published area says who stands behind it."""
    if area.pack.area.publish and not area.pack.area.council:
        at = Position(f"content/{area.pack.area.id}/area.yaml")
        yield Diagnostic("WP214", "A published area must name its council.", at)
