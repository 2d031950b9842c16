"""WCAG 2.2 AA on every type of page in six scripts: axe-core, keyboard, reflow, large text."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser_support import served
from playwright.sync_api import Browser, BrowserContext, Page
from project_support import REPO
from typer.testing import CliRunner

from welcomepack.cli import app

pytestmark = pytest.mark.browser

# Latin, Arabic, Nastaliq, Ethiopic, Bengali and Han.
TAGS = ("en", "ar", "ur", "ti", "bn", "zh-Hans")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
MIN_TARGET = 44
MIN_CONTRAST = 4.5
# Why axe may leave a contrast open; `faint` measures those texts too, so none goes unlooked at.
# Any other reason (a colour that it cannot read, a picture behind words) is a fault here.
UNSURE = {
    "pseudoContent": "numerals and bullets are drawn beside words, with a ground of their own",
    "elmPartiallyObscuring": "an address that goes on in a second line seems to cover itself",
}
LINES = """target => {
  const range = document.createRange();
  range.selectNodeContents(document.querySelector(target));
  return new Set([...range.getClientRects()].map(one => Math.round(one.top))).size;
}"""
MEASURE = (Path(__file__).parent / "measure.js").read_text(encoding="utf-8").rstrip(";\n ")


@dataclass(frozen=True)
class Site:
    """The built site and its address."""

    folder: Path
    base: str

    def pages(self, tag: str) -> dict[str, str]:
        """One page of every type, by what it is."""
        code = next(
            row.split(",")[0]
            for row in (REPO / "content/codes.csv").read_text("utf-8").splitlines()
            if row.split(",")[1:4] == ["brent", "gp", tag]
        )
        beside = {} if tag == "en" else {"with English": f"brent/{tag}/gp.en.html"}
        return beside | {
            "areas": "index.html",
            "languages": "brent/index.html",
            "point": "brent/languages.html",
            "topics": f"brent/{tag}/index.html",
            "emergencies": f"brent/{tag}/emergencies.html",
            "topic": f"brent/{tag}/gp.html",
            "directory": f"brent/{tag}/social.html",
            "behind a code": f"w/{code}/index.html#20261122",
            "withdrawn": f"w/{WITHDRAWN[tag]}/index.html",
            "whole": f"brent/{tag}/brent-{tag}.html",
        }


WITHDRAWN = {
    tag: code
    for code, area, topic, tag, *_ in (
        row.split(",") for row in (REPO / "content/codes.csv").read_text("utf-8").splitlines()
    )
    if (area, topic) == ("brent", "moving-on")
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real project, with one topic withdrawn after its codes were printed."""
    root = tmp_path_factory.mktemp("project")
    for name in ("content", "locales", "themes"):
        shutil.copytree(REPO / name, root / name)
    for name in ("brent", "england", "london"):
        area = root / f"content/{name}/area.yaml"
        listed = area.read_text("utf-8").replace(", moving-on", "").replace("  - moving-on\n", "")
        area.write_text(listed, encoding="utf-8")
    (root / "content/england/topics/moving-on.yaml").unlink()
    return root


@pytest.fixture(scope="module")
def folder(project: Path) -> Path:
    """Brent in six languages."""
    command = ["--project", str(project), "build", "--area", "brent", "--format", "site", "--quiet"]
    command += ["--date", "2026-11-22"]
    command += [part for tag in TAGS for part in ("--locale", tag)]
    built = CliRunner().invoke(app, command)
    assert built.exit_code == 0, built.output
    return project / "build" / "public"


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[Site]:
    """The pages, served on this machine."""
    with served(folder) as base:
        yield Site(folder, base)


@pytest.fixture(scope="module")
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """A small phone; axe needs scripts, which the pages' own policy would refuse."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, bypass_csp=True)
    yield context
    context.close()


def broken_rules(page: Page) -> dict[str, list[str]]:
    """What axe found, as rule to the elements that break it."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
    assert found.response["passes"], "axe ran"
    unsure = [
        (check["data"]["messageKey"], node["target"][0], node["html"][:120])
        for one in found.response["incomplete"]
        if one["id"] == "color-contrast"
        for node in one["nodes"]
        for check in node["any"]
    ]
    assert [one for one in unsure if one[0] not in UNSURE] == []
    for why, target, html in unsure:
        assert why != "elmPartiallyObscuring" or page.evaluate(LINES, target) > 1, html
    return {
        one["id"]: [node["html"][:120] for node in one["nodes"]]
        for one in found.response["violations"]
    }


