"""The same pages by others: one warm Chromium, and plain WeasyPrint called once a pack."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from measure import AREA, DAY, Taken, stopwatch
from playwright.sync_api import sync_playwright
from weasyprint import HTML

from welcomepack.environment import environment
from welcomepack.formats.pack import sheets
from welcomepack.load import load
from welcomepack.plan import Plan, Selection, plan
from welcomepack.project import open_project
from welcomepack.render import Edition
from welcomepack.sheet import Sheet
from welcomepack.theme import Theme, read_theme

_BODY = re.compile(r"<body([^>]*)>(.*)</body>", re.DOTALL)


def planned(root: Path, locales: Sequence[str], places: Sequence[str] = ()) -> tuple[Theme, Plan]:
    """The editions of the measured area."""
    loaded = load(open_project(root, DAY))
    theme = read_theme(root / "themes" / "clear")
    selection = Selection(areas=(AREA,), locales=tuple(locales), places=tuple(places))
    return theme, plan(loaded, theme, selection)


def packs(root: Path, locales: Sequence[str]) -> Mapping[str, tuple[Sheet, ...]]:
    """The sheets of each language's pack, with their finished HTML."""
    theme, made = planned(root, locales)
    here = environment()
    return {one.language.tag: sheets_of(one, theme, here) for one in made.editions}


def sheets_of(edition: Edition, theme: Theme, here: str) -> tuple[Sheet, ...]:
    """The sheets of one pack."""
    return sheets(edition, theme, here)


def chromium(made: Mapping[str, Sequence[Sheet]], program: str) -> Taken:
    """Every sheet printed to a tagged PDF by one browser that is already running."""
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_page()
        session = page.context.new_cdp_session(page)
        options = {"preferCSSPageSize": True, "printBackground": True, "generateTaggedPDF": True}
        page.set_content("<p>warm</p>")
        session.send("Page.printToPDF", options)
        with stopwatch() as taken:
            for group in made.values():
                for sheet in group:
                    page.set_content(sheet.tries[0].html)
                    session.send("Page.printToPDF", options)
        browser.close()
    return taken


def plain(made: Mapping[str, Sequence[Sheet]]) -> Taken:
    """Each pack as one document, one call a pack, in one process that has it imported."""
    with stopwatch() as taken:
        for group in made.values():
            HTML(string=_joined(group)).write_pdf(pdf_variant="pdf/ua-1")
    return taken


def _joined(group: Sequence[Sheet]) -> str:
    """One document of all sheets, each on a new page; the style is the front's, which has all."""
    first = group[0].tries[0].html
    return _BODY.sub(lambda _: f"<body>{''.join(_bodies(group))}</body>", first)


def _bodies(group: Sequence[Sheet]) -> Iterator[str]:
    for sheet in group:
        found = _BODY.search(sheet.tries[0].html)
        if found:
            yield f'<div style="break-before: page"{found[1]}>{found[2]}</div>'
