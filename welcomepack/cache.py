"""A content-addressed store of finished parts; may be deleted at any time.

The key is a hash of everything that goes into a part, so nothing is ever invalid. An entry
carries a digest of its key and itself; a damaged or misplaced one counts as missing and is made
again. Entries are plain bytes that nothing executes, so a folder can be shared; who may write
there can still forge pages, so share it among those who may publish.
"""

import hashlib
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path

DIGEST = 32
LIMIT = 2 * 10**9  # bytes that a build leaves in its cache at most
_HALF_WRITTEN = 24 * 3600  # seconds after which a temporary file is nobody's any more


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is, or how much was removed."""

    entries: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder of entries; safe under many builds at once, because writing is atomic."""

    folder: Path

    def get(self, key: str) -> bytes | None:
        """The bytes stored under a key, or ``None``; counts as a use of the entry."""
        path = self._path(key)
        try:
            stored = path.read_bytes()
        except OSError:
            return None
        digest, data = stored[:DIGEST], stored[DIGEST:]
        if _digest(key, data) != digest:
            return None
        with suppress(OSError):  # somebody else's folder may be read-only
            os.utime(path)
        return data

    def put(self, key: str, data: bytes) -> None:
        """Store bytes under a key; raises `OSError` when there is no room."""
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".")
        # Not flushed to disk: after a power cut the digest tells a torn entry.
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(_digest(key, data))
                file.write(data)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise

    def size(self) -> Size:
        """How many entries there are, and their bytes together."""
        found = [size for _, size, _ in self._entries()]
        return Size(len(found), sum(found))

    def prune(self, limit: int) -> Size:
        """Remove the entries used longest ago until ``limit`` bytes are left; says what went.

        A build that runs meanwhile makes again what it misses.
        """
        for path in self._files():
            with suppress(OSError):
                if path.name[0] == "." and path.stat().st_mtime < time.time() - _HALF_WRITTEN:
                    path.unlink()
        entries = sorted(self._entries())
        left = sum(size for _, size, _ in entries)
        gone, freed = 0, 0
        for _, size, path in entries:
            if left - freed <= limit:
                break
            with suppress(OSError):
                path.unlink()
            gone, freed = gone + 1, freed + size
        return Size(gone, freed)

    def _entries(self) -> Iterator[tuple[int, int, Path]]:
        """The time of the last use in nanoseconds, the bytes, and the file of each entry."""
        for path in self._files():
            with suppress(OSError):
                if path.name[0] != ".":
                    told = path.stat()
                    yield told.st_mtime_ns, told.st_size, path

    def _files(self) -> Iterator[Path]:
        return (path for path in self.folder.glob("??/*") if path.is_file())

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / key[2:]


@dataclass(frozen=True, slots=True)
class Spare(Cache):
    """A store that nobody waits for: where nothing can be written, nothing is kept."""

    def put(self, key: str, data: bytes) -> None:
        """Store bytes under a key if there is room and leave to write."""
        with suppress(OSError):
            Cache.put(self, key, data)


def _digest(key: str, data: bytes) -> bytes:
    return hashlib.sha256(key.encode() + b"\0" + data).digest()


_active: ContextVar[tuple[Cache, str] | None] = ContextVar("active", default=None)


@contextmanager
def remembering(cache: Cache, environment: str) -> Iterator[None]:
    """Let `remembered` use a cache inside this context; results hold for one environment."""
    token = _active.set((cache, hashlib.sha256(environment.encode()).hexdigest()))
    try:
        yield
    finally:
        _active.reset(token)


def remembered(inputs: tuple[bytes | str, ...], make: Callable[[], bytes | None]) -> bytes | None:
    """What a pure function makes of its inputs, from the cache when it was made before.

    ``inputs`` begin with the function's name and hold all it looks at. ``None`` means that
    there is nothing to keep. Outside of `remembering`, everything is made.
    """
    active = _active.get()
    if active is None:
        return make()
    cache, environment = active
    whole = hashlib.sha256(environment.encode())
    for one in inputs:
        data = one.encode() if isinstance(one, str) else one
        whole.update(hashlib.sha256(data).digest())
    key = whole.hexdigest()
    stored = cache.get(key)
    if stored is None:
        stored = make()
        if stored is not None:
            cache.put(key, stored)
    return stored
