"""An invented borough for the tests of paper: one fact of each kind, English and Arabic.

Nothing here is real: the phone numbers are among those that Ofcom keeps for films and plays,
the postcode cannot exist, the web addresses end in ``example.org``.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from project_support import REPO, write_project

from welcomepack.load import Loaded, load
from welcomepack.plan import Plan, Selection, plan
from welcomepack.project import open_project
from welcomepack.render import Edition
from welcomepack.theme import Theme, read_theme

DAY = "2026-11-22"
BASE = "https://welcome.example.org"
PHONE = "020 7946 0958"
HOUSE = "Nightingale Lodge"
HOUSE_PHONE = "020 7946 0321"
VALUES = {
    "phone": PHONE,
    "sms": "60777",
    "url": "https://help.example.org/start",
    "email": "hello@lantern.example.org",
    "address": "17 Foundry Lane, Testham",
    "postcode": "ZZ9 9ZZ",
    "money": "£49.18",
    "time": "09:30-17:00",
    "date": "2026-03-09",
    "number": "42",
    "name": "Marigold Hall",
}


def fact(fact_id: str, kind: str, value: str, **more: str) -> str:
    """One entry of ``facts.yaml``."""
    fields = {
        "kind": kind,
        "value": f'"{value}"',
        "source": "invented for a test",
        "checked": "2026-11-22",
        "confidence": "A",
        **more,
    }
    return f"- id: {fact_id}\n" + "".join(f"  {key}: {text}\n" for key, text in fields.items())


FACTS = "".join(
    [
        *(fact(f"help.{kind}", kind, value) for kind, value in VALUES.items()),
        fact("emergency.phone", "phone", "999"),
        fact("office.phone", "phone", "020 7946 0123"),
    ]
)
HELP = """\
id: help
title: Where to get help
summary: Who helps you, and how to reach them.
pictogram: info
blocks:
  - id: call
    kind: text
    title: Call us
    text: Call {help.phone} or text {help.sms} from {help.time}. A letter costs {help.money}.
  - id: visit
    kind: list
    title: Visit us
    items:
      - id: where
        text: Come to {help.name} at {help.address}. The postcode is {help.postcode}.
      - id: when
        text: From {help.date} you have {help.number} days.
      - id: web
        text: Look at {help.url} or write to {help.email}.
"""
CARD = """\
id: card
title: Emergency card
summary: Keep this card with you.
pictogram: emergencies
one_page: true
blocks:
  - id: numbers
    kind: emergency
    title: Danger now
    risk: high
    numbers:
      - id: now
        phone: emergency.phone
        title: Danger now
        text: Call if a life is in danger.
"""
HOME = """\
id: home
title: Where you live
summary: Your house.
pictogram: home
private: true
blocks:
  - id: where
    kind: list
    title: Your address
    items:
      - id: name
        text: You live at {place.name}.
      - id: phone
        text: Call reception on {place.phone}.
  - id: ways
    kind: ways
    title: Ways to go
"""
PLACE = (
    f"id: example-lodge\nname: {HOUSE}\nexample: true\nfacts:\n"
    + "".join(
        f"  {line}\n"
        for line in (
            fact("place.name", "name", HOUSE) + fact("place.phone", "phone", HOUSE_PHONE)
        ).splitlines()
    )
    + "ways:\n"
    + "  - {id: park, to: the park, minutes: 8}\n"
    + "  - {id: shop, to: a shop, minutes: 20, mode: bus, bus: '18', stop: Invented Corner}\n"
)
ARABIC = {
    "help/title": ("Where to get help", "أين تجد المساعدة"),
    "help/summary": ("Who helps you, and how to reach them.", "من يساعدك وكيف تصل إليه."),
    "help/call/title": ("Call us", "اتصل بنا"),
    "help/call/text": (
        "Call {help.phone} or text {help.sms} from {help.time}. A letter costs {help.money}.",
        "اتصل على {help.phone} أو أرسل رسالة إلى {help.sms} من {help.time}. الرسالة بسعر {help.money}.",
    ),
    "help/visit/title": ("Visit us", "زرنا"),
    "help/visit/items/where": (
        "Come to {help.name} at {help.address}. The postcode is {help.postcode}.",
        "تعال إلى {help.name} في {help.address}. الرمز البريدي هو {help.postcode}.",
    ),
    "help/visit/items/when": (
        "From {help.date} you have {help.number} days.",
        "من {help.date} لديك {help.number} يوما.",
    ),
    "help/visit/items/web": (
        "Look at {help.url} or write to {help.email}.",
        "انظر {help.url} أو اكتب إلى {help.email} اليوم.",
    ),
    "card/title": ("Emergency card", "بطاقة الطوارئ"),
    "card/summary": ("Keep this card with you.", "احمل هذه البطاقة معك."),
    "card/numbers/title": ("Danger now", "خطر الآن"),
    "card/numbers/numbers/now/title": ("Danger now", "خطر الآن"),
    "card/numbers/numbers/now/text": (
        "Call if a life is in danger.",
        "اتصل إذا كانت حياة في خطر.",
    ),
    "home/title": ("Where you live", "أين تسكن"),
    "home/summary": ("Your house.", "بيتك."),
    "home/where/title": ("Your address", "عنوانك"),
    "home/where/items/name": ("You live at {place.name}.", "أنت تسكن في {place.name}."),
    "home/where/items/phone": (
        "Call reception on {place.phone}.",
        "اتصل بالاستقبال على {place.phone} الآن.",
    ),
    "home/ways/title": ("Ways to go", "الطرق"),
}
TINY: Mapping[str, str | bytes | None] = {
    "content/england/facts.yaml": FACTS,
    "content/england/topics/help.yaml": HELP,
    "content/england/topics/card.yaml": CARD,
    "content/england/topics/home.yaml": HOME,
    "content/england/places/example-lodge.yaml": PLACE,
}


def po(entries: Mapping[str, tuple[str, str]]) -> str:
    """A catalog of translations by a person: address to (English, translation)."""
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    return head + "".join(
        f'\nmsgctxt "{key}"\nmsgid "{english}"\nmsgstr "{text}"\n'
        for key, (english, text) in entries.items()
    )


def write_tiny(root: Path, files: Mapping[str, str | bytes | None] | None = None) -> Path:
    """Write the invented borough into ``root``; ``files`` adds, replaces or takes out."""
    arabic = {
        "locales/ar/LC_MESSAGES/england.po": po(ARABIC),
        "locales/ar/LC_MESSAGES/theme.po": (
            REPO / "locales" / "ar" / "LC_MESSAGES" / "theme.po"
        ).read_bytes(),
    }
    return write_project(root, {**TINY, **arabic, **(files or {})})


def planned(
    root: Path,
    selection: Selection | None = None,
    theme: str = "clear",
) -> tuple[Loaded, Theme, Plan]:
    """Load and plan a project for the day that the tests live on."""
    loaded = load(open_project(root, DAY))
    found = read_theme(root / "themes" / theme)
    return loaded, found, plan(loaded, found, selection or Selection())


def edition_of(editions: Sequence[Edition], tag: str, place: str = "") -> Edition:
    """The one edition in a language, of a place or (without) for the public."""
    (found,) = [
        one
        for one in editions
        if one.language.tag == tag and (one.place.id if one.place else "") == place
    ]
    return found
