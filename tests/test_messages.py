"""The messages of a project against its catalogs, and what never gets there."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from project_support import REPO, doctor
from typer.testing import CliRunner

from welcomepack import extract
from welcomepack.catalog import catalog_path, file, record
from welcomepack.cli import app
from welcomepack.diagnostic import Severity
from welcomepack.language import registry
from welcomepack.messages import check_catalogs, domains, update_all
from welcomepack.model import State
from welcomepack.project import open_project

LANGUAGES = registry(REPO / "locales")
ARABIC = LANGUAGES["ar"]
TWO = {"en": LANGUAGES["en"], "ar": ARABIC}
HIDDEN = "Zzyzx"  # in no dictionary, so that any trace of it is one
TOPIC = doctor("""\
  - id: free
    kind: text
    text: It is free.
""")
# An invented place: every value, and fields that no place has, hold the secret.
PLACE = f"""\
id: {{name}}
name: {HIDDEN} Hotel (invented)
title: {HIDDEN} title
text: {HIDDEN} text
facts:
  - id: place.name
    kind: name
    value: {HIDDEN} Hotel
    source: invented for this test
    checked: 2026-11-22
    confidence: A
    text: {HIDDEN} note
ways:
  - id: park
    to: {HIDDEN} Park
    minutes: 8
    title: {HIDDEN}
blocks:
  - id: secret
    kind: text
    text: {HIDDEN} words
