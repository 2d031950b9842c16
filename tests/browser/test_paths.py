"""The way to one's own language, a date taken into a calendar, and each type of page printed."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser_support import chromium, served
from playwright.sync_api import Browser, Page
from project_support import run
from test_session import project

from welcomepack import shortcode

pytestmark = pytest.mark.browser

TAGS = ("en", "ar", "fa", "prs", "ckb", "kmr", "pa-Guru", "ti", "zh-Hans")
SETTINGS = f"""\
name: Welcome pack
base_url: https://welcome.example.org
theme: clear
locales: [{", ".join(TAGS)}]
policy: {{prints: mt}}
"""
GONE = shortcode.extended((), [shortcode.Meaning("england", "gone", "ar")], date(2026, 1, 1))
AREA = "england"
PAGES = {
    "areas": "index.html",
    "languages": f"{AREA}/index.html",
    "pointing": f"{AREA}/languages.html",
    "topics": f"{AREA}/ar/index.html",
    "topic": f"{AREA}/ar/help.html",
    "dates": f"{AREA}/ar/schools.html",
    "whole": f"{AREA}/ar/{AREA}-ar.html",
    "withdrawn": f"w/{GONE[0].code}/index.html",
}
TO_TAP = "header, .around, .skip, .languages, .take, .share, .keep, .way, .calendar, button"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented borough in nine languages, its dates included."""
    root = project(tmp_path_factory.mktemp("paths"))
    (root / "content/project.yaml").write_text(SETTINGS, encoding="utf-8")
    (root / "content/codes.csv").write_text(shortcode.write(GONE), encoding="utf-8")
    built = run(root, "build", "--format", "site", "--quiet")
    assert built.exit_code == 0, built.stderr
    return root / "build" / "public"


@pytest.fixture(scope="module")
def base(folder: Path) -> Iterator[str]:
    """Its pages, served on this machine."""
    with served(folder) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The distribution's Chromium."""
    with chromium() as opened:
        yield opened


