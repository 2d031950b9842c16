"""The messages of a project against its catalogs: update all, and what cannot print."""

import hashlib
import json
import os
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import asdict
from functools import partial
from pathlib import Path

from welcomepack import extract, font
from welcomepack.cache import remembered
from welcomepack.catalog import (
    Catalog,
    Recall,
    Same,
    Translation,
    catalog_files,
    catalog_path,
    read_catalog,
    update,
)
from welcomepack.diagnostic import Diagnostic, Position, WelcomepackError, arrange, from_rows
from welcomepack.explain import nearest
from welcomepack.folder import read_node
from welcomepack.language import Language
from welcomepack.message import Message, problems
from welcomepack.model import State
from welcomepack.project import Project

Files = Mapping[str, bytes | OSError]
Wanted = Mapping[str, tuple[Message, ...]]
_NOT_PRINTED = {State.MISSING, State.STALE}


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
        files += [folder / name for name in ("services.yaml", "sessions.yaml", "links.yaml")]
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
        for language in translated(languages):
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
    for language in translated(languages):
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


def chosen(
    wanted: Mapping[str, tuple[Message, ...]], areas: Collection[str]
) -> dict[str, tuple[Message, ...]]:
    """The domains that were asked for, all without a choice; raises for an unknown one."""
    for area in areas:
        if area not in wanted:
            message = f'There is no area "{area}" with texts. {nearest(area, wanted)}'.strip()
            raise WelcomepackError(message)
    return {name: every for name, every in wanted.items() if not areas or name in areas}


def translated(languages: Mapping[str, Language]) -> Iterator[Language]:
    """The languages that have catalogs."""
    return (one for one in languages.values() if one.tag != "en")


def check_catalogs(
    project: Project, theme: Path, languages: Mapping[str, Language]
) -> Iterator[Diagnostic]:
    """What is wrong with translations that there are; such a message prints in English."""
    wanted = domains(project, theme)
    told = _digest(wanted)
    for language in translated(languages):
        files = catalog_files(project.locales, language)
        check = partial(_catalogs_of, project, language, files, wanted)
        yield from _found(("check_catalogs", language.tag, told, *_inputs(files)), check)


def _catalogs_of(
    project: Project, language: Language, files: Files, wanted: Wanted
) -> Iterator[Diagnostic]:
    catalog, found = read_catalog(project.locales, language, files=files)
    yield from found
    for domain, messages in wanted.items():
        path = project.shown(catalog_path(project.locales, language, domain))
        yield from _problems(catalog, domain, messages, path)


def missing_letters(
    project: Project,
    theme: Path,
    languages: Mapping[str, Language],
    areas: Collection[str] = (),
) -> Iterator[Diagnostic]:
    """Messages with letters that no installed font of their language has: they print boxes."""
    wanted = chosen(domains(project, theme), areas)
    told = _digest(wanted)
    for language in languages.values():
        files = catalog_files(project.locales, language)
        check = partial(_letters_of, project, language, files, wanted)
        fonts = (*language.fonts, *font.charsets(language.fonts))
        yield from _found(("missing_letters", language.tag, told, *fonts, *_inputs(files)), check)


def _letters_of(
    project: Project, language: Language, files: Files, wanted: Wanted
) -> Iterator[Diagnostic]:
    catalog, _ = read_catalog(project.locales, language, files=files)
    for domain, messages in wanted.items():
        printed = {one.key: one.english for one in messages}
        there: Mapping[str, Translation] = {}
        if language.tag != "en":
            there = catalog.domains.get(domain, {})
            printed = {key: there[key].text for key in printed if key in there}
        # All at once first: on a machine with the fonts there is nothing to look for.
        if not font.uncovered("".join(printed.values()), language.fonts):
            continue
        path = project.shown(catalog_path(project.locales, language, domain))
        for key, text in printed.items():
            at = Position(path, max(there[key].line, 1)) if key in there else None
            for char in font.uncovered(text, language.fonts):
                yield _boxed(char, key, language, at)


def _digest(wanted: Wanted) -> str:
    return hashlib.sha256(repr(wanted).encode()).hexdigest()


def _inputs(files: Files) -> Iterator[bytes | str]:
    """What a search through the catalogs of a language looks at, for `cache.remembered`."""
    for domain, held in files.items():
        yield domain
        yield str(held) if isinstance(held, OSError) else held


def _found(
    inputs: tuple[bytes | str, ...], search: Callable[[], Iterator[Diagnostic]]
) -> tuple[Diagnostic, ...]:
    """What a search finds, or found before in the same files."""

    def made() -> bytes:
        return json.dumps([asdict(one) for one in search()]).encode()

    return from_rows(json.loads(remembered(inputs, made) or b"[]"))


def _boxed(char: str, key: str, language: Language, at: Position | None) -> Diagnostic:
    name = unicodedata.name(char, f"U+{ord(char):04X}")
    families = font.missing_families(language.fonts) or [language.fonts[0]]
    system = font.SYSTEMS[0]
    hint = (
        f"Install {families[0]}. On {system}: {font.package(families[0], system)}. "
        "For other systems run: welcomepack doctor"
    )
    message = f'No font has "{char}" ({name}) of {key}.'
    return Diagnostic("WP403", message, at, hint=hint, address=key, locale=language.tag)


def _problems(
    catalog: Catalog, domain: str, messages: tuple[Message, ...], path: str
) -> Iterator[Diagnostic]:
    there = catalog.domains.get(domain, {})
    for message in messages:
        one = there.get(message.key)
        if one is None or one.english != message.english or one.state in _NOT_PRINTED:
            continue
        for code, sentence in problems(message.english, one.text):
            yield Diagnostic(
                code,
                f"{message.key}: {sentence}",
                Position(path, max(one.line, 1)),
                locale=catalog.language.tag,
            )
