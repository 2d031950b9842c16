"""From a folder of files to packs: areas on areas, where everything stands, and no surprises."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from project_support import REPO, doctor, write_project

from welcomepack.address import texts
from welcomepack.check import check
from welcomepack.diagnostic import Position, Severity, failed
from welcomepack.load import Loaded, load
from welcomepack.model import State
from welcomepack.project import Project, open_project

MakeProject = Callable[..., Path]
DAY = date(2026, 11, 22)
TOPIC = "content/england/topics/gp.yaml"
GP = doctor("""\
  - id: join
    kind: steps
    title: Join
    steps:
      - {id: ask, text: Ask at the desk.}
      - {id: form, text: Fill in the form.}
  - id: free
    kind: text
    text: It is free.
""")
ENGLAND = {
    "content/england/area.yaml": "id: england\nname: England\nlocales: [en, ur]\ntopics: [gp, esol]\n",
    TOPIC: GP,
    "content/england/topics/esol.yaml": GP.replace("gp", "esol").replace("Doctor", "English"),
    "content/england/facts.yaml": (
        "- {id: a.phone, kind: phone, unknown: Ask the council.}\n"
        "- {id: b.name, kind: name, value: Example, source: https://example.org, "
        "checked: 2026-11-22, confidence: A}\n"
    ),
    "content/england/links.yaml": (
        "- {id: page, title: The page, url: https://example.org, owner: web team}\n"
    ),
}
BRENT = {
    "content/brent/area.yaml": "id: brent\nname: Brent\ncouncil: Example Council\nextends: england\n",
    "content/brent/topics/gp.yaml": """\
id: gp
title: Doctor in Brent
blocks:
  - id: nurse
    kind: note
    after: start
    text: A nurse comes on Mondays.
  - id: join
    steps:
      - {id: form, remove: true}
      - {id: wait, text: Wait for a letter.}
""",
    "content/brent/facts.yaml": (
        "- {id: a.phone, value: 020 7946 0000, source: https://example.org, "
        "checked: 2026-11-22, confidence: A}\n- {id: b.name, remove: true}\n"
    ),
    "content/brent/services.yaml": (
        "- {id: desk, category: gp, name: Example Surgery, unknown: Ask who runs it.}\n"
    ),
    "content/brent/places/example-house.yaml": "id: example-house\nname: Example House\n",
}


def loaded(root: Path) -> Loaded:
    return load(Project(root, DAY))


def told(found: Loaded) -> list[str]:
    return [one.text() for one in found.diagnostics]


def test_a_tiny_project_has_nothing_wrong(make_project: MakeProject) -> None:
    found = loaded(make_project())
    assert told(found) == []
    assert list(found.packs) == ["england"]
    assert found.settings is not None
    assert found.settings.locales == ("en", "ar")
    assert found.settings.policy.prints is State.MT


def test_a_child_area_holds_its_parents_content_with_its_own_laid_over(
    make_project: MakeProject,
) -> None:
    found = loaded(make_project({**ENGLAND, **BRENT}))
    assert told(found) == []
    pack = found.packs["brent"]
    assert [topic.id for topic in pack.topics] == ["gp", "esol"]
    assert pack.topic("gp").title.value == "Doctor in Brent"
    assert pack.topic("gp").summary.value == "How to see a doctor."
    assert [block.id for block in pack.topic("gp").blocks] == ["nurse", "join", "free"]
    english = [text.english for address, text in texts(pack) if address.startswith("gp/join/steps")]
    assert english == ["Ask at the desk.", "Wait for a letter."]
    assert {key: fact.value for key, fact in pack.facts.items()} == {"a.phone": "020 7946 0000"}
    assert list(pack.links) == ["page"]
    assert [place.id for place in pack.places] == ["example-house"]


def test_a_parent_area_is_not_changed_by_its_child(make_project: MakeProject) -> None:
    alone = loaded(make_project(ENGLAND, name="alone")).packs["england"]
    both = loaded(make_project({**ENGLAND, **BRENT}, name="both")).packs["england"]
    assert alone == both


def test_languages_and_the_order_of_topics_come_from_the_nearest_area_that_names_them(
    make_project: MakeProject,
) -> None:
    root = make_project(
        {
            **ENGLAND,
            **BRENT,
            "content/camden/area.yaml": (
                "id: camden\nname: Camden\nextends: brent\nlocales: [en, ti]\ntopics: [esol]\n"
            ),
        }
    )
    packs = loaded(root).packs
    assert packs["brent"].area.locales == ("en", "ur")
    assert packs["camden"].area.locales == ("en", "ti")
    assert [topic.id for topic in packs["camden"].topics] == ["esol"]
    assert packs["camden"].topics[0].title.value == "English"


def test_a_place_belongs_to_its_own_area_alone(make_project: MakeProject) -> None:
    root = make_project(
        {
            **ENGLAND,
            **BRENT,
            "content/camden/area.yaml": "id: camden\nname: Camden\nextends: brent\n",
        }
    )
    packs = loaded(root).packs
    assert [len(packs[name].places) for name in ("england", "brent", "camden")] == [0, 1, 0]


def test_one_mistake_of_a_parent_is_told_once_for_all_its_children(
    make_project: MakeProject,
) -> None:
    files = {
        **ENGLAND,
        "content/brent/area.yaml": "id: brent\nname: Brent\nextends: england\n",
        "content/camden/area.yaml": "id: camden\nname: Camden\nextends: england\n",
        TOPIC: GP.replace("id: free", "id: Free"),
    }
    assert told(loaded(make_project(files))) == [
        (
            f'{TOPIC}:12:9 error WP113 "Free" is not an id: small letters, digits and hyphens, '
            "40 at most."
        )
    ]


def test_an_error_in_a_childs_field_is_told_in_the_childs_file(make_project: MakeProject) -> None:
    files = {
        **ENGLAND,
        **BRENT,
        "content/brent/topics/gp.yaml": "id: gp\ntitle: <b>Doctor</b>\n",
        TOPIC: GP.replace("How to see a doctor.", "<i>How</i>"),
    }
    places = {one.position for one in loaded(make_project(files)).diagnostics}
    assert places == {Position("content/brent/topics/gp.yaml", 2, 8), Position(TOPIC, 3, 10)}


def test_every_text_stands_somewhere_and_its_line_holds_it(make_project: MakeProject) -> None:
    root = make_project({**ENGLAND, **BRENT})
    found = loaded(root)
    looked_at = 0
    for name, pack in found.packs.items():
        for address, text in texts(pack):
            at = found.positions[name][address]
            line = (root / at.path).read_text("utf-8").splitlines()[at.line - 1]
            assert line[at.column - 1 :].startswith(text.english[:12]), address
            looked_at += 1
    assert looked_at > 20


def test_entries_of_all_lists_stand_somewhere(make_project: MakeProject) -> None:
    positions = loaded(make_project({**ENGLAND, **BRENT})).positions["brent"]
    assert positions["facts/a.phone"] == Position("content/brent/facts.yaml", 1, 3)
    assert positions["links/page"] == Position("content/england/links.yaml", 1, 3)
    assert positions["services/desk"] == Position("content/brent/services.yaml", 1, 3)
    assert positions["places/example-house"].path == "content/brent/places/example-house.yaml"
    assert positions["gp/nurse"].path == "content/brent/topics/gp.yaml"


def test_the_repositorys_own_content_is_read_without_an_error() -> None:
    found = load(open_project(REPO, DAY.isoformat()))
    assert [one.text() for one in found.diagnostics] == []
    assert {"england", "london", "brent", "barking-and-dagenham"} <= set(found.packs)
    assert all(len(pack.topics) >= 14 for pack in found.packs.values())
    missing = [
        address
        for name, pack in found.packs.items()
        for address, _ in texts(pack)
        if address not in found.positions[name]
    ]
    assert missing == []


def test_settings_that_are_wrong_leave_the_packs_readable(make_project: MakeProject) -> None:
    found = loaded(make_project({"content/project.yaml": "name: [", TOPIC: GP}))
    assert found.settings is None
    assert [topic.id for topic in found.packs["england"].topics] == ["gp"]
    assert failed(found.diagnostics)


def test_a_broken_topic_leaves_the_others_readable(make_project: MakeProject) -> None:
    found = loaded(make_project({**ENGLAND, TOPIC: "id: ["}))
    assert [topic.id for topic in found.packs["england"].topics] == ["esol"]
    assert [one.code for one in found.diagnostics] == ["WP101"]


def test_a_file_that_git_hides_by_a_dot_is_not_read(make_project: MakeProject) -> None:
    files = {"content/england/topics/.how-to": "?", "content/england/places/.gitkeep": ""}
    assert told(loaded(make_project(files))) == []


@pytest.mark.parametrize(
    "name",
    ["content/england/fact.yaml", "content/england/facts.yml", "content/england/topic/gp.yaml"],
)
def test_a_file_in_an_area_that_nothing_reads_is_told(make_project: MakeProject, name: str) -> None:
    found = loaded(make_project({name: "id: x\n"}))
    assert [one.code for one in found.diagnostics] == ["WP102"]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose one topic is rewritten for each example."""
    return write_project(tmp_path_factory.mktemp("load") / "project", {TOPIC: GP, **ENGLAND})


