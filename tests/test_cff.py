"""Subsets of the Chinese font as the renderer cuts them, joined: an editor reads the same glyphs."""

import io
import struct
from collections.abc import Collection
from functools import cache

import pikepdf
import pytest
from fontTools.cffLib import CFFFontSet
from fontTools.fontBuilder import FontBuilder
from fontTools.misc.psCharStrings import T2WidthExtractor
from fontTools.pens.recordingPen import RecordingPen
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st

from welcomepack.cff import Unlike, united
from welcomepack.formats import paper

# Ideographs, punctuation, a full-width space, and Latin letters, whose widths differ.
TEXTS = ("您可以看医生，这是免费的。", "医生　在这里：Brent", "紧急电话，HIJilmn (7)")  # noqa: RUF001
Subset = tuple[bytes, frozenset[int]]


@cache
def subset(text: str, weight: int = 400) -> Subset:
    """The program of a page with this text, and the codes that it draws."""
    style = f"body{{font:{weight} 16pt 'Noto Sans CJK SC'}}"
    html = f"<html lang=zh><title>x</title><style>{style}</style><body>{text}</body></html>"
    with pikepdf.open(io.BytesIO(paper.pdf(html))) as opened:
        (font,) = opened.pages[0].Resources.Font.values()
        (inner,) = font.DescendantFonts
        codes = [int(one) for one in list(inner.W) if not isinstance(one, pikepdf.Array)]
        counts = [len(one) for one in list(inner.W) if isinstance(one, pikepdf.Array)]
        drawn = (range(first, first + count) for first, count in zip(codes, counts, strict=True))
        program = inner.FontDescriptor.FontFile3.read_bytes()
    return program, frozenset(code for run in drawn for code in run)


def glyph(fonts: CFFFontSet, name: str) -> tuple[int, list[object]]:
    """The width and the lines of a glyph, as the editor reads them."""
    (top,) = fonts.topDictIndex
    drawn = top.CharStrings[name]
    private = top.FDArray[top.FDSelect[top.charset.index(name)]].Private
    pen = RecordingPen()
    drawn.draw(pen)
    width = T2WidthExtractor([], [], getattr(private, "nominalWidthX", 0), private.defaultWidthX)
    width.execute(drawn)
    return width.width, pen.value


@cache
def opened(data: bytes) -> CFFFontSet:
    """The program inside a font file."""
    fonts: CFFFontSet = TTFont(io.BytesIO(data))["CFF "].cff
    return fonts


def bare(data: bytes) -> CFFFontSet:
    """A program as a PDF holds it."""
    fonts = CFFFontSet()
    fonts.decompile(io.BytesIO(data), None)
    return fonts


def names(codes: Collection[int]) -> list[str]:
    """What the editor calls the glyphs."""
    return [".notdef", *(f"cid{code:05d}" for code in sorted(set(codes) - {0}))]


@st.composite
def drawn(draw: st.DrawFn) -> list[Subset]:
    """Documents that draw some of the letters of a text."""
    found = []
    for text in draw(st.lists(st.sampled_from(TEXTS), min_size=1, max_size=4)):
        program, codes = subset(text)
        kept = draw(st.sets(st.sampled_from(sorted(codes)), min_size=1))
        found.append((program, frozenset(kept)))
    return found


@settings(max_examples=40)
@given(drawn())
def test_every_code_is_the_glyph_that_it_was(subsets: list[Subset]) -> None:
    whole = bare(united(subsets))
    (top,) = whole.topDictIndex
    assert top.charset == names(frozenset().union(*(codes for _, codes in subsets)))
    for data, codes in subsets:
        before = opened(data)
        order = before.topDictIndex[0].charset
        for code in codes:
            assert glyph(whole, f"cid{code:05d}") == glyph(before, order[code])
    assert top.FontBBox == opened(subsets[0][0]).topDictIndex[0].FontBBox
    assert top.ROS == ("Adobe", "Identity", 0)
    assert united(subsets) == united(subsets)


def test_the_letters_alone_take_little_room() -> None:
    program, codes = subset(TEXTS[0])
    assert len(program) > 200_000
    assert len(united([(program, codes)])) < 250 * len(codes)


def test_no_glyph_moves_in_one_direction_behind_its_width() -> None:
    """The proof of PDF/UA-1 would read the width wrongly."""
    whole = bare(united([subset(TEXTS[2])]))
    (top,) = whole.topDictIndex
    starts = []
    for name in top.charset:
        top.CharStrings[name].decompile()
        starts.append([str(one) for one in top.CharStrings[name].program[:4]])
    assert any("rmoveto" in start and start[3] == "rmoveto" for start in starts)
    assert [one for one in starts if {"hmoveto", "vmoveto"} & {*one[2:3]}] == []


def test_a_number_that_is_two_shapes_is_refused() -> None:
    program, codes = subset(TEXTS[0])
    (top,) = opened.__wrapped__(program).topDictIndex  # not read yet, so its bytes are there
    shape = top.CharStrings[top.charset[max(codes)]].bytecode
    assert program.count(shape) == 1
    other = program.replace(shape, shape[:-2] + bytes([shape[-2] ^ 1]) + shape[-1:])
    with pytest.raises(Unlike, match="two shapes"):
        united([(program, codes), (other, codes)])


def test_another_weight_is_refused() -> None:
    with pytest.raises(Unlike, match="two fonts"):
        united([subset(TEXTS[0]), subset(TEXTS[0], 700)])


def named_glyphs() -> bytes:
    """A font whose glyphs have names instead of CIDs."""
    pen = T2CharStringPen(500, None)
    for move, point in (("moveTo", (0, 0)), ("lineTo", (0, 100)), ("lineTo", (100, 100))):
        getattr(pen, move)(point)
    pen.closePath()
    made = FontBuilder(1000, isTTF=False)
    made.setupGlyphOrder([".notdef", "a"])
    made.setupCharacterMap({0x61: "a"})
    made.setupCFF("Invented", {}, {one: pen.getCharString() for one in (".notdef", "a")}, {})
    made.setupHorizontalMetrics({".notdef": (500, 0), "a": (500, 0)})
    made.setupHorizontalHeader(ascent=800, descent=-200)
    made.setupPost()
    out = io.BytesIO()
    made.font.save(out)
    return out.getvalue()


def test_a_font_of_named_glyphs_is_refused() -> None:
    with pytest.raises(Unlike, match="not CID-keyed"):
        united([(named_glyphs(), {1})])


@pytest.mark.parametrize("data", [b"", bytes(12), b"OTTO\0\1" + bytes(40)])
def test_bytes_that_are_no_font_are_refused(data: bytes) -> None:
    with pytest.raises((struct.error, LookupError)):
        united([(data, {1})])


def test_a_code_without_a_glyph_is_refused() -> None:
    program, codes = subset(TEXTS[0])
    with pytest.raises(LookupError):
        united([(program, codes | {65_534})])
