"""TrueType programs as bytes: their glyphs, and glyphs made of others added behind them.

Only the tables that count glyphs are written again (OpenType: glyf, loca, hmtx, hhea, maxp,
head); all others stay as they are. A font editor would read and write every glyph of every
table for the few that are new, which took a tenth of the time of laying out a page.
"""

import itertools
import operator
import struct
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from welcomepack.sfnt import joined, packed, tables

# Flags of a component (OpenType, glyf).
_WORDS, _OFFSETS, _ROUNDED, _MORE = 0x0001, 0x0002, 0x0004, 0x0020
_SCALES = {0x0008: 2, 0x0040: 4, 0x0080: 8}  # the bytes that a scale takes
_COMPOSITE = -1
_SHORT_LIMIT = 2 * 0xFFFF  # the highest offset that a short loca can say
_OWN = "wpow"  # our own table: how many glyphs were there before any was added
# Tables that count glyphs and that no document needs.
_DROPPED = {"hdmx", "vhea", "vmtx", "LTSH", "VDMX", "DSIG"}
Box = tuple[int, int, int, int]
Drawn = tuple[bytes, tuple["Drawn", ...]]


@dataclass(frozen=True, slots=True)
class Composite:
    """A glyph made of others: (glyph, right, up) each, and the way on, in the font's units."""

    parts: tuple[tuple[int, int, int], ...]
    advance: int


@dataclass(frozen=True, slots=True)
class _Size:
    """What maxp counts of a glyph; ``depth`` is 0 for an outline of its own."""

    points: int = 0
    contours: int = 0
    depth: int = 0


