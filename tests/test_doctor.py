"""The machine is examined for each language, and what is missing is told with its package."""

from project_support import REPO as ROOT

from welcomepack import font
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
