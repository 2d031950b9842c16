"""Makes docs/languages.png and docs/languages-phone.png: every language of Brent, as it prints.

Each tile is the specimen page of a language, made from the real content with the theme's own
templates: nothing is retouched. The names of the languages above the tiles are English.
"""

import functools
import http.server
import io
import shutil
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pypdfium2
from montage import montage
from PIL import Image
from playwright.sync_api import sync_playwright

from welcomepack.formats import paper
from welcomepack.load import load
from welcomepack.plan import Selection, plan
from welcomepack.project import open_project
from welcomepack.render import Edition, render_topic
from welcomepack.site import edition_pages, shared_pages
from welcomepack.specimen import ID, specimen
from welcomepack.theme import Theme, read_theme

ROOT = Path(__file__).resolve().parent.parent
AREA, DAY = "brent", "2026-11-22"
COLUMNS = 6
PAGE, PHONE = 600, 360  # widths of a tile in pixels
SCREEN = 1400  # how much of a phone's page is shown


def editions() -> tuple[tuple[Edition, ...], Theme]:
    """The specimens of all languages of the area, in the order of its list."""
    loaded = load(open_project(ROOT, DAY))
    theme = read_theme(ROOT / "themes" / "clear")
    planned = plan(loaded, theme, Selection(areas=(AREA,)))
    return tuple(specimen(one) for one in planned.editions if one.place is None), theme


def on_paper(edition: Edition, theme: Theme) -> Image.Image:
    """The first page of a specimen."""
    (topic,) = edition.pack.topics
    document = pypdfium2.PdfDocument(
        paper.pdf(render_topic(edition, theme, "a4/topic.html", topic).html)
    )
    page = document[0]
    picture: Image.Image = page.render(scale=PAGE / page.get_width(), grayscale=False).to_pil()
    document.close()
    return picture.convert("RGB")


def on_phone(shown: Sequence[Edition], theme: Theme) -> Iterator[Image.Image]:
    """The specimens in a browser 360 pixels wide."""
    with _served(shown, theme) as base, sync_playwright() as playwright:
        program = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": PHONE, "height": SCREEN})
        for one in shown:
            page.goto(f"{base}{AREA}/{one.language.tag}/{ID}.html")
            yield Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        browser.close()


@contextmanager
def _served(shown: Sequence[Edition], theme: Theme) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        pages = [page for one in shown for page in edition_pages(one, theme, 0)]
        for path, html in (*pages, *shared_pages(shown, theme, ())):
            target = Path(folder, path.relative_to("public"))
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(html, encoding="utf-8")
        handler = functools.partial(_Quiet, directory=folder)
        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
            threading.Thread(target=server.serve_forever).start()
            yield f"http://127.0.0.1:{server.server_port}/"
            server.shutdown()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


def main() -> None:
    """Write both pictures."""
    shown, theme = editions()
    names = [f"{index} {one.language.english_name}" for index, one in enumerate(shown, 1)]
    made = {
        "languages.png": [on_paper(one, theme) for one in shown],
        "languages-phone.png": list(on_phone(shown, theme)),
    }
    for name, tiles in made.items():
        target = ROOT / "docs" / name
        montage(names, tiles, COLUMNS).save(target, optimize=True)
        print(f"docs/{name}: {target.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
