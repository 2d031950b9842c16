"""Codes of a font: one shape and one text each, and a font program that draws the shapes."""

import io
import re

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from welcomepack.formats.charcode import BLANK, Codes, Shape, unicode_map, with_shapes


def square() -> bytes:
    """A font of two glyphs: nothing, and a square of 100 units."""
    pen = TTGlyphPen(None)
    for move, point in (("moveTo", (0, 0)), ("lineTo", (0, 100)), ("lineTo", (100, 100))):
        getattr(pen, move)(point)
    pen.lineTo((100, 0))
    pen.closePath()
    made = FontBuilder(1000, isTTF=True)
    made.font.recalcTimestamp = False
    made.setupGlyphOrder([".notdef", "square"])
    made.setupCharacterMap({})
    made.setupGlyf({".notdef": TTGlyphPen(None).glyph(), "square": pen.glyph()})
    made.setupHorizontalMetrics({".notdef": (0, 0), "square": (120, 0)})
    made.setupHorizontalHeader(ascent=800, descent=-200)
    made.setupHead(unitsPerEm=1000, created=0, modified=0)
    made.setupMaxp()
    out = io.BytesIO()
    made.font.save(out)
    return out.getvalue()


def test_a_glyph_keeps_its_number_for_what_it_says_first() -> None:
    codes = Codes(900)
    assert codes.glyph(5, "a") == 5
    assert not codes.changed
    assert codes.glyph(5, "b") == 900
    assert codes.glyph(5, "a") == 5
    assert codes.changed
    assert codes.texts() == {5: "a", 900: "b"}


def test_a_shape_and_a_blank_get_codes_of_their_own() -> None:
    codes = Codes(900)
    both = Shape(((1, 0, 0), (1, 200, -40)), 320)
    assert codes.shape(both, "x") == 900
    assert codes.shape(both, "y") == 901
    assert codes.shape(BLANK, "y") == 902
    assert codes.shape(both, "x") == 900


uses = st.lists(st.tuples(st.integers(0, 9), st.sampled_from("abc")), max_size=40)


@given(uses)
def test_no_code_says_two_things(found: list[tuple[int, str]]) -> None:
    codes = Codes(10)
    given_out = {(glyph, text): codes.glyph(glyph, text) for glyph, text in found}
    assert len(set(given_out.values())) == len(given_out)
    assert {code: text for (_, text), code in given_out.items()} == codes.texts()


def test_the_map_to_characters_holds_at_most_a_hundred_a_section_and_nothing_empty() -> None:
    lines = b"\n".join(unicode_map({code: chr(97 + code % 26) for code in range(250)} | {300: ""}))
    assert [int(one) for one in re.findall(rb"(\d+) beginbfchar", lines)] == [100, 100, 51]
    assert b"<0001> <0062>" in lines
    assert b"<012c> <200d>" in lines
    assert b"<>" not in lines


def test_a_shape_is_drawn_where_its_parts_stand() -> None:
    codes = Codes(50)
    codes.glyph(1, "a")
    shape = codes.shape(Shape(((1, 40, 0), (1, 300, -60)), 420), "b")
    blank = codes.shape(BLANK, "c")
    program, places = with_shapes(square(), codes)
    glyph_of = [int.from_bytes(places[at : at + 2], "big") for at in range(0, len(places), 2)]
    assert (glyph_of[1], glyph_of[shape], glyph_of[blank]) == (1, 2, 3)
    font = TTFont(io.BytesIO(program))
    names = font.getGlyphOrder()
    pen = BoundsPen(font.getGlyphSet())
    font.getGlyphSet()[names[2]].draw(pen)
    assert pen.bounds == (40, -60, 400, 100)
    # A left side that is not the outline's own would move the shape (OpenType, hmtx).
    assert font["hmtx"][names[2]] == (420, 40)
    assert font["hmtx"][names[3]] == (0, 0)


def test_the_same_codes_give_the_same_program() -> None:
    def made() -> tuple[bytes, bytes]:
        codes = Codes(50)
        codes.shape(Shape(((1, 40, 0),), 420), "b")
        return with_shapes(square(), codes)

    assert made() == made()
