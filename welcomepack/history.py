"""The editions that were published: one snapshot an area and publication, kept for ever.

``history/<area>/<day>.json``, or ``<day>-2.json`` for the second of a day. The files live in
git beside the content; paper that was handed out on that day is compared with them.
"""

import re
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

from pydantic import ValidationError

from welcomepack import atomic
from welcomepack.diagnostic import Diagnostic, Position
from welcomepack.project import Project
from welcomepack.snapshot import Change, Snapshot, changes, from_json, to_json

_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})(?:-([1-9]\d*))?")


@dataclass(frozen=True, slots=True)
class Since:
    """What one publication changed in a topic, with the snapshots before and after it."""

    day: date
    changes: tuple[Change, ...]
    before: Snapshot
    after: Snapshot


def read_history(
    project: Project, area: str
) -> tuple[tuple[Snapshot, ...], tuple[Diagnostic, ...]]:
    """All snapshots of an area, oldest first; a damaged one gives a diagnostic."""
    found: list[Diagnostic] = []
    kept: list[tuple[date, int, Snapshot]] = []
    for path in _files(project.history / area):
        shown = project.shown(path)
        try:
            one = from_json(path.read_text(encoding="utf-8"))
            day, number = _order(path)
        except (OSError, UnicodeDecodeError, ValidationError, ValueError):
            message = "The record of a published edition cannot be read."
            found.append(Diagnostic("WP304", message, Position(shown)))
            continue
        if (one.area, one.day) != (area, day):
            message = f'The record is of "{one.area}" on {one.day}, not what its name says.'
            found.append(Diagnostic("WP304", message, Position(shown)))
            continue
        kept.append((day, number, one))
    return tuple(one for *_, one in sorted(kept, key=lambda row: row[:2])), tuple(found)


def record(project: Project, snapshot: Snapshot) -> Path | None:
    """Keep a published edition; returns its file, or ``None`` when nothing has changed.

    An edition that says what the last one of the same day said is not kept twice: only a day's
    first edition and what differs from the one before need to be told apart.
    """
    folder = project.history / snapshot.area
    text = to_json(snapshot)
    earlier = [path for path in _files(folder) if path.name.startswith(f"{snapshot.day}")]
    numbers = {_order(path)[1]: path for path in earlier}
    if numbers and numbers[max(numbers)].read_text(encoding="utf-8") == text:
        return None
    number = max(numbers, default=0) + 1
    path = folder / (f"{snapshot.day}.json" if number == 1 else f"{snapshot.day}-{number}.json")
    atomic.write(path, text.encode())
    return path


def timeline(history: tuple[Snapshot, ...], now: Snapshot, topic: str) -> tuple[Since, ...]:
    """What each publication changed in a topic, newest first, the coming one included.

    Publications that changed nothing in the topic are left out.
    """
    line = (*history, now)
    told = [
        Since(after.day, found, before, after)
        for before, after in pairwise(line)
        if (found := changes(before, after, topic))
    ]
    return tuple(reversed(told))


def since(history: tuple[Snapshot, ...], now: Snapshot, topic: str, day: date) -> Since | None:
    """What has changed in a topic since the paper of a day; ``None`` when no paper is so old.

    The paper is of the first edition published on that day; where there is none, of the coming
    one when that is its day, else of the last one before.
    """
    same = [one for one in history if one.day == day]
    if not same and day == now.day:
        return Since(day, (), now, now)
    older = [one for one in history if one.day < day]
    if not same and not older:
        return None
    before = same[0] if same else older[-1]
    return Since(now.day, changes(before, now, topic), before, now)


def _files(folder: Path) -> list[Path]:
    found = sorted(folder.glob("*.json")) if folder.is_dir() else []
    return [path for path in found if _NAME.fullmatch(path.stem)]


def _order(path: Path) -> tuple[date, int]:
    match = _NAME.fullmatch(path.stem)
    if match is None:
        raise ValueError(path.name)
    return date.fromisoformat(match[1]), int(match[2] or 1)
