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
_LATIN = re.compile(rf"({_LATIN_WORD}(?: {_LATIN_WORD})*)")
_LATIN_NAME = Markup('<span lang="en" dir="ltr">{}</span>')
_UNCHECKED = {State.MISSING, State.STALE, State.MT, State.TM, State.EDITED}
# Kinds that may break over lines; a number never may.
_WRAPS = {Kind.ADDRESS, Kind.NAME}


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes for one page: its language, its facts, the theme's words.

    ``isolate`` exists so that a test can take the isolation away and see the proof fail.
    Without ``links`` a number cannot be called with a tap: it is not true any more.
    """

    language: Language
    facts: Mapping[str, Fact]
    words: Mapping[str, Text]
    isolate: bool = True
    links: bool = True

    def text(self, text: Text) -> Markup:
        """A text with its facts put in; English inside another language is marked as such."""
        body = self._filled(text.value, text.lang)
        return self._foreign(body) if text.lang != self.language.tag else body

    def side(self, text: Text) -> Markup:
        """Attributes of an element whose text is in another language than the page."""
        return Markup(' lang="en" dir="ltr"') if text.lang != self.language.tag else Markup()

    def english(self, text: Text) -> Markup:
        """The English of a text, marked as English; empty where the page shows it already."""
        if text.lang == "en" or text.value == text.english:
            return Markup()
        return self._foreign(self._filled(text.english, "en"))

    def beside(self, text: Text, risk: str) -> Markup:
        """The English that a risky text carries until a speaker has checked it."""
        return self.english(text) if risk == "high" and text.state in _UNCHECKED else Markup()

    def word(self, key: str, **values: object) -> Markup:
        """One of the theme's words with ``{name}`` replaced; raises `KeyError` for another."""
        text = self.words[key]
        body = self._with(text.value, values, text.lang)
        return self._foreign(body) if text.lang != self.language.tag else body

    def english_word(self, key: str, **values: object) -> Markup:
        """The English of a word; empty where the page is English or shows it already."""
        text = self.words[key]
        return (
            Markup() if text.lang == "en" else self._foreign(self._with(text.english, values, "en"))
        )

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
        """A date with the month's name in the page's language, digits Latin."""
        speaks = english() if lang == "en" else self.language
        body = escape(speaks.format_date(day))
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
        """Words without facts; Latin names inside a right-to-left text are set apart.

        Else ``LGBT+`` would print as ``+LGBT``, and two names side by side as one.
        """
        if lang == "en" or not self.language.rtl:
            return escape(part)
        pieces = _LATIN.split(part)
        return Markup().join(
            escape(piece) if index % 2 == 0 else _LATIN_NAME.format(piece)
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
            self._prose(part, lang) if index % 2 == 0 else escape(values[part])
            for index, part in enumerate(parts)
        )

    def _foreign(self, body: Markup) -> Markup:
        if self.language.tag == "en":
            return body
        return Markup('<span lang="en" dir="ltr">{}</span>').format(body)
