"""Every translation that the catalogs vouch for, with where it stands and since when."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from welcomepack.catalog.entry import came, pairs, state_of
from welcomepack.catalog.file import catalog_path, open_catalog
from welcomepack.diagnostic import WelcomepackError
from welcomepack.language import Language
from welcomepack.message import problems
from welcomepack.model import State


@dataclass(frozen=True, slots=True)
class Evidence:
    """A text for exactly this English.

    ``state`` is what it can claim; for a text from the memory, what it could claim where it
    came from. ``origin`` is that domain, ``date`` an ISO day or nothing. ``own`` is false for
    copies and for keys that the content no longer has.
    """

    english: str
    text: str
    state: State
    origin: str
    date: str
    own: bool


def evidence(locales: Path, language: Language) -> Iterator[Evidence]:
    """The texts of a language, catalog by catalog; a damaged catalog vouches for nothing.

    Left out is what must not be printed: stale texts, and those that lost or changed a fact.
    """
    for path in sorted(catalog_path(locales, language, "x").parent.glob("*.po")):
        try:
            catalog, _ = open_catalog(path)
        except WelcomepackError:
            continue  # `messages check` tells it
        for entry in catalog:
            state = state_of(entry)
            if state in {State.MISSING, State.STALE} or any(problems(entry.msgid, entry.msgstr)):
                continue
            told = pairs(entry)
            copied = came(entry)
            yield Evidence(
                entry.msgid,
                entry.msgstr,
                copied or state,
                told.get("from", path.stem) if copied else path.stem,
                told.get("date", ""),
                own=copied is None and not entry.obsolete,
            )
