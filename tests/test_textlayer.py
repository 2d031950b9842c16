"""The text behind the page: what two readers of other makers get from every script.

PDFium reads for Chrome and Android, poppler for most of Linux. What a reader makes of brackets
and numbers in a line of two directions is its own affair, so words are compared, not lines.
"""

import io
import re
import shutil
import subprocess
import unicodedata
from collections import Counter

import pikepdf
import pypdfium2
import pytest
from PIL import ImageChops
from weasyprint import HTML

from welcomepack.formats import paper
from welcomepack.verify import accessible, glyphs, render_page, spoken
from welcomepack.verify.text import letters

# A sentence of each script with what the script makes hard, and the font it is set in.
SENTENCES = {
    "ar": ("أهلًا بكم، لا تدفعوا الآن شيئًا إلى الطبيب.", "Noto Naskh Arabic"),
    "ur": ("آپ ڈاکٹر کے پاس جائیں، یہ مفت ہے۔ پوچھیں", "Noto Nastaliq Urdu"),  # noqa: RUF001
    "fa": ("می‌توانید پزشک را ببینید و سؤال کنید", "Noto Naskh Arabic"),
    "ps": ("تاسو ډاکټر ته ورتلای شئ، ښه ځای دی", "Noto Naskh Arabic"),
    "ckb": ("دەتوانن پزیشک ببینن و پرسیار بکەن", "Noto Naskh Arabic"),
    "bn": ("আপনি বিনামূল্যে চিকিৎসা পেতে পারেন, ক্লিনিকে যান", "Noto Sans Bengali"),
    "ta": ("நீங்கள் மருத்துவரைப் பார்க்கலாம், இது இலவசம்", "Noto Sans Tamil"),
    "si": ("ඔබට වෛද්‍යවරයා හමුවිය හැකිය, එය නොමිලේ", "Noto Sans Sinhala"),
    "pa": ("ਤੁਸੀਂ ਡਾਕਟਰ ਨੂੰ ਮਿਲ ਸਕਦੇ ਹੋ, ਇਹ ਮੁਫ਼ਤ ਹੈ", "Noto Sans Gurmukhi"),
    "ne": ("तपाईं चिकित्सकलाई भेट्न सक्नुहुन्छ, यो निःशुल्क हो", "Noto Sans Devanagari"),
    "ti": ("ሓኪም ክትርእዩ ትኽእሉ ኢኹም፣ ነጻ እዩ", "Noto Sans Ethiopic"),
    "zh-Hans": ("您可以看医生，这是免费的。", "Noto Sans CJK SC"),  # noqa: RUF001
    "vi": ("Quý vị có thể gặp bác sĩ, việc này miễn phí", "Noto Sans"),
}
RIGHT_TO_LEFT = {"ar", "ur", "fa", "ps", "ckb"}


def page(tag: str) -> str:
    text, font = SENTENCES[tag]
    side = "rtl" if tag in RIGHT_TO_LEFT else "ltr"
    return (
        f'<!DOCTYPE html><html lang="{tag}" dir="{side}"><head><title>x</title><style>'
        f"@page{{size:A4;margin:20mm}}body{{font:16pt/2 '{font}','Noto Sans'}}</style></head>"
        f"<body><h1>{text}</h1><p>{text}</p></body></html>"
    )


@pytest.fixture(scope="module", params=SENTENCES)
def made(request: pytest.FixtureRequest) -> tuple[str, bytes]:
    return request.param, paper.pdf(page(request.param))


def words(text: str) -> Counter[str]:
    """The words of a text: letters with their signs; joiners and marks of direction are no part."""
    kept = re.sub("[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufffe\u00ad]", "", text)
    shown = [
        one if unicodedata.category(one)[0] in "LM" else " "
        for one in unicodedata.normalize("NFC", kept)
    ]
    return Counter("".join(shown).split())


def lost(tag: str, read: str) -> Counter[str]:
    return words(f"{SENTENCES[tag][0]} {SENTENCES[tag][0]}") - words(read)


def test_the_words_are_found_in_the_reader_of_chrome(made: tuple[str, bytes]) -> None:
    tag, pdf = made
    document = pypdfium2.PdfDocument(pdf)
    read = document[0].get_textpage().get_text_range()
    document.close()
    assert lost(tag, read) == Counter()


def test_the_words_are_found_in_poppler(made: tuple[str, bytes]) -> None:
    tag, pdf = made
    assert shutil.which("pdftotext"), "poppler-utils is missing; `make test` installs it"
    done = subprocess.run(
        ["pdftotext", "-enc", "UTF-8", "-", "-"], input=pdf, capture_output=True, check=True
    )
    assert lost(tag, done.stdout.decode()) == Counter()


def test_a_voice_gets_the_letters_in_order(made: tuple[str, bytes]) -> None:
    tag, pdf = made
    (read,) = spoken(pdf)
    assert letters(read.text) == letters(SENTENCES[tag][0]) * 2


def test_it_is_pdf_ua(made: tuple[str, bytes]) -> None:
    assert accessible(made[1], "page") == ()


def test_the_page_looks_as_the_renderer_alone_draws_it(made: tuple[str, bytes]) -> None:
    """Our shapes stand where the renderer's glyphs stood, but for its rounding of places."""
    tag, pdf = made
    plain = HTML(string=page(tag)).write_pdf(pdf_variant="pdf/ua-1")
    ours, theirs = (render_page(one, 0, 50) for one in (pdf, plain))
    difference = ImageChops.difference(ours, theirs).histogram()
    inked = sum(theirs.histogram()[:128])
    assert inked > 100
    # The renderer takes the shaper's 1024ths for 1000ths, which shows where much is shifted.
    assert sum(difference[128:]) < inked / (3 if tag == "ur" else 12)


def test_without_us_the_words_are_not_found() -> None:
    """Why all this is done; when it fails, the renderer has learned it, and this can go."""
    for tag in ("ur", "bn", "ta"):
        plain = HTML(string=page(tag)).write_pdf(pdf_variant="pdf/ua-1")
        document = pypdfium2.PdfDocument(plain)
        read = document[0].get_textpage().get_text_range()
        document.close()
        assert lost(tag, read).total() >= 2


def test_letters_of_nastaliq_stand_on_one_line() -> None:
    """Readers and proofs go by baselines; the ink climbs, the codes do not."""
    (found,) = glyphs(paper.pdf(page("ur")))
    assert len({round(one.baseline) for one in found}) == 3  # a heading, over two lines


def test_a_phone_number_in_arabic_stays_one_run_of_digits() -> None:
    body = "<p>اتصل على <bdi dir=ltr>020 7946 0958</bdi> الآن</p>"
    pdf = paper.pdf(page("ar").replace("</body>", f"{body}</body>"))
    document = pypdfium2.PdfDocument(pdf)
    text = document[0].get_textpage().get_text_range()
    document.close()
    assert "020\u00a07946\u00a00958" in text


def test_every_code_says_something_and_has_a_glyph() -> None:
    with pikepdf.open(io.BytesIO(paper.pdf(page("ur")))) as opened:
        fonts = [one for one in opened.objects if isinstance(one, pikepdf.Dictionary)]
        outer = [one for one in fonts if one.get("/Subtype") == "/Type0"]
        for font in outer:
            written = font.ToUnicode.read_bytes()
            assert b"<>" not in written
            assert re.search(rb"<[0-9a-f]{4}> <[0-9a-f]{4,}>", written)
            assert font.DescendantFonts[0].FontDescriptor.FontFile2.read_bytes()
        assert len(outer) >= 1
