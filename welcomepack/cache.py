"""A content-addressed store of finished parts; may be deleted at any time.

The key is a hash of everything that goes into a part, so nothing is ever invalid. An entry
carries a digest of itself; a damaged one counts as missing and is made again.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from welcomepack import atomic


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder of entries; safe under two builds at once, because writing is atomic."""

    folder: Path

    def get(self, key: str) -> bytes | None:
        """The bytes stored under a key, or ``None``."""
        try:
            stored = self._path(key).read_bytes()
        except OSError:
            return None
        digest, data = stored[:32], stored[32:]
        return data if hashlib.sha256(data).digest() == digest else None

    def put(self, key: str, data: bytes) -> None:
        """Store bytes under a key."""
        atomic.write(self._path(key), hashlib.sha256(data).digest() + data)

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / key[2:]
