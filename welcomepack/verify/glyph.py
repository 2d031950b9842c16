"""The characters of a finished page as the eye meets them: position, font, runs."""

import itertools
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from welcomepack.verify.character import Character, characters

_NO_CHARACTER = {0, 0xFFFE, 0xFFFF}  # what the reader gives where it makes up a line end
# Gaps as shares of the characters' height: from the first on a blank is seen, from the second
# on a run ends. Between two digits 1 a blank leaves 0.65 (Noto Sans: a blank of 0.26 em, and the
# narrow figure's own bearings).
_BLANK, _SPLIT = 0.28, 0.95


class Glyph(NamedTuple):
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
    return tuple(tuple(_seen(page)) for page in characters(pdf))


def _seen(page: Sequence[Character]) -> Iterator[Glyph]:
    """The characters that are more than a blank, each no lower than a point."""
    for code, x, baseline, left, bottom, right, top, font, _ in page:
        char = chr(code)
        if code in _NO_CHARACTER or not char.isprintable() or char.isspace():
            continue
        yield Glyph(char, x, baseline, left, right, max(top - bottom, 1.0), font, bottom)


def visual_words(page_glyphs: Sequence[Glyph]) -> list[str]:
    """What the eye reads on a page: runs of one font on one baseline, left to right.

    An ordinary blank does not end a run, so a spaced phone number stands in one. Fonts are kept
    apart because the letters of Nastaliq climb through the baselines of their neighbours; a
    fact is always set in one font.
    """
    lines: dict[tuple[str, int], list[Glyph]] = {}
    before, line = None, list[Glyph]()
    for one in page_glyphs:
        key = one.font, round(one.baseline * 2)
        if key != before:  # else it stands where the last one does
            before, line = key, _line(lines, *key)
        line.append(one)
    words: list[str] = []
    for line in lines.values():
        words.extend(runs(sorted(line, key=lambda one: one.x)))
    return words


def _line(lines: dict[tuple[str, int], list[Glyph]], font: str, level: int) -> list[Glyph]:
    """The line of a font at a level of half a point, or next to it, else a new one."""
    near = (lines.get((font, level + shift)) for shift in (0, -1, 1))
    line = next((found for found in near if found is not None), None)
    return lines.setdefault((font, level), []) if line is None else line


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
