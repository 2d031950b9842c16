"""Lines that keep apart: no letter's ink lies on the ink of another line.

The letters of Nastaliq climb and fall far beyond their line, vowel signs stand above and below,
and a line height that suits Latin lets two lines run into each other. Boxes around letters
overlap long before the letters do, so boxes only say where to look; what counts is ink.
"""

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageChops

from welcomepack.diagnostic import Diagnostic, Position
from welcomepack.verify.character import Character, characters, mark, read
from welcomepack.verify.opened import opened

_SCALE = 3  # pixels a point
_DARK = 96  # a pixel is ink below this grey
# Shared ink from which on a reader takes two letters for one, as a share of a square of the
# type's size. At 14 pt it is two square points, the dot of an Arabic letter; where the strokes
# of Nastaliq only cross, as in any book, less than half of that is shared.
_TOUCH = 0.01
_THIN = 0.01  # blanks have no ink
_SLACK = 0.3  # points by which boxes overlap before anything is looked at


Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Run:
    """What is written in one piece: one line of one paragraph, in one direction.

    ``size`` is that of its type and ``boxes`` are (left, bottom, right, top) of each letter's
    ink, in points.
    """

    number: int
    text: str
    size: float
    boxes: tuple[Box, ...]

    @property
    def box(self) -> Box:
        """The box around the whole run."""
        lefts, bottoms, rights, tops = zip(*self.boxes, strict=True)
        return min(lefts), min(bottoms), max(rights), max(tops)


def lines_apart(pdf: bytes, name: str) -> tuple[Diagnostic, ...]:
    """Check that no two lines of a page touch; at most one diagnostic a page."""
    whole = opened(pdf)
    found: list[Diagnostic] = []
    for number, runs in enumerate(page_runs(pdf)):
        near = _near(runs)
        # A page of its own: what is drawn apart is switched off and blackened on it.
        touching = next(_touching(whole.document[number], near), None) if near else None
        if touching:
            one, other = touching
            message = (
                f'On its page {number + 1}, the lines "{one.text[:40]}" and "{other.text[:40]}" '
                "run into each other."
            )
            found.append(Diagnostic("WP509", message, Position(name)))
    return tuple(found)


@lru_cache(maxsize=1)  # two proofs read the same file, one after the other
def page_runs(pdf: bytes) -> tuple[tuple[Run, ...], ...]:
    """The runs of each page."""
    return tuple(_runs(page) for page in characters(pdf))


def runs_of(sheet: pypdfium2.PdfPage) -> tuple[Run, ...]:
    """The runs of a page in the order of the file; letters without ink are left out.

    The renderer tags each piece of a line by itself (marked content, ISO 32000-1, 14.6).
    """
    text = sheet.get_textpage()
    try:
        return _runs(read(text))
    finally:
        text.close()


def _runs(page: Sequence[Character]) -> tuple[Run, ...]:
    letters: dict[int, list[tuple[str, float, Box]]] = {}
    for code, _, _, left, bottom, right, top, _, piece in page:
        if piece is None or right - left <= _THIN or top - bottom <= _THIN:
            continue
        inked = (left, bottom, right, top)
        letters.setdefault(piece.marked, []).append((chr(code), piece.size, inked))
    runs = []
    for number, found in letters.items():
        chars, sizes, boxes = zip(*found, strict=True)
        runs.append(Run(number, "".join(chars), max(sizes), boxes))
    return tuple(runs)


def _near(runs: Sequence[Run]) -> list[tuple[Run, Run, list[Box]]]:
    """Pairs of runs with letters whose boxes overlap, and where."""
    pairs = [(runs[one], runs[other]) for one, other in meeting([run.box for run in runs])]
    return [(one, other, places) for one, other in pairs if (places := _places(one, other))]


def meeting(boxes: Sequence[Box]) -> list[tuple[int, int]]:
    """The places in the list of all pairs of boxes that overlap by more than a hair, in order."""
    upwards = sorted(range(len(boxes)), key=lambda number: boxes[number][1])
    found: list[tuple[int, int]] = []
    for after, one in enumerate(upwards, 1):
        top = boxes[one][3]
        for other in itertools.islice(upwards, after, None):
            if top - boxes[other][1] < _SLACK:
                break  # and so are all that begin still higher
            if shared(boxes[one], boxes[other]):
                found.append((min(one, other), max(one, other)))
    return sorted(found)


