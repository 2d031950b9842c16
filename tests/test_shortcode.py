"""Codes on printed paper: they catch slips of the pen, and never change what they stand for."""

import itertools
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from welcomepack.diagnostic import Diagnostic, Position
from welcomepack.shortcode import (
    ALPHABET,
    HEADER,
    LENGTH,
    Meaning,
    Registered,
    check_character,
    columns,
    extended,
    lost,
    make,
    read,
    valid,
    write,
)

DAY = date(2026, 11, 22)
IDS = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,4})?", fullmatch=True)
MEANINGS = st.builds(Meaning, IDS, IDS, st.sampled_from(["en", "ar", "ti", "zh-Hans"]))
LETTERS = st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH)
FIRST, LAST = ALPHABET[0], ALPHABET[-1]
GP = Meaning("brent", "gp", "ar")


def registry(*meanings: Meaning) -> str:
    return write(extended([], meanings, DAY))


def told(text: str) -> list[tuple[str, int]]:
    _, found = read(text, "content/codes.csv")
    assert {one.code for one in found} <= {"WP302"}
    return [(one.message, one.position.line if one.position else 0) for one in found]


def test_no_letter_looks_like_another() -> None:
    assert len(ALPHABET) == len(set(ALPHABET))
    assert not set("ILOU") & set(ALPHABET)
    assert ALPHABET.isupper()


@settings(max_examples=60)
@given(LETTERS)
@example(FIRST * LENGTH)
@example(LAST * LENGTH)
@example(FIRST + LAST + FIRST * (LENGTH - 2))
def test_every_single_wrong_letter_is_noticed(letters: str) -> None:
    code = letters + check_character(letters)
    assert valid(code)
    wrong = [
        code[:place] + letter + code[place + 1 :]
        for place in range(len(code))
        for letter in ALPHABET
        if letter != code[place]
    ]
    assert len(wrong) == len(code) * (len(ALPHABET) - 1)
    assert [one for one in wrong if valid(one)] == []


@given(LETTERS)
@example(FIRST + LAST + FIRST * (LENGTH - 2))
@example(ALPHABET[:LENGTH])
def test_every_exchange_of_two_neighbours_is_noticed(letters: str) -> None:
    code = letters + check_character(letters)
    exchanged = [
        code[:place] + code[place + 1] + code[place] + code[place + 2 :]
        for place in range(len(code) - 1)
        if code[place] != code[place + 1]
    ]
    assert [one for one in exchanged if valid(one)] == []


def test_every_exchange_of_any_two_letters_is_noticed_at_every_place() -> None:
    missed = []
    pairs = list(itertools.permutations(ALPHABET, 2))
    assert len(pairs) == len(ALPHABET) * (len(ALPHABET) - 1)
    for place in range(LENGTH - 1):
        for one, other in pairs:
            letters = ALPHABET[1] * place + one + other
            letters += ALPHABET[1] * (LENGTH - len(letters))
            code = letters + check_character(letters)
            if valid(code[:place] + other + one + code[place + 2 :]):
                missed.append((place, one, other))
    assert missed == []


@pytest.mark.parametrize("code", ["", "AAAAA", "AAAAAAA", "AAAAA!", "AAAAAI", "AAAA A"])
def test_what_is_no_code_is_not_valid(code: str) -> None:
    assert not valid(code)


@given(LETTERS)
def test_a_code_may_be_typed_in_small_letters(letters: str) -> None:
    assert valid((letters + check_character(letters)).lower())


@given(MEANINGS)
def test_a_code_follows_from_its_meaning_alone(meaning: Meaning) -> None:
    code = make(meaning, {})
    assert valid(code)
    assert code == make(meaning, {})
    assert code == make(meaning, {code: meaning})


@given(MEANINGS, MEANINGS)
def test_a_code_that_another_meaning_has_is_never_given_again(
    meaning: Meaning, other: Meaning
) -> None:
    taken = {make(meaning, {}): other}
    if other != meaning:
        assert make(meaning, taken) not in taken
        assert make(meaning, taken) == make(meaning, taken)


