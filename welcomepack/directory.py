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
    names = dict(zip(DAYS, language.day_names(), strict=True))
    rows: list[tuple[str, Markup | None, str]] = []
    for opening in service.hours:
        days = " \N{EN DASH} ".join(names[day] for day in opening.days.split("-"))
        closed = opening.hours == "closed"
        shown = None if closed else writer.value(Kind.TIME, opening.hours)
        rows.append((days, shown, f"{opening.days} {opening.hours}"))
    return rows


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
