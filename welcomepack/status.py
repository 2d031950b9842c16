"""How far the translations are: messages by language, area and state, and what is risky."""

import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from welcomepack import messages
from welcomepack.catalog import Catalog, read_catalog
from welcomepack.language import Language
from welcomepack.load import Loaded
from welcomepack.message import Message
from welcomepack.model import State

ALL = "all"
STATES = tuple(state for state in State if state is not State.SOURCE)
_CHECKED = {State.CHECKED, State.APPROVED}


@dataclass(frozen=True, slots=True)
class Row:
    """The messages of a domain in one language by state.

    ``risky`` are the blocks with ``risk: high`` in which some text was checked by nobody; the
    domain ``all`` is the sum of a language.
    """

    locale: str
    domain: str
    states: Mapping[State, int]
    risky: int


def rows(
    loaded: Loaded,
    theme: Path,
    languages: Mapping[str, Language],
    areas: Collection[str] = (),
) -> Iterator[Row]:
    """A row for each language and domain, and after each language its sum."""
    wanted = messages.chosen(messages.domains(loaded.project, theme), areas)
    for language in messages.translated(languages):
        catalog, _ = read_catalog(loaded.project.locales, language)
        own = [
            _row(catalog, domain, every, risky_blocks(loaded, domain))
            for domain, every in wanted.items()
        ]
        yield from own
        total = sum((Counter(row.states) for row in own), Counter[State]())
        yield Row(language.tag, ALL, total, sum(row.risky for row in own))


def risky_blocks(loaded: Loaded, area: str) -> tuple[str, ...]:
    """The addresses of an area's blocks with ``risk: high``, its parents' included."""
    pack = loaded.packs.get(area)
    return tuple(
        f"{topic.id}/{block.id}"
        for topic in (pack.topics if pack else ())
        for block in topic.blocks
        if block.risk == "high"
    )


def _row(catalog: Catalog, domain: str, every: Sequence[Message], risky: Sequence[str]) -> Row:
    found = {one.key: catalog.find(one.key, one.english, (domain,)) for one in every}
    unchecked = {
        block
        for key, one in found.items()
        if one.prints_as not in _CHECKED
        for block in risky
        if key.startswith(f"{block}/")
    }
    states = Counter(one.state for one in found.values())
    return Row(catalog.language.tag, domain, states, len(unchecked))


def as_json(found: Sequence[Row]) -> str:
    """The rows as a JSON list, for other programs."""
    told = [
        {
            "locale": row.locale,
            "domain": row.domain,
            "states": {str(state): count for state, count in row.states.items()},
            "risky": row.risky,
        }
        for row in found
    ]
    return json.dumps(told, indent=1)
