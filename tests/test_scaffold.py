"""New areas and places from the command line: ready to be filled in, and fine as they are."""

import unicodedata
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from project_support import REPO, run, write_project

from welcomepack.diagnostic import WelcomepackError
from welcomepack.load import Loaded, load
from welcomepack.project import Project
from welcomepack.scaffold import new_area, new_place

MakeProject = Callable[..., Path]
HOME = """\
id: home
title: Your home
summary: The house you live in.
pictogram: home
private: true
blocks:
  - id: meals
    kind: list
    items:
      - {id: breakfast, text: "Breakfast is at {place.breakfast}."}
      - {id: again, text: "Come at {place.breakfast}, not later."}
      - {id: address, text: "You live at {place.address}, {place.postcode}."}
      - {id: desk, text: "Call {place.reception_phone} from {place.desk_from} or at {place.desk_hours}."}
      - {id: wifi, text: "The wifi is {place.wifi_name}. It is {council.name}'s."}
"""
FILES = {
    "content/england/topics/home.yaml": HOME,
    "content/england/facts.yaml": "- {id: council.name, kind: name, unknown: Ask.}\n",
}


def loaded(root: Path) -> Loaded:
    return load(Project(root, date(2026, 11, 22)))


def test_a_new_area_passes_the_check_as_it_is(make_project: MakeProject) -> None:
    root = make_project(FILES)
    ran = run(root, "new", "area", "camden", "--extends", "england")
    assert ran.exit_code == 0, ran.stderr
    written = ran.stdout.split()
    assert "content/camden/area.yaml" in written
    assert all((root / name).is_file() for name in written)
    assert len(written) >= 4
    checked = run(root, "check", "--strict")
    assert checked.exit_code == 0, checked.stderr
    area = loaded(root).packs["camden"].area
    assert (area.name, area.council, area.extends) == ("Camden", "Camden Council", "england")
    assert area.publish is False
    assert [topic.id for topic in loaded(root).packs["camden"].topics] == ["home"]


def test_a_new_area_can_be_published_by_one_word(make_project: MakeProject) -> None:
    root = make_project(FILES)
    assert run(root, "new", "area", "camden", "--extends", "england").exit_code == 0
    path = root / "content/camden/area.yaml"
    path.write_text(path.read_text("utf-8").replace("publish: false", "publish: true"), "utf-8")
    assert run(root, "check").exit_code == 0


def test_a_new_place_passes_the_check_and_asks_for_every_fact_once(
    make_project: MakeProject,
) -> None:
    root = make_project(FILES)
    ran = run(root, "new", "place", "example-house", "--area", "england")
    assert (ran.exit_code, ran.stdout) == (0, "content/england/places/example-house.yaml\n")
    checked = run(root, "check", "--strict")
    assert checked.exit_code == 0, checked.stderr
    [place] = loaded(root).packs["england"].places
    assert place.name == "Example House"
    assert [(one.id, one.kind.value, bool(one.unknown)) for one in place.facts] == [
        ("place.breakfast", "time", True),
        ("place.address", "address", True),
        ("place.postcode", "postcode", True),
        ("place.reception_phone", "phone", True),
        ("place.desk_from", "time", True),
        ("place.desk_hours", "time", True),
        ("place.wifi_name", "name", True),
    ]
    assert checked.stderr.count("WP207") == len(place.facts) + 1


def test_a_new_place_says_that_it_is_private(make_project: MakeProject) -> None:
    root = make_project(FILES)
    assert run(root, "new", "place", "example-house", "--area", "england").exit_code == 0
    text = (root / "content/england/places/example-house.yaml").read_text("utf-8")
    assert text.startswith("# PRIVATE.")


