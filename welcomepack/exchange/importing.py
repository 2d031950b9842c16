"""Taking texts in: every row is judged against the content and the catalog as they are now.

Nothing in the file is trusted. A row is taken only if its key is known, its English is the one
that was sent and still stands, and its text keeps the facts; people's words go in by
`catalog.apply`, which lets no state rise above what the role may give.
"""

import re
import shutil
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from welcomepack.catalog import Catalog, Change, apply, catalog_path, record
from welcomepack.diagnostic import Diagnostic, Position, WelcomepackError
from welcomepack.exchange.export import sound_catalog
from welcomepack.exchange.formats import receive
from welcomepack.exchange.gather import gather
from welcomepack.exchange.row import MAX_TEXT, Answer, Received, Row, Status, Unreadable, clean
from welcomepack.explain import nearest
from welcomepack.language import Language
from welcomepack.load import Loaded
from welcomepack.message import digest, problems
from welcomepack.model import State
from welcomepack.role import highest

_STRENGTH = tuple(State)
_CLAIMS: Mapping[Status, State] = {
    Status.CHECKED: State.CHECKED,
    Status.APPROVED: State.APPROVED,
}
# What a tool's unconfirmed words may replace: nothing that a person wrote or looked at.
_DRAFTS = {State.MISSING, State.STALE, State.MT}
# A region that a tool put behind our tag ("ti-ER"); it never changes the script.
_REGION = re.compile(r"-[A-Z]{2}$")


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a file: names of rows taken and unsure, those unchanged, those refused."""

    locale: str
    taken: tuple[str, ...] = ()
    unchanged: int = 0
    unsure: tuple[str, ...] = ()
    refused: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class _Verdict:
    """A row that says something new: who speaks, and what shall stand in the catalog."""

    row: Row
    line: int
    text: str
    state: State


def take(
    loaded: Loaded,
    theme: Path,
    languages: Mapping[str, Language],
    data: bytes,
    name: str,
    *,
    role: str,
    locale: str = "",
    dry_run: bool = False,
) -> Report:
    """Judge a returned file and put its good rows into the catalogs.

    ``name`` is the file's name in diagnostics, ``locale`` the language that the file must be of
    (empty for any), ``role`` who vouches for it. With ``dry_run`` the catalogs stay as they are.
    Raises `WelcomepackError` for an unknown role and for catalogs that are damaged or missing.
    """
    if loaded.settings is None:
        message = "content/project.yaml cannot be read. Run: welcomepack check"
        raise WelcomepackError(message)
    may = highest(loaded.settings.roles, role)
    try:
        received = receive(data, name)
        language = _language(received, languages, locale, name)
        _same_project(received, loaded.settings.name, name)
    except Unreadable as error:
        return Report("", refused=(error.diagnostic,))
    catalog = sound_catalog(loaded, language)
    rows = {row.name: row for row in gather(loaded, theme, catalog)}
    judged = list(_judged(received.answers, rows, may, name))
    verdicts = [one for one in judged if isinstance(one, _Verdict)]
    _must_be_in_line(catalog, [one.row for one in verdicts])
    desk = _Desk(role, may, loaded.project.today, name)
    done: list[tuple[str, Diagnostic | None]] = []
    with _catalogs(loaded.project.locales, language, dry_run=dry_run) as locales:
        for domain in dict.fromkeys(one.row.domain for one in verdicts):
            own = [one for one in verdicts if one.row.domain == domain]
            done += _put(catalog_path(locales, language, domain), own, desk)
    refused = [*received.refused, *(one for one in judged if isinstance(one, Diagnostic))]
    refused += [late for _, late in done if late]
    return Report(
        language.tag,
        tuple(key for key, late in done if late is None),
        len(received.answers) - len(done) - sum(isinstance(one, Diagnostic) for one in judged),
        tuple(one.name for one in received.answers if one.status is Status.NEEDS_WORK),
        tuple(sorted(refused, key=lambda one: (one.position or Position(name), one.code))),
    )


def _language(
    received: Received, languages: Mapping[str, Language], asked: str, name: str
) -> Language:
    """The language of a file, which the project must have; raises `Unreadable` (WP252)."""
    tag = received.locale if received.locale in languages else _REGION.sub("", received.locale)
    at = Position(name)
    if tag not in languages or tag == "en":
        known = ", ".join(one for one in languages if one != "en")
        message = f'The file is of the language "{received.locale}".'
        raise Unreadable(Diagnostic("WP252", message, at, f"This project has: {known}."))
    if asked and asked != tag:
        message = f'The file is of the language "{tag}", not "{asked}".'
        raise Unreadable(Diagnostic("WP252", message, at))
    return languages[tag]


def _same_project(received: Received, project: str, name: str) -> None:
    if received.project not in {"", project}:
        message = f'The file was made by the project "{received.project}", not "{project}".'
        raise Unreadable(Diagnostic("WP252", message, Position(name)))


def _judged(
    answers: Sequence[Answer], rows: Mapping[str, Row], may: State, name: str
) -> Iterator[_Verdict | Diagnostic | None]:
    """For each answer what to do with it: take it, refuse it, or nothing."""
    times = Counter(one.name for one in answers)
    for one in answers:
        row = rows.get(one.name)
        at = Position(name, one.line)
        if row is None:
            hint = nearest(one.name, rows) or "The text is no longer in the content."
            yield Diagnostic("WP253", f"{one.name}: There is no such text.", at, hint)
        elif refused := _misplaced(one, row, times[one.name], at):
            yield refused
        else:
            yield _verdict(one, row, may, at)


def _misplaced(one: Answer, row: Row, times: int, at: Position) -> Diagnostic | None:
    """Why a row does not belong to its text as that is now, if so."""
    if times > 1:
        message = f"{one.name}: The row stands there {times} times."
        return Diagnostic("WP254", message, at, "Keep one of them.")
    if digest(one.english) != one.digest:
        message = f"{one.name}: The English in this row is not the one that was sent with it."
        hint = "Perhaps one column was sorted without the others. Use the file as it was sent."
        return Diagnostic("WP256", message, at, hint)
    if one.shown is not None and digest(clean(one.shown)) != one.text_digest:
        message = f'{one.name}: The "current text" is not the one that was sent in this row.'
        return Diagnostic("WP256", message, at, 'New words belong into "your text".')
    if one.digest != row.digest:
        message = f"{one.name}: The English is now: {row.english}"
        return Diagnostic("WP255", message, at, "Export this text again.")
    return None


def _verdict(one: Answer, row: Row, may: State, at: Position) -> _Verdict | Diagnostic | None:
    """What a row that is in its place says."""
    text = clean(one.text)
    if not text:
        return _confirmed(one, row, may, at)
    claim = _CLAIMS.get(one.status)
    if text == clean(row.text):
        return _claimed(row, row.text, claim, may, at) if claim else None
    if one.text_digest not in {"", row.text_digest}:
        return _overtaken(row, at)
    if one.status is Status.MACHINE:
        if row.state not in _DRAFTS:
            message = f"{row.name}: A tool wrote this text, and nobody confirmed it."
            hint = "It does not replace what a person wrote. Confirm it in the tool first."
            return Diagnostic("WP259", message, at, hint)
        return _claimed(row, text, State.MT, may, at)
    # In XLIFF the mark may be the one that we sent with the text before: it says nothing.
    left_over = one.shown is None and row.state in _CLAIMS.values()
    return _claimed(row, text, State.EDITED if left_over or not claim else claim, may, at)


def _confirmed(one: Answer, row: Row, may: State, at: Position) -> _Verdict | Diagnostic | None:
    """A row without a new text: its status speaks of the text that was shown."""
    claim = _CLAIMS.get(one.status)
    if claim is None or one.shown is None:
        return None
    if not row.text:
        message = f'{row.name}: "{one.status}" is said of a text that is not there.'
        return Diagnostic("WP259", message, at)
    if one.text_digest != row.text_digest:
        return _overtaken(row, at)
    return _claimed(row, row.text, claim, may, at)


def _overtaken(row: Row, at: Position) -> Diagnostic:
    message = f"{row.name}: The translation has changed since the file was sent."
    return Diagnostic("WP259", message, at, "Export this text again, and look at the new one.")


def _claimed(row: Row, text: str, claim: State, may: State, at: Position) -> _Verdict | Diagnostic:
    """A text with the state it may have; refused (WP258) if it must not be printed."""
    if wrong := " ".join(_wrong(row.english, text)):
        return Diagnostic("WP258", f"{row.name}: {wrong}", at)
    return _Verdict(row, at.line, text, min(claim, may, key=_STRENGTH.index))


def _wrong(english: str, text: str) -> Iterator[str]:
    if len(text) > MAX_TEXT:
        yield f"The text has {len(text):,} characters; is a quotation mark not closed?"
        return
    lost = "\N{REPLACEMENT CHARACTER}" in text or ("??" in text and "??" not in english)
    if lost:
        yield "Letters were lost: the file was saved in a wrong encoding."
    if any(unicodedata.category(char) in {"Cc", "Cs", "Co", "Cn"} for char in text):
        yield "The text holds an invisible control character."
    yield from (sentence for _, sentence in problems(english, text))


def _must_be_in_line(catalog: Catalog, rows: Sequence[Row]) -> None:
    """Raise unless the catalogs hold the English of these rows, word for word."""
    for row in rows:
        one = catalog.domains.get(row.domain, {}).get(row.key)
        if one is None or one.english != row.english:
            message = (
                f"The catalogs are not in line with the content ({row.name}). "
                "Run: welcomepack messages update"
            )
            raise WelcomepackError(message)


@contextmanager
def _catalogs(locales: Path, language: Language, *, dry_run: bool) -> Iterator[Path]:
    """The folder of catalogs to write to: with ``dry_run`` a copy that is thrown away."""
    if not dry_run:
        yield locales
        return
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(locales / language.folder, Path(folder) / language.folder)
        yield Path(folder)


@dataclass(frozen=True, slots=True)
class _Desk:
    """Who hands in what, and when."""

    role: str
    may: State
    day: date
    file: str


def _put(
    path: Path, verdicts: Sequence[_Verdict], desk: _Desk
) -> Iterator[tuple[str, Diagnostic | None]]:
    """Write the verdicts on one domain into its catalog; yields names, refused ones with why."""
    named = {one.row.key: one for one in verdicts}
    people = [one for one in verdicts if one.state is not State.MT]
    changes = [Change(one.row.key, one.row.english, one.text, one.state) for one in people]
    done = apply(path, changes, role=desk.role, may=desk.may, day=desk.day)
    for key in done.taken:
        yield named[key].row.name, None
    for refusal in done.refused:
        one = named[refusal.key]
        message = f"{one.row.name}: {refusal.reason}"
        yield one.row.name, Diagnostic("WP259", message, Position(desk.file, one.line))
    drafts = {one.row.key: one.text for one in verdicts if one.state is State.MT}
    if drafts:
        record(path, drafts, State.MT, engine="file", by=desk.role, date=desk.day.isoformat())
        for key in drafts:
            yield named[key].row.name, None
