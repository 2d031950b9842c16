"""People's work into catalogs: up by a named role only, and never past what is unfit."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import polib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from project_support import REPO

from welcomepack.catalog import (
    Change,
    Outcome,
    Refusal,
    apply,
    catalog_path,
    mend,
    read_catalog,
    record,
    update,
)
from welcomepack.diagnostic import WelcomepackError
from welcomepack.language import registry
from welcomepack.message import Message, digest
from welcomepack.model import State

ARABIC = registry(REPO / "locales")["ar"]
DAY = date(2026, 11, 22)
GP = "content/england/topics/gp.yaml"
MESSAGES = (
    Message("gp/title", "Doctor", GP, 2),
    Message("gp/call/text", "Call {gp.phone} in 2 days.", GP, 5),
)
TEXTS = {"gp/title": "طبيب", "gp/call/text": "اتصل على {gp.phone} خلال 2 يوم."}
PEOPLE = (State.EDITED, State.CHECKED, State.APPROVED)
CLAIMED = (State.MT, State.TM, *PEOPLE)


@pytest.fixture
def england(tmp_path: Path) -> Path:
    """An Arabic catalog with two texts to be filled in."""
    path = catalog_path(tmp_path, ARABIC, "england")
    assert update(path, ARABIC, MESSAGES)
    return path


def title(state: State, text: str = "طبيب", english: str = "Doctor") -> Change:
    return Change("gp/title", english, text, state)


def hand_in(path: Path, *changes: Change, role: str = "speaker", may: State) -> Outcome:
    return apply(path, changes, role=role, may=may, day=DAY)


def state(path: Path, key: str = "gp/title") -> State:
    catalog, found = read_catalog(path.parents[2], ARABIC)
    assert found == ()
    return catalog.domains["england"][key].state


def entry(path: Path, key: str = "gp/title") -> polib.POEntry:
    return polib.pofile(str(path)).find(key, by="msgctxt")


def reason(outcome: Outcome) -> str:
    assert outcome.taken == ()
    (refusal,) = outcome.refused
    return refusal.reason


# What is taken


def test_a_check_is_recorded_with_role_day_and_both_texts(england: Path) -> None:
    record(england, TEXTS, State.MT, engine="draft")
    outcome = hand_in(england, title(State.CHECKED), may=State.CHECKED)
    assert outcome == Outcome(("gp/title",), (), 0)
    told = f"prov: checked by=speaker date=2026-11-22 src={digest('Doctor')} tgt={digest('طبيب')}"
    assert entry(england).tcomment == told
    assert not entry(england).fuzzy
    assert state(england) is State.CHECKED
    assert state(england, "gp/call/text") is State.MT


def test_an_approval_remembers_who_checked(england: Path) -> None:
    hand_in(england, title(State.CHECKED), may=State.CHECKED)
    outcome = hand_in(england, title(State.APPROVED), role="council", may=State.APPROVED)
    assert outcome.taken == ("gp/title",)
    assert state(england) is State.APPROVED
    assert "by=council date=2026-11-22 checked=speaker/2026-11-22 " in entry(england).tcomment


def test_a_new_text_has_the_state_that_is_claimed_even_a_lower_one(england: Path) -> None:
    record(england, TEXTS, State.APPROVED)
    outcome = hand_in(england, title(State.EDITED, "طبيبة"), role="translator", may=State.EDITED)
    assert outcome.taken == ("gp/title",)
    assert (state(england), entry(england).msgstr) == (State.EDITED, "طبيبة")


def test_a_stale_text_that_a_speaker_confirms_is_checked_again(england: Path) -> None:
    record(england, TEXTS, State.APPROVED)
    update(england, ARABIC, [Message("gp/title", "Doctor (GP)", GP, 2), MESSAGES[1]])
    assert state(england) is State.STALE
    confirmed = title(State.CHECKED, english="Doctor (GP)")
    assert hand_in(england, confirmed, may=State.CHECKED).taken == ("gp/title",)
    assert state(england) is State.CHECKED
    assert (entry(england).fuzzy, entry(england).previous_msgid) == (False, None)


# What says nothing new


@pytest.mark.parametrize("before", CLAIMED)
def test_a_text_that_came_back_as_it_was_is_not_edited(england: Path, before: State) -> None:
    record(england, TEXTS, before)
    kept = england.read_bytes()
    outcome = hand_in(england, title(State.EDITED), role="translator", may=State.EDITED)
    assert outcome == Outcome((), (), 1)
    assert england.read_bytes() == kept


def test_an_approved_text_that_a_speaker_checks_stays_approved(england: Path) -> None:
    record(england, TEXTS, State.APPROVED)
    assert hand_in(england, title(State.CHECKED), may=State.CHECKED) == Outcome((), (), 1)
    assert state(england) is State.APPROVED


# What is refused


def test_each_refusal_names_its_reason_and_the_others_are_taken(england: Path) -> None:
    outcome = hand_in(
        england,
        Change("gp/titel", "Doctor", "طبيب", State.CHECKED),
        title(State.CHECKED, english="Doctor (GP)"),
        title(State.CHECKED, "  "),
        title(State.MT),
        Change("gp/call/text", MESSAGES[1].english, "اتصل خلال 2 يوم.", State.CHECKED),
        title(State.CHECKED),
        may=State.CHECKED,
    )
    assert outcome.taken == ("gp/title",)
    assert outcome.refused == (
        Refusal("gp/titel", "The catalog has no such key."),
        Refusal("gp/title", "The English has changed since: look at the new English first."),
        Refusal("gp/title", "There is no text."),
        Refusal("gp/title", '"mt" is not a state that a person gives.'),
        Refusal("gp/call/text", "{gp.phone} is missing from the translation."),
    )


@pytest.mark.parametrize("char", ["\x00", "\x0b", "\x85", "\u2028", "\ud800", "\x1b", "\r"])
def test_a_text_that_a_catalog_cannot_hold_is_refused_alone(england: Path, char: str) -> None:
    bad = Change(
        "gp/call/text", MESSAGES[1].english, f"{TEXTS['gp/call/text']}{char}", State.EDITED
    )
    outcome = hand_in(england, bad, title(State.EDITED), may=State.EDITED)
    assert outcome.taken == ("gp/title",)
    assert outcome.refused[0].reason == f"The text holds the control character U+{ord(char):04X}."


@pytest.mark.parametrize(
    ("may", "claimed"),
    [
        (State.EDITED, State.CHECKED),
        (State.EDITED, State.APPROVED),
        (State.CHECKED, State.APPROVED),
    ],
)
def test_nobody_gives_more_than_their_role(england: Path, may: State, claimed: State) -> None:
    record(england, TEXTS, State.CHECKED, by="another")
    outcome = hand_in(england, title(claimed, "طبيبة"), may=may)
    assert reason(outcome) == f'The role "speaker" gives "{may}" at most, not "{claimed}".'
    assert state(england) is State.CHECKED


@pytest.mark.parametrize("before", [State.MT, State.TM, State.EDITED])
def test_what_nobody_checked_cannot_be_approved(england: Path, before: State) -> None:
    record(england, TEXTS, before)
    outcome = hand_in(england, title(State.APPROVED), role="council", may=State.APPROVED)
    assert "a speaker has checked" in reason(outcome)
    assert state(england) is before


def test_a_new_text_cannot_be_approved_on_the_way(england: Path) -> None:
    record(england, TEXTS, State.CHECKED, by="speaker")
    outcome = hand_in(england, title(State.APPROVED, "طبيبة"), role="council", may=State.APPROVED)
    assert "a speaker has checked" in reason(outcome)


def test_nobody_approves_what_they_checked_themselves(england: Path) -> None:
    hand_in(england, title(State.CHECKED), role="council", may=State.APPROVED)
    outcome = hand_in(england, title(State.APPROVED), role="council", may=State.APPROVED)
    assert "another must approve it" in reason(outcome)
    assert state(england) is State.CHECKED


def test_a_role_that_could_break_the_comment_is_refused(england: Path) -> None:
    with pytest.raises(WelcomepackError, match="is not a role"):
        hand_in(england, title(State.CHECKED), role="speaker src=1", may=State.CHECKED)


@pytest.mark.parametrize(
    "call",
    [
        lambda path: hand_in(path, may=State.CHECKED),
        lambda path: record(path, {}, State.MT),
        lambda path: mend(path, {}),
    ],
    ids=["apply", "record", "mend"],
)
def test_a_catalog_that_is_not_there_is_told(
    tmp_path: Path, call: Callable[[Path], object]
) -> None:
    path = catalog_path(tmp_path, ARABIC, "england")
    with pytest.raises(WelcomepackError, match="Run: welcomepack messages update"):
        call(path)
    assert not path.exists()


ANY_CHANGE = st.builds(
    Change,
    st.sampled_from(["gp/title", "gp/call/text", "gp/none"]),
    st.sampled_from(["Doctor", MESSAGES[1].english, "Other"]),
    st.sampled_from([*TEXTS.values(), "طبيبة", "", "{gp.phone} 2"]),
    st.sampled_from(list(State)),
)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(ANY_CHANGE, st.sampled_from(["speaker", "council"])), max_size=5),
    st.sampled_from(CLAIMED),
)
def test_whatever_is_handed_in_only_a_check_leads_to_an_approval(
    tmp_path_factory: pytest.TempPathFactory,
    changes: list[tuple[Change, str]],
    before: State,
) -> None:
    may = {"speaker": State.CHECKED, "council": State.APPROVED}
    path = catalog_path(tmp_path_factory.mktemp("any"), ARABIC, "england")
    update(path, ARABIC, MESSAGES)
    record(path, TEXTS, before, by="another")
    for change, role in changes:
        known = change.key in TEXTS
        old = state(path, change.key) if known else None
        text = entry(path, change.key).msgstr if known else ""
        outcome = hand_in(path, change, role=role, may=may[role])
        assert len(outcome.taken) + len(outcome.refused) + outcome.unchanged == 1
        if outcome.taken:
            assert state(path, change.key) is change.state
            assert change.state is not State.APPROVED or old is State.CHECKED
        elif known:
            assert (state(path, change.key), entry(path, change.key).msgstr) == (old, text)


# Mending


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (State.MT, State.MT),
        (State.TM, State.TM),
        (State.EDITED, State.EDITED),
        (State.CHECKED, State.EDITED),
        (State.APPROVED, State.EDITED),
    ],
)
def test_a_mended_draft_stays_a_draft_and_a_check_is_lost(
    england: Path, before: State, after: State
) -> None:
    record(england, TEXTS, before, engine="draft")
    assert mend(england, {"gp/title": "طبيبة", "gp/call/text": TEXTS["gp/call/text"]}) == (
        "gp/title",
    )
    assert (state(england), entry(england).msgstr) == (after, "طبيبة")
    assert ("engine=draft" in entry(england).tcomment) == (before in {State.MT, State.TM})
    assert state(england, "gp/call/text") is before


def test_a_stale_text_is_not_mended(england: Path) -> None:
    record(england, TEXTS, State.MT)
    update(england, ARABIC, [Message("gp/title", "Doctor (GP)", GP, 2), MESSAGES[1]])
    assert mend(england, {"gp/title": "طبيبة"}) == ()
    assert entry(england).msgstr == "طبيب"
