"""A localized pack to HTML: pure, one page or document at a time.

Nothing here reads a file or the clock. What a page prints (facts, QR contents, its weakest
state) is read off the finished HTML, so the proof later compares paper with paper.
"""

import base64
import html
import re
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from welcomepack import qr
from welcomepack.address import block_texts, topic_texts
from welcomepack.fact import Kind
from welcomepack.language import Language
from welcomepack.markup import Writer
from welcomepack.model import (
    AnyBlock,
    LinksBlock,
    Pack,
    Place,
    Service,
    ServicesBlock,
    State,
    Text,
    Topic,
)
from welcomepack.prune import services_of
from welcomepack.theme import Theme
from welcomepack.translate import LocalizedPack, weakest

_FACT = re.compile(r'data-fact="(\w+)">([^<]*)</')
_QR = re.compile(r'data-qr="([^"]*)"')
# With the blank before it, an attribute of an element; the style sheet names it in brackets.
_BORROWED = re.compile(r' data-borrowed="([^"]*)"')
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class Edition:
    """What makes one edition: a pack in a language at a date, with the addresses it prints.

    ``codes`` maps a topic to its short code; ``languages`` are all languages of the area.
    """

    localized: LocalizedPack
    day: date
    base_url: str
    codes: Mapping[str, str]
    languages: tuple[Language, ...]
    credits: tuple[str, ...] = ()
    place: Place | None = None

    @property
    def pack(self) -> Pack:
        """The pruned pack in the edition's language."""
        return self.localized.pack

    @property
    def language(self) -> Language:
        """The language of the edition."""
        return self.localized.language

    def code_url(self, topic: str) -> str:
        """The address of a topic's short code, as printed."""
        return f"{self.base_url}/w/{self.codes[topic]}"

    def qr_content(self, topic: str) -> str:
        """What the QR holds: the date of the paper rides in the fragment, unseen by servers."""
        return f"{self.code_url(topic)}#{self.day:%Y%m%d}"


@dataclass(frozen=True, slots=True)
class Page:
    """A finished HTML document and what it prints."""

    html: str
    facts: tuple[tuple[str, str], ...]
    qr: tuple[str, ...]
    state: State


def page(source: str, state: State) -> Page:
    """Wrap finished HTML; facts are (kind, printed text) in order, repeats kept."""
    facts = tuple((kind, html.unescape(body)) for kind, body in _FACT.findall(source))
    codes = tuple(html.unescape(content) for content in _QR.findall(source))
    return Page(source, facts, codes, state)


def topic_state(topic: Topic) -> State:
    """The weakest state among a topic's texts."""
    return weakest([text.state for _, text in topic_texts(topic)])


def state_words(topic: Topic) -> tuple[str, ...]:
    """Which sentences about its translation a page must carry, the main one first."""
    return said_of({text.state for _, text in topic_texts(topic)})


def edition_state_words(edition: Edition) -> tuple[str, ...]:
    """The same for a page about the whole edition: its words, titles and summaries."""
    shown = [*edition.localized.words.values()]
    for topic in edition.pack.topics:
        shown += [topic.title, topic.summary]
    return said_of({text.state for text in shown})


def texts_state_words(texts: Iterable[Text]) -> tuple[str, ...]:
    """The same for a page that shows these texts."""
    return said_of({text.state for text in texts})


def said_of(states: AbstractSet[State]) -> tuple[str, ...]:
    """The same for a page whose texts are in these states."""
    translated = states - {State.MISSING, State.STALE, State.SOURCE}
    words = [_STATE_WORDS[weakest(list(translated))]] if translated else []
    if states & {State.MISSING, State.STALE}:
        words.append("state_english")
    return tuple(words)


_STATE_WORDS = {
    State.MT: "state_mt",
    State.TM: "state_edited",
    State.EDITED: "state_edited",
    State.CHECKED: "state_checked",
    State.APPROVED: "state_approved",
}


def render_topic(
    edition: Edition,
    theme: Theme,
    template: str,
    topic: Topic,
    *,
    isolate: bool = True,
    extra: Mapping[str, object] | None = None,
) -> Page:
    """One topic as a document of its own, by the template ``<format>/topic.html``."""
    paired = bool((extra or {}).get("paired"))
    values = context(edition, theme, isolate=isolate, paired=paired)
    values |= {
        "topic": topic,
        "number_text": str(number_of(edition, topic.id)),
        "state_words": state_words(topic),
        "accent": theme.accent(topic.id),
        "one_page": topic.one_page,
        **(extra or {}),
    }
    return page(fill(edition, theme, template, values), topic_state(topic))


def render_front(edition: Edition, theme: Theme, template: str) -> Page:
    """A document about the whole edition: cover and contents, an index, a last page."""
    state = weakest([topic_state(topic) for topic in edition.pack.topics])
    return page(fill(edition, theme, template, context(edition, theme)), state)


