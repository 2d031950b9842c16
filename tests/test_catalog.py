"""Catalogs: merged by key, never raised by an edit, whole after any gettext tool."""

import difflib
import os
import re
import string
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import polib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from project_support import REPO

from welcomepack.catalog import (
    Translation,
    catalog_files,
    catalog_path,
    provenance,
    read_catalog,
    record,
    state_of,
    update,
)
from welcomepack.diagnostic import WelcomepackError
from welcomepack.language import Language, registry
from welcomepack.message import Message
from welcomepack.model import State
from welcomepack.translate import STRENGTH, at_least

ARABIC = registry(REPO / "locales")["ar"]
GP = "content/england/topics/gp.yaml"
CATALOGS = sorted((REPO / "locales").glob("*/LC_MESSAGES/*.po"))
HUMAN = (State.EDITED, State.CHECKED, State.APPROVED)
CLAIMED = (State.MT, State.TM, *HUMAN)

MESSAGES = (
    Message("gp/title", "Doctor", GP, 2),
    Message("gp/register/steps/choose", "Choose a surgery near you.", GP, 9, "steps 1 of 2"),
    Message(
        "gp/register/steps/call",
        "Call {gp.phone} or go there; a long sentence that tools for translators wrap when they "
        "write the file again, because they want no line longer than eighty letters.",
        GP,
        11,
        "steps 2 of 2",
    ),
    Message("gp/free/text", 'It is free. Nobody may ask: "Can you pay?"', GP, 14),
)
ARABIC_TEXTS = {
    "gp/title": "طبيب",
    "gp/register/steps/choose": "اختر عيادة قريبة منك.",
    "gp/register/steps/call": "اتصل على {gp.phone} أو اذهب إلى هناك. " * 4,
    "gp/free/text": 'هذا مجاني. لا يسألك أحد: "هل تستطيع الدفع؟"',
}


@pytest.fixture
def locales(tmp_path: Path) -> Path:
    """A folder of catalogs with one catalog, ``ar/LC_MESSAGES/england.po``, without texts."""
    assert update(catalog_path(tmp_path, ARABIC, "england"), ARABIC, MESSAGES)
    return tmp_path


@pytest.fixture
def england(locales: Path) -> Path:
    """The path of that catalog."""
    return catalog_path(locales, ARABIC, "england")


def translations(locales: Path, domain: str = "england") -> dict[str, Translation]:
    catalog, found = read_catalog(locales, ARABIC)
    assert found == ()
    return dict(catalog.domains[domain])


def states(locales: Path) -> dict[str, State]:
    return {key: one.state for key, one in translations(locales).items()}


def entry_of(path: Path, key: str) -> polib.POEntry:
    """The one entry of a key, obsolete or not."""
    (entry,) = [one for one in polib.pofile(str(path)) if one.msgctxt == key]
    return entry


def with_english(key: str, english: str) -> tuple[Message, ...]:
    changed = tuple(replace(one, english=english) if one.key == key else one for one in MESSAGES)
    assert changed != MESSAGES
    return changed


def without(key: str) -> tuple[Message, ...]:
    return tuple(one for one in MESSAGES if one.key != key)


def changed_lines(before: str, after: str) -> list[str]:
    """The lines that a reviewer of a diff would see, without the lines around them."""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0)
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]


# Reading and writing

PRINTABLE = st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"])
TEXTS = st.text(PRINTABLE | st.sampled_from('"\\\n\t%{}'), min_size=1, max_size=60)
ENGLISH = TEXTS.map(lambda text: " ".join(text.split())).filter(bool)
KEYS = st.lists(
    st.text(string.ascii_lowercase + "-", min_size=1, max_size=6), min_size=1, max_size=4
).map("/".join)
ROWS = st.lists(
    st.tuples(KEYS, ENGLISH, st.none() | TEXTS, ENGLISH | st.just("")),
    unique_by=lambda row: row[0],
    min_size=1,
    max_size=5,
)


