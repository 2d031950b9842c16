"""What is left out before printing: gaps, unsure numbers, private topics, empty shells."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from welcomepack.address import topic_texts
from welcomepack.fact import placeholders
from welcomepack.model import Pack, Place, ServicesBlock
from welcomepack.prune import prune, services_of

SOURCED = {"source": "invented", "checked": "2026-11-22", "confidence": "A"}
KNOWN = {"id": "known.phone", "kind": "phone", "value": "020 7946 0958", **SOURCED}
GAP = {"id": "gap.phone", "kind": "phone", "unknown": "Ask the council."}
LIBRARY = {"id": "library", "category": "library", "name": "Testham Library", **SOURCED}
LINK = {"id": "map", "title": "A map", "url": "https://map.example.org"}


def pack_of(
    *blocks: Mapping[str, Any],
    facts: Sequence[Mapping[str, Any]] = (KNOWN, GAP),
    services: Sequence[Mapping[str, Any]] = (LIBRARY,),
    private: bool = False,
) -> Pack:
    """A pack with one topic of these blocks."""
    topic = {
        "id": "help",
        "title": "Help",
        "summary": "Help.",
        "pictogram": "info",
        "private": private,
        "blocks": blocks,
    }
    return Pack.model_validate(
        {
            "area": {"id": "testham", "name": "Testham"},
            "topics": [topic],
            "facts": {one["id"]: one for one in facts},
            "links": {"map": LINK},
            "services": services,
        }
    )


def left(*blocks: Mapping[str, Any], **more: Any) -> list[Any]:
    """The blocks that are printed of these."""
    topics = prune(pack_of(*blocks, **more)).topics
    return list(topics[0].blocks) if topics else []


def item(name: str, text: str) -> dict[str, str]:
    return {"id": name, "text": text}


@pytest.mark.parametrize("kind", ["text", "note", "warning"])
def test_a_text_that_names_a_gap_is_left_out(kind: str) -> None:
    said = {"id": "said", "kind": kind, "text": "Call {known.phone}."}
    half = {"id": "half", "kind": kind, "text": "Call {gap.phone}."}
    assert [block.id for block in left(said, half)] == ["said"]


@pytest.mark.parametrize(
    ("kind", "field"), [("steps", "steps"), ("list", "items"), ("phrases", "phrases")]
)
def test_only_the_line_that_names_a_gap_is_left_out(kind: str, field: str) -> None:
    lines = [item("one", "Call {known.phone}."), item("two", "Call {gap.phone}.")]
    (block,) = left({"id": "lines", "kind": kind, field: lines})
    assert [one.id for one in getattr(block, field)] == ["one"]
    assert left({"id": "lines", "kind": kind, field: lines[1:]}) == []


def test_an_introduction_that_names_a_gap_is_left_out_and_the_lines_stay() -> None:
    lines = [item("one", "Call us.")]
    (block,) = left({"id": "a", "kind": "list", "intro": "Call {gap.phone}.", "items": lines})
    assert block.intro is None
    assert [one.id for one in block.items] == ["one"]


def test_an_emergency_number_that_nobody_knows_is_left_out() -> None:
    numbers = [
        {"id": "one", "phone": "known.phone", "title": "Now", "text": "Call."},
        {"id": "two", "phone": "gap.phone", "title": "Now", "text": "Call."},
        {"id": "three", "phone": "known.phone", "title": "Now", "text": "Or {gap.phone}."},
    ]
    (block,) = left({"id": "calls", "kind": "emergency", "numbers": numbers})
    assert [one.id for one in block.numbers] == ["one"]


def test_a_contact_keeps_the_ways_that_lead_to_it() -> None:
    contacts = [
        {"id": "both", "name": "A", "phone": "gap.phone", "sms": "known.phone"},
        {"id": "none", "name": "B", "phone": "gap.phone"},
        {"id": "web", "name": "C", "phone": "gap.phone", "link": "map"},
        {"id": "told", "name": "D", "phone": "known.phone", "text": "Or {gap.phone}."},
    ]
    (block,) = left({"id": "who", "kind": "contact", "contacts": contacts})
    assert [one.id for one in block.contacts] == ["both", "web", "told"]
    both, web, told = block.contacts
    assert (both.phone, both.sms) == (None, "known.phone")
    assert (web.phone, web.link) == (None, "map")
    assert told.text is None


def test_links_that_do_not_exist_are_left_out() -> None:
    (block,) = left({"id": "web", "kind": "links", "links": ["map", "nowhere"]})
    assert list(block.links) == ["map"]
    assert left({"id": "web", "kind": "links", "links": ["nowhere"]}) == []


def test_services_are_printed_by_category_and_not_more_than_asked_for() -> None:
    many = [{**LIBRARY, "id": f"library-{number}"} for number in range(3)]
    block = {"id": "where", "kind": "services", "categories": ["library"], "limit": 2}
    pack = prune(pack_of(block, services=many))
    (kept,) = pack.topics[0].blocks
    assert isinstance(kept, ServicesBlock)
    assert [one.id for one in services_of(kept, pack)] == ["library-0", "library-1"]
    assert left(block, services=[{**LIBRARY, "category": "gp"}]) == []


@pytest.mark.parametrize("unsure", [{"confidence": "D"}, {"unknown": "Ask."}])
def test_a_service_that_is_unsure_or_to_fill_in_is_left_out(unsure: Mapping[str, str]) -> None:
    block = {"id": "where", "kind": "services", "categories": ["library"]}
    assert left(block, services=[{**LIBRARY, **unsure}]) == []


@pytest.mark.parametrize(
    ("kind", "value", "printed"),
    [
        ("phone", "020 7946 0958", False),
        ("sms", "60777", False),
        ("money", "£5", False),
        ("time", "09:30", False),
        ("number", "42", False),
        ("name", "Marigold Hall", True),
        ("url", "https://help.example.org", True),
        ("address", "17 Foundry Lane", True),
        ("postcode", "ZZ9 9ZZ", True),
        ("date", "2026-03-09", True),
        ("email", "a@help.example.org", True),
    ],
)
def test_what_was_seen_once_is_printed_only_where_it_can_do_no_harm(
    kind: str, value: str, *, printed: bool
) -> None:
    block = {"id": "say", "kind": "text", "text": "It is {x.y}."}
    one = {"id": "x.y", "kind": kind, "value": value, **SOURCED}
    assert bool(left(block, facts=[{**one, "confidence": "C"}])) is printed
    assert left(block, facts=[{**one, "confidence": "B"}])
    assert left(block, facts=[{**one, "confidence": "D"}]) == []


def test_private_topics_and_ways_are_for_a_place_alone() -> None:
    place = Place.model_validate(
        {
            "id": "house",
            "name": "Nightingale Lodge",
            "facts": [{**KNOWN, "id": "place.phone"}],
            "ways": [{"id": "park", "to": "the park", "minutes": 8}],
        }
    )
    blocks = (
        {"id": "say", "kind": "text", "text": "Call {place.phone}."},
        {"id": "ways", "kind": "ways"},
    )
    pack = pack_of(*blocks, private=True).model_copy(update={"places": (place,)})
    assert prune(pack).topics == ()
    assert [block.id for block in prune(pack, place).topics[0].blocks] == ["say", "ways"]
    without = place.model_copy(update={"facts": (), "ways": ()})
    assert prune(pack, without).topics == ()


def test_no_place_is_left_in_what_is_printed() -> None:
    place = Place.model_validate({"id": "house", "name": "Nightingale Lodge"})
    pack = pack_of({"id": "a", "kind": "text", "text": "A."}).model_copy(
        update={"places": (place,)}
    )
    assert prune(pack).places == ()
    assert prune(pack, place).places == ()


def test_a_place_can_fill_a_gap_of_its_area() -> None:
    place = Place.model_validate(
        {"id": "house", "name": "A", "facts": [{**KNOWN, "id": "gap.phone"}]}
    )
    pack = pack_of({"id": "a", "kind": "text", "text": "Call {gap.phone}."})
    assert prune(pack).topics == ()
    assert len(prune(pack, place).topics) == 1


NAMES = st.sampled_from(["known.phone", "gap.phone", "no.such"])
LINES = st.lists(st.lists(NAMES, max_size=2), min_size=1, max_size=5)


@given(lines=LINES)
def test_nothing_that_is_left_names_a_fact_that_cannot_be_printed(lines: list[list[str]]) -> None:
    items = [
        item(f"line-{number}", "Say " + " ".join(f"{{{name}}}" for name in names) + ".")
        for number, names in enumerate(lines)
    ]
    pack = prune(pack_of({"id": "all", "kind": "list", "items": items}))
    texts = [text.value for topic in pack.topics for _, text in topic_texts(topic)]
    named = {name for text in texts for name in placeholders(text)}
    assert named <= set(pack.facts) == {"known.phone"}
    whole = [
        one["id"] for one, names in zip(items, lines, strict=True) if set(names) <= {"known.phone"}
    ]
    kept = [one.id for topic in pack.topics for block in topic.blocks for one in block.items]
    assert kept == whole
