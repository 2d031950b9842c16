"""Glyphs added behind a font's own: a font editor reads what was written, and agrees."""

import io
import struct

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from welcomepack.formats.truetype import Composite, Program

NAMES = [".notdef", "square", "bar", "both", "blank"]
INKED = (1, 2, 3)


def box(width: int, height: int) -> object:
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    for point in ((0, height), (width, height), (width, 0)):
        pen.lineTo(point)
    pen.closePath()
    return pen.glyph()


def font(*, shared: bool = False) -> bytes:
    """Two outlines, a glyph made of them, and a blank; ``shared`` widths stand once in the file."""
    pen = TTGlyphPen({"square": None, "bar": None})
    pen.addComponent("square", (1, 0, 0, 1, 20, 0))
    pen.addComponent("bar", (1, 0, 0, 1, -30, 150))
    glyphs = [TTGlyphPen(None).glyph(), box(100, 100), box(300, 20), pen.glyph()]
    made = FontBuilder(1000, isTTF=True)
    made.font.recalcTimestamp = False
    made.setupGlyphOrder(NAMES)
    made.setupCharacterMap({0x41: "square"})
    made.setupGlyf(dict(zip(NAMES, [*glyphs, TTGlyphPen(None).glyph()], strict=True)))
    widths = [500] * 5 if shared else [0, 120, 310, 400, 250]
    made.setupHorizontalMetrics(
        {name: (width, 0) for name, width in zip(NAMES, widths, strict=True)}
    )
    made.setupHorizontalHeader(ascent=800, descent=-200)
    made.setupHead(unitsPerEm=1000, created=0, modified=0)
    made.setupMaxp()
    made.setupPost(keepGlyphNames=True)
    out = io.BytesIO()
    made.font.save(out)
    return out.getvalue()


def read(program: bytes) -> TTFont:
    """The editor's view; it refuses a program whose sums are wrong."""
    return TTFont(io.BytesIO(program), checkChecksums=2)


def strokes(opened: TTFont, number: int) -> list[object]:
    pen = DecomposingRecordingPen(opened.getGlyphSet())
    opened.getGlyphSet()[opened.getGlyphOrder()[number]].draw(pen)
    return pen.value


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
    assert len(opened.getGlyphOrder()) == len(NAMES) + len(added)
    order = opened.getGlyphOrder()
    for number, name in enumerate(NAMES):
        assert opened["hmtx"][order[number]] == before["hmtx"][name]
        assert strokes(opened, number) == strokes(before, number)
    for one, name in zip(added, order[len(NAMES) :], strict=True):
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
    (first, *_) = strokes(read(made), len(NAMES))
    assert first == ("moveTo", ((7, -9),))


def test_glyph_names_go_and_other_tables_stay() -> None:
    opened = read(Program(font()).with_glyphs([Composite((), 10)]))
    assert opened["post"].formatType == 3
    assert opened.getBestCmap() == {0x41: opened.getGlyphOrder()[1]}


def test_a_large_program_has_long_offsets() -> None:
    many = [Composite(tuple((1, at, 0) for at in range(900)), 10)] * 20
    opened = read(Program(font()).with_glyphs(many))
    assert opened["head"].indexToLocFormat == 1
    assert len(strokes(opened, len(NAMES) + 19)) == len(strokes(read(font()), 1)) * 900


def test_more_glyphs_than_a_font_can_count_are_refused() -> None:
    with pytest.raises(struct.error):
        Program(font()).with_glyphs([Composite((), 0)] * 65_535)
