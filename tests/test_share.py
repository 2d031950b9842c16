"""Bound files whose topics share their fonts: smaller, and in every other way what they were.

Every language of Brent is bound twice, with its fonts shared and apart. Two readers of other
makers must draw and read both alike, dot for dot and letter for letter.
"""

import base64
import io
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import pikepdf
import pypdfium2
import pytest
from paper_support import edition_of, planned
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image
from project_support import REPO

from welcomepack.bind import Part, bind
from welcomepack.formats import paper
from welcomepack.formats.pack import sheets
from welcomepack.impose import impose
from welcomepack.language import Language, registry
from welcomepack.plan import Selection
from welcomepack.share import share
from welcomepack.verify import accessible, complete, facts_by_position, render_page

AREA = "brent"
TAGS = planned(REPO, Selection(areas=(AREA,)))[2].editions[0].pack.area.locales
EVERY = pytest.mark.parametrize("tag", TAGS)
# One a script and kind of font, for proofs that take long.
SOME = pytest.mark.parametrize("tag", ["en", "ar", "ur", "ti", "zh-Hans", "bn", "ta"])
TOPICS = ("emergencies", "phrases")
ENGLISH = registry(REPO / "locales")["en"]
PROGRAMS = ("/FontFile", "/FontFile2", "/FontFile3")


@dataclass(frozen=True)
class Bound:
    """Topics of a real pack, bound with their fonts apart and shared, and what they print."""

    language: Language
    parts: tuple[Part, ...]
    apart: bytes
    shared: bytes
    facts: tuple[tuple[str, str], ...]


def apart(parts: tuple[Part, ...], language: Language) -> bytes:
    """The parts bound as if there were no sharing."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("welcomepack.bind.share", lambda _bound: None)
        return bind(parts, language)


@cache
def bound(tag: str) -> Bound:
    """Two topics of a language."""
    _, theme, plan = planned(REPO, Selection(areas=(AREA,), locales=(tag,)))
    edition = edition_of(plan.editions, tag)
    made = [
        (sheet.name, sheet.tries[0])
        for sheet in sheets(edition, theme, paper.environment(), TOPICS)
    ]
    parts = tuple(Part(paper.pdf(page.html), name, "1") for name, page in made)
    facts = tuple(fact for _, page in made for fact in page.facts)
    language = edition.language
    return Bound(language, parts, apart(parts, language), bind(parts, language), facts)


def fonts(pdf: Pdf) -> Iterator[Any]:
    """The inner fonts of a file, each as often as it has a dictionary."""
    for one in pdf.objects:
        if isinstance(one, Dictionary) and Name.FontDescriptor in one:
            yield one


def programs(pdf: bytes) -> dict[str, set[bytes]]:
    """The programs of each font of a file, by its name: the objects that they are."""
    found: dict[str, set[bytes]] = {}
    with Pdf.open(io.BytesIO(pdf)) as opened:
        for font in fonts(opened):
            described = font.FontDescriptor
            (kind,) = [one for one in PROGRAMS if one in described]
            found.setdefault(str(described.FontName), set()).add(described[kind].unparse())
    return found


def count(found: Mapping[str, set[bytes]]) -> list[int]:
    """How many programs each font has."""
    return [len(one) for one in found.values()]


@EVERY
def test_every_font_program_stands_once(tag: str) -> None:
    before, after = programs(bound(tag).apart), programs(bound(tag).shared)
    assert set(after) == set(before)
    assert len(after) >= 2
    assert max(count(before)) == len(TOPICS)
    assert set(count(after)) == {1}
    assert len(bound(tag).shared) < len(bound(tag).apart)


def letters(pdf: bytes) -> list[list[tuple[str, tuple[float, ...]]]]:
    """The characters of each page in the reader's order, with the boxes of their ink."""
    document = pypdfium2.PdfDocument(pdf)
    found = []
    for sheet in document:
        text = sheet.get_textpage()
        characters = enumerate(text.get_text_range())
        found.append([(one, text.get_charbox(at)) for at, one in characters])
    document.close()
    return found


