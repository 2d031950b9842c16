"""Proof on the finished output: what the paper says, by the position of its glyphs.

Text search cannot see a reversed phone number: the digits of ``503 8010 0808`` stand in the
file in the right order and on the paper in the wrong one. So facts are looked for in the
characters as the eye meets them, line by line from left to right.
"""

import calendar
import ctypes
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

import page as pdf_validation
import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import zxingcpp
from PIL import Image

from welcomepack.diagnostic import Diagnostic, Position
from welcomepack.fact import Kind
from welcomepack.model import Pack, Place

# Facts whose printed count must be exact; other kinds may occur in prose as well.
_EXACT = {Kind.PHONE, Kind.SMS, Kind.MONEY, Kind.TIME, Kind.POSTCODE}
_WORDS = {Kind.ADDRESS, Kind.NAME, Kind.URL, Kind.EMAIL}
# Kinds of place facts that could identify the place; times and prices cannot.
_TELLING = {Kind.NAME, Kind.ADDRESS, Kind.POSTCODE, Kind.PHONE, Kind.SMS, Kind.EMAIL, Kind.URL}
_BRACKETS = re.compile(r"[ \t\u00a0()\[\]]")
_NO_CHARACTER = {0, 0xFFFE, 0xFFFF}  # what the reader gives where it makes up a line end
_SHORTEST_SECRET = 4
_VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "wbr"}
_UNSEEN = {"head", "style", "script", "title"}
_PLAIN_WORD = re.compile(r"[A-Za-z\u0370-\u04ff\u1200-\u139f]{4,}")
_EDGE = 5 * 72 / 25.4  # office printers leave 5 mm blank; lengths here are in points
_DPI = 150
# Gaps as shares of the characters' height: from the first on a blank is seen, from the second
# on a run ends. Between two digits 1 a blank leaves 0.65 (Noto Sans: a blank of 0.26 em, and the
# narrow figure's own bearings).
_BLANK, _SPLIT = 0.28, 0.95


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character as printed; lengths in points, origin at the page's lower left corner."""

    char: str
    x: float
    baseline: float
    left: float
    right: float
    height: float
    font: str