@given(st.lists(MEANINGS, max_size=12), st.lists(MEANINGS, max_size=12))
def test_more_codes_never_change_the_lines_before(
    first: list[Meaning], more: list[Meaning]
) -> None:
    rows = extended([], first, date(2026, 1, 1))
    longer = extended(rows, more, DAY)
    assert longer[: len(rows)] == rows
    assert write(longer).startswith(write(rows))
    assert {row.meaning for row in longer} == set(first) | set(more)
    assert len({row.code for row in longer}) == len(longer)
    assert {row.since for row in longer[len(rows) :]} <= {"2026-11-22"}
    assert extended(longer, [*first, *more], date(2027, 1, 1)) == longer
    assert lost(write(rows), write(longer), "codes.csv") == ()


@given(st.lists(MEANINGS, max_size=12))
def test_what_is_written_is_read_back_without_a_complaint(meanings: list[Meaning]) -> None:
    rows = extended([], meanings, DAY)
    again, found = read(write(rows), "codes.csv")
    assert found == ()
    assert [(one.code, one.meaning, one.since) for one in again] == [
        (one.code, one.meaning, one.since) for one in rows
    ]
    assert [one.line for one in again] == list(range(2, len(rows) + 2))


def test_the_registry_is_written_as_csv() -> None:
    code = make(GP, {})
    assert registry(GP) == f"{','.join(HEADER)}\n{code},brent,gp,ar,2026-11-22\n"
    assert columns(GP) == ("brent", "gp", "ar")


def test_a_changed_meaning_is_found() -> None:
    text = registry(GP, Meaning("brent", "esol", "ar"))
    code = make(GP, {})
    assert told(text.replace(",gp,", ",police,")) == [(f"The meaning of {code} was changed.", 2)]


def test_a_code_written_twice_is_found() -> None:
    text = registry(GP)
    line = text.splitlines()[1]
    assert told(f"{text}{line}\n") == [(f"The code {make(GP, {})} stands here twice.", 3)]


@pytest.mark.parametrize(
    "line",
    ["nonsense", "AAAAA,brent,gp,ar,2026-11-22", ",,,,", "{code},brent,gp,ar", '"', "{code}"],
)
def test_a_damaged_line_is_found_and_the_others_are_read(line: str) -> None:
    text = registry(GP) + line.format(code=make(GP, {})) + "\n"
    assert told(text) == [("The line is damaged.", 3)]
    assert [row.meaning for row in read(text, "codes.csv")[0]] == [GP]


def test_a_wrong_letter_in_the_registry_is_found() -> None:
    code = make(GP, {})
    wrong = ("2" if code[0] != "2" else "3") + code[1:]
    assert told(registry(GP).replace(code, wrong)) == [("The line is damaged.", 2)]


def test_an_empty_registry_and_empty_lines_are_fine() -> None:
    assert read("", "codes.csv") == ((), ())
    assert told(f"\n{registry(GP)}\n\n".lstrip("\n")) == []


@settings(max_examples=200)
@given(st.text(max_size=200))
@example('"')
@example("a\rb")
@example('"' + "x" * 140_000)
@example("\x00")
def test_no_text_makes_the_registry_raise(text: str) -> None:
    rows, found = read(text, "content/codes.csv")
    assert {one.code for one in found} <= {"WP302"}
    assert all(isinstance(row, Registered) for row in rows)


def test_lost_lines_are_found_and_new_ones_are_not() -> None:
    before = registry(GP, Meaning("brent", "esol", "ar"))
    now = registry(Meaning("brent", "esol", "ar"), Meaning("brent", "police", "ar"))
    assert lost(before, before, "codes.csv") == ()
    assert lost("", now, "codes.csv") == ()
    assert lost(before, now, "codes.csv") == (
        Diagnostic("WP302", f"The code {make(GP, {})} was removed.", Position("codes.csv")),
    )


def test_a_registry_that_is_gone_loses_its_codes_and_no_column_names() -> None:
    found = lost(registry(GP), "", "codes.csv")
    assert [one.message for one in found] == [f"The code {make(GP, {})} was removed."]


def test_line_ends_of_another_system_lose_no_codes() -> None:
    text = registry(GP)
    assert lost(text, text.replace("\n", "\r\n"), "codes.csv") == ()
    assert told(text.replace("\n", "\r\n")) == []
