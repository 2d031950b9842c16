"""Roles: who may give a translation which state."""

from collections.abc import Callable
from pathlib import Path

import pytest

from welcomepack.diagnostic import WelcomepackError
from welcomepack.load import load
from welcomepack.model import Settings, State
from welcomepack.project import open_project
from welcomepack.role import highest

MakeProject = Callable[..., Path]
SETTINGS = """\
name: Welcome pack
base_url: https://welcome.example.org
locales: [en, ar]
"""


def settings(root: Path) -> Settings:
    loaded = load(open_project(root))
    assert loaded.diagnostics == ()
    assert loaded.settings is not None
    return loaded.settings


def test_a_project_that_says_nothing_has_three_roles(make_project: MakeProject) -> None:
    roles = settings(make_project()).roles
    assert {role: str(highest(roles, role)) for role in roles} == {
        "translator": "edited",
        "speaker": "checked",
        "council": "approved",
    }


def test_a_project_may_name_its_own_roles(make_project: MakeProject) -> None:
    text = SETTINGS + "roles: {reader: checked, health-team: approved}\n"
    roles = settings(make_project({"content/project.yaml": text})).roles
    assert roles == {"reader": State.CHECKED, "health-team": State.APPROVED}


def test_an_unknown_role_is_refused_with_the_nearest_one() -> None:
    roles = {"translator": State.EDITED, "speaker": State.CHECKED}
    with pytest.raises(WelcomepackError, match=r'no role "speeker".*mean "speaker"'):
        highest(roles, "speeker")
    with pytest.raises(WelcomepackError, match=r"Possible: translator, speaker\."):
        highest(roles, "x")


@pytest.mark.parametrize("state", ["mt", "source", "perfect", "[]"])
def test_a_role_gives_a_state_that_people_give(make_project: MakeProject, state: str) -> None:
    text = f"{SETTINGS}roles: {{speaker: {state}}}\n"
    loaded = load(open_project(make_project({"content/project.yaml": text})))
    (found,) = loaded.diagnostics
    assert found.code == "WP112"
    assert "edited, checked, approved" in found.hint


def test_a_role_is_an_id(make_project: MakeProject) -> None:
    text = f'{SETTINGS}roles: {{"A B": checked}}\n'
    loaded = load(open_project(make_project({"content/project.yaml": text})))
    assert [one.code for one in loaded.diagnostics] == ["WP113"]
