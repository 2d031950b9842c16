"""Durable short codes: what a QR on paper holds, for as long as the paper lasts.

A code stands for one topic of one area in one language. It is computed from that meaning, so
two officers who add the same topic get the same code, and a code whose meaning was edited is
found out. The registry ``content/codes.csv`` is append-only and lives in git: a printed code
may never disappear or be given to something else.

Codes are six letters of Crockford's base 32 (no I, L, O, U: nothing that looks like something
else), the last of them a check character: a weighted sum over the field of 32 elements, as in a
Reed-Solomon code, so that one wrong letter or any two letters exchanged are always noticed.
"""

import csv
import hashlib
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from welcomepack.diagnostic import Diagnostic, Position

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 5
HEADER = ("code", "area", "topic", "locale", "since")
_POLYNOMIAL = 0b100101  # x^5 + x^2 + 1, primitive over GF(2)


@dataclass(frozen=True, slots=True, order=True)
class Meaning:
    """What a code stands for."""

    area: str
    topic: str
    locale: str


@dataclass(frozen=True, slots=True)
class Registered:
    """A line of the registry."""

    code: str
    meaning: Meaning
    since: str
    line: int = 0


def make(meaning: Meaning, taken: Mapping[str, Meaning]) -> str:
    """The code of a meaning, stepping aside when another meaning already has it."""
    for attempt in range(1000):
        text = "/".join((meaning.area, meaning.topic, meaning.locale, str(attempt)))
        number = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
        letters = []
        for _ in range(LENGTH):
            number, digit = divmod(number, len(ALPHABET))
            letters.append(ALPHABET[digit])
        code = "".join(letters) + check_character("".join(letters))
        if taken.get(code, meaning) == meaning:
            return code
    message = "No free short code was found."  # 1000 collisions in 33 million do not happen
    raise AssertionError(message)


def check_character(letters: str) -> str:
    """The last letter: the others weighted by different powers of a primitive element."""
    total = 0
    for letter in letters:
        total = _doubled(total ^ ALPHABET.index(letter))
    return ALPHABET[total]


def _doubled(value: int) -> int:
    """A value times the primitive element."""
    shifted = value << 1
    return shifted ^ _POLYNOMIAL if shifted >= len(ALPHABET) else shifted


def valid(code: str) -> bool:
    """Whether a code is well formed and its check character fits."""
    upper = code.upper()
    return (
        len(upper) == LENGTH + 1
        and all(letter in ALPHABET for letter in upper)
        and check_character(upper[:-1]) == upper[-1]
    )


def read(text: str, shown: str) -> tuple[tuple[Registered, ...], tuple[Diagnostic, ...]]:
    """Read the registry; every line must be well formed and no code may stand twice."""
    rows: list[Registered] = []
    found: list[Diagnostic] = []
    taken: dict[str, Meaning] = {}
    for number, line in enumerate(text.splitlines(), 1):
        row = line.split(",")
        if not line or (number == 1 and tuple(row) == HEADER):
            continue
        at = Position(shown, number)
        if len(row) != len(HEADER) or not valid(row[0]):
            found.append(Diagnostic("WP302", "The line is damaged.", at))
            continue
        meaning = Meaning(*row[1:4])
        if row[0] in taken:
            found.append(Diagnostic("WP302", f"The code {row[0]} stands here twice.", at))
        elif make(meaning, taken) != row[0]:
            found.append(Diagnostic("WP302", f"The meaning of {row[0]} was changed.", at))
        taken[row[0]] = meaning
        rows.append(Registered(row[0], meaning, row[4], number))
    return tuple(rows), tuple(found)


def lost(before: str, now: str, shown: str) -> tuple[Diagnostic, ...]:
    """Lines that the last commit has and the file has no more, or has changed."""
    kept = set(now.splitlines())
    kept.add(",".join(HEADER))
    gone = [line for line in before.splitlines() if line and line not in kept]
    return tuple(
        Diagnostic("WP302", f"The code {line.partition(',')[0]} was removed.", Position(shown))
        for line in gone
    )


def extended(
    rows: Iterable[Registered], wanted: Iterable[Meaning], today: date
) -> tuple[Registered, ...]:
    """The registry with codes for all that is wanted; the old lines stay as they are."""
    kept = list(rows)
    taken = {row.code: row.meaning for row in kept}
    have = {row.meaning for row in kept}
    for meaning in wanted:
        if meaning not in have:
            code = make(meaning, taken)
            taken[code] = meaning
            have.add(meaning)
            kept.append(Registered(code, meaning, today.isoformat()))
    return tuple(kept)


def write(rows: Iterable[Registered]) -> str:
    """The registry as CSV text."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    for row in rows:
        writer.writerow((row.code, *columns(row.meaning), row.since))
    return out.getvalue()


def columns(meaning: Meaning) -> tuple[str, str, str]:
    """A meaning as the three columns of the registry."""
    return meaning.area, meaning.topic, meaning.locale
