"""An update by key: what the memory fills, what changes back, what means the same."""

import os
import random
import shutil
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
from project_support import REPO, doctor, run

from welcomepack.catalog import (
    Recalled,
    Same,
    Translation,
    catalog_path,
    provenance,
    read_catalog,
    record,
    update,
)
from welcomepack.language import Language, registry
from welcomepack.message import Message, digest
from welcomepack.model import State
from welcomepack.translate import at_least

ARABIC = registry(REPO / "locales")["ar"]
GP = "content/england/topics/gp.yaml"
TITLE = Message("gp/title", "Doctor", GP, 2)
CALL = Message("gp/call/text", "Call {gp.phone}.", GP, 5)
CHANGED = replace(TITLE, english="Doctor (GP)")
PEOPLE = (State.EDITED, State.CHECKED, State.APPROVED)
CLAIMED = (State.MT, State.TM, *PEOPLE)
MakeProject = Callable[..., Path]
TOPIC = doctor("""\
  - id: free
    kind: text
    text: It is free.
""")


@pytest.fixture
def england(tmp_path: Path) -> Path:
    """An Arabic catalog with two texts to be filled in."""
    path = catalog_path(tmp_path, ARABIC, "england")
    assert update(path, ARABIC, [TITLE, CALL])
    return path


def read(path: Path, key: str = "gp/title") -> Translation:
    catalog, found = read_catalog(path.parents[2], ARABIC)
    assert found == ()
    return catalog.domains["england"][key]


def entry(path: Path, key: str = "gp/title") -> polib.POEntry:
    return polib.pofile(str(path)).find(key, by="msgctxt")


def save(path: Path, change: Callable[[polib.POEntry], None], key: str = "gp/title") -> None:
    """Change one entry as a tool that knows nothing of ours would."""
    catalog = polib.pofile(str(path), wrapwidth=0)
    for one in catalog:
        if one.msgctxt == key and not one.obsolete:
            change(one)
    catalog.save()


# English that changes back


@pytest.mark.parametrize("state", CLAIMED)
def test_whatever_the_state_english_that_changes_back_restores_every_byte(
    england: Path, state: State
) -> None:
    record(england, {"gp/title": "طبيب"}, state, by="speaker")
    before = england.read_bytes()
    update(england, ARABIC, [CHANGED, CALL])
    assert read(england).state is State.STALE
    update(england, ARABIC, [replace(TITLE, english="A doctor"), CALL])
    update(england, ARABIC, [TITLE, CALL])
    assert england.read_bytes() == before


@pytest.mark.parametrize("state", PEOPLE)
def test_a_text_that_somebody_doubted_is_not_trusted_again_when_english_changes_back(
    england: Path, state: State
) -> None:
    record(england, {"gp/title": "طبيب"}, state, by="speaker")

    def doubt(one: polib.POEntry) -> None:
        one.flags = ["fuzzy"]

    save(england, doubt)
    assert read(england).state is State.EDITED
    update(england, ARABIC, [CHANGED, CALL])
    assert read(england).state is State.STALE
    update(england, ARABIC, [TITLE, CALL])
    assert read(england).state is State.EDITED


def test_a_doubtful_text_of_unknown_origin_stays_out_of_print(england: Path) -> None:
    def guess(one: polib.POEntry) -> None:
        one.msgstr, one.flags = "طبيب", ["fuzzy"]

    save(england, guess)
    for wanted in (CHANGED, TITLE):
        assert read(england).state is State.STALE
        update(england, ARABIC, [wanted, CALL])
    assert read(england).state is State.STALE


def test_a_translator_who_mends_a_stale_text_elsewhere_is_believed(england: Path) -> None:
    record(england, {"gp/title": "طبيب"}, State.APPROVED)
    update(england, ARABIC, [CHANGED, CALL])

    def mend(one: polib.POEntry) -> None:
        one.msgstr, one.flags, one.previous_msgid = "طبيب عام", [], None

    save(england, mend)
    assert read(england).state is State.EDITED
    update(england, ARABIC, [CHANGED, CALL])
    assert read(england).state is State.EDITED


# The memory


