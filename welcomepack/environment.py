"""What decides the bytes of output besides the content: libraries, fonts, this program.

Part of every fingerprint, and what workers on other machines are asked before they are given
work. Found out without loading the renderer, because that takes longer than all of this.
"""

import ctypes
import hashlib
import subprocess
import sys
import zlib
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from welcomepack.native import library

_PACKAGES = (
    *("weasyprint", "pydyf", "fonttools", "tinycss2", "tinyhtml5", "cssselect2", "pillow"),
    *("pikepdf", "pypdfium2", "zxing-cpp", "page-validation", "jinja2", "babel", "qrcode"),
)
# What reads content, beside what makes pages.
_READERS = ("pydantic", "pyyaml", "polib", "markupsafe", "phonenumbers")
# A font file begins with the checksums of all its tables (ISO/IEC 14496-22, 4.3).
_FONT_HEAD = 4096


def environment() -> str:
    """One line for each library, for this program's source, and for each font file."""
    return "\n".join(_told())


def readers() -> str:
    """What decides what is read in content and catalogs: this program and its libraries."""
    return "\n".join(_read_by())


def differences(here: str, there: str) -> str:
    """What differs between two environments, for a message: the first three of each side."""
    ours, theirs = here.splitlines(), there.splitlines()
    gone = [line for line in ours if line not in set(theirs)]
    new = [line for line in theirs if line not in set(ours)]
    sides = (("only here", gone), ("only there", new))
    return "; ".join(f"{word}: {', '.join(lines[:3])}" for word, lines in sides if lines)


def pango_version() -> str:
    """The version of Pango in use, as 1.50.12."""
    return _pango(library("pango"))


def _read_by() -> Iterator[str]:
    yield f"python={sys.version.split()[0]}"
    for name in _READERS:
        yield f"{name}={version(name)}"
    yield f"welcomepack={_source()}"


def _told() -> Iterator[str]:
    yield f"python={sys.version.split()[0]}"
    yield f"zlib={zlib.ZLIB_RUNTIME_VERSION}"
    for name in _PACKAGES:
        yield f"{name}={version(name)}"
    yield f"pango={pango_version()}"
    yield f"harfbuzz={_harfbuzz(library('harfbuzz'))}"
    yield f"fontconfig={library('fontconfig').FcGetVersion()}"
    yield f"welcomepack={_source()}"
    yield from _fonts()


def _pango(library: ctypes.CDLL) -> str:
    number = int(library.pango_version())
    return f"{number // 10000}.{number // 100 % 100}.{number % 100}"


def _harfbuzz(library: ctypes.CDLL) -> str:
    library.hb_version_string.restype = ctypes.c_char_p
    told = library.hb_version_string()
    return told.decode() if isinstance(told, bytes) else ""


def _source() -> str:
    """A digest of this program: what an earlier version made or proved is made again."""
    whole = hashlib.sha256()
    folder = Path(__file__).parent
    for path in sorted(folder.rglob("*.py")):
        whole.update(path.relative_to(folder).as_posix().encode())
        whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()[:32]


def _fonts() -> Iterator[str]:
    command = ["fc-list", "--format", "%{file}\n"]
    listed = subprocess.run(command, capture_output=True, check=False, text=True)  # noqa: S603 - fixed
    for name in sorted(set(listed.stdout.splitlines()), key=lambda one: Path(one).name):
        path = Path(name)
        try:
            with path.open("rb") as file:
                head = file.read(_FONT_HEAD)
            size = path.stat().st_size
        except OSError:
            continue
        yield f"{path.name}={size}:{hashlib.sha256(head).hexdigest()[:16]}"
