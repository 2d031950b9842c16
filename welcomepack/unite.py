"""Subsets of one TrueType font to one program that holds the glyphs of all of them.

The renderer keeps the font's numbers for the glyphs that a document names, so such a number is
the same shape in every subset, and a document's codes stay as they are. Two kinds of glyphs
have numbers of their own in each subset. Parts of the font's composites that no code names were
moved together behind the others by HarfBuzz; behind these `charcode` added its composites. Both
stand here behind the numbered ones, each shape once.
"""

import itertools
import struct
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from welcomepack.sfnt import joined
from welcomepack.truetype import Composite, Drawn, Program, loca_of, renumbered

# Tables that the first subset's will do for (in a PDF, codes are not looked up in cmap), and
# those that change how every glyph is drawn.
_KEPT = ("OS/2", "cmap", "gasp", "name", "post")
_EQUAL = ("cvt ", "fpgm", "prep")
_UNITS = slice(16, 20)  # of head: flags, units of an em
_HEIGHTS = slice(4, 10)  # of hhea: ascender, descender, gap between lines


class Unlike(ValueError):  # noqa: N818 - reads as what happened
    """The programs are not subsets of one font, or not as the renderer and `charcode` make them."""


@dataclass(frozen=True, slots=True)
class Subset:
    """One document's program of a font, the codes it draws, and its CIDToGIDMap.

    Without a map a code is a glyph's number.
    """

    program: bytes
    codes: Collection[int]
    glyph_map: bytes | None = None


_Written = tuple[bytes, bytes]  # outline; advance and left side


@dataclass(frozen=True, slots=True)
class _Part:
    """A subset that was read: glyphs below ``fixed`` keep their numbers, the last are added."""

    program: Program
    fixed: int
    added: tuple[_Written, ...]
    targets: tuple[int, ...] | None

    def inked(self) -> Iterator[int]:
        """Numbered glyphs that have an outline."""
        return (glyph for glyph in self.program.inked() if glyph < self.fixed)

    def metrics(self) -> tuple[int, ...]:
        """Advance and left side of every glyph, as one number; a glyph that was cut has 0."""
        return struct.unpack(f">{self.program.count}L", self.program.metrics)


def united(subsets: Sequence[Subset]) -> tuple[bytes, list[bytes | None]]:
    """One program for all subsets, and each one's map of codes to its glyphs.

    Every code of every subset draws what it drew before. Raises `Unlike` when a number is not
    the same glyph in all of them; `struct.error` or `LookupError` for bytes that are no font, and
    when there would be more than 65,535 glyphs. The same subsets give the same bytes.
    """
    parts = [_part(one) for one in subsets]
    _check_alike([part.program for part in parts])
    glyphs = _Glyphs(max(part.fixed for part in parts))
    for part in parts:
        glyphs.take(part)
    added = _added(parts)
    numbers = {written: glyphs.count + at for at, written in enumerate(added)}
    program = Program(_program([part.program for part in parts], glyphs))
    maps = [_renumbered(part, numbers) for part in parts]
    return program.with_glyphs(list(added.values())), maps


def _part(subset: Subset) -> _Part:
    program = Program(subset.program)
    targets = None
    if subset.glyph_map is not None:
        targets = struct.unpack(f">{len(subset.glyph_map) // 2}H", subset.glyph_map)
    own = program.own
    fixed = 1 + max((code for code in subset.codes if code < own), default=0)
    added = tuple(
        (program.outline(glyph), program.metrics[4 * glyph : 4 * glyph + 4])
        for glyph in range(own, program.count)
    )
    return _Part(program, fixed, added, targets)


def _added(parts: Sequence[_Part]) -> dict[_Written, Composite]:
    """The added glyphs of all subsets, each once; they are made of numbered glyphs alone."""
    found: dict[_Written, Composite] = {}
    highest: dict[_Written, int] = {}
    for part in parts:
        for glyph, written in enumerate(part.added, part.program.own):
            if written not in found:
                one = part.program.composite(glyph)
                if one is None:
                    message = "An added glyph is not made as `charcode` makes them."
                    raise Unlike(message)
                found[written] = one
                highest[written] = max((number for number, *_ in one.parts), default=0)
            if highest[written] >= part.fixed:
                message = "An added glyph is made of one that no code names."
                raise Unlike(message)
    return found


def _renumbered(part: _Part, numbers: Mapping[_Written, int]) -> bytes | None:
    if part.targets is None:
        return None
    places = [*range(part.program.own), *(numbers[written] for written in part.added)]
    return struct.pack(f">{len(part.targets)}H", *map(places.__getitem__, part.targets))


