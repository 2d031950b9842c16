"""Kinds of facts: what a value must look like, its link, its printed form, and finding it in prose.

The phone numbers are the ones that Ofcom keeps for drama; nobody can have them.
"""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from welcomepack.fact import (
    LITERALS,
    Kind,
    href,
    literals,
    may_hold_literals,
    placeholders,
    problem,
    shown,
)

DRAMA = ["020 7946 0000", "0161 496 0999", "0808 157 0000", "0113 496 0000"]
SHORT = ["999", "112", "111", "101", "105", "119", "18000", "116 123", "116 000", "116 117"]
GOOD = {
    Kind.PHONE: [*DRAMA, *SHORT, "+44 20 7946 0000", "02079460000", "18001 0808 157 0000"],
    Kind.SMS: ["85258"],
    Kind.URL: ["https://example.org", "https://www.example.org/a-b/c?d=e%20f#g"],
    Kind.EMAIL: ["name@example.org", "first.last+tag@mail.example.org"],
    Kind.ADDRESS: ["1 Example Street, Exampleton"],
    Kind.POSTCODE: ["HA9 0FJ", "E1 6AN", "SW1A 1AA", "M1 1AE"],
    Kind.MONEY: ["£49.18", "£0.50", "£1,234", "£1,234.50", "£200"],
    Kind.TIME: ["09:30", "00:00", "23:59", "09:30-17:00"],
    Kind.DATE: ["2026-11-22", "2028-02-29"],
    Kind.NUMBER: ["42", "0", "3.5"],
    Kind.NAME: ["Example House", "x" * 120],
}
BAD = {
    Kind.PHONE: [
        "020 7946 000",
        "020 7946 00000",
        "020-7946-0000",
        "(020) 7946 0000",
        "call us",
        "",
        "0",
        "20 7946 0000",
        "1234567890",
        "020  7946 0000",
        " 020 7946 0000",
        "\u0660\u0662\u0660 \u0667\u0669\u0664\u0666 0000",
        "000",
        "998",
        "18001",
        "18001 18001 0808 157 0000",
        "0000 000 0000",
        "020 7946 0000 ext 1",
    ],
    Kind.SMS: ["8525", "852580", "85 258", "٨٥٢٥٨", ""],
    Kind.URL: [
        "http://example.org",
        "example.org",
        "https://",
        "https://localhost",
        "ftp://a.org",
        "https://user@example.org",
        "https://example.org:8080",
        "https://127.0.0.1",
        "javascript:1",
        "https://example.org/a b",
        'https://example.org/"x',
        "https://[::1",
        "https://exa\nmple.org",
        "//example.org",
        "https://example..org",
        "",
        "https://example.org/<b>",
    ],
    Kind.EMAIL: ["name", "name@example", "a@b@example.org", "a b@example.org", ""],
    Kind.ADDRESS: ["", " ", "x" * 121],
    Kind.POSTCODE: ["HA90FJ", "ha9 0fj", "HA9  0FJ", "HA9 0F", "12345", "", "HA9 0FJ\n"],
    Kind.MONEY: ["49.18", "£49.1", "£ 49", "49p", "£1,23", "$5", "£", "", "£٤٩"],
    Kind.TIME: [
        "9:30",
        "24:00",
        "09.30",
        "09:60",
        "9am",
        "09:30 - 17:00",
        "09:30\N{EN DASH}17:00",
        "",
    ],
    Kind.DATE: ["22/11/2026", "2026-02-30", "22 November 2026", "tomorrow", "", "2026-11-22T10:00"],
    Kind.NUMBER: ["forty", "-1", "1,000", "", "٤٢", "1234567"],
    Kind.NAME: ["", " ", "x" * 121],
}


def pairs(values: dict[Kind, list[str]]) -> list[tuple[Kind, str]]:
    return [(kind, value) for kind, found in values.items() for value in found]


def test_the_examples_cover_every_kind() -> None:
    assert set(GOOD) == set(BAD) == set(Kind)


@pytest.mark.parametrize(("kind", "value"), pairs(GOOD))
def test_a_value_that_fits_its_kind_has_no_problem(kind: Kind, value: str) -> None:
    assert problem(kind, value) == ""


@pytest.mark.parametrize(("kind", "value"), pairs(BAD))
def test_a_value_that_does_not_fit_is_told_in_a_sentence(kind: Kind, value: str) -> None:
    told = problem(kind, value)
    assert told.endswith(".")


@pytest.mark.parametrize(
    ("kind", "value", "link"),
    [
        (Kind.PHONE, "0808 157 0000", "tel:+448081570000"),
        (Kind.PHONE, "+44 20 7946 0000", "tel:+442079460000"),
        (Kind.PHONE, "999", "tel:999"),
        (Kind.PHONE, "116 123", "tel:116123"),
        (Kind.PHONE, "18000", "tel:18000"),
        (Kind.PHONE, "18001 0808 157 0000", "tel:1800108081570000"),
        (Kind.SMS, "85258", "sms:85258"),
        (Kind.EMAIL, "name@example.org", "mailto:name@example.org"),
        (Kind.URL, "https://example.org/a", "https://example.org/a"),
        (Kind.MONEY, "£49.18", ""),
        (Kind.TIME, "09:30", ""),
        (Kind.NAME, "Example House", ""),
    ],
)
def test_a_fact_is_dialled_or_opened_by_its_link(kind: Kind, value: str, link: str) -> None:
    assert href(kind, value) == link


