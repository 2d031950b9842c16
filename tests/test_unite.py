"""Subsets of one font joined again: a font editor reads the whole, and every code draws the same.

Subsets are made here as the renderer and `charcode` make them: numbers are kept up to the
highest one that a code names, parts of composites behind that are moved together, and shapes of
the document stand last.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from outline_support import Part, blank, box, made_of, program, read, strokes

from welcomepack.formats.charcode import BLANK, Codes, Shape, with_shapes
from welcomepack.unite import Subset, Unlike, united

Glyph = tuple[str, tuple[int, int] | tuple[Part, ...], int]  # what it is, of what, its advance
# Boxes, a blank, and glyphs made of others that stand before and behind them.
FONT: tuple[Glyph, ...] = (
    ("blank", (0, 0), 0),
    ("box", (100, 100), 120),
    ("of", ((1, 20, 0), (6, -30, 150)), 400),
    ("blank", (0, 0), 250),
    ("of", ((7, 0, 0), (1, 400, 0)), 700),
    ("box", (300, 20), 0),
    ("box", (40, 40), 0),
    ("of", ((5, 10, 10), (8, 0, 300)), 350),
    ("box", (77, 20), 90),
    ("box", (40, 40), 0),
)
NAMED = range(1, len(FONT))
MOST = ("maxPoints", "maxContours", "maxCompositePoints", "maxCompositeContours")
MOST += ("maxComponentElements", "maxComponentDepth")


@dataclass(frozen=True)
class Drawn:
    """A document's subset, and the codes it draws."""

    subset: Subset
    codes: frozenset[int]

    def target(self, code: int, glyph_map: bytes | None) -> int:
        """The glyph of a code."""
        if glyph_map is None:
            return code
        return struct.unpack_from(">H", glyph_map, 2 * code)[0]


@cache
def cut(named: tuple[int, ...], font: tuple[Glyph, ...] = FONT) -> bytes:
    """The program of a document that names these glyphs."""
    needed = {0, *named}
    waiting = list(needed)
    while waiting:
        kind, inner, _ = font[waiting.pop()]
        parts = {part for part, *_ in inner} if kind == "of" else set()
        waiting += parts - needed
        needed |= parts
    top = max(named)
    numbers = [*range(top + 1), *sorted(one for one in needed if one > top)]
    place = {glyph: number for number, glyph in enumerate(numbers)}
    glyphs, widths = [], []
    for number in numbers:
        kind, inner, width = font[number]
        widths.append(width if number in needed else 0)
        if number not in needed or kind == "blank":
            glyphs.append(blank())
        elif kind == "box":
            glyphs.append(box(*inner))
        else:
            glyphs.append(made_of([(place[part], right, up) for part, right, up in inner]))
    return program(glyphs, widths)


def document(
    named: Sequence[int], shapes: Sequence[Shape] = (), again: Sequence[int] = ()
) -> Drawn:
    """A document that draws glyphs, shapes of them, and some of them with a second text."""
    codes = Codes(len(FONT))
    for glyph in named:
        codes.glyph(glyph, "a")
    for glyph in again:
        codes.glyph(glyph, "b")
    for shape in shapes:
        codes.shape(shape, "c")
    drawn = frozenset([*codes.glyphs.values(), *codes.shapes.values()])
    if not codes.changed:
        return Drawn(Subset(cut(tuple(named)), drawn), drawn)
    data, glyph_map = with_shapes(cut(tuple(named)), codes)
    return Drawn(Subset(data, drawn, glyph_map), drawn)


@st.composite
def documents(draw: st.DrawFn) -> Drawn:
    named = draw(st.lists(st.sampled_from(NAMED), min_size=1, unique=True))
    places = st.integers(-400, 400)
    parts = st.lists(st.tuples(st.sampled_from(named), places, places), min_size=1, max_size=3)
    shape = st.builds(Shape, parts.map(tuple), st.integers(0, 1000))
    shapes = draw(st.lists(shape | st.just(BLANK), max_size=4))
    return document(named, shapes, draw(st.lists(st.sampled_from(named), max_size=2)))