def borrowed(edition: Edition, source: str) -> tuple[Language, ...]:
    """The fallback languages whose texts stand on a finished page, in the area's order."""
    tags = set(_BORROWED.findall(source))
    return tuple(one for one in edition.localized.fallbacks if one.tag in tags)


def fill(edition: Edition, theme: Theme, template: str, values: Mapping[str, object]) -> str:
    """Fill a template; a page with texts in a fallback language says in which.

    That is read off the finished page, which is then made again with the sentence. The
    sentence may itself be in a further language, so it is looked for once more.
    """
    told: tuple[Language, ...] = ()
    while True:
        source = theme.render(template, {**values, "borrowed": told})
        found = borrowed(edition, source)
        if len(found) <= len(told):
            return source
        told = found


def number_of(edition: Edition, topic_id: str) -> int:
    """A topic's number, the same in every language of the area."""
    return [topic.id for topic in edition.pack.topics].index(topic_id) + 1


def context(
    edition: Edition, theme: Theme, *, isolate: bool = True, paired: bool = False
) -> dict[str, object]:
    """Everything that templates may use; ``paired`` sets the English beside every text."""
    pack, language = edition.pack, edition.language
    fallbacks = edition.localized.fallbacks
    writer = Writer(language, pack.facts, edition.localized.words, isolate, fallbacks)
    return {
        "edition": edition,
        "pack": pack,
        "area": pack.area,
        "language": language,
        "spoken": (language, *fallbacks),
        "borrowed": (),
        "state_words": edition_state_words(edition),
        "own": Markup(' lang="{}" dir="{}"').format(language.tag, language.direction),
        "place": edition.place,
        "topics": pack.topics,
        "t": writer.text,
        "english": writer.english,
        "side": writer.side,
        "beside": (lambda text, _risk: writer.english(text)) if paired else writer.beside,
        "paired": paired,
        "word": writer.word,
        "english_word": writer.english_word,
        "plain_word": writer.plain_word,
        "fact": writer.fact,
        "date": writer.date,
        "number": writer.number,
        "name": writer.name,
        "url": lambda value: writer.value(Kind.URL, value),
        "postcode": lambda value: writer.value(Kind.POSTCODE, value),
        "address": lambda value: writer.value(Kind.ADDRESS, value),
        "hours": lambda service: _hours(service, language, writer),
        "services_of": lambda block: services_of(block, pack),
        "listed": _listed,
        "by_postcode": _by_postcode,
        "pictogram": theme.pictograms.__getitem__,
        "tile": lambda name, colour: _tile(theme, name, colour),
        "qr_image": _qr_image,
        "accent_of": theme.accent,
        "look": theme.manifest,
        "logo": theme.logo,
        "style": lambda name: Markup(theme.style(name)),  # noqa: S704 - our theme's own style sheet
        "texts_of": block_texts,
        "block_side": lambda block: _block_side(block, writer),
        "fonts_of": lambda one: Markup(", ").join(
            Markup('"{}"').format(family) for family in theme.families(one.fonts)
        ),
    }


def _block_side(block: AnyBlock, writer: Writer) -> Markup:
    """Attributes of a block that is wholly in another language, so that it is laid out as such."""
    tags = {text.lang for text in block_texts(block)}
    if isinstance(block, ServicesBlock | LinksBlock) or len(tags) != 1:
        return Markup()
    return writer.attributes(tags.pop())


def _tile(theme: Theme, name: str, colour: str) -> str:
    """A pictogram in white on a rounded square, as a picture that needs no request."""
    drawing = theme.pictograms[name]
    return _image(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 60" color="#ffffff">'
        f'<rect width="60" height="60" rx="10" fill="{colour}"/>'
        f'<g transform="translate(6 6)">{drawing}</g></svg>'
    )


def _qr_image(content: str) -> str:
    side = qr.side(content)
    return _image(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}">'
        f'<rect width="{side}" height="{side}" fill="#fff"/>'
        f'<path d="{qr.svg_path(content)}" fill="#000"/></svg>'
    )


def _image(svg: str) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def _hours(
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


def _listed(services: Sequence[Service]) -> str:
    """When the directory was seen, if all entries say the same."""
    dates = {service.source_date for service in services}
    return dates.pop() if len(dates) == 1 else ""


def _by_postcode(services: Iterable[Service]) -> list[Service]:
    """Services in the order of their postcodes, districts by number (NW2 before NW10)."""

    def order(service: Service) -> tuple[str, int, str, str]:
        outward, _, inward = service.postcode.partition(" ")
        match = re.match(r"([A-Z]+)(\d+)", outward)
        letters, digits = (match[1], int(match[2])) if match else (outward, 0)
        return letters, digits, inward, service.name

    return sorted(services, key=order)
