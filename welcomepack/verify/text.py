"""The text layer of a finished page: what search, copy and a voice get, in the order of speech.

Read from the codes on the page and the font's map to characters, in the order of the tags,
so by no rules of a reader that puts lines together again. The letters must be those of the page's
HTML, one after the other; digits are proved by position, and counters are made by the style.
"""

import io
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from html.parser import HTMLParser
from typing import Any

import pikepdf
import pypdfium2.raw as pdfium

from welcomepack.diagnostic import Diagnostic, Position
from welcomepack.verify.opened import opened

_VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "wbr"}
_UNSEEN = {"head", "style", "script", "title"}
_ENTRY = re.compile(r"^<([0-9a-f]{4})> <([0-9a-f]+)>$", re.MULTILINE)
_SHOWN = 24  # letters of a difference that a message shows


class Source(HTMLParser):
    """The words that a page should show: in its flow, in heads of tables, and at its foot.

    A head of a table stands in the flow, and again wherever the table goes on on another page.
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text: list[str] = []
        self.foot: list[str] = []
        self.heads: list[str] = []
        self._hidden = self._below = self._head = 0  # how deep inside of each
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: D102
        if tag in _VOID:
            return
        if tag == "thead":
            self.heads.append("")
        self._hidden += bool(self._hidden or tag in _UNSEEN or ("class", "away") in attrs)
        self._below += bool(self._below or ("class", "foot") in attrs)
        self._head += bool(self._head or tag == "thead")

    def handle_endtag(self, tag: str) -> None:  # noqa: D102
        if tag not in _VOID:
            self._hidden = max(0, self._hidden - 1)
            self._below = max(0, self._below - 1)
            self._head = max(0, self._head - 1)

    def handle_data(self, data: str) -> None:  # noqa: D102
        if not self._hidden:
            (self.foot if self._below else self.text).append(data)
            if self._head:
                self.heads[-1] += data


@lru_cache(maxsize=1)  # two proofs look at the same page, one after the other
def words_of(html: str) -> Source:
    """The words that a page should show."""
    return Source(html)


def letters(text: str) -> str:
    """The letters and vowel signs of a text, without blanks, digits and punctuation."""
    whole = unicodedata.normalize("NFC", text)
    return "".join(one for one in whole if _is_letter(one))


@cache
def _is_letter(char: str) -> bool:
    return unicodedata.category(char)[0] in "LM"


@dataclass(frozen=True, slots=True)
class Spoken:
    """The text of one page: in the order of its tags, and what stands outside of them."""

    text: str
    foot: str


def text_layer(pdf: bytes, source: str, name: str) -> tuple[Diagnostic, ...]:
    """Check that a page's text, read in the order of its tags, is the text of its HTML."""
    wanted = words_of(source)
    pages = list(spoken(pdf))
    heads = [letters(one) for one in wanted.heads]
    wrong = _difference("".join(wanted.text), "".join(page.text for page in pages), heads)
    feet = [_difference("".join(wanted.foot), page.foot) for page in pages]
    found = [one for one in (wrong, *feet) if one]
    return tuple(Diagnostic("WP515", one, Position(name)) for one in found[:1])


def _difference(wanted: str, read: str, heads: Sequence[str] = ()) -> str:
    first, second = letters(wanted), letters(read)
    while first != second:
        at = next(
            (i for i, pair in enumerate(zip(first, second, strict=False)) if len({*pair}) > 1), -1
        )
        at = min(len(first), len(second)) if at < 0 else at
        shorter = _without_head(second, at, heads)
        if shorter == second:
            return f'"{first[at : at + _SHOWN]}" reads as "{second[at : at + _SHOWN]}".'
        second = shorter
    return ""


def _without_head(read: str, at: int, heads: Sequence[str]) -> str:
    """The text without the repeated head of a table that makes it differ at a letter."""
    for head in heads:
        found = read.find(head, max(0, at - len(head)), at + len(head)) if head else -1
        if found >= 0:
            return read[:found] + read[found + len(head) :]
    return read