LINES = st.sampled_from(
    [
        "id: gp",
        "title: Doctor",
        "summary: 'See {a.phone}'",
        "pictogram: gp",
        "private: true",
        "review_by: 9999-12-31",
        "title: {english: x, value: y}",
        "blocks:",
        "  - id: join",
        "  - {id: a, kind: text, text: Hello., basis: [b.name]}",
        "  - {id: '', kind: links, links: [page, '']}",
        "  - hello",
        "    kind: steps",
        "    kind: contact",
        "    steps:",
        "    contacts: [{id: a, name: A, phone: b.name, link: page}]",
        "      - {id: ask, text: Ask.}",
        "      - {id: [ask], text: {a: b}}",
        "      - {remove: true}",
        "    after: start",
        "    basis: []",
        "    limit: 1e9",
        "blocks: [{id: x, kind: services, categories: [gp], limit: 99999999999999999999}]",
        "? [a]",
        "- x",
        "---",
        "x: &y z",
        "\t",
        "",
    ]
)


def run_all(root: Path, raw: bytes) -> Sequence[str]:
    """Load and check the project with these bytes as its topic; every problem as text."""
    (root / TOPIC).write_bytes(raw)
    found = loaded(root)
    whole = [*found.diagnostics, *check(found)]
    assert all(one.position for one in whole if one.severity is Severity.ERROR)
    return [one.text() for one in whole]


EACH = settings(max_examples=60)


@EACH
@given(raw=st.binary(max_size=200))
@example(raw=b"")
@example(raw=b"\xff")
@example(raw=b"[]")
def test_load_never_raises_for_a_topic_of_any_bytes(tiny: Path, raw: bytes) -> None:
    assert run_all(tiny, raw)


@EACH
@given(lines=st.lists(LINES, max_size=14))
@example(lines=["id: gp"])
@example(lines=["id: gp", "blocks: [{id: a, kind: text, text: '{'}]"])
def test_load_never_raises_for_a_topic_of_any_lines(tiny: Path, lines: list[str]) -> None:
    assert run_all(tiny, "\n".join(lines).encode())
