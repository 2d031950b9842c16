"""A finished PDF as paper: fonts, margins, words, QR codes, and its tags."""

import re
from collections import Counter
from collections.abc import Sequence
from html.parser import HTMLParser

import page as pdf_validation
import pypdfium2
import zxingcpp
from PIL import Image

from welcomepack.cache import remembered
from welcomepack.diagnostic import Diagnostic, Position
from welcomepack.verify.glyph import Glyph, glyphs

_VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "wbr"}
_UNSEEN = {"head", "style", "script", "title"}
_PLAIN_WORD = re.compile(r"[A-Za-z\u0370-\u04ff\u1200-\u139f]{4,}")
_EDGE = 5 * 72 / 25.4  # office printers leave 5 mm blank; lengths here are in points
_DPI = 150


def count_pages(pdf: bytes) -> int:
    """How many pages a PDF has."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()


def render_page(pdf: bytes, number: int, dpi: int = _DPI) -> Image.Image:
    """A page as a grey picture; ``number`` counts from 0."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        picture: Image.Image = document[number].render(scale=dpi / 72, grayscale=True).to_pil()
        return picture
    finally:
        document.close()


def right_fonts(pdf: bytes, families: Sequence[str], name: str) -> tuple[Diagnostic, ...]:
    """Check that every character is set in a font of the page's own stack.

    Where a font lacks a letter, or a style names the wrong one, the system silently takes some
    other font, with other shapes and joins than the ones that were looked at.
    """
    stems = tuple(family.replace(" ", "-") for family in families)
    strange: dict[str, str] = {}
    for page_glyphs in glyphs(pdf):
        for one in page_glyphs:
            if not one.font.rpartition("+")[2].startswith(stems):
                strange[one.font] = (strange.get(one.font, "") + one.char)[:20]
    return tuple(
        Diagnostic("WP508", f'"{text}" is set in {font}.', Position(name))
        for font, text in strange.items()
    )


def within_margins(pdf: bytes, name: str) -> tuple[Diagnostic, ...]:
    """Check that no character stands outside the page or where printers cannot print."""
    document = pypdfium2.PdfDocument(pdf)
    sizes = [sheet.get_size() for sheet in document]
    document.close()
    for number, ((width, height), page_glyphs) in enumerate(
        zip(sizes, glyphs(pdf), strict=True), 1
    ):
        outside = [one for one in page_glyphs if not _inside(one, width, height)]
        if outside:
            text = "".join(one.char for one in outside[:20])
            message = f'On its page {number}, "{text}" runs off the paper.'
            return (Diagnostic("WP507", message, Position(name)),)
    return ()


def _inside(one: Glyph, width: float, height: float) -> bool:
    across = one.left >= _EDGE and one.right <= width - _EDGE
    return across and _EDGE <= one.baseline <= height - _EDGE


class _Words(HTMLParser):
    """The words that a page should show, without what its style hides."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _VOID and (self._hidden or tag in _UNSEEN or ("class", "away") in attrs):
            self._hidden += 1

    def handle_endtag(self, tag: str) -> None:
        if self._hidden and tag not in _VOID:
            self._hidden -= 1

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.text.append(data)


def words_on_paper(pdf: bytes, source: str, name: str) -> tuple[Diagnostic, ...]:
    """Check that no words were lost in layout.

    Looks at words in scripts whose text layer is reliable (Latin, Ethiopic, Cyrillic, Greek).
    A page in another script is covered as far as it carries English.
    """
    parser = _Words()
    parser.feed(source)
    expected = Counter(_PLAIN_WORD.findall(" ".join(parser.text)))
    document = pypdfium2.PdfDocument(pdf)
    text = "".join(sheet.get_textpage().get_text_range() for sheet in document)
    document.close()
    # Blanks are dropped: between runs of two directions the reader loses them.
    printed = re.sub(r"\s+", "", text)
    lost = [word for word, count in expected.items() if printed.count(word) < count]
    if not lost:
        return ()
    words = ", ".join(sorted(lost)[:8])
    return (Diagnostic("WP506", f"Words were lost on the page: {words}.", Position(name)),)


def codes_on_page(picture: Image.Image) -> list[str]:
    """The contents of all QR codes that can be read from a picture."""
    found = zxingcpp.read_barcodes(
        picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    )
    return [one.text for one in found]


def qr_codes(pdf: bytes, expected: Sequence[str], name: str) -> tuple[Diagnostic, ...]:
    """Check that the first page's QR codes read, at 150 dpi, as what they should hold."""
    if not expected:
        return ()
    read = codes_on_page(render_page(pdf, 0))
    missing = set(expected) - set(read)
    return tuple(
        Diagnostic(
            "WP503", f'The QR code of "{content}" does not read from the page.', Position(name)
        )
        for content in sorted(missing)
    )


def accessible(pdf: bytes, name: str) -> tuple[Diagnostic, ...]:
    """Check a finished PDF against PDF/UA-1 (ISO 14289-1); a good one is not checked twice."""
    faults: list[str] = []

    def check() -> bytes | None:
        report = pdf_validation.validate_pdf_bytes(
            pdf, profile=pdf_validation.ValidationProfile.PDF_UA_1
        )
        if report.is_compliant:
            return b"fine"
        faults.append(f"{report}"[:400].replace("\n", " "))
        return None

    remembered(("accessible", pdf), check)
    return tuple(Diagnostic("WP504", fault, Position(name)) for fault in faults)
