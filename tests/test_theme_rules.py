"""A council's own theme, proved on a finished page, and every mistake in one told at once."""

import io
from collections.abc import Mapping
from pathlib import Path

import pytest
from format_support import Made, make
from PIL import Image
from project_support import REPO

from welcomepack.diagnostic import WelcomepackError
from welcomepack.theme import read_theme
from welcomepack.theme_rules import KINDS, check_theme
from welcomepack.verify import glyphs, render_page

SETTINGS = (
    "name: W\nbase_url: https://welcome.example.org\ntheme: testham\n"
    "locales: [en, ar]\npolicy: {prints: mt}\n"
)
OWN = """\
title: Testham
extends: clear
accent: "#5b2c6f"
accents:
  help: "#7a1f1f"
tint: "#f6efe6"
typeface: Noto Serif
logo: logo.png
"""


def logo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 30), "#ff0000").save(out, "PNG")
    return out.getvalue()


FILES: Mapping[str, str | bytes | None] = {
    "content/project.yaml": SETTINGS,
    "themes/testham/theme.yaml": OWN,
    "themes/testham/logo.png": logo(),
    "themes/testham/blocks/text.html": "<h2>Testham's own</h2>\n<p>{{ t(block.text) }}</p>\n",
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return make(tmp_path_factory.mktemp("own"), "a4", files=FILES, theme="testham")


def test_the_colour_the_logo_and_the_typeface_are_on_the_finished_page(made: Made) -> None:
    assert made.report.diagnostics == ()
    pdf = made.pdf("public/england/en/england-en-a4.pdf")
    fonts = {one.font.rpartition("+")[2] for page in glyphs(pdf) for one in page}
    assert fonts
    assert all(one.startswith("Noto-Serif") for one in fonts)
    arabic = made.pdf("public/england/ar/england-ar-a4.pdf")
    names = {one.font.rpartition("+")[2] for page in glyphs(arabic) for one in page}
    assert any("Arabic" in one for one in names)
    assert any(one.startswith("Noto-Serif") for one in names)
    assert _has(pdf, 0, (255, 0, 0))
    assert _has(pdf, 2, (0x7A, 0x1F, 0x1F))


def test_one_file_of_its_own_replaces_the_parents(made: Made) -> None:
    text = "".join(
        one.char for page in glyphs(made.pdf("public/england/en/england-en-a4.pdf")) for one in page
    )
    assert "Testham'sown" in text
    assert "Visitus" in text


def _has(pdf: bytes, page: int, colour: tuple[int, int, int]) -> bool:
    grey = round(Image.new("RGB", (1, 1), colour).convert("L").getpixel((0, 0)))
    counts = render_page(pdf, page, 72).histogram()
    return sum(counts[grey - 2 : grey + 3]) > 50


def theme(root: Path, files: Mapping[str, str | bytes | None]) -> Path:
    """A theme "mine" in a folder of themes that has "clear" as well."""
    (root / "clear").symlink_to(REPO / "themes" / "clear")
    for name, content in {"theme.yaml": "title: Mine\nextends: clear\n", **files}.items():
        path = root / "mine" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else str(content).encode())
    return root / "mine"


def told(root: Path, files: Mapping[str, str | bytes | None]) -> list[str]:
    return [one.text() for one in check_theme(read_theme(theme(root, files)))]


def test_the_theme_of_this_repository_is_sound() -> None:
    assert list(check_theme(read_theme(REPO / "themes" / "clear"))) == []
    assert len(KINDS) == 12


def test_two_lines_are_a_theme(tmp_path: Path) -> None:
    assert told(tmp_path, {}) == []


def test_a_weak_pair_of_colours_is_told_with_its_ratio(tmp_path: Path) -> None:
    mine = 'title: Mine\nextends: clear\naccents:\n  gp: "#999999"\n'
    found = told(tmp_path, {"theme.yaml": mine})
    assert [one.partition(" error ")[2] for one in found] == [
        "WP406 accents: gp (#999999) on white (#ffffff) has a contrast of 2.85:1; 4.5:1 is the least.",
        "WP406 accents: gp (#999999) on tint (#f1f3f5) has a contrast of 2.56:1; 4.5:1 is the least.",
    ]


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    mine = 'title: Mine\nextends: clear\nlogo: lgo.png\ntypeface: No Such Face\nink: "#aaaaaa"\n'
    files = {
        "theme.yaml": mine,
        "logo.png": b"broken",
        "a4/style.css": '@import "x.css";\np { background: url(/etc/x.png) }\n',
        "a4/topic.html": '<img src="https://evil.example/x.png">\n',
    }
    found = told(tmp_path, files)
    assert {one.split()[2] for one in found} == {"WP406", "WP408", "WP409"}
    text = "\n".join(found)
    assert 'logo "lgo.png" is not in the theme\'s folder. Did you mean "logo.png"?' in text
    assert "themes/mine/logo.png:1:1 error WP408 The picture is broken." in text
    assert "themes/mine/a4/style.css:1:1 error WP408" in text
    assert "themes/mine/a4/style.css:2:1 error WP408" in text
    assert "themes/mine/a4/topic.html:1:1 error WP408" in text


def test_tables_that_may_come_out_mirrored_are_refused_on_paper_only(tmp_path: Path) -> None:
    collapsed = "p { margin: 0 }\ntable { border-collapse:\ncollapse }\n"
    files = {
        "theme.yaml": "title: Mine\nextends: clear\n",
        "a4/style.css": collapsed,
        "site/style.css": collapsed,
    }
    (found,) = told(tmp_path, files)
    assert found.startswith("themes/mine/a4/style.css:2:1 error WP522 ")


def test_a_file_from_outside_is_refused(tmp_path: Path) -> None:
    folder = theme(tmp_path, {"blocks/mine.html": "x"})
    (tmp_path / "secret.html").write_text("secret", "utf-8")
    (folder / "blocks" / "text.html").symlink_to(tmp_path / "secret.html")
    found = [one.text() for one in check_theme(read_theme(folder))]
    assert found == [
        "themes/mine/blocks/text.html:1:1 error WP407 The file lies outside the theme's folder."
    ]


def test_a_logo_from_outside_is_refused_and_not_read(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(logo())
    folder = theme(tmp_path, {"theme.yaml": "title: Mine\nextends: clear\nlogo: ../logo.png\n"})
    read = read_theme(folder)
    assert read.logo == ""
    assert [one.code for one in check_theme(read)] == ["WP407"]


def test_a_missing_template_is_told(tmp_path: Path) -> None:
    files = {"theme.yaml": 'title: Mine\naccent: "#111111"\n', "words.yaml": "call: Call\n"}
    files |= {f"blocks/{kind}.html": "x" for kind in KINDS if kind != "steps"}
    found = told(tmp_path, files)
    (only,) = found
    assert only.startswith("themes/mine/blocks/steps.html:1:1 error WP405 ")
    assert only.endswith('The theme has no template for blocks of the kind "steps".')


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("title: Mine\nextends: claer\n", r'WP404 The theme "mine" extends "claer".*"clear"'),
        ("title: Mine\nextends: mine\n", r"WP404 .* extends itself"),
        ("title: Mine\nextends: clear\naccnt: x\n", r'WP110 Unknown field "accnt".*"accent"'),
        ("title: Mine\n", r'WP111 The field "accent" is missing'),
        ("title: Mine\nextends: ../clear\n", r"WP113"),
    ],
)
def test_a_manifest_that_cannot_be_used_is_told(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(WelcomepackError, match=message):
        read_theme(theme(tmp_path, {"theme.yaml": text}))
