"""XLSX for community translators: one sheet to fill in, one that explains it, one for us.

Every cell is text and stays text, so a phone number keeps its first zero and nothing that
begins with ``=`` is run. The sheet is protected against slips, without a password. What must
hold on return stands in a hidden sheet, by key, so rows may be sorted or deleted.
"""

import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence

import openpyxl
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from welcomepack.diagnostic import Diagnostic, Position
from welcomepack.exchange import table
from welcomepack.exchange.guard import check_zip, unreadable
from welcomepack.exchange.row import (
    CHOICES,
    MAX_ROWS,
    VERSION,
    Answer,
    Received,
    Sheet,
    Unreadable,
    received,
)
from welcomepack.language import Language

TEXTS, HOW, META = "Texts", "How to", "welcomepack"
_MAX_COLUMNS = 30
_FOREIGN = {table.TEXT, table.YOURS}
_OPEN = {table.YOURS, table.STATUS}
_WIDTHS = {
    table.KEY: 28,
    table.ENGLISH: 45,
    table.PRINTS: 30,
    table.TEXT: 45,
    table.YOURS: 45,
    table.COMMENT: 40,
    table.STATUS: 14,
}
# A zip file's oldest date: the bytes must not depend on the day of the export.
_EPOCH = (1980, 1, 1, 0, 0, 0)
_NO_DAY = rb"1980-01-01T00:00:00Z"
_MODIFIED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")
# ECMA-376 part 1, 22.9.2.19: _x000D_ in a cell stands for a character, so a text that holds
# such words itself must say that its first underscore is one.
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_MUST_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_INSTRUCTIONS = """\
Welcome packs: texts in {language} ({own_name})
Please work in the sheet "Texts". Each row is one text of a booklet for people who are new here.
Write your translation in the column "your text".
If the current text is good, leave "your text" empty and choose "checked".
Words in braces, such as {{gp.phone}}, are put in later: a phone number, an address, a price. \
Keep them exactly as they are, each as often as in the English.
The column "what it prints" shows what will stand there.
Do not type phone numbers, prices, times or web addresses yourself.
Use short sentences and plain words.
The column "comment" says where a text stands, and when a mistake could do harm.
Then choose a "status":
"translated" if you wrote the text and somebody else should look at it;
"checked" if you read it beside the English and it is right;
"approved" is for the council;
"needs work" if you are not sure.
You may leave rows empty. To sort or delete rows, take off the protection of the sheet first; \
it has no password.
Please do not rename columns, and do not add rows.
Save the file as XLSX and send it back to the person who sent it to you.\
"""


def write(sheet: Sheet) -> bytes:
    """The rows as a workbook; the same rows give the same bytes."""
    book = Workbook()
    book.properties.creator = "welcomepack"
    first = book.worksheets[0]
    first.title = HOW
    _instructions(first, sheet.language)
    _texts(book.create_sheet(TEXTS), sheet)
    _meta(book.create_sheet(META), sheet)
    out = io.BytesIO()
    book.save(out)
    return _timeless(out.getvalue())


def _instructions(page: Worksheet, language: Language) -> None:
    page.column_dimensions["A"].width = 100
    for number, line in enumerate(_INSTRUCTIONS.splitlines(), 1):
        told = line.format(language=language.english_name, own_name=language.own_name)
        cell = _put(page, number, 1, told)
        cell.font = Font(name="Noto Sans", size=16 if number == 1 else 12, bold=number == 1)
    page.protection.enable()


def _texts(page: Worksheet, sheet: Sheet) -> None:
    for column, name in enumerate(table.COLUMNS, 1):
        cell = _put(page, 1, column, name)
        cell.font = Font(name="Noto Sans", bold=True)
        page.column_dimensions[cell.column_letter].width = _WIDTHS[name]
    for number, row in enumerate(sheet.rows, 2):
        for column, (name, text) in enumerate(zip(table.COLUMNS, table.cells(row), strict=True), 1):
            _dress(_put(page, number, column, text), name, sheet.language)
    page.freeze_panes = "C2"
    page.sheet_view.rightToLeft = sheet.language.rtl
    last = max(len(sheet.rows) + 1, 2)
    page.auto_filter.ref = f"A1:G{last}"
    _offer_choices(page, last)
    page.protection.enable()
    # In these, False means "not forbidden".
    page.protection.formatColumns = page.protection.formatRows = False
    page.protection.autoFilter = False


def _offer_choices(page: Worksheet, last: int) -> None:
    choice = DataValidation(type="list", formula1=f'"{",".join(CHOICES)}"', allow_blank=True)
    choice.showErrorMessage = True
    choice.errorTitle, choice.error = "Status", f"Choose one of: {', '.join(CHOICES)}."
    page.add_data_validation(choice)
    choice.add(f"G2:G{last}")


