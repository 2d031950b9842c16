"""Taking texts in: every row is judged against the content and the catalog as they are now.

Nothing in the file is trusted. A row is taken only if its key is known, its English is the one
that was sent and still stands, and its text keeps the facts; people's words go in by
`catalog.apply`, which lets no state rise above what the role may give.
"""

import re
import shutil
import tempfile
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
from welcomepack.exchange.judge import Verdict, judge
from welcomepack.exchange.row import Received, Row, Status, Unreadable, printable
from welcomepack.language import Language
from welcomepack.load import Loaded
from welcomepack.model import State
from welcomepack.role import highest
from welcomepack.terms import read_terms

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
        return Report("", refused=(printable(error.diagnostic),))
    catalog = sound_catalog(loaded, language)
    rows = {row.name: row for row in gather(loaded, theme, catalog)}
    terms = read_terms(loaded.project.locales)
    judged = list(judge(received.answers, rows, may, name, language, terms))
    verdicts = [one for one in judged if isinstance(one, Verdict)]
    _must_be_in_line(catalog, [one.row for one in verdicts])
    desk = _Desk(role, may, loaded.project.today, name)
    done: list[tuple[str, Diagnostic | None]] = []
    with _catalogs(loaded.project.locales, language, dry_run=dry_run) as locales:
        for domain in dict.fromkeys(one.row.domain for one in verdicts):
            own = [one for one in verdicts if one.row.domain == domain]
            done += _put(catalog_path(locales, language, domain), own, desk)
    early = [one for one in judged if isinstance(one, Diagnostic)]
    refused = [*received.refused, *early, *(late for _, late in done if late)]
    return Report(
        language.tag,
        tuple(key for key, late in done if late is None),
        len(received.answers) - len(done) - len(early),
        tuple(
            one.name
            for one in received.answers
            if one.status is Status.NEEDS_WORK and one.name in rows
        ),
        tuple(sorted(map(printable, refused), key=_order)),
    )


def _order(one: Diagnostic) -> tuple[int, str]:
    return (one.position.line if one.position else 0, one.code)


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
    path: Path, verdicts: Sequence[Verdict], desk: _Desk
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
