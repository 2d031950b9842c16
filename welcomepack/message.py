"""One message and its translation: what must hold before it may be printed."""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from welcomepack.fact import PLACEHOLDER, literals, placeholders

_NUMBER = re.compile(r"\d+")
# Direction controls that could reorder a number; our templates isolate, translators never need to.
_CONTROLS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Message:
    """A translatable text of one area or theme: ``key`` is its address."""

    key: str
    english: str
    path: str
    line: int
    comment: str = ""


def digest(text: str) -> str:
    """Eight hex digits that tell whether a text is still the one somebody looked at."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def problems(english: str, translation: str) -> Iterator[tuple[str, str]]:
    """Why a translation must not be printed, as (diagnostic code, sentence) pairs.

    Facts are compared as multisets: each placeholder as often as in the English, and no number
    that the English does not have. Native digits count as the digits they stand for.
    """
    wanted, given = Counter(placeholders(english)), Counter(placeholders(translation))
    for name in wanted - given:
        yield "WP221", f"{{{name}}} is missing from the translation."
    for name in given - wanted:
        yield "WP221", f"{{{name}}} is not in the English, or stands there less often."
    if _numbers(english) != _numbers(translation):
        yield "WP222", "The numbers are not the same as in the English."
    for name, words in literals(translation):
        if words not in english:
            yield "WP222", f'The {name} "{words}" is typed into the translation.'
    outside = PLACEHOLDER.sub("", translation)
    if "<" in translation or "{" in outside or "}" in outside:
        yield "WP221", "The translation holds markup or an open brace."
    if _CONTROLS.search(translation):
        yield "WP222", "The translation holds an invisible direction control."


def _numbers(text: str) -> Counter[str]:
    bare = PLACEHOLDER.sub(" ", text)
    latin = "".join(_latin_digit(char) for char in bare)
    return Counter(_NUMBER.findall(latin))


def _latin_digit(char: str) -> str:
    value = unicodedata.decimal(char, None)
    return char if value is None else str(value)
