"""The site of the real content in a real browser: 360 px wide, without any script."""

import csv
import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from browser_support import served
from playwright.sync_api import Browser, BrowserContext, Page
from project_support import REPO
from typer.testing import CliRunner

from welcomepack.claim import state_words
from welcomepack.cli import app
from welcomepack.language import Language, registry
from welcomepack.load import load
from welcomepack.plan import Plan, Selection, plan
from welcomepack.project import open_project
from welcomepack.site import PAIRED
from welcomepack.theme import read_theme

pytestmark = pytest.mark.browser

DAY = "2026-11-22"
AREAS = ("brent", "barking-and-dagenham")
TAGS = ("en", "ar", "ur", "ti")
LANGUAGES = {tag: registry(REPO / "locales")[tag] for tag in TAGS}
# Of every other language these pages are opened: the list of all, and two that are translated.
SAMPLE = ("index", "emergencies", "gp")
EVERY_LANGUAGE = pytest.mark.parametrize("tag", TAGS)
ARABIC, ETHIOPIC = "[\u0600-\u08ff]", "[\u1200-\u139f]"
MIGRANT_HELP = "0808 8010 503"
MEASURE = (Path(__file__).parent / "measure.js").read_text(encoding="utf-8").rstrip(";\n ")
# How wide the content is and how wide the window, and the words that stand outside of it. On a
# page from right to left the browser offers no way to scroll there: such words are cut off.
FITS = """() => {
  const outside = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.data.trim() || node.parentElement.closest(".away, .skip, thead")) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const { left, right } = range.getBoundingClientRect();
    if (left < -1 || right > innerWidth + 1) outside.push(node.data.trim());
  }
  const { scrollWidth, clientWidth } = document.documentElement;
  return { content: scrollWidth, window: clientWidth, outside };
}"""
# Kinds of facts that come out in another order when nothing holds them together.
ORDERED = {"phone", "sms", "money", "time", "postcode", "number"}


@dataclass(frozen=True)
class Site:
    """The built site: its files, its address, and the plan that it was made from."""

    folder: Path
    base: str
    plan: Plan

    def languages(self, area: str) -> tuple[Language, ...]:
        """The languages of an area, in the order in which they are offered."""
        editions = (one for one in self.plan.editions if one.pack.area.id == area)
        return next(editions).languages


