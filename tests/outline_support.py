"""Small TrueType programs for tests: boxes, and what a font editor reads of them."""

import io
from collections.abc import Sequence

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

Part = tuple[int, int, int]  # the number of a glyph, and where it is put


def box(width: int, height: int) -> object:
    """A glyph: a box with one corner at the origin."""
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    for point in ((0, height), (width, height), (width, 0)):
        pen.lineTo(point)
    pen.closePath()
    return pen.glyph()


def blank() -> object:
    """A glyph without ink."""
    return TTGlyphPen(None).glyph()


def made_of(parts: Sequence[Part]) -> object:
    """A glyph made of others."""
    pen = TTGlyphPen({_name(glyph): None for glyph, *_ in parts})
    for glyph, right, up in parts:
        pen.addComponent(_name(glyph), (1, 0, 0, 1, right, up))
    return pen.glyph()


def program(glyphs: Sequence[object], widths: Sequence[int], *, unit: int = 1000) -> bytes:
    """A font file of glyphs with their advances; the first character is the second glyph."""
    names = [_name(number) for number in range(len(glyphs))]
    made = FontBuilder(unit, isTTF=True)
    made.font.recalcTimestamp = False
    made.setupGlyphOrder(names)
    made.setupCharacterMap({0x41: names[1]} if len(names) > 1 else {})
    made.setupGlyf(dict(zip(names, glyphs, strict=True)))
    metrics = zip(names, widths, glyphs, strict=True)
    made.setupHorizontalMetrics(
        {name: (width, getattr(glyph, "xMin", 0)) for name, width, glyph in metrics}
    )
    made.setupHorizontalHeader(ascent=800, descent=-200)
    made.setupHead(unitsPerEm=unit, created=0, modified=0)
    made.setupMaxp()
    made.setupPost(keepGlyphNames=True)
    out = io.BytesIO()
    made.font.save(out)
    return out.getvalue()


def read(data: bytes) -> TTFont:
    """The editor's view; it refuses a program whose sums are wrong."""
    return TTFont(io.BytesIO(data), checkChecksums=2)


def strokes(opened: TTFont, number: int) -> list[object]:
    """The lines that a glyph is drawn with, those of its parts too."""
    pen = DecomposingRecordingPen(opened.getGlyphSet())
    opened.getGlyphSet()[opened.getGlyphOrder()[number]].draw(pen)
    return pen.value


def _name(number: int) -> str:
    return f"g{number}" if number else ".notdef"
