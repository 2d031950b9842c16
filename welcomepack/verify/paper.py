"""A finished PDF as paper: the fonts of its letters, and words that were lost."""

import re
from collections import Counter
from collections.abc import Sequence

from welcomepack.diagnostic import Diagnostic, Position
from welcomepack.verify.glyph import glyphs
from welcomepack.verify.opened import opened
from welcomepack.verify.text import words_of

_PLAIN_WORD = re.compile(r"[A-Za-z\u0370-\u04ff\u0620-\u064a\u0671-\u06d3\u1200-\u139f]{4,}")
_STYLE = "(?:Regular|Medium|Semi|Demi|Extra|Bold|Black|Light|Thin|Italic|Oblique)"


def right_fonts(pdf: bytes, families: Sequence[str], name: str) -> tuple[Diagnostic, ...]:
    """Check that every character is set in a font of the page's own stack.

    Where a font lacks a letter, or a style names the wrong one, the system silently takes some
    other font, with other shapes and joins than the ones that were looked at.
    """
    stems = "|".join(re.escape(family.replace(" ", "-")) for family in families)
    # Exactly: "Noto Sans" stands at the end of every stack, and is no "Noto Sans Bengali".
    own = re.compile(rf"(?:{stems})(?:-{_STYLE})*")
    strange: dict[str, str] = {}
    for page_glyphs in glyphs(pdf):
        fonts = {one.font for one in page_glyphs}
        wrong = {font for font in fonts if not own.fullmatch(font.rpartition("+")[2])}
        for one in page_glyphs if wrong else ():
            if one.font in wrong:
                strange[one.font] = (strange.get(one.font, "") + one.char)[:20]
    return tuple(
        Diagnostic("WP508", f'"{text}" is set in {font}.', Position(name))
        for font, text in strange.items()
    )


def words_on_paper(pdf: bytes, source: str, name: str) -> tuple[Diagnostic, ...]:
    """Check that no words were lost in layout.

    A second reader beside `text_layer`: it puts lines together by position, as a phone does.
    What it looks for are words of letters without marks, whose places no reader agrees on.
    """
    wanted = words_of(source)
    expected = Counter(_PLAIN_WORD.findall(" ".join([*wanted.text, *wanted.foot])))
    whole = opened(pdf)
    text = "".join(whole.text(number).get_text_range() for number in range(len(whole)))
    # Blanks are dropped: between runs of two directions the reader loses them.
    printed = re.sub(r"\s+", "", text)
    lost = [word for word, count in expected.items() if printed.count(word) < count]
    if not lost:
        return ()
    words = ", ".join(sorted(lost)[:8])
    return (Diagnostic("WP506", f"Words were lost on the page: {words}.", Position(name)),)
