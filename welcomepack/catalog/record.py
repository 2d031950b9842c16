"""How texts get into a catalog: drafts by `record`, people's work by `apply` and nothing else."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polib

from welcomepack.catalog.entry import HUMAN, details, pairs, stamp, state_of
from welcomepack.catalog.file import open_existing, write_catalog
from welcomepack.diagnostic import WelcomepackError
from welcomepack.message import problems
from welcomepack.model import State

_STRENGTH = tuple(State)
# Characters that end a line for some readers of catalogs, or that no file can hold.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_ROLE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Change:
    """One text that a person hands in, for the English it was made from.

    ``state`` is what they claim for it: ``edited``, ``checked`` or ``approved``.
    """

    key: str
    english: str
    text: str
    state: State


@dataclass(frozen=True, slots=True)
class Refusal:
    """A change that was not taken, and why, in a translator's words."""

    key: str
    reason: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of changes: keys taken, those refused, how many said nothing new."""

    taken: tuple[str, ...]
    refused: tuple[Refusal, ...]
    unchanged: int


def apply(path: Path, changes: Sequence[Change], *, role: str, may: State, day: date) -> Outcome:
    """Put people's work into a catalog; the only way up for a text.

    ``role`` is an id of the project's roles, ``may`` the highest state it gives. Refused are: an
    unknown key, English that is not the catalog's, an empty text, one that lost or changed a
    fact, a state above ``may``, and approval of what is not checked or was checked by the same
    role. A state falls only with a new text, to what the change claims. A text that is the
    same is not "edited" by handing it in. Raises `WelcomepackError` for a role that is no id
    and a damaged catalog.
    """
    if not _ROLE.fullmatch(role):
        message = f'"{role}" is not a role: small letters, digits and hyphens.'
        raise WelcomepackError(message)
    catalog, before = open_existing(path)
    known = {entry.msgctxt: entry for entry in catalog if not entry.obsolete}
    taken: list[str] = []
    refused: list[Refusal] = []
    for change in changes:
        entry = known.get(change.key)
        if entry is None:
            refused.append(Refusal(change.key, "The catalog has no such key."))
        elif reason := _refusal(entry, change, role, may):
            refused.append(Refusal(change.key, reason))
        elif _says_more(entry, change):
            _take(entry, change, role, day)
            taken.append(change.key)
    write_catalog(path, catalog, before)
    unchanged = len(changes) - len(taken) - len(refused)
    return Outcome(tuple(taken), tuple(refused), unchanged)


def _refusal(entry: polib.POEntry, change: Change, role: str, may: State) -> str:
    """Why a change of this entry must not be taken, or the empty string."""
    if unfit := next(_unfit(entry, change), ""):
        return unfit
    return next(_above(entry, change, role, may), "") if _says_more(entry, change) else ""


def _unfit(entry: polib.POEntry, change: Change) -> Iterator[str]:
    """What is wrong with a change whoever hands it in."""
    if change.english != entry.msgid:
        yield "The English has changed since: look at the new English first."
    if not change.text.strip():
        yield "There is no text."
    if bad := _CONTROL.search(change.text):
        yield f"The text holds the control character U+{ord(bad.group(0)):04X}."
    if change.state not in HUMAN:
        yield f'"{change.state}" is not a state that a person gives.'


def _above(entry: polib.POEntry, change: Change, role: str, may: State) -> Iterator[str]:
    """Why a claim is more than this role can make of this text."""
    if _STRENGTH.index(change.state) > _STRENGTH.index(may):
        yield f'The role "{role}" gives "{may}" at most, not "{change.state}".'
    yield from (sentence for _, sentence in problems(change.english, change.text))
    if change.state is not State.APPROVED:
        return
    if change.text != entry.msgstr or state_of(entry) is not State.CHECKED:
        yield "Only a text that a speaker has checked can be approved."
    elif pairs(entry).get("by") == role:
        yield f'The role "{role}" checked it, so another must approve it.'


def _says_more(entry: polib.POEntry, change: Change) -> bool:
    """Whether a change holds a new text, or a claim that the same text does not have yet."""
    if change.text != entry.msgstr:
        return True
    higher = _STRENGTH.index(change.state) > _STRENGTH.index(state_of(entry))
    return higher and change.state is not State.EDITED


def _take(entry: polib.POEntry, change: Change, role: str, day: date) -> None:
    told = {"by": role, "date": day.isoformat()}
    if change.state is State.APPROVED:
        earlier = details(entry)
        told["checked"] = "/".join(filter(None, (earlier.get("by"), earlier.get("date"))))
    entry.msgstr = change.text
    stamp(entry, change.state, told)
    entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
    entry.previous_msgid = None


def record(
    path: Path, texts: Mapping[str, str], state: State, /, **details: str
) -> tuple[int, tuple[str, ...]]:
    """Put translations into a catalog with their provenance; only empty or stale ones change.

    ``texts`` maps keys to translations. Returns how many were taken, and the keys that the
    catalog does not have. Machine drafts are flagged fuzzy, so that no gettext tool compiles
    them as finished.
    """
    catalog, before = open_existing(path)
    known = {entry.msgctxt: entry for entry in catalog if not entry.obsolete}
    taken = 0
    for key, text in texts.items():
        entry = known.get(key)
        if entry is None or state_of(entry) not in {State.MISSING, State.STALE, State.MT}:
            continue
        entry.msgstr = text
        stamp(entry, state, details)
        entry.flags = ["fuzzy"] if state is State.MT else []
        entry.previous_msgid = None
        taken += 1
    write_catalog(path, catalog, before)
    return taken, tuple(key for key in texts if key not in known)


def mend(path: Path, texts: Mapping[str, str]) -> tuple[str, ...]:
    """Replace texts by ones that a safe fix made of them; returns the keys that changed.

    A machine draft stays a machine draft. What a person wrote or checked falls to ``edited``,
    because nobody has looked at the new text; a stale text is left alone.
    """
    catalog, before = open_existing(path)
    changed: list[str] = []
    for entry in catalog:
        text = texts.get(entry.msgctxt)
        state = state_of(entry)
        if entry.obsolete or text is None or text == entry.msgstr or state in _NOT_MENDED:
            continue
        entry.msgstr = text
        if state in {State.MT, State.TM}:
            stamp(entry, state, details(entry))
        else:
            stamp(entry, State.EDITED, {})
        changed.append(entry.msgctxt)
    write_catalog(path, catalog, before)
    return tuple(changed)


_NOT_MENDED = {State.MISSING, State.STALE}
