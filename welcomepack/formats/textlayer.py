"""What the glyphs of a page say: the true letters behind the shapes, for search, copy and voice.

The renderer gives each glyph the text that its cluster had when the glyph was first drawn. That
is right where a letter is a glyph, and wrong elsewhere: Bengali vowel signs, the dots of
Nastaliq, Arabic ligatures. So the text of a page is written here instead, from the clusters that
the shaper reports, one code each (`charcode`):

- A cluster is drawn by one code on the baseline, whatever glyphs it is made of, because readers
  take a raised glyph for another line and a shifted one for another word.
- From left to right the code says the cluster's whole text.
- From right to left readers turn the codes of a line around, and what one code says with them: a
  ligature of two letters comes out backwards. So a code says one letter there, and the others
  stand before it on blanks without width, the last one first.

ActualText would say it more simply, but readers turn that around in right-to-left lines as well.
"""

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple
from unittest.mock import patch

import pydyf
from weasyprint.formatting_structure.boxes import TextBox
from weasyprint.pdf.stream import Stream
from weasyprint.text.ffi import FROM_UNITS, ffi, pango

from welcomepack.formats.charcode import BLANK, Codes, Shape, unicode_map, with_shapes

# From right to left readers turn the groups of a number around, but not at no-break spaces.
_HELD = "\u00a0"
# Shapes that differ by less, in thousandths of an em, are one: 0.06 pt at 14 pt.
_GRID, _WIDTH_GRID = 4, 20


class _Cluster(NamedTuple):
    """Glyphs that the shaper made together from one piece of text; lengths in thousandths of an em."""

    text: str
    parts: tuple[tuple[int, float, float], ...]  # glyph, right, up, from left to right
    width: float
    rtl: bool


class _Run(NamedTuple):
    """Clusters in one font, from left to right."""

    font: Any
    size: float
    codes: Codes
    clusters: tuple[_Cluster, ...]


@dataclass(slots=True)
class TextLayer:
    """The text layer of one document while it is drawn; ``rtl``: it is read from right to left."""

    rtl: bool = False
    fonts: dict[str, Codes] = field(default_factory=dict)

    @contextmanager
    def drawn(self) -> Iterator[None]:
        """While this lasts, the renderer draws with our streams; one document at a time."""
        with patch("weasyprint.pdf.Stream", partial(_Stream, self)):
            yield

    def finish(self, document: Any, pdf: pydyf.PDF) -> None:  # noqa: ANN401 - the renderer's type
        """Write the codes into the fonts; the renderer calls it before it writes the file."""
        for written in [one for one in pdf.objects if _is_font(one)]:
            same = [one for one in document.fonts.values() if one.name == written["BaseFont"]]
            codes = self.fonts.get(same[0].hash, Codes(0))
            texts = {glyph: text for one in same for glyph, text in one.to_unicode.items()}
            _object(pdf, written["ToUnicode"]).stream[:] = unicode_map(texts | codes.texts())
            if codes.changed:
                widths = {glyph: width for one in same for glyph, width in one.widths.items()}
                _add_codes(pdf, _object(pdf, written["DescendantFonts"][0]), codes, widths)

    def runs(self, stream: Any, box: Any) -> Iterator[_Run]:  # noqa: ANN401
        """A piece of a line that has just been drawn, from the layout that it was drawn with."""
        layout = box.pango_layout
        line, _ = layout.get_first_line()
        text = layout.text.encode()
        number = self.rtl and box.text.replace(" ", "").isdigit()
        run = line.runs[0]
        while run != ffi.NULL:
            font, size = stream.add_font(run.data.item.analysis.font)
            codes = self.fonts.setdefault(font.hash, Codes(font.glyph_count))
            found = _clusters(run.data, text, 1000 * FROM_UNITS / size)
            if number:
                found = (one._replace(text=one.text.replace(" ", _HELD)) for one in found)
            yield _Run(font, size, codes, tuple(found))
            run = run.next


def _clusters(item: Any, text: bytes, scale: float) -> Iterator[_Cluster]:  # noqa: ANN401
    """The clusters of a shaped run; ``scale`` turns the shaper's units into thousandths of an em."""
    glyphs, start = item.glyphs, item.item.offset
    rtl = bool(item.item.analysis.level % 2)
    marks = ffi.unpack(glyphs.log_clusters, glyphs.num_glyphs)
    starts = [*sorted(set(marks)), item.item.length]
    ends = dict(itertools.pairwise(starts))
    index = 0
    while index < len(marks):
        mark = marks[index]
        width, parts = 0.0, []
        while index < len(marks) and marks[index] == mark:
            one = glyphs.glyphs[index]
            place = one.geometry
            if one.glyph != pango.PANGO_GLYPH_EMPTY:
                parts.append((one.glyph, width + place.x_offset * scale, -place.y_offset * scale))
            width += place.width * scale
            index += 1
        said = text[start + mark : start + ends[mark]].decode()
        yield _Cluster(said, tuple(parts), width, rtl)


