"""Workbooks: what a translator sees, and what comes back from other spreadsheet programs."""

import io
import random
import re
import zipfile
from collections.abc import Callable

import openpyxl
import pytest
from exchange_support import ARABIC, fill, in_xlsx
from exchange_texts import row_lists
from hypothesis import given, settings
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from project_support import REPO

from welcomepack.exchange import table
from welcomepack.exchange.guard import MAX_UNPACKED
from welcomepack.exchange.row import MAX_ROWS, Row, Sheet, Status, Unreadable
from welcomepack.exchange.xlsx import HOW, META, TEXTS, read, write
from welcomepack.language import registry
from welcomepack.model import State

RING = Row("england", "gp/ring", "Call {gp.phone}.", "Call 0808 8010 503.", "اتصل", State.MT)
FREE = Row("england", "gp/free", "=It is free.", "", "+مجاني", State.CHECKED)
WAIT = Row("theme", "theme/wait", "Wait", "", "", State.MISSING)
# Some 40 kB of zip and 10 sheets' worth of parsing an example.
few = settings(max_examples=25)


def file(*rows: Row, tag: str = "ar") -> bytes:
    language = ARABIC if tag == "ar" else registry(REPO / "locales")[tag]
    return write(Sheet("Welcome pack", language, rows or (RING, FREE, WAIT)))


def page(data: bytes, name: str = TEXTS) -> Worksheet:
    found = openpyxl.load_workbook(io.BytesIO(data))[name]
    assert isinstance(found, Worksheet)
    return found


def refused(data: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        read(data, "a.xlsx")
    return caught.value.diagnostic.text()


def in_book(data: bytes, change: Callable[[Workbook], object]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(data))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


# What is sent


@few
@given(row_lists)
def test_what_is_sent_comes_back_the_same(rows: tuple[Row, ...]) -> None:
    for data in (file(*rows), in_xlsx(file(*rows))):
        back = read(data, "a.xlsx")
        assert back.refused == ()
        assert (back.locale, back.project) == ("ar", "Welcome pack")
        assert [(one.name, one.english, one.digest) for one in back.answers] == [
            (row.name, row.english, row.digest) for row in rows
        ]
        assert [(one.shown or "", one.text_digest) for one in back.answers] == [
            (row.text, row.text_digest) for row in rows
        ]
        assert {(one.text, one.status) for one in back.answers} == {("", Status.NOTHING)}


def test_the_same_rows_give_the_same_bytes() -> None:
    data = file()
    assert data == file()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert set(re.findall(rb"20\d\d-\d\d-\d\dT", archive.read("docProps/core.xml"))) == set()


def test_every_cell_is_text_and_stays_text() -> None:
    data = file()
    for name in (HOW, TEXTS, META):
        cells = [cell for row in page(data, name).iter_rows() for cell in row]
        assert len(cells) > 5
        assert {cell.number_format for cell in cells} == {"@"}
        assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}
        assert {cell.quotePrefix for cell in cells} == {True}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheets = [archive.read(one) for one in archive.namelist() if "worksheets/" in one]
    assert len(sheets) == 3
    assert [sheet for sheet in sheets if b"<f>" in sheet or b"<f " in sheet] == []


def test_only_the_text_and_the_status_can_be_written_into() -> None:
    sheet = page(file())
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    locked = {sheet.cell(1, n).value: sheet.cell(2, n).protection.locked for n in range(1, 8)}
    assert [name for name, lock in locked.items() if not lock] == [table.YOURS, table.STATUS]
    assert tuple(locked) == table.COLUMNS
    assert sheet.freeze_panes == "C2"


def test_the_status_is_chosen_from_a_list() -> None:
    (one,) = page(file()).data_validations.dataValidation
    assert one.formula1 == '"translated,checked,approved,needs work"'
    assert str(one.sqref) == "G2:G4"


@pytest.mark.parametrize(("tag", "rtl"), [("ar", True), ("ti", False)])
def test_the_sheet_reads_as_its_language(tag: str, rtl: bool) -> None:  # noqa: FBT001 - a parameter
    language = registry(REPO / "locales")[tag]
    sheet = page(file(tag=tag))
    assert bool(sheet.sheet_view.rightToLeft) is rtl
    english, current, yours = sheet["B2"], sheet["D2"], sheet["E2"]
    assert {current.font.name, yours.font.name} == {language.fonts[0]}
    assert english.alignment.readingOrder == 1
    assert yours.alignment.readingOrder == (2 if rtl else 1)
    assert yours.alignment.wrap_text


def test_the_digests_are_hidden_and_the_instructions_come_first() -> None:
    book = openpyxl.load_workbook(io.BytesIO(file()))
    assert [(one.title, one.sheet_state) for one in book.worksheets] == [
        (HOW, "visible"),
        (TEXTS, "visible"),
        (META, "hidden"),
    ]
    told = [str(cell.value) for (cell,) in page(file(), HOW).iter_rows(max_col=1)]
    assert told[0] == "Welcome packs: texts in Arabic (العربية)"
    assert any("{gp.phone}" in line for line in told)


def test_a_stale_row_shows_the_english_before_and_now() -> None:
    one = Row("england", "a", "New.", "", "قديم", State.STALE, "Old.", "Doctor.")
    sheet = page(file(one))
    assert sheet["B2"].value == "New."
    assert sheet["F2"].value == "Doctor. Before, the English was: Old."


