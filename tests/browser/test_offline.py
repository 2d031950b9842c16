"""Keeping the site on a phone: only after a tap, whole or not at all, and it can be removed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from browser_support import Quiet, served
from playwright.sync_api import Browser, BrowserContext, Page, expect
from project_support import gp_phone, run, write_project

pytestmark = pytest.mark.browser

OLD, NEW = "020 7946 0958", "020 7946 0123"
FACTS = gp_phone("{phone}")
SERVICES = """\
- id: library
  category: library
  name: Testham Library
  address: 1 Foundry Lane
  postcode: ZZ9 9ZZ
  hours:
    - {id: days, days: mon-sun, hours: 00:00-23:59}
    - {id: never, days: sun, hours: closed}
  source: invented for this test
  source_date: "2026"
  checked: 2026-11-22
  confidence: A
"""
TOPIC = """\
id: {name}
title: Topic {name}
summary: About {name}.
pictogram: gp
blocks:
  - id: call
    kind: text
    text: Call {{gp.phone}}.
  - id: near
    kind: services
    categories: [library]
"""


# Until the new worker takes over, and clears the old copy away, the old one answers.
TAKEN_OVER = """async number => {
  for (;;) {
    const keys = await caches.keys();
    const saved = keys.length === 1 ? await caches.match("one.html") : null;
    if (saved && (await saved.text()).includes(number)) return;
    await new Promise(done => setTimeout(done, 50));
  }
}"""


@dataclass
class Host:
    """A web server whose folder can be changed, and that can refuse single files."""

    folder: Path
    base: str = ""
    refused: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Host]:
    """The site of a tiny project, served on this machine."""
    files = {
        "content/england/facts.yaml": FACTS.format(phone=OLD),
        "content/england/services.yaml": SERVICES,
        **{f"content/england/topics/{n}.yaml": TOPIC.format(name=n) for n in ("one", "two")},
    }
    root = write_project(tmp_path / "project", files)
    host = Host(build(root))

    class Handler(Quiet):
        def do_GET(self) -> None:  # noqa: N802 - what the server calls
            host.asked.append(self.path)
            if self.path.rpartition("/")[2] in host.refused:
                self.send_error(500)
            else:
                super().do_GET()

        def end_headers(self) -> None:
            self.send_header("Cache-Control", "no-cache")
            super().end_headers()

    with served(host.folder, Handler) as host.base:
        yield host


def build(root: Path, date: str = "2026-11-22") -> Path:
    assert run(root, "build", "--format", "site", "--quiet", "--date", date).exit_code == 0
    return root / "build" / "public"


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """A small phone with scripts on."""
    context = browser.new_context(viewport={"width": 360, "height": 640})
    yield context
    context.close()


def kept(phone: BrowserContext, host: Host) -> Page:
    """A page after its reader has tapped "keep"."""
    page = phone.new_page()
    page.goto(f"{host.base}england/en/one.html")
    page.locator("#page_keep").click()
    expect(page.locator("#page_kept")).to_be_visible()
    return page


def test_nothing_is_stored_without_a_tap(phone: BrowserContext, host: Host) -> None:
    page = phone.new_page()
    page.goto(f"{host.base}england/en/one.html")
    expect(page.locator("#page_keep")).to_be_visible()
    expect(page.locator("#page_kept")).to_be_hidden()
    assert page.evaluate("caches.keys()") == []
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert phone.cookies() == []


def test_without_scripts_there_is_no_button_that_does_nothing(browser: Browser, host: Host) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{host.base}england/en/one.html")
    assert page.locator("button:visible").count() == 0
    assert OLD in page.locator("main").inner_text()
    context.close()


def test_what_is_kept_opens_without_internet(phone: BrowserContext, host: Host) -> None:
    page = kept(phone, host)
    phone.set_offline(True)
    page.goto(f"{host.base}england/en/two.html")
    assert page.locator("h1").inner_text() == "Topic two"
    assert page.evaluate("getComputedStyle(document.body).maxWidth") != "none", "the style is kept"
    expect(page.locator("#page_kept")).to_be_visible()


def test_without_internet_the_page_with_english_is_the_plain_one(
    phone: BrowserContext, host: Host
) -> None:
    page = phone.new_page()
    page.goto(f"{host.base}england/ar/one.html")
    page.locator("#page_keep").click()
    expect(page.locator("#page_kept")).to_be_visible()
    page.goto(f"{host.base}england/ar/one.en.html")
    assert "English" in page.title()
    phone.set_offline(True)
    page.goto(f"{host.base}england/ar/one.en.html")
    assert OLD in page.locator("main").inner_text()
    assert "English" not in page.title()


def test_only_this_language_is_kept(phone: BrowserContext, host: Host) -> None:
    page = kept(phone, host)
    names = page.evaluate(
        "caches.keys().then(keys => Promise.all(keys.map(key => caches.open(key).then("
        "cache => cache.keys())))).then(all => all.flat().map(one => new URL(one.url).pathname))"
    )
    assert "/england/en/two.html" in names
    assert not [name for name in names if name.startswith("/england/ar/")]


def test_it_can_be_removed_again(phone: BrowserContext, host: Host) -> None:
    page = kept(phone, host)
    page.locator("#page_forget").click()
    expect(page.locator("#page_keep")).to_be_visible()
    assert page.evaluate("caches.keys()") == []
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0


def test_online_the_newest_page_is_shown_and_kept(
    phone: BrowserContext, host: Host, tmp_path: Path
) -> None:
    page = kept(phone, host)
    change(tmp_path)
    page.goto(f"{host.base}england/en/one.html")
    assert NEW in page.locator("main").inner_text()
    page.evaluate("navigator.serviceWorker.getRegistration('./').then(one => one.update())")
    page.evaluate(TAKEN_OVER, NEW)
    phone.set_offline(True)
    page.goto(f"{host.base}england/en/one.html")
    assert NEW in page.locator("main").inner_text()


def test_a_broken_update_never_loses_the_saved_copy(
    phone: BrowserContext, host: Host, tmp_path: Path
) -> None:
    page = kept(phone, host)
    change(tmp_path)
    host.refused = {"two.html"}
    before = host.asked.count("/england/en/two.html")
    page.evaluate(
        "navigator.serviceWorker.getRegistration('./').then(one => one.update())"
        ".then(one => new Promise(done => { const fresh = one.installing || one.waiting;"
        " if (!fresh || fresh.state === 'redundant') return done();"
        " fresh.onstatechange = () => fresh.state === 'redundant' && done(); }))"
    )
    assert host.asked.count("/england/en/two.html") > before, "the update was tried"
    phone.set_offline(True)
    for name in ("one", "two"):
        page.goto(f"{host.base}england/en/{name}.html")
        assert page.locator("h1").inner_text() == f"Topic {name}"
        assert OLD in page.locator("main").inner_text()


def test_a_failed_keep_says_so_and_keeps_nothing(phone: BrowserContext, host: Host) -> None:
    host.refused = {"two.html"}
    page = phone.new_page()
    page.goto(f"{host.base}england/en/one.html")
    page.locator("#page_keep").click()
    expect(page.locator("#page_keep_failed")).to_be_visible()
    expect(page.locator("#page_keep")).to_be_enabled()
    expect(page.locator("#page_kept")).to_be_hidden()


def test_a_library_that_is_open_says_so(phone: BrowserContext, host: Host) -> None:
    page = phone.new_page()
    page.goto(f"{host.base}england/en/one.html")
    assert page.locator("tr.open").count() == 1
    expect(page.locator("tr.open .now")).to_be_visible()


def test_the_manifest_speaks_the_language(phone: BrowserContext, host: Host) -> None:
    page = phone.new_page()
    page.goto(f"{host.base}england/ar/one.html")
    told = page.evaluate(
        "fetch(document.querySelector('link[rel=manifest]').href).then(one => one.json())"
    )
    assert (told["lang"], told["dir"], told["scope"]) == ("ar", "rtl", "./")
    assert page.evaluate(f"fetch('{told['icons'][0]['src']}').then(one => one.ok)")


def change(tmp_path: Path) -> None:
    """A new edition with another number, where the server reads."""
    root = tmp_path / "project"
    (root / "content/england/facts.yaml").write_text(FACTS.format(phone=NEW), encoding="utf-8")
    build(root, "2026-12-24")
