"""Catalogs: one PO file an area and language, merged by key and never by likeness.

polib stores them, because it keeps every byte that others wrote; a translation's state is the
``fuzzy`` flag plus a comment ``prov: mt engine=… date=… src=… tgt=…`` with digests of both
sides, which any gettext tool leaves alone. An edit elsewhere no longer fits the digest and so
falls to ``edited`` by itself; a changed English sentence makes it ``stale``.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polib

from welcomepack import atomic
from welcomepack.diagnostic import Diagnostic, Position, WelcomepackError
from welcomepack.language import Language
from welcomepack.message import Message, digest
from welcomepack.model import State

PROVENANCE = re.compile(r"^prov: (?P<state>\w+)(?P<rest>.*)$", re.MULTILINE)
_PAIR = re.compile(r"(\w+)=(\S+)")


@dataclass(frozen=True, slots=True)
class Translation:
    """What a catalog holds for a key: the English it was made from, the text, its state."""

    english: str
    text: str
    state: State
    line: int = 0


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


def read_catalog(locales: Path, language: Language) -> tuple[Catalog, tuple[Diagnostic, ...]]:
    """Read all catalogs of a language; a damaged one gives a diagnostic and no messages."""
    domains: dict[str, dict[str, Translation]] = {}
    found: list[Diagnostic] = []
    for path in sorted(catalog_path(locales, language, "x").parent.glob("*.po")):
        try:
            entries = _open(path)
        except (OSError, UnicodeDecodeError, ValueError) as error:
            at = Position(path.relative_to(locales.parent).as_posix())
            reason = _reason(error)
            found.append(Diagnostic("WP223", f"The catalog cannot be read: {reason}.", at))
            continue
        domains[path.stem] = {
            entry.msgctxt: Translation(
                entry.msgid, entry.msgstr, state_of(entry), entry.linenum or 1
            )
            for entry in entries
            if entry.msgctxt and not entry.obsolete
        }
    return Catalog(language, domains), tuple(found)


def _reason(error: Exception) -> str:
    """Why a file could not be read, without this machine's paths."""
    told = getattr(error, "strerror", None) or str(error)
    return str(told).partition("\n")[0]


def _open(path: Path) -> polib.POFile:
    return polib.pofile(path.read_text(encoding="utf-8"), wrapwidth=0)


def state_of(entry: polib.POEntry) -> State:
    """The state an entry can claim, given its flags and the digests in its provenance."""
    if not entry.msgstr:
        return State.MISSING
    match = PROVENANCE.search(entry.tcomment or "")
    if match is None:
        return State.STALE if entry.fuzzy else State.EDITED
    pairs = dict(_PAIR.findall(match["rest"]))
    if pairs.get("src") != digest(entry.msgid):
        return State.STALE
    if pairs.get("tgt") != digest(entry.msgstr):
        return State.EDITED
    claimed = match["state"]
    if entry.fuzzy and claimed not in {State.MT, State.TM}:
        return State.EDITED
    known = {State.MT, State.TM, State.EDITED, State.CHECKED, State.APPROVED}
    return State(claimed) if claimed in set(known) else State.EDITED


def provenance(state: State, english: str, text: str, **details: str) -> str:
    """The comment that records how a translation came about."""
    told = "".join(f" {key}={value}" for key, value in details.items())
    return f"prov: {state}{told} src={digest(english)} tgt={digest(text)}"


def update(path: Path, language: Language, wanted: Sequence[Message]) -> bool:
    """Bring a catalog in line with the messages of its domain; say whether it changed.

    Same key and English: kept. Same key, new English: the old translation stays, fuzzy, with
    the previous English, and is stale. New key: empty. Key gone: kept as obsolete. Raises
    `WelcomepackError` when the old file is damaged, leaving it as it was.
    """
    try:
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        old = polib.pofile(before, wrapwidth=0) if before else polib.POFile(wrapwidth=0)
    except (OSError, UnicodeDecodeError, ValueError) as error:
        reason = _reason(error)
        shown = "/".join(path.parts[-4:])
        problem = f"WP223 The catalog {shown} cannot be read and is left as it is: {reason}."
        raise WelcomepackError(problem) from None
    gone = {entry.msgctxt: entry for entry in old if entry.obsolete}
    known = {**gone, **{entry.msgctxt: entry for entry in old if not entry.obsolete}}
    new = polib.POFile(wrapwidth=0)
    new.header = old.header
    new.metadata = {
        **old.metadata,
        "Project-Id-Version": f"welcomepack {path.stem}",
        "Language": language.folder,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    for message in wanted:
        new.append(_merged(known.pop(message.key, None), message))
    for entry in known.values():
        if entry.msgstr:
            entry.obsolete = True
            new.append(entry)
    return _write(path, new, before)


def _merged(old: polib.POEntry | None, message: Message) -> polib.POEntry:
    entry = polib.POEntry(msgctxt=message.key, msgid=message.english)
    entry.comment = message.comment
    entry.occurrences = [(message.path, "")]
    if old is None:
        return entry
    entry.msgstr, entry.tcomment = old.msgstr, old.tcomment
    entry.flags = [flag for flag in old.flags if flag != "fuzzy" or old.msgstr]
    entry.previous_msgid = old.previous_msgid
    if old.msgid != message.english and old.msgstr:
        entry.previous_msgid = old.previous_msgid if old.fuzzy and old.previous_msgid else old.msgid
        entry.flags = sorted({*entry.flags, "fuzzy"})
    if entry.previous_msgid == message.english:
        entry.previous_msgid = None
    return entry


def _write(path: Path, catalog: polib.POFile, before: str) -> bool:
    text = f"{str(catalog).rstrip()}\n"
    if text == before:
        return False
    again = polib.pofile(text, wrapwidth=0)
    if [(e.msgctxt, e.msgid, e.msgstr) for e in again] != [
        (e.msgctxt, e.msgid, e.msgstr) for e in catalog
    ]:
        message = f"{path.name} would not read back as written; the old file is kept."
        raise ValueError(message)
    atomic.write(path, text.encode("utf-8"))
    return True


def record(
    path: Path, texts: Mapping[str, str], state: State, **details: str
) -> tuple[int, tuple[str, ...]]:
    """Put translations into a catalog with their provenance; only empty or stale ones change.

    ``texts`` maps keys to translations. Returns how many were taken, and the keys that the
    catalog does not have. Machine drafts are flagged fuzzy, so that no gettext tool compiles
    them as finished.
    """
    before = path.read_text(encoding="utf-8")
    catalog = polib.pofile(before, wrapwidth=0)
    known = {entry.msgctxt: entry for entry in catalog if not entry.obsolete}
    taken = 0
    for key, text in texts.items():
        entry = known.get(key)
        if entry is None or state_of(entry) not in {State.MISSING, State.STALE, State.MT}:
            continue
        entry.msgstr = text
        kept = PROVENANCE.sub("", entry.tcomment or "").strip("\n")
        told = provenance(state, entry.msgid, text, **details)
        entry.tcomment = f"{kept}\n{told}" if kept else told
        entry.flags = ["fuzzy"] if state is State.MT else []
        entry.previous_msgid = None
        taken += 1
    _write(path, catalog, before)
    return taken, tuple(key for key in texts if key not in known)