@dataclass(slots=True)
class _Glyphs:
    """The font's own glyphs while they are gathered: ``numbered`` ones, then moved parts."""

    numbered: int
    outlines: dict[int, bytes] = field(default_factory=dict)
    metrics: dict[int, int] = field(default_factory=dict)
    _shapes: dict[int, Drawn] = field(default_factory=dict)
    _moved: dict[tuple[Drawn, int], int] = field(default_factory=dict)

    @property
    def count(self) -> int:
        return self.numbered + len(self._moved)

    def take(self, part: _Part) -> None:
        """Add the glyphs of a subset that are not there yet."""
        metrics = part.metrics()
        for glyph in part.inked():
            shape = part.program.drawn(glyph)
            if glyph not in self._shapes:
                self._shapes[glyph] = shape
                self._put(part, metrics, glyph, glyph)
            elif self._shapes[glyph] != shape:
                message = f"Glyph {glyph} is two shapes."
                raise Unlike(message)
        for glyph in itertools.compress(range(part.fixed), metrics):
            if self.metrics.setdefault(glyph, metrics[glyph]) != metrics[glyph]:
                message = f"Glyph {glyph} has two widths."
                raise Unlike(message)

    def _put(self, part: _Part, metrics: Sequence[int], glyph: int, number: int) -> None:
        def place(one: int) -> int:
            if one < part.fixed:
                return one
            key = part.program.drawn(one), metrics[one]
            if key not in self._moved:
                self._moved[key] = self.count
                self.metrics[self._moved[key]] = metrics[one]
                self._put(part, metrics, one, self._moved[key])
            return self._moved[key]

        self.outlines[number] = renumbered(part.program.outline(glyph), place)


def _check_alike(programs: Sequence[Program]) -> None:
    def said(one: Program) -> tuple[bytes | None, ...]:
        tables = one.tables
        fixed = (tables["head"][_UNITS], tables["hhea"][_HEIGHTS], one.version)
        return (*fixed, *(tables.get(tag) for tag in _EQUAL))

    if len({said(one) for one in programs}) > 1:
        message = "The programs are of two fonts."
        raise Unlike(message)


def _program(programs: Sequence[Program], glyphs: _Glyphs) -> bytes:
    """A program of the font's own glyphs; what counts them allows for all programs."""
    first, count = programs[0], glyphs.count
    glyf, offsets = bytearray(), [0]
    for glyph in range(count):
        outline = glyphs.outlines.get(glyph, b"")
        glyf += outline + bytes(-len(outline) % 2)
        offsets.append(len(glyf))
    loca, long = loca_of(offsets)
    tables = {tag: first.tables[tag] for tag in (*_KEPT, *_EQUAL) if tag in first.tables}
    tables |= {
        "glyf": bytes(glyf),
        "loca": loca,
        "hmtx": struct.pack(f">{count}L", *(glyphs.metrics.get(one, 0) for one in range(count))),
        "hhea": _header([one.tables["hhea"] for one in programs], count),
        "maxp": _limits([one.tables["maxp"] for one in programs], count),
        "head": _bounds([one.tables["head"] for one in programs], long),
    }
    return joined(first.version, tables)


def _header(headers: Sequence[bytes], count: int) -> bytes:
    """The table hhea: the widest advance, the smallest sides, the farthest ink of all."""
    rows = [struct.unpack(">Hhhh", one[10:18]) for one in headers]
    widest, left, right, extent = zip(*rows, strict=True)
    most = struct.pack(">Hhhh", max(widest), min(left), min(right), max(extent))
    return headers[0][:10] + most + headers[0][18:34] + count.to_bytes(2, "big")


def _limits(limits: Sequence[bytes], count: int) -> bytes:
    """The table maxp: the most that any of the programs needs."""
    rows = [struct.unpack(">13H", one[6:32]) for one in limits]
    most = (max(column) for column in zip(*rows, strict=True))
    return limits[0][:4] + count.to_bytes(2, "big") + struct.pack(">13H", *most)


def _bounds(heads: Sequence[bytes], long: int) -> bytes:
    """The table head: the box around all glyphs, and how long an offset is."""
    rows = [struct.unpack(">4h", one[36:44]) for one in heads]
    lefts, bottoms, rights, tops = zip(*rows, strict=True)
    box = struct.pack(">4h", min(lefts), min(bottoms), max(rights), max(tops))
    return heads[0][:36] + box + heads[0][44:50] + long.to_bytes(2, "big") + heads[0][52:]
