"""Which letters are there, and what to install for those that are not."""

import pytest

from welcomepack import font


def test_an_installed_family_is_found_with_its_letters() -> None:
    found = font.find("Noto Sans")
    assert found is not None
    assert found[0].name.startswith("NotoSans")
    assert {ord("A"), ord("9"), ord("£")} <= font.characters("Noto Sans")


def test_a_family_that_would_be_replaced_by_another_is_not_there() -> None:
    assert font.find("Noto Sans Invented") is None
    assert font.characters("Noto Sans Invented") == frozenset()
    assert font.missing_families(["Noto Sans", "Noto Sans Invented"]) == ["Noto Sans Invented"]


def test_letters_that_no_font_of_the_stack_has_are_told_once_each() -> None:
    stack = ["Noto Sans Ethiopic", "Noto Sans"]
    assert font.uncovered("ሓኪም GP 999", stack) == []
    assert font.uncovered("汉汉字", stack) == ["汉", "字"]


def test_joiners_and_blanks_need_no_letter() -> None:
    assert font.uncovered("می\u200cشود \u00a0\u200d", ["Noto Naskh Arabic"]) == []


@pytest.mark.parametrize("system", font.SYSTEMS)
def test_every_system_is_told_what_to_install(system: str) -> None:
    assert "thiopic" in font.package("Noto Sans Ethiopic", system) or "core" in font.package(
        "Noto Sans Ethiopic", system
    )
    assert "cjk" in font.package("Noto Sans CJK SC", system).lower()
