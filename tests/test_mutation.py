"""A finished page is spoilt in every way we could think of; each is caught, by its own code."""

import hashlib
import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from paper_support import PHONE, edition_of, planned, write_tiny
from pikepdf import Array, Dictionary, Name, Pdf

from welcomepack import verify
from welcomepack.bind import Part, bind
from welcomepack.formats import paper
from welcomepack.formats.pack import sheets
from welcomepack.formats.poster import languages as poster
from welcomepack.language import english
from welcomepack.plan import Plan
from welcomepack.render import Page, render_topic
from welcomepack.theme import Theme

FONTS = ("Noto Sans", "Noto Naskh Arabic")


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> tuple[Theme, Plan]:
    _, theme, plan = planned(write_tiny(tmp_path_factory.mktemp("mutation")))
    return theme, plan


@pytest.fixture(scope="module")
def page(tiny: tuple[Theme, Plan]) -> Page:
    """An Arabic page with a fact of each kind."""
    theme, plan = tiny
    edition = edition_of(plan.editions, "ar")
    return render_topic(edition, theme, "a4/topic.html", edition.pack.topic("help"))


def codes(page: Page, html: str) -> set[str]:
    """The codes of all proofs of a sheet, for a page that should be ``page``."""
    pdf = paper.pdf(html)
    found = (
        *verify.facts_by_position(pdf, page.facts, "x"),
        *verify.right_fonts(pdf, FONTS, "x"),
        *verify.printable(pdf, "x"),
        *verify.nothing_over_text(pdf, page.html, "x"),
        *verify.words_on_paper(pdf, page.html, "x"),
        *verify.text_layer(pdf, page.html, "x"),
        *verify.qr_codes(pdf, page.qr, "x"),
    )
    return {one.code for one in found}


def styled(rule: str) -> Callable[[str], str]:
    return lambda html: html.replace("</style>", f"{rule}</style>")


def swapped(old: str, new: str) -> Callable[[str], str]:
    return lambda html: html.replace(old, new)


NATIVE = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
PHONE_RULE = '.fact[data-fact="phone"]'
PAGES = {
    "isolation removed": (swapped('<bdi dir="ltr">', '<bdi dir="rtl">'), "WP501"),
    "two digits swapped": (swapped(f">{PHONE}<", ">020 7946 0985<"), "WP501"),
    "the number mirrored": (swapped(f">{PHONE}<", ">0958 7946 020<"), "WP501"),
    "digits of the language": (swapped(f">{PHONE}<", f">{PHONE.translate(NATIVE)}<"), "WP501"),
    "the sign of money behind": (swapped(">£49.18<", ">49.18£<"), "WP501"),
    "a fact dropped": (swapped(f">{PHONE}<", "><"), "WP501"),
    "a fact drawn twice": (swapped(f">{PHONE}<", f">{PHONE}, {PHONE}<"), "WP501"),
    "white on white": (styled(f"{PHONE_RULE}{{color:#fff}}"), "WP516"),
    "covered": (
        styled(
            "h1{position:relative}h1::after{content:'';position:absolute;inset:0;background:#fff}"
        ),
        "WP516",
    ),
    "too small to read": (styled(f"{PHONE_RULE}{{font-size:3pt!important}}"), "WP516"),
    "no size at all": (styled(f"{PHONE_RULE}{{font-size:0!important}}"), "WP501"),
    "cut off": (styled("section p{height:1px;overflow:hidden}"), "WP516"),
    "over the edge": (styled("h1{position:relative;left:60mm}"), "WP507"),
    "ink where no printer prints": (
        styled(
            "body::before{content:'';position:fixed;top:-30mm;height:40mm;width:9mm;background:#000}"
        ),
        "WP507",
    ),
    "another font": (styled("p{font-family:'Noto Serif'!important}"), "WP508"),
    "words taken out": (styled("h1{display:none}"), "WP515"),
    "words in another order": (
        lambda html: html.replace("<h1", "<h1>بعد</h1><h1", 1),
        "WP515",
    ),
    "a word more, from the style": (styled("h1::after{content:'extra'}"), "WP515"),
    "a pictogram over the title": (
        styled(".top .tile{position:relative;inset-inline-start:21mm}"),
        "WP521",
    ),
    "a rule through the title": (styled("h1{height:4mm;border-bottom:1mm solid #111}"), "WP521"),
    "a QR code too small": (
        styled(".code .qr{width:14mm!important;height:14mm!important}"),
        "WP503",
    ),
    "no room around the QR code": (
        styled(".code .qr{outline:3mm solid #000;outline-offset:-3mm}"),
        "WP503",
    ),
}


