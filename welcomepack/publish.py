"""Puts a built public site where a web server reads it, in one step that can always be undone.

``DEST/releases/<n>`` holds whole releases, ``DEST/current`` is a link to one of them: that link
is what the web server serves. A release is copied beside the others, compared with its
manifest, flushed to disk, and only then is the link replaced, so a reader sees the old release
or the new one. Killed at any moment, the next run sweeps away what was left half.
"""

import fcntl
import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pydantic import ValidationError

from welcomepack import atomic
from welcomepack.diagnostic import WelcomepackError
from welcomepack.snapshot import Snapshot, from_json

KEPT = 5
_NUMBER = re.compile(r"[0-9]{6}")


@dataclass(frozen=True, slots=True)
class Released:
    """What was published: the release's number, its folder, and how many files it holds."""

    number: int
    folder: Path
    files: int


def publish(out: Path, dest: Path, *, keep: int = KEPT, drop: bool = False) -> Released:
    """Publish the public part of a build folder to ``dest``.

    Raises `WelcomepackError` when the build is not whole, when another publication is under
    way, or when a printed code would lead nowhere afterwards and ``drop`` does not allow it;
    `OSError` when the disk is full. What was published before stands in every case.
    """
    source = (out / "public").resolve()
    listed = _manifest(out)
    if dest.resolve().is_relative_to(out.resolve()) or out.resolve().is_relative_to(dest.resolve()):
        message = f"{dest} and {out} are inside one another. Publish to a folder of its own."
        raise WelcomepackError(message)
    (dest / "releases").mkdir(parents=True, exist_ok=True)
    with _alone(dest):
        _sweep(dest)
        if not drop:
            _keeps_codes(dest, listed)
        number = max(_numbers(dest), default=0) + 1
        folder = dest / "releases" / f"{number:06}"
        unfinished = folder.with_suffix(".tmp")
        try:
            _copy(source, unfinished, listed)
            unfinished.rename(folder)
            atomic.flush_folder(folder.parent)
            _point(dest, folder)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
        _forget(dest, keep)
    return Released(number, folder, len(listed))


def snapshots(out: Path) -> tuple[Snapshot, ...]:
    """What the build in ``out`` says, area by area, for the history of publications.

    Raises `WelcomepackError` when the build is not whole.
    """
    folder = out / "editions"
    try:
        return tuple(from_json(one.read_text("utf-8")) for one in sorted(folder.glob("*.json")))
    except (OSError, UnicodeDecodeError, ValidationError):
        message = f"There is no whole build in {out}. Run: welcomepack build"
        raise WelcomepackError(message) from None


def go_back(dest: Path) -> Released:
    """Serve the release before the current one again; raises when there is none."""
    (dest / "releases").mkdir(parents=True, exist_ok=True)
    with _alone(dest):
        current = _current(dest)
        earlier = [number for number in _numbers(dest) if current and number < current]
        if not earlier:
            message = f"There is no earlier release in {dest}."
            raise WelcomepackError(message)
        folder = dest / "releases" / f"{max(earlier):06}"
        _point(dest, folder)
    return Released(max(earlier), folder, sum(1 for one in folder.rglob("*") if one.is_file()))


@contextmanager
def _alone(dest: Path) -> Iterator[None]:
    with (dest / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            message = f"Another publication to {dest} is under way. Wait until it has ended."
            raise WelcomepackError(message) from None
        yield


def _manifest(out: Path) -> tuple[tuple[PurePosixPath, str], ...]:
    """The public files of a build with their digests; nothing else is ever copied."""
    path = out / "public" / "manifest.json"
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        found = [(PurePosixPath(row["path"]), str(row["sha256"])) for row in rows]
    except (OSError, ValueError, KeyError, TypeError):
        message = f"There is no whole build in {out}. Run: welcomepack build"
        raise WelcomepackError(message) from None
    for name, _ in found:
        if name.is_absolute() or ".." in name.parts or name.parts[0] != "public":
            message = f"The manifest names {name}, which is not a public file. Build again."
            raise WelcomepackError(message)
    return tuple(found)


def _keeps_codes(dest: Path, listed: Sequence[tuple[PurePosixPath, str]]) -> None:
    """Refuse a build that lacks a page behind a code: it was made for a part of the project."""
    served = dest / "current" / "w"
    before = {one.name for one in served.iterdir()} if served.is_dir() else set()
    after = {name.parts[2] for name, _ in listed if name.parts[:2] == ("public", "w")}
    gone = sorted(before - after)
    if gone:
        message = (
            f"{len(gone)} printed codes would lead nowhere, {gone[0]} among them. Build without "
            "--area, --locale and --topic, then publish again; or say --drop if it is meant."
        )
        raise WelcomepackError(message)


def _copy(source: Path, target: Path, listed: Sequence[tuple[PurePosixPath, str]]) -> None:
    for name, digest in listed:
        inside = name.relative_to("public")
        try:
            data = (source / inside).read_bytes()
        except FileNotFoundError:
            data = b""
        if hashlib.sha256(data).hexdigest() != digest:
            message = f"WP505 {name} is missing or was changed after the build. Build again."
            raise WelcomepackError(message)
        _put(target / inside, data)
    _put(target / "manifest.json", (source / "manifest.json").read_bytes())
    for folder in [target, *(one for one in target.rglob("*") if one.is_dir())]:
        folder.chmod(0o755)
        atomic.flush_folder(folder)


def _put(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    path.chmod(0o644)


def _point(dest: Path, folder: Path) -> None:
    """Replace the link ``current``; the one step that readers can see."""
    waiting = dest / "current.tmp"
    waiting.unlink(missing_ok=True)
    waiting.symlink_to(folder.relative_to(dest))
    waiting.replace(dest / "current")
    atomic.flush_folder(dest)


def _numbers(dest: Path) -> list[int]:
    found = (dest / "releases").iterdir()
    return sorted(int(one.name) for one in found if _NUMBER.fullmatch(one.name))


def _current(dest: Path) -> int:
    link = dest / "current"
    return int(link.readlink().name) if link.is_symlink() else 0


def _sweep(dest: Path) -> None:
    """Remove what a killed run left: it was never served."""
    for path in (dest / "releases").glob("*.tmp"):
        shutil.rmtree(path, ignore_errors=True)
    (dest / "current.tmp").unlink(missing_ok=True)


def _forget(dest: Path, keep: int) -> None:
    """Remove all but the newest releases; never the one that is served."""
    served = _current(dest)
    for number in _numbers(dest)[: -max(keep, 1)]:
        if number != served:
            shutil.rmtree(dest / "releases" / f"{number:06}", ignore_errors=True)
