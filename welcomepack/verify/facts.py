"""Facts on the paper, by position.

Text search cannot see a reversed phone number: the digits of ``503 8010 0808`` stand in the
file in the right order and on the paper in the wrong one. So facts are looked for in the
characters as the eye meets them, line by line from left to right.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from welcomepack.diagnostic import Diagnostic, Position
from welcomepack.fact import Kind
from welcomepack.verify.glyph import Glyph, glyphs, runs, visual_words

# Facts whose printed count must be exact; other kinds may occur in prose as well.
_EXACT = {Kind.PHONE, Kind.SMS, Kind.MONEY, Kind.TIME, Kind.POSTCODE}
_LOOSE = {Kind.NUMBER}
_WORDS = {Kind.ADDRESS, Kind.NAME, Kind.URL, Kind.EMAIL}
_DIALLED = {Kind.PHONE, Kind.SMS, Kind.MONEY}
_BRACKETS = re.compile(r"[ \t\u00a0()\[\]]")
_STRAY = re.compile(r"\0 ?[0-9]|[0-9] ?\0")
_BREAKS = re.compile(r"\s+|(?<=[/@.-])")  # where a name, an address or a link may break


def facts_by_position(
    pdf: bytes, facts: Iterable[tuple[str, str]], name: str
) -> tuple[Diagnostic, ...]:
    """Check that every fact stands on the paper with its characters from left to right.

    ``facts`` are (kind, printed text) as the HTML holds them. Phones, prices, times and
    postcodes must be found exactly as often as they were printed; a reversed one is missing
    here even though a text search would find it.
    """
    pages = list(glyphs(pdf))
    read = [run for page in pages for run in visual_words(page)]
    printed = [(Kind(kind), " ".join(text.split())) for kind, text in facts]
    lines = [line for page in pages for line in _numbers_by_line(page)]
    wrong = [
        *_miscounted(printed, read),
        *_misspelled(printed, read),
        *_misdated(printed, lines),
    ]
    return tuple(Diagnostic("WP501", message, Position(name)) for message in wrong)


def _miscounted(printed: Sequence[tuple[Kind, str]], read: Sequence[str]) -> Iterator[str]:
    """Numbers that stand on the page more or less often than they were printed.

    Longer facts are taken out first, so that the end of "18001 111" is no "111"; digits left
    against one are a fault.
    """
    rest = list(read)
    wanted = Counter(one for one in printed if one[0] in _EXACT | _LOOSE)
    others = [text for kind, text in printed if kind in _WORDS]
    for (kind, text), count in sorted(wanted.items(), key=lambda one: -len(one[0][1])):
        pattern = _bounded(text)
        seen = sum(len(pattern.findall(run)) for run in rest)
        inside = sum(len(pattern.findall(other)) for other in others)
        rest = [pattern.sub("\0" if kind in _DIALLED else "\1", run) for run in rest]
        if seen < count or (kind in _EXACT and seen > count + inside):
            yield f'The {kind} "{text}" should stand on the page {count} times, and stands {seen}.'
    stray = next((run for run in rest if _STRAY.search(run)), "")
    if stray:
        left = re.sub(r"[\0\1]", "…", stray)
        yield f'Digits stand against a number: "{left}".'


def _bounded(text: str) -> re.Pattern[str]:
    """A number as printed: blanks may show or not, and no digit may stand against it."""
    body = " ?".join(re.escape(char) for char in text if not char.isspace())
    # A number is none where a letter stands before it: short codes end in digits too.
    before = r"(?<![0-9A-Za-z])" if text[0].isdigit() else r"(?<![0-9])"
    return re.compile(rf"{before}{body}(?![0-9])")


def _misspelled(printed: Sequence[tuple[Kind, str]], read: Sequence[str]) -> Iterator[str]:
    """Names and addresses that are not on the page; they may break over lines."""
    plain = tuple(_BRACKETS.sub("", run) for run in read)
    for kind, text in dict.fromkeys(one for one in printed if one[0] in _WORDS):
        if not _spelled(text, plain):
            yield f'The {kind} "{text}" is not on the page in this order.'


def _spelled(text: str, read: tuple[str, ...]) -> bool:
    """Whether a text is there in one run, or goes on from the end of one to the start of another.

    Blanks and brackets are passed over. A bracket's glyph says either character, since fonts
    share it with its mirror image in right-to-left text.
    """
    pieces = [piece for piece in (_BRACKETS.sub("", one) for one in _BREAKS.split(text)) if piece]
    whole = "".join(pieces)
    if any(_stands_alone(whole, run) for run in read):
        return True
    return any(_broken(pieces, size, read) for size in range(len(pieces) - 1, 0, -1))


def _broken(pieces: Sequence[str], size: int, read: tuple[str, ...]) -> bool:
    """Whether a line ends with the first pieces and another begins with the rest."""
    head, tail = "".join(pieces[:size]), pieces[size:]
    return any(
        run.endswith(head)
        and not _digit_before(run, len(run) - len(head))
        and _continued(tail, read[:index] + read[index + 1 :])
        for index, run in enumerate(read)
    )


def _continued(pieces: Sequence[str], read: tuple[str, ...]) -> bool:
    """Whether the rest of a broken text begins a line, and perhaps another after it."""
    whole = "".join(pieces)
    if any(run.startswith(whole) and not run[len(whole) :][:1].isdigit() for run in read):
        return True
    return any(
        "".join(pieces[:size]) in read and _continued(pieces[size:], read)
        for size in range(len(pieces) - 1, 0, -1)
    )


def _stands_alone(text: str, run: str) -> bool:
    at = run.find(text)
    while at >= 0:
        if not _digit_before(run, at) and not run[at + len(text) :][:1].isdigit():
            return True
        at = run.find(text, at + 1)
    return False


def _digit_before(run: str, at: int) -> bool:
    return at > 0 and run[at - 1].isdigit() and run[at].isdigit()


def _misdated(printed: Sequence[tuple[Kind, str]], lines: Sequence[str]) -> Iterator[str]:
    """Dates whose numbers do not stand together on a line; only month names are letters."""
    for kind, text in dict.fromkeys(printed):
        if kind is Kind.DATE:
            numbers = [_bounded(number) for number in re.findall(r"\d+", text)]
            if not any(all(one.search(line) for one in numbers) for line in lines):
                yield f'The date "{text}" is not on the page.'


def _numbers_by_line(page_glyphs: Sequence[Glyph]) -> list[str]:
    """The digits on each baseline of a page, in whatever font; wide gaps are vertical bars."""
    lines: dict[int, list[Glyph]] = {}
    for one in page_glyphs:
        if one.char in "0123456789":
            lines.setdefault(round(one.baseline), []).append(one)
    return ["|".join(runs(sorted(line, key=lambda one: one.x))) for line in lines.values()]
