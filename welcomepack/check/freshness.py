"""What is past its review, not sure enough to print, or for the council to fill in."""

from collections.abc import Iterable, Iterator

from welcomepack.address import texts
from welcomepack.check.area import AreaView
from welcomepack.check.references import PLACE
from welcomepack.diagnostic import Diagnostic, Position
from welcomepack.fact import placeholders
from welcomepack.model import (
    Fact,
    ServicesBlock,
    Source,
)


def facts_state(area: AreaView) -> Iterator[Diagnostic]:
    """Facts, sources and topics past their review date."""
    today = area.project.today
    sourced: Iterable[tuple[str, Fact | Source]] = [
        *((f"facts/{one.id}", one) for one in area.pack.facts.values()),
        *((f"sources/{one.id}", one) for one in area.pack.sources.values()),
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
    yield from _place_gaps(area)


def _place_gaps(area: AreaView) -> Iterator[Diagnostic]:
    """Facts that the private topic asks for and a place file does not give."""
    wanted = {
        name
        for address, text in texts(area.pack)
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
