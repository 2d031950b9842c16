"""Lines keep apart: what touches is found, what only comes near is not."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from welcomepack.diagnostic import Position
from welcomepack.formats import paper
from welcomepack.verify import lines_apart
from welcomepack.verify.line import Box, meeting, shared

WORDS = "Jumping frogs quietly pay big bodyguards by midday"


def pdf(style: str, words: str = WORDS) -> bytes:
    """Three lines; not the same thrice, since a reader takes that for one bold line."""
    return paper.pdf(
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>x</title>'
        f"<style>body{{font:14pt 'Noto Sans';{style}}}</style></head>"
        f"<body><p>{words}<br>{words[1:]} {words[0]}<br>{words[2:]}</p></body></html>"
    )


@pytest.mark.parametrize("height", [1.0, 1.3, 1.42])
def test_lines_of_an_ordinary_page_keep_apart(height: float) -> None:
    assert lines_apart(pdf(f"line-height:{height}"), "page") == ()


@pytest.mark.parametrize("height", [0.3, 0.5, 0.7])
def test_lines_that_run_into_each_other_are_told_once_a_page(height: float) -> None:
    (found,) = lines_apart(pdf(f"line-height:{height}"), "england/en/help")
    assert (found.code, found.position) == ("WP509", Position("england/en/help"))
    assert found.message.startswith("On its page 1, the lines ")
    assert "run into each other" in found.message


def test_what_counts_is_the_ink_and_not_the_boxes_around_letters() -> None:
    # The slanted strokes pass each other; their boxes overlap by half.
    near = pdf("line-height:0.9", "/ / / / / / /")
    assert lines_apart(near, "page") == ()


@pytest.mark.parametrize(("height", "codes"), [(2.3, []), (1.0, ["WP509"])])
def test_nastaliq_needs_more_room_than_latin(height: float, codes: list[str]) -> None:
    words = "پولیس، فائر بریگیڈ یا ایمبولینس کال کریں اگر کسی کو شدید چوٹ لگی ہو"
    made = pdf(f"font-family:'Noto Nastaliq Urdu';direction:rtl;line-height:{height}", words)
    assert [one.code for one in lines_apart(made, "page")] == codes


def test_an_empty_page_has_no_lines() -> None:
    assert lines_apart(pdf("", "  "), "page") == ()


def test_white_letters_on_a_dark_disc_are_read_like_others() -> None:
    # A numeral in its disc stands on a shape, not on a line.
    disc = '<span style="background:#1f3a5f;color:#fff">8</span>'
    assert lines_apart(pdf("line-height:1.3", disc), "page") == ()


PLACES = st.integers(0, 40).map(lambda number: number / 8)
BOXES = st.tuples(PLACES, PLACES, PLACES, PLACES).map(
    lambda four: (min(four[::2]), min(four[1::2]), max(four[::2]), max(four[1::2]))
)


@given(st.lists(BOXES, max_size=12))
def test_the_boxes_that_meet_are_those_that_do_when_all_are_tried(boxes: list[Box]) -> None:
    pairs = itertools.combinations(range(len(boxes)), 2)
    assert meeting(boxes) == [pair for pair in pairs if shared(boxes[pair[0]], boxes[pair[1]])]
