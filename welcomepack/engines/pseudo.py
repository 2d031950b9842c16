"""A made-up language that shows where a layout breaks, before any translator has worked.

Latin letters get accents, other scripts their own letters, so that fonts and direction are
those of a real page; every word grows, as words do in most languages. Nobody can read it.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import ClassVar

from welcomepack.engines.engine import Broken
from welcomepack.language import Language
from welcomepack.mask import Style

_ACCENTS = str.maketrans(
    "ACDEGHIJKLNORSTUWYZacdeghijklnorstuwyz", "ÁĆĎÉĜĤÍĴĶĹŃÓŔŚŤÚŴÝŹáćďéĝĥíĵķĺńóŕśťúŵýź"
)
_MARK = re.compile(r"(XQ[0-9]+QX)")
_WORD = re.compile(r"[A-Za-z]+")


@dataclass(frozen=True, slots=True)
class Pseudo:
    """Every letter replaced, every word two fifths longer, marks kept."""

    name: ClassVar[str] = "pseudo"
    sends_text_away: ClassVar[bool] = False
    limit: ClassVar[int] = 20000
    style: ClassVar[Style] = Style.WORD

    def code(self, language: Language) -> str | None:
        """It has every language but English."""
        return None if language.tag == "en" else language.tag

    def translate(self, text: str, language: Language) -> str:
        """Dress a text up as one of the language; raises `Broken` where no letters are known."""
        letters = _alphabet(language)

        def dress(hit: re.Match[str]) -> str:
            word = hit.group(0)
            longer = word + word[: -(-len(word) * 2 // 5)]
            if not letters:
                return longer.translate(_ACCENTS)
            return "".join(letters[ord(char.lower()) % len(letters)] for char in longer)

        parts = _MARK.split(text)
        parts[::2] = [_WORD.sub(dress, part) for part in parts[::2]]
        return "".join(parts)


def _alphabet(language: Language) -> tuple[str, ...]:
    """Letters that the language surely has: those of its own name; none for Latin script."""
    if language.script == "Latn":
        return ()
    own = f"{language.own_name}{language.i_speak}"
    letters = tuple(
        sorted(
            {
                char
                for char in own
                if unicodedata.category(char) in {"Lo", "Ll"}
                and not unicodedata.name(char).startswith("LATIN")
            }
        )
    )
    if not letters:
        message = f"The registry holds no letters of {language.english_name}."
        raise Broken(message)
    return letters
