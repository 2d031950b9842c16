"""What must hold before a translation may be printed: facts, numbers, no markup, no tricks."""

# ruff: noqa: RUF001 - letters of other scripts are what these tests are about

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from welcomepack.fact import literals
from welcomepack.message import digest, problems
from welcomepack.model import Text

PHONE = "Call {migrant_help.phone}."

# Sentences as officers may write them: words, small numbers and facts in braces.
WORDS = st.sampled_from(
    ["Call", "the", "school", "Tell", "reception", "free", "weeks", "Tuesday", "GP", "Don't", "£?"]
)
NUMBERS = st.integers(min_value=0, max_value=99).map(str)
NAMES = st.sampled_from(["gp.phone", "council.phone", "police.phone", "bus.fare"])
PLACEHOLDERS = NAMES.map("{{{}}}".format)
PARTS = st.lists(st.one_of(WORDS, NUMBERS, PLACEHOLDERS), min_size=1, max_size=12).filter(
    lambda parts: not literals(" ".join(parts))
)


def found(english: str, translation: str) -> list[str]:
    return [code for code, _ in problems(english, translation)]


def test_a_translation_that_keeps_its_facts_is_fine() -> None:
    assert found(PHONE, "اتصل على {migrant_help.phone}.") == []


def test_facts_may_stand_in_another_order() -> None:
    english = "Pay {bus.fare} or call {gp.phone} within 2 weeks."
    assert found(english, "2 {gp.phone} یا {bus.fare}") == []


def test_a_fact_that_is_missing_is_named() -> None:
    assert list(problems(PHONE, "اتصل بنا.")) == [
        ("WP221", "{migrant_help.phone} is missing from the translation.")
    ]


def test_a_fact_that_the_english_has_not_is_named() -> None:
    assert list(problems("Call us.", "اتصل {gp.phone}")) == [
        ("WP221", "{gp.phone} is not in the English, or stands there less often.")
    ]


def test_facts_are_counted_not_only_named() -> None:
    twice = "Call {gp.phone}. Not free? Call {gp.phone}."
    assert found(twice, "اتصل {gp.phone}.") == ["WP221"]
    assert found(PHONE, f"{PHONE} {PHONE}") == ["WP221"]
    assert found(twice, twice) == []


def test_a_renamed_fact_is_both_missing_and_too_much() -> None:
    assert found(PHONE, "اتصل {migrant-help.phone}.") == ["WP221", "WP221"]


@pytest.mark.parametrize("translation", ["خلال 3 أسابيع", "خلال أسبوعين", "خلال 2 أو 2 أسابيع"])
def test_a_number_that_differs_is_refused(translation: str) -> None:
    assert found("Within 2 weeks.", translation) == ["WP222"]


@pytest.mark.parametrize("digits", ["٤٢", "۴۲", "४२", "৪২", "４２", "4٢"])
def test_native_digits_count_as_the_digits_they_stand_for(digits: str) -> None:
    assert found("Stay 42 days.", f"42 … {digits}") == ["WP222"]
    assert found("Stay 42 days.", digits) == []
    assert found("Stay 43 days.", digits) == ["WP222"]


def test_ethiopic_number_signs_do_not_pass_for_a_number() -> None:
    # They are no decimal digits, and nobody finds them on a keypad or a letter.
    assert found("Stay 2 days.", "፪ መዓልቲ") == ["WP222"]


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("web address", "www."),
        ("web address", "https://"),
        ("e-mail address", "help@example.org"),
        ("price", "£5"),
        ("phone number", "0808 8010 503"),
        ("phone number", "٠٨٠٨ ٨٠١٠ ٥٠٣"),
        ("phone number", "999"),
        ("time", "09:30"),
        ("time", "۰۹:۳۰"),
        ("postcode", "HA9 0FJ"),
        ("date", "2026-11-22"),
    ],
)
def test_a_fact_typed_into_the_translation_is_refused(kind: str, words: str) -> None:
    told = [sentence for _, sentence in problems("Tell us.", f"قل لنا {words} اليوم")]
    assert any(f'The {kind} "' in one and one.split('"')[1] in words for one in told), told
    assert set(found("Tell us.", f"قل لنا {words} اليوم")) == {"WP222"}


def test_a_fact_that_the_english_itself_types_is_not_held_against_the_translation() -> None:
    assert found("Ask at Example House, HA9 0FJ.", "HA9 0FJ اسأل") == []


