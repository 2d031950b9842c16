"""The pictures of the formats: one for each format of paper, shown in the docs, small enough."""

import re

import pytest
from project_support import REPO

from welcomepack.formats.registry import NAMES

DOCS = REPO / "docs"
ON_PAPER = [name for name in NAMES if name != "site"]
MOST_BYTES = 2_500_000


@pytest.mark.parametrize("name", ON_PAPER)
def test_every_format_of_paper_is_shown_with_words(name: str) -> None:
    picture = f"formats/{name}.png"
    assert (DOCS / picture).read_bytes().startswith(b"\x89PNG")
    found = re.search(rf"!\[([^\]]+)\]\({re.escape(picture)}\)", (DOCS / "formats.md").read_text())
    assert found is not None, f"docs/formats.md does not show {picture}"
    assert len(found[1]) > 20


def test_the_folder_holds_nothing_else_and_is_small() -> None:
    pictures = sorted((DOCS / "formats").iterdir())
    assert [one.stem for one in pictures] == sorted(ON_PAPER)
    assert sum(one.stat().st_size for one in pictures) <= MOST_BYTES
