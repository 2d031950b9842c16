"""Proof on the finished output, not on the source: what the paper and the files really say."""

from welcomepack.verify.facts import facts_by_position
from welcomepack.verify.fill import nearly_empty, page_sizes, used_heights
from welcomepack.verify.glyph import Glyph, glyphs, visual_words
from welcomepack.verify.paper import (
    accessible,
    codes_on_page,
    count_pages,
    qr_codes,
    render_page,
    right_fonts,
    within_margins,
    words_on_paper,
)
from welcomepack.verify.privacy import leaks, secrets

__all__ = [
    "Glyph",
    "accessible",
    "codes_on_page",
    "count_pages",
    "facts_by_position",
    "glyphs",
    "leaks",
    "nearly_empty",
    "page_sizes",
    "qr_codes",
    "render_page",
    "right_fonts",
    "secrets",
    "used_heights",
    "visual_words",
    "within_margins",
    "words_on_paper",
]
