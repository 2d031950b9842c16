"""Texts, facts and words as HTML: the one place where direction is decided.

Plain digits in a right-to-left sentence come out wrong on paper and in every browser:
``0808 8010 503`` prints as ``503 8010 0808`` (Unicode bidirectional algorithm, UAX 9, rules W2
and N1). So every fact stands alone inside ``<bdi dir="ltr">``, and nothing else may print one.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup, escape

from welcomepack.fact import PLACEHOLDER, Kind, href, shown
from welcomepack.language import Language, english
from welcomepack.model import Fact, State, Text

_LATIN_WORD = r"[A-Za-z][A-Za-z0-9&'\u2019/+-]*(?:\.[A-Za-z0-9]+)*"
_LATIN = re.compile(rf"({_LATIN_WORD}(?: {_LATIN_WORD})*|[0-9]+(?:[-\u2013.,:/][0-9]+)*)")
_LATIN_NAME = Markup('<span lang="en" dir="ltr">{}</span>')
_FIGURE = Markup('<span class="figure" dir="ltr">{}</span>')
# Isolates of plain text (Unicode bidirectional algorithm, UAX 9, section 2.3): left to right.
_ISOLATED = "\u2066{}\u2069"
_UNCHECKED = {State.MISSING, State.STALE, State.MT, State.TM, State.EDITED}
# Kinds that may break over lines; a number never may.
_WRAPS = {Kind.ADDRESS, Kind.NAME}


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes for one page: its language, its facts, the theme's words.

    ``isolate`` exists so that a test can take the isolation away and see the proof fail.
    Without ``links`` a number cannot be called with a tap: it is not true any more.
    ``fallbacks`` are the languages besides English that may stand in for the page's own.
    """

    language: Language
    facts: Mapping[str, Fact]
    words: Mapping[str, Text]
    isolate: bool = True
    fallbacks: tuple[Language, ...] = ()
    links: bool = True

    def text(self, text: Text) -> Markup:
        """A text with its facts put in; one in another language than the page is marked so."""
        return self._run(self._filled(text.value, text.lang), text.lang)

    def side(self, text: Text) -> Markup:
        """Attributes of an element whose text is in another language than the page."""
        return self.attributes(text.lang)

    def attributes(self, tag: str) -> Markup:
        """Language and direction of what is in another language than the page, else nothing.

        What a fallback language lends is marked as such: `render.borrowed` reads it off.
        """
        if tag == self.language.tag:
            return Markup()
        lent = Markup() if tag == "en" else Markup(' data-borrowed="{}"').format(tag)
        return Markup(' lang="{}" dir="{}"{}').format(tag, self._speaks(tag).direction, lent)

    def english(self, text: Text) -> Markup:
        """The English of a text, marked as English; empty where the page shows it already."""
        if text.lang == "en" or text.value == text.english:
            return Markup()
        return self._run(self._filled(text.english, "en"), "en")

    def beside(self, text: Text, risk: str) -> Markup:
        """The English that a text carries: a risky one until a speaker has checked it.

        One that the council's policy doubts carries it whatever the risk.
        """
        risky = risk == "high" and text.state in _UNCHECKED
        return self.english(text) if risky or text.doubted else Markup()

    def plain(self, text: Text) -> str:
        """A text without markup, its facts put in; in a right-to-left text each is isolated."""
        speaks = self._speaks(text.lang)

        def printed(name: str) -> str:
            fact = self.facts[name]
            if fact.kind is Kind.DATE:
                return speaks.format_date(date.fromisoformat(fact.value))
            value = shown(fact.kind, fact.value)
            return _ISOLATED.format(value) if speaks.rtl else value

        return PLACEHOLDER.sub(lambda hit: printed(hit[1]), text.value)

    def word(self, key: str, **values: object) -> Markup:
        """One of the theme's words with ``{name}`` replaced; raises `KeyError` for another.

        A day or a language among the values is written in the language of the word.
        """
        text = self.words[key]
        return self._run(self._with(text.value, values, text.lang), text.lang)

    def english_word(self, key: str, **values: object) -> Markup:
        """The English of a word; empty where the page is English or shows it already."""
        text = self.words[key]
        if text.lang == "en":
            return Markup()
        return self._run(self._with(text.english, values, "en"), "en")

    def plain_word(self, key: str, **values: object) -> str:
        """A word without markup, for attributes and titles."""
        text = self.words[key].value
        for name, value in values.items():
            text = text.replace(f"{{{name}}}", str(value))
        return text

    def fact(self, fact_id: str) -> Markup:
        """A fact on its own, linked where a phone can follow it."""
        fact = self.facts[fact_id]
        return self.value(fact.kind, fact.value)

    def value(self, kind: Kind, value: str) -> Markup:
        """A typed value from anywhere in the content, isolated for direction."""
        if kind is Kind.DATE:
            return self.date(date.fromisoformat(value))
        return self._isolated(kind, escape(shown(kind, value)), href(kind, value))

    def date(self, day: date, lang: str = "") -> Markup:
        """A date with the month's name in a language (the page's), digits Latin."""
        body = escape(self._speaks(lang or self.language.tag).format_date(day))
        return Markup('<bdi class="fact" data-fact="date">{}</bdi>').format(body)

    def number(self, value: object) -> Markup:
        """A number that stands in a sentence of the templates."""
        return self._isolated(Kind.NUMBER, escape(str(value)))

    def name(self, value: str) -> Markup:
        """A name that stays in English letters, as on the door."""
        return self._isolated(Kind.NAME, escape(value))

    def _isolated(self, kind: Kind, body: Markup, target: str = "") -> Markup:
        wraps = " wraps" if kind in _WRAPS else ""
        lang = Markup(' lang="en"') if kind in _WRAPS and self.language.tag != "en" else Markup()
        target = target if self.links else ""
        tag = Markup('a href="{}"').format(target) if target else Markup("span")
        fact = Markup('<{} class="fact{}"{} data-fact="{}">{}</{}>').format(
            tag, wraps, lang, kind, body, "a" if target else "span"
        )
        return Markup('<bdi dir="ltr">{}</bdi>').format(fact) if self.isolate else fact

    def _filled(self, text: str, lang: str) -> Markup:
        parts = PLACEHOLDER.split(text)
        filled = [
            self._prose(part, lang) if index % 2 == 0 else self._named(part, lang)
            for index, part in enumerate(parts)
        ]
        return Markup().join(filled)

    def _prose(self, part: str, lang: str) -> Markup:
        """Words without facts; Latin names and figures in a right-to-left text are set apart.

        Else ``LGBT+`` would print as ``+LGBT``, two names side by side as one, ``16-18`` as
        ``18-16``, and figures in the Latin of a font that is made for other letters.
        """
        if not self._speaks(lang).rtl:
            return escape(part)
        pieces = _LATIN.split(part)
        return Markup().join(
            escape(piece)
            if index % 2 == 0
            else (_FIGURE if piece[0].isdigit() else _LATIN_NAME).format(piece)
            for index, piece in enumerate(pieces)
        )

    def _named(self, fact_id: str, lang: str) -> Markup:
        fact = self.facts[fact_id]
        if fact.kind is Kind.DATE:
            return self.date(date.fromisoformat(fact.value), lang)
        return self.fact(fact_id)

    def _with(self, text: str, values: Mapping[str, object], lang: str) -> Markup:
        parts = PLACEHOLDER.split(text)
        return Markup().join(
            self._prose(part, lang) if index % 2 == 0 else self._given(values[part], lang)
            for index, part in enumerate(parts)
        )

    def _given(self, value: object, lang: str) -> Markup:
        """A value for a theme's word, as a sentence in this language writes it."""
        if isinstance(value, date):
            return self.date(value, lang)
        if not isinstance(value, Language):
            return escape(value)
        own = Markup('<bdi lang="{}" dir="{}">{}</bdi>').format(
            value.tag, value.direction, value.own_name
        )
        return Markup("{} · {}").format(value.english_name, own) if lang == "en" else own

    def _speaks(self, tag: str) -> Language:
        """The language of a tag that may stand on this page; raises `KeyError` for another."""
        known = (english(), *self.fallbacks, self.language)
        return {one.tag: one for one in known}[tag]

    def _run(self, body: Markup, tag: str) -> Markup:
        """A run of text; one in another language than the page says so, and its direction."""
        if tag == self.language.tag:
            return body
        return Markup("<span{}>{}</span>").format(self.attributes(tag), body)
