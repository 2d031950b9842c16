"""Fonts on this machine: which file serves a family, which letters it has, where to get it."""

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from welcomepack import fontconfig

SYSTEMS = ("Debian or Ubuntu", "Fedora", "macOS", "Windows")


@cache
def _own(family: str) -> fontconfig.Match | None:
    """The font of a family; ``None`` when another would be taken, or fonts cannot be chosen."""
    try:
        found = fontconfig.match(family)
    except OSError:
        return None
    return found if found and family in found.families else None


def find(family: str) -> tuple[Path, int] | None:
    """The file and face number of a family, or ``None`` when another would be taken instead."""
    found = _own(family)
    return (found.file, found.index) if found else None


@cache
def characters(family: str) -> frozenset[int]:
    """The code points that a family has letters for; empty when it is not installed."""
    found = _own(family)
    return fontconfig.points(found.charset) if found else frozenset()


def charsets(families: Sequence[str]) -> tuple[str, ...]:
    """The letters of each family as fontconfig writes them: all that `uncovered` looks at."""
    return tuple(one.charset if (one := _own(family)) else "" for family in families)


def uncovered(text: str, families: Sequence[str]) -> list[str]:
    """The characters of a text that no family of the stack has, each once, in order."""
    known = _covered(tuple(families))
    return [char for char in dict.fromkeys(text) if ord(char) not in known and not _silent(char)]


@cache
def _covered(families: tuple[str, ...]) -> frozenset[int]:
    return frozenset().union(*(characters(family) for family in families))


def _silent(char: str) -> bool:
    """Characters that need no letter: blanks, joiners, variation selectors."""
    return char.isspace() or char in "\u200b\u200c\u200d\u2060\ufe0e\ufe0f"


def package(family: str, system: str) -> str:
    """What to install on a system to get a family."""
    slug = family.lower().replace(" ", "-")
    cjk = "cjk" in slug
    return {
        "Debian or Ubuntu": "apt install " + ("fonts-noto-cjk" if cjk else "fonts-noto-core"),
        "Fedora": "dnf install "
        + ("google-noto-sans-cjk-fonts" if cjk else f"google-{slug}-fonts"),
        "macOS": f"brew install --cask font-{slug}",
        "Windows": f'install the font "{family}" from the Noto fonts project',
    }[system]


def missing_families(families: Iterable[str]) -> list[str]:
    """The families of a stack that are not installed."""
    return [family for family in families if find(family) is None]
