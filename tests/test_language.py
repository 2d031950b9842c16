"""The registry of languages: what each needs for paper and phone, and how a bad one is told."""

import calendar
import re
from datetime import date
from pathlib import Path

import pytest
from project_support import REPO

from welcomepack.diagnostic import WelcomepackError
from welcomepack.language import REGISTRY, Language, english, registry

LANGUAGES = registry(REPO / "locales")
EVERY = pytest.mark.parametrize("language", LANGUAGES.values(), ids=LANGUAGES)
CONTROLS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
YEAR = [date(2026, month, 22) for month in range(1, 13)]

GOOD = (
    "- {tag: en, folder: en, babel: en_GB, own_name: English, english_name: English, "
    "script: Latn, direction: ltr, fonts: [Noto Sans]}\n"
)


@EVERY
def test_the_last_font_has_the_latin_digits(language: Language) -> None:
    # The fonts of other scripts hold no Latin digits, so a phone number would be boxes.
    assert language.fonts[-1] == "Noto Sans"


@EVERY
def test_a_font_of_the_script_comes_before_it(language: Language) -> None:
    # Noto Sans itself has the Latin, Cyrillic and Greek letters and no others.
    own = language.script not in {"Latn", "Cyrl", "Grek"}
    assert (language.fonts[0] != "Noto Sans") is own
    assert all(font.startswith("Noto ") for font in language.fonts)


@EVERY
def test_the_direction_is_that_of_the_script(language: Language) -> None:
    assert language.rtl is (language.script in {"Arab", "Hebr", "Rohg", "Thaa", "Adlm"})
    assert language.rtl is (language.direction == "rtl")


@EVERY
def test_dates_are_gregorian_with_latin_digits(language: Language) -> None:
    shown = [language.format_date(day) for day in YEAR]
    for text in shown:
        digits = re.findall(r"\d+", text)
        assert {"22", "2026"} <= set(digits), text
        assert all(one.isascii() for one in digits), text
        assert not CONTROLS.search(text), ascii(text)
        assert text == text.strip()
    assert len(set(shown)) == len(YEAR)


@pytest.mark.parametrize("tag", ["en", "ar", "ur", "ti"])
def test_every_date_of_a_year_can_be_told_apart(tag: str) -> None:
    days = [
        date(2026, month, day)
        for month in range(1, 13)
        for day in range(1, calendar.monthrange(2026, month)[1] + 1)
    ]
    assert len({LANGUAGES[tag].format_date(day) for day in days}) == 365


@EVERY
def test_seven_days_have_seven_names(language: Language) -> None:
    names = language.day_names()
    assert len(names) == len(set(names)) == 7
    assert all(name and name == name.strip() for name in names)
    assert not CONTROLS.search("".join(names))


def test_the_names_of_one_language_never_leak_into_another() -> None:
    before = {tag: language.day_names() for tag, language in LANGUAGES.items()}
    again = {tag: LANGUAGES[tag].day_names() for tag in reversed(LANGUAGES)}
    assert again == before
    assert before["en"] == tuple(calendar.day_name)


@pytest.mark.parametrize(
    ("tag", "first", "last"),
    [
        ("en", "Monday", "Sunday"),
        ("ar", "الاثنين", "الأحد"),
        ("ur", "پیر", "اتوار"),
        ("ti", "ሰኑይ", "ሰንበት"),
    ],
)
def test_the_week_begins_on_monday(tag: str, first: str, last: str) -> None:
    names = LANGUAGES[tag].day_names()
    assert (names[0], names[-1]) == (first, last)


@pytest.mark.parametrize(
    ("tag", "shown"),
    [
        ("en", "22 November 2026"),
        ("ar", "22 نوفمبر 2026"),
        ("ur", "22 نومبر، 2026"),
        ("ti", "22 ሕዳር 2026"),
    ],
)
def test_a_date_names_the_month_in_the_language(tag: str, shown: str) -> None:
    assert LANGUAGES[tag].format_date(date(2026, 11, 22)) == shown


def test_names_folders_and_tags_are_each_used_once() -> None:
    for field in ("tag", "folder", "own_name", "english_name"):
        values = [getattr(language, field) for language in LANGUAGES.values()]
        assert len(values) == len(set(values)) >= 4, field
    assert list(LANGUAGES) == [language.tag for language in LANGUAGES.values()]


def test_english_needs_no_registry() -> None:
    assert english().tag == "en"
    assert english().format_date(date(2026, 1, 5)) == "5 January 2026"
    assert english().direction == LANGUAGES["en"].direction
    assert english().fonts == LANGUAGES["en"].fonts


# A bad registry


def write(folder: Path, content: str | bytes) -> Path:
    (folder / REGISTRY).write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def test_a_small_registry_is_read(tmp_path: Path) -> None:
    languages = registry(write(tmp_path, GOOD))
    assert list(languages) == ["en"]
    assert (languages["en"].scale, languages["en"].rtl) == (1.0, False)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "empty"),
        ("tag: en\n", "list"),
        ("- {tag: en\n", "WP101"),
        (b"- {tag: \xe9}\n", "WP104"),
        ("- {tag: en}\n", "folder"),
        (GOOD.replace("ltr", "left"), "direction"),
        (GOOD.replace("tag: en", "tag: English"), "tag"),
        (GOOD.replace("folder: en", "folder: ../en"), "folder"),
        (GOOD.replace("fonts: [Noto Sans]", "fonts: Noto Sans"), "fonts"),
        (GOOD.replace("fonts", "font"), "font"),
        (GOOD.replace("}", ", scale: 9}"), "scale"),
        (GOOD.replace("babel: en_GB", "babel: zz_nowhere"), "zz_nowhere"),
        (GOOD.replace("}", ", letters: a-eb-a}"), "b-a"),
        (GOOD + GOOD, "twice"),
    ],
    ids=[
        "empty",
        "no list",
        "no YAML",
        "no UTF-8",
        "fields missing",
        "unknown direction",
        "bad tag",
        "folder outside",
        "fonts no list",
        "field misspelt",
        "scale out of range",
        "unknown to Babel",
        "letters backwards",
        "tag twice",
    ],
)
def test_a_bad_registry_gives_a_message(tmp_path: Path, content: str | bytes, said: str) -> None:
    with pytest.raises(WelcomepackError, match=said) as told:
        registry(write(tmp_path, content))
    assert "languages.yaml" in str(told.value)


def test_a_registry_that_is_not_there_gives_a_message(tmp_path: Path) -> None:
    with pytest.raises(WelcomepackError, match=re.escape("languages.yaml")):
        registry(tmp_path)


def test_loading_pashto_first_leaves_other_languages_their_own_days() -> None:
    languages = registry(REPO / "locales")
    assert languages["ps"].day_names()
    assert languages["tr"].day_names()[0] == "Pazartesi"
    assert languages["so"].day_names()[0] == "Isniin"
