"""The library that chooses fonts answers as its own program does, and knows every letter."""

import subprocess
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from project_support import REPO

from welcomepack import fontconfig
from welcomepack.language import registry

FAMILIES = sorted({name for one in registry(REPO / "locales").values() for name in one.fonts})


@pytest.mark.parametrize("family", [*FAMILIES, "Noto Sans Invented", "serif", ""])
def test_it_chooses_what_its_program_chooses(family: str) -> None:
    command = ["fc-match", "--format", "%{family}\n%{file}\n%{index}", family]
    told = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    found = fontconfig.match(family)
    assert found is not None
    names, file, index = told.split("\n")
    assert found.families == tuple(names.split(","))
    assert (found.file, found.index) == (Path(file), int(index) & 0xFFFF)


@pytest.mark.parametrize("family", FAMILIES)
def test_it_knows_the_letters_of_a_font(family: str) -> None:
    found = fontconfig.match(family)
    assert found is not None
    assert family in found.families
    number = found.index if found.file.suffix == ".ttc" else -1
    with TTFont(found.file, fontNumber=number, lazy=True) as opened:
        held = set(opened.getBestCmap())
    # Fonts have empty places for these two controls, which no text may hold.
    assert set(fontconfig.points(found.charset)) == held - {0x00, 0x0D}


def test_a_name_that_cannot_be_one_has_no_font() -> None:
    assert fontconfig.match("Noto Sans:size=[") is None


def test_a_machine_without_the_library_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    fontconfig._opened.cache_clear()  # noqa: SLF001 - as if nobody had asked before
    monkeypatch.setattr("welcomepack.native._NAMES", {"fontconfig": ("libnobody.so.0",)})
    with pytest.raises(OSError, match="libnobody"):
        fontconfig.match("Noto Sans")
