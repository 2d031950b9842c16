"""Chooses among a sheet's tries: what must be one page is one page, and no page is nearly empty."""

from collections.abc import Iterator

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
    first. Only the one that is given is drawn, and how full its pages are is told from the
    drawing. Raises `WelcomepackError` for a page that cannot be laid out.
    """
    first: tuple[Page, paper.Setting] | None = None
    for one in sheet.tries:
        page, taken = one, paper.laid(one.html)
        first = first or (page, taken)
        if _fits(sheet, taken):
            break
    else:
        if first and not sheet.pages:
            page, taken = first
    pdf = taken.pdf()
    return pdf, page, tuple(_told(sheet, pdf))


def _fits(sheet: Sheet, one: paper.Setting) -> bool:
    """Whether a try will do."""
    if sheet.pages:
        return one.pages == sheet.pages
    return _may_be_short(sheet, one.pages) or not verify.short_pages(one.used_heights())


def _may_be_short(sheet: Sheet, pages: int) -> bool:
    """A short list of contents after a cover may be as it is."""
    return sheet.name == FRONT and pages <= _COVER_AND_CONTENTS


def _told(sheet: Sheet, pdf: bytes) -> Iterator[Diagnostic]:
    """What is told of a drawing that does not fit."""
    count = verify.count_pages(pdf)
    if sheet.pages:
        if count != sheet.pages:
            room = "one page" if sheet.one_page else f"{sheet.pages} pages"
            yield Diagnostic("WP402", _CROWDED.format(room), Position(sheet.where))
    elif not _may_be_short(sheet, count) and (short := verify.nearly_empty(pdf)):
        pages = ", ".join(str(number) for number in short)
        message = f"Under a fifth of its height is used on page {pages} of {count}."
        yield Diagnostic("WP520", message, Position(sheet.where))
