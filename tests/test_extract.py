"""Extraction: the same keys and words as the packs have, found in the files without loading."""

import io
import shutil
from collections.abc import Callable, Mapping
from datetime import date
from importlib.metadata import entry_points
from pathlib import Path

import babel.messages.extract
import pytest
from project_support import REPO
from test_address import EXPECTED, FILES

from welcomepack.address import texts
from welcomepack.extract import extract, messages, text_fields
from welcomepack.load import load
from welcomepack.message import Message
from welcomepack.model import Fact, Link, Place, Service, Source, Topic
from welcomepack.plan import lineage
from welcomepack.project import Project, open_project

MakeProject = Callable[..., Path]
DAY = date(2026, 11, 22)


def extracted(root: Path, area: str) -> list[Message]:
    """All messages of an area's own files."""
    folder = root / "content" / area
    paths = sorted(path for path in folder.rglob("*.yaml") if path.name != "area.yaml")
    return [
        one
        for path in paths
        for one in messages(path.read_bytes(), path.relative_to(root).as_posix())
    ]


def nearest(root: Path, line: tuple[str, ...]) -> Mapping[str, str]:
    """Key to English as a pack sees it: the nearest area's word counts."""
    found: dict[str, str] = {}
    for area in reversed(line):
        found |= {one.key: one.english for one in extracted(root, area)}
    return found


def test_what_is_extracted_is_what_the_pack_holds(make_project: MakeProject) -> None:
    root = make_project(FILES)
    found = extracted(root, "england")
    assert {one.key: one.english for one in found} == EXPECTED
    assert len(found) == len(EXPECTED)


def test_the_repositorys_packs_hold_only_what_is_extracted() -> None:
    project = open_project(REPO, DAY.isoformat())
    loaded = load(project)
    looked_at = 0
    for name, pack in loaded.packs.items():
        known = nearest(REPO, lineage(loaded, name))
        for address, text in texts(pack):
            assert known.get(address) == text.english, (name, address)
            looked_at += 1
    assert looked_at > 1500


def test_the_repositorys_extracted_messages_are_all_in_some_pack() -> None:
    loaded = load(open_project(REPO, DAY.isoformat()))
    held = {
        (address, text.english) for pack in loaded.packs.values() for address, text in texts(pack)
    }
    found = [one for name in loaded.packs for one in extracted(REPO, name)]
    assert len(found) > 300
    assert [one.key for one in found if (one.key, one.english) not in held] == []


def test_messages_say_in_which_line_their_words_stand(make_project: MakeProject) -> None:
    root = make_project(FILES)
    found = extracted(root, "england")
    assert len(found) > 10
    for one in found:
        line = (root / one.path).read_text("utf-8").splitlines()[one.line - 1]
        assert one.english in line


OVERRIDES = {
    "text": "  - {id: text, text: New words.}\n",
    "title": "  - {id: text, title: New words}\n",
    "step": "  - {id: steps, steps: [{id: one, text: New words.}]}\n",
    "new-step": "  - {id: steps, steps: [{id: new, after: one, text: New words.}]}\n",
    "contact": "  - {id: contact, contacts: [{id: one, text: New words.}]}\n",
    "number": "  - {id: numbers, numbers: [{id: one, text: New words.}]}\n",
    "moved": "  - {id: note, after: start, text: New words.}\n",
}


@pytest.mark.parametrize("case", OVERRIDES)
def test_what_a_child_overrides_is_extracted_under_the_packs_address(
    make_project: MakeProject, case: str
) -> None:
    root = make_project(
        {
            **FILES,
            "content/brent/area.yaml": "id: brent\nname: Brent\nextends: england\n",
            "content/brent/topics/all.yaml": f"id: all\nblocks:\n{OVERRIDES[case]}",
        }
    )
    loaded = load(Project(root, DAY))
    assert loaded.diagnostics == ()
    changed = [
        address
        for address, text in texts(loaded.packs["brent"])
        if text.english.startswith("New words")
    ]
    assert len(changed) == 1
    assert [one.key for one in extracted(root, "brent")] == changed


def test_a_topic_may_be_called_words(make_project: MakeProject) -> None:
    topic = "id: words\ntitle: Useful words\nsummary: What they mean.\npictogram: gp\n"
    root = make_project({"content/england/topics/words.yaml": topic})
    expected = {"words/title": "Useful words", "words/summary": "What they mean."}
    pack = load(Project(root, DAY)).packs["england"]
    assert {address: text.english for address, text in texts(pack)} == expected
    assert {one.key: one.english for one in extracted(root, "england")} == expected