@pytest.mark.parametrize(
    ("kind", "value", "printed"),
    [
        (Kind.TIME, "09:30-17:00", "09:30\N{EN DASH}17:00"),
        (Kind.URL, "https://www.example.org/", "example.org"),
        (Kind.URL, "https://example.org/a/b", "example.org/a/b"),
        (Kind.PHONE, "0808 157 0000", "0808 157 0000"),
        (Kind.ADDRESS, "1-3 Example Street", "1-3 Example Street"),
        (Kind.MONEY, "£49.18", "£49.18"),
    ],
)
def test_a_fact_is_printed_as_stored_but_for_ranges_and_addresses(
    kind: Kind, value: str, printed: str
) -> None:
    assert shown(kind, value) == printed


@pytest.mark.parametrize(
    ("kind", "what"),
    [
        (Kind.PHONE, "phone number"),
        (Kind.SMS, "phone number"),
        (Kind.URL, "web address"),
        (Kind.EMAIL, "e-mail address"),
        (Kind.POSTCODE, "postcode"),
        (Kind.MONEY, "price"),
        (Kind.TIME, "time"),
        (Kind.DATE, "date"),
    ],
)
def test_every_fact_is_found_when_it_is_typed_into_a_sentence(kind: Kind, what: str) -> None:
    missed = [
        value
        for value in GOOD[kind]
        if what not in {name for name, _ in literals(f"Please note: {value}, thank you.")}
    ]
    assert missed == []


@pytest.mark.parametrize(
    "text",
    [
        "It costs 3 pounds.",
        "Pay 20p now: 20 pence.",
        "Open from 9am.",
        "Open at 10 p.m.",
        "At 9.30",
        "Since 5 March.",
        "See www.example.org.",
        "Look at example.gov.uk.",
        "It is $5.",
        "€ 5",
        "Dial 999!",
        "Call +44 20 7946 0000.",
        "Go to E1 6AN.",
    ],
)
def test_facts_in_other_spellings_are_found_too(text: str) -> None:
    assert literals(text)


@pytest.mark.parametrize(
    "text",
    [
        "Wait 2 weeks.",
        "It has 3 floors.",
        "Form GMS1 is free.",
        "Bring 28 days of papers.",
        "Hi.",
        "Call {migrant_help.phone}.",
        "Section 95 support",
        "You are 18 or older.",
        "Bus 83 stops.",
    ],
)
def test_plain_small_numbers_and_named_facts_are_no_literals(text: str) -> None:
    assert literals(text) == ()


def test_placeholders_are_named_in_order_and_as_often_as_they_stand() -> None:
    assert placeholders("{b.x} and {a} and {b.x}") == ("b.x", "a", "b.x")
    assert placeholders("none") == ()


@settings(max_examples=300)
@given(st.sampled_from(Kind), st.text(max_size=40) | st.from_regex(r"https://\S{0,20}"))
@example(Kind.URL, "https://[")
@example(Kind.URL, "https://example.org:x")
@example(Kind.URL, "https://\u2100.org")
@example(Kind.PHONE, "9" * 400)
def test_no_value_of_any_kind_makes_the_check_raise(kind: Kind, value: str) -> None:
    told = problem(kind, value)
    assert told == "" or told.endswith(".")
    assert isinstance(literals(value), tuple)


@given(st.sampled_from(DRAMA), st.integers(0, 12))
def test_a_phone_number_that_lost_a_digit_is_refused(number: str, index: int) -> None:
    places = [place for place, char in enumerate(number) if char.isdigit()]
    place = places[index % len(places)]
    assert problem(Kind.PHONE, number[:place] + number[place + 1 :]) != ""


@given(st.sampled_from(pairs(GOOD)))
def test_the_printed_form_keeps_every_digit(pair: tuple[Kind, str]) -> None:
    kind, value = pair
    assert [c for c in shown(kind, value) if c.isdigit()] == [c for c in value if c.isdigit()]


@given(
    st.lists(
        st.sampled_from(
            [
                *(
                    "http",
                    "s",
                    "://",
                    "www",
                    ".",
                    "council",
                    ".gov",
                    ".uk",
                    "@",
                    "£",
                    "$",
                    " ",
                    "+",
                ),
                *("1", "12", "0207", "٣", "pence", "am", "HA", "9", "Jan", "Call", "-", "nhs"),
            ]
        )
    ).map("".join)
)
@example("https://")
@example("see www.example")
@example("brent.gov.uk")
@example("a@b.c")
def test_what_the_quick_look_passes_over_holds_no_fact(text: str) -> None:
    found = [name for name, pattern in LITERALS if pattern.search(text)]
    assert may_hold_literals(text) or not found
    assert {name for name, _ in literals(text)} == set(found)
