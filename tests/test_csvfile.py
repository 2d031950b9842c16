"""CSV, also as spreadsheets save it again; and the columns that CSV and XLSX share."""

import csv
import io

import pytest
from exchange_support import ARABIC, as_csv
from exchange_texts import row_lists, texts
from hypothesis import given

from welcomepack.exchange import table
from welcomepack.exchange.csvfile import COLUMNS, guard, read, unguard, write
from welcomepack.exchange.row import Received, Row, Sheet, Status, Unreadable
from welcomepack.model import State

RING = Row("england", "gp/ring", "Call {gp.phone}.", "Call 999.", "اتصل {gp.phone}.", State.MT)
FREE = Row("england", "gp/free", "It is free; all of it.", "", "=مجاني", State.CHECKED)
# What a spreadsheet takes for a formula at the start of a cell, full-width forms included.
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def file(*rows: Row) -> bytes:
    return write(Sheet("Welcome pack", ARABIC, rows))


def cells(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def filled(**columns: str) -> list[list[str]]:
    """One row with cells of a person, as ``your_text="…"``."""
    rows = cells(file(RING))
    for column, cell in columns.items():
        rows[1][COLUMNS.index(column.replace("_", " "))] = cell
    return rows


def refused(data: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        read(data, "a.csv")
    return caught.value.diagnostic.text()


@given(row_lists)
def test_what_is_sent_comes_back_the_same(rows: tuple[Row, ...]) -> None:
    back = read(file(*rows), "a.csv")
    assert back.refused == ()
    assert back.locale == "ar"
    assert [(one.name, one.english, one.digest) for one in back.answers] == [
        (row.name, row.english, row.digest) for row in rows
    ]
    assert [(one.shown, one.text_digest) for one in back.answers] == [
        (row.text, row.text_digest) for row in rows
    ]
    assert {(one.text, one.status) for one in back.answers} == {("", Status.NOTHING)}


@given(texts)
def test_a_guarded_cell_gives_its_text_back_and_is_no_formula(text: str) -> None:
    assert unguard(guard(text)) == text
    assert not guard(text).startswith(STARTS)


@given(texts)
def test_a_text_that_somebody_typed_is_read_as_typed(text: str) -> None:
    rows = filled(your_text=guard(text))
    (one,) = read(as_csv(rows), "a.csv").answers
    assert one.text == text


@given(row_lists)
def test_no_cell_of_a_file_begins_like_a_formula(rows: tuple[Row, ...]) -> None:
    assert [cell for row in cells(file(*rows)) for cell in row if cell.startswith(STARTS)] == []


def test_the_file_says_that_it_is_utf_8() -> None:
    assert file(RING).startswith(b"\xef\xbb\xbf")
    assert file(RING) == file(RING)


def test_a_digest_can_never_become_a_number() -> None:
    assert all(row[-1].startswith("v1-ar-") for row in cells(file(RING, FREE))[1:])


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_spreadsheet_may_save_it_its_own_way(separator: str, line_end: str) -> None:
    data = as_csv(cells(file(RING, FREE)), separator, line_end)
    assert read(data, "a.csv") == read(file(RING, FREE), "a.csv")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_spreadsheet_may_choose_an_encoding_that_keeps_the_letters(encoding: str) -> None:
    data = file(RING, FREE).decode("utf-8-sig").encode(encoding)
    assert read(data, "a.csv") == read(file(RING, FREE), "a.csv")


def test_columns_are_found_by_name_and_blank_rows_are_nothing() -> None:
    rows = cells(file(RING, FREE))
    turned = [list(reversed(row)) for row in rows]
    turned[0] = [name.upper() for name in turned[0]]
    turned.insert(2, [""] * len(COLUMNS))
    turned.append([])
    back = read(as_csv(turned), "a.csv")
    assert [(one.name, one.line) for one in back.answers] == [(RING.name, 2), (FREE.name, 4)]


def test_columns_that_only_inform_may_go() -> None:
    kept = [name for name in COLUMNS if name not in {table.COMMENT, table.PRINTS}]
    rows = [[row[COLUMNS.index(name)] for name in kept] for row in cells(file(RING))]
    assert read(as_csv(rows), "a.csv") == read(file(RING), "a.csv")


@pytest.mark.parametrize("column", ["key", "English", "current text", "your text", "status"])
def test_a_renamed_column_is_told_with_what_is_expected(column: str) -> None:
    rows = cells(file(RING))
    rows[0][COLUMNS.index(column)] = "Spalte"
    said = refused(as_csv(rows))
    assert f'WP251 Columns are missing: "{column}".' in said
    assert ", ".join(COLUMNS) in said


def test_two_columns_of_one_name_are_refused() -> None:
    rows = [[*row, ""] for row in cells(file(RING))]
    rows[0][-1] = "your text"
    assert 'WP251 Two columns are called "your text".' in refused(as_csv(rows))


@pytest.mark.parametrize("start", STARTS)
def test_a_formula_refuses_its_row_and_no_other(start: str) -> None:
    rows = [*filled(your_text=f"{start}SUM(A1)"), cells(file(FREE))[1]]
    back = read(as_csv(rows), "a.csv")
    assert [one.name for one in back.answers] == [FREE.name]
    (one,) = back.refused
    assert (one.code, one.position and one.position.line) == ("WP257", 2)


@pytest.mark.parametrize(
    ("said", "status"),
    [("checked", Status.CHECKED), (" Needs  Work ", Status.NEEDS_WORK), ("", Status.NOTHING)],
)
def test_a_status_is_read_as_people_write_it(said: str, status: Status) -> None:
    (one,) = read(as_csv(filled(status=said)), "a.csv").answers
    assert one.status is status


@pytest.mark.parametrize("said", ["ok", "machine", "geprüft"])
def test_a_status_that_is_none_refuses_its_row(said: str) -> None:
    back = read(as_csv(filled(status=said)), "a.csv")
    assert [one.code for one in back.refused] == ["WP259"]
    assert said in back.refused[0].message


def codes(back: Received) -> list[str]:
    return [one.code for one in back.refused]


def test_rows_of_another_language_and_rows_that_were_tampered_with_are_refused() -> None:
    good, *_ = cells(file(FREE))[1:]
    rows = [*filled(), good]
    rows[1][-1] = rows[1][-1].replace("v1-ar", "v1-ti")
    back = read(as_csv(rows), "a.csv")
    assert (back.locale, codes(back)) == ("ti", ["WP252"])
    rows[1][-1] = "12345678"
    assert codes(read(as_csv(rows), "a.csv")) == ["WP256"]
    rows[1][-1] = good[-1].replace("v1-", "v2-")
    assert codes(read(as_csv(rows), "a.csv")) == ["WP256"]


def test_a_row_without_a_key_is_refused() -> None:
    back = read(as_csv(filled(key=" ", your_text="نص")), "a.csv")
    assert codes(back) == ["WP253"]
    assert "The row has a text and no key." in back.refused[0].message


def test_a_wrong_encoding_is_told_with_its_line() -> None:
    assert "a.csv:2:1 error WP250" in refused(b"key\ncaf\xe9\n")


def test_a_cell_of_megabytes_and_a_quotation_mark_never_closed_are_no_crash() -> None:
    rows = filled(your_text="x" * 5_000_000)
    (one,) = read(as_csv(rows), "a.csv").answers
    assert len(one.text) == 5_000_000
    open_quote = file(RING, FREE).replace(b'"","","v1', b'"","never closed,"v1', 1)
    back = read(open_quote, "a.csv")
    assert len(back.answers) + len(back.refused) >= 1
