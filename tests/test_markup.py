"""Texts, facts and words as HTML: direction, language and escaping are decided here alone."""

import html
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup
from paper_support import VALUES
from project_support import REPO

from welcomepack.fact import Kind
from welcomepack.language import registry
from welcomepack.markup import Writer
from welcomepack.model import Fact, State, Text

LANGUAGES = registry(REPO / "locales")
TAGS = re.compile(r"<[^>]*>")
FACTS = {
    f"help.{kind}": Fact.model_validate(
        {
            "id": f"help.{kind}",
            "kind": kind,
            "value": value,
            "source": "invented",
            "checked": "2026-11-22",
            "confidence": "A",
        }
    )
    for kind, value in VALUES.items()
}
WORDS = {
    "welcome": ("Welcome to {area}", "أهلا بك في {area}"),
    "call": ("Call", ""),
    "edition": ("Edition of {date}", ""),
    "until": ("Until {date}", "حتى {date}"),
}
PROSE = st.text(alphabet=st.sampled_from("aB é<>&\"'بت3.+-/ "), max_size=30)


def told(english: str, value: str = "", state: State = State.MT, tag: str = "ar") -> Text:
    """A text in another language; in English where there is no translation."""
    return Text(
        value=value or english,
        english=english,
        lang=tag if value else "en",
        state=state if value else State.MISSING,
    )


def writer(tag: str, *, isolate: bool = True) -> Writer:
    words = {
        key: Text(value=english, english=english) if tag == "en" else told(english, other)
        for key, (english, other) in WORDS.items()
    }
    return Writer(LANGUAGES[tag], FACTS, words, isolate)


def plain(markup: str) -> str:
    return html.unescape(TAGS.sub("", markup))


PRINTED = {
    "phone": (
        '<bdi dir="ltr"><a href="tel:+442079460958" class="fact" data-fact="phone">'
        "020 7946 0958</a></bdi>"
    ),
    "sms": '<bdi dir="ltr"><a href="sms:60777" class="fact" data-fact="sms">60777</a></bdi>',
    "url": (
        '<bdi dir="ltr"><a href="https://help.example.org/start" class="fact" data-fact="url">'
        "help.example.org/start</a></bdi>"
    ),
    "email": (
        '<bdi dir="ltr"><a href="mailto:hello@lantern.example.org" class="fact" '
        'data-fact="email">hello@lantern.example.org</a></bdi>'
    ),
    "address": (
        '<bdi dir="ltr"><span class="fact wraps" lang="en" data-fact="address">'
        "17 Foundry Lane, Testham</span></bdi>"
    ),
    "postcode": '<bdi dir="ltr"><span class="fact" data-fact="postcode">ZZ9 9ZZ</span></bdi>',
    "money": '<bdi dir="ltr"><span class="fact" data-fact="money">£49.18</span></bdi>',
    "time": '<bdi dir="ltr"><span class="fact" data-fact="time">09:30–17:00</span></bdi>',  # noqa: RUF001 - a printed range has an en dash
    "date": '<bdi class="fact" data-fact="date">9 مارس 2026</bdi>',
    "number": '<bdi dir="ltr"><span class="fact" data-fact="number">42</span></bdi>',
    "name": (
        '<bdi dir="ltr"><span class="fact wraps" lang="en" data-fact="name">'
        "Marigold Hall</span></bdi>"
    ),
}


@pytest.mark.parametrize("kind", Kind)
def test_each_kind_of_fact_stands_alone_in_an_arabic_page(kind: Kind) -> None:
    assert str(writer("ar").fact(f"help.{kind}")) == PRINTED[kind]


def test_the_table_above_has_every_kind_of_fact() -> None:
    assert set(PRINTED) == {str(kind) for kind in Kind}


@pytest.mark.parametrize(("tag", "name"), [("en", "March"), ("ar", "مارس"), ("ur", "مارچ")])
def test_only_a_date_takes_a_word_from_the_language_and_no_digit(tag: str, name: str) -> None:
    printed = plain(writer(tag).fact("help.date"))
    assert re.findall(r"\d+", printed) == ["9", "2026"]
    assert re.findall(r"[^\W\d]+", printed) == [name]


def test_a_value_from_anywhere_is_printed_like_a_fact() -> None:
    assert writer("ar").value(Kind.POSTCODE, "ZZ9 9ZZ") == writer("ar").fact("help.postcode")


def test_facts_are_put_into_a_sentence_in_its_own_order() -> None:
    text = told("Text {help.sms}, call {help.phone}.", "{help.phone} أو {help.sms}.")
    assert plain(writer("ar").text(text)) == "020 7946 0958 أو 60777."


def test_english_in_an_arabic_page_says_so() -> None:
    missing = told("Call {help.phone}.")
    assert str(writer("ar").text(missing)) == (
        f'<span lang="en" dir="ltr">Call {PRINTED["phone"]}.</span>'
    )


def test_english_in_an_english_page_says_nothing() -> None:
    text = Text(value="Call us.", english="Call us.")
    assert str(writer("en").text(text)) == "Call us."
    assert str(writer("en").english(text)) == ""


def test_the_english_of_a_translated_text_stands_beside_it_with_english_dates() -> None:
    text = told("From {help.date}.", "من {help.date}.")
    echo = writer("ar").english(text)
    assert str(echo).startswith('<span lang="en" dir="ltr">')
    assert plain(echo) == "From 9 March 2026."
    assert str(writer("ar").english(told("From {help.date}."))) == ""


