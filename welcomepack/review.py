"""Looking through translations: every check told at once, safe fixes, and approval.

Texts are approved by people, in roles, and by name: a topic, keys, or all. What a check finds
unfit for print is never approved.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from welcomepack import messages
from welcomepack.catalog import (
    Catalog,
    Change,
    Refusal,
    Translation,
    apply,
    catalog_path,
    mend,
    read_catalog,
)
from welcomepack.diagnostic import Diagnostic, Position, WelcomepackError
from welcomepack.explain import nearest
from welcomepack.language import Language
from welcomepack.message import Message
from welcomepack.model import State
from welcomepack.project import Project
from welcomepack.quality import BLOCKING, blocking, findings
from welcomepack.terms import Term, read_terms
from welcomepack.wording import mended

_UNUSABLE = {State.MISSING, State.STALE}


@dataclass(frozen=True, slots=True)
class Lifted:
    """One text that was approved: where, what it was, and what it is now."""

    domain: str
    key: str
    before: State
    after: State


@dataclass(frozen=True, slots=True)
class Approval:
    """What became of an approval; ``refused`` by domain, ``empty`` texts are not translated."""

    lifted: tuple[Lifted, ...]
    refused: tuple[tuple[str, Refusal], ...]
    unchanged: int
    empty: int


def check(
    project: Project,
    theme: Path,
    languages: Mapping[str, Language],
    areas: Collection[str] = (),
) -> Iterator[Diagnostic]:
    """Everything that the checks say about translations; ``areas`` may also name ``theme``."""
    terms = read_terms(project.locales)
    wanted = messages.chosen(messages.domains(project, theme), areas)
    for language in messages.translated(languages):
        catalog, found = read_catalog(project.locales, language)
        yield from found
        for domain, every in wanted.items():
            path = project.shown(catalog_path(project.locales, language, domain))
            for message in every:
                yield from _told(message, catalog, domain, terms, path)
    yield from messages.missing_letters(project, theme, languages, areas)


def _told(
    message: Message, catalog: Catalog, domain: str, terms: Sequence[Term], path: str
) -> Iterator[Diagnostic]:
    one = catalog.find(message.key, message.english, (domain,))
    if one.state in _UNUSABLE:
        return
    language = catalog.language
    for code, sentence in findings(message.english, one.text, language, terms):
        yield Diagnostic(
            code,
            f"{message.key}: {sentence}",
            Position(path, max(one.line, 1)),
            hint=_offer(code, one.text, language),
            address=message.key,
            locale=language.tag,
        )


def _offer(code: str, text: str, language: Language) -> str:
    """The text with the safe fixes, for codes that they mend."""
    return f'Mended: "{mended(text, language)}".' if code in {"WP228", "WP233"} else ""


def blocks(one: Diagnostic) -> bool:
    """Whether a diagnostic keeps its text from print."""
    return one.code in BLOCKING or one.severity == "error"


def fix(
    project: Project,
    theme: Path,
    languages: Mapping[str, Language],
    areas: Collection[str] = (),
) -> tuple[tuple[Path, str], ...]:
    """Apply the safe fixes to all catalogs; returns which keys changed in which file."""
    changed: list[tuple[Path, str]] = []
    wanted = messages.chosen(messages.domains(project, theme), areas)
    for language in messages.translated(languages):
        catalog, _ = read_catalog(project.locales, language)
        for domain in wanted:
            path = catalog_path(project.locales, language, domain)
            texts = {
                key: mended(one.text, language)
                for key, one in catalog.domains.get(domain, {}).items()
                if one.text and one.text != mended(one.text, language)
            }
            if texts:
                changed += [(path, key) for key in mend(path, texts)]
    return tuple(changed)


def approve(
    project: Project,
    theme: Path,
    language: Language,
    *,
    role: str,
    may: State,
    day: date,
    areas: Collection[str] = (),
    topics: Collection[str] = (),
    keys: Collection[str] = (),
) -> Approval:
    """Lift texts to what a role gives: drafts and edited texts to checked, checked to approved.

    Without ``topics`` and ``keys`` all texts of the areas are meant. Raises `WelcomepackError`
    for a role that can only edit, and for an area, topic or key that is not there.
    """
    if may is State.EDITED:
        message = f'The role "{role}" can only edit. Who checks or approves has another.'
        raise WelcomepackError(message)
    wanted = messages.chosen(messages.domains(project, theme), areas)
    _known(wanted, topics, keys)
    catalog, _ = read_catalog(project.locales, language)
    terms = read_terms(project.locales)
    lifted: list[Lifted] = []
    refused: list[tuple[str, Refusal]] = []
    unchanged = empty = 0
    for domain, every in wanted.items():
        meant = [one for one in every if _meant(one.key, topics, keys)]
        found = {one.key: catalog.find(one.key, one.english, (domain,)) for one in meant}
        usable = [one for one in meant if found[one.key].state is not State.MISSING]
        empty += len(meant) - len(usable)
        changes, unfit = _changes(usable, found, language, may, terms)
        refused += [(domain, one) for one in unfit]
        if not changes:
            continue
        path = catalog_path(project.locales, language, domain)
        outcome = apply(path, changes, role=role, may=may, day=day)
        lifted += [Lifted(domain, key, found[key].state, may) for key in outcome.taken]
        refused += [(domain, one) for one in outcome.refused]
        unchanged += outcome.unchanged
    return Approval(tuple(lifted), tuple(refused), unchanged, empty)


def _changes(
    wanted: Sequence[Message],
    found: Mapping[str, Translation],
    language: Language,
    may: State,
    terms: Sequence[Term],
) -> tuple[list[Change], list[Refusal]]:
    """What to hand in, and what the checks refuse before that."""
    changes: list[Change] = []
    refused: list[Refusal] = []
    for message in wanted:
        one = found[message.key]
        unfit = next(blocking(message.english, one.text, language, terms), ("", ""))[1]
        if one.state is State.STALE:
            unfit = "The English has changed since: look at the new English first."
        if unfit:
            refused.append(Refusal(message.key, unfit))
        else:
            changes.append(Change(message.key, message.english, one.text, may))
    return changes, refused


def _meant(key: str, topics: Collection[str], keys: Collection[str]) -> bool:
    return not (topics or keys) or key in keys or key.partition("/")[0] in topics


def _known(
    wanted: Mapping[str, Sequence[Message]], topics: Collection[str], keys: Collection[str]
) -> None:
    """Refuse topics and keys that no message has, with the nearest that one has."""
    every = {one.key for found in wanted.values() for one in found}
    heads = {key.partition("/")[0] for key in every}
    told = [
        f'There is no topic "{one}". {nearest(one, heads)}' for one in topics if one not in heads
    ]
    told += [
        f'There is no message "{one}". {nearest(one, every)}' for one in keys if one not in every
    ]
    if told:
        raise WelcomepackError("\n".join(one.strip() for one in told))
