"""Every name in a sentence or a field leads to something there is."""

from collections.abc import Iterable, Iterator

from welcomepack.check.area import AreaView
from welcomepack.diagnostic import Diagnostic
from welcomepack.explain import nearest
from welcomepack.fact import placeholders
from welcomepack.load import Loaded
from welcomepack.model import (
    ContactBlock,
    EmergencyBlock,
    LinksBlock,
    ListBlock,
    NoteBlock,
    StepsBlock,
    TextBlock,
    WarningBlock,
)

PLACE = "place."
_STATING = (TextBlock, StepsBlock, ListBlock, NoteBlock, WarningBlock, EmergencyBlock)


def facts_named(area: AreaView) -> Iterator[Diagnostic]:
    """Facts in braces and in fields that nothing defines, and places' facts in public topics."""
    private = {topic.id for topic in area.pack.topics if topic.private}
    for address, text in area.texts:
        for name in placeholders(text.english):
            topic = address.partition("/")[0]
            if name.startswith(PLACE):
                if topic not in private:
                    message = f"{{{name}}} belongs to a place and may not stand in public content."
                    yield Diagnostic("WP213", message, area.at(address), address=address)
            elif name not in area.pack.facts:
                yield _unknown_fact(area, name, address)
    for address, name in _facts_referred(area):
        own = name.startswith(PLACE) and address.partition("/")[0] in private
        if name not in area.pack.facts and not own:
            yield _unknown_fact(area, name, address)


def _unknown_fact(area: AreaView, name: str, address: str) -> Diagnostic:
    hint = nearest(name, area.pack.facts)
    return Diagnostic("WP201", f'There is no fact "{name}".', area.at(address), hint, address)


def _facts_referred(area: AreaView) -> Iterator[tuple[str, str]]:
    """Facts named by a field instead of in braces, as (address, fact id)."""
    for _, block, address in area.blocks():
        if isinstance(block, EmergencyBlock):
            for number in block.numbers:
                yield f"{address}/numbers/{number.id}/phone", number.phone
        if isinstance(block, ContactBlock):
            for one in block.contacts:
                for field in ("phone", "sms", "email", "address"):
                    if name := getattr(one, field):
                        yield f"{address}/contacts/{one.id}/{field}", name
    for service in area.pack.services:
        if service.phone:
            yield f"services/{service.id}/phone", service.phone


def links_named(area: AreaView) -> Iterator[Diagnostic]:
    """Links that nothing defines, or that nobody looks after."""
    named: list[tuple[str, str]] = []
    for _, block, address in area.blocks():
        if isinstance(block, LinksBlock):
            named += [(f"{address}/links", link) for link in block.links]
        if isinstance(block, ContactBlock):
            named += [
                (f"{address}/contacts/{one.id}/link", one.link)
                for one in block.contacts
                if one.link
            ]
    named += [(f"services/{one.id}/link", one.link) for one in area.pack.services if one.link]
    for address, name in named:
        if name not in area.pack.links:
            hint = nearest(name, area.pack.links)
            yield Diagnostic("WP202", f'There is no link "{name}".', area.at(address), hint)
    for link in area.pack.links.values():
        if not link.owner:
            message = f'The link "{link.id}" has no owner.'
            yield Diagnostic("WP301", message, area.at(f"links/{link.id}"))


def sessions_named(area: AreaView) -> Iterator[Diagnostic]:
    """Services that a session is at, and sessions whose words a place takes, that are not there."""
    services = {one.id for one in area.pack.services}
    sessions = {one.id for one in area.pack.sessions}
    for one in area.pack.sessions:
        if one.service and one.service not in services:
            at = area.at(f"sessions/{one.id}/service")
            hint = nearest(one.service, services)
            yield Diagnostic("WP263", f'There is no service "{one.service}".', at, hint)
    for place in area.pack.places:
        for own in place.sessions:
            if own.id not in sessions:
                at = area.at(f"places/{place.id}/sessions/{own.id}")
                message = f'The area has no session "{own.id}".'
                yield Diagnostic("WP263", message, at, nearest(own.id, sessions))


def sources_named(area: AreaView) -> Iterator[Diagnostic]:
    """Blocks without a source, with one there is not, or with one marked D."""
    for topic, block, address in area.blocks():
        for name in block.basis:
            source = area.pack.sources.get(name)
            at = area.at(f"{address}/basis")
            if source is None:
                hint = nearest(name, area.pack.sources)
                yield Diagnostic("WP210", f'There is no source "{name}".', at, hint)
            elif source.confidence == "D":
                yield Diagnostic("WP211", f'The block rests on "{name}", which is marked D.', at)
        if isinstance(block, _STATING) and not block.basis and not topic.private:
            message = f'The block "{block.id}" names no source.'
            yield Diagnostic("WP209", message, area.at(address), address=address)


def check_languages(loaded: Loaded, registered: Iterable[str]) -> Iterator[Diagnostic]:
    """Languages that a file asks for and the registry does not have."""
    known = set(registered)
    for tag, position in loaded.tags:
        if tag not in known:
            yield Diagnostic(
                "WP215", f'There is no language "{tag}".', position, nearest(tag, known)
            )


def check_pictograms(loaded: Loaded, drawn: Iterable[str]) -> Iterator[Diagnostic]:
    """Topics whose pictogram the theme does not have."""
    known = set(drawn)
    for name, pack in loaded.packs.items():
        for topic in pack.topics:
            if topic.pictogram not in known:
                at = loaded.positions[name].get(f"{topic.id}/pictogram")
                message = f'There is no pictogram "{topic.pictogram}".'
                yield Diagnostic("WP216", message, at, nearest(topic.pictogram, known))
