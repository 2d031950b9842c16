"""Chooses among a sheet's tries: what must be one page is one page, and no page is nearly empty."""

from welcomepack import verify
from welcomepack.diagnostic import Diagnostic, Position
from welcomepack.formats import paper
from welcomepack.render import Page
from welcomepack.sheet import FRONT, Sheet

_COVER_AND_CONTENTS = 2  # pages
_CROWDED = "The topic must fit on {} and does not, even in small type. Shorten it."


def fitted(sheet: Sheet) -> tuple[bytes, Page, tuple[Diagnostic, ...]]:
    """Lay out a sheet in the first of its tries that fits, and say so when none does.

    Where no try fits its pages, the last is given; where all leave a page nearly empty, the
    first. Raises `WelcomepackError` for a page that cannot be laid out.
    """
    first = pdf = b""
    for page in sheet.tries:
        pdf = paper.pdf(page.html)
        first = first or pdf
        if _fits(sheet, pdf):
            return pdf, page, ()
    if sheet.pages:
        room = "one page" if sheet.one_page else f"{sheet.pages} pages"
        found = Diagnostic("WP402", _CROWDED.format(room), Position(sheet.where))
        return pdf, sheet.tries[-1], (found,)
    pages = ", ".join(str(number) for number in verify.nearly_empty(first))
    message = f"Under a fifth of its height is used on page {pages} of {verify.count_pages(first)}."
    return first, sheet.tries[0], (Diagnostic("WP520", message, Position(sheet.where)),)


def _fits(sheet: Sheet, pdf: bytes) -> bool:
    """Whether a try will do; a short list of contents after a cover may be as it is."""
    pages = verify.count_pages(pdf)
    if sheet.pages:
        return pages == sheet.pages
    return (sheet.name == FRONT and pages <= _COVER_AND_CONTENTS) or not verify.nearly_empty(pdf)
