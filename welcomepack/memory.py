"""The translation memory: for an English sentence, the best text that any catalog has.

It is what lets a second borough begin with the sentences of the first. The file is only a copy
of the catalogs, made again whenever they or it have changed; only exactly the same English
counts, and a text from it never prints as more than it was.
"""

import hashlib
import sqlite3
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from welcomepack.catalog import Recalled, catalog_path
from welcomepack.catalog.evidence import Evidence, evidence
from welcomepack.language import Language, registry
from welcomepack.model import State
from welcomepack.project import Project

NAME = "memory.sqlite"
_VERSION = "1"
_STRENGTH = tuple(State)
_TABLES = """
CREATE TABLE about (fingerprint TEXT NOT NULL);
CREATE TABLE texts (
  locale TEXT NOT NULL, english TEXT NOT NULL, text TEXT NOT NULL,
  state TEXT NOT NULL, origin TEXT NOT NULL, date TEXT NOT NULL,
  PRIMARY KEY (locale, english)
) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Remembered:
    """One row: English, the best text in a language, its state, the domain it is from, a day."""

    english: str
    text: str
    state: State
    origin: str
    date: str


@dataclass(frozen=True, slots=True)
class Memory:
    """The memory's file, open for questions; a language is read when it is first asked for."""

    path: Path
    _read: dict[str, dict[str, Recalled]] = field(default_factory=dict, repr=False, compare=False)

    def recall(self, english: str, language: Language) -> Recalled | None:
        """The best text for exactly this English; what `catalog.update` asks for new keys."""
        if language.tag not in self._read:
            self._read[language.tag] = {
                row.english: Recalled(row.text, row.state, row.origin)
                for row in self.rows(language)
            }
        return self._read[language.tag].get(english)

    def rows(self, language: Language) -> tuple[Remembered, ...]:
        """All texts of a language, in the order of the English."""
        asked = (
            "SELECT english, text, state, origin, date FROM texts WHERE locale = ? ORDER BY english"
        )
        with closing(sqlite3.connect(self.path)) as file:
            found = file.execute(asked, (language.tag,)).fetchall()
        return tuple(Remembered(row[0], row[1], State(row[2]), *row[3:]) for row in found)

    def size(self) -> int:
        """How many texts it holds, all languages together."""
        with closing(sqlite3.connect(self.path)) as file:
            return int(file.execute("SELECT count(*) FROM texts").fetchone()[0])


def open_memory(project: Project) -> Memory:
    """The memory as the catalogs are now; made again if they or its file have changed."""
    path = project.desk / NAME
    languages = _languages(project)
    if _fingerprint_in(path) != _fingerprint(project.locales, languages):
        return _rebuild(project, languages)
    return Memory(path)


def rebuild(project: Project) -> Memory:
    """Make the memory from all catalogs, whether they have changed or not."""
    return _rebuild(project, _languages(project))


def _languages(project: Project) -> list[Language]:
    return sorted(registry(project.locales).values(), key=lambda one: one.tag)


def _rebuild(project: Project, languages: Sequence[Language]) -> Memory:
    """Make the file beside the old one, and replace that in one step."""
    path = project.desk / NAME
    path.parent.mkdir(parents=True, exist_ok=True)
    # The fingerprint is taken first: a catalog that changes meanwhile makes the copy old, not wrong.
    mark = _fingerprint(project.locales, languages)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".memory.") as folder:
        made = Path(folder) / NAME
        with closing(sqlite3.connect(made)) as file:
            file.executescript(_TABLES)
            file.execute("INSERT INTO about VALUES (?)", (mark,))
            for language in languages:
                file.executemany(
                    "INSERT INTO texts VALUES (?, ?, ?, ?, ?, ?)",
                    _rows(language, best(evidence(project.locales, language))),
                )
            file.commit()
        made.replace(path)
    return Memory(path)


def best(found: Iterable[Evidence]) -> dict[str, Evidence]:
    """For each English the best text: the state decides, then its own place, then the day.

    Texts that are alike in all that are told apart by their area and letters, so that the
    memory is the same on every machine.
    """

    def rank(one: Evidence) -> tuple[int, bool, str, str, str]:
        return (_STRENGTH.index(one.state), one.own, one.date, one.origin, one.text)

    chosen: dict[str, Evidence] = {}
    for one in found:
        other = chosen.get(one.english)
        if other is None or rank(one) > rank(other):
            chosen[one.english] = one
    return chosen


def _rows(language: Language, chosen: Mapping[str, Evidence]) -> list[tuple[str, ...]]:
    return [
        (language.tag, english, one.text, str(one.state), one.origin, one.date)
        for english, one in sorted(chosen.items())
    ]


def _fingerprint(locales: Path, languages: Iterable[Language]) -> str:
    """A digest of all that the memory is made from."""
    whole = hashlib.sha256(_VERSION.encode())
    for language in languages:
        for path in sorted(catalog_path(locales, language, "x").parent.glob("*.po")):
            content = path.read_bytes()
            whole.update(f"\n{language.tag} {path.name} {len(content)}\n".encode())
            whole.update(content)
    return whole.hexdigest()


def _fingerprint_in(path: Path) -> str:
    """What the file was made from; empty when it is missing, damaged or of another version."""
    if not path.is_file():
        return ""
    try:
        with closing(sqlite3.connect(path)) as file:
            if file.execute("PRAGMA quick_check").fetchone() != ("ok",):
                return ""
            row = file.execute("SELECT fingerprint FROM about").fetchone()
            file.execute("SELECT locale, english, text, state, origin, date FROM texts LIMIT 1")
    except sqlite3.Error:
        return ""
    return str(row[0]) if row else ""