class Program:
    """A TrueType font program (not a collection) with ``glyf`` outlines."""

    def __init__(self, data: bytes) -> None:
        self.version = data[:4]
        self.tables = dict(tables(data))
        self.count = _unsigned(self.tables["maxp"], 4)
        self._drawn: dict[int, Drawn] = {}
        self._sizes: dict[int, _Size] = {}

    @property
    def own(self) -> int:
        """How many glyphs it had before `with_glyphs`."""
        return _unsigned(self.tables[_OWN], 0) if _OWN in self.tables else self.count

    @property
    def unit(self) -> int:
        """How many units an em has."""
        return _unsigned(self.tables["head"], 18)

    @cached_property
    def _offsets(self) -> tuple[int, ...]:
        loca = self.tables["loca"]
        if _unsigned(self.tables["head"], 50):
            return struct.unpack(f">{self.count + 1}L", loca[: 4 * (self.count + 1)])
        short = struct.unpack(f">{self.count + 1}H", loca[: 2 * (self.count + 1)])
        return tuple(map(operator.add, short, short))

    def inked(self) -> Iterator[int]:
        """The glyphs that have an outline."""
        larger = map(operator.lt, self._offsets, self._offsets[1:])
        return itertools.compress(range(self.count), larger)

    def outline(self, glyph: int) -> bytes:
        """A glyph as glyf holds it, perhaps with a zero behind; nothing for one without ink."""
        return self.tables["glyf"][self._offsets[glyph] : self._offsets[glyph + 1]]

    @cached_property
    def metrics(self) -> bytes:
        """Advance and left side of every glyph, two bytes each."""
        full = _unsigned(self.tables["hhea"], 34)
        hmtx = self.tables["hmtx"]
        own, rest = hmtx[: 4 * full], hmtx[4 * full : 4 * full + 2 * (self.count - full)]
        last = own[-4:-2]
        return own + b"".join(last + rest[at : at + 2] for at in range(0, len(rest), 2))

    def composite(self, glyph: int) -> Composite | None:
        """A glyph as `with_glyphs` was given it; ``None`` for one of another make."""
        data = self.outline(glyph)
        rows = list(struct.iter_unpack(">HHhh", data[10 : 10 + (len(data) - 10) // 8 * 8]))
        parts = tuple((part, right, up) for _, part, right, up in rows if data)
        one = Composite(parts, _unsigned(self.metrics, 4 * glyph))
        return one if _written(one, self.box(glyph)) == data else None

    def drawn(self, glyph: int) -> Drawn:
        """What a glyph draws, the same in every program, whatever its parts are numbered there."""
        if glyph not in self._drawn:
            data = self.outline(glyph)
            parts = tuple(self.drawn(part) for _, part in _components(data))
            plain = renumbered(data, lambda _: 0) if parts else data
            self._drawn[glyph] = plain.rstrip(b"\0"), parts
        return self._drawn[glyph]

    def box(self, glyph: int) -> Box | None:
        """Left, bottom, right, top of a glyph; ``None`` for one without ink."""
        data = self.outline(glyph)
        return struct.unpack(">4h", data[2:10]) if data else None

    def _size(self, glyph: int) -> _Size:
        if glyph not in self._sizes:
            self._sizes[glyph] = self._counted(self.outline(glyph))
        return self._sizes[glyph]

    def _counted(self, data: bytes) -> _Size:
        if not data:
            return _Size()
        contours = _signed(data, 0)
        if contours >= 0:
            return _Size(_unsigned(data, 8 + 2 * contours) + 1 if contours else 0, contours)
        return _together([self._size(one) for _, one in _components(data)])

    def with_glyphs(self, added: Sequence[Composite]) -> bytes:
        """The program with glyphs behind its own, in the order given.

        The same glyphs give the same bytes. Raises `struct.error` when there would be more than
        65,535 glyphs, or a length that no font can say.
        """
        boxes = [self._box_of(one) for one in added]
        outlines = [_written(one, box) for one, box in zip(added, boxes, strict=True)]
        offsets = list(self._offsets)
        glyf = bytearray(self.tables["glyf"][: offsets[-1]])
        for outline in outlines:
            glyf += bytes(-len(glyf) % 2)
            offsets[-1] = len(glyf)
            glyf += outline
            offsets.append(len(glyf))
        loca, long = loca_of(offsets)
        kept = {tag: data for tag, data in self.tables.items() if tag not in _DROPPED}
        kept |= {
            "glyf": bytes(glyf),
            "loca": loca,
            "hmtx": self._metrics(added, boxes),
            "hhea": self._header(added, boxes),
            "maxp": self._limits(added),
            "head": packed(self._bounds(boxes), 50, "h", long),
            _OWN: struct.pack(">H", self.own),
        }
        if "post" in kept:  # without names, which would be counted too
            kept["post"] = struct.pack(">L", 0x00030000) + kept["post"][4:32]
        return joined(self.version, kept)

    def _box_of(self, one: Composite) -> Box | None:
        boxes = [
            (box[0] + right, box[1] + up, box[2] + right, box[3] + up)
            for glyph, right, up in one.parts
            if (box := self.box(glyph))
        ]
        return _around(boxes)

    def _metrics(self, added: Sequence[Composite], boxes: Sequence[Box | None]) -> bytes:
        """Advance and left side of every glyph; a side that is not the outline's would move it."""
        new = (
            struct.pack(">Hh", one.advance, box[0] if box else 0)
            for one, box in zip(added, boxes, strict=True)
        )
        return self.metrics + b"".join(new)

    def _header(self, added: Sequence[Composite], boxes: Sequence[Box | None]) -> bytes:
        hhea = self.tables["hhea"]
        widest, left, right, extent = struct.unpack(">Hhhh", hhea[10:18])
        for one, box in zip(added, boxes, strict=True):
            widest = max(widest, one.advance)
            if box:
                left, right = min(left, box[0]), min(right, one.advance - box[2])
                extent = max(extent, box[2])
        hhea = packed(hhea, 10, "Hhhh", widest, left, right, extent)
        return packed(hhea, 34, "H", self.count + len(added))

    def _limits(self, added: Sequence[Composite]) -> bytes:
        maxp = self.tables["maxp"]
        most = _together([])
        for one in added:
            size = _together([self._size(part) for part, *_ in one.parts])
            pairs = zip(_numbers(most), _numbers(size), strict=True)
            most = _Size(*(max(pair) for pair in pairs))
        points, contours = struct.unpack(">HH", maxp[10:14])
        parts, depth = struct.unpack(">HH", maxp[28:32])
        parts = max([parts, *(len(one.parts) for one in added)])
        counts = max(points, most.points), max(contours, most.contours)
        maxp = packed(maxp, 10, "HH", *counts)
        maxp = packed(maxp, 28, "HH", parts, max(depth, most.depth))
        return packed(maxp, 4, "H", self.count + len(added))

    def _bounds(self, boxes: Sequence[Box | None]) -> bytes:
        head = self.tables["head"]
        whole = _around([struct.unpack(">4h", head[36:44]), *(one for one in boxes if one)])
        return packed(head, 36, "4h", *(whole or ()))


def renumbered(outline: bytes, number: Callable[[int], int]) -> bytes:
    """An outline whose parts, if it is made of others, have other numbers."""
    whole = bytearray(outline)
    for at, glyph in _components(outline):
        whole[at : at + 2] = number(glyph).to_bytes(2, "big")
    return bytes(whole)


def _components(data: bytes) -> Iterator[tuple[int, int]]:
    """The place and the number of each glyph that an outline is made of, if it is a composite."""
    at, flags = 10, _MORE if data and _signed(data, 0) < 0 else 0
    while flags & _MORE:
        flags, glyph = struct.unpack(">HH", data[at : at + 4])
        yield at + 2, glyph
        at += 8 if flags & _WORDS else 6
        at += sum(size for flag, size in _SCALES.items() if flags & flag)


def _together(sizes: Sequence[_Size]) -> _Size:
    """The size of a glyph that is made of others."""
    depth = max((one.depth for one in sizes), default=-1) + 1
    return _Size(sum(one.points for one in sizes), sum(one.contours for one in sizes), depth)


def _numbers(size: _Size) -> tuple[int, int, int]:
    return size.points, size.contours, size.depth


def _around(boxes: Sequence[Box]) -> Box | None:
    if not boxes:
        return None
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


def _written(one: Composite, box: Box | None) -> bytes:
    """A composite as glyf holds it; nothing for a blank."""
    if not one.parts:
        return b""
    pieces = [struct.pack(">5h", _COMPOSITE, *(box or (0, 0, 0, 0)))]
    for left, (glyph, right, up) in enumerate(one.parts, 1 - len(one.parts)):
        flags = _WORDS | _OFFSETS | _ROUNDED | (_MORE if left else 0)
        pieces.append(struct.pack(">HHhh", flags, glyph, right, up))
    return b"".join(pieces)


def loca_of(offsets: Sequence[int]) -> tuple[bytes, int]:
    """The table of offsets and its format, 1 for the long one."""
    if offsets[-1] <= _SHORT_LIMIT and not any(one % 2 for one in offsets):
        return struct.pack(f">{len(offsets)}H", *(one // 2 for one in offsets)), 0
    return struct.pack(f">{len(offsets)}L", *offsets), 1


def _unsigned(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 2], "big")


def _signed(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 2], "big", signed=True)