@settings(max_examples=60)
@given(st.lists(documents(), min_size=1, max_size=4))
def test_every_code_of_every_document_draws_what_it_drew(drawn: list[Drawn]) -> None:
    whole, maps = united([one.subset for one in drawn])
    after = read(whole)
    names = after.getGlyphOrder()
    for one, new in zip(drawn, maps, strict=True):
        before = read(one.subset.program)
        assert (new is None) is (one.subset.glyph_map is None)
        for code in one.codes:
            old = one.target(code, one.subset.glyph_map)
            now = one.target(code, new)
            assert strokes(after, now) == strokes(before, old)
            assert after["hmtx"][names[now]] == before["hmtx"][before.getGlyphOrder()[old]]
    # What the program says of all its glyphs together allows for what the editor finds in them.
    told = {tag: dict(vars(after[tag])) for tag in ("maxp", "hhea")}
    for tag in told:
        after[tag].recalc(after)
    assert all(
        told["maxp"][key] >= value for key, value in vars(after["maxp"]).items() if key in MOST
    )
    assert told["maxp"]["numGlyphs"] == len(names)
    assert told["hhea"]["advanceWidthMax"] == after["hhea"].advanceWidthMax
    assert told["hhea"]["minLeftSideBearing"] <= after["hhea"].minLeftSideBearing
    assert told["hhea"]["minRightSideBearing"] <= after["hhea"].minRightSideBearing
    assert told["hhea"]["xMaxExtent"] >= after["hhea"].xMaxExtent


@settings(max_examples=20)
@given(st.lists(documents(), min_size=1, max_size=3))
def test_the_same_documents_give_the_same_bytes(drawn: list[Drawn]) -> None:
    subsets = [one.subset for one in drawn]
    assert united(subsets) == united(subsets)


def test_a_shape_of_two_documents_stands_once() -> None:
    both = Shape(((1, 0, 0), (5, 200, 30)), 500)
    one, other = document([1, 5], [both]), document([1, 5, 8], [BLANK, both])
    whole, maps = united([one.subset, other.subset])
    assert len(read(whole).getGlyphOrder()) == 9 + 2
    code = len(FONT)
    assert one.target(code, maps[0]) == other.target(code + 1, maps[1])


def test_parts_that_were_moved_stand_once_behind_the_numbered_ones() -> None:
    """Document one names no part of glyph 4, document two another glyph with one of its parts."""
    one, other = document([4]), document([2])
    whole, _ = united([one.subset, other.subset])
    # 0 to 4, then the glyphs 7, 5, 8 of the first, and 6 of the second.
    assert len(read(whole).getGlyphOrder()) == 5 + 4
    assert strokes(read(whole), 4) == strokes(read(one.subset.program), 4)


def test_a_number_that_is_two_shapes_is_refused() -> None:
    other = (*FONT[:5], ("box", (301, 20), 0), *FONT[6:])
    with pytest.raises(Unlike, match="Glyph 5 is two shapes"):
        united([document([5]).subset, Subset(cut((5,), other), frozenset({5}))])


def test_a_number_that_has_two_widths_is_refused() -> None:
    other = (*FONT[:3], ("blank", (0, 0), 251), *FONT[4:])
    with pytest.raises(Unlike, match="Glyph 3 has two widths"):
        united([document([3]).subset, Subset(cut((3,), other), frozenset({3}))])


def test_programs_of_other_units_are_refused() -> None:
    large = program([blank(), box(100, 100)], [0, 120], unit=2048)
    with pytest.raises(Unlike, match="two fonts"):
        united([document([1]).subset, Subset(large, frozenset({1}))])


def test_added_glyphs_of_another_make_are_refused() -> None:
    """The place of its part is not rounded, as `charcode` asks."""
    one = document([1], [Shape(((1, 0, 0),), 100)])
    scaled = one.subset.program.replace(b"\0\7\0\1\0\0\0\0", b"\0\3\0\1\0\0\0\0")
    assert scaled != one.subset.program
    with pytest.raises(Unlike, match="not made as"):
        united([Subset(scaled, one.codes, one.subset.glyph_map)])


def test_a_shape_of_a_glyph_that_no_code_names_is_refused() -> None:
    one = document([1, 5], [Shape(((5, 0, 0),), 100)])
    nameless = Subset(one.subset.program, one.codes - {5}, one.subset.glyph_map)
    with pytest.raises(Unlike, match="no code names"):
        united([nameless])


@pytest.mark.parametrize("data", [b"", b"\0\1\0\0\0\4" + bytes(80), bytes(12)])
def test_bytes_that_are_no_font_are_refused(data: bytes) -> None:
    with pytest.raises((struct.error, LookupError)):
        united([Subset(data, {1})])
