"""QR codes as one small SVG path; the only module that knows the QR library.

Dark modules are joined into runs, one subpath a run: a path of single squares costs the PDF
renderer far more time. The quiet zone of four modules is part of the picture (ISO/IEC 18004,
section 7.3.7), so no layout can take it away.
"""

import math
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from welcomepack.cache import remembered

_DARK, _LIGHT = b"10"
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
    stored = remembered(("qr.matrix", content), lambda: _drawn(content)) or b""
    width = math.isqrt(len(stored))
    rows = (stored[start : start + width] for start in range(0, width * width, width))
    return tuple(tuple(module == _DARK for module in row) for row in rows)


def _drawn(content: str) -> bytes:
    """The modules row by row, a byte each."""
    from qrcode.constants import ERROR_CORRECT_M, ERROR_CORRECT_Q  # noqa: PLC0415 - see _code

    medium, quartile = (_code(content, level) for level in (ERROR_CORRECT_M, ERROR_CORRECT_Q))
    # The sizes are known before the drawing, which is the slow part.
    best = quartile if quartile.best_fit() == medium.best_fit() else medium
    best.make(fit=True)
    return bytes(_DARK if module else _LIGHT for row in best.get_matrix() for module in row)


def _code(content: str, level: int) -> Any:  # noqa: ANN401 - the library is imported late
    import qrcode  # noqa: PLC0415 - slow to import, and most commands draw no code

    code: qrcode.QRCode[Any] = qrcode.QRCode(error_correction=level, border=0)
    code.add_data(content)
    return code


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
