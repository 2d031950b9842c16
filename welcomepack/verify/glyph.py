"""The characters of a finished page as the eye meets them: position, font, runs."""

import ctypes
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import pypdfium2
import pypdfium2.raw as pdfium

from welcomepack.verify.opened import opened

_NO_CHARACTER = {0, 0xFFFE, 0xFFFF}  # what the reader gives where it makes up a line end
# Gaps as shares of the characters' height: from the first on a blank is seen, from the second
# on a run ends. Between two digits 1 a blank leaves 0.65 (Noto Sans: a blank of 0.26 em, and the
# narrow figure's own bearings).
_BLANK, _SPLIT = 0.28, 0.95


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character as printed; lengths in points, origin at the page's lower left corner."""

    char: str
    x: float
    baseline: float
    left: float
    right: float
    height: float
    font: str
    bottom: float = 0.0


def glyphs(pdf: bytes) -> Sequence[Sequence[Glyph]]:
    """The visible characters of each page, in the order the file holds them."""
    return _pages(pdf)


@lru_cache(maxsize=1)  # several proofs read the same file, one after the other
def _pages(pdf: bytes) -> tuple[tuple[Glyph, ...], ...]:
    whole = opened(pdf)
    return tuple(tuple(_read(whole.text(number))) for number in range(len(whole)))


def _read(text: pypdfium2.PdfTextPage) -> Iterator[Glyph]:
    """The characters of a page; the reader's answers come in places that are used again."""
    x, y = ctypes.c_double(), ctypes.c_double()
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    origin = ctypes.byref(x), ctypes.byref(y)
    box = tuple(ctypes.byref(one) for one in (left, right, bottom, top))
    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    names: dict[bytes, str] = {}
    for index in range(pdfium.FPDFText_CountChars(text.raw)):
        code = pdfium.FPDFText_GetUnicode(text.raw, index)
        if code in _NO_CHARACTER or not chr(code).isprintable() or chr(code).isspace():
            continue
        pdfium.FPDFText_GetCharOrigin(text.raw, index, *origin)
        pdfium.FPDFText_GetCharBox(text.raw, index, *box)
        pdfium.FPDFText_GetFontInfo(text.raw, index, name, 128, flags)
        font = names.get(name.value)
        if font is None:
            font = names[name.value] = name.value.decode("utf-8", "replace")
        height = max(top.value - bottom.value, 1.0)
        places = (x.value, y.value, left.value, right.value, height)
        yield Glyph(chr(code), *places, font, bottom.value)


def visual_words(page_glyphs: Sequence[Glyph]) -> list[str]:
    """What the eye reads on a page: runs of one font on one baseline, left to right.

    An ordinary blank does not end a run, so a spaced phone number stands in one. Fonts are kept
    apart because the letters of Nastaliq climb through the baselines of their neighbours; a
    fact is always set in one font.
    """
    lines: dict[tuple[str, int], list[Glyph]] = {}
    for one in page_glyphs:
        key = round(one.baseline * 2)
        near = (lines.get((one.font, key + shift)) for shift in (0, -1, 1))
        line = next((found for found in near if found is not None), None)
        if line is None:
            line = lines.setdefault((one.font, key), [])
        line.append(one)
    words: list[str] = []
    for line in lines.values():
        words.extend(runs(sorted(line, key=lambda one: one.x)))
    return words


def runs(line: Sequence[Glyph]) -> Iterator[str]:
    """The runs of characters on one line, sorted from left to right."""
    run = line[0].char
    for before, after in itertools.pairwise(line):
        gap = (after.left - before.right) / max(before.height, after.height)
        if gap > _SPLIT:
            yield run
            run = ""
        elif gap > _BLANK:
            run += " "
        run += after.char
    yield run
