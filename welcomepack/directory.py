"""The directory of services on a page: its order, its opening hours, and how a long one is parted.

A reader without scripts, on an old phone or with a screen reader finds a part by its heading and
by a link to it, so that is what parts have; nothing is hidden.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from welcomepack.fact import Kind
from welcomepack.language import Language
from welcomepack.markup import Writer
from welcomepack.model import Service, Text

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LONG = 10  # services that can be looked over without parts


@dataclass(frozen=True, slots=True)
class Group:
    """A part of a list: an id, and either a word of the theme or a postcode district to name it."""

    id: str
    word: str
    district: str
    services: tuple[Service, ...]


def groups(services: Sequence[Service], words: Mapping[str, Text]) -> list[Group]:
    """The parts of a list: by category where it has several, else by district where it is long.

    Empty when it needs none. A category is named by the theme's word ``kind_`` and its id, with
    ``_`` for ``-``; where one has no such word, the list is not parted by category.
    """
    kinds = dict.fromkeys(one.category for one in services)
    named = {kind: f"kind_{kind.replace('-', '_')}" for kind in kinds}
    if len(kinds) > 1 and all(word in words for word in named.values()):
        return [
            Group(kind, word, "", tuple(one for one in services if one.category == kind))
            for kind, word in named.items()
        ]
    districts = dict.fromkeys(one.postcode.partition(" ")[0] for one in services)
    if len(services) <= LONG or len(districts) == 1 or "" in districts:
        return []
    return [
        Group(
            district.lower(),
            "",
            district,
            tuple(one for one in services if one.postcode.partition(" ")[0] == district),
        )
        for district in districts
    ]


def hours(
    service: Service, language: Language, writer: Writer
) -> list[tuple[str, Markup | None, str]]:
    """Rows of (days, hours, both as written), days named in the page's language.

    Hours of ``None`` mean closed.
    """
    return [_opening(one.days, one.hours, language, writer) for one in service.hours]


def noted_hours(noted: str, language: Language, writer: Writer) -> Markup:
    """Hours as an edition's record notes them (``mon-fri 09:00-17:00, sat closed``), a line each."""
    rows = (one.partition(" ") for one in noted.split(", "))
    lines = (_opening(days, times, language, writer) for days, _, times in rows)
    return Markup("<br>").join(
        Markup("{} {}").format(days, writer.word("closed") if shown is None else shown)
        for days, shown, _ in lines
    )


def _opening(
    days: str, times: str, language: Language, writer: Writer
) -> tuple[str, Markup | None, str]:
    names = dict(zip(DAYS, language.day_names(), strict=True))
    named = " \N{EN DASH} ".join(names[day] for day in days.split("-"))
    shown = None if times == "closed" else writer.value(Kind.TIME, times)
    return named, shown, f"{days} {times}"


def listed(services: Sequence[Service]) -> str:
    """When the directory was seen, if all entries say the same."""
    dates = {service.source_date for service in services}
    return dates.pop() if len(dates) == 1 else ""


def by_postcode(services: Iterable[Service]) -> list[Service]:
    """Services in the order of their postcodes, districts by number (NW2 before NW10)."""

    def order(service: Service) -> tuple[str, int, str, str]:
        outward, _, inward = service.postcode.partition(" ")
        match = re.match(r"([A-Z]+)(\d+)", outward)
        letters, digits = (match[1], int(match[2])) if match else (outward, 0)
        return letters, digits, inward, service.name

    return sorted(services, key=order)
