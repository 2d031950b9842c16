"""Letters that the site sends, on a browser that has none of the language's own fonts."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser_support import served
from fontTools.ttLib import TTFont
from playwright.sync_api import Browser, Page
from project_support import REPO, run

pytestmark = pytest.mark.browser

# Urdu is sent nothing by itself; here it is, to see Nastaliq through a subset.
TAGS = ("ti", "am", "ckb", "ps", "ur")
EVERY = pytest.mark.parametrize("tag", TAGS)
SCRIPT = {"ti": "\u1200-\u139f", "am": "\u1200-\u139f"}
ARABIC = "\u0620-\u064a\u066e-\u06d5"
# The first words of one script in ordinary weight, and how wide each is.
WIDTHS = """([letters, most]) => {
  const found = [];
  const whole = new RegExp(`^[${letters}]+$`), words = new RegExp(`[${letters}]+`, "g");
  const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node && found.length < most; node = walker.nextNode()) {
    if (getComputedStyle(node.parentElement).fontWeight !== "400") continue;
    for (const hit of node.data.matchAll(words)) {
      const range = document.createRange();
      range.setStart(node, hit.index);
      range.setEnd(node, hit.index + hit[0].length);
      found.push([hit[0], range.getBoundingClientRect().width]);
    }
  }
  return found.slice(0, most);
}"""
FACES = "document.fonts.ready.then(() => [...document.fonts].map(one => [one.family, one.status]))"


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Brent in these languages, and the same again for a phone without their fonts."""
    root = tmp_path_factory.mktemp("project")
    for name in ("content", "locales", "themes"):
        shutil.copytree(REPO / name, root / name)
    path = root / "locales/languages.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("- tag: ur\n", "- tag: ur\n  web_font: true\n"), "utf-8")
    locales = [part for tag in (*TAGS, "en") for part in ("--locale", tag)]
    done = run(root, "build", "--area", "brent", "--format", "site", "--quiet", *locales)
    assert done.exit_code == 0, done.stderr
    assert "WP546" in done.stderr + done.stdout, "Nastaliq is heavy"
    folder = root / "build/public"
    bare = root / "bare"
    shutil.copytree(folder.resolve(), bare)
    for tag in TAGS:
        style = bare / "brent" / tag / "style.css"
        without = re.sub(r'local\("[^"]*"\),', "", style.read_text("utf-8"))
        style.write_text(re.sub(r'"Noto (?!Sans")', '"Missing ', without), "utf-8")
    shutil.copytree(bare, root / "served/bare")
    shutil.copytree(folder.resolve(), root / "served/whole")
    return root / "served"


@pytest.fixture(scope="module")
def base(public: Path) -> Iterator[str]:
    """Where both are served."""
    with served(public) as address:
        yield address.removesuffix("/")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page as wide as a small phone, with nothing kept from an earlier one."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    yield context.new_page()
    context.close()


def drawn(page: Page) -> dict[tuple[str, bool], int]:
    """How many glyphs each font drew: (family, sent by the page) to their number."""
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
    query = {"nodeId": root, "selector": "main, main *"}
    found: dict[tuple[str, bool], int] = {}
    for node in session.send("DOM.querySelectorAll", query)["nodeIds"]:
        for one in session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]:
            key = (one["familyName"], one["isCustomFont"])
            found[key] = found.get(key, 0) + int(one["glyphCount"])
    return found


def opened(page: Page, address: str) -> tuple[Any, list[str]]:
    """The page's faces with their status, and the names of the fonts that it asked for."""
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url.rpartition("/")[2]))
    page.goto(address)
    faces = page.evaluate(FACES)
    return faces, [name for name in asked if name.endswith(".woff2")]


@EVERY
@pytest.mark.parametrize("name", ["gp", "index"])
def test_all_letters_are_drawn_from_what_was_sent(
    page: Page, base: str, tag: str, name: str
) -> None:
    faces, asked = opened(page, f"{base}/bare/brent/{tag}/{name}.html")
    assert asked == ["letters.woff2"]
    assert [f"WP {tag}", "loaded"] in [[family.strip('"'), status] for family, status in faces]
    fonts = drawn(page)
    assert fonts[(f"WP {tag}", True)] > 200
    # All else is Latin; a letter that was forgotten would come from one of these instead.
    others = {family for family, sent in fonts if not sent}
    assert not {one for one in others if re.search("Ethiopic|Arabic|Naskh|Nastaliq", one)}


def test_a_letter_that_was_forgotten_is_found(page: Page, base: str, public: Path) -> None:
    shutil.copytree(public / "bare", public / "damaged")
    letters = public / "damaged/brent/ti/letters.woff2"
    with TTFont(letters) as one:
        for table in one["cmap"].tables:
            table.cmap.pop(ord("\N{ETHIOPIC SYLLABLE NE}"), None)
        one.save(letters)
    opened(page, f"{base}/damaged/brent/ti/gp.html")
    fonts = drawn(page)
    assert fonts[("WP ti", True)] > 200
    assert [one for one, sent in fonts if not sent and "Ethiopic" in one]


@EVERY
def test_words_are_as_wide_as_in_the_whole_font(page: Page, base: str, tag: str) -> None:
    """The same advances word by word: letters join, and marks stand where they should."""
    letters = [SCRIPT.get(tag, ARABIC), 400]
    opened(page, f"{base}/whole/brent/{tag}/gp.html")
    whole = page.evaluate(WIDTHS, letters)
    opened(page, f"{base}/bare/brent/{tag}/gp.html")
    sent = page.evaluate(WIDTHS, letters)
    assert len(whole) > 100
    assert [word for word, _ in whole] == [word for word, _ in sent]
    apart = [(word, a, b) for (word, a), (_, b) in zip(whole, sent, strict=True) if abs(a - b) > 1]
    assert apart == []


def test_a_phone_with_the_font_asks_for_nothing(page: Page, base: str) -> None:
    _, asked = opened(page, f"{base}/whole/brent/ti/gp.html")
    assert asked == []
    assert drawn(page)[("Noto Sans Ethiopic", False)] > 200


@pytest.mark.parametrize("address", ["brent/en/gp.html", "brent/index.html", "index.html"])
def test_pages_of_other_languages_ask_for_nothing(page: Page, base: str, address: str) -> None:
    faces, asked = opened(page, f"{base}/bare/{address}")
    assert (faces, asked) == ([], [])


def test_the_file_with_all_topics_brings_its_letters_along(
    page: Page, base: str, public: Path
) -> None:
    text = (public / "whole/brent/ti/brent-ti.html").read_text("utf-8")
    without = re.sub(r'local\("[^"]*"\),', "", re.sub(r'"Noto (?!Sans")', '"Missing ', text))
    alone = public / "passed-on.html"
    alone.write_text(without.replace('<link rel="stylesheet" href="style.css">', ""), "utf-8")
    opened(page, f"{base}/passed-on.html")
    assert drawn(page)[("WP ti", True)] > 1000
