"""Is this machine ready? Fonts, text layout and locale data for each configured language."""

import platform
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import version

from babel import Locale, UnknownLocaleError

from welcomepack import font
from welcomepack.diagnostic import WelcomepackError
from welcomepack.language import Language

_SYSTEMS = {"Linux": ("Debian or Ubuntu", "Fedora"), "Darwin": ("macOS",), "Windows": ("Windows",)}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: fine, or what to do on which system."""

    what: str
    fine: bool
    advice: tuple[str, ...] = ()


def examine(languages: Iterable[Language]) -> Iterator[Finding]:
    """Look at everything a build needs on this machine."""
    yield _renderer()
    looked_at: set[str] = set()
    for language in languages:
        yield _locale(language)
        for family in language.fonts:
            if family not in looked_at:
                looked_at.add(family)
                yield _font(family, language)
        yield from _letters(language)


def _renderer() -> Finding:
    """Pango is a system library; the renderer cannot be imported without it."""
    try:
        from welcomepack.formats import paper  # noqa: PLC0415 - fails where Pango is missing
    except OSError as error:
        return Finding(f"Pango: {error}", fine=False, advice=_PANGO)
    return Finding(
        f"WeasyPrint {version('weasyprint')} with Pango {paper.pango_version()}", fine=True
    )


_PANGO = (
    "Debian or Ubuntu: apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
    "Fedora: dnf install pango",
    "macOS: brew install pango",
    "Windows: install MSYS2, then pacman -S mingw-w64-x86_64-pango",
)


def _locale(language: Language) -> Finding:
    what = f"{language.english_name}: dates"
    try:
        Locale.parse(language.babel)
        language.day_names()
    except (UnknownLocaleError, WelcomepackError, KeyError) as error:
        return Finding(f"{what}: {error}", fine=False, advice=("Correct babel in languages.yaml.",))
    return Finding(what, fine=True)


def _letters(language: Language) -> Iterator[Finding]:
    """Letters of the language's own name that its fonts lack although they are all there."""
    lacking = font.uncovered(language.own_name + language.i_speak, language.fonts)
    if lacking and not font.missing_families(language.fonts):
        what = f"{language.english_name}: no font of its stack has {' '.join(lacking)}"
        yield Finding(what, fine=False, advice=("Correct fonts in languages.yaml.",))


def _font(family: str, language: Language) -> Finding:
    what = f"{language.english_name}: font {family}"
    if font.find(family):
        return Finding(what, fine=True)
    mine = _SYSTEMS.get(platform.system(), font.SYSTEMS)
    order = sorted(font.SYSTEMS, key=lambda system: system not in mine)
    advice = tuple(f"{system}: {font.package(family, system)}" for system in order)
    return Finding(what, fine=False, advice=advice)
