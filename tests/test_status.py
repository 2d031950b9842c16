"""How far the translations are: counted by language, area and state, and what is risky."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from project_support import REPO, Ran, doctor, run

from welcomepack import status
from welcomepack.catalog import catalog_path, record
from welcomepack.language import registry
from welcomepack.load import load
from welcomepack.messages import domains
from welcomepack.model import State
from welcomepack.project import open_project

LANGUAGES = registry(REPO / "locales")
ARABIC = LANGUAGES["ar"]
MakeProject = Callable[..., Path]
HEADS = ("missing", "stale", "mt", "tm", "edited", "checked", "approved")
TOPIC = doctor("""\
  - id: free
    kind: text
    text: It is free.
  - id: danger
    kind: warning
    risk: high
    text: Do not wait.
  - id: pills
    kind: list
    risk: high
    items:
      - id: one
        text: Take one.
      - id: ask
        text: Ask first.
""")


@pytest.fixture
def counted(make_project: MakeProject) -> Path:
    """A project whose Arabic has two texts checked, two drafts, one stale, one missing."""
    root = make_project({"content/england/topics/gp.yaml": TOPIC})
    assert run(root, "messages", "update").exit_code == 0
    path = catalog_path(root / "locales", ARABIC, "england")
    record(
        path,
        {"gp/title": "طبيب", "gp/free/text": "مجاني.", "gp/danger/text": "لا تنتظر."},
        State.CHECKED,
    )
    record(path, {"gp/summary": "كيف ترى طبيبا.", "gp/pills/items/one": "خذ واحدة."}, State.MT)
    topic = root / "content" / "england" / "topics" / "gp.yaml"
    topic.write_text(TOPIC.replace("It is free.", "It costs nothing."), encoding="utf-8")
    return root


def cells(ran: Ran) -> list[list[str]]:
    assert ran.exit_code == 0
    return [
        [cell.strip() for cell in line.replace("┃", "│").strip("│\n").split("│")]
        for line in ran.stdout.splitlines()
        if line.startswith(("┃", "│"))
    ]


def test_states_are_counted_by_language_and_area_and_summed(counted: Path) -> None:
    loaded = load(open_project(counted))
    found = list(status.rows(loaded, counted / "themes" / "clear", {"ar": ARABIC}))
    assert [(row.locale, row.domain) for row in found] == [
        ("ar", "england"),
        ("ar", "theme"),
        ("ar", "all"),
    ]
    england, theme, total = found
    wanted = {State.CHECKED: 2, State.MT: 2, State.STALE: 1, State.MISSING: 1}
    assert dict(england.states) == wanted
    assert set(theme.states) == {State.MISSING}
    assert sum(total.states.values()) == 6 + theme.states[State.MISSING]


def test_a_risky_block_counts_once_until_all_of_it_was_checked(counted: Path) -> None:
    loaded = load(open_project(counted))
    theme = counted / "themes" / "clear"

    def risky() -> int:
        (row,) = [r for r in status.rows(loaded, theme, {"ar": ARABIC}) if r.domain == "england"]
        return row.risky

    assert status.risky_blocks(loaded, "england") == ("gp/danger", "gp/pills")
    assert risky() == 1
    path = catalog_path(counted / "locales", ARABIC, "england")
    record(path, {"gp/pills/items/one": "خذ واحدة."}, State.CHECKED)
    assert risky() == 1
    record(path, {"gp/pills/items/ask": "اسأل أولا."}, State.CHECKED)
    assert risky() == 0


def test_the_status_is_a_table(counted: Path) -> None:
    lines = cells(run(counted, "messages", "status"))
    assert lines[0] == ["language", "area", *HEADS, "risky"]
    assert lines[1] == ["ar", "england", "1", "1", "2", "·", "·", "2", "·", "1"]
    assert lines[2][:2] == ["ar", "theme"]
    assert int(lines[2][2]) > 20
    assert lines[2][3:] == ["·"] * 7
    assert lines[3][:2] == ["ar", "all"]
    assert int(lines[3][2]) == int(lines[2][2]) + 1
    assert len(lines) == 4


def test_the_status_can_be_asked_for_an_area_and_a_language(counted: Path) -> None:
    lines = cells(run(counted, "messages", "status", "--area", "england", "--locale", "ar"))
    assert [line[:2] for line in lines[1:]] == [["ar", "england"], ["ar", "all"]]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--area", "englend"), 'Did you mean "england"?'),
        (("--locale", "xx"), 'no translation into "xx"'),
        (("--locale", "en"), 'no translation into "en"'),
    ],
)
def test_the_status_refuses_what_there_is_not(
    counted: Path, options: tuple[str, str], told: str
) -> None:
    ran = run(counted, "messages", "status", *options)
    assert ran.exit_code == 1
    assert told in ran.stderr


def test_the_status_is_json_for_programs(counted: Path) -> None:
    rows = json.loads(run(counted, "messages", "status", "--output", "json").stdout)
    assert rows[0] == {
        "locale": "ar",
        "domain": "england",
        "states": {"checked": 2, "mt": 2, "stale": 1, "missing": 1},
        "risky": 1,
    }
    assert [row["domain"] for row in rows] == ["england", "theme", "all"]


def test_the_status_says_that_a_catalog_cannot_be_read(counted: Path) -> None:
    name = "locales/ar/LC_MESSAGES/england.po"
    (counted / name).write_bytes(b"damaged")
    told = run(counted, "messages", "status")
    assert "WP223" in told.stderr
    assert name in told.stderr


def test_the_status_of_the_real_project_counts_every_message(tmp_path: Path) -> None:
    for name in ("content", "locales", "themes"):
        shutil.copytree(REPO / name, tmp_path / name)
    wanted = domains(open_project(tmp_path), tmp_path / "themes" / "clear")
    told = run(tmp_path, "messages", "status", "--output", "json", "--locale", "ti")
    rows = json.loads(told.stdout)
    assert {row["domain"] for row in rows} == {*wanted, "all"}
    for row in rows[:-1]:
        assert sum(row["states"].values()) == len(wanted[row["domain"]]) > 0
        assert set(row["states"]) <= set(HEADS)
    assert sum(rows[-1]["states"].values()) == sum(map(len, wanted.values()))
    assert rows[-1]["risky"] > 10
