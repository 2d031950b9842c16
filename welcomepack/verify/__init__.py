"""Proof on the finished output, not on the source: what the paper and the files really say."""

from welcomepack.verify.code import codes_on_page, qr_codes
from welcomepack.verify.complete import accessible, complete
from welcomepack.verify.facts import facts_by_position
from welcomepack.verify.fill import FOOT, nearly_empty, page_sizes, short_pages, used_heights
from welcomepack.verify.glyph import Glyph, glyphs, visual_words
from welcomepack.verify.ink import count_pages, printable, render_page, visible, within_margins
from welcomepack.verify.line import lines_apart
from welcomepack.verify.over import nothing_over_text
from welcomepack.verify.paper import right_fonts, words_on_paper
from welcomepack.verify.privacy import leaks, secrets
from welcomepack.verify.text import Spoken, spoken, text_layer

__all__ = [
    "FOOT",
    "Glyph",
    "Spoken",
    "accessible",
    "codes_on_page",
    "complete",
    "count_pages",
    "facts_by_position",
    "glyphs",
    "leaks",
    "lines_apart",
    "nearly_empty",
    "nothing_over_text",
    "page_sizes",
    "printable",
    "qr_codes",
    "render_page",
    "right_fonts",
    "secrets",
    "short_pages",
    "spoken",
    "text_layer",
    "used_heights",
    "visible",
    "visual_words",
    "within_margins",
    "words_on_paper",
]
