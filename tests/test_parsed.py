"""Sheets parsed once a process: the same pages come out, and what belongs to one page stays there."""

import re

import pytest
from weasyprint.html import UA

from welcomepack.diagnostic import WelcomepackError
from welcomepack.formats import paper
from welcomepack.formats.parsed import MARGIN, NOTES, Parsed
from welcomepack.verify import glyphs

FONT = "body{font:12pt 'Noto Sans'}"
RULES = """
:root{--gap:3mm;--ink:#1f3a5f}
@page{size:A6;margin:15mm;@bottom-left{content:element(foot);width:100%}@top-right{content:"top"}}
@page :first{margin-top:30mm}
@media print{h1{color:var(--ink)!important}}
@media screen{p{display:none}}
p{margin:var(--gap);color:#111}
.foot{position:running(foot)}
ol{list-style:lower-roman}
li::before{content:"* "}
"""
LATER = "p{color:#222} h1{color:red} p.own{margin:9mm}"
BODY = (
    "<div class='foot'>at the foot</div><h1>Words</h1><p>First <b>words</b>.</p>"
    "<ol><li>one<li>two</ol><p class='own' style='padding:2mm'>Other words.</p>"
    "<p style='break-before:page'>A second page.</p>"
)


def page(*styles: str, head: str = "", body: str = BODY, medium: str = "") -> str:
    sheets = "".join(f"<style{medium}>{one}</style>" for one in (FONT, *styles))
    start = '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>x</title>'
    return f"{start}{head}{sheets}</head><body>{body}</body></html>"


def test_a_page_comes_out_as_when_the_renderer_reads_its_sheets_itself() -> None:
    ours, theirs = page(RULES, LATER), page(RULES, LATER, medium=' media="print"')
    assert len(Parsed(ours).sheets) == 3
    assert Parsed(ours).boxes == {"page", "media", "bottom-left", "top-right"}
    assert (Parsed(theirs).sheets, Parsed(theirs).boxes) == ((), None)
    assert paper.pdf(ours) == paper.pdf(theirs)


def test_the_order_of_sheets_decides_as_it_is_written() -> None:
    assert paper.pdf(page(RULES, LATER)) != paper.pdf(page(LATER, RULES))


def test_a_sheet_is_parsed_once_for_all_pages_that_have_it() -> None:
    first, second = Parsed(page(RULES)), Parsed(page(RULES, LATER, body="<p>other"))
    assert first.sheets[:2] == second.sheets[:2]
    assert paper.pdf(page(RULES)) == paper.pdf(page(RULES))


OWN = {
    "a font": page("@font-face{font-family:f;src:local('Noto Sans')}"),
    "a counter": page("@counter-style dots{system:cyclic;symbols:'.';suffix:' '}"),
    "an import": page("@import 'data:text/css,p{margin:0}';"),
    "a layer": page("@layer a{p{margin:0}}"),
    "a rule in other letters": page("@\\66ont-face{font-family:f;src:local('Noto Sans')}"),
    "an important inline style": page(body="<p style='color:red!important'>x"),
    "a linked sheet": page(head="<link rel='stylesheet' href='data:text/css,p{margin:0}'>"),
    "a sheet for a medium": page(medium=" media='print'"),
}


@pytest.mark.parametrize("what", OWN)
def test_what_belongs_to_one_page_is_left_to_the_renderer(what: str) -> None:
    assert (Parsed(OWN[what]).sheets, Parsed(OWN[what]).boxes) == ((), None)


def test_a_counter_of_one_page_is_not_on_the_next() -> None:
    body, style = "<ol><li>one</ol>", "ol{list-style-type:dots}"
    plain = paper.pdf(page(style, body=body))
    dots = "@counter-style dots{system:cyclic;symbols:'#';suffix:' '}"
    assert shown(paper.pdf(page(dots, style, body=body))).count("#") == 1
    assert paper.pdf(page(style, body=body)) == plain


@pytest.mark.parametrize("fault", ["p{colour:red}", "p{color:var(--none-such)}"])
def test_a_fault_is_told_of_every_page_that_has_it(fault: str) -> None:
    sheet = f":root{{--none-such:rubbish}}{fault}"
    told = []
    for body in ("<p>one", "<p>two", "<p>one"):
        with pytest.raises(WelcomepackError, match=r"^WP402 ") as caught:
            paper.pdf(page(sheet, body=body))
        told.append(str(caught.value))
        paper.pdf(page(body=body))  # a good page between two bad ones changes nothing
    assert len({*told}) == 1


def test_a_fault_of_a_shared_sheet_depends_on_the_page_it_is_used_on() -> None:
    sheet = "p{color:var(--ink)}"
    good, bad = page(":root{--ink:red}", sheet), page(":root{--ink:rubbish}", sheet)
    other = page(":root{--ink:nonsense}", sheet)
    for one in (bad, other, bad):
        paper.pdf(good)
        with pytest.raises(WelcomepackError, match="WP402"):
            paper.pdf(one)


def test_the_renderer_s_own_sheet_still_says_what_is_left_out_of_it() -> None:
    assert len(NOTES.findall(UA)) == 5
    assert len(MARGIN.findall(UA)) == 16
    assert not re.search(r"::(?:foot)?note-", NOTES.sub("", UA))


def shown(pdf: bytes) -> str:
    return "".join(one.char for found in glyphs(pdf) for one in found)


def test_a_page_with_notes_has_them() -> None:
    body = "<p>Words<span>below</span> and words"
    without = Parsed(page(body=body))
    noted = page("span{float:footnote}", body=body)
    assert without.boxes == frozenset()
    assert Parsed(noted).boxes is None
    assert shown(paper.pdf(noted)) == "Words1andwords1.below"


@pytest.mark.parametrize("box", MARGIN.findall(UA))
def test_each_box_in_the_margin_is_set_as_the_renderer_would(box: str) -> None:
    rule = f'@page{{size:A6;margin:20mm;@{box}{{content:"margin"}}}}'
    made = paper.pdf(page(rule))
    assert shown(made).count("margin") == 2
    assert made == paper.pdf(page(rule, medium=" media='all'"))
