"""The messages of a project against its catalogs: update all, and count states."""

import json
import os
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from welcomepack import extract, font
from welcomepack.catalog import Catalog, Recall, Same, catalog_path, read_catalog, update
from welcomepack.diagnostic import Diagnostic, Position, WelcomepackError, arrange
from welcomepack.explain import nearest
from welcomepack.folder import read_node
from welcomepack.language import Language
from welcomepack.message import Message, problems
from welcomepack.model import State
from welcomepack.project import Project


@dataclass(frozen=True, slots=True)
class Count:
    """How many messages of a domain are in each state in one language."""

    locale: str
    domain: str
    states: Mapping[State, int]


def domains(project: Project, theme: Path) -> dict[str, tuple[Message, ...]]:
    """All messages by domain: an area's id, or ``theme``. Place files are never read."""
    return _domains(project, theme, [])


def _domains(
    project: Project, theme: Path, found: list[Diagnostic]
) -> dict[str, tuple[Message, ...]]:
    """The same, telling of files that cannot be read; they have no messages."""
    wanted: dict[str, tuple[Message, ...]] = {}
    for folder in project.areas():
        files = [*sorted((folder / "topics").glob("*.yaml"))]
        files += [folder / name for name in ("services.yaml", "links.yaml")]
        messages = [one for path in files for one in _messages(project, path, found)]
        if messages:
            wanted[folder.name] = tuple(messages)
    wanted[extract.WORDS] = tuple(_messages(project, theme / "words.yaml", found))
    return wanted


def _messages(project: Project, path: Path, found: list[Diagnostic]) -> tuple[Message, ...]:
    """A file's messages; what `load` would not read (too large, a link out) is not read here."""
    if not os.path.lexists(path):
        return ()
    return extract.node_messages(read_node(project, path, found), project.shown(path))


def update_all(
    project: Project,
    theme: Path,
    languages: Mapping[str, Language],
    *,
    recall: Recall | None = None,
    same: Same | None = None,
) -> list[Path]:
    """Bring every catalog in line with the content; returns those that changed.

    Raises `WelcomepackError` when a content file cannot be read: its messages would all seem
    to be gone.
    """
    found: list[Diagnostic] = []
    wanted = _domains(project, theme, found)
    if found:
        raise WelcomepackError("\n".join(one.text() for one in arrange(found)))
    changed: list[Path] = []
    for domain, messages in wanted.items():
        for language in _translated(languages):
            path = catalog_path(project.locales, language, domain)
            if update(path, language, messages, recall=recall, same=same):
                changed.append(path)
    return changed


def same_meaning(
    project: Project,
    theme: Path,
    languages: Mapping[str, Language],
    keys: frozenset[str],
    told: str,
) -> Same:
    """Check that the English of these keys did change; ``told`` says who says so and when.

    Raises `WelcomepackError` for a key that no file has, and for one whose English is what
    all its translations were made from.
    """
    wanted = domains(project, theme)
    english = {(name, one.key): one.english for name, every in wanted.items() for one in every}
    changed: set[str] = set()
    for language in _translated(languages):
        catalog, _ = read_catalog(project.locales, language)
        changed |= {
            key
            for (domain, key), text in english.items()
            if key in keys and catalog.find(key, text, (domain,)).state is State.STALE
        }
    known = {key for _, key in english}
    problems = [f'There is no message "{key}". {nearest(key, known)}' for key in keys - known]
    problems += [f'The English of "{key}" did not change.' for key in (keys & known) - changed]
    if problems:
        raise WelcomepackError("\n".join(sorted(one.strip() for one in problems)))
    return Same(frozenset(keys), told)


def _translated(languages: Mapping[str, Language]) -> Iterator[Language]:
    """The languages that have catalogs."""
    return (one for one in languages.values() if one.tag != "en")


def counts(project: Project, theme: Path, languages: Mapping[str, Language]) -> Iterator[Count]:
    """How far each language is, domain by domain."""
    wanted = domains(project, theme)
    for language in _translated(languages):
        catalog, _ = read_catalog(project.locales, language)
        for domain, messages in wanted.items():
            states = Counter(
                catalog.find(one.key, one.english, (domain,)).state for one in messages
            )
            yield Count(language.tag, domain, states)


def check_catalogs(
    project: Project, theme: Path, languages: Mapping[str, Language]
) -> Iterator[Diagnostic]:
    """What is wrong with translations that there are; such a message prints in English."""
    wanted = domains(project, theme)
    for language in _translated(languages):
        catalog, found = read_catalog(project.locales, language)
        yield from found
        for domain, messages in wanted.items():
            path = project.shown(catalog_path(project.locales, language, domain))
            yield from _problems(catalog, domain, messages, path)


def missing_letters(
    project: Project, theme: Path, languages: Mapping[str, Language]
) -> Iterator[Diagnostic]:
    """Messages with letters that no installed font of their language has: they print boxes."""
    wanted = domains(project, theme)
    for language in languages.values():
        catalog, _ = read_catalog(project.locales, language)
        for domain, messages in wanted.items():
            for message in messages:
                one = catalog.find(message.key, message.english, (domain,))
                text = message.english if language.tag == "en" else one.text
                for char in font.uncovered(text, language.fonts):
                    yield _boxed(char, message.key, language)


def _boxed(char: str, key: str, language: Language) -> Diagnostic:
    name = unicodedata.name(char, f"U+{ord(char):04X}")
    families = font.missing_families(language.fonts) or [language.fonts[0]]
    hint = f"Install {families[0]}: {font.package(families[0], font.SYSTEMS[0])}."
    message = f'No font has "{char}" ({name}) of {key}.'
    return Diagnostic("WP403", message, hint=hint, address=key, locale=language.tag)


def _problems(
    catalog: Catalog, domain: str, messages: tuple[Message, ...], path: str
) -> Iterator[Diagnostic]:
    for message in messages:
        one = catalog.find(message.key, message.english, (domain,))
        if one.state in {State.MISSING, State.STALE}:
            continue
        for code, sentence in problems(message.english, one.text):
            yield Diagnostic(
                code,
                f"{message.key}: {sentence}",
                Position(path, max(one.line, 1)),
                locale=catalog.language.tag,
            )


def as_json(rows: list[Count]) -> str:
    """The counts as a JSON list, for other programs."""
    told = [
        {
            "locale": row.locale,
            "domain": row.domain,
            "states": {str(k): v for k, v in row.states.items()},
        }
        for row in rows
    ]
    return json.dumps(told, indent=1)