@dataclass(frozen=True)
class Visit:
    """What one page was like; ``area``, ``tag`` and ``topic`` are empty where it has none."""

    name: str
    area: str
    tag: str
    topic: str
    status: int
    fits: dict[int, dict[str, Any]]
    seen: dict[str, Any]
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site of both boroughs in all languages, served on this machine."""
    root = tmp_path_factory.mktemp("project")
    for name in ("content", "locales", "themes"):
        shutil.copytree(REPO / name, root / name)
    out = root / "out"
    command = ["--project", str(root), "build", "--format", "site", "--quiet"]
    areas = [part for area in AREAS for part in ("--area", area)]
    built = CliRunner().invoke(app, [*command, *areas, "--out", str(out), "--date", DAY])
    assert built.exit_code == 0, built.output
    planned = plan(
        load(open_project(root, DAY)),
        read_theme(root / "themes" / "clear"),
        Selection(areas=AREAS),
    )
    with served(out / "public") as base:
        yield Site(out / "public", base, planned)


@pytest.fixture(scope="module")
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """A small phone on which scripts are switched off."""
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": 360, "height": 740}, has_touch=True
    )
    yield context
    context.close()


@pytest.fixture(scope="module")
def visits(site: Site, phone: BrowserContext) -> list[Visit]:
    """Every page of four languages and some of every other, opened once and looked at."""
    page = phone.new_page()
    paths = [path.relative_to(site.folder) for path in sorted(site.folder.rglob("*.html"))]
    chosen = [
        path
        for path in paths
        if path.parts[0] != "w"
        and not path.name.endswith(PAIRED)  # the same texts, with English: test_accessible.py
        and not path.stem.startswith(path.parts[0])  # all topics in one: see test_accessible.py
        and (len(path.parts) < 3 or path.parts[1] in TAGS or path.stem in SAMPLE)
    ]
    found = [visit(site, page, path.as_posix()) for path in chosen]
    page.close()
    assert len(found) > 100
    return found


def visit(site: Site, page: Page, name: str) -> Visit:
    requests: list[str] = []
    complaints: list[str] = []

    def request(one: Any) -> None:
        requests.append(one.url)

    def console(one: Any) -> None:
        if not one.location.get("url", "").endswith("/favicon.ico"):
            complaints.append(one.text)

    page.on("request", request)
    page.on("console", console)
    page.set_viewport_size({"width": 360, "height": 740})
    answer = page.goto(site.base + name)
    assert answer is not None
    seen = page.evaluate(MEASURE)
    fits = {360: page.evaluate(FITS)}
    page.set_viewport_size({"width": 320, "height": 740})
    fits[320] = page.evaluate(FITS)
    page.remove_listener("request", request)
    page.remove_listener("console", console)
    parts = name.removesuffix(".html").split("/")
    area = parts[0] if len(parts) > 1 else ""
    tag, topic = (parts[1], parts[2]) if len(parts) == 3 else ("", "")
    topic = "" if topic == "index" else topic
    return Visit(name, area, tag, topic, answer.status, fits, seen, requests, complaints)


def in_language(visits: Sequence[Visit], *tags: str) -> list[Visit]:
    """The pages of some languages: the index of each borough and its topics."""
    found = [one for one in visits if one.tag in tags]
    assert {one.area for one in found} == set(AREAS)
    assert len(found) >= len(tags) * len(AREAS) * 10
    return found


def in_other_languages(site: Site, visits: Sequence[Visit]) -> list[Visit]:
    """The sample of every language that is not opened page by page."""
    found = [one for one in visits if one.tag and one.tag not in TAGS]
    others = {one.tag for area in AREAS for one in site.languages(area)} - set(TAGS)
    assert {one.tag for one in found} == others
    assert len(others) >= 10
    return found


def topic_pages(visits: Sequence[Visit]) -> list[Visit]:
    found = [one for one in visits if one.topic]
    assert {one.tag for one in found} >= set(TAGS)
    return found


# The network


def test_every_page_opens(visits: list[Visit]) -> None:
    assert {one.status for one in visits} == {200}


def test_all_requests_go_to_one_origin(site: Site, visits: list[Visit]) -> None:
    asked = {url for one in visits for url in one.requests}
    assert len(asked) > len(visits)
    assert [url for url in asked if not url.startswith((site.base, "data:"))] == []


def test_a_page_asks_for_itself_and_the_style_sheet_and_no_more(
    site: Site, visits: list[Visit]
) -> None:
    # The second and later pages have the style sheet from the browser's own memory.
    for one in visits:
        beside = set(one.requests) - {site.base + one.name}
        ours = {f"{site.base}{name}" for name in ("style.css", "page.js", "icon.svg")}
        if (site.folder / one.area / one.tag / "letters.woff2").exists():
            ours.add(f"{site.base}{one.area}/{one.tag}/style.css")
        assert beside <= ours, one.name


def test_the_browser_complains_about_nothing(visits: list[Visit]) -> None:
    assert [(one.name, one.complaints) for one in visits if one.complaints] == []


def test_the_policy_allows_nothing_but_our_own_style_and_pictures(visits: list[Visit]) -> None:
    policies = {tuple(one.seen["policy"]) for one in visits}
    assert len(policies) == 1
    (policy,) = policies.pop()
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == "'none'"
    assert rules["style-src"] == rules["script-src"] == "'self'"
    assert rules["form-action"] == rules["base-uri"] == "'none'"
    assert "unsafe" not in policy
    assert "http" not in policy
    assert all(one.seen["styled"] for one in visits)


def test_no_page_holds_another_script_a_frame_a_form_or_a_style_of_its_own(
    site: Site, visits: list[Visit]
) -> None:
    # The one script is ours, and waits until the page is there.
    assert [one.name for one in visits if one.seen["active"] != 1 or one.seen["handlers"]] == []
    for one in visits:
        html = (site.folder / one.name).read_text("utf-8")
        (script,) = re.findall(r"<script.*?</script>", html, re.DOTALL)
        assert re.fullmatch(r'<script src="(?:\.\./)*page\.js" defer></script>', script)


def test_a_browser_with_scripts_sees_the_same_page(site: Site, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(f"{site.base}brent/ar/gp.html")
    scripted = page.evaluate(MEASURE)
    context.close()
    assert scripted["active"] == 1
    assert scripted["lang"] == "ar"


# The width


@EVERY_LANGUAGE
@pytest.mark.parametrize("window", [360, 320])
def test_no_page_scrolls_sideways(visits: list[Visit], tag: str, window: int) -> None:
    fits = {one.name: one.fits[window] for one in in_language(visits, tag)}
    assert {one["window"] for one in fits.values()} == {window}
    wide = {name: one["content"] for name, one in fits.items() if one["content"] > window}
    assert wide == {}


@EVERY_LANGUAGE
@pytest.mark.parametrize("window", [360, 320])
def test_no_words_are_cut_off(visits: list[Visit], tag: str, window: int) -> None:
    fits = {one.name: one.fits[window] for one in in_language(visits, tag)}
    assert {name: one["outside"] for name, one in fits.items() if one["outside"]} == {}


def test_no_other_language_scrolls_sideways_or_is_cut_off(site: Site, visits: list[Visit]) -> None:
    for one in in_other_languages(site, visits):
        assert [fit["content"] for fit in one.fits.values()] == [360, 320], one.name
        assert [fit["outside"] for fit in one.fits.values()] == [[], []], one.name


def test_the_choosers_do_not_scroll_sideways(visits: list[Visit]) -> None:
    choosers = [one for one in visits if not one.tag]
    lists = {f"{area}/{name}.html" for area in AREAS for name in ("index", "languages")}
    assert {one.name for one in choosers} == {"index.html", *lists}
    for one in choosers:
        assert [fit["content"] for fit in one.fits.values()] == [360, 320]
        assert [fit["outside"] for fit in one.fits.values()] == [[], []]


# Languages


@EVERY_LANGUAGE
def test_a_page_says_its_language_and_direction(visits: list[Visit], tag: str) -> None:
    said = {(one.seen["lang"], one.seen["dir"]) for one in in_language(visits, tag)}
    assert said == {(tag, "rtl" if tag in {"ar", "ur"} else "ltr")}


def test_every_page_of_another_language_says_its_language_and_direction(
    site: Site, visits: list[Visit]
) -> None:
    directions = {one.tag: one.direction for area in AREAS for one in site.languages(area)}
    for one in in_other_languages(site, visits):
        assert (one.seen["lang"], one.seen["dir"]) == (one.tag, directions[one.tag])


@pytest.mark.parametrize("tag", ["ar", "ur"])
def test_latin_words_on_a_page_from_right_to_left_are_marked(
    site: Site, visits: list[Visit], tag: str
) -> None:
    words = [
        (one.name, text)
        for one in in_language(visits, tag)
        for text in one.seen["texts"]
        if re.search("[A-Za-z]{2}", text["text"]) and not text["fact"]
    ]
    assert len(words) > 100
    # The names of languages are marked as what they are, everything else as English.
    latin = {one.tag for area in AREAS for one in site.languages(area) if one.script == "Latn"}
    wrong = [
        (name, one["text"])
        for name, one in words
        if one["lang"] not in latin or one["dir"] != "ltr"
    ]
    assert wrong == []


def test_english_sentences_on_a_tigrinya_page_are_marked(visits: list[Visit]) -> None:
    # Tigrinya runs from left to right too, so single names may stand in a sentence as they are.
    sentences = [
        (one.name, text)
        for one in in_language(visits, "ti")
        for text in one.seen["texts"]
        if re.search("[A-Za-z]+ [A-Za-z]+ [A-Za-z]+ [A-Za-z]+[.?!:]", text["text"])
        and not text["fact"]
    ]
    assert len(sentences) > 100
    assert [(name, one["text"]) for name, one in sentences if one["lang"] != "en"] == []


@pytest.mark.parametrize("tag", ["ar", "ur", "ti"])
def test_what_is_marked_as_english_is_english(visits: list[Visit], tag: str) -> None:
    marked = [
        (one.name, text["text"])
        for one in in_language(visits, tag)
        for text in one.seen["texts"]
        if text["lang"] == "en"
    ]
    assert len(marked) > 100
    assert [one for one in marked if re.search(f"{ARABIC}|{ETHIOPIC}", one[1])] == []


def test_a_page_with_drafts_says_so_in_both_languages(site: Site, visits: list[Visit]) -> None:
    pages = {(one.area, one.tag, one.topic): one.seen for one in visits if one.topic}
    checked: set[str] = set()
    for edition in site.plan.editions:
        tag = edition.language.tag
        if edition.place or tag == "en":
            continue
        own = edition.localized.words["state_mt"]
        assert own.lang == tag
        for topic in edition.pack.topics:
            seen = pages.get((edition.pack.area.id, tag, topic.id))
            if seen is None:
                assert tag not in TAGS
                continue
            drafted = "state_mt" in state_words(topic, edition.pack)
            assert (own.value in seen["state"]) is drafted, topic.id
            assert (own.english in seen["stateEnglish"]) is drafted, topic.id
            if drafted:
                checked.add(tag)
    assert checked >= {"ar", "ur", "ti"}
    assert checked == {one.tag for area in AREAS for one in site.languages(area)} - {"en"}


def test_an_english_page_claims_nothing_about_its_translation(visits: list[Visit]) -> None:
    assert {one.seen["state"] for one in in_language(visits, "en")} == {""}


@pytest.mark.parametrize("area", AREAS)
def test_the_chooser_names_each_language_in_itself(
    site: Site, visits: list[Visit], area: str
) -> None:
    (chooser,) = [one for one in visits if one.name == f"{area}/index.html"]
    links = {link["hreflang"]: link for link in chooser.seen["links"] if link["hreflang"]}
    languages = site.languages(area)
    assert list(links) == [language.tag for language in languages]
    assert set(links) >= set(TAGS)
    for language in languages:
        link = links[language.tag]
        assert link["own"] == {
            "lang": language.tag,
            "dir": language.direction,
            "text": language.own_name,
        }
        assert link["href"] == f"{language.tag}/index.html"
        assert link["height"] >= 44


def test_each_topic_leads_to_itself_in_every_language(site: Site, visits: list[Visit]) -> None:
    for one in topic_pages(visits):
        languages = site.languages(one.area)
        links = [link for link in one.seen["links"] if link["chooses"]]
        assert [(link["hreflang"], link["lang"], link["dir"], link["text"]) for link in links] == [
            (language.tag, language.tag, language.direction, language.own_name)
            for language in languages
        ], one.name
        wanted = [f"{one.area}/{language.tag}/{one.topic}.html" for language in languages]
        assert [link["url"] for link in links] == [f"{site.base}{name}" for name in wanted]
        assert all((site.folder / name).is_file() for name in wanted)
        assert [link["lang"] for link in links if link["current"]] == [one.tag]


# Direction


def left_to_right(fact: dict[str, Any]) -> bool:
    """Whether the characters of a fact stand on one line, each to the right of the one before."""
    places = fact["characters"]
    tops = {round(top) for _, _, top in places}
    return len(tops) == 1 and all(one[1] < other[1] for one, other in pairwise(places))


@EVERY_LANGUAGE
def test_every_fact_reads_from_left_to_right(visits: list[Visit], tag: str) -> None:
    facts = [
        (one.name, fact)
        for one in in_language(visits, tag)
        for fact in one.seen["facts"]
        if fact["kind"] in ORDERED
    ]
    assert {"phone", "time", "postcode", "money"} <= {fact["kind"] for _, fact in facts}
    assert len(facts) > 300
    assert all(len(fact["characters"]) > 0 for _, fact in facts)
    assert [(name, fact["text"]) for name, fact in facts if not left_to_right(fact)] == []


def test_every_fact_of_another_language_reads_from_left_to_right(
    site: Site, visits: list[Visit]
) -> None:
    facts = [
        (one.name, fact)
        for one in in_other_languages(site, visits)
        for fact in one.seen["facts"]
        if fact["kind"] in ORDERED
    ]
    assert len(facts) > 300
    assert [(name, fact["text"]) for name, fact in facts if not left_to_right(fact)] == []


@EVERY_LANGUAGE
def test_names_with_signs_in_them_read_from_left_to_right(visits: list[Visit], tag: str) -> None:
    names = [(one.name, name) for one in in_language(visits, tag) for name in one.seen["names"]]
    assert "GOV.UK" in {name["text"] for _, name in names}
    wrong = {(page, name["text"]) for page, name in names if name["lefts"] != sorted(name["lefts"])}
    assert wrong == set()


STRIP = """() => {
  for (const one of document.querySelectorAll("bdi")) one.replaceWith(...one.childNodes);
  for (const one of document.querySelectorAll("body [dir]")) one.removeAttribute("dir");
}"""


@pytest.mark.parametrize("tag", ["ar", "ur"])
def test_without_its_isolation_a_phone_number_is_found_reversed(
    site: Site, browser: Browser, visits: list[Visit], tag: str
) -> None:
    # This shows that the test above can fail, and that the isolation is what makes it pass.
    (name, *_) = [
        one.name
        for one in in_language(visits, tag)
        if any(fact["text"] == MIGRANT_HELP for fact in one.seen["facts"])
    ]
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(site.base + name)

    def numbers() -> list[dict[str, Any]]:
        found = page.evaluate(MEASURE)["facts"]
        return [fact for fact in found if fact["text"] == MIGRANT_HELP]

    before = numbers()
    page.evaluate(STRIP)
    after = numbers()
    context.close()
    assert len(before) == len(after) > 0
    assert all(left_to_right(fact) for fact in before)
    assert not any(left_to_right(fact) for fact in after)
    in_order = sorted(after[0]["characters"], key=lambda place: place[1])
    assert "".join(char for char, _, _ in in_order) == "50380100808"


# Links


def called(number: str) -> str:
    """What a phone in the United Kingdom, or from abroad, must be given to call a number."""
    digits = number.replace(" ", "")
    return f"tel:+44{digits[1:]}" if digits.startswith("0") else f"tel:{digits}"


def test_a_number_that_is_tapped_is_the_number_that_is_read(visits: list[Visit]) -> None:
    facts = [fact for one in visits for fact in one.seen["facts"] if fact["kind"] == "phone"]
    targets = {fact["text"]: fact["href"] for fact in facts}
    assert targets["999"] == "tel:999"
    assert targets["111"] == "tel:111"
    assert targets[MIGRANT_HELP] == "tel:+448088010503"
    assert len(targets) > 10
    assert {(fact["text"], fact["href"]) for fact in facts} == {
        (number, called(number)) for number in targets
    }


@EVERY_LANGUAGE
def test_the_emergency_numbers_are_on_every_page_and_large_enough(
    visits: list[Visit], tag: str
) -> None:
    for one in in_language(visits, tag):
        urgent = [link for link in one.seen["links"] if link["urgent"]]
        assert [link["href"] for link in urgent][:3] == ["tel:999", "tel:111", "tel:101"], one.name
        small = [link["text"] for link in urgent if link["height"] < 44 or link["width"] < 44]
        assert small == [], one.name


@EVERY_LANGUAGE
def test_everything_that_can_be_tapped_is_large_enough(visits: list[Visit], tag: str) -> None:
    small = {
        (one.name, link["text"], round(link["width"]), round(link["height"]))
        for one in in_language(visits, tag)
        for link in one.seen["links"]
        if link["height"] < 24 or link["width"] < 24
    }
    assert small == set()


def test_every_link_inside_the_site_leads_somewhere(site: Site, visits: list[Visit]) -> None:
    inside = 0
    for one in visits:
        for link in one.seen["links"]:
            if link["url"].startswith(site.base):
                inside += 1
                address, _, anchor = link["url"].removeprefix(site.base).partition("#")
                assert (site.folder / address).is_file(), f"{one.name}: {link['href']}"
                assert not anchor or anchor in one.seen["ids"], f"{one.name}: {link['href']}"
                assert not link["href"].startswith("/"), one.name
    assert inside > 500


def test_every_link_out_of_the_site_is_safe_and_tells_nobody(
    site: Site, visits: list[Visit]
) -> None:
    outside = [
        (one.name, link)
        for one in visits
        for link in one.seen["links"]
        if not link["url"].startswith((site.base, "tel:", "sms:", "mailto:"))
    ]
    assert len(outside) > 50
    unsafe = [(name, link["url"]) for name, link in outside if not link["url"].startswith("https:")]
    assert unsafe == []
    assert {one.seen["referrer"] for one in visits} == {"no-referrer"}


def test_every_link_has_words(visits: list[Visit]) -> None:
    assert sum(len(one.seen["links"]) for one in visits) > 1000
    nameless = [
        (one.name, link["href"])
        for one in visits
        for link in one.seen["links"]
        if not link["text"] and not link["skips"]
    ]
    assert nameless == []


# Structure


def test_every_page_has_one_main_heading_and_skips_no_level(visits: list[Visit]) -> None:
    for one in visits:
        levels = [level for level, _ in one.seen["headings"]]
        assert levels.count(1) == 1, one.name
        assert levels[0] == 1, one.name
        assert [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1] == [], one.name
        assert all(words.strip() for _, words in one.seen["headings"]), one.name
    assert any(len(one.seen["headings"]) > 3 for one in visits)


def test_pictures_have_words_or_are_hidden_from_readers_aloud(visits: list[Visit]) -> None:
    assert sum(one.seen["pictures"] for one in visits) > 100
    assert [one.name for one in visits if one.seen["nameless"]] == []


def test_every_page_has_a_title_of_its_own_and_one_main_part(visits: list[Visit]) -> None:
    assert all(one.seen["mains"] == 1 for one in visits)
    for tag in LANGUAGES:
        titles = [(one.area, one.seen["title"]) for one in in_language(visits, tag)]
        assert len(titles) == len(set(titles))
        assert all(title.strip() for _, title in titles)


def test_no_id_stands_twice_on_a_page(visits: list[Visit]) -> None:
    assert any(len(one.seen["ids"]) > 3 for one in visits)
    assert [one.name for one in visits if len(one.seen["ids"]) != len(set(one.seen["ids"]))] == []


def test_tables_have_heads(visits: list[Visit]) -> None:
    tables = [heads for one in visits for heads in one.seen["tables"]]
    assert tables
    assert all(heads > 0 for heads in tables)


@EVERY_LANGUAGE
def test_text_stands_out_from_what_is_behind_it(visits: list[Visit], tag: str) -> None:
    texts = [(one.name, text) for one in in_language(visits, tag) for text in one.seen["texts"]]
    assert min(text["contrast"] for _, text in texts) < 21
    faint = {(name, text["text"].strip()) for name, text in texts if text["contrast"] < 4.5}
    assert faint == set()


def luminance(colour: str) -> float:
    """The relative luminance of a colour like ``#1f3a5f`` (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_accents_read_when_photocopied() -> None:
    assert luminance("#ffffff") == pytest.approx(1)
    manifest = read_theme(REPO / "themes" / "clear").manifest
    accents = {**manifest.accents, "": manifest.accent}
    assert len(accents) > 10
    ratios = {topic: 1.05 / (luminance(colour) + 0.05) for topic, colour in accents.items()}
    assert {topic: ratio for topic, ratio in ratios.items() if ratio < 7} == {}