def remembering(text: str, state: State) -> Callable[[str, Language], Recalled | None]:
    def recall(english: str, language: Language) -> Recalled | None:
        assert language is ARABIC
        return Recalled(text, state, "camden gp") if english == "Doctor" else None

    return recall


@pytest.mark.parametrize(
    ("state", "prints_as", "fuzzy"),
    [
        (State.MT, State.MT, True),
        (State.EDITED, State.EDITED, False),
        (State.CHECKED, State.CHECKED, False),
        (State.APPROVED, State.CHECKED, False),
    ],
)
def test_an_empty_text_is_filled_from_the_memory_with_where_it_is_from(
    england: Path, state: State, prints_as: State, *, fuzzy: bool
) -> None:
    assert update(england, ARABIC, [TITLE, CALL], recall=remembering("طبيب", state))
    one = read(england)
    assert (one.text, one.state, one.prints_as) == ("طبيب", State.TM, prints_as)
    told = f"prov: tm from=camden-gp state={state} src={digest('Doctor')} tgt={digest('طبيب')}"
    assert (entry(england).tcomment, entry(england).fuzzy) == (told, fuzzy)
    assert read(england, "gp/call/text").state is State.MISSING
    before = england.read_bytes()
    assert not update(england, ARABIC, [TITLE, CALL], recall=remembering("other", state))
    assert england.read_bytes() == before


@pytest.mark.parametrize("state", [State.MISSING, State.STALE])
def test_what_the_memory_cannot_vouch_for_fills_nothing(england: Path, state: State) -> None:
    assert not update(england, ARABIC, [TITLE, CALL], recall=remembering("طبيب", state))
    assert read(england).state is State.MISSING


def test_the_memory_never_replaces_a_text(england: Path) -> None:
    record(england, {"gp/title": "دكتور"}, State.MT)
    assert not update(england, ARABIC, [TITLE, CALL], recall=remembering("طبيب", State.APPROVED))
    assert read(england).text == "دكتور"


# Only a typo


@pytest.mark.parametrize("state", CLAIMED)
@pytest.mark.parametrize("later", [False, True])
def test_a_typo_keeps_the_state_and_says_who_said_so(
    england: Path, state: State, *, later: bool
) -> None:
    record(england, {"gp/title": "طبيب"}, state, by="speaker")
    if later:
        update(england, ARABIC, [CHANGED, CALL])
    same = Same(frozenset({"gp/title"}), "council/2026-11-22")
    assert update(england, ARABIC, [CHANGED, CALL], same=same)
    assert read(england).state is state
    told = provenance(state, "Doctor (GP)", "طبيب", by="speaker", same="council/2026-11-22")
    assert entry(england).tcomment == told
    assert (entry(england).fuzzy, entry(england).previous_msgid) == (state is State.MT, None)
    assert not update(england, ARABIC, [CHANGED, CALL])


def test_a_typo_does_not_make_an_edited_text_checked(england: Path) -> None:
    record(england, {"gp/title": "طبيب"}, State.CHECKED)

    def edit(one: polib.POEntry) -> None:
        one.msgstr = "طبيبة"

    save(england, edit)
    update(
        england, ARABIC, [CHANGED, CALL], same=Same(frozenset({"gp/title"}), "council/2026-11-22")
    )
    assert read(england).state is State.EDITED


def with_typo(make_project: MakeProject) -> Path:
    """A project whose Arabic title was approved before the English changed."""
    root = make_project({"content/england/topics/gp.yaml": TOPIC})
    assert run(root, "messages", "update").exit_code == 0
    path = catalog_path(root / "locales", ARABIC, "england")
    record(path, {"gp/title": "طبيب"}, State.APPROVED, by="council")
    topic = root / "content" / "england" / "topics" / "gp.yaml"
    topic.write_text(TOPIC.replace("title: Doctor", "title: Doctors"), encoding="utf-8")
    return root


