"""Contrast as WCAG 2.2 reckons it: known pairs, and what must hold for any."""

from hypothesis import given
from hypothesis import strategies as st

from welcomepack.contrast import ratio

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def test_known_pairs() -> None:
    assert round(ratio("#000000", "#ffffff"), 2) == 21
    assert round(ratio("#767676", "#ffffff"), 2) == 4.54
    assert round(ratio("#777777", "#ffffff"), 2) == 4.48


@given(one=COLOURS, other=COLOURS)
def test_the_order_does_not_matter_and_equal_colours_have_none(one: str, other: str) -> None:
    assert ratio(one, other) == ratio(other, one)
    assert 1 <= ratio(one, other) <= 21.01
    assert ratio(one, one) == 1