@settings(deadline=None)
@given(ROWS, st.sampled_from(CLAIMED))
def test_what_is_written_is_read_back(
    rows: Sequence[tuple[str, str, str | None, str]], state: State
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        locales = Path(folder)
        path = catalog_path(locales, ARABIC, "england")
        wanted = [Message(key, english, GP, 1, note) for key, english, _, note in rows]
        texts = {key: text for key, _, text, _ in rows if text is not None}
        assert update(path, ARABIC, wanted)
        assert record(path, texts, state, engine="test") == (len(texts), ())
        read = translations(locales)
        assert list(read) == [key for key, *_ in rows]
        for key, english, text, _ in rows:
            assert (read[key].english, read[key].text) == (english, text or "")
            assert read[key].state == (State.MISSING if text is None else state)
        written = path.read_bytes()
        assert not update(path, ARABIC, wanted)
        assert path.read_bytes() == written


def test_an_update_twice_leaves_every_byte(england: Path) -> None:
    record(england, ARABIC_TEXTS, State.MT, engine="draft", date="2026-11-22")
    update(england, ARABIC, with_english("gp/title", "Doctor (GP)")[1:])
    update(england, ARABIC, with_english("gp/title", "Doctor (GP)"))
    before = england.read_bytes()
    assert b"#~" not in before
    assert not update(england, ARABIC, with_english("gp/title", "Doctor (GP)"))
    assert england.read_bytes() == before


def test_an_update_twice_with_obsolete_messages_leaves_every_byte(england: Path) -> None:
    record(england, ARABIC_TEXTS, State.MT, engine="draft", date="2026-11-22")
    assert update(england, ARABIC, MESSAGES[:2])
    before = england.read_bytes()
    assert b"#~" in before
    assert not update(england, ARABIC, MESSAGES[:2])
    assert england.read_bytes() == before


def test_the_catalog_of_a_language_is_found_by_its_exact_path(tmp_path: Path) -> None:
    assert catalog_path(tmp_path, ARABIC, "brent") == tmp_path / "ar" / "LC_MESSAGES" / "brent.po"


# Merging by key


def test_the_same_english_keeps_the_translation(locales: Path, england: Path) -> None:
    record(england, ARABIC_TEXTS, State.APPROVED, by="example")
    before = england.read_bytes()
    moved = [replace(one, line=one.line + 7) for one in MESSAGES]
    assert not update(england, ARABIC, moved)
    assert england.read_bytes() == before
    assert set(states(locales).values()) == {State.APPROVED}


@pytest.mark.parametrize("state", CLAIMED)
def test_new_english_makes_a_translation_stale_and_keeps_it(
    locales: Path, england: Path, state: State
) -> None:
    record(england, ARABIC_TEXTS, state)
    assert update(england, ARABIC, with_english("gp/title", "Doctor (GP)"))
    entry = entry_of(england, "gp/title")
    assert entry.msgid == "Doctor (GP)"
    assert entry.previous_msgid == "Doctor"
    assert entry.msgstr == ARABIC_TEXTS["gp/title"]
    assert entry.fuzzy
    read = states(locales)
    assert read.pop("gp/title") is State.STALE
    assert set(read.values()) == {state}


def test_a_sentence_changed_twice_remembers_the_english_it_was_translated_from(
    locales: Path, england: Path
) -> None:
    record(england, ARABIC_TEXTS, State.CHECKED)
    update(england, ARABIC, with_english("gp/title", "A doctor"))
    update(england, ARABIC, with_english("gp/title", "Doctor (GP)"))
    assert entry_of(england, "gp/title").previous_msgid == "Doctor"
    assert states(locales)["gp/title"] is State.STALE


def test_a_draft_whose_english_changes_back_is_as_it_was(england: Path) -> None:
    record(england, ARABIC_TEXTS, State.MT, engine="draft")
    before = england.read_bytes()
    assert update(england, ARABIC, with_english("gp/title", "Doctor (GP)"))
    assert update(england, ARABIC, MESSAGES)
    assert england.read_bytes() == before


def test_new_english_without_a_translation_is_only_missing(locales: Path, england: Path) -> None:
    update(england, ARABIC, with_english("gp/title", "Doctor (GP)"))
    entry = entry_of(england, "gp/title")
    assert (entry.fuzzy, entry.previous_msgid, entry.msgstr) == (False, None, "")
    assert states(locales)["gp/title"] is State.MISSING


def test_a_new_sentence_never_borrows_the_words_of_a_similar_one(
    locales: Path, england: Path
) -> None:
    record(england, ARABIC_TEXTS, State.APPROVED)
    twin = replace(MESSAGES[1], key="gp/register/steps/find")
    update(england, ARABIC, [*MESSAGES, twin])
    read = translations(locales)
    assert read["gp/register/steps/find"].state is State.MISSING
    assert read["gp/register/steps/choose"].state is State.APPROVED


def test_a_sentence_that_goes_is_kept_as_obsolete_and_comes_back(
    locales: Path, england: Path
) -> None:
    record(england, ARABIC_TEXTS, State.APPROVED, by="example")
    before = england.read_bytes()
    update(england, ARABIC, without("gp/title"))
    assert "gp/title" not in translations(locales)
    assert entry_of(england, "gp/title").obsolete
    assert update(england, ARABIC, MESSAGES)
    assert england.read_bytes() == before


def test_a_sentence_that_comes_back_changed_is_stale(locales: Path, england: Path) -> None:
    record(england, ARABIC_TEXTS, State.APPROVED)
    update(england, ARABIC, without("gp/title"))
    update(england, ARABIC, with_english("gp/title", "Doctor (GP)"))
    assert states(locales)["gp/title"] is State.STALE
    assert entry_of(england, "gp/title").previous_msgid == "Doctor"


def test_a_sentence_that_goes_untranslated_leaves_nothing(england: Path) -> None:
    update(england, ARABIC, without("gp/title"))
    assert "gp/title" not in england.read_text(encoding="utf-8")


def test_an_obsolete_text_never_displaces_the_current_one(
    locales: Path, england: Path, tmp_path: Path
) -> None:
    # msgmerge knows an entry by key and English together, so it leaves two of one key.
    record(england, ARABIC_TEXTS, State.CHECKED)
    wanted = with_english("gp/title", "Doctor (GP)")
    template = tmp_path / "template" / "england.pot"
    update(template, ARABIC, wanted)
    england.write_bytes(run("msgmerge", "--quiet", "--no-fuzzy-matching", england, template))
    catalog = polib.pofile(str(england))
    (fresh,) = [one for one in catalog if one.msgctxt == "gp/title" and not one.obsolete]
    assert [one.msgstr for one in catalog.obsolete_entries()] == ["طبيب"]
    fresh.msgstr = "طبيب عام"
    catalog.save()
    update(england, ARABIC, wanted)
    read = translations(locales)["gp/title"]
    assert (read.english, read.text, read.state) == ("Doctor (GP)", "طبيب عام", State.EDITED)


def test_what_translators_tools_wrote_into_the_header_is_kept(england: Path) -> None:
    catalog = polib.pofile(str(england), wrapwidth=0)
    catalog.metadata["Last-Translator"] = "Example Translator (invented)"
    catalog.header = "Translated by an invented bureau, CC BY 4.0."
    catalog.save()
    update(england, ARABIC, with_english("gp/title", "Doctor (GP)"))
    read = polib.pofile(str(england))
    assert read.metadata["Last-Translator"] == "Example Translator (invented)"
    assert "invented bureau" in read.header


def test_a_remark_of_a_translator_is_kept_when_a_draft_is_recorded(england: Path) -> None:
    catalog = polib.pofile(str(england), wrapwidth=0)
    catalog.find("gp/title", by="msgctxt").tcomment = "Which doctor is meant?"
    catalog.save()
    record(england, ARABIC_TEXTS, State.MT)
    assert "Which doctor is meant?" in entry_of(england, "gp/title").tcomment
    update(england, ARABIC, MESSAGES)
    assert "Which doctor is meant?" in entry_of(england, "gp/title").tcomment


# Small diffs


@pytest.mark.parametrize(
    ("wanted", "diff"),
    [
        (
            with_english("gp/title", "Doctor (GP)"),
            [
                '+#| msgid "Doctor"',
                '-msgid "Doctor"',
                '+msgid "Doctor (GP)"',
            ],
        ),
        (
            (*MESSAGES[:1], Message("gp/new/text", "New.", GP, 5), *MESSAGES[1:]),
            [
                f"+#: {GP}",
                '+msgctxt "gp/new/text"',
                '+msgid "New."',
                '+msgstr ""',
                "+",
            ],
        ),
        (tuple(replace(one, line=one.line + 100) for one in MESSAGES), []),
    ],
    ids=["changed", "added", "moved"],
)
def test_a_diff_shows_the_sentence_that_changed_and_nothing_else(
    england: Path, wanted: Sequence[Message], diff: list[str]
) -> None:
    record(england, ARABIC_TEXTS, State.MT, engine="draft")
    before = england.read_text(encoding="utf-8")
    assert update(england, ARABIC, wanted) is bool(diff)
    after = england.read_text(encoding="utf-8")
    assert sorted(changed_lines(before, after)) == sorted(diff)


def test_recording_one_text_touches_its_own_lines_only(england: Path) -> None:
    before = england.read_text(encoding="utf-8")
    assert record(england, {"gp/title": "طبيب"}, State.MT, engine="draft") == (1, ())
    told = provenance(State.MT, "Doctor", "طبيب", engine="draft")
    assert sorted(changed_lines(before, england.read_text(encoding="utf-8"))) == sorted(
        [f"+# {told}", "+#, fuzzy", '-msgstr ""', '+msgstr "طبيب"']
    )


# Recording


@pytest.mark.parametrize("state", CLAIMED)
def test_only_drafts_are_flagged(england: Path, state: State) -> None:
    record(england, ARABIC_TEXTS, state)
    assert [one.fuzzy for one in polib.pofile(str(england))] == [state is State.MT] * len(MESSAGES)


def test_a_newer_draft_replaces_a_draft(locales: Path, england: Path) -> None:
    record(england, ARABIC_TEXTS, State.MT, engine="first")
    assert record(england, {"gp/title": "دكتور"}, State.MT, engine="second") == (1, ())
    assert translations(locales)["gp/title"].text == "دكتور"
    assert "engine=second" in entry_of(england, "gp/title").tcomment


@pytest.mark.parametrize("state", [State.TM, *HUMAN])
def test_a_draft_never_replaces_what_is_better(locales: Path, england: Path, state: State) -> None:
    record(england, ARABIC_TEXTS, state)
    before = england.read_bytes()
    assert record(england, {"gp/title": "machine"}, State.MT) == (0, ())
    assert england.read_bytes() == before
    assert set(states(locales).values()) == {state}


def test_keys_that_a_catalog_has_not_are_handed_back(england: Path) -> None:
    assert record(england, {"gp/no/text": "لا", "gp/title": "طبيب"}, State.MT) == (
        1,
        ("gp/no/text",),
    )


def test_a_text_that_would_not_read_back_is_refused_and_the_file_kept(england: Path) -> None:
    before = england.read_bytes()
    with pytest.raises((ValueError, OSError)):
        # U+0085 ends a line for the library that reads catalogs, but not for the one that writes.
        record(england, {"gp/title": 'طبيب\x85msgid "x"'}, State.MT)
    assert england.read_bytes() == before


# States


def claimed(state: State, english: str = "Doctor", text: str = "طبيب") -> polib.POEntry:
    entry = polib.POEntry(msgctxt="gp/title", msgid=english, msgstr=text)
    entry.tcomment = provenance(state, english, text, by="example")
    entry.flags = ["fuzzy"] if state is State.MT else []
    return entry


def edit_text(entry: polib.POEntry, text: str) -> None:
    entry.msgstr = text


def edit_english(entry: polib.POEntry, text: str) -> None:
    entry.msgid = text


def flag(entry: polib.POEntry, _: str) -> None:
    entry.flags = ["fuzzy"]


def unflag(entry: polib.POEntry, _: str) -> None:
    entry.flags = []


def drop_comment(entry: polib.POEntry, _: str) -> None:
    entry.tcomment = ""


def add_remark(entry: polib.POEntry, text: str) -> None:
    entry.tcomment = f"{text}\n{entry.tcomment}\n{text}"


EDITS: tuple[Callable[[polib.POEntry, str], None], ...] = (
    edit_text,
    edit_english,
    flag,
    unflag,
    drop_comment,
    add_remark,
)
WORDS = st.sampled_from(["Doctor", "Doctor (GP)", "طبيب", "طبيبة", "remark", ""])


@pytest.mark.parametrize("state", CLAIMED)
def test_a_recorded_state_is_read_back(state: State) -> None:
    assert state_of(claimed(state)) is state


@pytest.mark.parametrize("state", CLAIMED)
def test_editing_the_text_makes_it_edited(state: State) -> None:
    entry = claimed(state)
    entry.msgstr = "طبيبة"
    assert state_of(entry) is State.EDITED


@pytest.mark.parametrize("state", CLAIMED)
def test_changing_the_english_makes_it_stale(state: State) -> None:
    entry = claimed(state)
    entry.msgid = "Doctor (GP)"
    assert state_of(entry) is State.STALE


@pytest.mark.parametrize("state", CLAIMED)
def test_emptying_the_text_makes_it_missing(state: State) -> None:
    entry = claimed(state)
    entry.msgstr = ""
    assert state_of(entry) is State.MISSING


@pytest.mark.parametrize("state", CLAIMED)
def test_flagging_a_text_as_doubtful_never_raises_it(state: State) -> None:
    entry = claimed(state)
    entry.flags = ["fuzzy"]
    assert at_least(state, state_of(entry))
    assert not at_least(state_of(entry), State.CHECKED)


def test_a_text_without_provenance_was_typed_by_somebody() -> None:
    entry = polib.POEntry(msgctxt="gp/title", msgid="Doctor", msgstr="طبيب")
    assert state_of(entry) is State.EDITED
    entry.flags = ["fuzzy"]
    assert state_of(entry) is State.STALE


@pytest.mark.parametrize("word", ["source", "missing", "stale", "perfect"])
def test_a_state_that_cannot_be_claimed_counts_as_edited(word: str) -> None:
    entry = claimed(State.CHECKED)
    entry.tcomment = entry.tcomment.replace("checked", word, 1)
    assert state_of(entry) is State.EDITED


@settings(deadline=None)
@given(
    st.sampled_from(CLAIMED),
    st.lists(st.tuples(st.sampled_from(EDITS), WORDS), max_size=6),
)
def test_no_edits_raise_a_state(
    state: State, edits: Sequence[tuple[Callable[[polib.POEntry, str], None], str]]
) -> None:
    entry = claimed(state)
    for edit, words in edits:
        edit(entry, words)
    now = state_of(entry)
    # A human hand makes a draft "edited"; nothing but a recorded check goes beyond.
    assert STRENGTH.index(now) <= max(STRENGTH.index(state), STRENGTH.index(State.EDITED))
    if (entry.msgid, entry.msgstr) != ("Doctor", "طبيب"):
        assert not at_least(now, State.CHECKED)


# The tools of others


def run(*command: str | Path) -> bytes:
    """Run a gettext tool as a translator would, in a language that its messages do not change."""
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    done = subprocess.run(command, capture_output=True, check=True, env=environment)
    return done.stdout


@pytest.fixture
def mixed(england: Path) -> Path:
    """The catalog with a text of each kind: a draft, a checked one, an approved one, none."""
    for key, state in zip(ARABIC_TEXTS, (State.MT, State.CHECKED, State.APPROVED), strict=False):
        record(england, {key: ARABIC_TEXTS[key]}, state, by="example", date="2026-11-22")
    return england


def msgcat(path: Path) -> None:
    path.write_bytes(run("msgcat", path))


def msgcat_narrow(path: Path) -> None:
    path.write_bytes(run("msgcat", "--width=30", "--sort-output", path))


def msgattrib(path: Path) -> None:
    path.write_bytes(run("msgattrib", "--no-obsolete", path))


def polib_wrapping(path: Path) -> None:
    polib.pofile(str(path)).save()


def windows_line_ends(path: Path) -> None:
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))


