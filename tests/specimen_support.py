"""Specimens of the languages of Brent on paper, and the glyphs of a PDF with their places.

The text layer of a PDF says what letters mean; only the glyphs say what is drawn. The renderer
keeps the numbers that glyphs have in the font's file, so the font's own tables explain them.
"""

import ctypes
import functools
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
from fontTools.ttLib import TTFont
from project_support import REPO

from welcomepack import font
from welcomepack.formats import paper
from welcomepack.language import registry
from welcomepack.load import load
from welcomepack.plan import Selection, plan
from welcomepack.project import open_project
from welcomepack.render import Edition, Page, render_topic
from welcomepack.specimen import specimen
from welcomepack.theme import Theme, read_theme

DAY, AREA = "2026-11-22", "brent"
LANGUAGES = registry(REPO / "locales")
PACK = load(open_project(REPO, DAY)).packs[AREA]
TAGS = PACK.area.locales


@dataclass(frozen=True)
class Made:
    """A specimen laid out."""

    edition: Edition
    page: Page
    pdf: bytes


@functools.cache
def theme() -> Theme:
    """The theme of the repository."""
    return read_theme(REPO / "themes" / "clear")


@functools.cache
def edition(tag: str) -> Edition:
    """The specimen of a language, as it is."""
    loaded = load(open_project(REPO, DAY))
    planned = plan(loaded, theme(), Selection(areas=(AREA,), locales=(tag,)))
    (found,) = [one for one in planned.editions if one.place is None]
    return specimen(found)


@functools.cache
def made(tag: str) -> Made:
    """The specimen of a language on paper."""
    return laid_out(edition(tag))


def laid_out(one: Edition, style: str = "", swap: tuple[str, str] = ("", "")) -> Made:
    """A specimen on paper; ``style`` and ``swap`` are for damage that a check must find."""
    (topic,) = one.pack.topics
    page = render_topic(one, theme(), "a4/topic.html", topic)
    html = page.html.replace("</style>", f"{style}</style>", 1)
    if swap[0]:
        assert swap[0] in html
        html = html.replace(*swap)
    return Made(one, page, paper.pdf(html))


def changed(tag: str, **fields: Any) -> Edition:
    """The specimen of a language whose entry in the registry says something else."""
    one = edition(tag)
    other = one.language.model_copy(update=fields)
    return replace(one, localized=replace(one.localized, language=other))


# Glyphs


@dataclass(frozen=True)
class Drawn:
    """One glyph: its number in the font, and where its ink is in a run, in units of the em.

    ``moved`` says that it was put elsewhere than where the glyph before it ended; ``still``
    that it does not move on itself, as marks do.
    """

    number: int
    left: float
    right: float
    inked: bool
    moved: bool
    still: bool


@dataclass(frozen=True)
class Line:
    """Glyphs drawn by one piece of text in one font, from left to right."""

    font: str
    glyphs: tuple[Drawn, ...]


def lines(pdf: bytes) -> Iterator[Line]:
    """What the pages draw, piece by piece."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        fonts: dict[str, _Font] = {}
        for sheet in opened.pages:
            for name, one in sheet.Resources.Font.items():
                if name not in fonts:
                    fonts[name] = _Font(one)
            yield from _lines(sheet, fonts)


# Ems by which a glyph stands off from where the one before ended before it counts as moved.
_NUDGE = 0.005


class _Font:
    """A font inside a PDF: its name, widths and the boxes of its glyphs."""

    def __init__(self, entry: Any) -> None:
        (inner,) = entry.DescendantFonts
        self.name = str(entry.BaseFont).partition("+")[2]
        descriptor = inner.FontDescriptor
        self.table: TTFont | None = None
        if "/FontFile2" in descriptor:
            data = bytes(descriptor.FontFile2.read_bytes())
            self.table = TTFont(io.BytesIO(data), lazy=True)
            self.order = self.table.getGlyphOrder()
            self.em = self.table["head"].unitsPerEm
        codes = inner.get("/CIDToGIDMap")
        told = bytes(codes.read_bytes()) if isinstance(codes, pikepdf.Stream) else b""
        self.map = [int.from_bytes(told[at : at + 2], "big") for at in range(0, len(told), 2)]
        family = re.sub(r"-(?:Bold|SemiBold|Medium)$", "", self.name).replace("-", " ")
        self.own = table(family)["maxp"].numGlyphs if self.map else 0

    def glyph(self, code: int) -> int:
        """The glyph that a code draws."""
        return self.map[code] if code < len(self.map) else code

    def drawn(self, code: int, at: float, *, moved: bool) -> Iterator[Drawn]:
        """What a code draws: a glyph, or the glyphs that the text layer joined into one code.

        Codes from the font's own count of glyphs on were added: for a glyph with another text,
        which then has a code of its own number too, or for a shape made of several.
        """
        number = self.glyph(code)
        other_text = number < self.own and self.glyph(number) == number
        if self.table is None or not self.map or code < self.own or other_text:
            yield self.ink(number, at, moved=moved)
            return
        shape = self.table["glyf"][self.order[number]]
        parts = getattr(shape, "components", ())
        pen = parts[0].x / self.em if parts else 0.0
        for part in parts:
            inner = self.table.getGlyphID(part.glyphName)
            right = part.x / self.em
            lifted = bool(part.y) or abs(right - pen) > _NUDGE
            yield self.ink(inner, at + right, moved=lifted)
            pen = right + self.advance(inner)

    def ink(self, number: int, at: float, *, moved: bool) -> Drawn:
        """A glyph drawn at a place."""
        still = self.advance(number) == 0
        if self.table is None:
            return Drawn(number, at, at, inked=True, moved=moved, still=still)
        glyph = self.table["glyf"][self.order[number]]
        if glyph.numberOfContours == 0:
            return Drawn(number, at, at, inked=False, moved=moved, still=still)
        left, right = at + glyph.xMin / self.em, at + glyph.xMax / self.em
        return Drawn(number, left, right, inked=True, moved=moved, still=still)

    def advance(self, number: int) -> float:
        """How far a glyph moves on."""
        if self.table is None:
            return 1.0
        return float(self.table["hmtx"][self.order[number]][0]) / self.em


def _lines(sheet: Any, fonts: dict[str, _Font]) -> Iterator[Line]:
    used: _Font | None = None
    found: list[Drawn] = []
    at, gap, rise = 0.0, 0.0, 0.0
    for operands, operator in pikepdf.parse_content_stream(sheet):
        match str(operator):
            case "BT":
                found, at, gap, rise = [], 0.0, 0.0, 0.0
            case "Ts":
                rise = float(operands[0])
            case "Tf":
                used = fonts[str(operands[0])]
            case "TJ" if used is not None:
                for part in operands[0]:
                    if not isinstance(part, pikepdf.String):
                        gap = float(part) / 1000
                        at -= gap
                        continue
                    data = bytes(part)
                    for index in range(0, len(data), 2):
                        code = int.from_bytes(data[index : index + 2], "big")
                        found += used.drawn(code, at, moved=bool(gap or rise))
                        at, gap = at + used.advance(used.glyph(code)), 0.0
            case "ET" if used is not None and found:
                yield Line(used.name, tuple(found))


@functools.cache
def table(family: str) -> TTFont:
    """The tables of an installed family's regular face."""
    found = font.find(family)
    assert found is not None
    return TTFont(found[0], fontNumber=found[1] if found[0].suffix == ".ttc" else -1, lazy=True)


