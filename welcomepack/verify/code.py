"""QR codes on a finished page: they read, are large enough, and have room around them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import zxingcpp
from PIL import Image

from welcomepack.diagnostic import Diagnostic, Position
from welcomepack.verify.ink import count_pages, darkest, render_page
from welcomepack.verify.opened import DPI

_MODULE = 0.5  # millimetres: the smallest module that phones read well from a copy
_QUIET = 4  # modules (ISO/IEC 18004, 7.3.7)
_LIGHT = 200  # of 255


@dataclass(frozen=True, slots=True)
class Read:
    """A code as it was read: its content, modules a side, and corners (left, top, right, bottom)."""

    content: str
    modules: int
    box: tuple[float, float, float, float]

    @property
    def module(self) -> float:
        """The width of a module in dots of the picture."""
        left, top, right, bottom = self.box
        return min(right - left, bottom - top) / self.modules


def codes_on_page(picture: Image.Image) -> list[str]:
    """The contents of all QR codes that can be read from a picture."""
    return [one.content for one in _read(picture)]


def qr_codes(pdf: bytes, expected: Sequence[str], name: str) -> tuple[Diagnostic, ...]:
    """Check the QR codes of all pages at 150 dpi: contents, size of modules, quiet zone.

    All are measured on the picture, whatever the layout meant them to be. A content must stand
    on some page; every copy of it that reads, and so might be scanned, is measured.
    """
    wanted, read, told = set(expected), set[str](), list[str]()
    for number in range(count_pages(pdf)):
        picture = render_page(pdf, number)
        for one in _read(picture):
            read.add(one.content)
            told += [f'The QR code of "{one.content}" {fault}.' for fault in _faults(picture, one)]
    told += [f'The QR code of "{one}" does not read from the page.' for one in wanted - read]
    told += [f'A QR code leads to "{one}", not planned here.' for one in read - wanted]
    return tuple(Diagnostic("WP503", one, Position(name)) for one in sorted(set(told)))


def _read(picture: Image.Image) -> Iterator[Read]:
    wanted = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    for one in zxingcpp.read_barcodes(picture, formats=wanted):
        at = one.position
        corners = (at.top_left, at.top_right, at.bottom_right, at.bottom_left)
        across, down = [point.x for point in corners], [point.y for point in corners]
        extra: Any = one.extra
        modules = 17 + 4 * int(extra["Version"])  # ISO/IEC 18004, 5.1
        yield Read(one.text, modules, (min(across), min(down), max(across) + 1, max(down) + 1))


def _faults(picture: Image.Image, code: Read) -> Iterator[str]:
    millimetres = code.module / DPI * 25.4
    if millimetres < _MODULE:
        yield f"has modules of {millimetres:.2f} mm, and {_MODULE} mm is the least"
    if not _is_quiet(picture, code):
        yield f"has no room around it: {_QUIET} modules on each side must stay white"


def _is_quiet(picture: Image.Image, code: Read) -> bool:
    """Whether four modules on each side are light; the corners read may be a dot off."""
    left, top, right, bottom = code.box
    room, off = int(_QUIET * code.module) - 1, 2
    bands = (
        (left - room, top - room, right + room, top - off),
        (left - room, bottom + off, right + room, bottom + room),
        (left - room, top - room, left - off, bottom + room),
        (right + off, top - room, right + room, bottom + room),
    )
    wide, high = picture.size
    if left < room or top < room or right + room > wide or bottom + room > high:
        return False
    return all(
        darkest(picture, (int(one[0]), int(one[1]), int(one[2]), int(one[3]))) >= _LIGHT
        for one in bands
    )
