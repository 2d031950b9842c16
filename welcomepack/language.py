"""The registry of languages: ``locales/languages.yaml`` as frozen values.

A tag that a user wrote never reaches a locale library: ``prs`` would raise there and ``kmr``
would silently become another language. Only the registry's own ``babel`` column does.
"""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from babel import Locale, localedata
from babel.dates import format_date, get_day_names
from pydantic import AfterValidator, Field, ValidationError

from welcomepack import document
from welcomepack.diagnostic import WelcomepackError
from welcomepack.model import Model

REGISTRY = "languages.yaml"
_RANGE = re.compile(r"(.)-(.)", re.DOTALL)
# What a lone mark stands on in the registry, so that a reader of the file can see it.
_CARRIER = "\u25cc"


@cache
def letters_of(written: str) -> frozenset[str]:
    """Letters as the registry writes them: single ones, and ranges as in ``a-z``.

    A blank, and the circle that carries a mark, mean nothing. Raises `ValueError` for a range
    that ends before it begins.
    """
    single = unicodedata.normalize("NFC", _RANGE.sub("", written))
    letters = {char for char in single if not char.isspace() and char != _CARRIER}
    for first, last in _RANGE.findall(written):
        if last < first:
            message = f'the range "{first}-{last}" ends before it begins'
            raise ValueError(message)
        letters |= {chr(code) for code in range(ord(first), ord(last) + 1)}
    return frozenset(letters)


def _sound(written: str) -> str:
    """The same, once its ranges can be read."""
    letters_of(written)
    return written


# Line heights from here on: letters reach far above and below, as in Nastaliq.
_TALL = 1.9


class Language(Model):
    """One language: how it is named, written, and looked up."""

    tag: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$")]
    folder: Annotated[str, Field(pattern=r"^[A-Za-z_]+$")]
    babel: str
    own_name: str
    english_name: str
    script: str
    direction: Literal["ltr", "rtl"]
    fonts: tuple[str, ...]
    scale: Annotated[float, Field(ge=0.8, le=1.5)] = 1.0
    line_height: Annotated[float, Field(ge=1.2, le=3.0)] = 1.45
    plural: str = ""
    engines: dict[str, str] = Field(default_factory=dict)
    wrong: dict[str, str] = Field(default_factory=dict)
    letters: Annotated[str, AfterValidator(_sound)] = ""
    end_marks: tuple[str, ...] = (".", "?", "!")
    i_speak: str = ""
    web_font: bool = False

    @property
    def rtl(self) -> bool:
        """Whether the language is written from right to left."""
        return self.direction == "rtl"

    @property
    def allowed_letters(self) -> frozenset[str]:
        """What ``letters`` stands for; empty where the registry says nothing."""
        return letters_of(self.letters)

    @property
    def tall(self) -> bool:
        """Whether letters reach far above and below their line, as in Nastaliq."""
        return self.line_height >= _TALL

    def format_date(self, day: date) -> str:
        """A Gregorian date with the language's own month name and order, digits Latin.

        Where the locale data puts the month first, as in the United States, the day comes
        first instead: the letters and timetables around the reader are British.
        """
        locale = Locale.parse(self.babel)
        pattern = str(locale.date_formats["long"].pattern)
        month_first = pattern.startswith(("M", "L"))
        return str(format_date(day, format="d MMMM y" if month_first else "long", locale=locale))

    def day_names(self) -> tuple[str, ...]:
        """The names of the days from Monday to Sunday.

        In the context "format": once Pashto is loaded, Babel 2.18 answers the context
        "stand-alone" with Pashto names for most other languages.
        """
        names = get_day_names("wide", "format", Locale.parse(self.babel))
        return tuple(str(names[day]) for day in range(7))


def registry(locales: Path) -> dict[str, Language]:
    """All languages by tag; raises `WelcomepackError` when the registry is damaged."""
    path = locales / REGISTRY
    node, found = document.read(path, f"{locales.name}/{REGISTRY}")
    if node is None:
        raise WelcomepackError("\n".join(one.text() for one in found) or f"{path.name} is empty.")
    rows = document.plain(node)
    if not isinstance(rows, list):
        message = f"{path.name} must be a list of languages."
        raise WelcomepackError(message)
    try:
        languages = [Language.model_validate(row) for row in rows]
    except ValidationError as error:
        message = f"{path.name}: {error}"
        raise WelcomepackError(message) from None
    _must_be_sound(languages, path.name)
    return {language.tag: language for language in languages}


def _must_be_sound(languages: Sequence[Language], name: str) -> None:
    """Refuse tags that stand twice and locales that the date library does not have."""
    seen: set[str] = set()
    for language in languages:
        if language.tag in seen:
            message = f'{name}: the tag "{language.tag}" stands there twice.'
            raise WelcomepackError(message)
        seen.add(language.tag)
        if not localedata.exists(language.babel):
            message = f'{name}: {language.tag}: babel has no locale "{language.babel}".'
            raise WelcomepackError(message)


@cache
def english() -> Language:
    """The source language, which needs no registry."""
    return Language(
        tag="en",
        folder="en",
        babel="en_GB",
        own_name="English",
        english_name="English",
        script="Latn",
        direction="ltr",
        fonts=("Noto Sans",),
    )