def faint(page: Page) -> list[tuple[str, float]]:
    """Every text with too little contrast to what is behind it, measured without axe."""
    texts = page.evaluate(MEASURE)["texts"]
    assert texts
    return [
        (one["text"].strip(), one["contrast"]) for one in texts if one["contrast"] < MIN_CONTRAST
    ]


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_breaks_a_rule(phone: BrowserContext, site: Site, tag: str, scheme: str) -> None:
    page = phone.new_page()
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    found = {}
    for name, path in site.pages(tag).items():
        page.goto(site.base + path)
        if rules := broken_rules(page):
            found[name] = rules
        assert faint(page) == [], name
    page.close()
    assert found == {}


def test_axe_finds_what_is_wrong(phone: BrowserContext) -> None:
    page = phone.new_page()
    page.set_content("<html><body><img src='x.png'><p style='color:#ccc'>pale</p></body></html>")
    assert {"image-alt", "html-has-lang", "color-contrast"} <= set(broken_rules(page))
    assert [text for text, _ in faint(page)] == ["pale"]
    page.close()


@pytest.mark.parametrize("tag", TAGS)
def test_nothing_is_cut_off_at_320_pixels_and_with_text_twice_as_large(
    browser: Browser, site: Site, tag: str
) -> None:
    """WCAG 1.4.10 (320 CSS pixels) and 1.4.4 (text at 200 %), without scrolling sideways."""
    context = browser.new_context(viewport={"width": 320, "height": 640}, bypass_csp=True)
    page = context.new_page()
    for name, path in site.pages(tag).items():
        for size in ("100%", "225%"):  # the style's own size is 112.5 %
            page.goto(site.base + path)
            if size != "100%":
                page.add_style_tag(content=f"html{{font-size:{size}!important}}")
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= 320, (name, size, wide)
    context.close()


@pytest.mark.parametrize("tag", TAGS)
def test_every_target_is_large_enough_for_a_thumb(
    phone: BrowserContext, site: Site, tag: str
) -> None:
    """44 pixels high, but for links inside a sentence (WCAG 2.5.5 allows those)."""
    page = phone.new_page()
    for name, path in site.pages(tag).items():
        page.goto(site.base + path)
        small = page.evaluate(
            """least => [...document.querySelectorAll("a, button, summary")].filter(one => {
              if (!one.checkVisibility() || one.matches(".skip")) return false;
              const text = one.closest("p, li, td, span.own, span.beside, dd");
              const alone = text && text.innerText.trim() === one.innerText.trim();
              const inline = text && !alone && !one.closest(".take, .share, .keep, nav, header");
              return !inline && one.getBoundingClientRect().height < least - 0.5;
            }).map(one => one.outerHTML.slice(0, 90))""",
            MIN_TARGET,
        )
        assert small == [], name
    page.close()


@pytest.mark.parametrize("tag", ["en", "ar"])
def test_a_keyboard_reaches_everything_and_shows_where_it_is(
    phone: BrowserContext, site: Site, tag: str
) -> None:
    page = phone.new_page()
    page.goto(site.base + site.pages(tag)["topic"])
    wanted = page.evaluate(
        "[...document.querySelectorAll('a[href], button')].filter(one => one.checkVisibility()"
        " || one.matches('.skip')).length"
    )
    reached = set()
    for _ in range(wanted):
        page.keyboard.press("Tab")
        told = page.evaluate(
            "(one => [one.outerHTML.slice(0, 200) + [...document.querySelectorAll('*')].indexOf(one),"
            " getComputedStyle(one).outlineStyle, one.getBoundingClientRect().top])"
            "(document.activeElement)"
        )
        reached.add(told[0])
        assert told[1] != "none", told[0]
        assert told[2] >= 0, told[0]
    assert len(reached) == wanted
    page.close()


