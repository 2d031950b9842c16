"""Compact Font Format: subsets of one CID-keyed font to one program of the glyphs in use.

The renderer cuts a font but keeps all glyph numbers, so a page's 200 Chinese letters come with
60,000 blanks, and with tables that no document needs. Here the letters alone are written, in
the form that PDF has for them (CIDFontType0C; Adobe Technical Note 5176, "The Compact Font
Format Specification"): each glyph is found by its CID, which is the code of the page.

The programs that are read have no subroutines, because the renderer takes them out; others are
refused.
"""

import bisect
import struct
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from welcomepack.sfnt import tables

_Dict = tuple[tuple[int, bytes], ...]  # operators of two bytes are 0x0Cxx; operands as written
_ESCAPE, _LAST_OPERATOR = 12, 21
_SHORT, _LONG, _REAL, _ZERO, _TWO_BYTES = 28, 29, 30, 139, 247  # how an operand begins
_REAL_END = 0xF
_BELOW_NUMBERS, _FIXED = 31, 255  # in charstrings
_CHARSET, _CHARSTRINGS, _PRIVATE, _SUBROUTINES = 15, 17, 18, 19
_STROKE, _MATRIX, _ROS = (0x0C05, 0x0C06, 0x0C08), 0x0C07, 0x0C1E
_ARRAY, _SELECT, _NAME = 0x0C24, 0x0C25, 0x0C26
_MOVES, _MOVE = {4: (b"\x8b", b""), 22: (b"", b"\x8b")}, b"\x15"
_WIDTH_AND_MOVE = 2  # operands
_STANDARD = 391  # strings that every reader knows
_HEADER = b"\1\0\4\4"


class Unlike(ValueError):  # noqa: N818 - reads as what happened
    """The programs are not subsets of one CID-keyed font, or not as the renderer writes them."""


@dataclass(frozen=True, slots=True)
class _Index:
    """An INDEX: ``count`` pieces of ``data``, and the place behind it."""

    data: bytes
    at: int
    count: int
    wide: int
    end: int

    def offset(self, number: int) -> int:
        """Where a piece begins; also that of the piece after the last."""
        start = self.at + 3 + number * self.wide
        body = self.at + 2 + (self.count + 1) * self.wide
        return body + int.from_bytes(self.data[start : start + self.wide], "big")

    def __getitem__(self, number: int) -> bytes:
        if not 0 <= number < self.count:
            raise IndexError(number)
        return self.data[self.offset(number) : self.offset(number + 1)]


@dataclass(frozen=True, slots=True)
class _Kind:
    """What a glyph has from its font dictionary: the name, other entries, private entries."""

    name: bytes
    entries: _Dict
    private: bytes


@dataclass(frozen=True, slots=True)
class _Program:
    """One CID-keyed program, read."""

    names: bytes
    top: _Dict
    strings: _Index
    glyphs: _Index
    kinds: tuple[_Kind, ...]
    firsts: Sequence[int]
    numbers: Sequence[int]

    def kind(self, glyph: int) -> _Kind:
        """The kind of a glyph (FDSelect)."""
        place = bisect.bisect_right(self.firsts, glyph) - 1
        return self.kinds[self.numbers[place]]


def united(subsets: Sequence[tuple[bytes, Collection[int]]]) -> bytes:
    """One program of the glyphs that subsets, each with the codes beside it, draw.

    A subset is an OpenType file with the table ``CFF``. Codes are its glyph numbers, and become
    CIDs; a glyph that no code names is left out. Raises `Unlike` when a number is not the same
    glyph in all, `struct.error` or `LookupError` for bytes that are no font, and when a code has
    no glyph. The same subsets give the same bytes.
    """
    programs = [_read(dict(tables(data))["CFF "]) for data, _ in subsets]
    first = programs[0]
    if any(_fixed(one) != _fixed(first) for one in programs):
        message = "The programs are of two fonts."
        raise Unlike(message)
    found: dict[int, tuple[_Kind, bytes]] = {}
    for program, (_, codes) in zip(programs, subsets, strict=True):
        for glyph in {0, *codes}:
            drawn = program.kind(glyph), _plain(program.glyphs[glyph])
            if found.setdefault(glyph, drawn) != drawn:
                message = f"Glyph {glyph} is two shapes."
                raise Unlike(message)
    return _written(first, dict(sorted(found.items())))


def _fixed(program: _Program) -> tuple[object, ...]:
    """What must be the same in all subsets, because it changes how glyphs are drawn."""
    told = dict(program.top)
    return (program.names, *(told.get(one) for one in (*_STROKE, _MATRIX)))


# --- reading ---------------------------------------------------------------------------------


def _read(data: bytes) -> _Program:
    names = _index(data, data[2])
    tops = _index(data, names.end)
    strings = _index(data, tops.end)
    subroutines = _index(data, strings.end)
    top = tuple(_entries(tops[0]))
    told = dict(top)
    if tops.count != 1 or subroutines.count or _ROS not in told:
        message = "The program is not CID-keyed, or has subroutines."
        raise Unlike(message)
    array = _index(data, _number(told[_ARRAY]))
    kinds = tuple(_kind(data, array[at], strings) for at in range(array.count))
    glyphs = _index(data, _number(told[_CHARSTRINGS]))
    firsts, numbers = _selected(data, _number(told[_SELECT]), glyphs.count)
    named = data[names.at : names.end]
    return _Program(named, top, strings, glyphs, kinds, firsts, numbers)


def _index(data: bytes, at: int) -> _Index:
    (count,) = struct.unpack_from(">H", data, at)
    if not count:
        return _Index(data, at, 0, 0, at + 2)
    found = _Index(data, at, count, data[at + 2], 0)
    return _Index(data, at, count, data[at + 2], found.offset(count))


