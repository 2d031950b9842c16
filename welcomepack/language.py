"""The registry of languages: ``locales/languages.yaml`` as frozen values.

A tag that a user wrote never reaches a locale library: ``prs`` would raise there and ``kmr``
would silently become another language. Only the registry's own ``babel`` column does.
"""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from babel import Locale
from babel.dates import format_date, get_day_names
from pydantic import Field, ValidationError

from welcomepack import document
from welcomepack.diagnostic import WelcomepackError
from welcomepack.model import Model

REGISTRY = "languages.yaml"


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

    @property
    def rtl(self) -> bool:
        """Whether the language is written from right to left."""
        return self.direction == "rtl"

    def format_date(self, day: date) -> str:
        """A Gregorian date with the language's own month name and Latin digits."""
        return str(format_date(day, format="d MMMM y", locale=Locale.parse(self.babel)))

    def day_names(self) -> tuple[str, ...]:
        """The names of the days from Monday to Sunday."""
        names = get_day_names("wide", "stand-alone", Locale.parse(self.babel))
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
    return {language.tag: language for language in languages}


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
