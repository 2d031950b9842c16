"""Cards read back: ten emergency cards on a sheet, two phrases on a page, each number in place."""

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from format_support import HELPLINE, PHRASES, Made, make, pages
from paper_support import CARD, HOUSE, HOUSE_PHONE, PHONE, edition_of, planned

from welcomepack.formats.card import Card
from welcomepack.formats.format import Request
from welcomepack.layout import lay_out
from welcomepack.verify import codes_on_page, glyphs, page_sizes, render_page, visual_words

MM = 72 / 25.4
LINE = "08081570192"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return make(tmp_path_factory.mktemp("card"), "card", "phrases")


def cards(pdf: bytes, number: int) -> list[str]:
    """What the eye reads on each of the ten cards of a page, by the measures of the cuts."""
    (_, height) = page_sizes(pdf)[number]
    (page_glyphs,) = list(glyphs(pdf))[number : number + 1]
    places: dict[tuple[int, int], list] = {}
    for one in page_glyphs:
        column = int((one.x / MM - 19.4) // 85.6)
        row = int(((height - one.baseline) / MM - 13.5) // 54)
        places.setdefault((row, column), []).append(one)
    return ["\n".join(visual_words(places[at])).replace(" ", "") for at in sorted(places)]


@pytest.mark.parametrize(("tag", "count"), [("en", 1), ("ar", 2)])
def test_ten_cards_each_with_all_numbers(made: Made, tag: str, count: int) -> None:
    pdf = made.pdf(f"public/england/{tag}/england-{tag}-card.pdf")
    assert len(page_sizes(pdf)) == count
    for number in range(count):
        found = cards(pdf, number)
        assert len(found) == 10
        for text in found:
            assert "999" in text.split("\n")
            assert LINE in text.split("\n")
    assert all("Dangernow" in text for text in cards(pdf, count - 1))


def test_the_front_says_that_nobody_checked_it_and_the_back_opens_the_page(made: Made) -> None:
    pdf = made.pdf("public/england/ar/england-ar-card.pdf")
    assert all("Nobodyhascheckedit" in text for text in cards(pdf, 0))
    assert not any("checked" in text for text in cards(pdf, 1))
    (code,) = set(made.rows["public/england/ar/england-ar-card.pdf"]["qr"])
    assert set(codes_on_page(render_page(pdf, 1))) == {code}
    assert len(codes_on_page(render_page(pdf, 1))) == 10


def test_cards_are_public_and_no_place_has_one(made: Made) -> None:
    assert {row["public"] for row in made.rows.values()} == {True}
    text = "".join(page for path in made.rows for page in pages(made.pdf(path)))
    assert HOUSE.replace(" ", "") not in text
    assert HOUSE_PHONE.replace(" ", "") not in text


def test_a_number_that_is_not_isolated_fails_the_proof(made: Made) -> None:
    loaded, theme, plan = planned(made.root)
    assert loaded.settings
    arabic = edition_of(plan.editions, "ar")
    (job,) = Card().jobs(Request((arabic,), theme, ""))
    (sheet,) = job.sheets
    assert lay_out(sheet).diagnostics == ()
    bare = re.sub(r"</?bdi[^>]*>", "", sheet.tries[0].html)
    spoiled = replace(sheet, tries=(replace(sheet.tries[0], html=bare),))
    found = lay_out(spoiled).diagnostics
    assert {one.code for one in found} == {"WP501"}
    assert "0808 157 0192" in found[0].message


def test_cards_that_grow_too_tall_are_told(tmp_path: Path) -> None:
    long = CARD.replace("title: Danger now", f"title: {'Very long danger ' * 24}")
    done = make(tmp_path, "card", files={"content/england/topics/card.yaml": long})
    assert [one.code for one in done.report.diagnostics] == ["WP402"] * 2
    assert "must fit on" in done.report.diagnostics[0].message


# --- phrases ---------------------------------------------------------------------------------


def test_two_phrases_on_a_page_in_both_languages(made: Made) -> None:
    pdf = made.pdf("public/england/ar/england-ar-phrases.pdf")
    first, second = pages(pdf)
    assert "Iwouldliketojoin" in first
    assert "Ispeakthislanguage" in first
    assert "Arabic" in first
    assert PHONE.replace(" ", "") in second
    assert Counter(second.split("\n"))[PHONE.replace(" ", "")] <= 2
    assert first.count("Nobodyhascheckedit") == 2


def test_a_phrase_that_is_not_translated_has_no_card(tmp_path: Path) -> None:
    new = PHRASES + "      - id: new\n        text: This sentence is new.\n"
    done = make(tmp_path, "phrases", files={"content/england/topics/ask.yaml": new})
    arabic = "".join(pages(done.pdf("public/england/ar/england-ar-phrases.pdf")))
    english = "".join(pages(done.pdf("public/england/en/england-en-phrases.pdf")))
    assert "Thissentenceisnew" in english
    assert "Thissentenceisnew" not in arabic


def test_english_phrases_stand_alone(made: Made) -> None:
    texts = pages(made.pdf("public/england/en/england-en-phrases.pdf"))
    assert "Iwouldliketojoin" in texts[0]
    assert "checked" not in "".join(texts)


def test_only_the_topics_asked_for_give_cards(tmp_path: Path) -> None:
    done = make(tmp_path, "card", "phrases", topics=("ask",))
    assert {row["format"] for row in done.rows.values()} == {"phrases"}
    assert PHRASES.count("- id:") == 4
    assert "migrant_help.phone" in HELPLINE
