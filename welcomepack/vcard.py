"""The numbers of a pack as contacts that a phone can keep (vCard 3.0, RFC 2426)."""

from collections.abc import Iterator

from welcomepack.contentline import escaped, written
from welcomepack.fact import Kind, href
from welcomepack.model import ContactBlock, EmergencyBlock, Text
from welcomepack.render import Edition


def vcard(edition: Edition) -> str:
    """Every number of the pack once, English name first so that staff can read it too.

    Names are in both languages; numbers are as they are dialled. Lines end with CR LF and are
    folded at 75 octets. Empty when the pack prints no number.
    """
    cards = []
    seen: set[str] = set()
    for name, fact_id in _numbers(edition):
        fact = edition.pack.facts[fact_id]
        if fact.kind is not Kind.PHONE or fact.value in seen:
            continue
        seen.add(fact.value)
        shown = name.english if name.value == name.english else f"{name.english} / {name.value}"
        cards.append(_card(shown, href(fact.kind, fact.value).removeprefix("tel:"), edition))
    return "".join(cards)


def _numbers(edition: Edition) -> Iterator[tuple[Text, str]]:
    for topic in edition.pack.topics:
        for block in topic.blocks:
            if isinstance(block, EmergencyBlock):
                yield from ((one.title, one.phone) for one in block.numbers)
            if isinstance(block, ContactBlock):
                yield from ((one.name, one.phone) for one in block.contacts if one.phone)


def _card(name: str, number: str, edition: Edition) -> str:
    text = escaped(name)
    return written(
        (
            "BEGIN:VCARD",
            "VERSION:3.0",
            f"N:{text};;;;",
            f"FN:{text}",
            f"TEL;TYPE=VOICE:{number}",
            f"NOTE:{escaped(edition.pack.area.name)} {edition.day.isoformat()}",
            "END:VCARD",
        )
    )
