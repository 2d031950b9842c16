"""The library that chooses fonts, asked in this process.

Its program ``fc-match`` gives the same answers, but each call starts a process that reads all
settings again, and it says nothing of letters, for which a whole font had to be opened.
"""

import ctypes
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from welcomepack.native import library

_PATTERN = 0  # FcMatchPattern
_FORMAT = b"%{family}\n%{file}\n%{index}\n%{charset}"


@dataclass(frozen=True, slots=True)
class Match:
    """What is taken for a family: its names, its file, the face in it, and its letters.

    ``charset`` is as the library writes it, for `points`.
    """

    families: tuple[str, ...]
    file: Path
    index: int
    charset: str


def match(family: str) -> Match | None:
    """The font that is taken where a family is asked for; ``None`` where there is none at all.

    It may be of another family. Raises `OSError` when the library is not there.
    """
    told = _ask(family)
    if not told:
        return None
    names, file, index, charset = told.split("\n")
    # The upper half of the number tells an instance of a variable font.
    return Match(tuple(names.split(",")), Path(file), int(index or 0) & 0xFFFF, charset)


def points(charset: str) -> frozenset[int]:
    """The code points of a set written as ``20-7e a0 2c7``: hexadecimal, ranges with both ends."""
    found: set[int] = set()
    for part in charset.split():
        first, _, last = part.partition("-")
        found.update(range(int(first, 16), int(last or first, 16) + 1))
    return frozenset(found)


def _ask(family: str) -> str:
    """What the library prints of its choice, as ``fc-match --format`` does."""
    fc, settings = _opened()
    wanted = fc.FcNameParse(family.encode())
    if not wanted:
        return ""
    try:
        fc.FcConfigSubstitute(settings, wanted, _PATTERN)
        fc.FcDefaultSubstitute(wanted)
        chosen = fc.FcFontMatch(settings, wanted, ctypes.byref(ctypes.c_int()))
    finally:
        fc.FcPatternDestroy(wanted)
    if not chosen:
        return ""
    try:
        text = fc.FcPatternFormat(chosen, _FORMAT)
        told = ctypes.string_at(text).decode("utf-8", "surrogateescape")
        fc.FcStrFree(text)
    finally:
        fc.FcPatternDestroy(chosen)
    return told


@cache
def _opened() -> tuple[ctypes.CDLL, int]:
    """The library with the types of its functions, and this machine's settings and fonts.

    Both are ours alone: the renderer in this process reads its own.
    """
    fc = library("fontconfig")
    pointer = ctypes.c_void_p
    for name, result, arguments in (
        ("FcInitLoadConfigAndFonts", pointer, []),
        ("FcNameParse", pointer, [ctypes.c_char_p]),
        ("FcConfigSubstitute", ctypes.c_int, [pointer, pointer, ctypes.c_int]),
        ("FcDefaultSubstitute", None, [pointer]),
        ("FcFontMatch", pointer, [pointer, pointer, pointer]),
        ("FcPatternFormat", pointer, [pointer, ctypes.c_char_p]),
        ("FcPatternDestroy", None, [pointer]),
        ("FcStrFree", None, [pointer]),
    ):
        function = getattr(fc, name)
        function.restype, function.argtypes = result, arguments
    return fc, fc.FcInitLoadConfigAndFonts()
