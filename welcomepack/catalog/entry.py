"""What one entry of a catalog may claim, and the comment in which it claims it.

A translation's state is the ``fuzzy`` flag plus a comment ``prov: mt engine=… date=… src=…
tgt=…`` with digests of both sides, which any gettext tool leaves alone. An edit elsewhere no
longer fits the digest and so falls to ``edited`` by itself; changed English makes it ``stale``.
"""

import re
from collections.abc import Mapping

import polib

from welcomepack.message import digest
from welcomepack.model import State

PROVENANCE = re.compile(r"^prov: (?P<state>\w+)(?P<rest>.*)$", re.MULTILINE)
_PAIR = re.compile(r"(\w+)=(\S+)")
# polib wraps long comments, also at hyphens; a comment ends with the digest of the translation.
_WRAPPED = re.compile(r"^prov: [^\n]*(?:\n(?!prov:)[^\n]*){1,4}?tgt=[0-9a-f]{8}$", re.MULTILINE)
# What people can make of a text; nothing else is claimed by hand.
HUMAN = (State.EDITED, State.CHECKED, State.APPROVED)
_CLAIMS = {str(state): state for state in (State.MT, State.TM, *HUMAN)}
_DIGESTS = ("src", "tgt")


def comment(entry: polib.POEntry) -> str:
    """The translators' comment with our own part on one line again."""
    text = entry.tcomment or ""
    return _WRAPPED.sub(_unwrapped, text) if "\n" in text else text


def _unwrapped(match: re.Match[str]) -> str:
    return re.sub(r"[ \t]*\n", " ", re.sub(r"-\n", "-", match.group(0)))


def _told(entry: polib.POEntry) -> tuple[State | None, dict[str, str]]:
    """The state and the pairs of our part of the comment; no state without such a part."""
    match = PROVENANCE.search(comment(entry)) if entry.tcomment else None
    if match is None:
        return None, {}
    return _CLAIMS.get(match["state"], State.EDITED), dict(_PAIR.findall(match["rest"]))


def claim(entry: polib.POEntry) -> State | None:
    """The state that the comment names, whether it holds or not; ``None`` without a comment."""
    return _told(entry)[0]


def pairs(entry: polib.POEntry) -> dict[str, str]:
    """What the comment tells besides the state, digests included."""
    return _told(entry)[1]


def details(entry: polib.POEntry) -> dict[str, str]:
    """The same without the digests, to be told again in a new comment."""
    return {key: value for key, value in pairs(entry).items() if key not in _DIGESTS}


def state_of(entry: polib.POEntry) -> State:
    """The state an entry can claim, given its flags and the digests in its provenance.

    A text that a person changed after its English had changed (and took the flag away) is
    ``edited``; one that is only no longer flagged stays ``stale``.
    """
    if not entry.msgstr:
        return State.MISSING
    claimed, told = _told(entry)
    if claimed is None:
        return State.STALE if entry.fuzzy else State.EDITED
    touched = told.get("tgt") != digest(entry.msgstr)
    if told.get("src") != digest(entry.msgid):
        return State.EDITED if touched and not entry.fuzzy else State.STALE
    if touched or (entry.fuzzy and claimed not in {State.MT, State.TM}):
        return State.EDITED
    return claimed


def came(entry: polib.POEntry) -> State | None:
    """The state that a text had where the memory took it from, at most ``checked``.

    The council approved it there, not here. ``None`` for texts that are not from the memory.
    """
    claimed, told = _told(entry)
    if claimed is not State.TM:
        return None
    there = told.get("state", "")
    if there in {State.CHECKED, State.APPROVED}:
        return State.CHECKED
    return State(there) if there in {State.MT, State.EDITED} else State.TM


def provenance(state: State, english: str, text: str, /, **details: str) -> str:
    """The comment that records how a translation came about."""
    told = "".join(f" {key}={value}" for key, value in details.items())
    return f"prov: {state}{told} src={digest(english)} tgt={digest(text)}"


def stamp(entry: polib.POEntry, state: State, details: Mapping[str, str]) -> None:
    """Record how the entry's text came about; what others wrote into the comment is kept."""
    kept = PROVENANCE.sub("", comment(entry)).strip("\n")
    told = provenance(state, entry.msgid, entry.msgstr, **details)
    entry.tcomment = f"{kept}\n{told}" if kept else told
