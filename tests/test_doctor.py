"""The machine is examined for each language, and what is missing is told with its package."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from project_support import REPO as ROOT
from project_support import run

from welcomepack import font, fontconfig
from welcomepack.doctor import examine
from welcomepack.language import english, registry


def test_this_machine_is_ready_for_every_registered_language() -> None:
    findings = list(examine(registry(ROOT / "locales").values()))
    assert len(findings) > 70
    assert [one.what for one in findings if not one.fine] == []


def test_a_font_that_is_not_there_is_told_for_every_system() -> None:
    language = english().model_copy(update={"fonts": ("Noto Sans Invented", "Noto Sans")})
    missing = [one for one in examine([language]) if not one.fine]
    assert len(missing) == 1
    assert "Noto Sans Invented" in missing[0].what
    assert len(missing[0].advice) == len(font.SYSTEMS)


def test_a_locale_that_is_not_there_is_told() -> None:
    language = english().model_copy(update={"babel": "prs"})
    missing = [one for one in examine([language]) if not one.fine]
    assert len(missing) == 1
    assert "languages.yaml" in missing[0].advice[0]


def test_a_font_without_the_letters_of_the_language_is_told() -> None:
    language = registry(ROOT / "locales")["ti"].model_copy(update={"fonts": ("Noto Sans",)})
    (missing,) = [one for one in examine([language]) if not one.fine]
    assert missing.what.startswith("Tigrinya: no font of its stack has ት")
    assert "languages.yaml" in missing.advice[0]


# A machine with Latin letters only

FOLDER = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>
"""
TOPIC = """\
id: gp
title: Doctor
summary: How to join.
pictogram: gp
blocks:
  - {id: what, kind: text, text: It is free.}
"""
TIGRINYA = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"

msgctxt "gp/title"
msgid "Doctor"
msgstr "ሓኪም"
"""
POOR = {
    "content/project.yaml": "name: x\nbase_url: https://welcome.example.org\ntheme: clear\n"
    "locales: [en, ti]\npolicy:\n  prints: mt\n",
    "content/england/topics/gp.yaml": TOPIC,
    "locales/ti/LC_MESSAGES/england.po": TIGRINYA,
}


@pytest.fixture
def _latin_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Only Noto Sans is installed, as far as fontconfig can tell."""
    found = font.find("Noto Sans")
    assert found is not None
    fonts = tmp_path / "fonts"
    fonts.mkdir()
    for name in ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf"):
        (fonts / name).symlink_to(found[0].with_name(name))
    config = tmp_path / "fonts.conf"
    config.write_text(FOLDER.format(fonts=fonts, cache=tmp_path / "cache"), encoding="utf-8")
    monkeypatch.setenv("FONTCONFIG_FILE", str(config))
    # What they remember is wrong now.
    kept = (font._own, font.characters, font._covered, fontconfig._opened)  # noqa: SLF001
    for one in kept:
        one.cache_clear()
    yield
    for one in kept:
        one.cache_clear()


@pytest.mark.usefixtures("_latin_only")
def test_a_poor_machine_is_told_what_each_language_needs(make_project: Callable[..., Path]) -> None:
    done = run(make_project(POOR), "doctor")
    assert done.exit_code == 1
    lines = done.stdout.splitlines()
    assert "ok       English: font Noto Sans" in lines
    at = lines.index("missing  Tigrinya: font Noto Sans Ethiopic")
    assert [line.split(":")[0].strip() for line in lines[at + 1 : at + 5]] == list(font.SYSTEMS)
    assert "apt install fonts-noto-core" in lines[at + 1]
    assert "dnf install google-noto-sans-ethiopic-fonts" in lines[at + 2]
    assert "brew install --cask font-noto-sans-ethiopic" in lines[at + 3]
    assert "ok       Tigrinya: dates" in lines


@pytest.mark.usefixtures("_latin_only")
def test_a_poor_machine_prints_no_boxes(make_project: Callable[..., Path]) -> None:
    root = make_project(POOR)
    done = run(root, "build")
    told = done.stdout + done.stderr
    assert done.exit_code == 1
    assert 'WP403 [ti] No font has "ሓ" (ETHIOPIC SYLLABLE HHAA) of gp/title.' in told
    assert "Install Noto Sans Ethiopic. On Debian or Ubuntu: apt install fonts-noto-core." in told
    assert "welcomepack doctor" in told
    assert not (root / "build" / "manifest.json").exists()