def _put(page: Worksheet, row: int, column: int, text: str) -> Cell:
    """Write a text that is never anything but text."""
    cell = page.cell(row, column)
    assert isinstance(cell, Cell)  # noqa: S101 - no cells are merged here
    if text:
        cell.value = _MUST_ESCAPE.sub("_x005F_", text)
        cell.data_type = "s"
    cell.number_format = "@"
    cell.quotePrefix = True
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _dress(cell: Cell, column: str, language: Language) -> None:
    """Font, direction, colour and lock of a cell of the sheet to fill in."""
    foreign = column in _FOREIGN
    family = language.fonts[0] if foreign else "Noto Sans"
    cell.font = Font(name=family, size=12 if foreign else 10)
    rtl = foreign and language.rtl
    # ECMA-376 part 1, 18.8.1: reading order 1 is left to right, 2 right to left.
    side, order = ("right", 2) if rtl else ("left", 1)
    cell.alignment = Alignment(horizontal=side, vertical="top", wrap_text=True, readingOrder=order)
    cell.protection = Protection(locked=column not in _OPEN)
    if column in _OPEN:
        cell.fill = PatternFill("solid", fgColor="FFF8DC")


def _meta(page: Worksheet, sheet: Sheet) -> None:
    """The hidden sheet: version, project, language, and the digests of each row."""
    told = [("version", VERSION), ("project", sheet.project), ("language", sheet.language.tag)]
    told += [(row.name, f"{row.digest}-{row.text_digest}") for row in sheet.rows]
    for number, (name, value) in enumerate(told, 1):
        _put(page, number, 1, name)
        _put(page, number, 2, value)
    page.sheet_state = "hidden"
    page.protection.enable()


def _timeless(data: bytes) -> bytes:
    """The same workbook without the time of its making."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as before,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for one in before.infolist():
            content = before.read(one)
            if one.filename == "docProps/core.xml":
                content = _MODIFIED.sub(rb"\g<1>" + _NO_DAY, content)
            info = zipfile.ZipInfo(one.filename, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            after.writestr(info, content)
    return out.getvalue()


def read(data: bytes, name: str) -> Received:
    """The answers of a returned workbook; raises `Unreadable` if it is none of ours.

    Formulas are seen as formulas and refused, row by row; nothing is ever computed.
    """
    check_zip(data, name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what the library cannot keep, we do not need
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
            pages = {
                page.title: _grid(page) for page in book.worksheets if page.title in {TEXTS, META}
            }
    except Exception as error:  # noqa: BLE001 - a stranger's file can break the library anywhere
        message = f"The workbook cannot be read: {type(error).__name__}."
        raise unreadable(name, message, "Open it in a spreadsheet and save it as XLSX.") from None
    for title in (TEXTS, META):
        if title not in pages:
            message = f'The workbook has no sheet "{title}".'
            hint = "Return the workbook that was sent, with all its sheets."
            raise Unreadable(Diagnostic("WP251", message, Position(name), hint))
    if any(len(rows) > MAX_ROWS for rows in pages.values()):
        raise unreadable(name, f"The workbook has more than {MAX_ROWS:,} rows.")
    meta = {_words(row[0]): _words(row[1]) for row in pages[META] if len(row) > 1}
    if meta.get("version") != VERSION:
        message = "The workbook was made by another version of the program."
        raise unreadable(name, message, "Export it again.")
    found = _answers(pages[TEXTS], meta, name)
    return received(meta.get("language", ""), meta.get("project", ""), found)


# A cell: its type as the library tells it, and its value.
_Grid = Sequence[Sequence[tuple[str, object]]]


def _grid(page: Worksheet) -> _Grid:
    """All rows of a sheet up to the last that holds something.

    A few bytes can claim a million rows; one more than `MAX_ROWS` are looked at.
    """
    rows = page.iter_rows(max_row=MAX_ROWS + 1, max_col=_MAX_COLUMNS)
    found = [[(cell.data_type, cell.value) for cell in row] for row in rows]
    while found and all(value is None for _, value in found[-1]):
        found.pop()
    return found


def _words(cell: tuple[str, object]) -> str:
    """The text of a cell; what is no text (a number, a date) reads as written by Python."""
    value = cell[1]
    told = "" if value is None else str(value)
    plain = _ESCAPED.sub(lambda hit: chr(int(hit[1], 16)), told)
    # Halves of a character, escaped one by one, become whole; a lone half is lost anyway.
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _answers(rows: _Grid, meta: dict[str, str], name: str) -> Iterator[Answer | Diagnostic]:
    header = [_words(cell) for cell in rows[0]] if rows else []
    columns = table.find_columns(header, table.COLUMNS, Position(name))
    for number, row in enumerate(rows[1:], 2):
        cells = {column: row[place] for column, place in columns.items()}
        plain = {column: _words(cell) for column, cell in cells.items()}
        if table.is_blank(tuple(plain.values())):
            continue
        at = Position(name, number)
        if refused := _not_text(cells, plain[table.KEY].strip(), at):
            yield refused
        else:
            english, _, text = meta.get(plain[table.KEY].strip(), "").partition("-")
            yield table.answer(plain, (english, text), at)


def _not_text(cells: dict[str, tuple[str, object]], key: str, at: Position) -> Diagnostic | None:
    """A formula in any column, or a number or date where a text should stand."""
    for column, (kind, value) in cells.items():
        if kind == "f":
            message = f'{key}: "{column}" is a formula.'
            return Diagnostic("WP257", message, at, "Type the text itself; nothing is computed.")
        if value is not None and not isinstance(value, str):
            message = f'{key}: "{column}" is a number or a date, not a text.'
            hint = "Make the cell a text (format: Text) and type it again."
            return Diagnostic("WP257", message, at, hint)
        if kind == "e":
            message = f'{key}: "{column}" shows an error, {value}.'
            return Diagnostic("WP257", message, at, "Type the text itself.")
    return None
