"""Catalog files: where they are, how they are read, and the only way they are written."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

import polib

from welcomepack import atomic
from welcomepack.cache import remembered
from welcomepack.catalog.entry import came, state_of
from welcomepack.diagnostic import Diagnostic, Position, WelcomepackError
from welcomepack.language import Language
from welcomepack.model import State

_STATES = {str(state): state for state in State}


@dataclass(frozen=True, slots=True)
class Translation:
    """What a catalog holds for a key: the English it was made from, the text, its state.

    ``prints_as`` is what paper may say of it: the same, but for a text from the memory, which
    is as good as where it came from; ``before`` is the English before it changed, of a stale one.
    """

    english: str
    text: str
    state: State
    line: int = 0
    origin: State | None = None
    before: str = ""

    @property
    def prints_as(self) -> State:
        """The state that decides whether it prints, and with which words."""
        return self.origin if self.state is State.TM and self.origin else self.state


@dataclass(frozen=True, slots=True)
class Catalog:
    """The translations of one language, by domain (an area's id, or ``theme``) and key."""

    language: Language
    domains: Mapping[str, Mapping[str, Translation]]

    def find(self, key: str, english: str, domains: Iterable[str]) -> Translation:
        """The translation of a message, nearest domain first.

        One made from other English is returned as ``stale``, none as ``missing``; both carry
        the old text (or none) for information, never for print.
        """
        stale: Translation | None = None
        for domain in domains:
            one = self.domains.get(domain, {}).get(key)
            if one is None or not one.text:
                continue
            if one.english == english:
                return one
            stale = stale or Translation(one.english, one.text, State.STALE, one.line)
        return stale or Translation(english, "", State.MISSING)


def catalog_path(locales: Path, language: Language, domain: str) -> Path:
    """Where a catalog lives; loaded by this exact path, since gettext's search crosses scripts."""
    return locales / language.folder / "LC_MESSAGES" / f"{domain}.po"


def catalog_files(
    locales: Path, language: Language, only: Sequence[str] = ()
) -> dict[str, bytes | OSError]:
    """What the catalogs of a language hold, by domain; an error for one that cannot be read.

    ``only`` names the domains that are wanted; all are when it is empty.
    """
    found: dict[str, bytes | OSError] = {}
    for path in sorted(catalog_path(locales, language, "x").parent.glob("*.po")):
        if only and path.stem not in only:
            continue
        try:
            found[path.stem] = path.read_bytes()
        except OSError as error:
            found[path.stem] = error
    return found


def read_catalog(
    locales: Path,
    language: Language,
    only: Sequence[str] = (),
    *,
    files: Mapping[str, bytes | OSError] | None = None,
) -> tuple[Catalog, tuple[Diagnostic, ...]]:
    """Read all catalogs of a language; a damaged one gives a diagnostic and no messages.

    ``only`` names the domains that are wanted; all are when it is empty. ``files`` is what
    `catalog_files` gave, when somebody has asked before.
    """
    domains: dict[str, Mapping[str, Translation]] = {}
    found: list[Diagnostic] = []
    given = catalog_files(locales, language, only) if files is None else files
    for domain, held in given.items():
        try:
            if isinstance(held, OSError):
                raise held
            domains[domain] = _translations(_text(held))
        except (OSError, ValueError) as error:
            path = catalog_path(locales, language, domain)
            at = Position(path.relative_to(locales.parent).as_posix())
            found.append(Diagnostic("WP223", f"The catalog cannot be read: {_reason(error)}.", at))
    return Catalog(language, domains), tuple(found)


def _text(data: bytes) -> str:
    """A file's text with plain line ends, as opening it as a text would give."""
    return data.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")


@lru_cache(maxsize=1024)  # a build reads every catalog up to three times; parsing is slow
def _translations(text: str) -> Mapping[str, Translation]:
    """What a catalog's text holds, by key; cannot be changed, because it is shared."""
    stored = remembered(("translations", text), lambda: _stored(text)) or b"[]"
    rows = json.loads(stored)
    return MappingProxyType(
        {
            key: Translation(english, translated, _STATES[state], line, _STATES.get(came), before)
            for key, english, translated, state, line, came, before in rows
        }
    )


def _stored(text: str) -> bytes:
    """A catalog's entries as rows of a JSON list: the key, and the fields of a translation."""
    rows = [
        (
            entry.msgctxt,
            entry.msgid,
            entry.msgstr,
            state_of(entry),
            entry.linenum or 1,
            came(entry),
            entry.previous_msgid or "",
        )
        for entry in polib.pofile(text, wrapwidth=0)
        if entry.msgctxt and not entry.obsolete
    ]
    return json.dumps(rows, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _reason(error: Exception) -> str:
    """Why a file could not be read, without this machine's paths."""
    told = getattr(error, "strerror", None) or str(error)
    return str(told).partition("\n")[0]


def open_catalog(path: Path) -> tuple[polib.POFile, str]:
    """A catalog to be changed, and its bytes as text; both empty where there is none yet.

    Raises `WelcomepackError` (WP223) for a damaged one, which is left as it is.
    """
    try:
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        catalog = polib.pofile(before, wrapwidth=0) if before else polib.POFile(wrapwidth=0)
    except (OSError, UnicodeDecodeError, ValueError) as error:
        reason = _reason(error)
        shown = "/".join(path.parts[-4:])
        problem = f"WP223 The catalog {shown} cannot be read and is left as it is: {reason}."
        raise WelcomepackError(problem) from None
    return catalog, before


def open_existing(path: Path) -> tuple[polib.POFile, str]:
    """The same for a catalog that must be there; raises `WelcomepackError` when it is not."""
    if not path.exists():
        shown = "/".join(path.parts[-4:])
        message = f"There is no catalog {shown}. Run: welcomepack messages update"
        raise WelcomepackError(message)
    return open_catalog(path)


def write_catalog(path: Path, catalog: polib.POFile, before: str) -> bool:
    """Replace a catalog in one step if it says something new; say whether it did.

    Raises `ValueError`, leaving the file, for texts that would not read back as written, and
    `WelcomepackError` when somebody changed the file since ``before`` was read.
    """
    text = f"{str(catalog).rstrip()}\n"
    if text == before:
        return False
    again = polib.pofile(text, wrapwidth=0)
    if [(e.msgctxt, e.msgid, e.msgstr) for e in again] != [
        (e.msgctxt, e.msgid, e.msgstr) for e in catalog
    ]:
        message = f"{path.name} would not read back as written; the old file is kept."
        raise ValueError(message)
    now = path.read_text(encoding="utf-8") if path.exists() else ""
    if now != before:
        message = f"{'/'.join(path.parts[-4:])} was changed by somebody else meanwhile. Try again."
        raise WelcomepackError(message)
    atomic.write(path, text.encode("utf-8"))
    return True