@EVERY
def test_letters_and_their_places_are_the_same(tag: str) -> None:
    before, after = letters(bound(tag).apart), letters(bound(tag).shared)
    assert sum(len(page) for page in after) > 1000
    assert after == before


@EVERY
def test_pages_look_the_same_in_the_reader_of_chrome(tag: str) -> None:
    """It fits outlines to the dots of a screen in one form of compact fonts and not in the other.

    So pages with such fonts are compared as a printer prints them.
    """
    one = bound(tag)
    with Pdf.open(io.BytesIO(one.shared)) as opened:
        pages = len(opened.pages)
        compact = any(Name.FontFile3 in font.FontDescriptor for font in fonts(opened))
    dpi = 450 if compact else 75
    for number in range(pages):
        before = render_page(one.apart, number, dpi)
        assert before.getextrema()[0] < 128
        assert render_page(one.shared, number, dpi).tobytes() == before.tobytes()


def poppler(program: str, *options: str, pdf: bytes) -> bytes:
    """What a program of poppler says of a file."""
    assert shutil.which(program), "poppler-utils is missing; `make test` installs it"
    done = subprocess.run([program, *options], input=pdf, capture_output=True, check=True)
    assert done.stderr == b""
    return done.stdout


@SOME
def test_pages_look_and_read_the_same_in_poppler(tag: str) -> None:
    """Where a font's box is large it puts letters on whole dots, so few dots show that."""
    one = bound(tag)
    for program, options in (
        ("pdftoppm", ("-gray", "-r", "40", "-")),
        ("pdftotext", ("-layout", "-", "-")),
    ):
        before, after = (poppler(program, *options, pdf=pdf) for pdf in (one.apart, one.shared))
        assert len(before) > 2000
        assert after == before


@EVERY
def test_it_is_whole_and_pdf_ua(tag: str) -> None:
    one = bound(tag)
    assert accessible(one.shared, "pack") == ()
    assert complete(one.shared, tag, "pack") == ()


@SOME
def test_facts_stand_where_they_should(tag: str) -> None:
    one = bound(tag)
    assert len(one.facts) > 5
    assert facts_by_position(one.shared, one.facts, "pack") == ()


@pytest.mark.parametrize("tag", ["ar", "zh-Hans"])
def test_the_same_parts_give_the_same_bytes(tag: str) -> None:
    one = bound(tag)
    assert bind(one.parts, one.language) == one.shared


@EVERY
def test_every_code_that_is_drawn_has_a_width(tag: str) -> None:
    """Fonts are joined by these codes, so one without a width would be lost."""
    for part in bound(tag).parts:
        with Pdf.open(io.BytesIO(part.pdf)) as opened:
            widths = {
                str(name): set(coded(font.DescendantFonts[0].W))
                for page in opened.pages
                for name, font in page.Resources.Font.items()
            }
            drawn = [one for page in opened.pages for one in shown(page)]
        assert len(drawn) > 100
        assert [one for one in drawn if one[1] not in widths[one[0]]] == []


def coded(widths: Any) -> Iterator[int]:
    """The codes of runs of widths."""
    listed = list(widths)
    for first, run in zip(listed[::2], listed[1::2], strict=True):
        yield from range(int(first), int(first) + len(run))


def shown(page: Any) -> Iterator[tuple[str, int]]:
    """The codes that a page draws, each with the name of its font."""
    font = ""
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            font = str(operands[0])
        elif str(operator) == "TJ":
            data = b"".join(bytes(one) for one in operands[0] if isinstance(one, pikepdf.String))
            for at in range(0, len(data), 2):
                yield font, int.from_bytes(data[at : at + 2], "big")


# --- other files than packs ------------------------------------------------------------------


def test_sheets_to_fold_hold_every_program_once() -> None:
    imposed = impose(bound("ar").shared, rtl=True)
    assert set(count(programs(imposed))) == {1}


def test_fonts_of_forms_are_shared() -> None:
    before = impose(bound("ar").apart, rtl=True)
    with Pdf.open(io.BytesIO(before)) as opened:
        share(opened)
        after = saved(opened)
    assert max(count(programs(before))) == 2
    assert set(count(programs(after))) == {1}
    assert render_page(after, 0, 50).tobytes() == render_page(before, 0, 50).tobytes()


