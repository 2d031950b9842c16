"""Glyphs added behind a font's own: a font editor reads what was written, and agrees."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outline_support import blank, box, made_of, program, read, strokes

from welcomepack.truetype import Composite, Program, renumbered

COUNT = 5  # glyphs of the font
INKED = (1, 2, 3)


def font(*, shared: bool = False) -> bytes:
    """Two outlines, a glyph made of them, and a blank; ``shared`` widths stand once in the file."""
    both = made_of([(1, 20, 0), (2, -30, 150)])
    widths = [500] * 5 if shared else [0, 120, 310, 400, 250]
    return program([blank(), box(100, 100), box(300, 20), both, blank()], widths)


places = st.integers(-2000, 2000)
parts = st.lists(st.tuples(st.sampled_from(INKED), places, places), max_size=4)
composites = st.builds(Composite, parts.map(tuple), st.integers(0, 4000))


@given(st.lists(composites, min_size=1, max_size=12), st.booleans())
def test_the_editor_reads_what_was_added_and_counts_the_same(
    added: list[Composite],
    shared: bool,  # noqa: FBT001
) -> None:
    before = read(font(shared=shared))
    opened = read(Program(font(shared=shared)).with_glyphs(added))
    assert len(opened.getGlyphOrder()) == COUNT + len(added)
    order = opened.getGlyphOrder()
    for number, name in enumerate(before.getGlyphOrder()):
        assert opened["hmtx"][order[number]] == before["hmtx"][name]
        assert strokes(opened, number) == strokes(before, number)
    for one, name in zip(added, order[COUNT:], strict=True):
        glyph = opened["glyf"][name]
        assert opened["hmtx"][name] == (one.advance, getattr(glyph, "xMin", 0))
        assert len(glyph.components if one.parts else []) == len(one.parts)
        if one.parts:
            told = glyph.xMin, glyph.yMin, glyph.xMax, glyph.yMax
            glyph.recalcBounds(opened["glyf"])
            assert told == (glyph.xMin, glyph.yMin, glyph.xMax, glyph.yMax)
    # What the program says of all its glyphs together is what the editor finds in them.
    for tag in ("maxp", "hhea"):
        told = dict(vars(opened[tag]))
        opened[tag].recalc(opened)
        assert vars(opened[tag]) == told


def test_a_part_stands_where_it_is_put() -> None:
    made = Program(font()).with_glyphs([Composite(((1, 7, -9),), 130)])
    (first, *_) = strokes(read(made), COUNT)
    assert first == ("moveTo", ((7, -9),))


@given(st.lists(composites, min_size=1, max_size=12))
def test_what_was_added_is_read_again(added: list[Composite]) -> None:
    made = Program(Program(font()).with_glyphs(added))
    assert [made.composite(COUNT + number) for number in range(len(added))] == added
    assert [made.composite(number) for number in INKED] == [None] * len(INKED)


def test_a_glyph_draws_the_same_whatever_its_parts_are_numbered() -> None:
    glyphs = [blank(), box(300, 20), box(100, 100), made_of([(2, 20, 0), (1, -30, 150)])]
    other = Program(program(glyphs, [0, 310, 120, 400]))
    assert other.drawn(3) == Program(font()).drawn(3)
    assert other.outline(3) != Program(font()).outline(3)
    swapped = renumbered(other.outline(3), lambda number: 3 - number)
    assert swapped == Program(font()).outline(3)
    assert renumbered(other.outline(1), lambda number: number + 1) == other.outline(1)


def test_glyph_names_go_and_other_tables_stay() -> None:
    opened = read(Program(font()).with_glyphs([Composite((), 10)]))
    assert opened["post"].formatType == 3
    assert opened.getBestCmap() == {0x41: opened.getGlyphOrder()[1]}


def test_a_large_program_has_long_offsets() -> None:
    many = [Composite(tuple((1, at, 0) for at in range(900)), 10)] * 20
    opened = read(Program(font()).with_glyphs(many))
    assert opened["head"].indexToLocFormat == 1
    assert len(strokes(opened, COUNT + 19)) == len(strokes(read(font()), 1)) * 900


def test_more_glyphs_than_a_font_can_count_are_refused() -> None:
    with pytest.raises(struct.error):
        Program(font()).with_glyphs([Composite((), 0)] * 65_535)