def test_the_command_keeps_the_state_of_a_typo(make_project: MakeProject) -> None:
    root = with_typo(make_project)
    done = run(root, "messages", "update", "--same-meaning", "gp/title", "--role", "council")
    assert (done.exit_code, done.stdout.splitlines()[-1]) == (0, "1 catalogs changed")
    path = catalog_path(root / "locales", ARABIC, "england")
    assert read(path).state is State.APPROVED
    assert "same=council/2026-11-22" in entry(path).tcomment


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--same-meaning", "gp/titel", "--role", "council"), 'Did you mean "gp/title"?'),
        (("--same-meaning", "gp/summary", "--role", "council"), "did not change"),
        (("--same-meaning", "gp/title"), "needs --role"),
        (("--same-meaning", "gp/title", "--role", "speaker"), "cannot approve"),
        (("--same-meaning", "gp/title", "--role", "counsil"), 'Did you mean "council"?'),
    ],
)
def test_the_command_refuses_what_is_no_typo(
    make_project: MakeProject, options: tuple[str, ...], told: str
) -> None:
    root = with_typo(make_project)
    path = catalog_path(root / "locales", ARABIC, "england")
    before = path.read_bytes()
    done = run(root, "messages", "update", *options)
    assert done.exit_code in {1, 2}
    assert told in " ".join(done.stderr.split())
    assert path.read_bytes() == before


# Content that cannot be read


def test_nothing_is_updated_while_a_topic_cannot_be_read(make_project: MakeProject) -> None:
    root = make_project({"content/england/topics/gp.yaml": TOPIC})
    run(root, "messages", "update")
    path = catalog_path(root / "locales", ARABIC, "england")
    record(path, {"gp/title": "طبيب"}, State.MT)
    before = path.read_bytes()
    topic = root / "content" / "england" / "topics" / "gp.yaml"
    topic.write_bytes(b"a: b\n" * 60_000)
    done = run(root, "messages", "update")
    assert done.exit_code == 1
    assert "WP103" in done.stderr
    assert path.read_bytes() == before


def test_a_topic_that_is_a_link_out_of_the_project_is_not_read(make_project: MakeProject) -> None:
    root = make_project({"content/england/topics/gp.yaml": TOPIC})
    secret = root.parent / "secret.yaml"
    secret.write_text("id: secret\ntitle: Zzyzx\n", encoding="utf-8")
    (root / "content" / "england" / "topics" / "secret.yaml").symlink_to(secret)
    done = run(root, "messages", "update")
    assert (done.exit_code, "WP102" in done.stderr) == (1, True)
    assert not (root / "locales" / "ar").exists()


# The tools of others

DIGESTS = st.text(string.hexdigits.lower(), min_size=8, max_size=8)


def poedit(path: Path) -> None:
    """Rewrite a catalog as Poedit does: its own headers, lines of 79, comments in its order."""
    catalog = polib.pofile(str(path), wrapwidth=79)
    catalog.metadata |= {"X-Generator": "Poedit 3.4", "X-Poedit-Basepath": "../../.."}
    catalog.metadata |= {"Last-Translator": "", "PO-Revision-Date": "2026-11-22 12:00+0000"}
    catalog.save()
    blocks = path.read_text(encoding="utf-8").split("\n\n")
    order = {"#.": 0, "#:": 1, "#,": 2, "# ": 3}
    moved = []
    for block in blocks:
        lines = block.split("\n")
        notes = [line for line in lines if line[:2] in order]
        moved.append(
            "\n".join(
                [
                    *sorted(notes, key=lambda line: order[line[:2]]),
                    *(line for line in lines if line[:2] not in order),
                ]
            )
        )
    path.write_text("\n\n".join(moved), encoding="utf-8")


def gettext(*command: str) -> Callable[[Path], None]:
    def rewrite(path: Path) -> None:
        environment = {**os.environ, "LC_ALL": "C.UTF-8"}
        parts = [*command, str(path)]
        done = subprocess.run(parts, capture_output=True, check=True, env=environment)
        path.write_bytes(done.stdout)

    return rewrite


TOOLS = {
    "poedit": poedit,
    "msgcat": gettext("msgcat", "--width=79"),
    "msgcat sorted": gettext("msgcat", "--sort-output"),
    "msgattrib": gettext("msgattrib", "--no-wrap"),
    "msguniq": gettext("msguniq"),
    "polib": lambda path: polib.pofile(str(path)).save(),
}


