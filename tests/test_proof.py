"""A built folder is proved by itself; what somebody changed by hand is seen."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from project_support import REPO as ROOT

from welcomepack.build import build
from welcomepack.diagnostic import WelcomepackError
from welcomepack.load import Loaded, load
from welcomepack.plan import Selection, plan
from welcomepack.project import Project
from welcomepack.proof import prove
from welcomepack.theme import read_theme

TOPICS = ("emergencies",)


@pytest.fixture(scope="module")
def loaded() -> Loaded:
    return load(Project(ROOT, date(2026, 11, 22)))


@pytest.fixture(scope="module")
def built(loaded: Loaded, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    out = tmp_path_factory.mktemp("built")
    chosen = Selection(areas=("brent",), locales=("ar",), topics=TOPICS)
    planned = plan(loaded, read_theme(ROOT / "themes" / "clear"), chosen)
    report = build(loaded, planned, out, topics=TOPICS, jobs=1)
    assert report.artifacts
    return out


def codes(loaded: Loaded, out: Path) -> list[str]:
    return [one.code for one in prove(loaded, out)[0]]


def test_what_was_built_is_proved(loaded: Loaded, built: Path) -> None:
    found, counted = prove(loaded, built)
    assert found == ()
    assert counted == len(json.loads((built / "manifest.json").read_text("utf-8")))


def test_a_file_changed_by_hand_is_seen(loaded: Loaded, built: Path) -> None:
    page = built / "public" / "brent" / "ar" / "emergencies.html"
    before = page.read_bytes()
    page.write_bytes(before.replace(b"999", b"998"))
    assert codes(loaded, built) == ["WP505"]
    page.write_bytes(before)
    assert codes(loaded, built) == []


def test_a_file_that_is_gone_is_seen(loaded: Loaded, built: Path) -> None:
    page = built / "public" / "brent" / "ar" / "index.html"
    before = page.read_bytes()
    page.unlink()
    assert codes(loaded, built) == ["WP505"]
    page.write_bytes(before)


def test_a_folder_without_a_manifest_is_told(loaded: Loaded, tmp_path: Path) -> None:
    with pytest.raises(WelcomepackError, match="welcomepack build"):
        prove(loaded, tmp_path)


def test_a_number_that_does_not_stand_on_the_paper_is_seen(loaded: Loaded, built: Path) -> None:
    facts = built / "facts.json"
    before = facts.read_text("utf-8")
    assert '"999"' in before
    facts.write_text(before.replace('"999"', '"998"'), encoding="utf-8")
    assert set(codes(loaded, built)) == {"WP501"}
    facts.write_text(before, encoding="utf-8")


def test_without_the_list_of_facts_nothing_is_proved(loaded: Loaded, built: Path) -> None:
    facts = built / "facts.json"
    before = facts.read_bytes()
    facts.unlink()
    assert set(codes(loaded, built)) >= {"WP518"}
    facts.write_bytes(before)


def test_the_list_of_facts_is_in_no_public_folder(built: Path) -> None:
    assert not list((built / "public").rglob("facts.json"))
    listed = json.loads((built / "facts.json").read_text("utf-8"))
    papers = [row["path"] for row in json.loads((built / "manifest.json").read_text("utf-8"))]
    assert sorted(listed) == sorted(path for path in papers if path.endswith(".pdf"))
