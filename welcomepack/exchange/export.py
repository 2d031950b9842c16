"""Sending texts out: which of them, and as what file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from welcomepack import atomic
from welcomepack.catalog import Catalog, read_catalog
from welcomepack.diagnostic import WelcomepackError
from welcomepack.exchange.formats import FORMATS
from welcomepack.exchange.gather import gather
from welcomepack.exchange.row import Row, Sheet
from welcomepack.explain import nearest
from welcomepack.language import Language
from welcomepack.load import Loaded
from welcomepack.model import State


@dataclass(frozen=True, slots=True)
class Choice:
    """What is sent; an empty filter lets all through.

    ``areas`` are areas' ids, or ``theme`` for the words of the pages.
    """

    areas: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    states: frozenset[State] = frozenset()


def export(
    loaded: Loaded, theme: Path, language: Language, choice: Choice, form: str, out: Path
) -> int:
    """Write the chosen texts of a language into a new file; returns how many.

    Raises `WelcomepackError` for unknown names, a choice that nothing fits, a damaged catalog,
    and a file that is there already: somebody's work may be in it.
    """
    if out.exists():
        message = f"{out.name} is there already. Choose another name, or move it away."
        raise WelcomepackError(message)
    rows = chosen(gather(loaded, theme, sound_catalog(loaded, language)), choice)
    name = loaded.settings.name if loaded.settings else ""
    atomic.write(out, FORMATS[form].write(Sheet(name, language, rows)))
    return len(rows)


def chosen(rows: tuple[Row, ...], choice: Choice) -> tuple[Row, ...]:
    """The rows that a choice lets through; raises `WelcomepackError` as `export` does."""
    _known("area", choice.areas, {row.domain for row in rows})
    _known("topic", choice.topics, {_topic(row) for row in rows})
    found = tuple(
        row
        for row in rows
        if (not choice.areas or row.domain in choice.areas)
        and (not choice.topics or _topic(row) in choice.topics)
        and (not choice.states or row.state in choice.states)
    )
    if not found:
        message = "There is no such text, so no file was written."
        raise WelcomepackError(message)
    return found


def sound_catalog(loaded: Loaded, language: Language) -> Catalog:
    """A language's catalogs; raises `WelcomepackError` when one of them is damaged."""
    catalog, found = read_catalog(loaded.project.locales, language)
    if found:
        raise WelcomepackError("\n".join(one.text() for one in found))
    return catalog


def language_of(tag: str, languages: Mapping[str, Language]) -> Language:
    """The language to translate into; raises `WelcomepackError` for one the project lacks."""
    known = {one: language for one, language in languages.items() if one != "en"}
    _known("language to translate into", (tag,), known)
    return known[tag]


def _topic(row: Row) -> str:
    return row.key.partition("/")[0]


def _known(what: str, given: Iterable[str], known: Iterable[str]) -> None:
    for name in given:
        if name not in known:
            hint = nearest(name, known) or f"Possible: {', '.join(sorted(known))}."
            message = f'There is no {what} "{name}". {hint}'
            raise WelcomepackError(message)
