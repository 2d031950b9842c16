"""The characters of a finished page as the reader tells them, read once for all proofs of a file.

Each question to the reader costs more than what a proof does with the answer, so all that any
proof wants to know of a character is asked in one pass, and what the characters of a piece of
text share (font, size, mark) is asked once a piece.
"""

import ctypes
import math
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from welcomepack.verify.opened import opened


class Piece(NamedTuple):
    """A piece of text that the file writes at once; ``size`` in points, as it is on the paper.

    ``marked`` is the number of its marked content (ISO 32000-1, 14.6), or -1.
    """

    marked: int
    size: float


class Character(NamedTuple):
    """A character; lengths in points, origin at the page's lower left corner.

    ``piece`` is missing where the reader made the character up, a line end for instance.
    """

    code: int
    x: float
    baseline: float
    left: float
    bottom: float
    right: float
    top: float
    font: str
    piece: Piece | None


def characters(pdf: bytes) -> Sequence[Sequence[Character]]:
    """The characters of each page, in the order the file holds them."""
    return _pages(pdf)


@lru_cache(maxsize=1)  # several proofs read the same file, one after the other
def _pages(pdf: bytes) -> tuple[tuple[Character, ...], ...]:
    whole = opened(pdf)
    return tuple(read(whole.text(number)) for number in range(len(whole)))


def read(text: pypdfium2.PdfTextPage) -> tuple[Character, ...]:
    """The characters of one page."""
    return tuple(_read(text.raw))


def _read(text: object) -> Iterator[Character]:
    """The reader's answers come in places that are used again."""
    x, y = ctypes.c_double(), ctypes.c_double()
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    origin = ctypes.byref(x), ctypes.byref(y)
    box = tuple(ctypes.byref(one) for one in (left, right, bottom, top))
    before, piece, font = None, None, ""
    for index in range(pdfium.FPDFText_CountChars(text)):
        written = pdfium.FPDFText_GetTextObject(text, index)
        place = ctypes.addressof(written.contents) if written else None
        if place != before:
            before = place
            piece = Piece(mark(written), _size(text, index)) if written else None
            font = _font(text, index) if written else font
        pdfium.FPDFText_GetCharOrigin(text, index, *origin)
        pdfium.FPDFText_GetCharBox(text, index, *box)
        code = pdfium.FPDFText_GetUnicode(text, index)
        inked = (left.value, bottom.value, right.value, top.value)
        yield Character(code, x.value, y.value, *inked, font, piece)


def mark(one: object) -> int:
    """The number of the marked content that an object of a page belongs to, or -1."""
    return int(pdfium.FPDFPageObj_GetMarkedContentID(one))


def _size(text: object, index: int) -> float:
    """The size of a character's type on the paper; the page is drawn in another unit."""
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(text, index, matrix)
    return math.hypot(matrix.a, matrix.b) * float(pdfium.FPDFText_GetFontSize(text, index))


def _font(text: object, index: int) -> str:
    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(text, index, name, 128, flags)
    return name.value.decode("utf-8", "replace")