def _touching(
    sheet: pypdfium2.PdfPage, near: Sequence[tuple[Run, Run, list[Box]]]
) -> Iterator[tuple[Run, Run]]:
    """Pairs of runs whose ink meets."""
    layers = _layers([(one.number, other.number) for one, other, _ in near])
    inks = [_ink(sheet, layer) for layer in layers]
    for one, other, places in near:
        first, second = (
            next(ink for ink, layer in zip(inks, layers, strict=True) if run.number in layer)
            for run in (one, other)
        )
        most = tolerated(min(one.size, other.size))
        if any(area_of_both(first, second, place, sheet.get_height()) > most for place in places):
            yield one, other


def _places(one: Run, other: Run) -> list[Box]:
    """Where letters' boxes overlap."""
    pairs = itertools.product(one.boxes, other.boxes)
    return [place for first, second in pairs if (place := shared(first, second))]


def tolerated(size: float) -> float:
    """The ink in square points that a reader does not mind to be shared, at a size of type."""
    return _TOUCH * size**2


def shared(one: Box, other: Box) -> Box | None:
    """Where two boxes overlap by more than a hair, else nothing."""
    left, bottom = max(one[0], other[0]), max(one[1], other[1])
    right, top = min(one[2], other[2]), min(one[3], other[3])
    if right - left < _SLACK or top - bottom < _SLACK:
        return None
    return left, bottom, right, top


def _layers(pairs: Sequence[tuple[int, int]]) -> list[set[int]]:
    """Sort runs into few layers so that the two of a pair never share one."""
    against: dict[int, set[int]] = {}
    for one, other in pairs:
        against.setdefault(one, set()).add(other)
        against.setdefault(other, set()).add(one)
    layers: list[set[int]] = []
    for number, others in against.items():
        free = next((layer for layer in layers if not layer & others), None)
        if free is None:
            layers.append({number})
        else:
            free.add(number)
    return layers


def _ink(sheet: pypdfium2.PdfPage, numbers: set[int]) -> Image.Image:
    """A grey picture of some runs of a page and nothing else, in black."""
    return drawn(sheet, lambda _, one: is_text(one) and mark(one) in numbers)


def drawn(sheet: pypdfium2.PdfPage, kept: Callable[[int, object], bool]) -> Image.Image:
    """A grey picture of the objects of a page that are kept, filled with black.

    ``kept`` is asked for each object with its place in the order of painting. The page is left
    so, and is good for no other picture.
    """
    for index, one in enumerate(objects(sheet)):
        pdfium.FPDFPageObj_SetIsActive(one, kept(index, one))
        pdfium.FPDFPageObj_SetFillColor(one, 0, 0, 0, 255)
    picture: Image.Image = sheet.render(scale=_SCALE, grayscale=True).to_pil()
    return picture


def objects(sheet: pypdfium2.PdfPage) -> list[object]:
    """The objects of a page in the order in which they are painted."""
    count = int(pdfium.FPDFPage_CountObjects(sheet.raw))
    return [pdfium.FPDFPage_GetObject(sheet.raw, index) for index in range(count)]


def is_text(one: object) -> bool:
    """Whether an object of a page is letters."""
    return bool(pdfium.FPDFPageObj_GetType(one) == pdfium.FPDF_PAGEOBJ_TEXT)


def area(picture: Image.Image, place: Box, height: float) -> float:
    """The ink inside a place, in square points; ``height`` is the page's."""
    return sum(_part(picture, place, height).histogram()[:_DARK]) / _SCALE**2


def area_of_both(one: Image.Image, other: Image.Image, place: Box, height: float) -> float:
    """The ink that two pictures of a page share inside a place, in square points."""
    parts = (_part(picture, place, height) for picture in (one, other))
    return sum(ImageChops.lighter(*parts).histogram()[:_DARK]) / _SCALE**2


def _part(picture: Image.Image, place: Box, height: float) -> Image.Image:
    corners = (place[0], height - place[3], place[2], height - place[1])
    left, top, right, bottom = (round(value * _SCALE) for value in corners)
    return picture.crop((left, top, right, bottom))
