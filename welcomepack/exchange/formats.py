"""The registry of file formats, and which one a file that came back is in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from welcomepack.diagnostic import WelcomepackError
from welcomepack.exchange import csvfile, xliff, xlsx
from welcomepack.exchange.guard import MAX_BYTES, unreadable
from welcomepack.exchange.row import MAX_ROWS, Received, Sheet


@dataclass(frozen=True, slots=True)
class Format:
    """How rows become a file of one kind, and how they are read again."""

    suffixes: tuple[str, ...]
    write: Callable[[Sheet], bytes]
    read: Callable[[bytes, str], Received]


FORMATS: Mapping[str, Format] = {
    "xlsx": Format((".xlsx",), xlsx.write, xlsx.read),
    "xliff": Format((".xlf", ".xliff"), xliff.write, xliff.read),
    "csv": Format((".csv",), csvfile.write, csvfile.read),
}
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_MARKUP = (b"<", b"<\0", b"\0<")


def by_name(path: Path) -> str:
    """The format that a file's name asks for; raises `WelcomepackError` for another ending."""
    for name, one in FORMATS.items():
        if path.suffix.lower() in one.suffixes:
            return name
    endings = ", ".join(ending for one in FORMATS.values() for ending in one.suffixes)
    message = f'"{path.name}" should end in one of {endings}, or say --format.'
    raise WelcomepackError(message)


def receive(data: bytes, name: str) -> Received:
    """Read a file of any of the formats; its content decides which, not its name.

    Raises `Unreadable` when nothing of it can be used.
    """
    if len(data) > MAX_BYTES:
        message = f"The file has more than {MAX_BYTES // 1024**2} MB."
        raise unreadable(name, message, "No file that we sent is as large.")
    if not data.strip():
        raise unreadable(name, "The file is empty.", "Ask for it again.")
    if data.startswith(_OLD_EXCEL):
        message = "The file is in an old format of Excel, or has a password."
        raise unreadable(name, message, "Save it as XLSX, without a password.")
    found = FORMATS[_by_content(data)].read(data, name)
    if len(found.answers) + len(found.refused) > MAX_ROWS:
        raise unreadable(name, f"The file has more than {MAX_ROWS:,} rows.")
    return found


def _by_content(data: bytes) -> str:
    if data.startswith(b"PK"):
        return "xlsx"
    start = data.removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    return "xliff" if start.lstrip().startswith(_MARKUP) else "csv"