def spoken(pdf: bytes) -> Iterator[Spoken]:
    """What each page says."""
    whole = opened(pdf)
    with pikepdf.open(io.BytesIO(pdf)) as edited:
        maps: dict[tuple[int, int], dict[int, str]] = {}
        for number, page in enumerate(edited.pages):
            marked = _marked(page, maps)
            tagged = list(_tagged(whole.page(number)))
            text = " ".join(marked.pop(one, "") for one in tagged)
            yield Spoken(text, " ".join(marked.values()))


def _tagged(sheet: Any) -> Iterator[int]:  # noqa: ANN401 - a page of the reader
    """The numbers of the marked pieces of a page in the order of its tags."""
    tree = pdfium.FPDF_StructTree_GetForPage(sheet.raw)
    try:
        for index in range(pdfium.FPDF_StructTree_CountChildren(tree)):
            yield from _below(pdfium.FPDF_StructTree_GetChildAtIndex(tree, index))
    finally:
        pdfium.FPDF_StructTree_Close(tree)


def _below(element: Any) -> Iterator[int]:  # noqa: ANN401
    for index in range(pdfium.FPDF_StructElement_CountChildren(element)):
        child = pdfium.FPDF_StructElement_GetChildAtIndex(element, index)
        if child:
            yield from _below(child)
        else:
            number = pdfium.FPDF_StructElement_GetChildMarkedContentID(element, index)
            if number >= 0:
                yield number


def _marked(page: Any, maps: dict[tuple[int, int], dict[int, str]]) -> dict[int, str]:  # noqa: ANN401
    """What each marked piece of a page says; pieces come as drawn, from left to right."""
    fonts = page.obj.Resources.get("/Font", {})
    pieces: dict[int, list[list[str]]] = {}
    stack: list[int] = []
    known: dict[int, str] = {}
    for instruction in pikepdf.parse_content_stream(page, "BDC BMC EMC Tf TJ Tj"):
        operands: Any = instruction.operands
        match str(instruction.operator):
            case "BDC" | "BMC":
                number = operands[1].get("/MCID") if len(operands) > 1 else None
                stack.append(int(number) if number is not None else stack[-1] if stack else -1)
            case "EMC":
                stack.pop()
            case "Tf":
                known = _unicode(fonts[operands[0]], maps)
            case _:
                shown = operands[0] if isinstance(operands[0], pikepdf.Array) else operands
                codes = b"".join(bytes(one) for one in shown if isinstance(one, pikepdf.String))
                said = [
                    known.get(int.from_bytes(codes[at : at + 2], "big"), "\ufffd")
                    for at in range(0, len(codes), 2)
                ]
                pieces.setdefault(stack[-1] if stack else -1, []).append(said)
    return {number: _logical(listed) for number, listed in pieces.items()}


def _logical(pieces: Sequence[Sequence[str]]) -> str:
    """Pieces of one direction each, drawn from left to right, as they are spoken."""
    turned = [_leftwards(one) for one in pieces]
    runs = [
        "".join(reversed(one) if left else one) for one, left in zip(pieces, turned, strict=True)
    ]
    return "".join(reversed(runs) if any(turned) else runs)


def _leftwards(piece: Sequence[str]) -> bool:
    return any(_is_leftwards(said) for said in piece)


@cache
def _is_leftwards(said: str) -> bool:
    """Whether what a code says is read from right to left."""
    return any(unicodedata.bidirectional(one) in {"R", "AL"} for one in said)


def _unicode(font: Any, maps: dict[tuple[int, int], dict[int, str]]) -> dict[int, str]:  # noqa: ANN401
    """A font's map from codes to characters (ISO 32000-1, 9.10.3)."""
    if font.objgen not in maps:
        written = font.ToUnicode.read_bytes().decode("ascii")
        maps[font.objgen] = {
            int(code, 16): bytes.fromhex(text).decode("utf-16-be")
            for code, text in _ENTRY.findall(written)
        }
    return maps[font.objgen]
