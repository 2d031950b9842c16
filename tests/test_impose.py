"""Imposition: folding the printed sheets gives the pages in order, for both directions."""

import io
from collections.abc import Sequence

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Name, Pdf

from welcomepack.impose import MOST_PAGES, halves, impose, order


def folded(sides: Sequence[tuple[int, int]], *, rtl: bool) -> list[int]:
    """Turn the pages of one folded stack of sheets, from the front cover to the back.

    Sheets lie in each other, the first outside, all turned over their short edge. A reader of a
    left-to-right booklet turns its right halves first, then its left halves backwards.
    """
    fronts, backs = sides[::2], sides[1::2]
    first, second = (0, 1) if rtl else (1, 0)
    opening = [
        page
        for front, back in zip(fronts, backs, strict=True)
        for page in (front[first], back[second])
    ]
    closing = [
        page
        for front, back in zip(fronts, backs, strict=True)
        for page in (front[second], back[first])
    ]
    return opening + closing[::-1]


@given(pages=st.integers(1, 400), rtl=st.booleans())
def test_folding_gives_the_pages_in_order(pages: int, *, rtl: bool) -> None:
    sides = order(pages, rtl=rtl, most=1000)
    read = folded(sides, rtl=rtl)
    assert len(read) % 4 == 0
    assert 0 <= len(read) - pages < 4
    assert read == [*range(1, pages + 1), *[0] * (len(read) - pages)]


@given(pages=st.integers(1, 400), rtl=st.booleans(), most=st.sampled_from([4, 8, 20, MOST_PAGES]))
def test_a_thick_booklet_is_several_that_follow_each_other(
    pages: int, *, rtl: bool, most: int
) -> None:
    sides = order(pages, rtl=rtl, most=most)
    real = sorted(page for side in sides for page in side if page)
    assert real == list(range(1, pages + 1))
    stacks, start = [], 0
    for at in range(2, len(sides) + 1, 2):
        read = folded(sides[start:at], rtl=rtl)
        numbers = [page for page in read if page]
        whole = numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else False
        last = at == len(sides) or max(sides[at]) > max(sides[at - 1])
        if whole and last:
            stacks.append(numbers)
            start = at
    assert [page for stack in stacks for page in stack] == list(range(1, pages + 1))
    assert all(len(stack) <= most for stack in stacks)


def test_right_to_left_only_changes_the_halves() -> None:
    assert order(8, rtl=False) == ((8, 1), (2, 7), (6, 3), (4, 5))
    assert order(8, rtl=True) == ((1, 8), (7, 2), (3, 6), (5, 4))
    assert order(5, rtl=False) == ((0, 1), (2, 0), (0, 3), (4, 5))


def plain_pages(count: int) -> bytes:
    made = Pdf.new()
    for _ in range(count):
        made.add_blank_page(page_size=(300, 420))
    made.Root.Lang = "en"
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


@pytest.mark.parametrize("rtl", [False, True])
def test_the_file_asks_for_the_right_way_to_print(*, rtl: bool) -> None:
    pdf = impose(plain_pages(6), rtl=rtl)
    assert pdf == impose(plain_pages(6), rtl=rtl)
    with Pdf.open(io.BytesIO(pdf)) as opened:
        wanted = opened.Root.ViewerPreferences
        assert wanted.Duplex == Name.DuplexFlipShortEdge
        assert wanted.PrintScaling == Name("/None")
        assert wanted.PickTrayByPDFSize
        assert wanted.get(Name.Direction) == (Name.R2L if rtl else None)
    document = pypdfium2.PdfDocument(pdf)
    assert [sheet.get_size() for sheet in document] == [(600, 420)] * 4
    document.close()


def test_halves_stand_twice_on_a_sheet_and_are_printed_as_they_are() -> None:
    pdf = halves(plain_pages(3))
    assert pdf == halves(plain_pages(3))
    with Pdf.open(io.BytesIO(pdf)) as opened:
        assert opened.Root.ViewerPreferences.Duplex == Name.DuplexFlipLongEdge
        assert all(page.Contents.read_bytes().count(b"/H Do") == 2 for page in opened.pages)
    document = pypdfium2.PdfDocument(pdf)
    assert [sheet.get_size() for sheet in document] == [(300, 840)] * 3
    document.close()
