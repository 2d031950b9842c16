"""``messages export``: which texts, into which file."""

import csv
import io
from pathlib import Path

import pytest
from exchange_support import MakeProject, catalog, po, write_texts
from project_support import Ran, run

from welcomepack.exchange.export import Choice, chosen
from welcomepack.exchange.formats import FORMATS, receive
from welcomepack.exchange.gather import gather
from welcomepack.load import load
from welcomepack.model import State
from welcomepack.project import open_project


@pytest.fixture
def root(make_project: MakeProject) -> Path:
    return write_texts(make_project)


def export(root: Path, name: str, *options: str) -> Ran:
    return run(root, "messages", "export", str(root / name), "--locale", "ar", *options)


def keys(path: Path) -> list[str]:
    return [one.name for one in receive(path.read_bytes(), path.name).answers]


@pytest.mark.parametrize(
    ("name", "options"),
    [("a.xlsx", ()), ("a.xlf", ()), ("a.XLIFF", ()), ("a.csv", ()), ("a.txt", ("--format", "csv"))],
)
def test_every_format_holds_every_text(root: Path, name: str, options: tuple[str, ...]) -> None:
    ran = export(root, name, *options)
    whole = gather(load(open_project(root)), root / "themes" / "clear", catalog(root))
    assert ran.stdout == f"{name}: {len(whole)} texts in Arabic\n"
    assert ran.exit_code == 0
    assert keys(root / name) == [one.name for one in whole]
    assert len(whole) > 30


@pytest.mark.parametrize("name", ["xlsx", "xliff", "csv"])
def test_the_same_texts_give_the_same_file(root: Path, name: str) -> None:
    for number in (1, 2):
        assert export(root, f"{number}.x", "--format", name).exit_code == 0
    assert (root / "1.x").read_bytes() == (root / "2.x").read_bytes()


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("--only", "checked"), ["gp/free/text"]),
        (("--only", "mt,checked"), ["gp/free/text", "gp/call/steps/ring"]),
        (("--only", "mt", "--only", "checked"), ["gp/free/text", "gp/call/steps/ring"]),
        (
            ("--topic", "home", "--only", "missing"),
            ["home/title", "home/summary", "home/wifi/text"],
        ),
        (("--area", "england", "--topic", "gp", "--only", "mt"), ["gp/call/steps/ring"]),
    ],
)
def test_filters_choose(root: Path, options: tuple[str, ...], expected: list[str]) -> None:
    assert export(root, "a.csv", *options).exit_code == 0
    assert keys(root / "a.csv") == [f"england:{key}" for key in expected]


def test_the_theme_is_an_area_of_its_own(root: Path) -> None:
    assert export(root, "a.csv", "--area", "theme").exit_code == 0
    assert {key.partition(":")[0] for key in keys(root / "a.csv")} == {"theme"}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--topic", "gb"), 'There is no topic "gb".'),
        (("--area", "englnd"), 'There is no area "englnd". Did you mean "england"?'),
        (("--area", "theme", "--topic", "gp"), "There is no such text, so no file was written."),
        (("--locale", "xx"), 'There is no language to translate into "xx". Possible: ar.'),
        (("--locale", "en"), 'There is no language to translate into "en"'),
    ],
)
def test_a_choice_of_nothing_is_told(root: Path, options: tuple[str, ...], said: str) -> None:
    ran = export(root, "a.csv", *options)
    assert ran.exit_code == 1
    assert said in ran.stderr
    assert not (root / "a.csv").exists()


@pytest.mark.parametrize("options", [("--only", "mising"), ("--format", "ods")])
def test_words_that_do_not_exist_are_wrong_usage(root: Path, options: tuple[str, ...]) -> None:
    ran = export(root, "a.csv", *options)
    assert ran.exit_code == 2
    assert "Possible:" in ran.stderr


def test_a_name_that_tells_no_format_is_told(root: Path) -> None:
    ran = export(root, "a.doc")
    assert ran.exit_code == 1
    assert '"a.doc" should end in one of .xlsx, .xlf, .xliff, .csv' in ran.stderr


def test_a_file_that_is_there_is_never_written_over(root: Path) -> None:
    (root / "a.csv").write_text("somebody's work", encoding="utf-8")
    ran = export(root, "a.csv")
    assert ran.exit_code == 1
    assert "a.csv is there already" in ran.stderr
    assert (root / "a.csv").read_text("utf-8") == "somebody's work"


def test_a_damaged_catalog_stops_the_export(root: Path) -> None:
    po(root).write_bytes(b"damaged")
    ran = export(root, "a.csv")
    assert ran.exit_code == 1
    assert "WP223" in ran.stderr
    assert not (root / "a.csv").exists()


def test_a_sentence_is_sent_as_it_stands_with_what_it_prints(root: Path) -> None:
    export(root, "a.csv", "--only", "mt")
    text = (root / "a.csv").read_text("utf-8-sig")
    (one,) = csv.DictReader(io.StringIO(text))
    assert one["English"] == "Call {gp.phone}."
    assert one["what it prints"] == "Call 020 8795 6000."
    assert one["your text"] == ""


def test_an_empty_choice_is_everything(root: Path) -> None:
    whole = gather(load(open_project(root)), root / "themes" / "clear", catalog(root))
    assert chosen(whole, Choice()) == whole
    assert len(chosen(whole, Choice(states=frozenset({State.MT})))) == 1


def test_every_format_has_its_own_endings() -> None:
    endings = [ending for one in FORMATS.values() for ending in one.suffixes]
    assert len(endings) == len(set(endings))
