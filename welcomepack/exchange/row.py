"""What goes out and what comes back: one row a text, the same for every file format."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from welcomepack.diagnostic import Diagnostic
from welcomepack.language import Language
from welcomepack.message import digest
from welcomepack.model import State

# The version of all three file formats together; a file of another version is refused.
VERSION = "1"
# Longer than any message; a cell beyond it is a quotation mark that was never closed.
MAX_TEXT = 4000
# Many times the texts of a project; each row of a stranger's file costs time.
MAX_ROWS = 20_000
# XML 1.0 (section 2.2) has no place for these, so no XLIFF and no XLSX can hold them.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BLANKS = re.compile("[\t-\r \x1c-\x1f\x85\u2028\u2029]+")
# Categories of Unicode that stand for no letter, mark or sign: controls, halves, unassigned.
NO_TEXT = frozenset({"Cc", "Cs", "Co", "Cn"})
_LONGEST_MESSAGE = 500
_LINE_END = re.compile("\r\n?")

STATES: Mapping[State, str] = {
    State.MISSING: "not translated yet",
    State.STALE: "the English has changed since this was translated",
    State.MT: "machine translation, not checked",
    State.TM: "taken over from an earlier text, not checked here",
    State.EDITED: "translated by a person, not checked",
    State.CHECKED: "checked by a speaker",
    State.APPROVED: "checked, and approved by the council",
}


class Status(StrEnum):
    """What the person (or tool) who sent a row back says of its text."""

    NOTHING = ""
    NEEDS_WORK = "needs work"
    TRANSLATED = "translated"
    CHECKED = "checked"
    APPROVED = "approved"
    # Said by tools only: an engine wrote the text, and nobody has confirmed it.
    MACHINE = "machine"


# What a person may choose, in the order of the list in the sheet.
CHOICES = (Status.TRANSLATED, Status.CHECKED, Status.APPROVED, Status.NEEDS_WORK)


@dataclass(frozen=True, slots=True)
class Row:
    """One text to be sent out.

    ``domain`` is an area's id or ``theme``; ``prints`` the English as it will look; ``text`` the
    translation there is, of whatever state; ``before`` the English that a stale one was made
    from; ``comment`` the author's comment and where the text stands.
    """

    domain: str
    key: str
    english: str
    prints: str = ""
    text: str = ""
    state: State = State.MISSING
    before: str = ""
    comment: str = ""

    @property
    def name(self) -> str:
        """What identifies the row in every file: the same key may stand in two areas."""
        return f"{self.domain}:{self.key}"

    @property
    def digest(self) -> str:
        """Tells on return whether the English is still the one that was sent."""
        return digest(self.english)

    @property
    def text_digest(self) -> str:
        """Tells on return whether the translation is still the one that was sent."""
        return digest(clean(self.text))


@dataclass(frozen=True, slots=True)
class Sheet:
    """All rows of one file: one project, one language."""

    project: str
    language: Language
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """One row that came back, as it stands in the file; nothing of it is trusted.

    ``english`` and ``shown`` are the English and the translation that the row shows now
    (``shown`` is ``None`` where ``text`` is that same field), ``digest`` and ``text_digest`` those
    of what was sent (the latter empty where a tool has lost it). An empty ``text`` means no
    change.
    """

    line: int
    name: str
    english: str
    digest: str
    text_digest: str
    shown: str | None
    text: str
    status: Status = Status.NOTHING


@dataclass(frozen=True, slots=True)
class Received:
    """A file that came back: its language and project, the good rows, and what was refused."""

    locale: str
    project: str
    answers: tuple[Answer, ...]
    refused: tuple[Diagnostic, ...] = ()


def received(locale: str, project: str, found: Iterable[Answer | Diagnostic]) -> Received:
    """What a reader found, the good rows and the refused ones apart."""
    every = tuple(found)
    return Received(
        locale,
        project,
        tuple(one for one in every if isinstance(one, Answer)),
        tuple(one for one in every if isinstance(one, Diagnostic)),
    )


class Unreadable(Exception):  # noqa: N818 - carries a diagnostic out of a reader, nothing more
    """Nothing of the file can be used; the diagnostic says why and what to do."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


def clean(text: str) -> str:
    """A text as catalogs hold it: one line, single spaces, composed letters (NFC)."""
    return unicodedata.normalize("NFC", _BLANKS.sub(" ", text)).strip(" ")


def printable(one: Diagnostic) -> Diagnostic:
    """A diagnostic whose words from a file cannot command a terminal, nor fill it."""
    lost = "\N{REPLACEMENT CHARACTER}"
    words = one.message[:_LONGEST_MESSAGE]
    told = "".join(lost if unicodedata.category(char) in NO_TEXT else char for char in words)
    return replace(one, message=told + ("…" if words != one.message else ""))


def sendable(text: str) -> str:
    """A text as every format can carry it: nothing that XML forbids, one kind of line end."""
    return _LINE_END.sub("\n", _ILLEGAL.sub("\N{REPLACEMENT CHARACTER}", text))
