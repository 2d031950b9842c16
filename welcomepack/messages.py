"""The messages of a project against its catalogs: update all, and count states."""

import json
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from welcomepack import extract, font
from welcomepack.catalog import Catalog, catalog_path, read_catalog, update
from welcomepack.diagnostic import Diagnostic, Position
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
    found: dict[str, tuple[Message, ...]] = {}
    for folder in project.areas():
        files = [*sorted((folder / "topics").glob("*.yaml"))]
        files += [folder / name for name in ("services.yaml", "links.yaml")]
        messages = [one for path in files for one in _messages(project, path)]
        if messages:
            found[folder.name] = tuple(messages)
    found[extract.WORDS] = tuple(_messages(project, theme / "words.yaml"))
    return found


def _messages(project: Project, path: Path) -> tuple[Message, ...]:
    if not path.is_file():
        return ()
    return extract.messages(path.read_bytes(), project.shown(path))


def update_all(project: Project, theme: Path, languages: Mapping[str, Language]) -> list[Path]:
    """Bring every catalog in line with the content; returns those that changed."""
    changed: list[Path] = []
    for domain, messages in domains(project, theme).items():
        for language in languages.values():
            if language.tag == "en":
                continue
            path = catalog_path(project.locales, language, domain)
            if update(path, language, messages):
                changed.append(path)
    return changed


def counts(project: Project, theme: Path, languages: Mapping[str, Language]) -> Iterator[Count]:
    """How far each language is, domain by domain."""
    wanted = domains(project, theme)
    for language in languages.values():
        if language.tag == "en":
            continue
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
    for language in languages.values():
        if language.tag == "en":
            continue
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
    system = font.SYSTEMS[0]
    hint = (
        f"Install {families[0]}. On {system}: {font.package(families[0], system)}. "
        "For other systems run: welcomepack doctor"
    )
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
