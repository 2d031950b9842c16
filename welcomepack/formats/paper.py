"""HTML to a tagged PDF; with `textlayer`, the only module that knows the PDF renderer.

The fetcher serves ``data:`` addresses only, so no page can reach the network or a file. What
the renderer logs (a missing picture, CSS it does not know) is an error here, not a line on
stderr.
"""

import hashlib
import logging
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from weasyprint import HTML
from weasyprint.text.ffi import pango
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher

from welcomepack.diagnostic import WelcomepackError
from welcomepack.formats.textlayer import TextLayer

_DATA = re.compile(r"data:[a-z/+]+;base64,[A-Za-z0-9+/=]+")
_RTL = re.compile(r"<html[^>]*\bdir=\"rtl\"")
_HERE = Path(__file__).parent
_OWN = sorted((*_HERE.glob("*.py"), *(_HERE.parent / "verify").glob("*.py")))
_LOGGER = logging.getLogger("weasyprint")


@cache
def _fonts() -> FontConfiguration:
    """One font configuration a process: building one costs more than laying out a page."""
    return FontConfiguration()


class _Log(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        message = _DATA.sub("data:…", record.getMessage())
        if message not in self.messages:
            self.messages.append(message)


@contextmanager
def _collected() -> Iterator[list[str]]:
    log = _Log()
    kept = list(_LOGGER.handlers)
    _LOGGER.handlers[:] = [log]
    try:
        yield log.messages
    finally:
        _LOGGER.handlers[:] = kept


def pdf(html: str) -> bytes:
    """Lay out a document and write it as PDF/UA-1 (ISO 14289-1).

    Same HTML, same fonts and libraries: the same bytes. Raises `WelcomepackError` for anything
    that the renderer complains about.
    """
    options: dict[str, Any] = {"pdf_variant": "pdf/ua-1", "pdf_identifier": b"welcomepack"}
    layer = TextLayer(rtl=_RTL.search(html) is not None)
    with _collected() as complaints, layer.drawn():
        try:
            document = HTML(
                string=html,
                base_url="about:blank",
                url_fetcher=URLFetcher(allowed_protocols={"data"}, allow_redirects=False),
            )
            made = document.write_pdf(font_config=_fonts(), finisher=layer.finish, **options)
        except FatalURLFetchingError as error:  # a BaseException, so named apart
            message = f"WP402 The page reaches outside: {error}"
            raise WelcomepackError(message) from None
    if any(".notdef" in one for one in complaints):
        message = "WP403 No font has a letter of this page: " + "; ".join(complaints)
        raise WelcomepackError(message)
    if complaints:
        message = "WP402 The renderer complains: " + "; ".join(complaints)
        raise WelcomepackError(message)
    return bytes(made or b"")


def pango_version() -> str:
    """The version of Pango in use, as 1.50.12."""
    number = int(pango.pango_version())
    return f"{number // 10000}.{number // 100 % 100}.{number % 100}"


def environment() -> str:
    """What decides the bytes of a PDF and its proof besides its HTML.

    Libraries, Pango, font files, and our own modules that write and prove paper.
    """
    packages = ("weasyprint", "pydyf", "fonttools", "tinycss2", "tinyhtml5")
    told = [f"{name}={version(name)}" for name in packages]
    told.append(f"pango={pango_version()}")
    told += [f"{path.name}={hashlib.sha256(path.read_bytes()).hexdigest()}" for path in _OWN]
    command = ["fc-list", "--format", "%{file}\n"]
    fonts = subprocess.run(command, capture_output=True, check=False, text=True)  # noqa: S603 - fixed
    for name in sorted(set(fonts.stdout.split("\n"))):
        path = Path(name)
        if name and "Noto" in path.name and path.exists():
            told.append(f"{path.name}={path.stat().st_size}")
    return "\n".join(told)
