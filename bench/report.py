"""The measurements as a page for people: a table, and a picture drawn as plain SVG."""

import math
import platform
from collections.abc import Sequence
from html import escape

from measure import Case

_WIDTH, _ROW, _LEFT, _BAR = 760, 34, 300, 380
_MOST = 2.0  # a bar ends at twice its goal


def page(cases: Sequence[Case], how: str, load: tuple[float, float], picture: str) -> str:
    """``docs/performance.md``: every figure as measured, misses included."""
    lines = [
        "# Performance",
        "",
        (
            "Written by `make bench`; do not edit. Ratios are of seconds on the clock in one run "
            "on one machine, so they hold elsewhere where seconds do not."
        ),
        "",
        f"{how} Python {platform.python_version()}, {platform.machine()}. The machine's load was "
        f"{load[0]:.1f} before and {load[1]:.1f} after"
        + (
            "; **others were at work meanwhile, so these figures are not to be relied on.**"
            if load[0] > 1
            else "."
        ),
        "",
        f"![Each measurement as a share of its goal]({picture})",
        "",
        "| what | measured | goal | met | |",
        "| --- | --: | --: | :-: | --- |",
    ]
    for one in cases:
        sign = "≥" if one.at_least else "≤"
        goal, met = "", ""
        if one.goal is not None:
            goal = f"{sign} {_number(one.goal)} {one.unit}"
            met = "yes" if one.met else "**no**"
        lines.append(
            f"| {one.name} | {_number(one.value)} {one.unit} | {goal} | {met} | {one.told} |"
        )
    return "\n".join(lines) + "\n\n" + _LIMITS


_LIMITS = """\
## What limits it

* Laying out and proving one sheet takes about half a second of one processor (0.64 before, 0.48 after the work of \
2026-11-23, in alternating runs of 30 sheets). About half of that is the renderer's layout, in Python; an eighth of the instructions are the proofs. \
Chromium lays out in compiled code and proves nothing. Plain WeasyPrint reads the styles and cuts the fonts once a pack, \
here it is once a topic: that is what lets one topic be made again alone.
* Sheets on demand that take longest are those of one page in small type, and those whose last page would be nearly empty: \
they are laid out in up to five tries.
* A changed number is laid out again wherever it is printed, and stands in every language's pack, \
which is bound and checked against PDF/UA-1 again.
* A second place costs its own pages, writing all others to see that they are the same, its packs' binding and proof \
in every language, and the start: imports, reading, checking.
* Nothing changed costs the start of Python, the imports of the command line, and a hash of all \
files of content, catalogs, themes and output.
* Of all of London one topic is built, because whole packs would take most of an hour; editions \
wait on disk, so memory does not depend on how many there are. Workers are replaced after some tasks.
"""


def _number(value: float) -> str:
    """Two digits that count, and no more than people read; a dash for what was not measured."""
    if math.isnan(value):
        return "\N{EN DASH}"
    return f"{float(f'{value:.2g}'):g}"


def chart(cases: Sequence[Case]) -> str:
    """A bar for each case with a goal: how much of it it uses; the line is the goal."""
    aims = [(one, one.goal) for one in cases if one.goal is not None]
    height = _ROW * len(aims) + 40
    goal = _LEFT + _BAR / _MOST
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" '
            'font-family="sans-serif" font-size="13" role="img">'
        ),
        "<title>Each measurement as a share of its goal; shorter is better</title>",
        f'<rect width="{_WIDTH}" height="{height}" fill="#fff"/>',
    ]
    for row, (one, most) in enumerate(aims):
        used = most / one.value if one.at_least else one.value / most
        length = max(2.0, min(used, _MOST) * _BAR / _MOST)
        y = 10 + row * _ROW
        colour = "#0b5345" if one.met else "#a93226"
        parts += [
            f'<text x="{_LEFT - 10}" y="{y + 17}" text-anchor="end">{escape(one.name)}</text>',
            f'<rect x="{_LEFT}" y="{y + 2}" width="{length:.1f}" height="20" fill="{colour}"/>',
            f'<text x="{_LEFT + _BAR + 8}" y="{y + 17}">{_number(one.value)} {one.unit}</text>',
        ]
    parts += [
        (
            f'<line x1="{goal}" y1="4" x2="{goal}" y2="{height - 26}" stroke="#111" '
            'stroke-dasharray="4 3"/>'
        ),
        f'<text x="{goal}" y="{height - 9}" text-anchor="middle">the goal; shorter is better</text>',
        "</svg>",
    ]
    return "\n".join(parts) + "\n"