# Paper leads to the page


def codes_of_brent(site: Site) -> dict[str, str]:
    """The page that each registered code of Brent must lead to."""
    rows = csv.DictReader((REPO / "content" / "codes.csv").read_text("utf-8").splitlines())
    wanted = {
        row["code"]: f"brent/{row['locale']}/{row['topic']}.html"
        for row in rows
        if row["area"] == "brent"
    }
    return {code: name for code, name in wanted.items() if (site.folder / name).is_file()}


def test_every_code_of_brent_names_its_topic_in_either_case(site: Site) -> None:
    codes = codes_of_brent(site)
    pages = {
        path.relative_to(site.folder).as_posix()
        for path in site.folder.glob("brent/*/*.html")
        if path.name != "index.html"
        and not path.stem.startswith("brent")
        and not path.name.endswith(PAIRED)
    }
    assert len(codes) > 50
    assert set(codes.values()) == pages
    for code, name in codes.items():
        for spelling in (code, code.lower()):
            page = (site.folder / "w" / spelling / "index.html").read_text(encoding="utf-8")
            assert f'/{name}">' in page[page.index("canonical") :][:120], code
            assert 'http-equiv="refresh"' not in page, code


def test_every_code_of_brent_leads_to_its_topic_in_either_case(
    site: Site, phone: BrowserContext
) -> None:
    codes = {c: name for c, name in codes_of_brent(site).items() if name.split("/")[1] in TAGS}
    assert len(codes) > 40
    page = phone.new_page()
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url))
    for code, name in codes.items():
        # As the QR code holds it, with the day of the paper, and as somebody types it.
        for opened in (f"w/{code}#20261122", f"w/{code.lower()}/"):
            page.goto(site.base + opened, wait_until="commit")
            canonical = page.locator("link[rel=canonical]").get_attribute("href")
            assert canonical
            assert canonical.endswith(f"/{name}")
    page.close()
    assert len(asked) >= 2 * len(codes)
    assert [url for url in asked if not url.startswith(site.base)] == []
    assert [url for url in asked if "20261122" in url.partition("#")[0]] == []


def test_a_page_of_a_code_is_the_topic_itself_without_any_script(
    site: Site, browser: Browser
) -> None:
    (code,) = [
        row.code
        for row in site.plan.codes
        if row.meaning.topic == "gp" and row.meaning.area == "brent" and row.meaning.locale == "ar"
    ]
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": 320, "height": 740}, has_touch=True
    )
    page = context.new_page()
    page.goto(f"{site.base}brent/ar/gp.html")
    heading = page.locator("h1").inner_text()
    page.goto(f"{site.base}w/{code}/#20261122")
    fit = page.evaluate(FITS)
    lang = page.evaluate("() => document.documentElement.lang")
    assert page.locator("h1").inner_text() == heading
    # The part about the reader's own paper is shown by the day in the address alone.
    assert page.locator("[id='20261122']").is_visible()
    page.tap("nav.around a")
    page.wait_for_url(f"{site.base}brent/ar/*.html")
    context.close()
    assert (fit["content"], fit["outside"]) == (320, [])
    assert lang == "ar"
