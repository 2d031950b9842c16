"""Font files as tables: the frame that TrueType and OpenType programs share (OpenType, "Organization")."""

import struct
from collections.abc import Iterator, Mapping

_CHECK_SUM = 0xB1B0AFBA


def tables(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The tables of a font file and their names; raises `struct.error` for what is none."""
    for number in range(int.from_bytes(data[4:6], "big")):
        tag, _, start, length = struct.unpack(">4sLLL", data[12 + 16 * number : 28 + 16 * number])
        yield tag.decode("ascii"), data[start : start + length]


def joined(version: bytes, tables: Mapping[str, bytes]) -> bytes:
    """A font file of tables, sorted by name, with its sums."""
    count = len(tables)
    power = count.bit_length() - 1
    rows, body = [], bytearray()
    start = 12 + 16 * count
    tables = {**tables, "head": packed(tables["head"], 8, "L", 0)}
    for tag, data in sorted(tables.items()):
        place = start + len(body)
        rows.append(struct.pack(">4sLLL", tag.encode("ascii"), _sum(data), place, len(data)))
        if tag == "head":
            adjusted = place + 8
        body += data + bytes(-len(data) % 4)
    searched = 16 << power
    head = version + struct.pack(">HHHH", count, searched, power, 16 * count - searched)
    whole = head + b"".join(rows) + bytes(body)
    return packed(whole, adjusted, "L", (_CHECK_SUM - _sum(whole)) & 0xFFFFFFFF)


def _sum(data: bytes) -> int:
    padded = data + bytes(-len(data) % 4)
    words: tuple[int, ...] = struct.unpack(f">{len(padded) // 4}L", padded)
    return sum(words) & 0xFFFFFFFF


def packed(data: bytes, at: int, kinds: str, *values: int) -> bytes:
    """Bytes with numbers written over them."""
    new = struct.pack(f">{kinds}", *values)
    return data[:at] + new + data[at + len(new) :]
