"""The folder layout of a project, its settings, and the only way from a name to a path."""

import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from welcomepack.diagnostic import WelcomepackError


@dataclass(frozen=True, slots=True)
class Project:
    """Where a project's files are, and the day that its output carries."""

    root: Path
    today: date

    @property
    def content(self) -> Path:
        """Areas with their topics, facts, links and services."""
        return self.root / "content"

    @property
    def locales(self) -> Path:
        """The language registry and the catalogs."""
        return self.root / "locales"

    @property
    def themes(self) -> Path:
        """Templates, styles and pictograms."""
        return self.root / "themes"

    @property
    def codes(self) -> Path:
        """The append-only registry of short codes."""
        return self.content / "codes.csv"

    @property
    def history(self) -> Path:
        """A record of every published edition, by area."""
        return self.root / "history"

    @property
    def desk(self) -> Path:
        """The translation desk's own files (journal, memory); never in git, never published."""
        return self.root / "build" / ".desk"

    def resolve(self, *parts: str) -> Path:
        """A path inside the project; raises `WelcomepackError` for one that leads outside."""
        path = self.root.joinpath(*parts)
        if not path.resolve().is_relative_to(self.root.resolve()):
            message = f"{'/'.join(parts)} leads out of the project folder."
            raise WelcomepackError(message)
        return path

    def shown(self, path: Path) -> str:
        """A file's name in messages: relative to the project, with forward slashes."""
        return path.relative_to(self.root).as_posix()

    def areas(self) -> Iterator[Path]:
        """The folders of areas, in order of name."""
        if self.content.is_dir():
            yield from sorted(
                path
                for path in self.content.iterdir()
                if path.is_dir() and not path.name.startswith(".")
            )

    def tracked(self) -> frozenset[str] | None:
        """Files that git tracks, relative to the root; ``None`` where there is no git."""
        done = _git(self.root, "ls-files", "-z", "--", ".")
        return frozenset(done.split("\0")) if done is not None else None

    def committed(self, path: Path) -> str | None:
        """The text of a file in the last commit; ``None`` when it is in none."""
        return _git(self.root, "show", f"HEAD:./{self.shown(path)}")


def _git(root: Path, *arguments: str) -> str | None:
    command = ["git", "-C", str(root), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, check=False, timeout=30)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None


def open_project(root: Path, day: str = "") -> Project:
    """Open the project in a folder.

    The date comes from ``day`` (ISO), else from ``SOURCE_DATE_EPOCH`` (seconds, as in the
    reproducible-builds specification), else from the clock. Raises `WelcomepackError` when the
    folder holds no project or the date is none.
    """
    if not (root / "content" / "project.yaml").is_file():
        message = f"{root} is not a welcomepack project: content/project.yaml is missing."
        raise WelcomepackError(message)
    try:
        return Project(root.resolve(), _day(day))
    except (ValueError, OverflowError, OSError):
        message = f'"{day or os.environ["SOURCE_DATE_EPOCH"]}" is not a date like 2026-11-22.'
        raise WelcomepackError(message) from None


def _day(day: str) -> date:
    if day:
        return date.fromisoformat(day)
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    return moment.date()