def test_a_new_place_in_an_area_without_a_private_topic_passes_too(
    make_project: MakeProject,
) -> None:
    root = make_project()
    assert run(root, "new", "place", "example-house", "--area", "england").exit_code == 0
    checked = run(root, "check", "--strict")
    assert checked.exit_code == 0, checked.stderr


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (["new", "area", "brent", "--extends", "engalnd"], 'Did you mean "england"?'),
        (["new", "area", "brent"], 'There is no area "london".'),
        (["new", "area", "england", "--extends", "england"], "exists already"),
        (["new", "area", "../brent", "--extends", "england"], "is not an id"),
        (["new", "area", "Brent", "--extends", "england"], "is not an id"),
        (["new", "area", "b" * 41, "--extends", "england"], "is not an id"),
        (["new", "place", "example-house", "--area", "englan"], 'Did you mean "england"?'),
        (["new", "place", "../../hotel", "--area", "england"], "is not an id"),
        (["new", "place", "hotel/../x", "--area", "england"], "is not an id"),
    ],
)
def test_what_cannot_be_made_is_told_and_nothing_is_written(
    make_project: MakeProject, command: list[str], told: str
) -> None:
    root = make_project(FILES)
    before = sorted(root.parent.rglob("*"))
    ran = run(root, *command)
    assert ran.exit_code == 1
    assert told in ran.stderr
    assert "Traceback" not in ran.stderr
    assert sorted(root.parent.rglob("*")) == before


def test_an_existing_place_is_never_written_over(make_project: MakeProject) -> None:
    root = make_project(FILES)
    assert run(root, "new", "place", "example-house", "--area", "england").exit_code == 0
    path = root / "content/england/places/example-house.yaml"
    path.write_text("id: example-house\nname: Filled in\n", "utf-8")
    ran = run(root, "new", "place", "example-house", "--area", "england")
    assert ran.exit_code == 1
    assert path.read_text("utf-8") == "id: example-house\nname: Filled in\n"


def test_a_folder_that_is_a_link_out_of_the_project_is_not_followed(
    make_project: MakeProject,
) -> None:
    root = make_project(FILES)
    outside = root.parent / "outside"
    outside.mkdir()
    (root / "content/england/places").symlink_to(outside)
    with pytest.raises(WelcomepackError, match="leads out of the project"):
        new_place(loaded(root), "england", "example-house", "Example House")
    assert list(outside.iterdir()) == []


NAMES = st.text(
    st.characters(exclude_categories=["C", "Z"], exclude_characters="<>{}&"),
    min_size=1,
    max_size=20,
)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose one area and place are made anew for each example."""
    return write_project(tmp_path_factory.mktemp("scaffold") / "project", FILES)


@settings(max_examples=60)
@given(name=NAMES)
@example(name="St: Helens")
@example(name="Hotel #5")
@example(name="Hotel  #5")
@example(name="King's Lynn")
@example(name="'t Huis")
@example(name='"Quoted"')
@example(name="$name")
@example(name="yes")
@example(name="- x")
@example(name="[x")
def test_every_name_survives_being_written_and_read(tiny: Path, name: str) -> None:
    before = loaded(tiny)
    written = [
        *new_area(before, "camden", name, "england"),
        *new_place(before, "england", "example-house", name),
    ]
    found = loaded(tiny)
    for path in written:
        path.unlink()
    (tiny / "content/camden/topics").rmdir()
    (tiny / "content/camden").rmdir()
    shown = unicodedata.normalize("NFC", name)
    assert [one.text() for one in found.diagnostics] == []
    assert found.packs["camden"].area.name == shown
    assert found.packs["england"].places[0].name == shown


def test_the_repositorys_own_areas_take_a_new_place(tmp_path: Path) -> None:
    root = write_project(tmp_path / "project", {"content/england": None})
    for path in sorted((REPO / "content").rglob("*.yaml")):
        if "places" not in path.parts or path.name.startswith("example-"):
            target = root / path.relative_to(REPO)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    assert run(root, "new", "area", "camden").exit_code == 0
    assert run(root, "new", "place", "another-house", "--area", "brent").exit_code == 0
    checked = run(root, "check", "--strict")
    assert checked.exit_code == 0, checked.stderr
