"""What an edition said, and what changed between two of them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from welcomepack.language import english
from welcomepack.model import Pack
from welcomepack.prune import prune
from welcomepack.snapshot import Snapshot, What, changes, from_json, take, to_json
from welcomepack.translate import LocalizedPack

SOURCED = {"source": "invented", "checked": "2026-11-22", "confidence": "A"}
DAY = date(2026, 11, 22)
STEPS = {"call": "Call {gp.phone}.", "wait": "Wait for a letter."}


def pack(
    steps: Mapping[str, str] = STEPS,
    phone: str = "020 7946 0958",
    services: Sequence[Mapping[str, Any]] = ({"id": "library", "name": "Library"},),
) -> Pack:
    """One topic: steps that name a phone number, and a directory."""
    fact = {"id": "gp.phone", "kind": "phone", "value": phone, **SOURCED}
    blocks = [
        {
            "id": "join",
            "kind": "steps",
            "steps": [{"id": key, "text": text} for key, text in steps.items()],
        },
        {"id": "near", "kind": "services", "categories": ["library"]},
    ]
    topic = {"id": "gp", "title": "GP", "summary": "GP.", "pictogram": "gp", "blocks": blocks}
    return Pack.model_validate(
        {
            "area": {"id": "testham", "name": "Testham"},
            "topics": [topic],
            "facts": {"gp.phone": fact},
            "services": [{"category": "library", **SOURCED, **one} for one in services],
        }
    )


def shot(made: Pack, day: date = DAY) -> Snapshot:
    return take(day, [LocalizedPack(english(), prune(made), {})])


def told(before: Pack, after: Pack) -> list[tuple[What, str]]:
    return [(one.what, one.key) for one in changes(shot(before), shot(after), "gp")]


def test_the_same_content_has_not_changed() -> None:
    assert told(pack(), pack()) == []


def test_a_changed_number_is_told_with_what_it_was_and_where_it_stands() -> None:
    before, after = shot(pack()), shot(pack(phone="020 7946 0123"))
    (one,) = changes(before, after, "gp")
    assert (one.what, one.key, one.address) == (What.FACT, "gp.phone", "gp/join/steps/call")
    assert one.old
    assert one.new
    assert one.old.model_dump()["value"] == "020 7946 0958"
    assert one.new.model_dump()["value"] == "020 7946 0123"


def test_steps_added_removed_and_reworded_are_told() -> None:
    after = pack(steps={"call": "Ring {gp.phone}.", "sign": "Sign the form."})
    assert told(pack(), after) == [
        (What.REWORDED, "gp/join/steps/call"),
        (What.ADDED, "gp/join/steps/sign"),
        (What.REMOVED, "gp/join/steps/wait"),
    ]


def test_services_opened_moved_and_closed_are_told() -> None:
    stay = {"id": "library", "name": "Library", "address": "1 New Road"}
    club = {"id": "club", "name": "Club"}
    assert told(pack(), pack(services=[stay, club])) == [
        (What.MOVED, "library"),
        (What.OPENED, "club"),
    ]
    assert told(pack(services=[stay, club]), pack(services=[stay])) == [(What.CLOSED, "club")]


def test_a_number_that_only_a_field_names_is_told_when_it_is_new() -> None:
    without = pack(steps={"wait": "Wait for a letter."})
    reached = {"id": "library", "name": "Library", "phone": "gp.phone"}
    after = pack(steps={"wait": "Wait for a letter."}, services=[reached])
    (one,) = changes(shot(without), shot(after), "gp")
    assert (one.what, one.key, one.old, one.address) == (What.FACT, "gp.phone", None, "")
    assert told(pack(steps={"wait": "Wait for a letter."}), pack()) == [
        (What.ADDED, "gp/join/steps/call")
    ]


def test_a_topic_that_only_one_has_gives_nothing() -> None:
    empty = shot(pack()).model_copy(update={"topics": {}})
    assert changes(empty, shot(pack()), "gp") == ()
    assert changes(shot(pack()), empty, "gp") == ()


def test_a_snapshot_needs_an_edition() -> None:
    with pytest.raises(ValueError, match="at least one edition"):
        take(DAY, [])


def test_a_line_without_a_translation_is_told_in_english() -> None:
    assert shot(pack()).line("gp", "gp/join/steps/wait", "ar") == ("Wait for a letter.", "en")


@given(
    st.dictionaries(
        st.from_regex(r"[a-z]{1,8}", fullmatch=True), st.sampled_from(["One.", "Two."]), min_size=1
    ),
    st.dictionaries(
        st.from_regex(r"[a-z]{1,8}", fullmatch=True), st.sampled_from(["One.", "Two."]), min_size=1
    ),
)
def test_every_difference_of_two_lists_is_told_once(
    left: dict[str, str], right: dict[str, str]
) -> None:
    found = told(pack(steps=left), pack(steps=right))
    assert len(set(found)) == len(found)
    keys = {key.rpartition("/")[2] for _, key in found}
    assert keys == {key for key in left | right if left.get(key) != right.get(key)}


def test_what_is_written_reads_back_and_is_the_same_for_the_same_content() -> None:
    one = shot(pack())
    assert from_json(to_json(one)) == one
    assert to_json(shot(pack())) == to_json(one)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"area": "brent", "day": "soon", "topics": {}}'])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        from_json(text)
