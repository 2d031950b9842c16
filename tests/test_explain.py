"""Validation errors in an officer's words; the finished sentences stand in golden/bad-*."""

import json
from collections.abc import Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import ValidationError

from welcomepack.diagnostic import Diagnostic
from welcomepack.document import parse, plain
from welcomepack.explain import explain_errors, nearest
from welcomepack.model import (
    FROM_FILE,
    Area,
    Fact,
    Link,
    Model,
    Place,
    Service,
    Settings,
    Source,
    Topic,
)

FILES: tuple[type[Model], ...] = (Area, Fact, Link, Place, Service, Settings, Source, Topic)
WRONG = ["x", "", ["x"], [], {"a": "b"}, [{"a": "b"}], [["x"]], "20261122", "1.5", "-1", "9" * 5000]
OWN = {"text", "html", "brace", "id", "fact", "missing_field"}


TOPIC = "id: gp\ntitle: Doctor\nsummary: How.\npictogram: gp\nblocks:\n"


def explained(model: type[Model], text: str) -> tuple[list[Diagnostic], ValidationError]:
    node, found = parse(text.encode(), "x.yaml")
    assert found == ()
    assert node is not None
    with pytest.raises(ValidationError) as caught:
        model.model_validate(plain(node), context=FROM_FILE)
    return list(explain_errors(caught.value, node)), caught.value


def told(model: type[Model], text: str) -> list[str]:
    return [one.text() for one in explained(model, text)[0]]


def test_every_entry_that_is_wrong_is_told_where_it_is_wrong() -> None:
    assert told(Topic, f"{TOPIC}  - id: A\n    kind: text\n  - id: b\n    kind: poem\n")[:2] == [
        'x.yaml:6:9 error WP113 "A" is not an id: small letters, digits and hyphens, 40 at most.',
        'x.yaml:6:5 error WP111 The field "text" is missing.',
    ]


def test_a_list_is_not_called_short_when_its_entries_are_wrong() -> None:
    steps = f"{TOPIC}  - id: a\n    kind: steps\n    steps:"
    assert told(Topic, f"{steps}\n      - {{id: s, text: <b>}}\n") == [
        'x.yaml:9:23 error WP115 HTML is not allowed in text: "<b".'
    ]
    assert told(Topic, f"{steps} []\n") == [
        "x.yaml:8:5 error WP112 At least one entry is needed here."
    ]


@pytest.mark.parametrize(
    ("field", "hint"),
    [("phoen", "phone"), ("titel", "title"), ("extend", "extends"), ("remvoe", "remove")],
)
def test_a_field_that_is_nearly_right_gets_a_hint(field: str, hint: str) -> None:
    [found] = explained(Area, f"id: a\nname: A\n{field}: x\n")[0]
    assert (found.code, found.hint) == ("WP110", f'Did you mean "{hint}"?')


@pytest.mark.parametrize(
    ("word", "known", "hint"),
    [
        ("engalnd", ["england", "london"], 'Did you mean "england"?'),
        ("zzz", ["england", "london"], ""),
        ("england", [], ""),
        ("", ["england"], ""),
    ],
)
def test_the_nearest_known_word_is_offered_or_none(word: str, known: list[str], hint: str) -> None:
    assert nearest(word, known) == hint


@given(st.text(max_size=12), st.lists(st.text(max_size=12), max_size=8))
@example("a", ["a", "b"])
def test_a_hint_names_a_known_word_and_an_exact_word_first(word: str, known: list[str]) -> None:
    hint = nearest(word, known)
    assert hint == "" or hint in {f'Did you mean "{one}"?' for one in known}
    if word and word in known:
        assert hint == f'Did you mean "{word}"?'


def wrong_values() -> Iterator[tuple[type[Model], str, object]]:
    for model in FILES:
        for name in model.model_fields:
            for value in WRONG:
                yield model, name, value


def test_no_sentence_is_the_validation_librarys_own_english() -> None:
    types: set[str] = set()
    foreign: list[tuple[str, str, str]] = []
    for model, name, value in wrong_values():
        found, error = explained(model, json.dumps({name: value}))
        details = [one for one in error.errors(include_url=False) if one["type"] not in OWN]
        types |= {one["type"] for one in details}
        theirs = {one["msg"] for one in details}
        foreign += [
            (model.__name__, name, one.message)
            for one in found
            if one.message in theirs or not one.message.endswith((".", "?"))
        ]
    assert foreign == []
    assert len(types) > 10


@pytest.mark.parametrize("model", FILES)
@pytest.mark.parametrize("text", ["x", "- x", "[]", "''", "{}"])
def test_a_whole_file_of_the_wrong_kind_is_told_at_its_start(model: type[Model], text: str) -> None:
    found, _ = explained(model, text)
    assert found
    assert {one.position and one.position.line for one in found} == {1}
    assert {one.code for one in found} <= {"WP111", "WP112"}
