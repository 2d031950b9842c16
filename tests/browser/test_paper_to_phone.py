"""From paper to the phone: every code on every page, photographed, opened, and still right later."""

import csv
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polib
import pytest
from browser_support import served
from paper_support import ARABIC, BASE, PHONE, TINY, write_tiny
from playwright.sync_api import Browser, BrowserContext, Page, expect
from project_support import REPO, run
from pyzbar import pyzbar

from welcomepack.verify import count_pages, render_page

pytestmark = pytest.mark.browser

THEN, NOW, BETWEEN = "2026-11-22", "2026-12-24", "2026-12-01"
NEW = "020 7946 0456"
FACTS = "content/england/facts.yaml"
PAPERS = ("a4", "leaflets", "poster", "card")
DPI = 150  # what a phone makes of a page from a hand's breadth
# Words of the theme that the pages must say, by language.
WORDS = {
    "en": {
        "theme/change_none": "Nothing on this page has changed.",
        "theme/change_before": "Before:",
        "theme/change_now": "Now:",
    },
    "ar": {
        one.msgctxt: one.msgstr
        for one in polib.pofile(str(REPO / "locales" / "ar" / "LC_MESSAGES" / "theme.po"))
    },
}
TITLES = {
    "en": {"help": "Where to get help", "card": "Emergency card"},
    "ar": {"help": ARABIC["help/title"][1], "card": ARABIC["card/title"][1]},
}
# What a slow connection does to a page: 400 ms to the first byte, 50 kB a second.
SLOW = {
    "offline": False,
    "latency": 400,
    "downloadThroughput": 50_000,
    "uploadThroughput": 50_000,
}
# Bytes over the wire for the first page of all, with its style; nothing here is compressed.
FIRST_PAGE = 60_000
# Each letter of the element's visible text with its place, in the order of the text.
READ = """one => {
  const found = [], walker = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    for (let at = 0; at < node.length; at++) {
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + 1);
      const { left, top, width } = range.getBoundingClientRect();
      if (width && node.data[at].trim()) found.push([node.data[at], left, Math.round(top)]);
    }
  }
  return found;
}"""


@dataclass(frozen=True)
class Paper:
    """What was printed on the first day, and where the site is served now.

    ``codes`` are the contents of all QR codes by the file and page that they were read from;
    ``meanings`` say what each registered code stands for: (topic, language).
    """

    root: Path
    base: str
    codes: Mapping[tuple[str, int], frozenset[str]]
    meanings: Mapping[str, tuple[str, str]]

    def opened(self, content: str) -> str:
        """The address in a code, on the server of this machine."""
        return content.replace(f"{BASE}/", self.base)

    def meaning(self, content: str) -> tuple[str, str]:
        """The topic and the language that a code stands for."""
        return self.meanings[content.partition("/w/")[2].partition("#")[0]]

    def code(self, topic: str, tag: str) -> str:
        """The content of a code that was printed for a topic in a language."""
        every = frozenset().union(*self.codes.values())
        return next(one for one in sorted(every) if self.meaning(one) == (topic, tag))


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Paper]:
    """A published edition on paper, read with another reader of codes than the build's own."""
    root = write_tiny(tmp_path_factory.mktemp("paper"))
    formats = [part for name in (*PAPERS, "site") for part in ("--format", name)]
    made = run(root, "build", *formats, "--date", THEN, "--quiet")
    assert made.exit_code == 0, made.stderr
    assert run(root, "publish", str(root / "www")).exit_code == 0
    codes: dict[tuple[str, int], frozenset[str]] = {}
    for path in sorted((root / "build").resolve().glob("*/**/*.pdf")):
        pdf = path.read_bytes()
        for number in range(count_pages(pdf)):
            picture = render_page(pdf, number, dpi=DPI)
            read = pyzbar.decode(picture, symbols=[pyzbar.ZBarSymbol.QRCODE])
            codes[path.name, number] = frozenset(one.data.decode() for one in read)
    with (root / "content/codes.csv").open(encoding="utf-8") as rows:
        meanings = {one["code"]: (one["topic"], one["locale"]) for one in csv.DictReader(rows)}
    with served(root / "www" / "current") as base:
        yield Paper(root, base, codes, meanings)


@pytest.fixture(scope="module")
def later(paper: Paper, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Paper]:
    """The same paper, and the site as it is after a number has changed and was published."""
    root = tmp_path_factory.mktemp("later") / "project"
    shutil.copytree(paper.root, root, symlinks=True)
    facts = str(TINY[FACTS]).replace(PHONE, NEW)
    (root / FACTS).write_text(facts, encoding="utf-8")
    made = run(root, "build", "--format", "site", "--date", NOW, "--quiet")
    assert made.exit_code == 0, made.stderr
    assert run(root, "publish", str(root / "www")).exit_code == 0
    with served(root / "www" / "current") as base:
        yield Paper(root, base, paper.codes, paper.meanings)


def a_phone(browser: Browser, *, scripts: bool = False) -> BrowserContext:
    return browser.new_context(
        java_script_enabled=scripts, viewport={"width": 360, "height": 740}, has_touch=True
    )


@pytest.fixture(scope="module")
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """A small phone on which scripts are switched off."""
    context = a_phone(browser)
    yield context
    context.close()


def own_part(page: Page, day: str = THEN) -> Any:
    """What the page says to the reader of paper of a day; nobody else's part may be seen."""
    shown = page.locator(".paper:visible")
    assert shown.count() == 1
    assert shown.get_attribute("id") == day.replace("-", "")
    return shown


