"""The record of publications: kept for ever, compared with paper of any day."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from project_support import run

from welcomepack.history import read_history, record, since, timeline
from welcomepack.project import Project
from welcomepack.snapshot import Snapshot


def shot(day: str, line: str) -> Snapshot:
    """One topic with one line."""
    topic = {"title": "GP", "lines": {"gp/call/text": line}}
    return Snapshot.model_validate({"area": "england", "day": day, "topics": {"gp": topic}})


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path, date(2026, 12, 24))


def kept(project: Project) -> tuple[Snapshot, ...]:
    found, problems = read_history(project, "england")
    assert problems == ()
    return found


def test_what_is_kept_reads_back_in_the_order_of_days(project: Project) -> None:
    later, earlier = shot("2026-12-01", "Two."), shot("2026-11-22", "One.")
    for one in (later, earlier):
        record(project, one)
    assert kept(project) == (earlier, later)


def test_two_editions_of_a_day_are_both_kept_and_the_same_one_only_once(project: Project) -> None:
    first, second = shot("2026-11-22", "One."), shot("2026-11-22", "Two.")
    names = [path.name if path else None for path in (record(project, first),)]
    names += [path.name if path else None for path in (record(project, first),)]
    names += [path.name if path else None for path in (record(project, second),)]
    assert names == ["2026-11-22.json", None, "2026-11-22-2.json"]
    assert kept(project) == (first, second)


def test_many_editions_of_a_day_stay_in_order(project: Project) -> None:
    shots = [shot("2026-11-22", f"Line {'x' * number}.") for number in range(1, 13)]
    for one in shots:
        record(project, one)
    assert list(kept(project)) == shots


def test_the_timeline_begins_with_the_newest_and_leaves_out_what_changed_nothing() -> None:
    history = (shot("2026-11-22", "One."), shot("2026-11-30", "One."), shot("2026-12-01", "Two."))
    told = timeline(history, shot("2026-12-24", "Three."), "gp")
    assert [one.day.isoformat() for one in told] == ["2026-12-24", "2026-12-01"]


@pytest.mark.parametrize(
    ("day", "changed"),
    [
        ("2026-11-22", True),  # the paper is of the first edition of its day
        ("2026-11-25", True),  # no edition of that day: the one before counts
        ("2026-12-01", False),
        ("2026-12-24", False),
    ],
)
def test_paper_is_compared_with_the_edition_of_its_day(day: str, *, changed: bool) -> None:
    history = (shot("2026-11-22", "One."), shot("2026-11-22", "Two."), shot("2026-12-01", "Two."))
    found = since(history, shot("2026-12-24", "Two."), "gp", date.fromisoformat(day))
    assert found
    assert bool(found.changes) is (day == "2026-11-22" and changed)


def test_paper_older_than_the_record_is_told_nothing_false() -> None:
    now = shot("2026-12-24", "Two.")
    assert since((shot("2026-12-01", "One."),), now, "gp", date(2026, 1, 1)) is None


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("2026-11-22.json", "{"),
        ("2026-11-22.json", '{"area":"brent","day":"2026-11-22","topics":{}}'),
        ("2026-11-22.json", '{"area":"england","day":"2026-11-23","topics":{}}'),
        ("2026-99-22.json", '{"area":"england","day":"2026-11-22","topics":{}}'),
    ],
)
def test_a_damaged_record_is_told_and_the_rest_is_read(
    make_project: Callable[..., Path], name: str, text: str
) -> None:
    root = make_project({f"history/england/{name}": text})
    ran = run(root, "check")
    assert ran.exit_code == 1
    assert f"history/england/{name}" in ran.stderr
    assert "WP304" in ran.stderr


def test_files_of_other_names_are_left_alone(project: Project) -> None:
    folder = project.history / "england"
    folder.mkdir(parents=True)
    (folder / "README.json").write_text("{")
    assert kept(project) == ()