@pytest.mark.parametrize(
    ("english", "translation", "wrong"),
    [
        ("Call 0808 8010 503.", "اتصل 0808 8010 503", False),
        ("Call 0808 8010 503.", "اتصل 08088010503", True),
        ("Call 0808 8010 503.", "اتصل ٠٨٠٨ ٨٠١٠ ٥٠٣", False),
        ("Call 0808 8010 503.", "اتصل 503 8010 0808", True),
        ("Call 0808 8010 503.", "اتصل 0808 8010 530", True),
        ("Come at 9am.", "تعال الساعة 9:00", False),
        ("Come at 9am.", "تعال الساعة ٠٩:٠٠", False),
        ("Come at 5pm.", "تعال الساعة 17:00", False),
        ("Come at 5pm.", "تعال الساعة 5:00", True),
        ("Come at 9am.", "ሰዓት 3:00 ምጹ", True),
        ("It is £49.18.", "السعر 49.18 £", True),
        ("It is £49.18.", "السعر £49.18", False),
        ("It is £49.18.", "السعر £4.918", True),
        ("Write to a@example.org.", "اكتب إلى b@example.org", True),
        ("Write to a@example.org.", "اكتب إلى a@example.org", False),
        ("Go to HA9 0FJ.", "اذهب إلى HA9 0FJ", False),
        ("Go to HA9 0FJ.", "اذهب إلى HA9 0JF", True),
        ("Before 3 May 2026.", "قبل 3 مايو 2026", False),
    ],
)
def test_a_typed_fact_keeps_its_value_and_the_order_of_its_digits(
    english: str, translation: str, *, wrong: bool
) -> None:
    assert bool(found(english, translation)) == wrong


@pytest.mark.parametrize("translation", ["<b>اتصل</b>", "اتصل {", "اتصل < هنا", "{{gp.phone}}"])
def test_markup_and_open_braces_are_refused(translation: str) -> None:
    assert "WP221" in found("Call us.", translation)


def test_a_stray_closing_brace_is_refused() -> None:
    assert found(PHONE, "اتصل {migrant_help.phone}}.") == ["WP221"]


@pytest.mark.parametrize(
    "control",
    [
        *(chr(code) for code in (0x200E, 0x200F, 0x061C)),
        *map(chr, range(0x202A, 0x202F)),
        *map(chr, range(0x2066, 0x206A)),
    ],
    ids=lambda char: f"U+{ord(char):04X}",
)
def test_every_direction_control_of_uax_9_is_refused(control: str) -> None:
    # One of them before a number is enough to turn its groups round.
    assert found("Call us.", f"اتصل{control} بنا") == ["WP222"]


def test_the_joiners_that_persian_and_urdu_need_are_allowed() -> None:
    assert found("Call us.", "می\u200cخواهم اک\u200dٹھا") == []


@settings(deadline=None)
@given(PARTS)
def test_the_identity_never_has_problems(parts: Sequence[str]) -> None:
    sentence = " ".join(parts)
    assert found(sentence, sentence) == []


@settings(deadline=None)
@given(
    st.text(st.characters(exclude_categories=["C"], exclude_characters="<&{}")).filter(
        lambda text: bool(text.strip())
    )
)
def test_the_identity_of_any_text_without_markup_has_no_problems(sentence: str) -> None:
    english = Text.model_validate(sentence).english
    assert found(english, english) == []


@settings(deadline=None)
@given(PARTS.flatmap(lambda parts: st.tuples(st.just(parts), st.permutations(parts))))
def test_no_order_of_the_words_is_a_problem(pair: tuple[Sequence[str], Sequence[str]]) -> None:
    english, shuffled = pair
    # Words are set apart, as two numbers side by side would read as one phone number.
    assert found(" ፣ ".join(english), " ፣ ".join(shuffled)) == []


@settings(deadline=None)
@given(PARTS, NAMES, st.data())
def test_one_fact_too_few_or_too_many_is_always_noticed(
    parts: Sequence[str], name: str, data: st.DataObject
) -> None:
    at = data.draw(st.integers(min_value=0, max_value=len(parts)))
    more = " ".join([*parts[:at], f"{{{name}}}", *parts[at:]])
    less = " ".join(parts)
    assert "WP221" in found(more, less)
    assert "WP221" in found(less, more)


@settings(deadline=None)
@given(PARTS, st.sampled_from("٠۰०০๐"))
def test_native_digits_never_change_what_a_number_is(parts: Sequence[str], zero: str) -> None:
    english = " ".join(parts)
    native = english.translate({ord("0") + n: chr(ord(zero) + n) for n in range(10)})
    # Fact ids hold no digits here, so only numbers were rewritten.
    assert found(english, native) == []


def test_a_digest_tells_texts_apart_and_stays_the_same() -> None:
    assert digest("Doctor") == "24669ff4"
    assert digest("Doctor") != digest("doctor")