def glyphs(pdf: bytes) -> Iterator[list[Glyph]]:
    """The visible characters of each page, in the order the file holds them."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        for sheet in document:
            textpage = sheet.get_textpage()
            count = pdfium.FPDFText_CountChars(textpage.raw)
            found = (_glyph(textpage.raw, index) for index in range(count))
            yield [one for one in found if one is not None]
            textpage.close()
    finally:
        document.close()


def _glyph(text: object, index: int) -> Glyph | None:
    code = pdfium.FPDFText_GetUnicode(text, index)
    if code in _NO_CHARACTER or chr(code).isspace() or not chr(code).isprintable():
        return None
    x, y = ctypes.c_double(), ctypes.c_double()
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    pdfium.FPDFText_GetCharOrigin(text, index, x, y)
    pdfium.FPDFText_GetCharBox(text, index, left, right, bottom, top)
    height = max(top.value - bottom.value, 1.0)
    return Glyph(chr(code), x.value, y.value, left.value, right.value, height, _font(text, index))


def _font(text: object, index: int) -> str:
    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(text, index, name, 128, flags)
    return name.value.decode("utf-8", "replace")


def visual_words(page_glyphs: Sequence[Glyph]) -> list[str]:
    """What the eye reads on a page: runs of one font on one baseline, left to right.

    An ordinary blank does not end a run, so a spaced phone number stands in one. Fonts are kept
    apart because the letters of Nastaliq climb through the baselines of their neighbours; a
    fact is always set in one font.
    """
    lines: dict[tuple[str, int], list[Glyph]] = {}
    for one in page_glyphs:
        key = round(one.baseline * 2)
        near = (lines.get((one.font, key + shift)) for shift in (0, -1, 1))
        line = next((found for found in near if found is not None), None)
        if line is None:
            line = lines.setdefault((one.font, key), [])
        line.append(one)
    words: list[str] = []
    for line in lines.values():
        words.extend(_runs(sorted(line, key=lambda one: one.x)))
    return words


def _runs(line: Sequence[Glyph]) -> Iterator[str]:
    run = line[0].char
    for before, after in itertools.pairwise(line):
        gap = (after.left - before.right) / max(before.height, after.height)
        if gap > _SPLIT:
            yield run
            run = ""
        elif gap > _BLANK:
            run += " "
        run += after.char
    yield run


def facts_by_position(
    pdf: bytes, facts: Iterable[tuple[str, str]], name: str
) -> tuple[Diagnostic, ...]:
    """Check that every fact stands on the paper with its characters from left to right.

    ``facts`` are (kind, printed text) as the HTML holds them. Phones, prices, times and
    postcodes must be found exactly as often as they were printed; a reversed one is missing
    here even though a text search would find it.
    """
    words = [word for page in glyphs(pdf) for word in visual_words(page)]
    printed = [(Kind(kind), " ".join(text.split())) for kind, text in facts]
    found: list[Diagnostic] = []
    for kind, text in dict.fromkeys(printed):
        problem = _problem(kind, text, printed, words)
        if problem:
            message = f'The {kind} "{text}" {problem}.'
            found.append(Diagnostic("WP501", message, Position(name)))
    return tuple(found)


def _problem(
    kind: Kind, text: str, printed: Sequence[tuple[Kind, str]], words: Sequence[str]
) -> str:
    """What is wrong with one fact on the paper, or the empty string."""
    if kind is Kind.DATE:
        return _date_problem(text, words)
    if kind in _WORDS:
        return "" if _spelled(text, words) else "is not on the page in this order"
    seen = sum(_occurrences(text, word) for word in words)
    if kind not in _EXACT:
        expected = printed.count((kind, text))
        return "" if seen >= expected else f"stands on the page {seen} times, not {expected}"
    expected = sum(_occurrences(text, other) for _, other in printed)
    if seen == expected:
        return ""
    return f"should stand on the page {expected} times, and stands {seen}"


def _occurrences(text: str, run: str) -> int:
    """How often a fact stands in a run, and not as part of a longer number."""
    letters = [re.escape(char) for char in text if not char.isspace()]
    body = " ?".join(letters)
    # A number is none where a letter stands before it: short codes end in digits too.
    before = r"(?<![0-9A-Za-z])" if text[0].isdigit() else r"(?<![0-9])"
    return len(re.findall(rf"{before}(?<![0-9] ){body}(?! ?[0-9])", run))


def _spelled(text: str, words: Sequence[str]) -> bool:
    """Whether a text that may break over lines is there: every stretch of it in order.

    Blanks and brackets are passed over. A bracket's glyph says either character, since fonts
    share it with its mirror image in right-to-left text.
    """
    rest = _BRACKETS.sub("", text)
    joined = _BRACKETS.sub("", "\n".join(words))
    while rest:
        size = next((n for n in range(len(rest), 0, -1) if rest[:n] in joined), 0)
        if size < min(2, len(rest)):
            return False
        rest = rest[size:]
    return True


def _date_problem(text: str, words: Sequence[str]) -> str:
    numbers = re.findall(r"\d+", text)
    missing = [number for number in numbers if not any(_occurrences(number, w) for w in words)]
    return f"lacks {', '.join(missing)}" if missing else ""


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


def words_on_paper(pdf: bytes, html: str, name: str) -> tuple[Diagnostic, ...]:
    """Check that no words were lost in layout.

    Looks at words in scripts whose text layer is reliable (Latin, Ethiopic, Cyrillic, Greek).
    A page in another script is covered as far as it carries English.
    """
    parser = _Words()
    parser.feed(html)
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
    """Check a finished PDF against PDF/UA-1 (ISO 14289-1)."""
    report = pdf_validation.validate_pdf_bytes(
        pdf, profile=pdf_validation.ValidationProfile.PDF_UA_1
    )
    if report.is_compliant:
        return ()
    return (Diagnostic("WP504", f"{report}"[:400].replace("\n", " "), Position(name)),)


def secrets(places: Iterable[Place], public: Pack) -> Mapping[str, str]:
    """The strings of place files that could tell where a place is, with what each is.

    What the public content says anyway (the name of a library nearby) is no secret, and
    neither is the name of a day.
    """
    known = _fold(public.model_dump_json() + " ".join(calendar.day_name))
    strings: dict[str, str] = {}
    for place in places:
        strings |= {place.id: "id", place.name: "name"}
        strings |= {one.value: one.id for one in place.facts if one.kind in _TELLING and one.value}
        strings |= {way.stop: f"stop of the way {way.id}" for way in place.ways if way.stop}
    folded = {_fold(one): what for one, what in strings.items()}
    return {
        one: what
        for one, what in folded.items()
        if len(one) >= _SHORTEST_SECRET and one not in known
    }


def _fold(text: str) -> str:
    return re.sub(r"[\s\-]+", "", text).casefold()


def leaks(files: Mapping[str, Path], hidden: Mapping[str, str]) -> Iterator[Diagnostic]:
    """Search public files, their names and their metadata for secrets.

    The message names the field, never the word: diagnostics end up in logs.
    """
    for name, path in files.items() if hidden else ():
        haystack = _fold(name + _readable(path))
        for word, what in hidden.items():
            if word in haystack:
                message = f"The file holds a private word of a place (its {what})."
                yield Diagnostic("WP502", message, Position(name))


def _readable(path: Path) -> str:
    """All text in a file: for a PDF its pages, bookmarks and metadata."""
    data = path.read_bytes()
    if path.suffix != ".pdf":
        return data.decode("utf-8", "replace")
    document = pypdfium2.PdfDocument(data)
    texts = [sheet.get_textpage().get_text_range() for sheet in document]
    document.close()
    with pikepdf.open(path) as opened:
        texts += [str(value) for value in opened.docinfo.values()]
        texts.append(opened.Root.Metadata.read_bytes().decode("utf-8", "replace"))
        with opened.open_outline() as outline:
            texts += [item.title for item in outline.root]
    return "\n".join(texts)
