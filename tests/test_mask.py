"""Marks: what goes to an engine and comes back is exactly what was there, or is refused."""

import re
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from welcomepack import mask as masking
from welcomepack.mask import Damaged, Style, Unmaskable

_PIECES = st.one_of(
    st.text(max_size=12).filter(lambda text: "{" not in text and "}" not in text),
    st.sampled_from(
        [
            "{gp.phone}",
            "{gp.phone}",
            "{place.wifi}",
            " NHS ",
            " GP",
            "Home Office",
            "XQ0QX",
            "xq1qx",
        ]
    ),
    st.sampled_from(['<x id="0"/>', "<x", "&amp;", "&lt;", "QX", "XQ", " & ", "'", '"']),
)
_TEXTS = st.lists(_PIECES, max_size=8).map("".join)
_STYLES = st.sampled_from(Style)

TERMS = ("Home Office", "Migrant Help", "ARC", "GP", "NHS")
mask = partial(masking.mask, terms=TERMS)


@given(_TEXTS, _STYLES)
def test_what_was_masked_comes_back_or_is_not_sent(text, style):
    try:
        masked = mask(text, style)
    except Unmaskable:
        assert re.search("XQ|QX", text, re.IGNORECASE)
        return
    assert masked.unmask(masked.text) == text
    assert "{" not in masked.text


@given(_TEXTS, _STYLES, st.data())
def test_a_damaged_answer_is_refused_and_never_repaired(text, style, data):
    try:
        masked = mask(text, style)
    except Unmaskable:
        return
    own = re.findall(r"XQ\d+QX" if style is Style.WORD else r'<x id="\d+"/>', masked.text)
    for mark in own:
        with pytest.raises(Damaged, match="lost"):
            masked.unmask(masked.text.replace(mark, " "))
        with pytest.raises(Damaged, match="doubled"):
            masked.unmask(f"{masked.text} {mark}")
    invented = data.draw(st.integers(len(masked.kept), 999))
    mark = f"XQ{invented}QX" if style is Style.WORD else f'<x id="{invented}"/>'
    with pytest.raises(Damaged, match="invented"):
        masked.unmask(f"{masked.text} {mark}")


@pytest.mark.parametrize(
    ("style", "sent"),
    [
        (Style.WORD, "Call XQ0QX & ask your XQ1QX or the XQ2QX."),
        (Style.XML, 'Call <x id="0"/> &amp; ask your <x id="1"/> or the <x id="2"/>.'),
    ],
)
def test_facts_and_terms_are_sent_as_marks(style, sent):
    assert mask("Call {gp.phone} & ask your GP or the Home Office.", style).text == sent


def test_the_same_fact_twice_has_two_marks():
    masked = mask("{a} or {a}", Style.WORD)
    assert masked.text == "XQ0QX or XQ1QX"
    with pytest.raises(Damaged, match=r"lost \{a\}"):
        masked.unmask("XQ0QX o")


def test_terms_are_whole_words_the_longest_first():
    masked = mask(
        "GPs, ARCs and the Home Office of Home Office", Style.WORD, ["Home", "Home Office"]
    )
    assert masked.kept == ("Home Office", "Home Office")
    assert mask("GPs see your GP's ARC", Style.WORD).kept == ("GP", "ARC")


def test_marks_may_move_glue_to_letters_and_change_case():
    masked = mask("See your GP at {gp.address}.", Style.WORD)
    assert masked.unmask("ንXQ0QX ኣብ Xq1Qx ርኣዮ።") == "ንGP ኣብ {gp.address} ርኣዮ።"
    assert masked.unmask("XQ1QX: XQ0QX") == "{gp.address}: GP"


@pytest.mark.parametrize("answer", ["XQ 0QX", "XQ0 QX", "XQ0Q", "0QX", "XQ00QX", "XQ\u0660QX"])
def test_a_broken_mark_is_refused(answer):
    with pytest.raises(Damaged):
        mask("Call {a}", Style.WORD).unmask(f"Llame {answer}")


def test_other_elements_in_an_answer_of_xml_are_refused():
    masked = mask("Call {a}", Style.XML)
    assert masked.unmask('Llame &quot;ya&#39;&gt; <x id="0"></x>') == "Llame \"ya'> {a}"
    with pytest.raises(Damaged, match="broken"):
        masked.unmask('<b>Llame</b> <x id="0"/>')


@pytest.mark.parametrize(
    ("text", "wordless"), [("NHS", True), ("{a}, {b}", True), ("Call {a}", False), ("GPs", False)]
)
def test_a_text_of_names_alone_needs_no_machine(text, wordless):
    assert mask(text, Style.WORD).wordless is wordless


def test_every_term_is_kept_as_it_is():
    for term in TERMS:
        assert mask(f"The {term}.", Style.WORD).kept == (term,)