def saved(pdf: Pdf) -> bytes:
    """A file as bytes."""
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def test_a_chinese_topic_alone_is_small_too() -> None:
    one = bound("zh-Hans")
    alone = bind(one.parts[:1], one.language)
    assert len(alone) < len(one.parts[0].pdf) / 2
    assert accessible(alone, "leaflet") == ()


def test_other_topics_alone_keep_their_programs() -> None:
    one = bound("ar")
    assert bind(one.parts[:1], one.language) == apart(one.parts[:1], one.language)


@pytest.mark.parametrize("tag", ["en", "zh-Hans"])
def test_a_font_that_cannot_be_read_stays_as_it_is(tag: str) -> None:
    """And the others are shared nevertheless."""
    one = bound(tag)
    with Pdf.open(io.BytesIO(one.parts[1].pdf)) as opened:
        broken = next(fonts(opened))
        name = str(broken.FontDescriptor.FontName)
        (kind,) = [key for key in PROGRAMS if key in broken.FontDescriptor]
        broken.FontDescriptor[kind].write(b"no font at all")
        parts = (one.parts[0], Part(saved(opened), "phrases", "2"))
    found = programs(bind(parts, one.language))
    assert {key: len(value) for key, value in found.items() if len(value) > 1} == {name: 2}


def test_widths_may_be_given_for_runs_of_codes() -> None:
    """The other way to write them (ISO 32000-1, 9.7.4.3): first, last, width."""
    one = bound("zh-Hans")
    with Pdf.open(io.BytesIO(one.parts[0].pdf)) as opened:
        for font in fonts(opened):
            listed = list(font.W)
            runs = zip(listed[::2], listed[1::2], strict=True)
            font.W = Array(
                [
                    value
                    for first, run in runs
                    for code, width in enumerate(run, int(first))
                    for value in (code, code, width)
                ]
            )
        part = Part(saved(opened), one.parts[0].topic, "1")
    first, other = (bind((given,), one.language) for given in (part, one.parts[0]))
    assert render_page(first, 0, 100).tobytes() == render_page(other, 0, 100).tobytes()


# --- pictures --------------------------------------------------------------------------------


def pictured(title: str, colour: tuple[int, int, int, int]) -> Part:
    """A page with a picture, through parts of which the paper shows."""
    picture = io.BytesIO()
    dots = Image.new("RGBA", (40, 40), colour)
    dots.paste((0, 0, 0, 0), (0, 0, 20, 20))
    dots.save(picture, "PNG")
    data = base64.b64encode(picture.getvalue()).decode()
    html = (
        f'<html lang="en"><title>{title}</title><body><h1>{title}</h1>'
        f'<img alt="a square" src="data:image/png;base64,{data}"></body></html>'
    )
    return Part(paper.pdf(html), title, "1")


def pictures(pdf: bytes) -> int:
    """How many pictures a file holds; a mask is one too."""
    with Pdf.open(io.BytesIO(pdf)) as opened:
        streams = (one for one in opened.objects if isinstance(one, pikepdf.Stream))
        return sum(one.get(Name.Subtype) == Name.Image for one in streams)


def test_a_picture_of_several_topics_stands_once() -> None:
    parts = (pictured("one", (200, 0, 0, 255)), pictured("two", (200, 0, 0, 255)))
    shared, before = bind(parts, ENGLISH), apart(parts, ENGLISH)
    assert (pictures(before), pictures(shared)) == (4, 2)
    assert all(
        render_page(shared, at, 50).tobytes() == render_page(before, at, 50).tobytes()
        for at in range(2)
    )


def test_pictures_that_differ_stay_two() -> None:
    """One in its colour, one in what is seen through it."""
    red, blue = pictured("one", (200, 0, 0, 255)), pictured("two", (0, 0, 200, 255))
    faint = pictured("three", (200, 0, 0, 128))
    assert pictures(bind((red, blue), ENGLISH)) == 4
    assert pictures(bind((red, faint), ENGLISH)) == 4
