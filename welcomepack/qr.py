"""QR codes as one small SVG path; the only module that knows the QR library.

Dark modules are joined into runs, one subpath a run: a path of single squares costs the PDF
renderer far more time. The quiet zone of four modules is part of the picture (ISO/IEC 18004,
section 7.3.7), so no layout can take it away.
"""

from collections.abc import Iterator, Sequence
from functools import cache

import qrcode
from qrcode.constants import ERROR_CORRECT_M, ERROR_CORRECT_Q

QUIET = 4
MAX_LENGTH = 60


@cache
def matrix(content: str) -> tuple[tuple[bool, ...], ...]:
    """The modules of a code without the quiet zone.

    The error level is M, or Q where that makes the code no larger: a larger module reads better
    from a bad copy than a higher level does, but what is free is taken.

    Raises `ValueError` when the content is longer than 60 characters: a denser code would not
    read from a photocopy.
    """
    if len(content) > MAX_LENGTH:
        message = f"A QR code holds {MAX_LENGTH} characters at most, this one {len(content)}."
        raise ValueError(message)
    medium, quartile = (_made(content, level) for level in (ERROR_CORRECT_M, ERROR_CORRECT_Q))
    return quartile if len(quartile) == len(medium) else medium


def _made(content: str, level: int) -> tuple[tuple[bool, ...], ...]:
    code = qrcode.QRCode(error_correction=level, border=0)
    code.add_data(content)
    code.make(fit=True)
    return tuple(tuple(bool(module) for module in row) for row in code.get_matrix())


def side(content: str) -> int:
    """The width of the whole picture in modules, quiet zone included."""
    return len(matrix(content)) + 2 * QUIET


def svg_path(content: str) -> str:
    """The ``d`` of a path in units of modules; dark runs as rectangles one module high."""
    return "".join(_runs(matrix(content)))


def _runs(rows: Sequence[Sequence[bool]]) -> Iterator[str]:
    for y, row in enumerate(rows, QUIET):
        start = 0
        while start < len(row):
            if not row[start]:
                start += 1
                continue
            end = start
            while end < len(row) and row[end]:
                end += 1
            yield f"M{start + QUIET} {y}h{end - start}v1h-{end - start}z"
            start = end
