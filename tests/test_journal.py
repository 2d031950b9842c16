"""The journal keeps every answer that was whole on disk, and lets one run write at a time."""

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from welcomepack.diagnostic import WelcomepackError
from welcomepack.journal import Answer, Journal, read_journal

_TEXT = st.text(max_size=20)


def answer(masked: str, given: str, engine: str = "libre") -> Answer:
    return Answer(engine, "es", "gp/title", "abc", masked, given, "2026-11-22")


@given(st.lists(st.tuples(_TEXT, _TEXT), min_size=1, max_size=4), st.data())
def test_a_journal_cut_off_anywhere_keeps_all_lines_before_and_can_go_on(pairs, data):
    pairs = [
        (one.encode("utf-8", "replace").decode(), two.encode("utf-8", "replace").decode())
        for one, two in pairs
    ]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "journal.jsonl"
        ends = []
        for masked, given in pairs:
            with Journal(path) as journal:
                journal.write(answer(masked, given))
            ends.append(path.stat().st_size)
        cut = data.draw(st.integers(0, ends[-1]))
        path.write_bytes(path.read_bytes()[:cut])
        # A line whose end alone is missing is whole.
        whole = [pair for pair, end in zip(pairs, ends, strict=True) if end - 1 <= cut]
        assert read_journal(path) == {("libre", "es", one): two for one, two in whole}
        with Journal(path) as journal:
            journal.write(answer("after", "después"))
        assert read_journal(path)["libre", "es", "after"] == "después"
        assert len(read_journal(path)) == len({one for one, _ in whole} | {"after"})


def test_lines_that_are_not_ours_are_skipped(tmp_path):
    path = tmp_path / "journal.jsonl"
    with Journal(path) as journal:
        journal.write(answer("Doctor", "Médico"))
    good = path.read_bytes()
    bad = [b"", b"{}", b"[1]", b"null", b'"x"', b"\xff\xfe", b'{"engine": 1}']
    odd = json.dumps({**json.loads(good), "answer": None}).encode()
    path.write_bytes(b"\n".join([*bad, odd, good]))
    assert read_journal(path) == {("libre", "es", "Doctor"): "Médico"}


def test_half_a_character_is_kept_as_it_came(tmp_path):
    with Journal(tmp_path / "j") as journal:
        journal.write(answer("Doctor", "M\ud800dico"))
    assert read_journal(tmp_path / "j") == {("libre", "es", "Doctor"): "M\ud800dico"}


def test_the_last_answer_of_several_counts(tmp_path):
    with Journal(tmp_path / "j") as journal:
        journal.write(answer("Doctor", "Doctor"))
        journal.write(answer("Doctor", "Médico"))
        assert journal.known == {("libre", "es", "Doctor"): "Médico"}
    assert read_journal(tmp_path / "j") == {("libre", "es", "Doctor"): "Médico"}


def test_engines_do_not_share_answers(tmp_path):
    with Journal(tmp_path / "j") as journal:
        journal.write(answer("Doctor", "Médico", "deepl"))
    assert ("libre", "es", "Doctor") not in read_journal(tmp_path / "j")


def test_two_runs_at_a_time_are_refused(tmp_path):
    path = tmp_path / "new" / "journal.jsonl"
    with Journal(path), pytest.raises(WelcomepackError, match="Another prefill"):
        Journal(path)
    with Journal(path) as journal:
        assert journal.known == {}


def test_there_may_be_no_journal_yet(tmp_path):
    assert read_journal(tmp_path / "none") == {}