class _Stream(Stream):  # type: ignore[misc]
    """The content of a page; it writes the text itself, where the renderer would."""

    def __init__(self, layer: TextLayer, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self._layer = layer
        self._box: Any = None  # the piece of a line that is being drawn
        self._held: list[Callable[[], None]] = []  # what the renderer would write of it

    @contextmanager
    def marked(self, box: Any, tag: str) -> Iterator[None]:  # noqa: ANN401
        if isinstance(box, TextBox) and box.text.strip():
            self._box = box
        with super().marked(box, tag):
            yield
        self._box = None

    def set_font_size(self, font: str, size: float) -> None:
        self._write(partial(super().set_font_size, font, size))

    def set_text_rise(self, height: float) -> None:
        self._write(partial(super().set_text_rise, height))

    def show_text(self, text: str) -> None:
        self._write(partial(super().show_text, text))

    def _write(self, operation: Callable[[], None]) -> None:
        if self._box is None:
            operation()
        else:
            self._held.append(operation)

    def end_text(self) -> None:
        """Write the text; the shaper still holds it as it was drawn, so it is not shaped twice."""
        box, held = self._box, self._held
        self._box, self._held = None, []
        runs = tuple(self._layer.runs(self, box)) if box else ()
        if all(_supported(run) for run in runs):
            for run in runs:
                self.set_font_size(run.font.hash, run.size)
                self.show_text(_shown(run))
        else:
            for operation in held:
                operation()
        super().end_text()


def _shown(run: _Run) -> str:
    """A run as the array of TJ (ISO 32000-1, 9.4.3): codes, and corrections of the pen."""
    pieces: list[str] = []
    drift = 0.0  # how far the pen is to the right of where it should be
    for cluster in run.clusters:
        if not cluster.parts:
            drift -= cluster.width
            continue
        if cluster.rtl:
            pieces += [f"<{run.codes.shape(BLANK, one):04x}>" for one in cluster.text[:0:-1]]
        code, advance, right = _coded(cluster, run)
        correction = round(drift - right)
        pieces.append(f"{correction}<{code:04x}>" if correction else f"<{code:04x}>")
        drift += advance - correction - cluster.width
    pieces.append(f"{round(drift)}" if round(drift) else "")
    return "".join(pieces).replace("><", "")


def _coded(cluster: _Cluster, run: _Run) -> tuple[int, float, float]:
    """A cluster's code, how far that moves the pen, and how far right of the pen it begins."""
    said = cluster.text[:1] if cluster.rtl else cluster.text
    glyph, right, up = cluster.parts[0]
    moved = abs(up) >= _GRID or (cluster.rtl and abs(right) >= _GRID)
    if len(cluster.parts) == 1 and not moved:
        return run.codes.glyph(glyph, said), run.font.widths[glyph], right
    shape = _shape(cluster)
    return run.codes.shape(shape, said), shape.advance, 0


def _shape(cluster: _Cluster) -> Shape:
    """The cluster as one shape, its places rounded so that there are few."""
    parts = tuple(
        (glyph, round(right / _GRID) * _GRID, round(up / _GRID) * _GRID)
        for glyph, right, up in cluster.parts
    )
    return Shape(parts, max(0, round(cluster.width / _WIDTH_GRID) * _WIDTH_GRID))


def _supported(run: _Run) -> bool:
    """Whether the renderer need not write it: all letters known, and shapes can be joined.

    Only TrueType outlines can. The others in use (Chinese) have a glyph for each letter.
    """
    glyphs = [part[0] for one in run.clusters for part in one.parts]
    if any(glyph & pango.PANGO_GLYPH_UNKNOWN_FLAG for glyph in glyphs) or run.font.bitmap:
        return False
    return run.font.type == "ttf" or all(len(one.parts) == 1 for one in run.clusters)


def _is_font(one: object) -> bool:
    return isinstance(one, pydyf.Dictionary) and one.get("Subtype") == "/Type0"


def _object(pdf: pydyf.PDF, reference: bytes) -> Any:  # noqa: ANN401 - any of the writer's types
    return pdf.objects[int(reference.split()[0])]


def _add_codes(pdf: pydyf.PDF, font: Any, codes: Codes, widths: dict[int, float]) -> None:  # noqa: ANN401
    """Put codes into a font dictionary and its program."""
    program = _object(pdf, _object(pdf, font["FontDescriptor"])["FontFile2"])
    data, glyph_map = with_shapes(program.stream[0], codes)
    program.stream[0] = data
    program.extra["Length1"] = len(data)
    drawn = pydyf.Stream([glyph_map], compress=True)
    pdf.add_object(drawn)
    font["CIDToGIDMap"] = drawn.reference
    added = {code: widths[glyph] for (glyph, _), code in codes.glyphs.items() if code != glyph}
    added |= {code: shape.advance for (shape, _), code in codes.shapes.items()}
    for code, width in sorted(added.items()):
        font["W"].extend([code, pydyf.Array([width])])
