"""Every language of Brent on paper: its own font, its letters shaped, everything on its side.

Each check is also shown a page that is damaged in just the way that it must find.
"""

import html
import re
from dataclasses import replace

import pypdfium2
import pytest
from project_support import REPO
from specimen_support import (
    LANGUAGES,
    PACK,
    TAGS,
    Made,
    changed,
    edition,
    laid_out,
    lines,
    made,
    markers,
    marks,
    plain_glyphs,
)

from welcomepack.address import topic_texts
from welcomepack.fact import Kind
from welcomepack.load import load
from welcomepack.model import State, Text
from welcomepack.project import open_project
from welcomepack.render import Edition
from welcomepack.specimen import CODE, ID, speaking, specimen
from welcomepack.verify import facts_by_position, lines_apart, right_fonts, words_on_paper
from welcomepack.verify.line import runs_of

EVERY = pytest.mark.parametrize("tag", TAGS)
# The least share of a page's glyphs that shaping must have put in the place of plain ones:
# forms that join, conjuncts, letters with signs. Without shaping it is below 0.013 everywhere.
SHAPED = {
    **dict.fromkeys(("ar", "fa", "prs", "ps", "ckb"), 0.4),
    "ur": 0.7,
    "bn": 0.05,
    "ta": 0.15,
    "pa-Guru": 0.025,
}
# OpenType's features that join letters, make clusters, and put marks in their place.
JOINING = ("init", "medi", "fina", "isol", "rlig", "calt", "liga", "ccmp")
CLUSTERS = ("nukt", "akhn", "rphf", "rkrf", "pref", "blwf", "half", "pstf", "vatu", "cjct")
FORMS = ("abvf", "pres", "abvs", "blws", "psts", "haln")
PLACING = ("mark", "mkmk", "abvm", "blwm")
ONE_A_SCRIPT = ("ar", "ur", "bn", "ta", "pa-Guru")
MARKED = ("ar", "fa", "prs", "ur", "bn", "pa-Guru")
OTHER_SCRIPTS = ("ar", "ur", "ti", "pa-Guru", "bn", "ta", "zh-Hans")
EDGE = 5 * 72 / 25.4


def without(*features: str) -> str:
    """A style that takes features of the fonts away."""
    return "*{font-feature-settings:" + ",".join(f'"{name}" 0' for name in features) + "}"


def stem(one: Made) -> str:
    """The name in a PDF of the font that a language's own letters are set in."""
    return one.edition.language.fonts[0].replace(" ", "-")


def shown(one: Made) -> str:
    return html.unescape(re.sub("<[^>]*>", "", one.page.html))


def shaped(one: Made) -> float:
    """The share of glyphs of the language's own font that stand for no character by itself."""
    plain = plain_glyphs(one.edition.language.fonts[0], shown(one))
    drawn = [
        glyph.number for line in lines(one.pdf) if line.font == stem(one) for glyph in line.glyphs
    ]
    assert len(drawn) > 300
    return sum(number not in plain for number in drawn) / len(drawn)


def placed(one: Made) -> tuple[int, int, int]:
    """How many marks there are, how many were moved to their letter, and how many are over none."""
    known = marks(one.edition.language.fonts[0])
    count = moved = lonely = 0
    for line in lines(one.pdf):
        if line.font != stem(one):
            continue
        letters = [
            one for one in line.glyphs if one.inked and not (one.still and one.number in known)
        ]
        for mark in line.glyphs:
            if mark.number in known and mark.still and mark.inked:
                count += 1
                moved += mark.moved
                over = (min(mark.right, one.right) > max(mark.left, one.left) for one in letters)
                lonely += not any(over)
    return count, moved, lonely


def astray(one: Made) -> int:
    """How many bullets and numerals have letters on the wrong side."""
    found = markers(one.pdf)
    assert len(found) >= 10
    if one.edition.language.rtl:
        return sum(any(right > mark.right for _, _, right in mark.letters) for mark in found)
    return sum(any(left < mark.left for _, left, _ in mark.letters) for mark in found)


def last_letters(one: Made) -> list[str]:
    """What ends the lines of "I speak …" and of the facts: their last four bullets."""
    found = [mark.letters for mark in markers(one.pdf) if mark.letters]
    told = [found[1], *found[-4:]]
    if one.edition.language.rtl:
        return [min(letters, key=lambda letter: letter[1])[0] for letters in told]
    return [max(letters, key=lambda letter: letter[2])[0] for letters in told]


# The page that is looked at


@EVERY
def test_the_specimen_shows_every_kind_of_block_in_the_language(tag: str) -> None:
    one = edition(tag)
    (topic,) = one.pack.topics
    assert (topic.id, one.codes, one.place) == (ID, {ID: CODE}, None)
    assert {block.kind for block in topic.blocks} == {
        *(
            "emergency",
            "warning",
            "steps",
            "list",
            "note",
            "contact",
            "phrases",
            "services",
            "sessions",
        )
    }
    page = made(tag).page
    kinds = {Kind(kind) for kind, _ in page.facts}
    assert kinds >= {Kind.PHONE, Kind.SMS, Kind.EMAIL, Kind.ADDRESS, Kind.MONEY, Kind.TIME}
    assert kinds >= {Kind.DATE, Kind.NUMBER, Kind.POSTCODE, Kind.URL}
    assert one.language.own_name in page.html
    assert one.language.i_speak in page.html
    if tag != "en":
        assert page.state in {State.MISSING, State.STALE, State.MT}
        assert 'class="state"' in page.html
        assert 'class="beside"' in page.html
        assert 'class="echo"' in page.html
        own = [block.lang for block in _texts(tag) if block.lang == tag]
        assert len(own) > 20


