"""Characters as the reader tells them: all that proofs ask for, the same as asked one by one."""

import ctypes
import math

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from welcomepack.formats import paper
from welcomepack.verify.character import Character, characters

PAGES = {
    "en": "<p>Some <b>bold words</b>, and <small>small ones</small>.</p><p>12 34",
    "ar": "<p dir='rtl'>اتصل على <bdi dir='ltr'>0808 8010 503</bdi> الآن",
    "bn": "<p>কীভাবে আপনার",
    "zh": "<p>每个孩子都可以上学",
}
FONTS = "'Noto Sans','Noto Sans Arabic','Noto Sans Bengali','Noto Sans SC'"


def made(language: str) -> bytes:
    return paper.pdf(
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>x</title>'
        f"<style>body{{font:14pt {FONTS}}}p{{margin:9mm}}</style></head>"
        f"<body>{PAGES[language]}<p style='break-before:page'>2</body></html>"
    )


@pytest.mark.parametrize("language", PAGES)
def test_what_is_read_at_once_is_what_the_reader_says_of_each(language: str) -> None:
    pdf = made(language)
    document = pypdfium2.PdfDocument(pdf)
    read = characters(pdf)
    assert len(read) == len(document) == 2
    for number, found in enumerate(read):
        text = document[number].get_textpage()
        assert len(found) == pdfium.FPDFText_CountChars(text.raw) > 0
        for index, one in enumerate(found):
            check(text.raw, index, one)
    document.close()


def check(text: object, index: int, one: Character) -> None:
    """Ask for one character alone, each question with places of its own."""
    values = [ctypes.c_double() for _ in range(6)]
    pdfium.FPDFText_GetCharOrigin(text, index, *(ctypes.byref(value) for value in values[:2]))
    pdfium.FPDFText_GetCharBox(text, index, *(ctypes.byref(value) for value in values[2:]))
    x, baseline, left, right, bottom, top = (value.value for value in values)
    assert one.code == pdfium.FPDFText_GetUnicode(text, index)
    assert (one.x, one.baseline) == (x, baseline)
    assert (one.left, one.bottom, one.right, one.top) == (left, bottom, right, top)
    written = pdfium.FPDFText_GetTextObject(text, index)
    assert bool(written) == (one.piece is not None)
    if one.piece is not None:
        name = ctypes.create_string_buffer(128)
        pdfium.FPDFText_GetFontInfo(text, index, name, 128, ctypes.c_int())
        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFText_GetMatrix(text, index, matrix)
        size = math.hypot(matrix.a, matrix.b) * pdfium.FPDFText_GetFontSize(text, index)
        assert one.font == name.value.decode()
        assert one.piece == (pdfium.FPDFPageObj_GetMarkedContentID(written), size)
