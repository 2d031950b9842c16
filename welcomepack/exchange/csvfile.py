"""CSV: UTF-8 with a byte order mark, so that spreadsheets read it as what it is.

A spreadsheet runs a cell that begins with ``=`` as a formula (CWE-1236), so such cells begin
with an apostrophe, which is taken off again on return; so does a text's own apostrophe, or it
would be lost. The last column holds version, language and digests of both texts; it begins
with a letter, because a spreadsheet turns a digest such as 12345678 or 1e234567 into a number.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence

from welcomepack.diagnostic import Diagnostic, Position
from welcomepack.exchange import table
from welcomepack.exchange.guard import MAX_BYTES, unreadable
from welcomepack.exchange.row import VERSION, Answer, Received, Sheet, received

CHECK = "check"
COLUMNS = (*table.COLUMNS, CHECK)
_FORMULA = frozenset("=+-@\t\r\n\uff0b\uff0d\uff1d\uff20")
_GUARDED = _FORMULA | {"'"}
_SEPARATORS = (",", ";", "\t")
_CHECK = re.compile(
    r"v(?P<version>\d+)-(?P<locale>[A-Za-z-]+)-(?P<english>[0-9a-f]{8})-(?P<text>[0-9a-f]{8})"
)
_SAVE = 'Save it as "CSV UTF-8".'


def guard(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula; `unguard` gives the text back."""
    return f"'{cell}" if cell[:1] in _GUARDED and cell else cell


def unguard(cell: str) -> str:
    """The text of a guarded cell; an apostrophe that somebody typed before a letter stays."""
    return cell[1:] if cell.startswith("'") and cell[1:2] in _GUARDED and cell[1:] else cell


def write(sheet: Sheet) -> bytes:
    """The rows as CSV; the same rows give the same bytes."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in sheet.rows:
        check = f"v{VERSION}-{sheet.language.tag}-{row.digest}-{row.text_digest}"
        writer.writerow([*(guard(cell) for cell in table.cells(row)), check])
    return out.getvalue().encode("utf-8-sig")


def read(data: bytes, name: str) -> Received:
    """The answers of a returned CSV file; raises `Unreadable` if it is none of ours."""
    rows = _rows(_decoded(data, name), name)
    columns = table.find_columns(rows[0] if rows else (), COLUMNS, Position(name))
    found = list(_answers(rows[1:], columns, name))
    locales = [locale for locale, _ in found if locale]
    locale = locales[0] if locales else ""
    told = [
        _other_language(one, tag, locale, name) if tag not in {"", locale} else one
        for tag, one in found
    ]
    return received(locale, "", told)


def _decoded(data: bytes, name: str) -> str:
    """The text of a file; spreadsheets' "Unicode text" says by its first bytes what it is."""
    encoding = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise unreadable(name, "The file is not in UTF-8.", _SAVE, line) from None


def _rows(text: str, name: str) -> list[list[str]]:
    """All rows of cells, with the separator that finds most of our columns in the header."""
    first = text.partition("\n")[0].casefold()
    wanted = [column.casefold() for column in COLUMNS]

    def known(separator: str) -> int:
        return sum(cell.strip(' "\r') in wanted for cell in first.split(separator))

    before = csv.field_size_limit(MAX_BYTES)
    try:
        return list(
            csv.reader(io.StringIO(text, newline=""), delimiter=max(_SEPARATORS, key=known))
        )
    except csv.Error as error:
        raise unreadable(name, f"The file is damaged: {error}.", _SAVE) from None
    finally:
        csv.field_size_limit(before)


def _answers(
    rows: Sequence[Sequence[str]], columns: dict[str, int], name: str
) -> Iterator[tuple[str, Answer | Diagnostic]]:
    """Each row with its language; rows are counted as a spreadsheet does, header and all."""
    for number, row in enumerate(rows, 2):
        if table.is_blank(row):
            continue
        at = Position(name, number)
        cells = {column: row[i] if i < len(row) else "" for column, i in columns.items()}
        key = cells[table.KEY].strip()
        formula = next((one for one, cell in cells.items() if cell[:1] in _FORMULA and cell), "")
        if formula:
            message = f'{key}: "{formula}" begins with "{cells[formula][0]}", as a formula does.'
            hint = "If it is meant as text, put an apostrophe (') before it."
            yield "", Diagnostic("WP257", message, at, hint)
            continue
        check = _CHECK.fullmatch(cells[CHECK].strip())
        if check is None or check["version"] != VERSION:
            message = f'{key}: The column "{CHECK}" is not as it was sent.'
            yield "", Diagnostic("WP256", message, at, "Leave that column as it is.")
            continue
        plain = {column: unguard(cell) for column, cell in cells.items()}
        yield check["locale"], table.answer(plain, (check["english"], check["text"]), at)


def _other_language(
    one: Answer | Diagnostic, tag: str, locale: str, name: str
) -> Answer | Diagnostic:
    if isinstance(one, Diagnostic):
        return one
    message = f"{one.name}: The row is of the language {tag}, the file of {locale}."
    return Diagnostic("WP252", message, Position(name, one.line), "One file holds one language.")