@pytest.mark.parametrize(
    ("risk", "state", "shown"),
    [
        ("high", State.MT, True),
        ("high", State.TM, True),
        ("high", State.EDITED, True),
        ("high", State.CHECKED, False),
        ("high", State.APPROVED, False),
        ("normal", State.MT, False),
        ("normal", State.EDITED, False),
    ],
)
def test_a_risky_text_carries_its_english_until_a_speaker_has_checked_it(
    risk: str, state: State, *, shown: bool
) -> None:
    beside = writer("ar").beside(told("Call now.", "اتصل الآن.", state), risk)
    assert plain(beside) == ("Call now." if shown else "")


@pytest.mark.parametrize("state", [State.MT, State.EDITED, State.CHECKED])
def test_a_doubted_text_carries_its_english_whatever_the_risk(state: State) -> None:
    text = told("Call now.", "اتصل الآن.", state).model_copy(update={"doubted": True})
    assert plain(writer("ar").beside(text, "normal")) == "Call now."


@pytest.mark.parametrize(
    ("prose", "marked"),
    [
        ("مجموعة LGBT+ هنا", ["LGBT+"]),
        ("اسأل Tell MAMA أو CST", ["Tell MAMA", "CST"]),
        ("قسم A&E في المستشفى", ["A&E"]),
        ("خط Men's Advice Line", ["Men's Advice Line"]),
        ("لا شيء هنا 12", []),
    ],
)
def test_latin_names_in_arabic_prose_are_set_apart_whole(prose: str, marked: list[str]) -> None:
    written = writer("ar").text(told("x", prose))
    found = re.findall(r'<span lang="en" dir="ltr">(.*?)</span>', written)
    assert [html.unescape(one) for one in found] == marked
    assert plain(written) == prose


@pytest.mark.parametrize(
    ("prose", "marked"),
    [("لمن عمره 16-18 سنة", ["16-18"]), ("بعد 12 شهرا أو 13", ["12", "13"]), ("شهر", [])],
)
def test_figures_in_arabic_prose_keep_their_order(prose: str, marked: list[str]) -> None:
    # Left to the rules of direction, a hyphen between two figures makes them change places.
    written = writer("ar").text(told("x", prose))
    assert re.findall(r'<span class="figure" dir="ltr">(.*?)</span>', written) == marked
    assert plain(written) == prose


def test_latin_names_in_left_to_right_prose_need_nothing() -> None:
    assert str(writer("ti").text(told("x", "LGBT+ ሓገዝ", tag="ti"))) == "LGBT+ ሓገዝ"


def test_words_of_the_theme_take_their_values() -> None:
    arabic = writer("ar")
    assert str(arabic.word("welcome", area=arabic.name("Testham"))) == (
        'أهلا بك في <bdi dir="ltr"><span class="fact wraps" lang="en" data-fact="name">'
        "Testham</span></bdi>"
    )
    assert str(writer("en").word("welcome", area="Testham")) == "Welcome to Testham"
    assert plain(arabic.english_word("welcome", area="Testham")) == "Welcome to Testham"
    assert str(writer("en").english_word("welcome", area="Testham")) == ""


def test_a_word_that_nobody_translated_is_english_once() -> None:
    assert str(writer("ar").word("call")) == '<span lang="en" dir="ltr">Call</span>'
    assert str(writer("ar").english_word("call")) == ""


def test_a_date_in_a_word_takes_the_language_of_the_word() -> None:
    arabic, day = writer("ar"), date(2026, 11, 22)
    assert plain(arabic.word("edition", date=day)) == "Edition of 22 November 2026"
    assert plain(arabic.word("until", date=day)) == "حتى 22 نوفمبر 2026"
    assert plain(arabic.english_word("until", date=day)) == "Until 22 November 2026"


def test_a_plain_word_is_for_attributes() -> None:
    assert writer("en").plain_word("welcome", area="Testham") == "Welcome to Testham"
    assert not isinstance(writer("en").plain_word("call"), Markup)


def test_the_values_of_words_are_escaped() -> None:
    assert str(writer("en").word("welcome", area="<b>")) == "Welcome to &lt;b&gt;"


def test_numbers_names_and_dates_of_templates_are_isolated() -> None:
    arabic = writer("ar")
    assert str(arabic.number(8)) == (
        '<bdi dir="ltr"><span class="fact" data-fact="number">8</span></bdi>'
    )
    assert str(arabic.name("A & B")).count("&amp;") == 1
    assert plain(arabic.date(date(2026, 11, 22))) == "22 نوفمبر 2026"
    assert plain(arabic.date(date(2026, 11, 22), "en")) == "22 November 2026"


def test_without_isolation_only_the_isolation_is_missing() -> None:
    isolated, bare = writer("ar"), writer("ar", isolate=False)
    kinds = [kind for kind in Kind if kind is not Kind.DATE]
    assert len(kinds) == 10
    for kind in kinds:
        one = str(bare.fact(f"help.{kind}"))
        assert f'<bdi dir="ltr">{one}</bdi>' == str(isolated.fact(f"help.{kind}"))


@given(before=PROSE, after=PROSE, tag=st.sampled_from(["en", "ar", "ur", "ti"]))
def test_no_letter_of_a_text_is_lost_and_none_becomes_markup(
    before: str, after: str, tag: str
) -> None:
    text = Text.model_construct(
        value=f"{before}{{help.phone}}{after}", english="x", lang=tag, state=State.MT
    )
    written = str(writer(tag).text(text))
    assert plain(written) == f"{before}020 7946 0958{after}"
    names = {found.strip("</>").split()[0] for found in TAGS.findall(written)}
    assert names <= {"span", "bdi", "a"}