def test_paper_carries_a_code_for_every_topic_in_every_language(paper: Paper) -> None:
    assert len(paper.codes) > 10
    every = frozenset().union(*paper.codes.values())
    assert {paper.meaning(one) for one in every} == {
        (topic, tag) for tag, topics in TITLES.items() for topic in topics
    }
    assert {one.partition("#")[2] for one in every} == {THEN.replace("-", "")}
    assert all(re.fullmatch(rf"{BASE}/w/[0-9A-Z]{{6}}#\d{{8}}", one) for one in every)


@pytest.mark.parametrize("name", PAPERS)
def test_every_kind_of_paper_has_codes(paper: Paper, name: str) -> None:
    kinds = {
        "a4": r"england-(en|ar)-a4\.pdf",
        "leaflets": r"england-(en|ar)-(help|card)\.pdf",
        "poster": r"england-(help|card)-poster\.pdf",
        "card": r"england-(en|ar)-card\.pdf",
    }
    read = [codes for (file, _), codes in paper.codes.items() if re.fullmatch(kinds[name], file)]
    assert frozenset().union(*read)


def test_every_code_opens_its_topic_in_its_language_and_nothing_has_changed(
    paper: Paper, phone: BrowserContext
) -> None:
    page = phone.new_page()
    every = sorted(frozenset().union(*paper.codes.values()))
    assert len(every) == 4
    for content in every:
        topic, tag = paper.meaning(content)
        page.goto("about:blank")
        answer = page.goto(paper.opened(content))
        assert answer
        assert answer.status == 200
        assert page.locator("html").get_attribute("lang") == tag
        assert page.locator("h1").inner_text() == TITLES[tag][topic]
        assert WORDS[tag]["theme/change_none"] in own_part(page).inner_text()
        assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.close()


@pytest.mark.parametrize("scripts", [False, True])
@pytest.mark.parametrize("tag", ["en", "ar"])
def test_old_paper_is_told_the_old_and_the_new_number(
    later: Paper, browser: Browser, tag: str, *, scripts: bool
) -> None:
    context = a_phone(browser, scripts=scripts)
    page = context.new_page()
    page.goto(later.opened(later.code("help", tag)))
    part = own_part(page)
    before, now = (WORDS[tag][f"theme/change_{when}"] for when in ("before", "now"))
    values = part.locator(".values > span")
    assert [one.split(" ", 1)[0] for one in values.all_inner_texts()] == [before, now]
    for box, number in zip(values.all(), (PHONE, NEW), strict=True):
        letters = box.evaluate(READ)
        digits = sorted((one for one in letters if one[0].isdigit()), key=lambda one: one[1])
        assert len({top for *_, top in digits}) == 1
        assert "".join(char for char, *_ in digits) == number.replace(" ", "")
    assert values.nth(0).locator("a").count() == 0, "an old number is not called with a tap"
    assert values.nth(1).locator("a").get_attribute("href") == "tel:+442079460456"
    assert WORDS[tag]["theme/change_none"] not in part.inner_text()
    context.close()


def test_a_topic_that_has_not_changed_still_says_so(later: Paper, phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto(later.opened(later.code("card", "ar")))
    assert WORDS["ar"]["theme/change_none"] in own_part(page).inner_text()
    page.close()


def test_paper_of_a_day_between_sees_the_edition_before_it(later: Paper, browser: Browser) -> None:
    context = a_phone(browser, scripts=True)
    page = context.new_page()
    content = later.code("help", "ar").partition("#")[0]
    page.goto(later.opened(f"{content}#{BETWEEN.replace('-', '')}"))
    assert NEW in own_part(page, THEN).inner_text()
    context.close()


@pytest.mark.parametrize("scripts", [False, True])
def test_on_a_slow_connection_little_is_loaded(
    later: Paper, browser: Browser, *, scripts: bool
) -> None:
    context = a_phone(browser, scripts=scripts)
    page = context.new_page()
    wire = page.context.new_cdp_session(page)
    asked: dict[str, str] = {}
    sizes: dict[str, int] = {}
    wire.on(
        "Network.requestWillBeSent",
        lambda one: asked.update({one["requestId"]: one["request"]["url"]}),
    )
    wire.on(
        "Network.loadingFinished",
        lambda one: sizes.update({one["requestId"]: one["encodedDataLength"]}),
    )
    wire.send("Network.enable")
    wire.send("Network.emulateNetworkConditions", SLOW)
    page.goto(later.opened(later.code("help", "ar")), wait_until="networkidle")
    assert NEW in own_part(page).inner_text()
    loaded = {asked[one].removeprefix(later.base): size for one, size in sizes.items()}
    code = later.code("help", "ar").partition("/w/")[2].partition("#")[0]
    needed = {f"w/{code}/", "style.css", *(["page.js"] if scripts else [])}
    beside = {f"w/{code}", f"w/{code}#20261122", "icon.svg", "favicon.ico"}
    assert needed <= {one.partition("#")[0] for one in loaded}
    assert {one.partition("#")[0] for one in loaded} <= needed | beside
    assert 5_000 < sum(loaded.values()) < FIRST_PAGE
    context.close()


def test_what_is_kept_from_paper_opens_without_internet(later: Paper, browser: Browser) -> None:
    context = a_phone(browser, scripts=True)
    page = context.new_page()
    page.goto(later.opened(later.code("card", "ar")))
    page.locator("nav.around a").first.tap()
    page.wait_for_url("**/england/ar/help.html")
    page.locator("#page_keep").tap()
    expect(page.locator("#page_kept")).to_be_visible()
    context.set_offline(True)
    page.goto(f"{later.base}england/ar/help.html#20261122")
    assert page.locator("html").get_attribute("lang") == "ar"
    told = own_part(page).inner_text()
    assert PHONE in told
    assert NEW in told
    context.close()
