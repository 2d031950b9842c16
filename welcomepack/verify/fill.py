"""How full a page is: paper that is nearly empty wastes money and looks like a fault."""

from collections.abc import Sequence

from welcomepack.verify.glyph import glyphs
from welcomepack.verify.opened import opened

# Every format keeps its foot within this share of a page's height (A4: 32 mm).
FOOT = 0.11
LEAST = 0.2


def used_heights(pdf: bytes) -> tuple[float, ...]:
    """For each page the share of its height from the top edge down to the last line of text.

    The foot does not count. Pictures do not count either: a page of pictures alone says nothing.
    """
    shares: list[float] = []
    for (_, height), page_glyphs in zip(page_sizes(pdf), glyphs(pdf), strict=True):
        lines = [one.baseline for one in page_glyphs if one.baseline > height * FOOT]
        shares.append((height - min(lines)) / height if lines else 0.0)
    return tuple(shares)


def page_sizes(pdf: bytes) -> tuple[tuple[float, float], ...]:
    """Width and height of each page in points."""
    whole = opened(pdf)
    return tuple(whole.page(number).get_size() for number in range(len(whole)))


def nearly_empty(pdf: bytes) -> tuple[int, ...]:
    """The numbers, from 1, of pages with under a fifth of their height used."""
    return short_pages(used_heights(pdf))


def short_pages(shares: Sequence[float]) -> tuple[int, ...]:
    """The numbers, from 1, of pages of which under a fifth is used.

    A document's only page may be as short as it is.
    """
    if len(shares) == 1:
        return ()
    return tuple(number for number, share in enumerate(shares, 1) if share < LEAST)
