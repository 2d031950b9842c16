"""The letters that the site sends to phones which may lack them: one small font an edition.

Old phones have no Ethiopic, and draw boxes. The font holds the letters of the edition's own
pages and no more, read off the finished pages, so none that they print can be forgotten. A phone
that has the language's font takes its own.
"""

import base64
import hashlib
import html
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from welcomepack import font
from welcomepack.cache import remembered
from welcomepack.diagnostic import Diagnostic, Position
from welcomepack.language import REGISTRY, Language

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

NAME = "letters.woff2"
# Bytes; a first view of 50 kB holds a page with its style of 14 kB and this.
MOST = 36_000
# What a font must say of its licence (name 13) before it may be changed and passed on.
_FREE = ("Open Font License", "Apache License")
# Copyright, licence and its address stay in the file, as the Open Font License asks.
_NAMES = (0, 1, 2, 3, 4, 5, 6, 13, 14)
_FAMILY, _FULL, _POSTSCRIPT, _LICENCE = 1, 4, 6, 13
# Latin letters and the signs that all scripts share are left to the phone's own font; so are
# digits, which must look as they do in facts. Joiners and marks of direction belong to letters.
_LATIN_ENDS, _SIGNS = 0x250, range(0x2000, 0x2C00)
_JOINERS = range(0x200C, 0x2010)
_GAP = 32  # code points that may lie between two letters of one range


@dataclass(frozen=True, slots=True)
class Letters:
    """A font of some letters: a file in WOFF 2, and by which names a phone may have the whole."""

    family: str
    data: bytes
    codes: frozenset[int]
    local: tuple[str, ...]

    def rule(self, *, carried: bool = False) -> str:
        """The style rules that offer the font; ``carried`` puts the file itself into them too.

        The theme's stacks of fonts name ``--sent`` after the language's own fonts.
        """
        own = "".join(f'local("{name}"),' for name in self.local)
        source = f'{own}url({NAME}) format("woff2")'
        if carried:
            data = base64.b64encode(self.data).decode()
            source += f',url(data:font/woff2;base64,{data}) format("woff2")'
        return (
            f'@font-face{{font-family:"{self.family}";src:{source};font-display:swap;'
            f'unicode-range:{_ranges(self.codes)}}}html{{--sent:"{self.family}"}}\n'
        )


def sends(language: Language) -> bool:
    """Whether the site can send letters of a language, as the registry asks."""
    return language.web_font and not _obstacle(language)


def letters(language: Language, pages: Iterable[str]) -> Letters | None:
    """The letters of finished pages; ``None`` where none are sent or the pages hold none."""
    if not sends(language):
        return None
    text = frozenset().union(*(frozenset(map(ord, html.unescape(page))) for page in pages))
    held = text & font.characters(language.fonts[0])
    codes = frozenset(code for code in held if _is_sent(code))
    if not codes:
        return None
    family = f"WP {language.tag}"
    data = _subset(language.fonts[0], family, tuple(sorted(held)))
    return Letters(family, data, codes, _local(language.fonts[0]))


def problems(language: Language, sent: Letters | None) -> Iterator[Diagnostic]:
    """Why letters that the registry asks for are not sent (WP545), or are heavy (WP546)."""
    where = Position(f"locales/{REGISTRY}")
    if language.web_font and (wrong := _obstacle(language)):
        message = f"{language.english_name}: {wrong}; phones without its letters show boxes."
        yield Diagnostic("WP545", message, where, locale=language.tag)
    if sent and len(sent.data) > MOST:
        size = round(len(sent.data) / 1000)
        message = (
            f"{language.english_name}: the letters that the site sends weigh {size} kB; "
            f"{MOST // 1000} kB is what a first view on a slow connection has room for."
        )
        yield Diagnostic("WP546", message, where, locale=language.tag)


def _is_sent(code: int) -> bool:
    return code in _JOINERS or (code >= _LATIN_ENDS and code not in _SIGNS)


def _ranges(codes: Iterable[int]) -> str:
    """Code points as the style sheet writes them; small gaps are not worth their bytes."""
    found: list[list[int]] = []
    for code in sorted(codes):
        if found and code - found[-1][1] <= _GAP:
            found[-1][1] = code
        else:
            found.append([code, code])
    return ",".join(f"U+{a:X}" if a == b else f"U+{a:X}-{b:X}" for a, b in found)


@cache
def _obstacle_of(family: str) -> str:
    found = font.find(family)
    if found is None:
        return f'the font "{family}" is not installed here'
    with _open(*found) as opened:
        licence = opened["name"].getDebugName(_LICENCE) or ""
    if not any(free in licence for free in _FREE):
        return f'the font "{family}" does not say that it may be passed on'
    return ""


def _obstacle(language: Language) -> str:
    """What keeps the letters of a language from being sent; empty when nothing does."""
    return _obstacle_of(language.fonts[0])


@cache
def _local(family: str) -> tuple[str, ...]:
    """The names by which a phone may know the whole font."""
    found = font.find(family)
    if found is None:
        return ()
    with _open(*found) as opened:
        named = [opened["name"].getDebugName(number) for number in (_FULL, _POSTSCRIPT)]
    plain = (name for name in (family, *named) if name and '"' not in name and "\\" not in name)
    return tuple(dict.fromkeys(plain))


def _open(path: Path, index: int) -> "TTFont":
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - slow to import, and seldom needed

    number = index if path.suffix == ".ttc" else -1
    return TTFont(path, fontNumber=number, lazy=True, recalcTimestamp=False)


@cache
def _subset(family: str, name: str, codes: tuple[int, ...]) -> bytes:
    """A font of these characters; the same bytes each time (Nastaliq takes five seconds)."""
    digest = hashlib.sha256(",".join(map(str, codes)).encode()).hexdigest()
    made = remembered(("webfont", family, name, digest), lambda: _made(family, name, codes))
    return made or b""


def _made(family: str, name: str, codes: Sequence[int]) -> bytes:
    from fontTools import subset  # noqa: PLC0415 - slow to import, and seldom needed

    found = font.find(family)
    if found is None:
        return b""
    options = subset.Options(
        # All features: without them letters of Arabic would not join.
        layout_features=["*"],
        hinting=False,
        name_IDs=list(_NAMES),
        name_languages=[0x409],
        recalc_timestamp=False,
        notdef_outline=True,
    )
    with _open(*found) as opened:
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=codes)
        cutter.subset(opened)
        # A name of ours: one that its makers keep for the whole font must not stand here.
        for number, value in (
            (_FAMILY, name),
            (_FULL, name),
            (3, name),
            (_POSTSCRIPT, name.replace(" ", "")),
        ):
            opened["name"].setName(value, number, 3, 1, 0x409)
        opened.flavor = "woff2"
        written = io.BytesIO()
        opened.save(written, reorderTables=False)
    return written.getvalue()
