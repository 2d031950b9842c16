"""What lets a phone keep one language of the site: service worker, manifest and icon.

Nothing is kept without a tap. The worker's scope is the language's own folder, so one phone
keeps what one reader asked for and nothing else.
"""

import hashlib
import json
from collections.abc import Mapping
from pathlib import PurePosixPath

from markupsafe import Markup

from welcomepack.render import Edition
from welcomepack.theme import Theme

_SHARED = ("../../page.js", "../../icon.svg")
_PICTOGRAM = "welcome"
_COLOUR = "#0b4a8f"


def worker(
    edition: Edition,
    theme: Theme,
    pages: Mapping[PurePosixPath, str],
    beside: Mapping[str, bytes],
) -> str:
    """The service worker that keeps these pages, and what they need beside them (by address).

    Its version is a digest of everything it keeps, so a new edition, and only that, is a new
    worker that the phone installs.
    """
    digest = hashlib.sha256(b"".join(data for _, data in sorted(beside.items())))
    digest.update(theme.style("site/page.js").encode())
    for path, text in sorted(pages.items()):
        digest.update(f"{path.name}\0{text}\0".encode())
    names = sorted(path.name for path in pages if path.suffix == ".html")
    files = [name for name in names if name != whole_file(edition)]
    values = {
        "prefix": prefix(edition),
        "version": digest.hexdigest()[:16],
        # Names of ours, made of ids: nothing in them could end the string or the script.
        "files": Markup(json.dumps([*files, "manifest.webmanifest", *beside, *_SHARED])),  # noqa: S704
    }
    return theme.render("site/sw.js", values)


def prefix(edition: Edition) -> str:
    """How the caches of an edition begin."""
    return f"{edition.pack.area.id}-{edition.language.tag}-"


def whole_file(edition: Edition) -> str:
    """The name of the file that holds all topics."""
    return f"{edition.pack.area.id}-{edition.language.tag}.html"


def manifest(edition: Edition) -> str:
    """The web app manifest (W3C), in the language and direction of the edition."""
    name = f"{edition.localized.words['pack'].value} · {edition.pack.area.name}"
    language = edition.language
    data = {
        "name": name,
        "short_name": edition.pack.area.name,
        "lang": language.tag,
        "dir": language.direction,
        "start_url": "index.html",
        "scope": "./",
        "display": "minimal-ui",
        "background_color": "#ffffff",
        "theme_color": _COLOUR,
        "icons": [{"src": "../../icon.svg", "sizes": "any", "type": "image/svg+xml"}],
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def icon(theme: Theme) -> str:
    """The site's icon: the theme's first pictogram on a square."""
    drawing = theme.pictograms.get(_PICTOGRAM) or next(iter(theme.pictograms.values()))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 60" color="#ffffff">'
        f'<rect width="60" height="60" rx="10" fill="{_COLOUR}"/>'
        f'<g transform="translate(6 6)">{drawing}</g></svg>\n'
    )
