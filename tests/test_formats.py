"""The registry of formats: what is made by default, by name, and by the project's own list."""

import json
from pathlib import Path

import pytest
from paper_support import BASE, planned, write_tiny
from project_support import run

from welcomepack.build import build
from welcomepack.diagnostic import WelcomepackError
from welcomepack.formats.registry import FORMATS, NAMES, chosen

SETTINGS = f"name: W\nbase_url: {BASE}\nlocales: [en]\nformats: [{{}}]\n"


def test_every_format_has_a_name_of_its_own_and_the_site_comes_last() -> None:
    # The site is two: what each edition has, and what they share.
    assert len(NAMES) == len({one.name for one in FORMATS}) == len(FORMATS) - 1
    assert NAMES[-1] == "site"
    assert {one.name for one in chosen(())} >= {"a4", "poster", "site"}


def test_formats_are_made_in_one_order_however_they_are_asked_for() -> None:
    assert [one.name for one in chosen(("site", "a4"))] == ["a4", "site", "site"]
    assert [one.name for one in chosen((), ("poster",))] == ["poster"]
    assert [one.name for one in chosen(("site",), ("poster",))] == ["site", "site"]


def test_a_format_that_does_not_exist_is_refused_with_the_nearest() -> None:
    with pytest.raises(
        WelcomepackError, match=r'There is no format "postr"\. Did you mean "poster"'
    ):
        chosen(("postr",))


def test_the_command_refuses_it_as_wrong_usage(tmp_path: Path) -> None:
    ran = run(write_tiny(tmp_path), "build", "--format", "a5")
    assert ran.exit_code == 2
    assert 'There is no format "a5"' in ran.stderr


def test_a_project_says_which_formats_it_wants(tmp_path: Path) -> None:
    root = write_tiny(tmp_path, {"content/project.yaml": SETTINGS.format("site")})
    loaded, _, plan = planned(root)
    build(loaded, plan, root / "build")
    rows = json.loads((root / "build" / "manifest.json").read_text("utf-8"))
    assert {row["format"] for row in rows} == {"site"}


def test_a_format_that_a_project_wants_and_nobody_makes_is_told(tmp_path: Path) -> None:
    root = write_tiny(tmp_path, {"content/project.yaml": SETTINGS.format("stie")})
    ran = run(root, "build", "--quiet")
    assert ran.exit_code == 1
    assert 'There is no format "stie". Did you mean "site"?' in ran.stderr