@pytest.mark.parametrize("way", PAGES)
def test_a_spoilt_page_is_caught(page: Page, way: str) -> None:
    spoil, code = PAGES[way]
    spoilt = spoil(page.html)
    assert spoilt != page.html
    assert code in codes(page, spoilt)


def test_the_page_itself_passes(page: Page) -> None:
    assert codes(page, page.html) == set()


def test_a_qr_code_of_another_topic_is_caught(page: Page) -> None:
    pdf = paper.pdf(page.html)
    other = tuple(one.replace("/w/", "/w/X") for one in page.qr)
    found = [one.message for one in verify.qr_codes(pdf, other, "x")]
    assert any("does not read" in one for one in found)
    assert any("not planned" in one for one in found)


# --- the bound file --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def bound(tiny: tuple[Theme, Plan]) -> bytes:
    theme, plan = tiny
    edition = edition_of(plan.editions, "ar")
    parts = [
        Part(paper.pdf(sheet.tries[0].html), sheet.name, str(number))
        for number, sheet in enumerate(sheets(edition, theme, "x"), 1)
    ]
    return bind(parts, edition.language)


def changed(pdf: bytes, change: Callable[[Pdf], None]) -> bytes:
    out = io.BytesIO()
    with Pdf.open(io.BytesIO(pdf)) as opened:
        change(opened)
        opened.save(out)
    return out.getvalue()


def dictionaries(pdf: Pdf) -> list[Dictionary]:
    return [one for one in pdf.objects if isinstance(one, Dictionary)]


def another_language(pdf: Pdf) -> None:
    pdf.Root.Lang = pikepdf.String("fa")


def no_title(pdf: Pdf) -> None:
    del pdf.docinfo[Name.Title]


def another_title(pdf: Pdf) -> None:
    pdf.docinfo[Name.Title] = pikepdf.String("Untitled")


def no_bookmarks(pdf: Pdf) -> None:
    del pdf.Root.Outlines


def no_labels(pdf: Pdf) -> None:
    del pdf.Root.PageLabels


def empty_words_of_a_picture(pdf: Pdf) -> None:
    figures = [one for one in dictionaries(pdf) if one.get(Name.S) == Name.Figure]
    assert figures
    figures[0].Alt = pikepdf.String(" ")


def no_font_program(pdf: Pdf) -> None:
    for one in dictionaries(pdf):
        if Name.FontFile2 in one:
            del one[Name.FontFile2]


INCOMPLETE = (
    another_language,
    no_title,
    another_title,
    no_bookmarks,
    no_labels,
    empty_words_of_a_picture,
    no_font_program,
)


def test_the_bound_file_is_complete(bound: bytes) -> None:
    assert verify.complete(bound, "ar", "x") == ()


@pytest.mark.parametrize("change", INCOMPLETE, ids=lambda one: one.__name__)
def test_a_file_that_lacks_something_is_caught(bound: bytes, change: Callable[[Pdf], None]) -> None:
    found = verify.complete(changed(bound, change), "ar", "x")
    assert {one.code for one in found} == {"WP517"}


