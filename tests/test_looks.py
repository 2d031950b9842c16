"""Packs in other looks, read back: large print, in pairs with English, and the draft for groups."""

import pytest
from format_support import Made, make, pages
from paper_support import HOUSE, PHONE

from welcomepack.verify import glyphs

SMALLEST_LARGE = 16


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return make(tmp_path_factory.mktemp("looks"), "large-print", "bilingual", "proof")


def paths(made: Made, name: str) -> list[str]:
    return [path for path, row in made.rows.items() if row["format"] == name]


def test_all_print_the_number_and_go_where_they_belong(made: Made) -> None:
    assert [one for one in made.report.diagnostics if one.code != "WP520"] == []
    assert len(paths(made, "large-print")) == 4
    assert len(paths(made, "bilingual")) == 2
    assert len(paths(made, "proof")) == 4
    for path in made.rows:
        assert PHONE.replace(" ", "") in "\n".join(pages(made.pdf(path)))


def test_no_letter_of_large_print_is_small(made: Made) -> None:
    """By what a letter measures: a lower-case x of Noto Sans is 0.536 em high."""
    pdf = made.pdf("public/england/en/england-en-large-print.pdf")
    heights = [
        one.height for page_glyphs in glyphs(pdf) for one in page_glyphs if one.char in "xzvw"
    ]
    assert len(heights) > 20
    assert min(heights) / 0.536 >= SMALLEST_LARGE - 0.1


def test_in_pairs_english_stands_on_the_same_line_in_its_own_half(made: Made) -> None:
    pdf = made.pdf("public/england/ar/england-ar-bilingual.pdf")
    middle = 595 / 2
    seen = 0
    for page_glyphs in glyphs(pdf):
        arabic = [
            one for one in page_glyphs if "\u0600" <= one.char <= "\u06ff" or one.char > "\ufb50"
        ]
        for one in page_glyphs:
            beside = one.char.islower() and one.x < middle and 100 < one.baseline < 600
            if beside and any(abs(other.baseline - one.baseline) < 3 for other in arabic):
                seen += 1
    assert seen > 20
    assert "example-lodge" in "".join(paths(made, "bilingual"))


def test_a_draft_numbers_its_blocks_and_asks(made: Made) -> None:
    text = "\n".join(pages(made.pdf("proof/england/ar/england-ar-proof.pdf")))
    for wanted in (
        "1.1",
        "1.2",
        "help/call",
        "help/visit",
        "notclear",
        "Yourwords",
        "title:edited",
    ):
        assert wanted in text, wanted


def test_a_draft_is_never_public(made: Made) -> None:
    rows = [made.rows[path] for path in paths(made, "proof")]
    assert not any(row["public"] for row in rows)
    assert all(str(row["path"]).startswith("proof/") for row in rows)
    own = made.pdf("proof/england/example-lodge/en/example-lodge-en-proof.pdf")
    assert HOUSE.replace(" ", "") in "".join(pages(own))
    assert (made.root / "build" / "proof").is_symlink()
