"""A specimen page of a language: one topic with every kind of block, out of the real content.

For looking at a language and for the proof that a theme sets it well. Blocks are taken from
the pack where they are translated best and shortened; the words of the theme introduce one
fact of each kind, so that every kind stands in a sentence of the language. It is never built
into a pack.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

from welcomepack.address import block_texts
from welcomepack.fact import Kind
from welcomepack.load import Loaded
from welcomepack.model import (
    AnyBlock,
    Block,
    Channel,
    ContactBlock,
    EmergencyBlock,
    Fact,
    Item,
    ListBlock,
    Meeting,
    NoteBlock,
    Pack,
    PhrasesBlock,
    Service,
    ServicesBlock,
    Session,
    SessionsBlock,
    State,
    StepsBlock,
    Text,
    Topic,
    WarningBlock,
)
from welcomepack.render import Edition

ID = "specimen"
CODE = "222222"
# Which word of the theme introduces a fact of which kind.
_INTRODUCED = {
    Kind.MONEY: "all_topics",
    Kind.TIME: "hours",
    Kind.DATE: "closed",
    Kind.NUMBER: "on_phone",
    Kind.URL: "website",
}
_LONGEST = 3
Kept = TypeVar("Kept", bound=Block)
Thing = TypeVar("Thing")


def speaking(loaded: Loaded, area: str, tags: Sequence[str]) -> Loaded:
    """The same content with an area in other languages than its own; nothing is written."""
    pack = loaded.packs[area]
    other = pack.area.model_copy(update={"locales": tuple(tags)})
    packs = {**loaded.packs, area: pack.model_copy(update={"area": other})}
    return replace(loaded, packs=packs)


def specimen(edition: Edition) -> Edition:
    """The same edition with the specimen as its only topic; pure.

    Raises `ValueError` when the pack lacks a kind of block that the specimen shows.
    """
    source = edition.pack
    update = {"topics": (_topic(edition, source),), "sessions": (_session(edition, source),)}
    pack = source.model_copy(update=update)
    localized = replace(edition.localized, pack=pack)
    return replace(edition, localized=localized, codes={ID: CODE}, place=None)


def _topic(edition: Edition, pack: Pack) -> Topic:
    titled = _best(pack.topics, lambda topic: [topic.title, topic.summary])
    blocks: tuple[AnyBlock, ...] = (
        _own_words(edition),
        _shortened(_first(pack, EmergencyBlock), "numbers"),
        _first(pack, WarningBlock),
        _shortened(_first(pack, StepsBlock), "steps"),
        _shortened(_first(pack, ListBlock), "items"),
        _first(pack, NoteBlock),
        _facts(edition, pack),
        _card(edition, pack, titled),
        _shortened(_first(pack, PhrasesBlock), "phrases"),
        *_directory(pack),
        SessionsBlock(id="dates", kind="sessions", categories=(ID,)),
    )
    return Topic(
        id=ID,
        title=titled.title,
        summary=titled.summary,
        pictogram=titled.pictogram,
        blocks=tuple(
            block.model_copy(update={"id": f"{index}-{block.kind}"})
            for index, block in enumerate(blocks, 1)
        ),
    )


def _best(things: Sequence[Thing], texts: Callable[[Thing], Sequence[Text]]) -> Thing:
    """The thing with the largest translated share, the first of equals."""

    def share(thing: Thing) -> float:
        found = texts(thing)
        return sum(text.lang != "en" for text in found) / max(len(found), 1)

    return max(things, key=share)


def _first(pack: Pack, kind: type[Kept]) -> Kept:
    """The block of a kind that is translated best; risky ones carry English, so they come first."""
    blocks = [block for topic in pack.topics for block in topic.blocks if isinstance(block, kind)]
    if not blocks:
        message = f"No topic has a block of the kind {kind.__name__}."
        raise ValueError(message)
    risky = sorted(blocks, key=lambda block: block.risk != "high")
    return _best(risky, block_texts)


def _shortened(block: Kept, entries: str) -> Kept:
    return block.model_copy(update={entries: getattr(block, entries)[:_LONGEST]})


def _own_words(edition: Edition) -> ListBlock:
    """What the registry itself writes in the language: its name and "I speak"."""
    language = edition.language
    said = (language.own_name, language.i_speak)
    items = [
        Item(id=f"w{index}", text=_plain(edition, words, language.english_name))
        for index, words in enumerate(said)
        if words
    ]
    return ListBlock(id="words", kind="list", items=tuple(items))


def _plain(edition: Edition, words: str, english: str) -> Text:
    tag = edition.language.tag
    state = State.SOURCE if tag == "en" else State.MT
    return Text(value=words, english=english, lang=tag, state=state)


def _facts(edition: Edition, pack: Pack) -> ListBlock:
    """One line for each kind of fact: a word of the theme, then the fact, then a full stop."""
    items = []
    for kind, word in _INTRODUCED.items():
        fact = _fact(pack, kind)
        if fact is not None:
            items.append(Item(id=str(kind), text=_introduced(edition, word, fact)))
    return ListBlock(id="facts", kind="list", items=tuple(items))


def _introduced(edition: Edition, word: str, fact: Fact) -> Text:
    text = edition.localized.words[word]
    end = edition.language.end_marks[0] if text.lang != "en" else "."
    filled = {
        field: f"{getattr(text, field)}: {{{fact.id}}}{mark}"
        for field, mark in (("value", end), ("english", "."))
    }
    return text.model_copy(update=filled)


def _fact(pack: Pack, kind: Kind) -> Fact | None:
    return next((fact for fact in pack.facts.values() if fact.kind is kind), None)


def _card(edition: Edition, pack: Pack, titled: Topic) -> ContactBlock:
    """A phone card with every way to reach somebody."""
    ways = {
        kind: fact.id
        for kind in (Kind.PHONE, Kind.SMS, Kind.EMAIL, Kind.ADDRESS)
        if (fact := _longest(pack, kind)) is not None
    }
    channel = Channel(
        id="card",
        name=titled.title,
        text=titled.summary,
        phone=ways.get(Kind.PHONE),
        sms=ways.get(Kind.SMS),
        email=ways.get(Kind.EMAIL),
        address=ways.get(Kind.ADDRESS),
    )
    return ContactBlock(
        id="card", kind="contact", title=edition.localized.words["emergency"], contacts=(channel,)
    )


def _session(edition: Edition, pack: Pack) -> Session:
    """Invented dates: one day, and one of each week; their words are those of a topic."""
    titled = _best(pack.topics, lambda topic: [topic.title, topic.summary])
    where = _longest(pack, Kind.ADDRESS)
    start = edition.day + timedelta(days=11)
    times = (
        {"id": "once", "date": start, "hours": "09:30-12:00"},
        {
            "id": "weekly",
            "date": start + timedelta(days=30),
            "hours": "14:00",
            "every": "week",
            "until": start + timedelta(days=30 + 7 * 11),
        },
    )
    return Session(
        id=ID,
        category=ID,
        title=titled.title,
        about=titled.summary,
        where=where.value if where else ID,
        times=tuple(Meeting.model_validate(one) for one in times),
        source=ID,
        checked=edition.day,
        confidence="A",
    )


def _longest(pack: Pack, kind: Kind) -> Fact | None:
    facts = [fact for fact in pack.facts.values() if fact.kind is kind]
    return max(facts, key=lambda fact: len(fact.value), default=None)


def _directory(pack: Pack) -> tuple[ServicesBlock, ...]:
    """One service with opening hours, if there is any: its days are words of the language."""
    open_ones = [service for service in pack.services if service.hours]
    if not open_ones:
        return ()
    category = max(open_ones, key=_days).category
    title = next(
        (
            block.title
            for topic in pack.topics
            for block in topic.blocks
            if isinstance(block, ServicesBlock) and category in block.categories
        ),
        None,
    )
    block = ServicesBlock(id="open", kind="services", title=title, categories=(category,), limit=1)
    return (block,)


def _days(service: Service) -> int:
    return len(service.hours)