def plain_glyphs(family: str, text: str) -> set[int]:
    """The glyphs that a family has for the characters of a text before any of them is shaped."""
    cmap = table(family).getBestCmap()
    return {table(family).getGlyphID(cmap[ord(char)]) for char in set(text) if ord(char) in cmap}


def marks(family: str) -> set[int]:
    """The glyphs of a family that stand on or under another (class 3 of the table GDEF)."""
    classes = table(family)["GDEF"].table.GlyphClassDef.classDefs
    return {table(family).getGlyphID(name) for name, kind in classes.items() if kind == 3}


# Places


@dataclass(frozen=True)
class Marker:
    """A bullet or the disc of a step: its sides, and the letters that stand beside it."""

    left: float
    right: float
    letters: tuple[tuple[str, float, float], ...]


def markers(pdf: bytes) -> list[Marker]:
    """The bullets and discs of all pages in reading order, with (char, left, right) beside each."""
    found: list[Marker] = []
    document = pypdfium2.PdfDocument(pdf)
    for sheet in document:
        letters = list(_letters(sheet))
        places = sorted({box for box in _shapes(sheet) if _is_marker(box)}, key=lambda box: -box[3])
        for left, bottom, right, top in places:
            beside = tuple(
                (char, start, end)
                for char, start, end, middle in letters
                if bottom - 3 < middle < top + 3 and not left < (start + end) / 2 < right
            )
            found.append(Marker(left, right, beside))
    document.close()
    return found


def _letters(sheet: pypdfium2.PdfPage) -> Iterator[tuple[str, float, float, float]]:
    text = sheet.get_textpage()
    for index in range(pdfium.FPDFText_CountChars(text.raw)):
        char = chr(pdfium.FPDFText_GetUnicode(text.raw, index))
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        pdfium.FPDFText_GetCharBox(text.raw, index, left, right, bottom, top)
        if right.value > left.value and not char.isspace():
            yield char, left.value, right.value, (bottom.value + top.value) / 2


def _shapes(sheet: pypdfium2.PdfPage) -> Iterator[tuple[float, float, float, float]]:
    for index in range(pdfium.FPDFPage_CountObjects(sheet.raw)):
        one = pdfium.FPDFPage_GetObject(sheet.raw, index)
        if pdfium.FPDFPageObj_GetType(one) != pdfium.FPDF_PAGEOBJ_PATH:
            continue
        left, bottom, right, top = (ctypes.c_float() for _ in range(4))
        pdfium.FPDFPageObj_GetBounds(one, left, bottom, right, top)
        yield tuple(round(side.value, 1) for side in (left, bottom, right, top))  # type: ignore[misc]


def _is_marker(box: Sequence[float]) -> bool:
    """A bullet is 2.2 mm square and a step's disc 8.6 mm wide in the theme."""
    width, height = box[2] - box[0], box[3] - box[1]
    return abs(width - height) < 1 and any(abs(width - side) < 1 for side in (6.2, 24.4))
