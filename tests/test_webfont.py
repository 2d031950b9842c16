"""Letters that the site sends: all that its pages print, none that could be somebody's own name."""

import base64
import hashlib
import io
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st
from project_support import REPO, run
from specimen_support import LANGUAGES, edition, theme

from welcomepack import font, site, webfont

TAGS = ("ti", "am", "ckb", "ps")
NASKH = LANGUAGES["ckb"]
# Joiners and marks of direction as well: a text without them reads otherwise.
OF_NASKH = st.text(
    st.sampled_from(sorted(map(chr, font.characters("Noto Naskh Arabic")))), min_size=1
)
REGISTRY = (REPO / "locales/languages.yaml").read_text("utf-8")


def opened(sent: webfont.Letters) -> TTFont:
    return TTFont(io.BytesIO(sent.data))


@pytest.mark.parametrize("tag", TAGS)
def test_every_character_of_the_pages_that_the_font_has_is_sent(tag: str) -> None:
    files = dict(site.edition_pages(edition(tag), theme(), 0))
    sent = site.letters(edition(tag), files)
    assert sent
    pages = [text for path, text in files.items() if path.suffix == ".html"]
    assert len(pages) > 2
    printed = {ord(char) for page in pages for char in page}
    wanted = printed & font.characters(LANGUAGES[tag].fonts[0])
    assert len(wanted) > 40
    assert wanted <= set(opened(sent).getBestCmap())


@settings(max_examples=15)
@given(text=OF_NASKH)
def test_whatever_a_page_says_its_letters_are_sent_and_asked_for(text: str) -> None:
    letter = "\N{ARABIC LETTER BEH}"
    sent = webfont.letters(NASKH, [f"<p>{text}</p>", f"<p>{letter}</p>"])
    assert sent
    assert {ord(char) for char in text} <= set(opened(sent).getBestCmap())
    letters = {ord(char) for char in text + letter if "\u0600" <= char <= "\u08ff"}
    assert letters <= asked_for(sent)


def asked_for(sent: webfont.Letters) -> set[int]:
    """The code points for which a browser would fetch the font."""
    found = re.search(r"unicode-range:([^}]*)}", sent.rule())
    assert found
    ends = [part.removeprefix("U+").split("-") for part in found[1].split(",")]
    return {code for part in ends for code in range(int(part[0], 16), int(part[-1], 16) + 1)}


def test_latin_letters_digits_and_signs_are_never_fetched() -> None:
    text = "abc 020 7946 0958 £9.90 «a» … \u2013 \u2022 é"
    assert webfont.letters(NASKH, [text]) is None
    sent = webfont.letters(NASKH, [f"{text} کورد\u200c"])
    assert sent
    assert asked_for(sent) >= {ord(char) for char in "کورد\u200c"}
    assert min(asked_for(sent)) > 0x250
    assert not asked_for(sent) & set(range(0x2010, 0x2C00))


def test_a_character_written_as_an_entity_is_sent() -> None:
    sent = webfont.letters(NASKH, ["&#x6A9;"])
    assert sent
    assert sent.codes == {0x6A9}


def test_letters_can_still_join() -> None:
    sent = webfont.letters(NASKH, ["کوردستان \u0628\u0650"])
    assert sent
    table = opened(sent)
    features = {one.FeatureTag for one in table["GSUB"].table.FeatureList.FeatureRecord}
    assert {"init", "medi", "fina"} <= features
    # The letters, and their shapes at the start, in the middle and at the end of a word.
    assert len(table.getGlyphOrder()) > 2 * len("کوردستان")
    assert "mark" in {one.FeatureTag for one in table["GPOS"].table.FeatureList.FeatureRecord}
    assert not {"fpgm", "prep", "cvt "} & set(table.keys())


def test_the_font_has_a_name_of_ours_and_keeps_its_licence() -> None:
    sent = webfont.letters(LANGUAGES["ti"], ["\u1200"])
    assert sent
    names = {one.nameID: one.toUnicode() for one in opened(sent)["name"].names}
    assert names[1] == names[4] == sent.family == "WP ti"
    assert not any("Noto" in names[number] for number in (1, 3, 4, 6))
    assert "Copyright" in names[0]
    assert "Open Font License" in names[13]
    assert names[14].endswith("OFL")


