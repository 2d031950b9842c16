"""HTML to a tagged PDF; with `textlayer`, the only module that knows the PDF renderer.

The fetcher serves ``data:`` addresses only, so no page can reach the network or a file. What
the renderer logs (a missing picture, CSS it does not know) is an error here, not a line on
stderr.
"""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

import pydyf
from weasyprint.formatting_structure.boxes import TextBox
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError

from welcomepack.diagnostic import WelcomepackError
from welcomepack.environment import environment, pango_version
from welcomepack.formats.parsed import Parsed, forget
from welcomepack.formats.textlayer import TextLayer
from welcomepack.verify import FOOT

__all__ = ["Setting", "environment", "laid", "pango_version", "pdf"]

_DATA = re.compile(r"data:[a-z/+]+;base64,[A-Za-z0-9+/=]+")
_RTL = re.compile(r"<html[^>]*\bdir=\"rtl\"")
_OPTIONS: dict[str, Any] = {"pdf_variant": "pdf/ua-1", "pdf_identifier": b"welcomepack"}
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


@dataclass(frozen=True, slots=True)
class Setting:
    """A document that is laid out and not yet drawn, which is half of the work."""

    document: Any
    rtl: bool

    @property
    def pages(self) -> int:
        """How many pages it takes."""
        return len(self.document.pages)

    def used_heights(self) -> tuple[float, ...]:
        """For each page the share of its height down to the last line, as `verify` reads it."""
        return tuple(_used(page) for page in self.document.pages)

    def pdf(self) -> bytes:
        """Draw it as PDF/UA-1; raises `WelcomepackError` for what the renderer complains about."""
        layer = TextLayer(rtl=self.rtl)

        def finish(document: Any, pdf: pydyf.PDF) -> None:  # noqa: ANN401 - the renderer's type
            layer.finish(document, pdf)
            pdf.objects[:] = [_Written(one) for one in pdf.objects]

        with _judged(), layer.drawn():
            made = self.document.write_pdf(finisher=finish, **_OPTIONS)
        return bytes(made or b"")


class _Written(pydyf.Object):  # type: ignore[misc]
    """A finished object of a file, as bytes; else the writer makes and compresses it twice.

    Once for the file, and once for the digest in its identifier.
    """

    data: bytes = b""
    compressible: bool = False

    def __init__(self, whole: pydyf.Object) -> None:
        super().__init__()
        self.number, self.generation, self.free = whole.number, whole.generation, whole.free
        if whole.free == "n":
            self.data, self.compressible = whole.data, whole.compressible


def pdf(html: str) -> bytes:
    """Lay out a document and write it as PDF/UA-1 (ISO 14289-1).

    Same HTML, same fonts and libraries: the same bytes. Raises `WelcomepackError` for anything
    that the renderer complains about.
    """
    return laid(html).pdf()


def laid(html: str) -> Setting:
    """Lay out a document; raises `WelcomepackError` for what the renderer complains about."""
    with _judged():
        parsed = Parsed(html)
        document = parsed.render(font_config=_fonts(), stylesheets=parsed.sheets, **_OPTIONS)
    return Setting(document, _RTL.search(html) is not None)


def _used(page: Any) -> float:  # noqa: ANN401 - the renderer's type
    boxes = page._page_box.descendants(placeholders=True)  # noqa: SLF001 - no other way to them
    lines = (
        one.position_y + one.baseline
        for one in boxes
        if isinstance(one, TextBox) and one.text.strip()
    )
    return max((line / page.height for line in lines if line < page.height * (1 - FOOT)), default=0)


@contextmanager
def _judged() -> Iterator[None]:
    """Turn what the renderer complains about meanwhile into an error."""
    with _collected() as complaints:
        try:
            yield
        except FatalURLFetchingError as error:  # a BaseException, so named apart
            message = f"WP402 The page reaches outside: {error}"
            raise WelcomepackError(message) from None
        finally:
            if complaints:
                forget()
    if any(".notdef" in one for one in complaints):
        message = "WP403 No font has a letter of this page: " + "; ".join(complaints)
        raise WelcomepackError(message)
    if complaints:
        message = "WP402 The renderer complains: " + "; ".join(complaints)
        raise WelcomepackError(message)
