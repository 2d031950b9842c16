"""Cards to cut out: emergency numbers for the wallet, and sentences to show to somebody.

Both take what they print from the topics: no card has words or numbers of its own.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from welcomepack.artifact import Artifact, folder_of, stem_of
from welcomepack.bind import Part, bind
from welcomepack.claim import texts_state_words
from welcomepack.formats.format import File, Job, Printed, Request, Scope, paper_file
from welcomepack.formats.pack import SHRINKS, fonts_of
from welcomepack.model import ContactBlock, EmergencyBlock, Item, PhrasesBlock, Text, Topic
from welcomepack.render import Edition, context, fill, page
from welcomepack.sheet import Sheet, fingerprint, tighter
from welcomepack.translate import weakest

CARDS_ON_A_SHEET = 10
# Helplines that stand on the card below the emergency numbers, if the pack has them.
HELPLINES = ("migrant_help.phone",)


@dataclass(frozen=True, slots=True)
class Row:
    """A number on the emergency card, and what it is for."""

    phone: str
    title: Text


@dataclass(frozen=True, slots=True)
class Shown:
    """A sentence to show, with the topic it comes from and what is known of its translation."""

    topic: Topic
    phrase: Item
    state_words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """Ten cards of 85.6 by 54 mm on A4: the reader's language in front, English behind."""

    name: str = "card"
    default: bool = True
    scope: Scope = Scope.EDITION

    def jobs(self, request: Request) -> Iterator[Job]:
        """One job for each edition whose topics hold emergency numbers."""
        for edition in _public(request):
            topic = next((one for one in _topics(edition, request) if _numbers(one)), None)
            if topic is not None:
                values: dict[str, object] = {"topic": topic, "rows": rows(edition, topic)}
                shown = [topic.title, *(row.title for row in rows(edition, topic))]
                pages = 1 if edition.language.tag == "en" else 2
                sheet = _sheet("card", edition, request, values, shown, pages)
                yield Job((sheet,), partial(_finish, self.name, edition))


@dataclass(frozen=True, slots=True)
class Phrases:
    """All sentences to show, two on an A4 page, large enough for a counter."""

    name: str = "phrases"
    default: bool = False
    scope: Scope = Scope.EDITION

    def jobs(self, request: Request) -> Iterator[Job]:
        """One job for each edition that has phrases."""
        for edition in _public(request):
            cards = phrases(edition, _topics(edition, request))
            if cards:
                values: dict[str, object] = {"cards": cards}
                shown = [one.phrase.text for one in cards]
                pages = -(-len(cards) // 2)
                sheet = _sheet("phrases", edition, request, values, shown, pages)
                yield Job((sheet,), partial(_finish, self.name, edition))


def rows(edition: Edition, topic: Topic) -> tuple[Row, ...]:
    """The numbers of a topic's emergency blocks, then the helplines that any topic names."""
    found: dict[str, Text] = {}
    for number in _numbers(topic):
        found.setdefault(number.phone, number.title)
    for other in edition.pack.topics:
        for block in other.blocks:
            if isinstance(block, ContactBlock) and not other.private:
                for one in block.contacts:
                    if one.phone in HELPLINES:
                        found.setdefault(one.phone, one.name)
    return tuple(Row(phone, title) for phone, title in found.items())


def phrases(edition: Edition, topics: Sequence[Topic]) -> tuple[Shown, ...]:
    """The phrases of topics in their order, each English sentence once.

    What is not translated is left out: nobody should have to show a card without knowing what
    it says.
    """
    found: dict[str, Shown] = {}
    tag = edition.language.tag
    for topic in topics:
        for block in topic.blocks:
            if isinstance(block, PhrasesBlock):
                for one in (one for one in block.phrases if one.text.lang == tag):
                    words = texts_state_words([one.text])
                    found.setdefault(one.text.english, Shown(topic, one, words))
    return tuple(found.values())


def _numbers(topic: Topic) -> list[Row]:
    return [
        Row(one.phone, one.title)
        for block in topic.blocks
        if isinstance(block, EmergencyBlock)
        for one in block.numbers
    ]


def _public(request: Request) -> Iterator[Edition]:
    """Editions that are no place's: a card that is lost must not tell where its owner lives."""
    return (edition for edition in request.editions if edition.place is None)


def _topics(edition: Edition, request: Request) -> list[Topic]:
    return [one for one in edition.pack.topics if not request.topics or one.id in request.topics]


def _sheet(
    name: str,
    edition: Edition,
    request: Request,
    values: dict[str, object],
    shown: Sequence[Text],
    pages: int,
) -> Sheet:
    """A sheet by the template of its name, in smaller type where it would not fit."""
    theme = request.theme
    whole = context(edition, theme) | {"state_words": texts_state_words(shown)} | values
    made = page(
        fill(edition, theme, f"{name}/{name}.html", whole), weakest([one.state for one in shown])
    )
    tries = tighter(made, SHRINKS)
    where = f"{edition.pack.area.id}/{edition.language.tag}"
    key = fingerprint(tries, request.environment)
    return Sheet(name, tries, key, fonts_of(edition, theme, made), where, pages)


def _finish(
    name: str, edition: Edition, printed: Sequence[Printed], _earlier: Sequence[Artifact]
) -> Iterator[File]:
    (one,) = printed
    pdf = bind([Part(one.pdf)], edition.language)
    path = folder_of(edition) / f"{stem_of(edition)}-{name}.pdf"
    yield paper_file(path, pdf, name, printed, fingerprint=one.sheet.fingerprint, edition=edition)
