"""Diagnostics as values: their order, their forms, and what makes a run fail."""

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from welcomepack.diagnostic import (
    Diagnostic,
    Position,
    Severity,
    arrange,
    as_github,
    as_json,
    failed,
)

ERROR = Diagnostic("WP101", "Wrong.", Position("a.yaml", 2, 3))
WARNING = Diagnostic("WP204", "Long.", Position("a.yaml", 10, 1), "Cut it.", "gp/a", "ar")
GAP = Diagnostic("WP207", "Ask.")
TEXTS = st.text(max_size=30)


def test_the_text_is_one_line_with_place_code_language_and_hint() -> None:
    assert ERROR.text() == "a.yaml:2:3 error WP101 Wrong."
    assert WARNING.text() == "a.yaml:10:1 warning WP204 [ar] Long. Cut it."
    assert GAP.text() == "to fill in WP207 Ask."


def test_they_are_arranged_by_file_line_and_code_and_told_once() -> None:
    other = Diagnostic("WP102", "Wrong.", Position("a.yaml", 2, 3))
    assert arrange([WARNING, other, ERROR, GAP, ERROR]) == (GAP, ERROR, other, WARNING)


@given(st.permutations([ERROR, WARNING, GAP, ERROR]))
def test_the_order_of_finding_them_is_no_matter(found: list[Diagnostic]) -> None:
    assert arrange(found) == (GAP, ERROR, WARNING)


@pytest.mark.parametrize(
    ("found", "plain", "strict"),
    [
        ([], False, False),
        ([GAP], False, False),
        ([WARNING, GAP], False, True),
        ([GAP, ERROR], True, True),
    ],
)
def test_errors_fail_and_warnings_only_when_strict(
    found: list[Diagnostic], *, plain: bool, strict: bool
) -> None:
    assert failed(found) is plain
    assert failed(found, strict=True) is strict


@given(TEXTS, TEXTS, TEXTS)
def test_json_holds_every_field_as_it_is(message: str, path: str, hint: str) -> None:
    one = Diagnostic("WP101", message, Position(path, 1, 2), hint, "gp/a", "ar")
    assert json.loads(as_json([one, GAP]))[0] == {
        "code": "WP101",
        "message": message,
        "position": {"path": path, "line": 1, "column": 2},
        "hint": hint,
        "address": "gp/a",
        "locale": "ar",
        "severity": str(Severity.ERROR),
    }


@given(TEXTS, TEXTS, TEXTS)
@example("a\n::error::b", "x,line=9::y", "%0A")
@example("a\r::b", "a:b", "")
def test_no_message_or_file_name_can_start_a_command_of_its_own(
    message: str, path: str, hint: str
) -> None:
    shown = as_github([Diagnostic("WP101", message, Position(path, 1, 2), hint), GAP])
    lines = shown.split("\n")
    assert len(lines) == 2
    assert "\r" not in shown
    head, _, body = lines[0].removeprefix("::").partition("::")
    assert head.startswith("error file=")
    assert head.endswith(",line=1,col=2,title=WP101")
    assert head.count(",") == 3
    assert _plain(body) == f"{message} {hint}".strip()
    assert lines[1] == "::notice::Ask."


def _plain(data: str) -> str:
    return data.replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")
