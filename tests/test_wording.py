"""How a translation is written: what each check finds, and what it lets pass."""

# ruff: noqa: RUF001 - letters of other scripts are what these tests are about

import unicodedata
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from project_support import REPO

from welcomepack import wording
from welcomepack.fact import placeholders
from welcomepack.language import Language, registry

LANGUAGES = registry(REPO / "locales")
Rule = Callable[[str, str, Language], Iterator[str]]

FOUND: list[tuple[Rule, str, str, str]] = [
    (wording.other_script, "ti", "Choose.", "Choose a surgery."),
    (wording.other_script, "ar", "Choose.", "ክልኒክ ምረጹ።"),
    (wording.other_script, "ar", "Choose.", "(Choose a surgery)"),
    (wording.untranslated, "fr", "It is free.", "It is free."),
    (wording.untranslated, "ti", "Doctor", "Doctor"),
    (wording.english_left, "ti", "Choose a doctor now.", "ምረጹ choose a doctor now"),
    (wording.wrong_letters, "fa", "Doctor", "پزشك"),
    (wording.wrong_letters, "ur", "Contact", "رابطه"),
    (wording.wrong_letters, "ckb", "Do", "بكە"),
    (wording.wrong_letters, "ro", "And", "şi"),
    (wording.half_space, "fa", "I want", "می خواهم"),
    (wording.half_space, "prs", "I do not want", "نمی خواهم"),
    (wording.half_space, "fa", "Books", "کتاب ها"),
    (wording.length, "fr", "A sentence that is long enough to judge.", "Oui."),
    (wording.length, "fr", "A sentence of some length.", "mot " * 30),
    (wording.length, "zh-Hans", "A sentence of some length.", "字" * 40),
    (wording.end_mark, "ti", "It is free.", "ብናጻ እዩ"),
    (wording.end_mark, "ti", "Doctor", "ሓኪም።"),
    (wording.end_mark, "ar", "Is it free?", "هل هو مجاني."),
    (wording.doubled, "fr", "In the house.", "dans la la maison"),
    (wording.hidden, "ar", "Call", "اتصل\u200f بنا"),
    (wording.hidden, "fr", "Call", "appe\u00adler"),
    (wording.hidden, "fr", "Call", "appeler  ici"),
    (wording.hidden, "fr", "Call", "appeler\nici"),
    (wording.hidden, "vi", "Call", unicodedata.normalize("NFD", "gọi điện")),
    (wording.native_digits, "ar", "2 days", "٢ يوم"),
]
FINE: list[tuple[Rule, str, str, str]] = [
    (wording.other_script, "ti", "Postcode", "ፖስት ኮድ (postcode)"),
    (wording.other_script, "ti", "999", "999"),
    (wording.other_script, "kmr", "Free", "Belaş e"),
    (wording.untranslated, "fr", "E-mail", "E-mail"),
    (wording.untranslated, "ti", "Karma Nirvana", "Karma Nirvana"),
    (wording.untranslated, "ti", "NSPCC", "NSPCC"),
    (wording.english_left, "ti", "x", "Right to Remain"[:5] + " ርኣዩ"),
    (wording.english_left, "fr", "x", "prenez le bus"),
    (wording.wrong_letters, "ar", "Doctor", "كيف"),
    (wording.wrong_letters, "fa", "Doctor", "پزشک"),
    (wording.half_space, "fa", "I want", "می\u200cخواهم"),
    (wording.half_space, "fa", "Books", "کتاب\u200cها"),
    (wording.half_space, "fa", "Alphabet", "تنها"),
    (wording.half_space, "ckb", "x", "می خواهم"),
    (wording.length, "fr", "Doctor", "Le médecin généraliste de votre quartier"),
    (wording.end_mark, "ti", "It is free.", "ብናጻ እዩ።"),
    (wording.end_mark, "bn", "Is it free? ", "এটা কি বিনামূল্যে?"),
    (wording.end_mark, "ar", "Is it free?", "هل هو مجاني؟"),
    (wording.end_mark, "zh-Hans", "It is free (now).", "是免费的（现在）。"),
    (wording.end_mark, "ur", "See {gp.phone}", "{gp.phone} دیکھیں"),
    (wording.doubled, "om", "Some parts", "Kutaaleen tokko tokko"),
    (wording.doubled, "fr", "Very very good", "très très bien"),
    (wording.hidden, "fa", "I want", "می\u200cخواهم"),
    (wording.hidden, "si", "x", "ක්\u200dෂ"),
    (wording.native_digits, "ar", "2 days", "2 يوم"),
]


def name(value: object) -> str:
    return value.__name__ if callable(value) else ascii(value)[:24]


@pytest.mark.parametrize(("rule", "tag", "english", "text"), FOUND, ids=name)
def test_what_is_wrong_is_found(rule: Rule, tag: str, english: str, text: str) -> None:
    assert list(rule(english, text, LANGUAGES[tag]))


@pytest.mark.parametrize(("rule", "tag", "english", "text"), FINE, ids=name)
def test_what_is_right_passes(rule: Rule, tag: str, english: str, text: str) -> None:
    assert list(rule(english, text, LANGUAGES[tag])) == []


def test_the_script_of_every_language_is_known() -> None:
    unknown = {one.tag for one in LANGUAGES.values() if wording.share("1 ☃ x я", one.script) == 1.0}
    assert unknown == set()


@pytest.mark.parametrize(
    ("english", "text", "left"),
    [
        ("Right to Remain Toolkit", "Right to Remain Toolkit ርኣዩ", "ርኣዩ"),
        ("Right to Remain, the interview", "Right to Remain، مقابلة", "، مقابلة"),
        ("See Shout.", "شوفوا Shout.", "شوفوا"),
        ("See a doctor.", "See Doctors ርኣዩ", "Doctors ርኣዩ"),
    ],
)
def test_names_that_stand_in_the_english_may_stay(english: str, text: str, left: str) -> None:
    assert wording.without_names(english, text).strip() == left


# Mending


@pytest.mark.parametrize(
    ("tag", "text", "mended"),
    [
        ("fa", "پزشك {gp.phone}", "پزشک {gp.phone}"),
        ("ur", "رابطه", "رابطہ"),
        ("ar", "اتصل\u200f  بنا ", "اتصل بنا"),
        ("fr", "appe\u00adler\nici", "appeler ici"),
        ("fa", "می\u200cخواهم", "می\u200cخواهم"),
        ("vi", unicodedata.normalize("NFD", "gọi"), "gọi"),
        ("ar", "٢ يوم", "٢ يوم"),
    ],
)
def test_safe_fixes_mend_letters_and_nothing_that_has_a_meaning(
    tag: str, text: str, mended: str
) -> None:
    assert wording.mended(text, LANGUAGES[tag]) == mended


PIECES = st.sampled_from(
    ["پزشك", "ي", "{gp.phone}", "\u200f", "\u200c", "  ", "\n", "e\u0301", "٢", "\u00ad", "ş", "{"]
)


@given(st.lists(PIECES, max_size=8).map("".join), st.sampled_from(["ar", "fa", "ur", "ro", "vi"]))
def test_what_is_mended_needs_no_mending_and_keeps_its_facts(text: str, tag: str) -> None:
    language = LANGUAGES[tag]
    once = wording.mended(text, language)
    assert wording.mended(once, language) == once
    assert placeholders(once) == placeholders(unicodedata.normalize("NFC", text))
    if not placeholders(text) and "{" not in text:
        assert list(wording.hidden("", once, language)) == []
        assert list(wording.wrong_letters("", once, language)) == []
