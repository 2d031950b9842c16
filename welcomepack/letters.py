"""Which letters a text may hold in its language, so that a look-alike does not reach paper.

Many keyboards give the Arabic kaf for the Persian one: alike in most words, another letter for
search, sorting and screen readers, and of another shape at a word's end. Only letters, marks
and joiners are looked at; digits and signs are the business of `message.problems`.
"""

import unicodedata

from welcomepack.language import Language


def strange(text: str, language: Language) -> list[tuple[str, str]]:
    """The letters of a text that its language does not have, each once, in order.

    With each goes the right letter to offer, or the empty string. ASCII letters are never
    strange, because names stay as on the door. Capitals follow the small letters. A language
    without ``letters`` is asked for its known look-alikes (``wrong``) only.
    """
    allowed = language.allowed_letters
    found: dict[str, str] = {}
    for char in unicodedata.normalize("NFC", text):
        if char in language.wrong:
            found[char] = language.wrong[char]
        elif allowed and _is_letter(char) and not _known(char, allowed):
            found[char] = ""
    return list(found.items())


def _is_letter(char: str) -> bool:
    """Whether a character is a letter, a mark on one, or invisible between two."""
    return not char.isascii() and (unicodedata.category(char)[0] in "LM" or _invisible(char))


def _invisible(char: str) -> bool:
    return unicodedata.category(char) == "Cf"


def _known(char: str, allowed: frozenset[str]) -> bool:
    return char in allowed or all(one in allowed or one.isascii() for one in char.lower())