"""
MakeProject = Callable[..., Path]


def run(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["--project", str(root), *arguments])


def snapshot(folder: Path) -> dict[str, bytes]:
    """All files below a folder with their bytes, but for the desk's own, which are copies."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".desk" not in path.parts
    }


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the real content, catalogs and theme, brought in line once."""
    root = tmp_path_factory.mktemp("copy")
    for name in ("content", "locales", "themes"):
        shutil.copytree(REPO / name, root / name)
    assert run(root, "messages", "update").exit_code == 0
    return root


# Updating


def test_updating_the_real_catalogs_twice_changes_nothing(copy: Path) -> None:
    before = snapshot(copy)
    assert len([name for name in before if name.endswith(".po")]) >= 15
    told = run(copy, "messages", "update")
    assert (told.exit_code, told.stdout) == (0, "0 catalogs changed\n")
    assert snapshot(copy) == before


def test_the_real_catalogs_are_in_line_with_the_content(copy: Path) -> None:
    # If this fails, run: welcomepack messages update
    assert snapshot(REPO / "locales") == snapshot(copy / "locales")


def test_a_new_sentence_changes_the_catalogs_of_its_area_only(make_project: MakeProject) -> None:
    root = make_project({"content/england/topics/gp.yaml": TOPIC})
    first = run(root, "messages", "update")
    assert first.stdout.splitlines() == [
        "locales/ar/LC_MESSAGES/england.po",
        "locales/ar/LC_MESSAGES/theme.po",
        "2 catalogs changed",
    ]
    topic = root / "content" / "england" / "topics" / "gp.yaml"
    topic.write_text(TOPIC.replace("It is free.", "It costs nothing."), encoding="utf-8")
    second = run(root, "messages", "update")
    assert second.stdout.splitlines() == [
        "locales/ar/LC_MESSAGES/england.po",
        "1 catalogs changed",
    ]


def test_english_has_no_catalogs(make_project: MakeProject) -> None:
    root = make_project({"content/england/topics/gp.yaml": TOPIC})
    run(root, "messages", "update")
    folders = {path.name for path in (root / "locales").iterdir() if path.is_dir()}
    assert folders == {"ar"}


def test_messages_have_the_addresses_of_their_texts(make_project: MakeProject) -> None:
    root = make_project({"content/england/topics/gp.yaml": TOPIC})
    found = domains(open_project(root), root / "themes" / "clear")
    assert list(found) == ["england", "theme"]
    assert [(one.key, one.english, one.line) for one in found["england"]] == [
        ("gp/title", "Doctor", 2),
        ("gp/summary", "How to see a doctor.", 3),
        ("gp/free/text", "It is free.", 8),
    ]
    assert {one.path for one in found["england"]} == {"content/england/topics/gp.yaml"}
    assert "theme/call" in {one.key for one in found["theme"]}


@pytest.mark.parametrize(
    "content",
    [b'msgid "\xe9"\nmsgstr ""\n', b'msgctxt "gp/title"\nmsgid "Doc"tor"\nmsgstr ""\n'],
    ids=["not UTF-8", "a quotation mark"],
)
def test_a_damaged_catalog_stops_an_update_with_its_name(
    make_project: MakeProject, content: bytes
) -> None:
    name = "locales/ar/LC_MESSAGES/england.po"
    root = make_project({"content/england/topics/gp.yaml": TOPIC, name: content})
    told = run(root, "messages", "update")
    assert (root / name).read_bytes() == content
    assert told.exit_code == 1
    assert name in told.stderr


@pytest.fixture
def counted(make_project: MakeProject) -> Path:
    """A project whose Arabic has one text checked, one a draft, one stale."""
    root = make_project({"content/england/topics/gp.yaml": TOPIC})
    update_all(open_project(root), root / "themes" / "clear", TWO)
    path = catalog_path(root / "locales", ARABIC, "england")
    record(path, {"gp/title": "طبيب", "gp/free/text": "هذا مجاني."}, State.CHECKED)
    record(path, {"gp/summary": "كيف ترى طبيبا."}, State.MT)
    topic = root / "content" / "england" / "topics" / "gp.yaml"
    topic.write_text(TOPIC.replace("It is free.", "It costs nothing."), encoding="utf-8")
    return root


# Checking


def test_a_damaged_translation_is_named_with_its_line(counted: Path) -> None:
    path = catalog_path(counted / "locales", ARABIC, "england")
    record(path, {"gp/summary": "كيف ترى 3 أطباء."}, State.MT)
    project, theme = open_project(counted), counted / "themes" / "clear"
    (one,) = check_catalogs(project, theme, TWO)
    assert (one.code, one.severity, one.locale) == ("WP222", Severity.WARNING, "ar")
    assert one.message.startswith("gp/summary: ")
    assert one.position is not None
    assert one.position.path == "locales/ar/LC_MESSAGES/england.po"
    lines = path.read_text(encoding="utf-8").splitlines()
    entry = lines[one.position.line - 1 : one.position.line + 3]
    assert any('msgctxt "gp/summary"' in line for line in entry), entry


def test_stale_and_missing_texts_are_no_problem_of_a_catalog(counted: Path) -> None:
    assert list(check_catalogs(open_project(counted), counted / "themes" / "clear", TWO)) == []


def test_a_catalog_that_cannot_be_read_fails_the_check(counted: Path) -> None:
    (counted / "locales" / "ar" / "LC_MESSAGES" / "theme.po").write_bytes(b"damaged")
    told = run(counted, "check")
    assert told.exit_code == 1
    assert "locales/ar/LC_MESSAGES/theme.po:1:1 error WP223" in told.stderr


def told(root: Path) -> list[tuple[str, str, str]]:
    """What a check says of translations, as code, language and message."""
    ran = run(root, "check", "--output", "json")
    rows = [row for row in json.loads(ran.stdout) if row["code"] in {"WP222", "WP223"}]
    return [(row["code"], row["locale"], row["message"]) for row in rows]


def test_what_was_found_in_catalogs_is_kept_and_told_again(
    counted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = catalog_path(counted / "locales", ARABIC, "england")
    record(path, {"gp/summary": "كيف ترى 3 أطباء."}, State.MT)
    first = told(counted)
    assert [code for code, _, _ in first] == ["WP222"]

    def never(*_: object, **__: object) -> None:
        raise AssertionError

    file._translations.cache_clear()  # noqa: SLF001 - as in a process of its own
    with monkeypatch.context() as one:
        one.setattr("polib.pofile", never)
        assert told(counted) == first
    # A mended catalog and a changed English are looked at again, and so is a damaged file.
    record(path, {"gp/summary": "كيف ترى طبيبا."}, State.MT)
    assert told(counted) == []
    record(path, {"gp/summary": "كيف ترى 4 أطباء."}, State.MT)
    assert [code for code, _, _ in told(counted)] == ["WP222"]
    topic = counted / "content" / "england" / "topics" / "gp.yaml"
    topic.write_text(
        topic.read_text("utf-8").replace("How to see", "How to find"), encoding="utf-8"
    )
    assert told(counted) == []
    path.write_bytes(b"damaged")
    assert [code for code, _, _ in told(counted)] == ["WP223"]


def test_a_check_needs_no_place_to_keep_things(counted: Path) -> None:
    path = catalog_path(counted / "locales", ARABIC, "england")
    record(path, {"gp/summary": "كيف ترى 3 أطباء."}, State.MT)
    (counted / "build").mkdir(exist_ok=True)
    (counted / "build" / ".cache").write_bytes(b"no folder")
    assert [code for code, _, _ in told(counted)] == ["WP222"]


# Places are private


def test_nothing_of_a_place_reaches_a_catalog(make_project: MakeProject) -> None:
    names = ("secret-hotel", "links", "services", "words")
    places = {
        f"content/england/places/{name}.yaml": PLACE.replace("{name}", name) for name in names
    }
    places["content/england/places/links.yaml"] = f"- {{id: a, title: {HIDDEN}}}\n"
    root = make_project({"content/england/topics/gp.yaml": TOPIC, **places})
    assert run(root, "messages", "update").exit_code == 0
    catalogs = snapshot(root / "locales")
    assert "ar/LC_MESSAGES/england.po" in catalogs
    assert [name for name, data in catalogs.items() if HIDDEN.encode() in data] == []
    everything = domains(open_project(root), root / "themes" / "clear")
    assert HIDDEN not in str(everything)
    assert "It is free." in str(everything)


def test_the_search_for_the_secret_would_find_it(make_project: MakeProject) -> None:
    # The same words in a topic do reach the catalog, so the test above can fail.
    root = make_project({"content/england/topics/gp.yaml": TOPIC.replace("Doctor", HIDDEN)})
    run(root, "messages", "update")
    catalogs = snapshot(root / "locales")
    assert [name for name, data in catalogs.items() if HIDDEN.encode() in data] == [
        "ar/LC_MESSAGES/england.po"
    ]


@pytest.mark.parametrize(
    ("name", "elsewhere"),
    [
        ("secret-hotel", "content/england/topics/secret-hotel.yaml"),
        ("words", "themes/clear/words.yaml"),
        ("links", "content/england/links.yaml"),
        ("services", "content/england/services.yaml"),
    ],
)
def test_a_place_file_that_babel_is_pointed_at_has_no_messages(name: str, elsewhere: str) -> None:
    content = PLACE.replace("{name}", name)
    if name in {"links", "services"}:
        content = f"- id: a\n  title: {HIDDEN}\n  about: {HIDDEN}\n"
    assert extract.messages(content.encode(), f"content/england/places/{name}.yaml") == ()
    # The same words in the file that this one is named like do count, so the line above can fail.
    assert HIDDEN in str(extract.messages(content.encode(), elsewhere))
