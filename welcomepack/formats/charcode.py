"""Character codes of an embedded font: every code is one shape and what it says.

In a font as the renderer writes it, a code is a glyph, and a glyph has one text. Most scripts
need more. In Nastaliq a letter is a bone and its dots, each a glyph of its own at its own height,
and the same bone belongs to several letters; a Bengali syllable is drawn in another order than
it is spelled. So a font gets more codes (ISO 32000-1, 9.7.4.2, CIDToGIDMap): for a glyph that
says something else than at first, for several glyphs joined into one, and for a blank without
width that holds a letter which has no shape of its own.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from welcomepack.truetype import Composite, Program

SILENT = (
    "\u200d"  # a code must say something (ISO 14289-1, 7.21.7); a joiner is neither seen nor read
)
_SECTION = 100  # entries that one section of a ToUnicode map may hold


@dataclass(frozen=True, slots=True)
class Shape:
    """Glyphs drawn as one: (glyph, right, up) each, and the way on, in thousandths of an em."""

    parts: tuple[tuple[int, int, int], ...]
    advance: int


BLANK = Shape((), 0)


@dataclass(slots=True)
class Codes:
    """The codes of one font while a document is drawn; ``spare`` is the first that is no glyph."""

    spare: int
    glyphs: dict[tuple[int, str], int] = field(default_factory=dict)
    shapes: dict[tuple[Shape, str], int] = field(default_factory=dict)
    _named: set[int] = field(default_factory=set)

    def glyph(self, glyph: int, text: str) -> int:
        """The code for a glyph that says a text; with its first text it keeps its own number."""
        code = self.glyphs.get((glyph, text))
        if code is None:
            code = self._next() if glyph in self._named else glyph
            self._named.add(glyph)
            self.glyphs[glyph, text] = code
        return code

    def shape(self, shape: Shape, text: str) -> int:
        """The code for several glyphs together, or for a blank, that says a text."""
        code = self.shapes.get((shape, text))
        if code is None:
            code = self.shapes[shape, text] = self._next()
        return code

    def _next(self) -> int:
        self.spare += 1
        return self.spare - 1

    @property
    def changed(self) -> bool:
        """Whether there is any code that is not a glyph's own number."""
        return bool(self.shapes) or any(code != glyph for (glyph, _), code in self.glyphs.items())

    def texts(self) -> dict[int, str]:
        """What each code says."""
        said = {code: text for (_, text), code in self.glyphs.items()}
        return said | {code: text for (_, text), code in self.shapes.items()}


def unicode_map(texts: Mapping[int, str]) -> list[bytes]:
    """The lines of a ToUnicode map (ISO 32000-1, 9.10.3)."""
    return list(_unicode_map(texts))


def _unicode_map(texts: Mapping[int, str]) -> Iterator[bytes]:
    listed = [
        f"<{code:04x}> <{(text or SILENT).encode('utf-16-be').hex()}>"
        for code, text in sorted(texts.items())
    ]
    yield b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap"
    yield b"/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def"
    yield b"/CMapName /Adobe-Identity-UCS def /CMapType 2 def"
    yield b"1 begincodespacerange <0000> <ffff> endcodespacerange"
    for start in range(0, len(listed), _SECTION):
        batch = listed[start : start + _SECTION]
        yield "\n".join([f"{len(batch)} beginbfchar", *batch, "endbfchar"]).encode()
    yield b"endcmap CMapName currentdict /CMap defineresource pop end end"


def with_shapes(program: bytes, codes: Codes) -> tuple[bytes, bytes]:
    """A TrueType program with the shapes as glyphs behind its own, and its CIDToGIDMap.

    Each code in the map has two bytes, the number of its glyph (ISO 32000-1, table 117).
    """
    font = Program(program)
    unit = font.unit / 1000
    drawn = {code: glyph for (glyph, _), code in codes.glyphs.items()}
    numbers: dict[Shape, int] = {}
    for (shape, _), code in codes.shapes.items():
        drawn[code] = numbers.setdefault(shape, font.count + len(numbers))
    top = max(drawn, default=-1) + 1
    glyph_map = b"".join(drawn.get(code, 0).to_bytes(2, "big") for code in range(top))
    return font.with_glyphs([_composite(one, unit) for one in numbers]), glyph_map


def _composite(shape: Shape, unit: float) -> Composite:
    """A shape in the units of a font, of which a thousandth of an em has ``unit``."""
    parts = ((glyph, round(right * unit), round(up * unit)) for glyph, right, up in shape.parts)
    return Composite(tuple(parts), round(shape.advance * unit))