# What comes back


@pytest.mark.parametrize(
    "text",
    [
        "نص",
        "'نص",
        "\u0660 {gp.phone}",
        "سطر\nسطر",
        '"',
        "e\u0301",
        "𞤀",
        "می\u200cشود",
        "0808 8010 503",
    ],
)
def test_a_text_that_somebody_typed_is_read_as_typed(text: str) -> None:
    data = in_xlsx(file(), fill({"gp/ring": {table.YOURS: text, table.STATUS: "checked"}}))
    (one,) = [one for one in read(data, "a.xlsx").answers if one.name == RING.name]
    assert (one.text, one.status, one.line) == (text, Status.CHECKED, 2)


def test_rows_may_be_sorted_and_deleted() -> None:
    def shuffle(sheet: Worksheet) -> None:
        values = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
        for row, cells in zip((2, 4), reversed(values[1:]), strict=True):
            for column, value in enumerate(cells, 1):
                sheet.cell(row, column).value = value
        for column in range(1, 8):
            sheet.cell(3, column).value = None

    def as_text(sheet: Worksheet) -> None:
        shuffle(sheet)
        sheet["B4"].data_type = sheet["D4"].data_type = "s"

    back = read(in_xlsx(file(), as_text), "a.xlsx")
    assert back.refused == ()
    assert [(one.name, one.line) for one in back.answers] == [(WAIT.name, 2), (FREE.name, 4)]
    fresh = {one.name: one.digest for one in read(file(), "a.xlsx").answers}
    assert {one.name: one.digest for one in back.answers} == {
        name: digest for name, digest in fresh.items() if name != RING.name
    }


def test_words_that_excel_escapes_are_read_as_meant() -> None:
    data = in_xlsx(file(), fill({"gp/ring": {table.YOURS: "one_x000D_\ntwo _x005F_x0041_"}}))
    assert read(data, "a.xlsx").answers[0].text == "one\r\ntwo _x0041_"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ('=HYPERLINK("http://example.org","x")', "is a formula"),
        ("=1+1", "is a formula"),
        (111, "is a number or a date"),
        (1.5, "is a number or a date"),
        (True, "is a number or a date"),
        ("#REF!", "shows an error"),
    ],
)
@pytest.mark.parametrize("column", [table.YOURS, table.STATUS, table.COMMENT])
def test_what_is_no_text_refuses_its_row_and_no_other(
    value: object, said: str, column: str
) -> None:
    back = read(in_xlsx(file(), fill({"gp/ring": {column: value}})), "a.xlsx")
    assert [one.name for one in back.answers] == [FREE.name, WAIT.name]
    (one,) = back.refused
    assert (one.code, one.position and one.position.line) == ("WP257", 2)
    assert f'england:gp/ring: "{column}" {said}' in one.message


@pytest.mark.parametrize("title", [TEXTS, META])
def test_a_sheet_that_is_gone_is_told(title: str) -> None:
    data = in_book(file(), lambda book: book.remove(book[title]))
    assert f'WP251 The workbook has no sheet "{title}".' in refused(data)


def test_other_sheets_do_not_matter() -> None:
    data = in_book(file(), lambda book: book.create_sheet("Notes").append(["=1", 2]))
    assert read(data, "a.xlsx") == read(file(), "a.xlsx")


def test_a_workbook_of_another_version_is_refused() -> None:
    def change(book: Workbook) -> None:
        book[META]["B1"] = "2"

    assert "another version" in refused(in_book(file(), change))


def test_an_endless_sheet_is_refused_or_cut() -> None:
    def far(book: Workbook) -> None:
        book[TEXTS].cell(1_048_576, 16_384).value = "x"

    assert len(read(in_book(file(), far), "a.xlsx").answers) == 3

    def long(book: Workbook) -> None:
        book[TEXTS].cell(MAX_ROWS + 1, 1).value = "x"

    assert "more than 20,000 rows" in refused(in_book(file(), long))


def test_a_workbook_with_a_bomb_or_a_document_type_is_refused() -> None:
    def with_member(name: str, content: bytes) -> bytes:
        out = io.BytesIO(file())
        with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(name, content)
        return out.getvalue()

    assert "unfolds to" in refused(with_member("xl/media/a.bin", b"\0" * (MAX_UNPACKED + 1)))
    assert "document type" in refused(with_member("xl/a.xml", b"<!DOCTYPE a><a/>"))


def test_a_workbook_that_lost_parts_is_refused_not_a_crash() -> None:
    with zipfile.ZipFile(io.BytesIO(file())) as archive:
        members = {one: archive.read(one) for one in archive.namelist()}
    assert len(members) > 8
    for lost in members:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for name, content in members.items():
                if name != lost:
                    archive.writestr(name, content)
        try:
            assert len(read(out.getvalue(), "a.xlsx").answers) == 3, lost
        except Unreadable as error:
            assert error.diagnostic.code in {"WP250", "WP251"}  # noqa: PT017 - some may go


def test_a_workbook_with_wrong_bytes_is_refused_not_a_crash() -> None:
    whole = file()
    chance = random.Random(1)  # noqa: S311 - the same places in every run
    refused_ones = 0
    for _ in range(60):
        place = chance.randrange(len(whole))
        broken = whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :]
        try:
            read(broken, "a.xlsx")
        except Unreadable:
            refused_ones += 1
    assert refused_ones > 40
