"""Letters that a language does not have: told with the right one, and never where all is well."""

# ruff: noqa: RUF001 - look-alikes are what these tests are about
import unicodedata
from datetime import date

import polib
import pytest
from hypothesis import given
from hypothesis import strategies as st
from project_support import REPO

from welcomepack.answer import SCRIPT_NAMES
from welcomepack.language import Language, letters_of, registry
from welcomepack.letters import strange

LANGUAGES = registry(REPO / "locales")
EVERY = pytest.mark.parametrize("language", LANGUAGES.values(), ids=LANGUAGES)
# Languages that CLDR has no letters for; what `babel` names there serves dates only.
UNKNOWN = {"haz", "kri", "rhg", "syl"}
SHARED = ("COMBINING", "MODIFIER LETTER", "ZERO WIDTH", "FEMININE ORDINAL", "MASCULINE ORDINAL")


@pytest.mark.parametrize(
    ("tag", "text", "found"),
    [
        ("fa", "كمك", [("ك", "ک")]),
        ("fa", "بيمارستان و مدرسة", [("ي", "ی"), ("ة", "ه")]),
        ("fa", "می‌کنم، {gp.phone}؛ GP؟ 12 ۱۲", []),
        ("fa", "ہسپتال کے", [("ہ", ""), ("ے", "")]),
        ("prs", "ښار", []),
        ("ckb", "كوردي", [("ك", "ک"), ("ي", "ی")]),
        ("ckb", "ھەینی و هەینی", []),
        ("ur", "هسپتال", [("ه", "ہ")]),
        ("ar", "مستشفى پارك", []),
        ("ar", "ہسپتال", [("ہ", "")]),
        ("kmr", "Alîkarî, ÇAWA? Şeva", []),
        ("kmr", "Güle güle, ağız", [("ü", ""), ("ğ", ""), ("ı", "")]),
        ("kmr", "Аlîkarî", [("А", "")]),
        ("tr", "İSTANBUL ışık Ğ", []),
        ("ro", "şi ţară", [("ş", "ș"), ("ţ", "ț")]),
        ("uk", "Лікар і Їжа", []),
        ("vi", unicodedata.normalize("NFD", "Bệnh viện ở đâu"), []),
        ("yo", "Ẹ̀kọ́", []),
        ("ti", "ሓኪም ማይ። 12", []),
        ("ti", "ሓኪم", [("م", "")]),
        ("zh-Hans", "医生，今天。", []),
        ("zh-Hans", "いしゃ", [("い", ""), ("し", ""), ("ゃ", "")]),
        ("so", "Dhakhtar é", [("é", "")]),
        ("om", "Doktora\u200b", [("\u200b", "")]),
        ("hi", "\u0928\u092e\u0938\u094d\u0924\u0947 \u0915\u093c", []),
    ],
)
def test_strange_letters_are_told_once_with_the_right_one(
    tag: str, text: str, found: list[tuple[str, str]]
) -> None:
    assert strange(text, LANGUAGES[tag]) == found


def test_a_language_without_letters_is_asked_for_look_alikes_only() -> None:
    bare = LANGUAGES["fa"].model_copy(update={"letters": ""})
    assert strange("كتاب ہ Ж", bare) == [("ك", "ک")]
    assert strange("كتاب ہ Ж", bare.model_copy(update={"wrong": {}})) == []


def test_every_language_with_a_source_has_its_letters() -> None:
    assert {tag for tag, one in LANGUAGES.items() if not one.letters} == UNKNOWN
    assert len(LANGUAGES) > 70


@EVERY
def test_the_letters_are_of_the_script_of_the_language(language: Language) -> None:
    script = (SCRIPT_NAMES.get(language.script, "?"), *SHARED)
    names = {char: unicodedata.name(char) for char in language.allowed_letters}
    assert {char: name for char, name in names.items() if not name.startswith(script)} == {}


@EVERY
def test_a_look_alike_is_not_allowed_and_the_right_letter_is(language: Language) -> None:
    assert not set(language.wrong) & language.allowed_letters
    if language.letters:
        assert strange("".join(language.wrong.values()), language) == []


@EVERY
def test_no_direction_control_is_a_letter(language: Language) -> None:
    invisible = {char for char in language.allowed_letters if unicodedata.category(char) == "Cf"}
    assert invisible <= set("\u200b\u200c\u200d")


@EVERY
def test_what_the_registry_and_the_calendar_write_is_not_strange(language: Language) -> None:
    days = (language.format_date(date(2026, month, 22)) for month in range(1, 13))
    words = (language.own_name, language.i_speak, *language.day_names(), *days)
    assert strange(" ".join(words), language) == []


@EVERY
def test_no_draft_has_a_strange_letter(language: Language) -> None:
    drafts = {
        f"{path.stem} {entry.msgctxt}": strange(entry.msgstr, language)
        for path in sorted((REPO / "locales" / language.folder).glob("LC_MESSAGES/*.po"))
        for entry in polib.pofile(str(path))
    }
    assert {key: found for key, found in drafts.items() if found} == {}


def test_there_are_drafts_to_look_at() -> None:
    folders = {path.parts[-3] for path in (REPO / "locales").glob("*/LC_MESSAGES/*.po")}
    assert len(folders & {one.folder for one in LANGUAGES.values()}) > 20


@pytest.mark.parametrize(
    ("written", "letters"),
    [
        ("", ""),
        ("a-e", "abcde"),
        ("xa-cz ß", "xabczß"),
        ("◌\u064eب", "\u064eب"),
        ("ሀ-ሆለ", "ሀሁሂሃሄህሆለ"),
        ("e\u0301", "é"),
    ],
)
def test_letters_are_written_singly_or_as_a_range(written: str, letters: str) -> None:
    assert letters_of(written) == frozenset(letters)


def test_a_range_that_runs_backwards_is_refused() -> None:
    with pytest.raises(ValueError, match="z-a"):
        letters_of("z-a")


@given(st.data())
def test_every_letter_is_either_allowed_or_told(data: st.DataObject) -> None:
    language = LANGUAGES[data.draw(st.sampled_from(["fa", "kmr", "ckb", "uk", "ti", "vi", "bn"]))]
    own = st.text(st.sampled_from(sorted(language.allowed_letters)), max_size=8)
    other = st.text(st.characters(min_codepoint=0x80, categories=("L", "M")), max_size=3)
    first, second = data.draw(own), data.draw(other)
    assert strange(first, language) == []
    text = unicodedata.normalize("NFC", f"{first} {second}")
    told = {letter for letter, _ in strange(text, language)}
    assert told <= set(text)
    for char in set(text) - told:
        known = any(
            one in language.allowed_letters or one.isascii() for one in (char, *char.lower())
        )
        assert known or char.isspace()