def _texts(tag: str) -> list[Text]:
    (topic,) = edition(tag).pack.topics
    return [text for _, text in topic_texts(topic)]


def test_a_pack_without_some_kind_of_block_has_no_specimen() -> None:
    one = edition("ar")
    with pytest.raises(ValueError, match="No topic has a block of the kind"):
        specimen(_only_words(one))


def _only_words(one: Edition) -> Edition:
    (topic,) = one.pack.topics
    kept = topic.model_copy(update={"blocks": topic.blocks[:1]})
    pack = one.pack.model_copy(update={"topics": (kept,)})
    return replace(one, localized=replace(one.localized, pack=pack))


def test_an_area_can_be_shown_in_languages_that_it_does_not_speak() -> None:
    loaded = load(open_project(REPO, "2026-11-22"))
    other = speaking(loaded, "brent", ["ka", "ja"])
    assert other.packs["brent"].area.locales == ("ka", "ja")
    assert loaded.packs["brent"].area.locales == TAGS == PACK.area.locales
    assert other.packs["england"] == loaded.packs["england"]


# Fonts


@EVERY
def test_every_letter_is_set_in_the_language_s_own_fonts(tag: str) -> None:
    one = made(tag)
    assert right_fonts(one.pdf, one.edition.language.fonts, tag) == ()
    drawn = {line.font for line in lines(one.pdf)}
    assert any(name.startswith(stem(one)) for name in drawn)


@EVERY
def test_no_letter_is_a_box(tag: str) -> None:
    assert [
        line.font for line in lines(made(tag).pdf) if any(g.number == 0 for g in line.glyphs)
    ] == []


@pytest.mark.parametrize("tag", OTHER_SCRIPTS)
def test_a_language_with_a_wrong_font_is_found(tag: str) -> None:
    wrong = laid_out(changed(tag, fonts=("Noto Sans",)))
    found = right_fonts(wrong.pdf, ("Noto Sans",), tag)
    assert [one.code for one in found] == ["WP508"] * len(found)
    assert len(found) > 0


# Lines


@EVERY
def test_no_line_touches_another(tag: str) -> None:
    assert lines_apart(made(tag).pdf, tag) == ()


@pytest.mark.parametrize("tag", ["en", *OTHER_SCRIPTS])
def test_lines_that_are_too_close_are_found(tag: str) -> None:
    close = laid_out(
        changed(tag, line_height=0.5), style='[lang="en"],[lang]{line-height:0.5!important}'
    )
    assert {one.code for one in lines_apart(close.pdf, tag)} == {"WP509"}


@EVERY
def test_all_ink_is_where_printers_print(tag: str) -> None:
    document = pypdfium2.PdfDocument(made(tag).pdf)
    outside = []
    for sheet in document:
        width, height = sheet.get_size()
        for run in runs_of(sheet):
            left, bottom, right, top = run.box
            if min(left, bottom, width - right, height - top) < EDGE:
                outside.append(run.text)
    document.close()
    assert outside == []


@EVERY
def test_no_word_and_no_fact_is_lost(tag: str) -> None:
    one = made(tag)
    assert facts_by_position(one.pdf, one.page.facts, tag) == ()
    assert words_on_paper(one.pdf, one.page.html, tag) == ()


# Shaping


@pytest.mark.parametrize("tag", SHAPED)
def test_letters_are_joined_and_made_into_clusters(tag: str) -> None:
    assert shaped(made(tag)) > SHAPED[tag]


@pytest.mark.parametrize("tag", ONE_A_SCRIPT)
def test_letters_that_are_not_shaped_are_found(tag: str) -> None:
    unshaped = laid_out(edition(tag), style=without(*JOINING, *CLUSTERS, *FORMS))
    assert shaped(unshaped) < SHAPED[tag] / 2


@pytest.mark.parametrize("tag", MARKED)
def test_marks_stand_on_their_letters(tag: str) -> None:
    count, moved, lonely = placed(made(tag))
    assert count > 5
    assert moved > count / 5
    assert lonely == 0


@pytest.mark.parametrize("tag", [tag for tag in MARKED if tag in ONE_A_SCRIPT])
def test_marks_that_are_not_placed_are_found(tag: str) -> None:
    count, moved, _ = placed(laid_out(edition(tag), style=without(*PLACING)))
    assert count > 5
    assert moved < count / 20


# Sides


@EVERY
def test_bullets_and_numerals_stand_where_a_line_begins(tag: str) -> None:
    assert astray(made(tag)) == 0


@pytest.mark.parametrize("tag", [tag for tag in TAGS if tag != "ur"])
def test_a_line_ends_with_its_mark(tag: str) -> None:
    # The text layer of Nastaliq does not name its glyphs; the browser's test looks at Urdu.
    assert set(last_letters(made(tag))) <= set(LANGUAGES[tag].end_marks)


@pytest.mark.parametrize("tag", ["ar", "ur"])
def test_a_page_set_in_the_wrong_direction_is_found(tag: str) -> None:
    (block,) = re.findall(r'<html lang="[^"]*" dir="rtl">', made(tag).page.html)
    wrong = laid_out(edition(tag), swap=(block, block.replace("rtl", "ltr")))
    assert astray(wrong) > 5
    if tag != "ur":
        assert not set(last_letters(wrong)) <= set(LANGUAGES[tag].end_marks)