def _entries(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The entries of a DICT: operator and operands."""
    at = start = 0
    while at < len(data):
        first = data[at]
        if first <= _LAST_OPERATOR:
            operands = data[start:at]
            at += 2 if first == _ESCAPE else 1
            yield (first << 8 | data[at - 1] if first == _ESCAPE else first), operands
            start = at
        else:
            at = _behind(data, at)


def _behind(data: bytes, at: int) -> int:
    """The place behind an operand."""
    first = data[at]
    if first == _REAL:
        at += 1
        while data[at] >> 4 != _REAL_END and data[at] & 0xF != _REAL_END:
            at += 1
        return at + 1
    return at + {_SHORT: 3, _LONG: 5}.get(first, 1 if first < _TWO_BYTES else 2)


def _number(operand: bytes) -> int:
    """A whole number, not negative, as an offset or a size is."""
    first = operand[0]
    if first in {_SHORT, _LONG}:
        return int.from_bytes(operand[1:], "big")
    return first - _ZERO if first < _TWO_BYTES else (first - _TWO_BYTES) * 256 + operand[1] + 108


def _kind(data: bytes, font: bytes, strings: _Index) -> _Kind:
    entries = dict(_entries(font))
    both = entries.pop(_PRIVATE)
    parted = _behind(both, 0)
    size, start = _number(both[:parted]), _number(both[parted:])
    private = data[start : start + size]
    if _SUBROUTINES in dict(_entries(private)):
        message = "A font dictionary has subroutines."
        raise Unlike(message)
    name = strings[_number(entries.pop(_NAME)) - _STANDARD]
    return _Kind(name, tuple(entries.items()), private)


def _selected(data: bytes, at: int, count: int) -> tuple[Sequence[int], Sequence[int]]:
    """The first glyph of each run, and the number of its font dictionary."""
    if data[at] == 0:
        return range(count), data[at + 1 : at + 1 + count]
    (runs,) = struct.unpack_from(">H", data, at + 1)
    rows = list(struct.iter_unpack(">HB", data[at + 3 : at + 3 + 3 * runs]))
    return [first for first, _ in rows], [number for _, number in rows]


def _plain(drawn: bytes) -> bytes:
    """A charstring that begins with a width and a move in both directions, or as it is.

    The PDF/UA proof takes the width before a move in one direction for a part of the move, so
    that gets a zero for the other (Adobe Technical Note 5177, "The Type 2 Charstring Format", 4.1).
    """
    at, starts = 0, []
    while at < len(drawn) and (drawn[at] == _SHORT or drawn[at] > _BELOW_NUMBERS):
        starts.append(at)
        at += 5 if drawn[at] == _FIXED else _behind(drawn, at) - at
    if len(starts) != _WIDTH_AND_MOVE or drawn[at] not in _MOVES:
        return drawn
    before, behind = _MOVES[drawn[at]]
    width, move = drawn[: starts[1]], drawn[starts[1] : at]
    return b"".join((width, before, move, behind, _MOVE, drawn[at + 1 :]))


# --- writing ---------------------------------------------------------------------------------


def _written(first: _Program, found: Mapping[int, tuple[_Kind, bytes]]) -> bytes:
    """A program of glyphs by their CIDs, beginning with 0; all else is the first one's."""
    kinds = list(dict.fromkeys(kind for kind, _ in found.values()))
    strings = [first.strings[at] for at in range(first.strings.count)]
    strings += [kind.name for kind in kinds if kind.name not in strings]
    named = [_STANDARD + strings.index(kind.name) for kind in kinds]
    charset = b"\0" + struct.pack(f">{len(found) - 1}H", *list(found)[1:])
    select = b"\0" + bytes(kinds.index(kind) for kind, _ in found.values())
    glyphs = _indexed([drawn for _, drawn in found.values()])
    private = b"".join(kind.private for kind in kinds)
    offsets = dict.fromkeys((_CHARSET, _SELECT, _CHARSTRINGS, _ARRAY), 0)
    fonts = _fonts(kinds, named, 0)

    def head() -> bytes:
        top = [(one, _long(offsets[one]) if one in offsets else told) for one, told in first.top]
        return b"".join((_HEADER, first.names, _indexed([_dict(top)]), _indexed(strings), b"\0\0"))

    at = len(head())
    for operator, data in zip(offsets, (charset, select, glyphs, fonts), strict=True):
        offsets[operator] = at
        at += len(data)
    fonts = _fonts(kinds, named, at)
    return b"".join((head(), charset, select, glyphs, fonts, private))


def _fonts(kinds: Sequence[_Kind], named: Sequence[int], at: int) -> bytes:
    """The FDArray; private entries begin at ``at``, in its order."""
    written = []
    for kind, name in zip(kinds, named, strict=True):
        private = _long(len(kind.private)) + _long(at)
        written.append(_dict([(_NAME, _long(name)), *kind.entries, (_PRIVATE, private)]))
        at += len(kind.private)
    return _indexed(written)


def _dict(entries: Sequence[tuple[int, bytes]]) -> bytes:
    return b"".join(
        operands + operator.to_bytes(2 if operator >> 8 == _ESCAPE else 1, "big")
        for operator, operands in entries
    )


def _indexed(pieces: Sequence[bytes]) -> bytes:
    offsets = [1]
    for piece in pieces:
        offsets.append(offsets[-1] + len(piece))
    wide = (offsets[-1].bit_length() + 7) // 8
    table = b"".join(one.to_bytes(wide, "big") for one in offsets)
    return struct.pack(">HB", len(pieces), wide) + table + b"".join(pieces)


def _long(number: int) -> bytes:
    return struct.pack(">BL", _LONG, number)
