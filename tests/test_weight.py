"""A topic's first load stays small: pages are opened on slow, dear connections."""

import gzip
from pathlib import Path

import pytest
from project_support import REPO
from typer.testing import CliRunner

from welcomepack.cli import app

TAGS = ("ar", "ti", "ta")
FIRST_LOAD = 14_000  # about what a server may send before the first answer (RFC 6928: 10 packets)
SCRIPT = 3_000
FIRST_VIEW = 50_000  # the same with the letters that a phone may lack


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Brent's pages in three languages."""
    out = tmp_path_factory.mktemp("out")
    command = ["--project", str(REPO), "build", "--area", "brent", "--format", "site", "--quiet"]
    command += [part for tag in TAGS for part in ("--locale", tag)]
    built = CliRunner().invoke(app, [*command, "--out", str(out), "--date", "2026-11-22"])
    assert built.exit_code == 0, built.output
    return out / "public"


def packed(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 9))


def style_of(public: Path, tag: str) -> Path:
    """The style sheet of a language's pages: one of their own where letters are sent."""
    own = public / "brent" / tag / "style.css"
    return own if own.exists() else public / "style.css"


@pytest.mark.parametrize("tag", TAGS)
def test_a_page_and_its_style_are_14_kilobytes_at_most(public: Path, tag: str) -> None:
    style = packed(style_of(public, tag))
    pages = sorted((public / "brent" / tag).glob("*.html"))
    topics = [one for one in pages if one.name != f"brent-{tag}.html"]
    assert len(topics) > 10
    assert style > 500
    assert all(b"style.css" in one.read_bytes() for one in topics), "nothing else is loaded first"
    heavy = {one.name: packed(one) + style for one in topics}
    assert {name: size for name, size in heavy.items() if size > FIRST_LOAD} == {}


@pytest.mark.parametrize("tag", TAGS)
def test_a_first_view_with_its_letters_is_50_kilobytes_at_most(public: Path, tag: str) -> None:
    folder = public / "brent" / tag
    letters = folder / "letters.woff2"
    assert letters.exists() == (tag == "ti")
    sent = letters.stat().st_size if letters.exists() else 0
    topics = [one for one in folder.glob("*.html") if one.name != f"brent-{tag}.html"]
    first = max(packed(one) for one in topics) + packed(style_of(public, tag))
    assert first + packed(public / "page.js") + sent <= FIRST_VIEW


def test_the_script_is_small(public: Path) -> None:
    assert 100 < packed(public / "page.js") <= SCRIPT


def test_pages_behind_codes_weigh_no_more(public: Path) -> None:
    style = max(packed(style_of(public, tag)) for tag in TAGS)
    behind = sorted(public.glob("w/*/index.html"))
    assert len(behind) > 30
    assert max(packed(one) for one in behind) + style <= FIRST_LOAD