def test_broken_tags_are_heard(page: Page) -> None:
    """A voice would read the page in a wrong order, though every reader of positions sees it right."""

    def turn(pdf: Pdf) -> None:
        body = pdf.Root.StructTreeRoot.K[0]
        body.K = Array(list(reversed(list(body.K))))

    pdf = paper.pdf(page.html)
    assert verify.text_layer(pdf, page.html, "x") == ()
    (found,) = verify.text_layer(changed(pdf, turn), page.html, "x")
    assert found.code == "WP515"


def test_a_font_that_says_other_letters_is_heard(page: Page) -> None:
    def lie(pdf: Pdf) -> None:
        for one in dictionaries(pdf):
            if Name.ToUnicode in one:
                one.ToUnicode.write(one.ToUnicode.read_bytes().replace(b"<0627>", b"<0628>"))

    pdf = changed(paper.pdf(page.html), lie)
    (found,) = verify.text_layer(pdf, page.html, "x")
    assert found.code == "WP515"


# --- the same input, the same bytes ----------------------------------------------------------

_CHILD = """\
import hashlib, sys
sys.path.insert(0, sys.argv[2])
from test_mutation import made_in
for one in made_in(sys.argv[1]):
    print(hashlib.sha256(one).hexdigest())
"""


def made_in(root: str) -> tuple[bytes, bytes]:
    """An Arabic pack and a poster of a project on disk."""
    _, theme, plan = planned(Path(root))
    edition = edition_of(plan.editions, "ar")
    parts = [
        Part(paper.pdf(sheet.tries[0].html), sheet.name, str(number))
        for number, sheet in enumerate(sheets(edition, theme, "x"), 1)
    ]
    wall = poster([one for one in plan.editions if one.place is None], theme, "x")
    posted = bind([Part(paper.pdf(wall.tries[0].html), wall.name)], english())
    return bind(parts, edition.language), posted


def test_a_pack_and_a_poster_are_the_same_bytes_in_another_process(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    root = write_tiny(tmp_path_factory.mktemp("twice"))
    here = [hashlib.sha256(one).hexdigest() for one in made_in(str(root))]
    done = subprocess.run(
        [sys.executable, "-c", _CHILD, str(root), str(Path(__file__).parent)],
        capture_output=True,
        check=True,
        text=True,
        env={**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Kabul"},
    )
    assert done.stdout.split() == here


SIGNS = ': ; = % ! i j " ÷ … — _ ¨ اً 1 · |'


@pytest.mark.parametrize("ink", ["#000", "#888", "#d4d4d4", "#dadada", "#e8e8e8", "#fff"])
@pytest.mark.parametrize("ground", ["#fff", "#ddd"])
def test_what_is_told_of_ink_is_true_of_the_whole_place_of_a_letter(ink: str, ground: str) -> None:
    """Signs with an empty middle, and ink that is nearly as light as its ground."""
    style = f"body{{font:14pt 'Noto Sans';color:{ink};background:{ground}}}@page{{margin:20mm}}"
    pdf = paper.pdf(
        f'<html lang="en"><title>x</title><style>{style}</style><p>{SIGNS}</p>'
        f"<p style='font-size:5pt'>{SIGNS}</p></html>"
    )
    (page_glyphs,) = verify.glyphs(pdf)
    picture, scale = verify.render_page(pdf, 0), 150 / 72
    height = picture.height / scale
    unseen = ""
    for one in page_glyphs:
        across = int(one.left * scale) - 1, int(one.right * scale) + 2
        top, bottom = height - one.bottom - one.height, height - one.bottom
        place = across[0], int(top * scale) - 1, across[1], int(bottom * scale) + 2
        dots = picture.crop(place).tobytes()
        unseen += one.char if max(dots) - min(dots) < 40 else ""
    found = "".join(diagnostic.message for diagnostic in verify.visible(pdf, "x"))
    assert found == (f'On its page 1, "{unseen[:20]}" cannot be seen.' if unseen else "")