@pytest.mark.parametrize(
    "rewrite", [msgcat, msgcat_narrow, msgattrib, polib_wrapping, windows_line_ends]
)
def test_a_tool_that_rewrites_a_catalog_changes_no_text_and_no_state(
    locales: Path, mixed: Path, rewrite: Callable[[Path], None]
) -> None:
    before, read = mixed.read_bytes(), translations(locales)
    rewrite(mixed)
    assert mixed.read_bytes() != before
    again = translations(locales)
    assert {key: replace(one, line=0) for key, one in again.items()} == {
        key: replace(one, line=0) for key, one in read.items()
    }
    assert {one.state for one in again.values()} == {
        State.MT,
        State.CHECKED,
        State.APPROVED,
        State.MISSING,
    }
    assert update(mixed, ARABIC, MESSAGES)
    assert mixed.read_bytes() == before


def test_msgmerge_keeps_provenance_and_makes_changed_sentences_stale(
    locales: Path, mixed: Path, tmp_path: Path
) -> None:
    wanted = with_english("gp/register/steps/choose", "Choose a surgery that is near you.")
    template = tmp_path / "template" / "england.pot"
    update(template, ARABIC, wanted)
    read = states(locales)
    mixed.write_bytes(run("msgmerge", "--quiet", "--previous", mixed, template))
    merged = states(locales)
    assert read["gp/register/steps/choose"] is State.CHECKED
    assert merged["gp/register/steps/choose"] is State.STALE
    assert {**merged, "gp/register/steps/choose": State.CHECKED} == read


