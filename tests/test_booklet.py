"""Booklets read back: the A5 file in order, and the sheets to fold with each half in its place."""

from pathlib import Path

import pytest
from format_support import Made, make, pages
from paper_support import PHONE

from welcomepack.impose import order
from welcomepack.load import load
from welcomepack.project import open_project
from welcomepack.proof import prove
from welcomepack.verify import glyphs, page_sizes, visual_words

FOLDER = "public/england"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return make(tmp_path_factory.mktemp("booklet"), "booklet")


def halves(pdf: bytes) -> list[tuple[str, str]]:
    """The text of the left and the right half of each page."""
    found = []
    for (width, _), page_glyphs in zip(page_sizes(pdf), glyphs(pdf), strict=True):
        left = [one for one in page_glyphs if one.x < width / 2]
        right = [one for one in page_glyphs if one.x >= width / 2]
        texts = ("\n".join(visual_words(side)).replace(" ", "") for side in (left, right))
        found.append(tuple(texts))
    return found


@pytest.mark.parametrize(("tag", "rtl"), [("en", False), ("ar", True)])
def test_every_half_holds_its_page(made: Made, tag: str, *, rtl: bool) -> None:
    reading = made.pdf(f"{FOLDER}/{tag}/england-{tag}-booklet.pdf")
    printing = made.pdf(f"{FOLDER}/{tag}/england-{tag}-booklet-print.pdf")
    texts = {**dict(enumerate(pages(reading), 1)), 0: ""}
    sides = order(len(texts) - 1, rtl=rtl)
    assert len(sides) > 2
    assert halves(printing) == [(texts[left], texts[right]) for left, right in sides]
    cover = halves(printing)[0][0 if rtl else 1]
    assert texts[1] == cover


@pytest.mark.parametrize("tag", ["en", "ar"])
def test_pages_are_a5_and_sheets_a4(made: Made, tag: str) -> None:
    reading = page_sizes(made.pdf(f"{FOLDER}/{tag}/england-{tag}-booklet.pdf"))
    printing = page_sizes(made.pdf(f"{FOLDER}/{tag}/england-{tag}-booklet-print.pdf"))
    assert {(round(w), round(h)) for w, h in reading} == {(420, 595)}
    assert {(round(w), round(h)) for w, h in printing} == {(839, 595)}
    assert len(printing) % 2 == 0


def test_the_number_is_right_in_both_files_of_all_editions(made: Made) -> None:
    assert {one.code for one in made.report.diagnostics} <= {"WP520"}
    assert len(made.rows) == 8
    for path, row in made.rows.items():
        assert row["format"] == "booklet"
        assert row["imposed"] is path.endswith("-print.pdf")
        assert PHONE.replace(" ", "") in "\n".join(pages(made.pdf(path)))


def test_a_place_has_its_booklet_under_private(made: Made) -> None:
    private = [row for row in made.rows.values() if not row["public"]]
    assert {row["place"] for row in private} == {"example-lodge"}
    assert all(str(row["path"]).startswith("private/") for row in private)


def test_the_proof_of_a_built_folder_knows_imposed_files(made: Made) -> None:
    loaded = load(open_project(made.root, "2026-11-22"))
    found, counted = prove(loaded, Path(made.root / "build"))
    assert (found, counted) == ((), 8)
