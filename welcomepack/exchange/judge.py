"""What each row that came back is worth, against the content and the catalog as they are now.

Pure. Nothing in a row is trusted: its key must be known, its English be the one that was sent
and still stand, its text keep the facts, and no status says more than the role may give.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from welcomepack.diagnostic import Diagnostic, Position
from welcomepack.exchange.row import MAX_TEXT, NO_TEXT, Answer, Row, Status, clean
from welcomepack.explain import nearest
from welcomepack.language import Language
from welcomepack.message import digest
from welcomepack.model import State
from welcomepack.quality import blocking
from welcomepack.terms import Term

_STRENGTH = tuple(State)
_CLAIMS: Mapping[Status, State] = {
    Status.CHECKED: State.CHECKED,
    Status.APPROVED: State.APPROVED,
}
# What a tool's unconfirmed words may replace: nothing that a person wrote or looked at.
_DRAFTS = {State.MISSING, State.STALE, State.MT}
# Looking for the nearest key takes milliseconds: not for a file of another project.
_LONGEST_KEY, _MOST_STRANGE = 120, 50


@dataclass(frozen=True, slots=True)
class Verdict:
    """A row that says something new, and what shall stand in the catalog.

    ``state`` is ``mt`` for words that a tool wrote and nobody confirmed.
    """

    row: Row
    line: int
    text: str
    state: State


def judge(
    answers: Sequence[Answer],
    rows: Mapping[str, Row],
    may: State,
    name: str,
    language: Language,
    terms: Sequence[Term] = (),
) -> Iterator[Verdict | Diagnostic | None]:
    """For each answer what to do with it: take it, refuse it, or nothing."""
    times = Counter(one.name for one in answers)
    strange = sum(one.name not in rows for one in answers)
    for one in answers:
        row = rows.get(one.name)
        at = Position(name, one.line)
        if row is None:
            known = rows if strange <= _MOST_STRANGE else ()
            hint = nearest(one.name[:_LONGEST_KEY], known)
            hint = hint or "The text is no longer in the content."
            yield Diagnostic("WP253", f"{one.name}: There is no such text.", at, hint)
        elif refused := _misplaced(one, row, times[one.name], at):
            yield refused
        else:
            yield _fit(_verdict(one, row, may, at), language, terms, at)


def _fit(
    made: Verdict | Diagnostic | None, language: Language, terms: Sequence[Term], at: Position
) -> Verdict | Diagnostic | None:
    """The verdict, unless a check that keeps texts from print refuses it (WP258)."""
    if isinstance(made, Verdict):
        found = blocking(made.row.english, made.text, language, terms)
        if wrong := " ".join(sentence for _, sentence in found):
            return Diagnostic("WP258", f"{made.row.name}: {wrong}", at)
    return made


def _misplaced(one: Answer, row: Row, times: int, at: Position) -> Diagnostic | None:
    """Why a row does not belong to its text as that is now, if so."""
    if times > 1:
        message = f"{one.name}: The row stands there {times} times."
        return Diagnostic("WP254", message, at, "Keep one of them.")
    if digest(one.english) != one.digest:
        message = f"{one.name}: The English in this row is not the one that was sent with it."
        hint = "Perhaps one column was sorted without the others. Use the file as it was sent."
        return Diagnostic("WP256", message, at, hint)
    if one.shown is not None and digest(clean(one.shown)) != one.text_digest:
        message = f'{one.name}: The "current text" is not the one that was sent in this row.'
        return Diagnostic("WP256", message, at, 'New words belong into "your text".')
    if one.digest != row.digest:
        message = f"{one.name}: The English is now: {row.english}"
        return Diagnostic("WP255", message, at, "Export this text again.")
    return None


def _verdict(one: Answer, row: Row, may: State, at: Position) -> Verdict | Diagnostic | None:
    """What a row that is in its place says."""
    text = clean(one.text)
    same = text == clean(row.text)
    # A file that gives back the text it was sent with, while ours is a later one, says nothing.
    if not text or (one.shown is None and not same and digest(text) == one.text_digest):
        return _confirmed(one, row, may, at)
    claim = _CLAIMS.get(one.status)
    if same:
        return _claimed(row, row.text, claim, may, at) if claim else None
    if one.text_digest not in {"", row.text_digest}:
        return _overtaken(row, at)
    if one.status is Status.MACHINE:
        if row.state not in _DRAFTS:
            message = f"{row.name}: A tool wrote this text, and nobody confirmed it."
            hint = "It does not replace what a person wrote. Confirm it in the tool first."
            return Diagnostic("WP259", message, at, hint)
        return _claimed(row, text, State.MT, may, at)
    # In XLIFF the mark may be the one that we sent with the text before: it says nothing.
    left_over = one.shown is None and row.state in _CLAIMS.values()
    return _claimed(row, text, State.EDITED if left_over or not claim else claim, may, at)


def _confirmed(one: Answer, row: Row, may: State, at: Position) -> Verdict | Diagnostic | None:
    """A row without a new text: its status speaks of the text that was shown."""
    claim = _CLAIMS.get(one.status)
    if claim is None or one.shown is None:
        return None
    if not row.text:
        message = f'{row.name}: "{one.status}" is said of a text that is not there.'
        return Diagnostic("WP259", message, at)
    if one.text_digest != row.text_digest:
        return _overtaken(row, at)
    return _claimed(row, row.text, claim, may, at)


def _overtaken(row: Row, at: Position) -> Diagnostic:
    message = f"{row.name}: The translation has changed since the file was sent."
    return Diagnostic("WP259", message, at, "Export this text again, and look at the new one.")


def _claimed(row: Row, text: str, claim: State, may: State, at: Position) -> Verdict | Diagnostic:
    """A text with the state it may have; refused (WP258) if it must not be printed."""
    if wrong := " ".join(_wrong(row.english, text)):
        return Diagnostic("WP258", f"{row.name}: {wrong}", at)
    return Verdict(row, at.line, text, min(claim, may, key=_STRENGTH.index))


def _wrong(english: str, text: str) -> Iterator[str]:
    if len(text) > MAX_TEXT:
        yield f"The text has {len(text):,} characters; is a quotation mark not closed?"
        return
    lost = "\N{REPLACEMENT CHARACTER}" in text or ("??" in text and "??" not in english)
    if lost:
        yield "Letters were lost: the file was saved in a wrong encoding."
    if any(unicodedata.category(char) in NO_TEXT for char in text):
        yield "The text holds an invisible control character."
