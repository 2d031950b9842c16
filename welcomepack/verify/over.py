"""Nothing lies over text: no picture on it, nothing painted across it, no edge through it.

A ground that is painted first and holds its letters is what a note, a numeral's disc and the
head of a table are made of. A fault is a letter that shares ink with something painted after
it, a letter that stands across the edge of something dark, or any letter in the place of a
picture; the blank frame of a QR code is part of the picture. A line may strike out what the
page's HTML strikes out (``<s>``), and no other words: a number that is right must not look wrong.
"""

import ctypes
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from html import unescape

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from welcomepack.diagnostic import Diagnostic, Position
from welcomepack.verify.character import mark
from welcomepack.verify.line import (
    Box,
    Run,
    area,
    area_of_both,
    drawn,
    is_text,
    objects,
    page_runs,
    shared,
    tolerated,
)
from welcomepack.verify.opened import opened

_EDGE = 2.0  # points: a letter this far inside a shape does not stand on its border
_LIGHT = 190  # of 255: a ground from here on takes nothing from the ink of letters
_LINE = 0.12  # of the size of type: what is thicker is no line through a word
_STRUCK = re.compile(r"<s\b[^>]*>(.*?)</s>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_WHOLE = 0.9  # of a letter's ink: it stands on the shape, and not across its edge


@dataclass(frozen=True, slots=True)
class _Shape:
    """Something painted that is no text: when, where (points), and whether letters show on it."""

    index: int
    box: Box
    picture: bool
    dark: bool


class _How(Enum):
    """In which way a shape may be a fault: by its place, by its time, or by its edge."""

    PICTURE = auto()
    AFTER = auto()
    BEFORE = auto()


@dataclass(frozen=True, slots=True)
class _Suspect:
    """A letter of a run and a shape whose boxes meet; ``shared`` is where."""

    run: Run
    letter: Box
    shared: Box
    shape: _Shape
    how: _How


def nothing_over_text(pdf: bytes, html: str, name: str) -> tuple[Diagnostic, ...]:
    """Check that no picture, ground or rule lies on letters; at most one diagnostic a page."""
    found: list[Diagnostic] = []
    struck = _struck(html)
    whole = opened(pdf)
    for number, runs in enumerate(page_runs(pdf)):
        suspects = [one for one in _suspects(whole.page(number), runs) if not _strikes(one, struck)]
        # A page of its own: what is drawn apart is switched off and blackened on it.
        hit = next(_covered(whole.document[number], suspects), None) if suspects else None
        if hit is not None:
            message = f'On its page {number + 1}, something lies over "{hit.text[:40]}".'
            found.append(Diagnostic("WP521", message, Position(name)))
    return tuple(found)


def _covered(sheet: pypdfium2.PdfPage, suspects: Sequence[_Suspect]) -> Iterator[Run]:
    """Runs with something over them. Boxes say where to look, ink says whether it is so.

    The shapes are drawn before the letters: a letter shares no more ink with them than they
    have where it stands. The box of the rule below a heading is the box of the heading, and is
    empty but for the rule; so the letters of most pages need not be drawn at all.
    """
    high = sheet.get_height()
    kinds = {how: _ink_of(sheet, suspects, how) for how in {one.how for one in suspects}}
    left = [one for one in suspects if _may_meet(one, kinds[one.how], high)]
    if left:
        letters = drawn(sheet, lambda _, one: is_text(one))
        yield from (one.run for one in left if _meets(one, letters, kinds[one.how], high))


def _may_meet(one: _Suspect, shapes: Image.Image, high: float) -> bool:
    """Whether the shapes have ink enough for a fault; of a picture only the place counts."""
    return one.how is _How.PICTURE or area(shapes, one.letter, high) > tolerated(one.run.size)


def _meets(one: _Suspect, letters: Image.Image, shapes: Image.Image, high: float) -> bool:
    """Whether a letter's ink and a shape are where they should not be together."""
    least = tolerated(one.run.size)
    if one.how is _How.PICTURE:
        return area(letters, one.shared, high) > least
    part = area_of_both(letters, shapes, one.letter, high)
    return part > least and (
        one.how is _How.AFTER or part < _WHOLE * area(letters, one.letter, high)
    )


def _struck(html: str) -> frozenset[str]:
    """The words that a page strikes out."""
    parts = (_TAG.sub(" ", unescape(part)) for part in _STRUCK.findall(html))
    return frozenset(word for part in parts for word in _words(part))


def _words(text: str) -> list[str]:
    """The words of a text without the marks around them; a run tells them in another order."""
    kept = (char if unicodedata.category(char)[0] in "LMN" else " " for char in text)
    return "".join(kept).split()


def _strikes(one: _Suspect, struck: frozenset[str]) -> bool:
    """Whether a shape is a line through words that are meant to be struck out."""
    _, bottom, _, top = one.shape.box
    if top - bottom > _LINE * one.run.size:
        return False
    return all(_among(word, struck) for word in _words(one.run.text))


def _among(word: str, struck: frozenset[str]) -> bool:
    """Whether a word is struck out. A line may end inside of one, but not of a number."""
    whole = any(char.isdigit() for char in word)
    return word in struck or (not whole and any(word in other for other in struck))


def _ink_of(sheet: pypdfium2.PdfPage, suspects: Sequence[_Suspect], how: _How) -> Image.Image:
    """A picture of the shapes that are suspected in one way, in black."""
    kept = {one.shape.index for one in suspects if one.how is how}
    return drawn(sheet, lambda index, _: index in kept)


def _suspects(sheet: pypdfium2.PdfPage, runs: Sequence[Run]) -> Iterator[_Suspect]:
    """Letters that something may lie over, by their boxes."""
    shapes, painted = _read(sheet)
    for run in runs:
        box, start = run.box, painted.get(run.number)
        for shape in shapes:
            if shared(box, shape.box) is None:
                continue
            how = _how(shape, start)
            if how is _How.BEFORE and (not shape.dark or _well_inside(box, shape.box)):
                continue
            for letter in run.boxes:
                place = shared(letter, shape.box)
                inside = how is _How.BEFORE and _well_inside(letter, shape.box)
                if place and not inside:
                    yield _Suspect(run, letter, place, shape, how)


def _how(shape: _Shape, start: int | None) -> _How:
    if shape.picture:
        return _How.PICTURE
    return _How.AFTER if start is not None and shape.index > start else _How.BEFORE


def _well_inside(one: Box, other: Box) -> bool:
    left, bottom = one[0] - other[0], one[1] - other[1]
    right, top = other[2] - one[2], other[3] - one[3]
    return min(left, bottom, right, top) > _EDGE


def _read(sheet: pypdfium2.PdfPage) -> tuple[list[_Shape], Mapping[int, int]]:
    """What is painted besides text, and when the first letter of each run is painted."""
    shapes: list[_Shape] = []
    painted: dict[int, int] = {}
    for index, one in enumerate(objects(sheet)):
        if is_text(one):
            painted.setdefault(mark(one), index)
        else:
            # What a reader is told of is a picture; grounds and rules are marked as decoration.
            shapes.append(_Shape(index, _bounds(one), mark(one) >= 0, _is_dark(one)))
    return shapes, painted


def _bounds(one: object) -> Box:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    pdfium.FPDFPageObj_GetBounds(one, left, bottom, right, top)
    return left.value, bottom.value, right.value, top.value


def _is_dark(one: object) -> bool:
    """Whether a shape is filled or drawn in a colour that takes ink away from black letters."""
    red, green, blue, opaque = (ctypes.c_uint() for _ in range(4))
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(one, fill, stroke)
    colour = pdfium.FPDFPageObj_GetFillColor if fill.value else pdfium.FPDFPageObj_GetStrokeColor
    if not colour(one, red, green, blue, opaque):
        return True  # no path: a picture used as decoration
    return bool(opaque.value) and (red.value + green.value + blue.value) / 3 < _LIGHT
