"""How a translation is written: its letters, marks and words, whatever they mean.

Each check is a small function of the English, the translation and the language. Placeholders
and terms are taken out before, so that ``GP`` in an Amharic sentence is no English. What they
find is a sentence for the reviewer; `quality` gives it a code and a level.
"""

# ruff: noqa: RUF001 - letters and marks of other scripts are what this is about

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from welcomepack.language import Language

# How Unicode names the letters of a script (ISO 15924); others are not judged.
_LETTERS = {
    "Arab": ("ARABIC",),
    "Armn": ("ARMENIAN",),
    "Beng": ("BENGALI",),
    "Cyrl": ("CYRILLIC",),
    "Deva": ("DEVANAGARI",),
    "Ethi": ("ETHIOPIC",),
    "Geor": ("GEORGIAN",),
    "Grek": ("GREEK",),
    "Gujr": ("GUJARATI",),
    "Guru": ("GURMUKHI",),
    "Hans": ("CJK",),
    "Hant": ("CJK",),
    "Hebr": ("HEBREW",),
    "Khmr": ("KHMER",),
    "Latn": ("LATIN",),
    "Mlym": ("MALAYALAM",),
    "Mymr": ("MYANMAR",),
    "Rohg": ("HANIFI ROHINGYA",),
    "Sinh": ("SINHALA",),
    "Taml": ("TAMIL",),
    "Telu": ("TELUGU",),
    "Thai": ("THAI",),
    "Tibt": ("TIBETAN",),
}
SHARE = 0.6
# English in brackets behind a word explains it: "ፖስት ኮድ (postcode)".
_GLOSS = re.compile(r"[(\uff08][^()\uff08\uff09]*[A-Za-z][^()\uff08\uff09]*[)\uff09]")
# Letters in a text of one English letter, from the drafts of 22 languages, with room.
_RATIOS = {"Hans": (0.1, 1.2), "Hant": (0.1, 1.2)}
_RATIO = (0.35, 2.5)
_SHORT = 24
_CLOSERS = "\"'»”’)]›」』\u200c\u200d "
_MARKS = ".?!…:;؟۔؛।॥።፧፤፡፦。？！：；՝։"
_ENGLISH_RUN = re.compile(r"[A-Za-z][A-Za-z'\u2019-]*(?:[ ,]+[A-Za-z][A-Za-z'\u2019-]*){2,}")
# Names as they stand on doors: capitalised words, with small ones only between them.
_NAME = re.compile(
    r"(?<!\w)[A-Z0-9][\w.'\u2019+-]*"
    r"(?: (?:(?:and|for|from|in|of|on|the|to|with|&) )*[A-Z0-9][\w.'\u2019+-]*)*"
)
_DOUBLED = re.compile(r"(?<![\w-])([^\W\d_]{2,}) +\1(?![\w-])", re.IGNORECASE)
_HALF_SPACE = re.compile(
    r"(?<![\u0600-\u06ff\u200c])(?:ن?می) (?=[\u0600-\u06ff]{2})"
    r"|(?<=[\u0600-\u06ff]) ها(?:ی|یی)?(?![\u0600-\u06ff\u200c])"
)
# Words that mean something else when they stand twice: "some" in Oromo.
_TWICE = {"om": {"tokko"}}
_PERSIAN = {"fa", "prs"}
# Invisible characters that no text needs: soft hyphens, joiners of words, direction controls.
# The joiners U+200C and U+200D are letters in Persian, Urdu, Sinhala and others.
_HIDDEN = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_BLANKS = re.compile(r"[ \t\r\n\u00a0]*[\t\r\n][ \t\r\n\u00a0]*| {2,}")


def share(text: str, script: str) -> float:
    """How much of a text's letters are of a script, from 0 to 1; 1 where it has no letters."""
    letters = [char for char in text if char.isalpha()]
    if not letters or script not in _LETTERS:
        return 1.0
    own = sum(_is_of(char, script) for char in letters)
    return own / len(letters)


@cache
def _is_of(letter: str, script: str) -> bool:
    return unicodedata.name(letter, "").startswith(_LETTERS[script])


def other_script(_: str, text: str, language: Language) -> Iterator[str]:
    """Fewer than three letters in five are of the language's script."""
    bare = _GLOSS.sub(" ", text)
    found = share(bare if any(map(str.isalpha, bare)) else text, language.script)
    if found < SHARE:
        yield f"Only {found:.0%} of the letters are in the script of {language.english_name}."


def without_names(english: str, text: str) -> str:
    """A text without the names that it kept from the English as they were."""
    return _NAME.sub(lambda hit: _less(hit.group(0).split(" "), english), text)


