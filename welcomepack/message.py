"""One message and its translation: what must hold before it may be printed."""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from welcomepack.fact import LITERALS, PLACEHOLDER, may_hold_literals, placeholders

_NUMBER = re.compile(r"[0-9]+")
_DIGIT = re.compile(r"\d")
_TIME = dict(LITERALS)["time"]
# Direction controls that could reorder a number; our templates isolate, translators never need to.
_CONTROLS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_MARKUP = re.compile(f"[<{{}}]|{_CONTROLS.pattern}")


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

    Facts are compared as multisets: each placeholder as often as in the English, each typed
    fact in the same digits in the same order, and no number that the English does not have.
    Native digits count as the digits they stand for, and 9am as 9:00.
    """
    if not (_looked_at(english) or _looked_at(translation)):
        return
    wanted, given = Counter(placeholders(english)), Counter(placeholders(translation))
    for name in wanted - given:
        yield "WP221", f"{{{name}}} is missing from the translation."
    for name in given - wanted:
        yield "WP221", f"{{{name}}} is not in the English, or stands there less often."
    if _numbers(english) != _numbers(translation):
        yield "WP222", "The numbers are not the same as in the English."
    yield from (("WP222", sentence) for sentence in _typed(english, translation))
    outside = PLACEHOLDER.sub("", translation)
    if "<" in translation or "{" in outside or "}" in outside:
        yield "WP221", "The translation holds markup or an open brace."
    if _CONTROLS.search(translation):
        yield "WP222", "The translation holds an invisible direction control."


def _looked_at(text: str) -> bool:
    """Whether a text holds anything that `problems` is about; most hold words alone."""
    return may_hold_literals(text) or _MARKUP.search(text) is not None


def _typed(english: str, translation: str) -> Iterator[str]:
    """Facts typed into the sentences: none is new, and none of the English is lost.

    Prices in words and dates are only looked for one way: "2 pounds" and "3 May" have other
    words in the translation, and their numbers are compared anyway.
    """
    wanted, given = _facts(english), _facts(translation)
    for (name, spelling), words in given.items():
        if (name, spelling) not in wanted:
            yield f'The {name} "{words}" is typed into the translation.'
    for (name, spelling), words in wanted.items():
        loose = name == "date" or (name == "price" and not words.startswith("£"))
        if (name, spelling) not in given and not loose:
            yield f'The {name} "{words}" is missing from the translation.'


def _facts(text: str) -> dict[tuple[str, str], str]:
    """Typed facts as (what it is, its one spelling), with the words that stand there."""
    bare = PLACEHOLDER.sub(" ", text)
    latin = _latin(bare)
    return {
        (name, _spelling(name, hit.group(0))): bare[hit.start() : hit.end()]
        for name, pattern in LITERALS
        for hit in pattern.finditer(latin)
    }


def _spelling(name: str, words: str) -> str:
    """One spelling for all ways to write a fact; the order of digits is kept."""
    if name == "phone number":
        return re.sub(r"[^0-9+]", "", words)
    if name == "price":
        return "".join(_NUMBER.findall(words))
    if name == "time":
        return _clock(words)
    return re.sub(r"\s+", "", words).casefold()


def _clock(words: str) -> str:
    """A time as hours and minutes of the day: 9am and 09:00 are 9:00."""
    hours, *minutes = [int(part) for part in _NUMBER.findall(words)]
    if re.search(r"p\.?m", words, re.IGNORECASE):
        hours = hours % 12 + 12
    elif re.search(r"a\.?m", words, re.IGNORECASE):
        hours %= 12
    return f"{hours}:{(minutes or [0])[0]:02}"


def _numbers(text: str) -> Counter[str]:
    """The numbers of a text, without those of times, which are compared as times."""
    latin = _latin(PLACEHOLDER.sub(" ", text))
    return Counter(_NUMBER.findall(_TIME.sub(" ", latin)))


def _latin(text: str) -> str:
    """The same text, as long as before, with every decimal digit as 0 to 9."""
    return (
        text if text.isascii() else _DIGIT.sub(lambda hit: str(unicodedata.decimal(hit[0])), text)
    )
