"""Point to your language: the poster and the page say the same, with the same numbers."""

import re

from project_support import REPO
from specimen_support import AREA, DAY, LANGUAGES, TAGS, theme

from welcomepack.formats.poster import languages as poster
from welcomepack.load import load
from welcomepack.plan import Selection, plan
from welcomepack.project import open_project
from welcomepack.render import Edition
from welcomepack.site import shared_pages


def editions() -> list[Edition]:
    planned = plan(load(open_project(REPO, DAY)), theme(), Selection(areas=(AREA,)))
    return [one for one in planned.editions if one.place is None]


def told(entry: str) -> list[str]:
    """The texts of an entry of the list, without markup."""
    return [text.strip() for text in re.split("<[^>]*>", entry) if text.strip()]


def entries(html: str) -> list[list[str]]:
    return [told(entry) for entry in re.findall(r"<li>(.*?)</li>", html, re.DOTALL)]


def test_the_poster_and_the_page_say_each_language_in_itself_and_in_english() -> None:
    shown = editions()
    pages = {path.as_posix(): html for path, html in shared_pages(shown, theme(), ())}
    page = pages[f"public/{AREA}/languages.html"]
    paper = poster(shown, theme(), "").tries[0].html
    wanted = []
    for number, tag in enumerate(TAGS, 1):
        one = LANGUAGES[tag]
        assert one.i_speak
        wanted.append([str(number), one.own_name, one.english_name, one.i_speak])
    assert entries(paper) == wanted
    # English is not named twice on the page.
    wanted[0].remove("English")
    assert entries(page) == wanted
    assert 'href="languages.html"' in pages[f"public/{AREA}/index.html"]
