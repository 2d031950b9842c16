"""Proof on the finished output: what the paper says, by the position of its glyphs.

Text search cannot see a reversed phone number: the digits of ``503 8010 0808`` stand in the
file in the right order and on the paper in the wrong one. So facts are looked for in the
characters as the eye meets them, line by line from left to right.
"""

import calendar
import ctypes
import html
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
_LOOSE = {Kind.NUMBER}
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
_DIALLED = {Kind.PHONE, Kind.SMS, Kind.MONEY}
_STRAY = re.compile(r"\0 ?[0-9]|[0-9] ?\0")
_BREAKS = re.compile(r"\s+|(?<=[/@.-])")  # where a name, an address or a link may break
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
    pages = list(glyphs(pdf))
    runs = [run for page in pages for run in visual_words(page)]
    printed = [(Kind(kind), " ".join(text.split())) for kind, text in facts]
    lines = [line for page in pages for line in _numbers_by_line(page)]
    wrong = [
        *_miscounted(printed, runs),
        *_misspelled(printed, runs),
        *_misdated(printed, lines),
    ]
    return tuple(Diagnostic("WP501", message, Position(name)) for message in wrong)


def _miscounted(printed: Sequence[tuple[Kind, str]], runs: Sequence[str]) -> Iterator[str]:
    """Numbers that stand on the page more or less often than they were printed.

    Longer facts are taken out first, so that the end of "18001 111" is no "111"; digits left
    against one are a fault.
    """
    rest = list(runs)
    wanted = Counter(one for one in printed if one[0] in _EXACT | _LOOSE)
    others = [text for kind, text in printed if kind in _WORDS]
    for (kind, text), count in sorted(wanted.items(), key=lambda one: -len(one[0][1])):
        pattern = _bounded(text)
        seen = sum(len(pattern.findall(run)) for run in rest)
        inside = sum(len(pattern.findall(other)) for other in others)
        rest = [pattern.sub("\0" if kind in _DIALLED else "\1", run) for run in rest]
        if seen < count or (kind in _EXACT and seen > count + inside):
            yield f'The {kind} "{text}" should stand on the page {count} times, and stands {seen}.'
    stray = next((run for run in rest if _STRAY.search(run)), "")
    if stray:
        left = re.sub(r"[\0\1]", "…", stray)
        yield f'Digits stand against a number: "{left}".'


def _bounded(text: str) -> re.Pattern[str]:
    """A number as printed: blanks may show or not, and no digit may stand against it."""
    body = " ?".join(re.escape(char) for char in text if not char.isspace())
    # A number is none where a letter stands before it: short codes end in digits too.
    before = r"(?<![0-9A-Za-z])" if text[0].isdigit() else r"(?<![0-9])"
    return re.compile(rf"{before}{body}(?![0-9])")


def _misspelled(printed: Sequence[tuple[Kind, str]], runs: Sequence[str]) -> Iterator[str]:
    """Names and addresses that are not on the page; they may break over lines."""
    plain = tuple(_BRACKETS.sub("", run) for run in runs)
    for kind, text in dict.fromkeys(one for one in printed if one[0] in _WORDS):
        if not _spelled(text, plain):
            yield f'The {kind} "{text}" is not on the page in this order.'


def _spelled(text: str, runs: tuple[str, ...]) -> bool:
    """Whether a text is there in one run, or goes on from the end of one to the start of another.

    Blanks and brackets are passed over. A bracket's glyph says either character, since fonts
    share it with its mirror image in right-to-left text.
    """
    pieces = [piece for piece in (_BRACKETS.sub("", one) for one in _BREAKS.split(text)) if piece]
    whole = "".join(pieces)
    if any(_stands_alone(whole, run) for run in runs):
        return True
    return any(_broken(pieces, size, runs) for size in range(len(pieces) - 1, 0, -1))


def _broken(pieces: Sequence[str], size: int, runs: tuple[str, ...]) -> bool:
    """Whether a line ends with the first pieces and another begins with the rest."""
    head, tail = "".join(pieces[:size]), pieces[size:]
    return any(
        run.endswith(head)
        and not _digit_before(run, len(run) - len(head))
        and _continued(tail, runs[:index] + runs[index + 1 :])
        for index, run in enumerate(runs)
    )