def test_the_skip_link_leads_to_the_content(phone: BrowserContext, site: Site) -> None:
    page = phone.new_page()
    for path in (site.pages("ar")["topic"], site.pages("ar")["behind a code"]):
        page.goto(site.base + path.partition("#")[0])
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.url.endswith("#page_main")
        assert page.evaluate("document.querySelector('#page_main').getBoundingClientRect().top") < 5
    page.close()


@pytest.mark.parametrize("tag", TAGS)
def test_the_numbers_for_danger_are_one_tap_away(
    phone: BrowserContext, site: Site, tag: str
) -> None:
    page = phone.new_page()
    for name, path in site.pages(tag).items():
        page.goto(site.base + path)
        found = page.evaluate(
            "[...document.querySelectorAll('.calls a')].filter(one => one.checkVisibility())"
            ".map(one => [one.getAttribute('href'), one.getBoundingClientRect().bottom])"
        )
        assert [href for href, _ in found] == ["tel:999", "tel:111", "tel:101"], name
        assert all(bottom <= 740 for _, bottom in found), name
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_printed_page_is_dark_on_white_and_says_where_links_lead(
    phone: BrowserContext, site: Site, scheme: str
) -> None:
    page = phone.new_page()
    page.emulate_media(media="print", color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(site.base + site.pages("ar")["topic"])
    for hidden in ("header", ".around", ".languages", ".take", ".skip"):
        assert page.locator(hidden).count(), hidden
        assert page.locator(f"{hidden}:visible").count() == 0, hidden
    assert page.locator(".calls:visible").count() == 1
    style = "one => [getComputedStyle(one).color, getComputedStyle(one).backgroundColor]"
    assert page.locator("html").evaluate(style) == ["rgb(17, 17, 17)", "rgb(255, 255, 255)"]
    # Browsers leave grounds out on paper: nothing that matters may be white.
    number = "one => getComputedStyle(one, '::before').color"
    assert page.locator(".steps li").first.evaluate(number) == "rgb(17, 17, 17)"
    told = "one => getComputedStyle(one, '::after').content"
    assert "http" in page.locator(".links a").first.evaluate(told)
    page.close()


@pytest.mark.parametrize("tag", ["en", "ur"])
def test_a_long_directory_is_reached_by_district(browser: Browser, site: Site, tag: str) -> None:
    """With the keyboard alone, and without scripts."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    page = context.new_page()
    page.goto(site.base + site.pages(tag)["topic"])
    links = page.locator(".groups a")
    names = links.all_inner_texts()
    assert len(names) > 5
    assert names[0] == "HA0"
    assert names.index("NW2") < names.index("NW10"), "by number"
    links.nth(names.index("NW10")).focus()
    page.keyboard.press("Enter")
    part = page.locator("h3:target")
    assert part.inner_text() == "NW10"
    assert -1 <= part.bounding_box()["y"] < 300  # type: ignore[index]
    codes = page.locator("h3:target + table td:first-child").all_inner_texts()
    assert len(codes) > 1
    assert all(code.startswith("NW10 ") for code in codes)
    assert page.locator(".services table").count() == len(names)
    context.close()


def test_the_english_page_and_back(phone: BrowserContext, site: Site) -> None:
    page = phone.new_page()
    page.goto(site.base + site.pages("ar")["behind a code"])
    page.locator("footer a[href$='gp.en.html']").click()
    assert page.url.endswith("/brent/ar/gp.en.html")
    plain = page.locator("main .pair .own").count()
    assert plain > 20
    sides = page.evaluate(
        "[...document.querySelectorAll('.pair .beside > span')]"
        ".map(one => [one.lang, getComputedStyle(one).direction])"
    )
    assert len(sides) == plain
    assert {tuple(one) for one in sides} == {("en", "ltr")}
    assert page.locator(".state").count() == 1, "a draft is still called one"
    page.locator("nav.around a").last.click()
    assert page.url.endswith(".en.html")
    page.go_back()
    page.locator("footer a[href$='gp.html']").first.click()
    assert page.url.endswith("/brent/ar/gp.html")
    page.close()


def test_a_phone_in_dark_mode_gets_a_dark_page(phone: BrowserContext, site: Site) -> None:
    page = phone.new_page()
    page.emulate_media(color_scheme="dark")
    for path in site.pages("ur").values():
        page.goto(site.base + path)
        ground = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
        assert ground == "rgb(22, 24, 27)"
    page.close()
