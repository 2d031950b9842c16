"""A page parsed for the renderer, with style sheets that are parsed once a process.

The style of a theme is the same on hundreds of pages, and reading it takes longer than reading
the page. The renderer takes sheets that are parsed already, as the reader's own; those stand
below the author's (CSS Cascading 4, 6.4), and where all of a page's are given so, the order
among them stays. A page on which that could matter is left as it is: one with an important
inline style, a linked sheet or one for a medium, or a rule that belongs to one document (fonts
and counters).
"""

import re
from functools import lru_cache
from typing import Any

from weasyprint import CSS, HTML
from weasyprint.html import UA
from weasyprint.urls import URLFetcher

_BASE = "about:blank"
_RULE = re.compile(r"@([^\s{;(]*)")
_SHARED = re.compile(r"page|media|(?:top|bottom|left|right)-[a-z-]+")
# What the renderer's own sheet says of notes, and of the boxes in a page's margin. It gives each
# element five styles and each page sixteen, and pages without notes need none, or one.
NOTES = re.compile(r"^::(?:foot)?note-[a-z]+ \{[^}]*\}$", re.MULTILINE)
MARGIN = re.compile(r"^ +@((?:top|bottom|left|right)-[a-z-]+) +\{[^}]*\}$", re.MULTILINE)
_MAY_HAVE_NOTES = re.compile(r"footnote|note\s*\(|\\", re.IGNORECASE)
_HELD = 32


class Parsed(HTML):  # type: ignore[misc]
    """A page; ``sheets`` are the style sheets to give to the renderer, if it is to be given any."""

    def __init__(self, html: str) -> None:
        super().__init__(string=html, base_url=_BASE, url_fetcher=_inside_only())
        self.sheets: tuple[CSS, ...] = ()
        self.boxes: frozenset[str] | None = None  # in the margin of a page, if they are known
        elements = list(self.etree_element.iter())
        styles = [one for one in elements if one.tag == "style"]
        inline = [one.get("style", "") for one in elements]
        if any(one.tag == "link" for one in elements) or any("!" in one for one in inline):
            return
        own = [one.text or "" for one in styles]
        if any(one.attrib for one in styles) or not all(_is_shared(one) for one in own):
            return
        self.sheets = tuple(_sheet(one) for one in own)
        for one in styles:
            one.text = ""
        if not any(_MAY_HAVE_NOTES.search(one) for one in (*own, *inline)):
            self.boxes = frozenset(_RULE.findall("".join(own).lower()))

    def _ua_stylesheets(self, forms: bool = False) -> list[Any]:  # noqa: FBT001, FBT002 - the renderer's
        if self.boxes is None:
            return list(super()._ua_stylesheets(forms))
        return [_defaults(self.boxes)]


def _inside_only() -> URLFetcher:
    """What fetches for a page: nothing but what it holds itself."""
    return URLFetcher(allowed_protocols={"data"}, allow_redirects=False)


def forget() -> None:
    """Parse all sheets anew. The renderer complains of a rule once only, to whoever comes first."""
    _sheet.cache_clear()


def _is_shared(style: str) -> bool:
    """Whether all of a sheet's rules can be used for many documents."""
    return all(_SHARED.fullmatch(one) for one in _RULE.findall(style))


@lru_cache(maxsize=_HELD)
def _sheet(style: str) -> CSS:
    return CSS(string=style, base_url=_BASE, url_fetcher=_inside_only())


@lru_cache(maxsize=_HELD)
def _defaults(boxes: frozenset[str]) -> CSS:
    """The renderer's own sheet without notes, and with these boxes in the margin only.

    A box that no sheet of the page names has no content, and is not made.
    """
    kept = MARGIN.sub(lambda found: found[0] if found[1] in boxes else "", UA)
    return CSS(string=NOTES.sub("", kept))
