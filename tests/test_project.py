"""A project's folder: its day, its areas, and no path that leads out of it."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from project_support import git

from welcomepack.diagnostic import WelcomepackError
from welcomepack.project import open_project

MakeProject = Callable[..., Path]


def test_the_day_is_the_one_given_or_the_sources_or_today(
    make_project: MakeProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_project()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert open_project(root, "2026-02-28").today == date(2026, 2, 28)
    assert open_project(root).today == date(2023, 11, 14)
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    before = datetime.now(UTC).date()
    assert before <= open_project(root).today <= datetime.now(UTC).date()


def test_a_folder_without_content_is_no_project(tmp_path: Path) -> None:
    with pytest.raises(WelcomepackError, match="is not a welcomepack project"):
        open_project(tmp_path)


@pytest.mark.parametrize("parts", [("..",), ("content", "..", "..", "x"), ("/etc",), ("a", "/etc")])
def test_no_name_leads_out_of_the_project(make_project: MakeProject, parts: tuple[str]) -> None:
    project = open_project(make_project())
    with pytest.raises(WelcomepackError, match="leads out of the project folder"):
        project.resolve(*parts)


def test_a_link_that_leads_out_is_not_followed(make_project: MakeProject, tmp_path: Path) -> None:
    project = open_project(make_project())
    (project.content / "out").symlink_to(tmp_path)
    with pytest.raises(WelcomepackError, match="leads out"):
        project.resolve("content", "out", "x")


def test_names_inside_are_shown_with_forward_slashes(make_project: MakeProject) -> None:
    project = open_project(make_project())
    path = project.resolve("content", "england", "area.yaml")
    assert path.is_file()
    assert project.shown(path) == "content/england/area.yaml"


def test_areas_are_folders_in_the_order_of_their_names(make_project: MakeProject) -> None:
    root = make_project({"content/brent/area.yaml": "", "content/wales/area.yaml": ""})
    assert [path.name for path in open_project(root).areas()] == ["brent", "england", "wales"]


def test_hidden_folders_are_no_areas(make_project: MakeProject) -> None:
    root = make_project({"content/.obsidian/x.json": "{}"})
    assert [path.name for path in open_project(root).areas()] == ["england"]


def test_without_git_nothing_is_tracked_and_nothing_committed(make_project: MakeProject) -> None:
    project = open_project(make_project())
    assert project.tracked() is None
    assert project.committed(project.codes) is None


def test_git_is_read_from_a_folder_inside_a_repository(make_project: MakeProject) -> None:
    root = make_project({"content/codes.csv": "old\n", "content/england/topics/caf\u00e9.yaml": ""})
    project = open_project(root)
    git(root.parent, "init", "-q")
    assert project.tracked() is not None
    git(root.parent, "add", "-A")
    git(root.parent, "commit", "-q", "-m", "All")
    project.codes.write_text("new\n", "utf-8")
    tracked = project.tracked()
    assert tracked is not None
    assert {"content/codes.csv", "content/england/topics/caf\u00e9.yaml"} <= tracked
    assert project.committed(project.codes) == "old\n"
    assert project.committed(project.content / "none.csv") is None
