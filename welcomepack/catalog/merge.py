"""Bring a catalog in line with the content: by key, never by likeness.

Order and references follow the content; the header is fixed but for what others wrote into
it; nothing holds a date or a line number, so that a run without a change changes no byte.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polib

from welcomepack.catalog.entry import HUMAN, claim, comment, details, pairs, stamp, state_of
from welcomepack.catalog.file import open_catalog, write_catalog
from welcomepack.language import Language
from welcomepack.message import Message, digest
from welcomepack.model import State


@dataclass(frozen=True, slots=True)
class Recalled:
    """A text that the memory has for exactly this English: its state there, and where that is."""

    text: str
    state: State
    origin: str


Recall = Callable[[str, Language], Recalled | None]


@dataclass(frozen=True, slots=True)
class Same:
    """Who says that the new English of these keys means what the old one did.

    ``told`` is written into the comment as ``same=…``: a role and a day, ``council/2026-11-22``.
    """

    keys: frozenset[str]
    told: str


def update(
    path: Path,
    language: Language,
    wanted: Sequence[Message],
    *,
    recall: Recall | None = None,
    same: Same | None = None,
) -> bool:
    """Bring a catalog in line with the messages of its domain; say whether it changed.

    Same key and English: kept. Same key, new English: the old translation stays, fuzzy, with
    the previous English, and is stale (unless ``same`` names the key). New or still empty key:
    what ``recall`` has for exactly this English, as ``tm``, else empty. Key gone: kept as
    obsolete with its state. Raises `WelcomepackError` when the old file is damaged, leaving it
    as it was.
    """
    old, before = open_catalog(path)
    gone = {entry.msgctxt: entry for entry in old if entry.obsolete}
    known = {**gone, **{entry.msgctxt: entry for entry in old if not entry.obsolete}}
    new = polib.POFile(wrapwidth=0)
    new.header = old.header
    new.metadata = _header(old.metadata, path.stem, language)
    for message in wanted:
        entry = _merged(known.pop(message.key, None), message, same)
        if not entry.msgstr and recall is not None:
            _fill(entry, recall(message.english, language))
        new.append(entry)
    for entry in known.values():
        if entry.msgstr:
            entry.obsolete, entry.tcomment = True, comment(entry)
            new.append(entry)
    return write_catalog(path, new, before)


def _header(old: Mapping[str, str], domain: str, language: Language) -> dict[str, str]:
    return {
        **old,
        "Project-Id-Version": f"welcomepack {domain}",
        "Language": language.folder,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }


def _merged(old: polib.POEntry | None, message: Message, same: Same | None) -> polib.POEntry:
    entry = polib.POEntry(msgctxt=message.key, msgid=message.english)
    entry.comment = message.comment
    entry.occurrences = [(message.path, "")]
    if old is None:
        return entry
    entry.msgstr, entry.tcomment = old.msgstr, comment(old)
    entry.flags = [flag for flag in old.flags if flag != "fuzzy" or old.msgstr]
    entry.previous_msgid = old.previous_msgid
    if old.msgid != message.english and old.msgstr:
        _turn(entry, old)
    if entry.previous_msgid == message.english:
        _turn_back(entry)
    if same is not None and message.key in same.keys and entry.previous_msgid:
        _keep(entry, same)
    return entry


def _turn(entry: polib.POEntry, old: polib.POEntry) -> None:
    """The English is new: flag the text, and remember what it was translated from.

    A text that somebody had flagged as doubtful loses its claim here: after this, our own flag
    could not be told from theirs, and the claim would come back with the English.
    """
    doubted = old.fuzzy and not old.previous_msgid and claim(old) in HUMAN
    if doubted and state_of(old) is State.EDITED:
        shown, entry.msgid = entry.msgid, old.msgid
        stamp(entry, State.EDITED, {})
        entry.msgid = shown
    nameless = old.fuzzy and claim(old) is None
    if not (old.fuzzy and old.previous_msgid) and not nameless:
        entry.previous_msgid = old.msgid
    entry.flags = sorted({*entry.flags, "fuzzy"})


def _turn_back(entry: polib.POEntry) -> None:
    """The English is again what the text was translated from: it is what it was before."""
    entry.previous_msgid = None
    if not _draft(entry):
        entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]


def _keep(entry: polib.POEntry, same: Same) -> None:
    """Somebody says that the new English means the same: the text keeps the state it had."""
    told = pairs(entry)
    untouched = told.get("tgt") == digest(entry.msgstr)
    fitted = told.get("src") == digest(entry.previous_msgid or "")
    state = (claim(entry) or State.EDITED) if untouched and fitted else State.EDITED
    stamp(entry, state, {**(details(entry) if state is claim(entry) else {}), "same": same.told})
    _turn_back(entry)


def _draft(entry: polib.POEntry) -> bool:
    """Whether the text is a machine's, which stays flagged so that no tool compiles it."""
    return claim(entry) is State.MT or (
        claim(entry) is State.TM and pairs(entry).get("state") == State.MT
    )


def _fill(entry: polib.POEntry, recalled: Recalled | None) -> None:
    """Put a text of the memory into an empty entry, with its state there."""
    if recalled is None or not recalled.text or recalled.state in {State.MISSING, State.STALE}:
        return
    entry.msgstr = recalled.text
    origin = re.sub(r"\s+", "-", recalled.origin.strip()) or "memory"
    stamp(entry, State.TM, {"from": origin, "state": str(recalled.state)})
    entry.flags = ["fuzzy"] if _draft(entry) else []