def test_words_are_joined_as_the_pack_joins_them() -> None:
    raw = b"id: a\ntitle: >-\n  One  word\n  and another.\nsummary: |\n  Two\n\n  lines.\n"
    assert [one.english for one in messages(raw, "topics/a.yaml")] == [
        "One word and another.",
        "Two lines.",
    ]


def test_translators_are_told_which_line_of_a_list_a_message_is() -> None:
    raw = b"id: a\nblocks:\n  - {id: b, kind: steps, steps: [{id: c, text: C.}, {id: d, text: D.}]}"
    assert [(one.key, one.comment) for one in messages(raw, "topics/a.yaml")] == [
        ("a/b/steps/c", "steps 1 of 2"),
        ("a/b/steps/d", "steps 2 of 2"),
    ]


def test_a_block_is_no_line_of_a_list() -> None:
    raw = b"id: a\nblocks:\n  - {id: b, kind: text, title: B, text: C.}\n  - {id: d, kind: ways}\n"
    assert [(one.key, one.comment) for one in messages(raw, "topics/a.yaml")] == [
        ("a/b/title", ""),
        ("a/b/text", ""),
    ]


def test_the_words_of_a_theme_carry_their_notes() -> None:
    raw = b"page: Page\nday: {text: Day, note: the day of the week}\n"
    assert [(one.key, one.english, one.comment) for one in messages(raw, "clear/words.yaml")] == [
        ("theme/page", "Page", ""),
        ("theme/day", "Day", "the day of the week"),
    ]


@pytest.mark.parametrize(
    ("raw", "path"),
    [
        (b"\xff", "topics/a.yaml"),
        (b"a: [", "topics/a.yaml"),
        (b"", "topics/a.yaml"),
        (b"- a\n- [b]\n", "links.yaml"),
        (b"just words", "topics/a.yaml"),
        (b"title: No id\n", "topics/a.yaml"),
        (b"id: hotel\nname: A hotel\n", "content/england/places/hotel.yaml"),
        (b"id: a\ntitle: ''\n", "topics/a.yaml"),
    ],
)
def test_a_file_without_messages_has_none_and_raises_nothing(raw: bytes, path: str) -> None:
    assert messages(raw, path) == ()


def test_nothing_of_a_place_a_fact_or_a_source_is_ever_translated() -> None:
    assert [text_fields(one) for one in (Place, Fact, Source)] == [frozenset()] * 3
    assert text_fields(Link) == {"title"}
    assert text_fields(Service) == {"cost", "who", "about"}
    assert {"title", "summary", "text", "intro", "name"} == text_fields(Topic)


def test_babel_finds_the_extractor_by_its_name() -> None:
    [point] = entry_points(group="babel.extractors", name="welcomepack")
    assert point.load() is extract


def test_babel_extracts_a_file_with_it(make_project: MakeProject) -> None:
    root = make_project(FILES)
    with (root / "content/england/topics/all.yaml").open("rb") as file:
        found = list(babel.messages.extract.extract("welcomepack", file))
    keys = {key: english for key, english in EXPECTED.items() if key.startswith("all/")}
    assert {context: message for _, message, _, context in found} == keys
    assert [(line, comments) for line, _, comments, context in found if context == "all/title"] == [
        (2, [])
    ]
    assert [comments for *_, comments, context in found if context == "all/steps/steps/two"] == [
        ["steps 2 of 2"]
    ]


def test_babel_extracts_a_folder_with_it(make_project: MakeProject) -> None:
    root = make_project(FILES)
    shutil.rmtree(root / "themes")
    methods = [("content/*/topics/*.yaml", "welcomepack"), ("content/*/links.yaml", "welcomepack")]
    rows = babel.messages.extract.extract_from_dir(str(root), method_map=methods)
    found = {str(context): str(message) for _, _, message, _, context in rows}
    assert found == {
        key: english
        for key, english in EXPECTED.items()
        if not key.startswith(("services/", "sessions/"))
    }


def test_babel_extracts_from_memory_under_the_name_it_is_given() -> None:
    rows = extract(io.BytesIO(b"- {id: a, title: A}"), None, [], {"path": "x/links.yaml"})
    assert list(rows) == [(1, "pgettext", ("links/a/title", "A"), [])]