def _continued(pieces: Sequence[str], runs: tuple[str, ...]) -> bool:
    """Whether the rest of a broken text begins a line, and perhaps another after it."""
    whole = "".join(pieces)
    if any(run.startswith(whole) and not run[len(whole) :][:1].isdigit() for run in runs):
        return True
    return any(
        "".join(pieces[:size]) in runs and _continued(pieces[size:], runs)
        for size in range(len(pieces) - 1, 0, -1)
    )


def _stands_alone(text: str, run: str) -> bool:
    at = run.find(text)
    while at >= 0:
        if not _digit_before(run, at) and not run[at + len(text) :][:1].isdigit():
            return True
        at = run.find(text, at + 1)
    return False


def _digit_before(run: str, at: int) -> bool:
    return at > 0 and run[at - 1].isdigit() and run[at].isdigit()


def _misdated(printed: Sequence[tuple[Kind, str]], lines: Sequence[str]) -> Iterator[str]:
    """Dates whose numbers do not stand together on a line; only month names are letters."""
    for kind, text in dict.fromkeys(printed):
        if kind is Kind.DATE:
            numbers = [_bounded(number) for number in re.findall(r"\d+", text)]
            if not any(all(one.search(line) for one in numbers) for line in lines):
                yield f'The date "{text}" is not on the page.'


def _numbers_by_line(page_glyphs: Sequence[Glyph]) -> list[str]:
    """The digits on each baseline of a page, in whatever font; wide gaps are vertical bars."""
    lines: dict[int, list[Glyph]] = {}
    for one in page_glyphs:
        if one.char in "0123456789":
            lines.setdefault(round(one.baseline), []).append(one)
    return ["|".join(_runs(sorted(line, key=lambda one: one.x))) for line in lines.values()]


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
    """Check a finished PDF against PDF/UA-1 (ISO 14289-1)."""
    report = pdf_validation.validate_pdf_bytes(
        pdf, profile=pdf_validation.ValidationProfile.PDF_UA_1
    )
    if report.is_compliant:
        return ()
    return (Diagnostic("WP504", f"{report}"[:400].replace("\n", " "), Position(name)),)


def secrets(places: Iterable[Place], public: Pack) -> Mapping[str, str]:
    """The strings of place files that could tell where a place is, with what each is.

    What the public directory says anyway (the name of a library nearby) is no secret, and
    neither is the name of a day. Prose does not count: a hotel's name that somebody typed into
    a sentence is just what must be found.
    """
    listed = [one.model_dump_json() for one in (*public.services, *public.links.values())]
    known = _fold(" ".join([*listed, public.area.name, public.area.council, *calendar.day_name]))
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
    """All text in a file as written and as read: markup resolved, a PDF's links and metadata."""
    data = path.read_bytes()
    if path.suffix != ".pdf":
        text = data.decode("utf-8", "replace")
        return f"{text}\n{html.unescape(re.sub(r'<[^>]*>', '', text))}"
    texts = [" ".join(visual_words(page_glyphs)) for page_glyphs in glyphs(data)]
    document = pypdfium2.PdfDocument(data)
    texts += [sheet.get_textpage().get_text_range() for sheet in document]
    document.close()
    with pikepdf.open(path) as opened:
        texts += [str(value) for value in opened.docinfo.values()]
        texts.append(opened.Root.Metadata.read_bytes().decode("utf-8", "replace"))
        for sheet in opened.pages:
            if "/Annots" in sheet.obj:
                texts += [part for one in sheet.obj.Annots for part in _link(one)]
        texts += [str(one.Alt) for one in opened.objects if _has_alternative(one)]
        with opened.open_outline() as outline:
            texts += [title for item in outline.root for title in _titles(item)]
    return "\n".join(texts)


def _link(annotation: pikepdf.Object) -> Iterator[str]:
    """Where a link leads and what it says of itself."""
    if "/A" in annotation and "/URI" in annotation.A:
        yield str(annotation.A.URI)
    if "/Contents" in annotation:
        yield str(annotation.Contents)


def _has_alternative(one: object) -> bool:
    return isinstance(one, pikepdf.Dictionary) and "/Alt" in one


def _titles(item: pikepdf.OutlineItem) -> Iterator[str]:
    yield item.title
    for child in item.children:
        yield from _titles(child)
