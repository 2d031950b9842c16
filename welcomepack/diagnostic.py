"""What is wrong with somebody's content, said so that they can mend it.

A diagnostic is a value, never an exception: every stage returns all it found at once, and
formatters at the edge turn the list into text, JSON or GitHub annotations. Codes are stable.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from welcomepack.codes import CODES


class Severity(StrEnum):
    """How bad it is: an error stops a build, a warning does not, a gap is work to do."""

    ERROR = "error"
    WARNING = "warning"
    GAP = "to fill in"


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a file; line and column count from 1, as editors show them."""

    path: str
    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem: a stable code, a sentence that says what to do, and where."""

    code: str
    message: str
    position: Position | None = None
    hint: str = ""
    address: str = ""
    locale: str = ""

    @property
    def severity(self) -> Severity:
        """The severity that the catalogue of codes gives this code."""
        return Severity(CODES[self.code].severity)

    def text(self) -> str:
        """The one line (two with a hint) that an officer reads."""
        where = ""
        if self.position:
            where = f"{self.position.path}:{self.position.line}:{self.position.column} "
        locale = f"[{self.locale}] " if self.locale else ""
        hint = f" {self.hint}" if self.hint else ""
        return f"{where}{self.severity} {self.code} {locale}{self.message}{hint}"


class WelcomepackError(Exception):
    """A run that cannot go on for a reason the user can mend; the message says how."""


def arrange(found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Sort by file and line, and drop repeats: a parent area is read once for each child."""

    def order(one: Diagnostic) -> tuple[Position, str, str, str]:
        return (one.position or Position("", 0, 0), one.code, one.locale, one.message)

    unique = {(d.code, d.message, d.position, d.locale): d for d in found}
    return tuple(sorted(unique.values(), key=order))


def failed(found: Iterable[Diagnostic], *, strict: bool = False) -> bool:
    """Whether the content may not be built; with ``strict``, warnings count too."""
    bad = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return any(one.severity in bad for one in found)


def as_json(found: Sequence[Diagnostic]) -> str:
    """All diagnostics as a JSON list of objects, for other programs."""
    rows = [{**asdict(one), "severity": str(one.severity)} for one in found]
    return json.dumps(rows, ensure_ascii=False, indent=1)


def from_rows(rows: Iterable[Mapping[str, Any]]) -> tuple[Diagnostic, ...]:
    """Diagnostics that were stored as `dataclasses.asdict` gives them."""
    return tuple(
        Diagnostic(**{**row, "position": Position(**row["position"]) if row["position"] else None})
        for row in rows
    )


def as_github(found: Sequence[Diagnostic]) -> str:
    """Workflow commands that GitHub shows beside the changed lines."""
    levels = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.GAP: "notice"}
    return "\n".join(_github_line(levels[one.severity], one) for one in found)


def _github_line(level: str, one: Diagnostic) -> str:
    place = ""
    if one.position:
        at = one.position
        place = f" file={_property(at.path)},line={at.line},col={at.column},title={one.code}"
    body = f"{one.message} {one.hint}".strip()
    return f"::{level}{place}::{_data(body)}"


def _data(value: str) -> str:
    """Escape a message for a workflow command (a line end would start another command)."""
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")