@pytest.mark.parametrize("tool", TOOLS.values(), ids=TOOLS)
def test_no_tool_changes_a_state_or_what_the_memory_told(
    england: Path, tool: Callable[[Path], None]
) -> None:
    long = Message("gp/long/text", "A long sentence. " * 9 + "End.", GP, 9)
    wanted = [TITLE, CALL, long, replace(TITLE, key="gp/gone/text", english="Gone")]
    update(england, ARABIC, wanted)
    record(england, {"gp/long/text": "جملة طويلة. " * 9}, State.APPROVED, by="council", date="x")
    record(england, {"gp/call/text": "{gp.phone}"}, State.CHECKED, by="speaker", date="x")
    record(england, {"gp/gone/text": "ذهب"}, State.CHECKED, by="speaker", date="x")
    update(england, ARABIC, wanted[:3], recall=remembering("طبيب", State.MT))
    before, states = (
        england.read_bytes(),
        {
            key: replace(read(england, key), line=0)
            for key in ("gp/title", "gp/call/text", "gp/long/text")
        },
    )
    tool(england)
    assert {key: replace(read(england, key), line=0) for key in states} == states
    assert [one.state for one in states.values()] == [State.TM, State.CHECKED, State.APPROVED]
    update(england, ARABIC, wanted[:3])
    kept = polib.pofile(str(england))
    if tool is not poedit:
        assert england.read_bytes() == before
    update(england, ARABIC, wanted)
    assert read(england, "gp/gone/text").state is State.CHECKED
    assert [one.msgctxt for one in kept if not one.obsolete] == [one.key for one in wanted[:3]]


# Whatever happens

EDITS = st.one_of(
    st.tuples(st.just("msgstr"), st.sampled_from(["طبيب", "طبيبة", ""])),
    st.tuples(st.just("msgid"), st.sampled_from(["Doctor", "Doctor (GP)", "Nurse"])),
    st.tuples(st.just("flags"), st.sampled_from([[], ["fuzzy"], ["mt"]])),
    st.tuples(st.just("tcomment"), st.sampled_from(["", "note", "prov: approved", "prov: x src="])),
    st.tuples(
        st.just("tcomment"),
        DIGESTS.map(lambda d: f"prov: approved by=council src={d} tgt={d}"),
    ),
    st.tuples(st.just("previous_msgid"), st.sampled_from([None, "Doctor", "Doctor (GP)"])),
    st.tuples(st.just("update"), st.sampled_from([TITLE, CHANGED, None])),
)


@settings(deadline=None, max_examples=150)
@given(st.sampled_from(CLAIMED), st.lists(EDITS, max_size=7))
def test_no_edits_and_updates_in_any_order_raise_a_state(
    state: State, edits: Sequence[tuple[str, object]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = catalog_path(Path(folder), ARABIC, "england")
        update(path, ARABIC, [TITLE, CALL])
        record(path, {"gp/title": "طبيب"}, state, by="speaker")
        for name, value in edits:
            if name == "update":
                update(path, ARABIC, [CALL] if value is None else [value, CALL])
            else:
                save(path, lambda one, n=name, v=value: setattr(one, n, v))
        domain = read_catalog(Path(folder), ARABIC)[0].domains["england"]
        now = domain["gp/title"].state if "gp/title" in domain else State.MISSING
        assert at_least(State.EDITED, now) or now is state
        if at_least(now, State.CHECKED):
            assert (domain["gp/title"].english, domain["gp/title"].text) == ("Doctor", "طبيب")


def test_updating_shuffled_real_catalogs_restores_their_order(tmp_path: Path) -> None:
    root = tmp_path / "copy"
    for name in ("content", "locales", "themes"):
        shutil.copytree(REPO / name, root / name)
    assert run(root, "messages", "update").exit_code == 0
    path = catalog_path(root / "locales", ARABIC, "england")
    before = path.read_bytes()
    catalog = polib.pofile(str(path), wrapwidth=60)
    random.Random(1).shuffle(catalog)  # noqa: S311 - any order will do
    catalog.save()
    assert path.read_bytes() != before
    told = run(root, "messages", "update")
    assert told.stdout.splitlines() == [
        "locales/ar/LC_MESSAGES/england.po",
        "1 catalogs changed",
    ]
    assert path.read_bytes() == before