def test_the_same_pages_give_the_same_bytes_in_another_process() -> None:
    program = (
        "import sys; from pathlib import Path; from welcomepack import webfont;"
        "from welcomepack.language import registry;"
        "one = registry(Path(sys.argv[1]))['ckb'];"
        "import hashlib; made = webfont.letters(one, ['کوردستان']);"
        "print(hashlib.sha256(made.data).hexdigest())"
    )
    command = [sys.executable, "-c", program, str(REPO / "locales")]
    told = subprocess.run(command, check=True, capture_output=True, text=True, cwd=REPO).stdout
    mine = webfont.letters(NASKH, ["کوردستان"])
    assert mine
    assert told.strip() == hashlib.sha256(mine.data).hexdigest()


def test_a_phone_that_has_the_font_is_asked_first() -> None:
    sent = webfont.letters(NASKH, ["ک"])
    assert sent
    rule = sent.rule()
    assert 'local("Noto Naskh Arabic"),' in rule
    assert rule.index("local(") < rule.index("url(letters.woff2)")
    assert "font-display:swap" in rule
    assert "data:" not in rule
    assert "url(data:font/woff2;base64," in sent.rule(carried=True)


def test_why_letters_are_not_sent_is_told() -> None:
    absent = NASKH.model_copy(update={"fonts": ("No Such Font", "Noto Sans")})
    assert webfont.letters(absent, ["ک"]) is None
    (told,) = webfont.problems(absent, None)
    assert told.code == "WP545"
    assert '"No Such Font" is not installed' in told.message
    assert list(webfont.problems(absent.model_copy(update={"web_font": False}), None)) == []


def test_a_font_that_may_not_be_passed_on_is_not_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = font.find("Noto Naskh Arabic")
    assert found
    closed = tmp_path / "closed.ttf"
    with TTFont(found[0]) as one:
        one["name"].setName("All rights reserved.", 13, 3, 1, 0x409)
        one.save(closed)
    monkeypatch.setattr(font, "find", lambda _family: (closed, 0))
    language = NASKH.model_copy(update={"fonts": ("Closed Letters", "Noto Sans")})
    assert not webfont.sends(language)
    (told,) = webfont.problems(language, None)
    assert "does not say that it may be passed on" in told.message


def test_heavy_letters_are_told() -> None:
    light = webfont.Letters("WP ti", b"0" * webfont.MOST, frozenset({0x1200}), ())
    heavy = webfont.Letters("WP ti", b"0" * (webfont.MOST + 1), frozenset({0x1200}), ())
    assert list(webfont.problems(LANGUAGES["ti"], light)) == []
    (told,) = webfont.problems(LANGUAGES["ti"], heavy)
    assert told.code == "WP546"
    assert "36 kB" in told.message


def built(make_project: Callable[..., Path], registry: str) -> tuple[Path, str]:
    root = make_project({"locales/languages.yaml": registry})
    done = run(root, "build", "--format", "site", "--quiet")
    assert done.exit_code == 0, done.stderr
    return root / "build/public", done.stdout + done.stderr


def test_a_build_writes_links_and_keeps_the_letters(make_project: Callable[..., Path]) -> None:
    public, _ = built(
        make_project, REGISTRY.replace("- tag: ar\n", "- tag: ar\n  web_font: true\n")
    )
    arabic, english = public / "england/ar", public / "england/en"
    data = (arabic / "letters.woff2").read_bytes()
    assert data[:4] == b"wOF2"
    assert "url(letters.woff2)" in (arabic / "style.css").read_text("utf-8")
    assert 'href="style.css"' in (arabic / "index.html").read_text("utf-8")
    worker = (arabic / "sw.js").read_text("utf-8")
    assert '"style.css", "letters.woff2", "../../page.js"' in worker
    assert hashlib.sha256(data).hexdigest() in (public / "manifest.json").read_text("utf-8")
    whole = (arabic / "england-ar.html").read_text("utf-8")
    (carried,) = re.findall(r"url\(data:font/woff2;base64,([^)]*)\)", whole)
    assert base64.b64decode(carried) == data
    assert not (english / "letters.woff2").exists()
    assert 'href="../../style.css"' in (english / "index.html").read_text("utf-8")
    assert "@font-face" not in (public / "style.css").read_text("utf-8")


def test_a_build_without_the_font_says_so_and_is_whole(make_project: Callable[..., Path]) -> None:
    head, tag, rest = REGISTRY.partition("- tag: ar\n")
    rest = rest.replace("fonts: [Noto Naskh Arabic", "web_font: true\n  fonts: [No Such Font", 1)
    public, told = built(make_project, head + tag + rest)
    assert "WP545" in told
    arabic = public / "england/ar"
    assert not (arabic / "letters.woff2").exists()
    assert not (arabic / "style.css").exists()
    assert '"../../style.css"' in (arabic / "sw.js").read_text("utf-8")
    assert 'href="../../style.css"' in (arabic / "index.html").read_text("utf-8")