def test_a_compiler_of_catalogs_leaves_drafts_out(mixed: Path, tmp_path: Path) -> None:
    target = tmp_path / "england.mo"
    run("msgfmt", "-c", "-o", target, mixed)
    compiled = {one.msgctxt for one in polib.mofile(str(target))}
    assert compiled == {"gp/register/steps/choose", "gp/register/steps/call"}


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_msgfmt_accepts_the_catalogs_of_the_project(path: Path) -> None:
    run("msgfmt", "-c", "-o", os.devnull, path)


# Damage

DAMAGE = {
    "not UTF-8": b'msgctxt "gp/title"\nmsgid "Doctor"\nmsgstr "\xe9"\n',
    "UTF-16": 'msgctxt "gp/title"\nmsgid "Doctor"\nmsgstr ""\n'.encode("utf-16"),
    "a quotation mark": b'msgctxt "gp/title"\nmsgid "Doc"tor"\nmsgstr ""\n',
    "a merge conflict": b'msgctxt "gp/title"\n<<<<<<< HEAD\nmsgid "Doctor"\nmsgstr ""\n',
    "other text": b"These are my translations:\n",
}


@pytest.mark.parametrize("content", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_catalog_is_told_and_the_others_are_read(
    locales: Path, england: Path, content: bytes
) -> None:
    record(england, ARABIC_TEXTS, State.MT)
    england.with_name("brent.po").write_bytes(content)
    catalog, found = read_catalog(locales, ARABIC)
    assert [one.code for one in found] == ["WP223"]
    assert found[0].position is not None
    assert found[0].position.path == f"{locales.name}/ar/LC_MESSAGES/brent.po"
    assert "brent" not in catalog.domains
    assert len(catalog.domains["england"]) == len(MESSAGES)
    assert catalog.find("gp/title", "Doctor", ("brent", "england")).text == "طبيب"


def test_only_the_wanted_domains_are_read(locales: Path, england: Path) -> None:
    record(england, ARABIC_TEXTS, State.MT)
    england.with_name("brent.po").write_bytes(b"damaged")
    catalog, found = read_catalog(locales, ARABIC, ["england"])
    assert (list(catalog.domains), found) == (["england"], ())
    assert list(catalog_files(locales, ARABIC)) == ["brent", "england"]
    files = catalog_files(locales, ARABIC, ["england"])
    assert list(files) == ["england"]
    england.write_bytes(b"changed meanwhile")
    assert read_catalog(locales, ARABIC, files=files) == (catalog, ())


def test_line_ends_of_another_system_are_line_ends(locales: Path, england: Path) -> None:
    record(england, ARABIC_TEXTS, State.MT)
    before, _ = read_catalog(locales, ARABIC)
    england.write_bytes(england.read_bytes().replace(b"\n", b"\r\n"))
    assert read_catalog(locales, ARABIC) == (before, ())


def test_a_folder_in_place_of_a_catalog_is_told_without_the_machines_paths(
    locales: Path, england: Path
) -> None:
    england.with_name("brent.po").mkdir()
    _, found = read_catalog(locales, ARABIC)
    assert [one.code for one in found] == ["WP223"]
    assert str(locales) not in found[0].message


@pytest.mark.parametrize("content", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_catalog_is_never_overwritten(england: Path, content: bytes) -> None:
    england.write_bytes(content)
    with pytest.raises(WelcomepackError, match=r"WP223 .*england\.po"):
        update(england, ARABIC, MESSAGES)
    assert england.read_bytes() == content
    assert list(england.parent.iterdir()) == [england]


def test_a_language_without_catalogs_has_no_texts_and_no_problems(tmp_path: Path) -> None:
    catalog, found = read_catalog(tmp_path, ARABIC)
    assert (catalog.domains, found) == ({}, ())
    assert catalog.find("gp/title", "Doctor", ("england",)).state is State.MISSING


# Finding a text


def catalog_of(tmp_path: Path, language: Language, **domains: tuple[str, str]) -> Path:
    for domain, (english, text) in domains.items():
        path = catalog_path(tmp_path, language, domain)
        update(path, language, [Message("gp/title", english, GP, 1)])
        record(path, {"gp/title": text}, State.CHECKED)
    return tmp_path


def test_the_nearest_area_speaks_first(tmp_path: Path) -> None:
    folder = catalog_of(tmp_path, ARABIC, brent=("Doctor", "قريب"), england=("Doctor", "بعيد"))
    catalog, _ = read_catalog(folder, ARABIC)
    assert catalog.find("gp/title", "Doctor", ("brent", "england")).text == "قريب"
    assert catalog.find("gp/title", "Doctor", ("england",)).text == "بعيد"


def test_a_stale_text_nearby_gives_way_to_a_good_one_above(tmp_path: Path) -> None:
    folder = catalog_of(tmp_path, ARABIC, brent=("Medic", "قديم"), england=("Doctor", "طبيب"))
    catalog, _ = read_catalog(folder, ARABIC)
    found = catalog.find("gp/title", "Doctor", ("brent", "england"))
    assert (found.text, found.state) == ("طبيب", State.CHECKED)
    only = catalog.find("gp/title", "Doctor", ("brent",))
    assert (only.english, only.text, only.state) == ("Medic", "قديم", State.STALE)


def test_the_header_names_the_area_and_the_language_and_no_moment(england: Path) -> None:
    head = england.read_text(encoding="utf-8").partition("\n\n")[0]
    assert "Project-Id-Version: welcomepack england" in head
    assert "Language: ar" in head
    assert not re.search(r"\d{4}-\d\d-\d\d", head)
