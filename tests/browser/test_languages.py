"""Every language of Brent in a real browser, 360 px wide: fonts, direction, sides, room."""

import functools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser_support import served
from playwright.sync_api import Browser, Page
from specimen_support import LANGUAGES, TAGS, edition, theme

from welcomepack.site import edition_pages, shared_pages
from welcomepack.specimen import ID

pytestmark = pytest.mark.browser

MEASURE = (Path(__file__).parent / "specimen.js").read_text(encoding="utf-8").rstrip(";\n ")
EVERY = pytest.mark.parametrize("tag", TAGS)
JOINED = ("ar", "fa", "prs", "ps", "ckb", "ur")
# Each is a fault that a style or a template could have, made on the finished page.
DAMAGE = {
    "direction": 'for (const one of document.querySelectorAll("[dir=rtl]")) one.dir = "ltr"',
    "close": 'for (const one of document.querySelectorAll("*")) one.style.lineHeight = "0.8"',
    "narrow": 'for (const one of document.querySelectorAll("p")) one.style.width = "3rem"; '
    'for (const one of document.querySelectorAll("p *")) one.style.whiteSpace = "nowrap"',
    "font": 'for (const one of document.querySelectorAll("*")) one.style.fontFamily = "Noto Mono"',
}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the specimens, served on this machine."""
    folder = tmp_path_factory.mktemp("specimens")
    shown = [edition(tag) for tag in TAGS]
    pages = [page for one in shown for page in edition_pages(one, theme(), 0)]
    for path, html in (*pages, *shared_pages(shown, theme(), ())):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(html, encoding="utf-8")
    with served(folder / "public") as address:
        yield f"{address}brent/"


@pytest.fixture(scope="module")
def page(browser: Browser) -> Page:
    """A page as wide as a small phone."""
    return browser.new_page(viewport={"width": 360, "height": 740})


@pytest.fixture(scope="module")
def look(base: str, page: Page) -> Any:
    """What a specimen is like, by language, once measured; ``look(tag)``."""

    @functools.cache
    def looked(tag: str) -> dict[str, Any]:
        page.goto(f"{base}{tag}/{ID}.html")
        return {**page.evaluate(MEASURE, LANGUAGES[tag].rtl), "fonts": fonts(page)}

    return looked


def fonts(page: Page) -> set[str]:
    """The families that the page's texts are really drawn with."""
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
    query = {"nodeId": root, "selector": "main, main *, header *, .calls *"}
    nodes = session.send("DOM.querySelectorAll", query)["nodeIds"]
    found: set[str] = set()
    for node in nodes:
        told = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})
        found |= {one["familyName"] for one in told["fonts"]}
    session.detach()
    return found


def damaged(base: str, page: Page, tag: str, fault: str) -> dict[str, Any]:
    page.goto(f"{base}{tag}/{ID}.html")
    page.evaluate(DAMAGE[fault])
    return {**page.evaluate(MEASURE, LANGUAGES[tag].rtl), "fonts": fonts(page)}


def wrong_ends(tag: str, seen: dict[str, Any]) -> list[dict[str, Any]]:
    """Lines that end with a mark of the language which does not stand at their end."""
    marks = {*LANGUAGES[tag].end_marks, "."}
    ended = [one for one in seen["ends"] if one["char"] in marks]
    assert len(ended) > 5
    return [one for one in ended if one["away"] > 1]


def joins(seen: dict[str, Any]) -> int:
    """How many of the longest words have another width when their letters are kept apart."""
    return sum(abs(whole - apart) > 1 for whole, apart in seen["joined"])


@EVERY
def test_only_the_language_s_own_fonts_are_used(look: Any, tag: str) -> None:
    own = set(LANGUAGES[tag].fonts)
    assert look(tag)["fonts"] <= own | {"Noto Sans"}
    assert own <= look(tag)["fonts"]


@EVERY
def test_the_page_runs_in_the_language_s_direction(look: Any, tag: str) -> None:
    assert look(tag)["direction"] == LANGUAGES[tag].direction


@EVERY
def test_nothing_is_wider_than_the_phone_or_its_own_block(look: Any, tag: str) -> None:
    seen = look(tag)
    assert (seen["content"], seen["window"]) == (360, 360)
    assert seen["outside"] == []


@EVERY
def test_every_block_has_room_for_its_letters(look: Any, tag: str) -> None:
    assert look(tag)["clipped"] == []


@EVERY
def test_bullets_and_numerals_stand_where_a_line_begins(look: Any, tag: str) -> None:
    seen = look(tag)
    assert len(seen["marks"]) >= 12
    assert all(seen["marks"])


@EVERY
def test_a_line_ends_with_its_mark(look: Any, tag: str) -> None:
    assert wrong_ends(tag, look(tag)) == []


@pytest.mark.parametrize("tag", JOINED)
def test_letters_join(look: Any, tag: str) -> None:
    assert joins(look(tag)) == 5


def test_latin_letters_do_not_join(look: Any) -> None:
    assert joins(look("es")) == 0


# Each check finds a page that is damaged in just that way.


@pytest.mark.parametrize("tag", ["ar", "ur"])
def test_a_wrong_direction_is_found(base: str, page: Page, tag: str) -> None:
    seen = damaged(base, page, tag, "direction")
    assert seen["direction"] == "ltr"
    # The full stop of Urdu runs from right to left by itself, wherever it stands (UAX 9, AL).
    assert len(wrong_ends(tag, seen)) > 3 or tag == "ur"
    assert seen["marks"].count(False) > 5


@pytest.mark.parametrize("tag", ["en", "ar", "ur", "bn", "ti"])
def test_lines_without_room_are_found(base: str, page: Page, tag: str) -> None:
    assert len(damaged(base, page, tag, "close")["clipped"]) > 10


def test_words_that_leave_their_block_are_found(base: str, page: Page) -> None:
    assert len(damaged(base, page, "ar", "narrow")["outside"]) > 3


@pytest.mark.parametrize("tag", ["ar", "ti", "bn"])
def test_a_wrong_font_is_found(base: str, page: Page, tag: str) -> None:
    seen = damaged(base, page, tag, "font")
    assert not seen["fonts"] <= {*LANGUAGES[tag].fonts, "Noto Sans"}


# Point to your language


@EVERY
def test_the_page_of_languages_says_each_in_itself_and_in_english(
    base: str, page: Page, tag: str
) -> None:
    if page.url != f"{base}languages.html":
        page.goto(f"{base}languages.html")
    language, number = LANGUAGES[tag], TAGS.index(tag) + 1
    link = page.locator(f'.point a[hreflang="{tag}"]')
    own, said = link.locator(".own"), link.locator(".say")
    assert link.locator(".n").inner_text() == str(number)
    assert (own.inner_text(), own.get_attribute("dir")) == (language.own_name, language.direction)
    assert language.english_name in link.inner_text()
    assert (said.inner_text(), said.get_attribute("lang")) == (language.i_speak, tag)
    assert link.get_attribute("href") == f"{tag}/index.html"
    box = link.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