def _less(words: list[str], english: str) -> str:
    """What is left of capitalised words without those that stand so in the English."""
    left: list[str] = []
    while words:
        runs = (" ".join(words[:end]).rstrip(".") for end in range(len(words), 0, -1))
        kept = next((run for run in runs if run[0].isupper() and run in english), "")
        if not kept:
            left.append(words[0])
        words = words[max(1, len(kept.split(" "))) :]
    return " ".join(left) or " "


def untranslated(english: str, text: str, language: Language) -> Iterator[str]:
    """The text is the English, and that is more than a name."""
    if text.strip() != english.strip():
        return
    words = re.findall(r"(?:^|(?<=\s))[^\W\d_]{3,}", without_names(english, text))
    alone = language.script != "Latn" and " " not in text.strip() and not text.isupper()
    if alone or any(word[0].islower() for word in words):
        yield "The translation is the same as the English."


def english_left(_: str, text: str, language: Language) -> Iterator[str]:
    """Three English words in a row in a language with other letters; names are capitalised."""
    if language.script == "Latn":
        return
    for hit in _ENGLISH_RUN.finditer(text):
        if any(word[0].islower() for word in re.split(r"[ ,]+", hit.group(0))):
            yield f'English is left over: "{hit.group(0)}".'


def wrong_letters(_: str, text: str, language: Language) -> Iterator[str]:
    """Letters that look right, and are those of another language."""
    for wrong, right in language.wrong.items():
        if wrong in text:
            names = (unicodedata.name(char, char) for char in (wrong[0], right[0]))
            yield "The letter {} should be {}.".format(*names)


def half_space(_: str, text: str, language: Language) -> Iterator[str]:
    """A blank where Persian and Dari join with a zero-width non-joiner."""
    hit = _HALF_SPACE.search(text) if language.tag in _PERSIAN else None
    if hit:
        shown = text[max(0, hit.start() - 8) : hit.end() + 8].strip()
        yield f'A half-space (U+200C) is usual here: "{shown}".'


def length(english: str, text: str, language: Language) -> Iterator[str]:
    """Much shorter or longer than the English: something may be lost, or added."""
    if len(english) < _SHORT:
        return
    ratio = len(text) / len(english)
    low, high = _RATIOS.get(language.script, _RATIO)
    if not low <= ratio <= high:
        yield f"The translation has {ratio:.2f} letters for one of the English."


def end_mark(english: str, text: str, language: Language) -> Iterator[str]:
    """A sentence ends with a mark, a title without, and a question with a question mark."""
    source, given = english.rstrip(_CLOSERS)[-1:], text.rstrip(_CLOSERS)[-1:]
    if not given or not (source.isalnum() or source in ".?!"):
        return
    question = {"?", *language.end_marks[1:2], "፧", "？", "؟"}
    if source in {".", "!", "?"} and given not in _MARKS and given not in language.end_marks:
        yield f'The English ends with "{source}", the translation with "{given}".'
    elif source == "?" and given not in question and language.script != "Armn":
        yield f'The English is a question, the translation ends with "{given}".'
    elif source.isalnum() and given in {*language.end_marks, "."}:
        yield f'The translation ends with "{given}", the English with no mark.'


def doubled(english: str, text: str, language: Language) -> Iterator[str]:
    """The same word twice in a row."""
    if _DOUBLED.search(english):
        return
    for hit in _DOUBLED.finditer(text):
        if hit[1].casefold() not in _TWICE.get(language.tag, ()):
            yield f'A word stands twice: "{hit.group(0)}".'


def hidden(_: str, text: str, __: Language) -> Iterator[str]:
    """Characters that nobody sees, and letters that are composed in an unusual way."""
    for char in dict.fromkeys(_HIDDEN.findall(text)):
        yield f"It holds the invisible character {unicodedata.name(char, f'U+{ord(char):04X}')}."
    if _BLANKS.search(text) or text != text.strip():
        yield "It holds line ends, or more blanks than one."
    if not unicodedata.is_normalized("NFC", text):
        yield "Its letters are not composed as usual (Unicode NFC)."


def native_digits(_: str, text: str, __: Language) -> Iterator[str]:
    """Digits that stand on no keypad and no bus."""
    if found := [char for char in text if char.isdecimal() and not char.isascii()]:
        yield f'Digits are Latin here, not "{"".join(found)}".'


def mended(text: str, language: Language) -> str:
    """A text with the safe fixes: usual composition, right letters, nothing invisible.

    What is in braces stays as it is.
    """
    parts = re.split(r"(\{[^{}]*\})", unicodedata.normalize("NFC", text))
    for index in range(0, len(parts), 2):
        for wrong, right in language.wrong.items():
            parts[index] = parts[index].replace(wrong, right)
        parts[index] = _BLANKS.sub(" ", _HIDDEN.sub("", parts[index]))
    return "".join(parts).strip()
