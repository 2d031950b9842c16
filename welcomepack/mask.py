"""Marks in place of what an engine must not touch: facts in braces and terms of the country.

Engines translate even what stands in braces (`{phone}` becomes `{de llamada}`), so each
placeholder and term is sent as a mark that engines leave alone, with a number of its own. An
answer in which one is lost, doubled or invented is refused: nobody could say where it belongs.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from welcomepack.fact import PLACEHOLDER


class Style(StrEnum):
    """How a mark is written: a made-up word, or an empty element for engines that read XML."""

    WORD = "word"
    XML = "xml"


_MARKS = {
    # Case is not told apart: some engines write a sentence's first word large.
    Style.WORD: re.compile(r"XQ(0|[1-9][0-9]{0,2})QX", re.IGNORECASE),
    Style.XML: re.compile(r'<x id="(0|[1-9][0-9]{0,2})"\s*(?:/>|></x>)'),
}
# What could be taken for a mark when the text comes back; such a text is not sent at all.
_LIKE = re.compile("XQ|QX", re.IGNORECASE)
_ESCAPES = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"))
_ENTITIES = (("'", "&#39;"), ("'", "&apos;"), ('"', "&quot;"), *reversed(_ESCAPES))


class Unmaskable(ValueError):  # noqa: N818 - reads as what happened
    """The text holds what could be taken for a mark."""


class Damaged(ValueError):  # noqa: N818 - reads as what happened
    """An answer in which a mark was lost, doubled or invented; the message says which fact."""


@dataclass(frozen=True, slots=True)
class Masked:
    """A text to send, and what its marks stand for, by their number."""

    text: str
    kept: tuple[str, ...]
    style: Style

    @property
    def wordless(self) -> bool:
        """Whether nothing is left to translate."""
        return not any(char.isalpha() for char in _MARKS[self.style].sub("", self.text))

    def unmask(self, answer: str) -> str:
        """The answer with what its marks stand for; raises `Damaged` unless each is there once."""
        parts = _MARKS[self.style].split(answer)
        numbers = [int(number) for number in parts[1::2]]
        for number in numbers:
            if number >= len(self.kept):
                message = "The answer invented a mark."
                raise Damaged(message)
        for number, words in enumerate(self.kept):
            if (times := numbers.count(number)) != 1:
                what = "lost" if not times else "doubled"
                message = f"The answer {what} {words}."
                raise Damaged(message)
        between = [_plain(part, self.style) for part in parts[::2]]
        made = between[:1]
        for number, after in zip(numbers, between[1:], strict=True):
            made += [self.kept[number], after]
        return "".join(made)


def mask(text: str, style: Style, terms: Iterable[str] = ()) -> Masked:
    """Put a mark for each placeholder and term; raises `Unmaskable`.

    Terms are found as whole words, in their exact case, the longest first.
    """
    parts = _protected(tuple(terms)).split(text)
    outside = "".join(parts[::2])
    if style is Style.WORD and _LIKE.search(outside):
        message = "The text holds letters that look like our marks."
        raise Unmaskable(message)
    made = [_escaped(parts[0], style)]
    for number, after in enumerate(parts[2::2]):
        made += [_mark(number, style), _escaped(after, style)]
    return Masked("".join(made), tuple(parts[1::2]), style)


def _protected(terms: tuple[str, ...]) -> re.Pattern[str]:
    longest = sorted(
        (re.escape(term) for term in terms if term), key=lambda term: (-len(term), term)
    )
    words = f"|(?<!\\w)(?:{'|'.join(longest)})(?!\\w)" if longest else ""
    return re.compile(f"({PLACEHOLDER.pattern.replace('(', '(?:')}{words})")


def _mark(number: int, style: Style) -> str:
    return f"XQ{number}QX" if style is Style.WORD else f'<x id="{number}"/>'


def _escaped(text: str, style: Style) -> str:
    for plain, escape in _ESCAPES if style is Style.XML else ():
        text = text.replace(plain, escape)
    return text


def _plain(text: str, style: Style) -> str:
    """What an answer says between marks; raises `Damaged` for what is left of one."""
    if style is Style.WORD:
        if _LIKE.search(text):
            message = "The answer holds a broken mark."
            raise Damaged(message)
        return text
    if "<" in text:
        message = "The answer holds a broken mark."
        raise Damaged(message)
    for plain, escape in _ENTITIES:
        text = text.replace(escape, plain)
    return text
