"""All texts of a project in one language, in the order of the content, as rows to send out."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from welcomepack import messages
from welcomepack.catalog import Catalog, Translation
from welcomepack.exchange.row import STATES, Row, sendable
from welcomepack.extract import WORDS
from welcomepack.fact import PLACEHOLDER, Kind, shown
from welcomepack.language import Language
from welcomepack.load import Loaded
from welcomepack.message import Message
from welcomepack.model import AnyBlock, Fact, Pack, State, Topic

_PLACES = {
    WORDS: "Words of the page",
    "services": "List of services",
    "sessions": "List of dates",
    "links": "Web pages",
}
_HARM = "A mistake here can do harm: please be exact."


def gather(loaded: Loaded, theme: Path, catalog: Catalog) -> tuple[Row, ...]:
    """Every message with its translation: parents before their children, the theme last.

    ``theme`` is the theme's folder. Rows carry public facts only: what a place puts into a text
    is shown by its name, as ``[place.wifi]``.
    """
    found = messages.domains(loaded.project, theme)
    facts = _facts(loaded.packs)
    return tuple(
        _row(domain, message, loaded.packs.get(domain), facts, catalog)
        for domain in sorted(found, key=lambda name: _depth(name, loaded.packs))
        for message in _in_order(found[domain], loaded.packs.get(domain))
    )


def _depth(domain: str, packs: Mapping[str, Pack]) -> tuple[int, str]:
    """The order of domains: countries, cities, councils, then the words of the theme."""
    seen: list[str] = []
    at = domain
    while at in packs and at not in seen:
        seen.append(at)
        at = packs[at].area.extends or ""
    return (len(packs) + 1 if domain == WORDS else len(seen), domain)


def _in_order(found: tuple[Message, ...], pack: Pack | None) -> list[Message]:
    """Messages by the area's order of topics; what is in no topic comes after them."""
    order = {name: place for place, name in enumerate(pack.area.topics if pack else ())}
    return sorted(found, key=lambda one: order.get(one.key.partition("/")[0], len(order)))


def _facts(packs: Mapping[str, Pack]) -> dict[str, dict[str, Fact]]:
    """The printable facts of each area and, for those that only children have, an example."""
    own = {
        name: {key: fact for key, fact in pack.facts.items() if fact.printable}
        for name, pack in packs.items()
    }
    examples = {key: fact for name in sorted(own, reverse=True) for key, fact in own[name].items()}
    return {name: {**examples, **facts} for name, facts in own.items()}


def _row(
    domain: str,
    message: Message,
    pack: Pack | None,
    facts: Mapping[str, Mapping[str, Fact]],
    catalog: Catalog,
) -> Row:
    one = catalog.find(message.key, message.english, (domain,))
    printed = prints(message.english, facts.get(domain, {}), catalog.language)
    return Row(
        domain=domain,
        key=message.key,
        english=message.english,
        prints=printed if printed != message.english else "",
        text=sendable(one.text),
        state=one.state,
        before=_before(one, message.english),
        comment=" ".join(_comment(message, pack, one.state)),
    )


def prints(english: str, facts: Mapping[str, Fact], language: Language) -> str:
    """The English as it will look: facts in their printed form, unknown ones as ``[name]``."""

    def value(name: str) -> str:
        fact = facts.get(name)
        if fact is None or not fact.printable:
            return f"[{name}]"
        if fact.kind is Kind.DATE:
            return language.format_date(date.fromisoformat(fact.value))
        return shown(fact.kind, fact.value)

    return PLACEHOLDER.sub(lambda hit: value(hit[1]), english)


def _before(one: Translation, english: str) -> str:
    """The English that a stale text was made from, as far as the catalog remembers it."""
    if one.state is not State.STALE:
        return ""
    return one.before or (one.english if one.english != english else "")


def _comment(message: Message, pack: Pack | None, state: State) -> Iterator[str]:
    """Where the text stands, how much hangs on it, and how far its translation is."""
    first, *rest = message.key.split("/")
    topic = next((one for one in pack.topics if one.id == first), None) if pack else None
    block = _block(topic, rest) if topic else None
    where = [_PLACES[first]] if first in _PLACES else []
    where += [topic.title.english] if topic else []
    where += [block.title.english] if block and block.title else []
    kind = [block.kind] if block and not message.comment.startswith(block.kind) else []
    told = ", ".join([*kind, *filter(None, (message.comment,))])
    if where or told:
        yield ": ".join(where) + (f" ({told})" if told else "") + "."
    if block and block.risk == "high":
        yield _HARM
    yield f"Now: {STATES[state]}."


def _block(topic: Topic, rest: list[str]) -> AnyBlock | None:
    """The block that a text stands in; none for the topic's own title and summary."""
    return next((one for one in topic.blocks if rest[1:] and one.id == rest[0]), None)
