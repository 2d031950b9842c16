"""What engines answered, written down before anything else happens to it.

One JSON line an answer, flushed to disk before the next text is asked. Whatever stops a run, a
second one takes these answers from here instead of paying for them again. A line that was cut
off when the power went is skipped; at most the one text that was in flight is asked twice.
"""

import fcntl
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from welcomepack.diagnostic import WelcomepackError

NAME = "journal.jsonl"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: who was asked for which language, for which masked text, and what came.

    ``key`` is the first address that the text stands at, for people who read the journal;
    ``source`` the digest of the English.
    """

    engine: str
    locale: str
    key: str
    source: str
    masked: str
    answer: str
    date: str


Known = dict[tuple[str, str, str], str]


def read_journal(path: Path) -> Known:
    """All answers by engine, language and masked text; the last one of several counts."""
    if not path.exists():
        return {}
    known: Known = {}
    for line in path.read_bytes().split(b"\n"):
        one = _parsed(line)
        if one is not None:
            known[one.engine, one.locale, one.masked] = one.answer
    return known


def _parsed(line: bytes) -> Answer | None:
    """The answer that a line holds; ``None`` for a line that was cut off or is not ours."""
    try:
        one = Answer(**json.loads(line))
    except (ValueError, TypeError):
        return None
    return one if all(isinstance(value, str) for value in asdict(one).values()) else None


class Journal:
    """The journal open for writing, by one run at a time; use it in a ``with`` statement.

    Raises `WelcomepackError` when another run is writing.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("ab")
        try:
            # The system lets go of the lock with the process, however that ends.
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self._file.close()
            message = "Another prefill is running in this project."
            raise WelcomepackError(message) from None
        self._whole = _ends_whole(path)
        self.known = read_journal(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def write(self, one: Answer) -> None:
        """Add an answer and flush it to disk."""
        line = json.dumps(asdict(one), ensure_ascii=False)
        start = "" if self._whole else "\n"
        # A service may answer with half a character; the reader of JSON takes it back as it is.
        self._file.write(f"{start}{line}\n".encode("utf-8", "surrogatepass"))
        self._file.flush()
        os.fsync(self._file.fileno())
        self._whole = True
        self.known[one.engine, one.locale, one.masked] = one.answer


def _ends_whole(path: Path) -> bool:
    """Whether the last line is complete, so that the next one starts on its own."""
    with path.open("rb") as file:
        file.seek(0, os.SEEK_END)
        if file.tell() == 0:
            return True
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"
