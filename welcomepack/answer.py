"""Whether a machine's answer may become a draft: what no reader could see, and we can."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from welcomepack.fact import PLACEHOLDER
from welcomepack.language import Language
from welcomepack.message import problems

# Services put these where the translation should be (MyMemory with status 200, others as a page).
_NOTICE = re.compile(
    r"MYMEMORY WARNING|QUERY LENGTH LIMIT|INVALID (?:TARGET|SOURCE) LANGUAGE|NO QUERY SPECIFIED"
    r"|PLEASE SELECT TWO DISTINCT LANGUAGES|TOO MANY REQUESTS|QUOTA EXCEEDED|<!DOCTYPE|<HTML"
    r"|&(?:[a-z]+|#[0-9]+);",
    re.IGNORECASE,
)
# A word four times in a row: the loop that neural engines fall into.
_LOOP = re.compile(r"(?<!\S)(\S+)(?:\s+\1){3}(?!\S)", re.IGNORECASE)
# Control characters, halves of characters, private ones and those that Unicode does not know.
_NO_TEXT = {"Cc", "Cs", "Co", "Cn"}
# A machine that leaves names in English is refused with those that leave sentences: a person
# may write "Healthwatch" into an Arabic line, but a machine gives no sign of which it did.
_OWN_SCRIPT = 0.6
_LONGER, _ROOM = 4, 40
# Under this many letters nothing can be said of a length; Han writes a sentence in a few.
_COUNTS, _SHORTEST = 40, {"Hans": 0.1, "Hant": 0.1}
_SHORTEST_ELSEWHERE = 0.25
# The first words of the names that Unicode gives to a script's letters.
SCRIPT_NAMES = {
    "Arab": "ARABIC",
    "Armn": "ARMENIAN",
    "Beng": "BENGALI",
    "Cyrl": "CYRILLIC",
    "Deva": "DEVANAGARI",
    "Ethi": "ETHIOPIC",
    "Geor": "GEORGIAN",
    "Grek": "GREEK",
    "Gujr": "GUJARATI",
    "Guru": "GURMUKHI",
    "Hans": "CJK",
    "Hant": "CJK",
    "Hebr": "HEBREW",
    "Latn": "LATIN",
    "Mlym": "MALAYALAM",
    "Mymr": "MYANMAR",
    "Rohg": "HANIFI",
    "Sinh": "SINHALA",
    "Taml": "TAMIL",
}


def refusal(english: str, answer: object, language: Language, terms: Iterable[str] = ()) -> str:
    """Why an answer must not be kept, as a sentence, or the empty string.

    ``answer`` is what the engine gave, with facts and terms already back in their places; the
    ``terms``, which stay English in every language, say nothing of the language it is in.
    """
    if not isinstance(answer, str) or not answer.strip():
        return "The answer is empty."
    return next(_doubts(english, answer, language, tuple(terms)), "")


def _doubts(english: str, answer: str, language: Language, terms: Sequence[str]) -> Iterator[str]:
    """What speaks against an answer, the plainest first."""
    if _NOTICE.search(answer) and not _NOTICE.search(english):
        yield "The answer is a message of the service, not a translation."
    if any(unicodedata.category(char) in _NO_TEXT for char in answer) or "\ufffd" in answer:
        yield "The answer holds characters that no text has."
    yield from (sentence for _, sentence in problems(english, answer))
    if " ".join(answer.split()).casefold() == " ".join(english.split()).casefold():
        yield "The answer is the English again."
    bare, source = _bare(answer, terms), _bare(english, terms)
    if not _letters(bare):
        yield "The answer holds no words."
    if script_share(bare, language.script) < _OWN_SCRIPT:
        yield f"The answer is not written in the script of {language.english_name}."
    yield from _length(source, bare, language.script)
    if _LOOP.search(bare) and not _LOOP.search(source):
        yield "The answer says a word again and again."


def _bare(text: str, terms: Sequence[str]) -> str:
    """The words alone, without facts and terms, which may have grown together with a word."""
    bare = PLACEHOLDER.sub(" ", text)
    for term in terms:
        bare = bare.replace(term, " ")
    return " ".join(bare.split())


def _letters(text: str) -> str:
    return "".join(char for char in text if unicodedata.category(char).startswith("L"))


def script_share(text: str, script: str) -> float:
    """Which part of a text's letters is of a script (ISO 15924); 1 where there are none.

    A script that is not in our table is not judged. "Common" letters such as ordinal marks
    and modifiers count for every script.
    """
    first = SCRIPT_NAMES.get(script)
    names = Counter(unicodedata.name(char, "").partition(" ")[0] for char in _letters(text))
    for common in ("MODIFIER", "FEMININE", "MASCULINE"):
        names.pop(common, None)
    total = names.total()
    return 1.0 if first is None or not total else names[first] / total


def _length(english: str, answer: str, script: str) -> Iterator[str]:
    if len(answer) > _LONGER * len(english) + _ROOM:
        yield "The answer is several times longer than the English."
    shortest = _SHORTEST.get(script, _SHORTEST_ELSEWHERE)
    if len(english) >= _COUNTS and len(answer) < shortest * len(english):
        yield "The answer is far shorter than the English."
