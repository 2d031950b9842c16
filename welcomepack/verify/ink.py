"""Ink on a finished page: what printers can print, and whether letters can be seen at all."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from PIL import Image

from welcomepack.diagnostic import Diagnostic, Position
from welcomepack.verify.glyph import Glyph, glyphs
from welcomepack.verify.opened import DPI, POINTS, opened

_SCALE = DPI / POINTS  # pixels a point
_EDGE = 5 * POINTS / 25.4  # office printers leave 5 mm blank; lengths here are in points
_PAPER = 250  # of 255: lighter than any ink
_CONTRAST = 40  # of 255, between the lightest and the darkest dot of a letter's place
_SMALLEST = 3.0  # points: no digit is lower, in the smallest print of the one-page sheets
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A page as a picture and as characters; width and height in points."""

    width: float
    height: float
    picture: Image.Image
    glyphs: Sequence[Glyph]


def count_pages(pdf: bytes) -> int:
    """How many pages a PDF has."""
    return len(opened(pdf))


def render_page(pdf: bytes, number: int, dpi: float = DPI) -> Image.Image:
    """A page as a grey picture; ``number`` counts from 0."""
    whole = opened(pdf)
    if dpi == DPI:
        return whole.picture(number)
    page = whole.page(number)
    picture: Image.Image = page.render(scale=dpi / POINTS, grayscale=True).to_pil()
    return picture


def printable(pdf: bytes, name: str) -> tuple[Diagnostic, ...]:
    """Check that nothing runs off the printable paper, and that every letter can be seen."""
    return (*within_margins(pdf, name), *visible(pdf, name))


def within_margins(pdf: bytes, name: str) -> tuple[Diagnostic, ...]:
    """Check that no ink stands where printers cannot print, and no character off the page."""
    for number, sheet in enumerate(_sheets(pdf), 1):
        outside = [one for one in sheet.glyphs if not _inside(one, sheet)]
        if outside or _inked_edge(sheet):
            text = "".join(one.char for one in outside[:_SHOWN])
            what = f'"{text}" runs' if text else "ink runs"
            return (
                Diagnostic("WP507", f"On its page {number}, {what} off the paper.", Position(name)),
            )
    return ()


def visible(pdf: bytes, name: str) -> tuple[Diagnostic, ...]:
    """Check that every character shows: not white on white, covered, cut off, or too small."""
    for number, sheet in enumerate(_sheets(pdf), 1):
        unseen = "".join(one.char for one in _unseen(sheet))
        if unseen:
            message = f'On its page {number}, "{unseen[:_SHOWN]}" cannot be seen.'
            return (Diagnostic("WP516", message, Position(name)),)
    return ()


def _sheets(pdf: bytes) -> Iterator[_Sheet]:
    whole = opened(pdf)
    for number, page_glyphs in enumerate(glyphs(pdf)):
        width, height = whole.page(number).get_size()
        yield _Sheet(width, height, whole.picture(number), page_glyphs)


def _inside(one: Glyph, sheet: _Sheet) -> bool:
    across = one.left >= _EDGE and one.right <= sheet.width - _EDGE
    return across and one.bottom >= _EDGE and one.bottom + one.height <= sheet.height - _EDGE


def _inked_edge(sheet: _Sheet) -> bool:
    """Whether anything but paper is in the outermost 5 mm; the last dot may be half inside."""
    wide, high = sheet.picture.size
    edge = int(_EDGE * _SCALE) - 1
    bands = (
        (0, 0, wide, edge),
        (0, high - edge, wide, high),
        (0, 0, edge, high),
        (wide - edge, 0, wide, high),
    )
    return any(darkest(sheet.picture, band) < _PAPER for band in bands)


def darkest(picture: Image.Image, band: tuple[int, int, int, int]) -> int:
    """The darkest dot of a part of a grey picture, from 0 (black) to 255."""
    return _shades(picture, band)[0]


def _shades(picture: Image.Image, band: tuple[int, int, int, int]) -> tuple[int, int]:
    """The darkest and the lightest dot of a part of a grey picture; white where there is none."""
    if band[0] >= band[2] or band[1] >= band[3]:
        return 255, 255
    part: Any = picture.crop(band)
    dark, light = part.getextrema()
    return int(dark), int(light)


def _unseen(sheet: _Sheet) -> Iterator[Glyph]:
    """Characters without ink, and digits too small to be read."""
    wide, high = sheet.picture.size
    dots = sheet.picture.tobytes()
    for one in sheet.glyphs:
        # A dot more on each side, or a thin stroke fills its place and has nothing to stand against.
        left, right = int(one.left * _SCALE) - 1, int(one.right * _SCALE) + 2
        top = int((sheet.height - one.bottom - one.height) * _SCALE) - 1
        bottom = int((sheet.height - one.bottom) * _SCALE) + 2
        if one.right <= one.left or left < 0 or right > wide or top < 0 or bottom > high:
            continue  # a blank that holds a letter, or off the page
        if one.height < _SMALLEST and one.char.isdigit():
            yield one
            continue
        # Most letters show on a single row of dots, which is looked through much faster.
        start = (top + bottom) // 2 * wide
        row = dots[start + left : start + right]
        if max(row) - min(row) < _CONTRAST:
            dark, light = _shades(sheet.picture, (left, top, right, bottom))
            if light - dark < _CONTRAST:
                yield one