def chooser(browser: Browser, base: str, languages: Sequence[str], **options: bool) -> Page:
    """The chooser as a browser shows it that asks for these languages."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, **options)  # type: ignore[arg-type]
    listed = ", ".join(f'"{one}"' for one in languages)
    context.add_init_script(
        f"Object.defineProperty(navigator, 'languages', {{get: () => [{listed}]}})"
    )
    page = context.new_page()
    page.goto(base + PAGES["languages"])
    return page


def listed(page: Page) -> list[tuple[int, str]]:
    """The languages in the order they stand in, each with the number it shows."""
    rows = page.locator("#page_choices > li > a").evaluate_all(
        "all => all.map(one => [+one.querySelector('.n').innerText, one.hreflang])"
    )
    return [(number, tag) for number, tag in rows]


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        (["ar-SY", "en-GB"], ["ar", "en"]),
        (["zh-CN"], ["zh-Hans"]),
        (["zh-TW"], []),
        (["pa"], ["pa-Guru"]),
        (["fa-IR"], ["fa", "prs"]),
        (["fa-AF"], ["prs", "fa"]),
        (["ckb", "ar"], ["ckb", "ar"]),
        (["ku"], ["kmr"]),
        (["ti-ER", "am"], ["ti"]),
        (["so", "x", "not a language"], []),
        ([], []),
    ],
)
def test_the_reader_s_languages_stand_first_and_keep_their_numbers(
    browser: Browser, base: str, asked: list[str], first: list[str]
) -> None:
    page = chooser(browser, base, asked)
    numbered = {tag: number for number, tag in enumerate(TAGS, 1)}
    wanted = [*first, *(tag for tag in TAGS if tag not in first)]
    assert listed(page) == [(numbered[tag], tag) for tag in wanted]
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert page.context.cookies() == []
    page.context.close()


def test_a_browser_s_own_setting_is_what_counts(browser: Browser, base: str) -> None:
    context = browser.new_context(locale="ti-ER")
    page = context.new_page()
    page.goto(base + PAGES["languages"])
    assert listed(page)[0] == (TAGS.index("ti") + 1, "ti")
    context.close()


def test_without_scripts_the_order_is_the_poster_s(browser: Browser, base: str) -> None:
    page = chooser(browser, base, ["ti"], java_script_enabled=False)
    shown = page.locator("#page_choices > li > a").all()
    assert [one.get_attribute("hreflang") for one in shown] == list(TAGS)
    page.context.close()


def test_a_date_is_one_tap_from_the_calendar(browser: Browser, base: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(base + PAGES["dates"])
    links = page.locator("a.calendar").all()
    assert len(links) == 2
    for link in links:
        box = link.bounding_box()
        assert box
        assert box["height"] >= 44
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 360
        answer = page.request.get(link.evaluate("one => one.href"))
        assert answer.headers["content-type"].startswith("text/calendar")
        assert answer.body().startswith(b"BEGIN:VCALENDAR\r\n")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    context.close()


@pytest.mark.parametrize("tag", ["en", "ar", "ti", "zh-Hans"])
def test_a_page_of_dates_breaks_no_rule_of_access(browser: Browser, base: str, tag: str) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 740}, bypass_csp=True)
    page = context.new_page()
    page.goto(f"{base}{AREA}/{tag}/schools.html")
    found = Axe().run(page)
    assert found.response["passes"], "axe ran"
    assert [one["id"] for one in found.response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()


def test_a_date_behind_a_code_leads_to_the_same_file(
    browser: Browser, base: str, folder: Path
) -> None:
    codes = (folder.parent.parent / "content/codes.csv").read_text("utf-8")
    (row,) = [row for row in codes.splitlines() if row.split(",")[1:4] == [AREA, "schools", "ar"]]
    page = browser.new_page()
    page.goto(f"{base}w/{row.partition(',')[0]}/index.html")
    found = page.locator("a.calendar").evaluate_all("all => all.map(one => one.href)")
    assert len(found) == 2
    assert all(one.startswith(f"{base}{AREA}/ar/places--") for one in found)
    page.close()


def test_the_file_that_is_passed_on_has_no_link_to_another(folder: Path) -> None:
    whole = (folder / PAGES["whole"]).read_text("utf-8")
    assert 'class="dates"' in whole
    assert ".ics" not in whole


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_each_type_of_page_prints_what_is_read_and_nothing_to_tap(
    browser: Browser, base: str, name: str, scheme: str
) -> None:
    # 718 pixels are an A4 page within margins of a centimetre.
    context = browser.new_context(viewport={"width": 718, "height": 1000})
    page = context.new_page()
    page.emulate_media(media="print", color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(base + PAGES[name])
    assert page.locator(TO_TAP).locator("visible=true").count() == 0
    assert page.locator("h1:visible").count() >= 1
    style = "one => [getComputedStyle(one).color, getComputedStyle(one).backgroundColor]"
    assert page.locator("html").evaluate(style) == ["rgb(17, 17, 17)", "rgb(255, 255, 255)"]
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 718
    faint = page.evaluate(FAINT)
    assert faint == [], "a printer leaves grounds out, so words must be dark"
    context.close()


# Words whose colour is lighter than a mid grey.
FAINT = """() => [...document.querySelectorAll('body *')].filter(one => {
  const own = [...one.childNodes].some(part => part.nodeType === 3 && part.data.trim());
  const [r, g, b] = getComputedStyle(one).color.match(/[0-9.]+/g).map(Number);
  return own && one.offsetParent && 0.2126 * r + 0.7152 * g + 0.0722 * b > 128;
}).map(one => one.outerHTML.slice(0, 80))"""


def test_words_too_faint_for_paper_are_found(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content("<p style='color:#fff;background:#000'>lost</p><p>found</p>")
    assert len(page.evaluate(FAINT)) == 1
    page.close()
