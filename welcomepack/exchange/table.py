"""What CSV and XLSX share: the columns, and how a row of cells becomes an answer."""

from collections.abc import Mapping, Sequence

from welcomepack.diagnostic import Diagnostic, Position
from welcomepack.exchange.row import CHOICES, Answer, Row, Status, Unreadable, sendable
from welcomepack.model import State

KEY, ENGLISH, PRINTS, TEXT = "key", "English", "what it prints", "current text"
YOURS, COMMENT, STATUS = "your text", "comment", "status"
COLUMNS = (KEY, ENGLISH, PRINTS, TEXT, YOURS, COMMENT, STATUS)
# Columns that a returned file may lack: they only inform.
_OPTIONAL = {PRINTS, COMMENT}


def cells(row: Row) -> tuple[str, ...]:
    """A row as the cells of `COLUMNS`; the two that a person fills in are empty."""
    comment = row.comment
    if row.state is State.STALE and row.before:
        comment = f"{comment} Before, the English was: {row.before}".strip()
    told = (row.name, row.english, row.prints, row.text, "", comment, "")
    return tuple(sendable(cell) for cell in told)


def find_columns(header: Sequence[str], wanted: Sequence[str], at: Position) -> dict[str, int]:
    """Where each wanted column stands, whatever their order.

    Raises `Unreadable` (WP251) for one that is missing, renamed or there twice.
    """
    names = [" ".join(cell.split()).casefold() for cell in header]
    known = {column.casefold(): column for column in wanted}
    needed = [column for column in wanted if column not in _OPTIONAL]
    missing = [column for column in needed if column.casefold() not in names]
    twice = [column for name, column in known.items() if names.count(name) > 1]
    expected = f"The columns must be: {', '.join(wanted)}."
    if missing:
        told = ", ".join(f'"{one}"' for one in missing)
        message = f"Columns are missing: {told}."
        raise Unreadable(Diagnostic("WP251", message, at, expected))
    if twice:
        message = f'Two columns are called "{twice[0]}".'
        raise Unreadable(Diagnostic("WP251", message, at, expected))
    return {known[name]: place for place, name in enumerate(names) if name in known}


def answer(found: Mapping[str, str], sent: tuple[str, str], at: Position) -> Answer | Diagnostic:
    """A row of cells by column as an answer, or why it is refused.

    ``sent`` holds the digests of the English and of the translation that were sent.
    """
    name = found[KEY].strip()
    said = " ".join(found[STATUS].split()).casefold()
    if not name:
        message = "The row has a text and no key." if found[YOURS] else "The row has no key."
        return Diagnostic("WP253", message, at, "Rows cannot be added here; ask the office.")
    if said not in set(Status) - {Status.MACHINE}:
        message = f'{name}: "{found[STATUS].strip()}" is not a status.'
        return Diagnostic("WP259", message, at, f"Choose one of: {', '.join(CHOICES)}.")
    english = " ".join(found[ENGLISH].split())
    return Answer(at.line, name, english, *sent, found[TEXT], found[YOURS], Status(said))


def is_blank(row: Sequence[str]) -> bool:
    """Whether a row of cells holds nothing, as below the end of a sheet."""
    return not any(cell.strip() for cell in row)
