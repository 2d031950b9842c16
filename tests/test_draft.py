"""Drafts end up in catalogs as a machine's, and nothing that was paid for is lost."""

import json
import signal
import subprocess
import sys
import threading

import pytest
from drafting_support import FILES, SETTINGS, SPANISH, Spoken, catalog, drafted, po, texts
from engine_support import Reply, libre, serving

from welcomepack.catalog import record
from welcomepack.engines import Broken, Busy, Refused
from welcomepack.journal import NAME, read_journal
from welcomepack.model import State
from welcomepack.prefill import Wish

CALM = sorted(set(SPANISH) - {"Go to the hospital now if you cannot breathe."})


def test_drafts_are_recorded_as_a_machine_s_with_facts_and_terms_in_place(make_project):
    root = make_project(FILES)
    report = drafted(root, Spoken())
    assert texts(root) == {
        "food/title": "Comida gratis",
        "food/summary": "Un médico cerca de su casa le ayuda.",
        "gp/title": "Ver a un médico",
        "gp/summary": "Un médico cerca de su casa le ayuda.",
        "gp/desk/text": "Llame al {gp.phone} y pida ayuda al GP.",
    }
    assert {one.state for one in catalog(root).domains["england"].values() if one.text} == {
        State.MT
    }
    written = po(root).read_text("utf-8")
    assert written.count("# prov: mt engine=spoken date=2026-11-22 src=") == 5
    assert written.count("#, fuzzy") == 5
    assert (report.asked, report.drafted, report.diagnostics) == (4, {"es": 5}, [])


def test_refused_answers_are_told_with_their_place_and_stay_missing(make_project):
    root = make_project(FILES)
    answers = {
        **SPANISH,
        "Free food": "Free food",
        "Call XQ0QX to ask for help from the XQ1QX.": "Llame al XQ0QX.",
        "See a doctor": Broken("The service gave no answer."),
    }
    report = drafted(root, Spoken(answers))
    assert sorted(one.text() for one in report.diagnostics) == [
        (
            "content/england/topics/food.yaml:2:1 warning WP241 [es] food/title: "
            "The answer is the English again."
        ),
        (
            "content/england/topics/gp.yaml:2:1 warning WP241 [es] gp/title: "
            "The service gave no answer."
        ),
        "content/england/topics/gp.yaml:9:1 warning WP241 [es] gp/desk/text: The answer lost GP.",
    ]
    assert sorted(texts(root)) == ["food/summary", "gp/summary"]


def test_a_quota_ends_the_engine_s_work_and_keeps_what_was_paid(make_project):
    root = make_project(FILES)
    answers = {**SPANISH, "See a doctor": Refused("The quota is used up.")}
    engine = Spoken(answers)
    report = drafted(root, engine)
    assert [one.text() for one in report.diagnostics] == [
        "error WP242 [es] spoken: The quota is used up."
    ]
    assert engine.asked[-1] == "See a doctor"
    done = len(engine.asked) - 1
    assert len(read_journal(root / "build" / ".desk" / NAME)) == done > 0
    again = Spoken()
    drafted(root, again)
    assert sorted(again.asked) == sorted(set(CALM) - set(engine.asked[:-1]))
    assert len(texts(root)) == 5


def test_five_failures_in_a_row_end_it_too(make_project):
    root = make_project(FILES)
    engine = Spoken(dict.fromkeys(SPANISH, Busy("The service is busy.")))
    report = drafted(root, engine)
    assert len(engine.asked) == 5
    assert "5 failures in a row" in report.diagnostics[-1].message
    assert texts(root) == {}


def test_ctrl_c_keeps_what_is_paid(make_project):
    root = make_project(FILES)
    engine = Spoken({**SPANISH, "See a doctor": KeyboardInterrupt()})
    report = drafted(root, engine)
    assert report.interrupted
    assert len(engine.asked) > 1
    before = {SPANISH[text] for text in engine.asked[:-1] if "XQ" not in text}
    assert before <= set(texts(root).values())


def test_a_text_changed_meanwhile_is_not_drafted_from_old_english(make_project):
    root = make_project(FILES)

    def change(_tag):
        path = po(root)
        path.write_text(path.read_text("utf-8").replace('"Free food"', '"Food"'), "utf-8")

    drafted(root, Spoken(), tell=change)
    assert "food/title" not in texts(root)
    assert "gp/title" in texts(root)


def test_a_text_that_somebody_wrote_meanwhile_is_kept(make_project):
    root = make_project(FILES)

    def write(_tag):
        record(po(root), {"food/title": "Comida"}, State.EDITED)

    drafted(root, Spoken(), tell=write)
    assert texts(root)["food/title"] == "Comida"


def test_the_memory_fills_with_its_state_and_asks_nobody(make_project):
    root = make_project(FILES)
    drafted(root, Spoken(), Wish(("england",), ("gp",)))
    engine = Spoken()
    report = drafted(root, engine)
    assert engine.asked == ["Free food"]
    assert report.recalled == {"es": 1}
    one = catalog(root).domains["england"]["food/summary"]
    assert (one.state, one.prints_as) == (State.TM, State.MT)


@pytest.mark.parametrize(("checked", "state"), [(True, State.TM), (False, State.MT)])
def test_an_old_text_replaced_from_the_memory(make_project, checked, state):
    root = make_project(FILES)
    drafted(root, Spoken())
    if checked:
        path = po(root)
        lines = path.read_text("utf-8").replace("mt engine=spoken", "checked by=speaker")
        path.write_text(lines.replace("#, fuzzy\n", ""), "utf-8")
    path = root / "content/england/topics/food.yaml"
    path.write_text(path.read_text("utf-8").replace("Free food", "See a doctor"), "utf-8")
    engine = Spoken()
    drafted(root, engine, Wish(("england",), stale=True))
    one = catalog(root).domains["england"]["food/title"]
    assert (one.text, one.state) == ("Ver a un médico", state)
    assert one.prints_as is (State.CHECKED if checked else State.MT)
    assert engine.asked == []


def _libre(url):
    return f"{SETTINGS}engines: {{default: libre, libre_url: '{url}'}}\n"


def start(root):
    """Start the real command in a process of its own."""
    command = [sys.executable, "-m", "welcomepack", "--project", str(root), "messages", "prefill"]
    command += ["--locale", "es", "--area", "england", "--yes"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


@pytest.mark.parametrize("killed_at", [1, 2, 4])
def test_killed_in_the_middle_only_the_text_in_flight_is_asked_twice(make_project, killed_at):
    held, go_on = threading.Event(), threading.Event()
    answer = libre(SPANISH.__getitem__)

    def slow(seen):
        if len(server.seen) == killed_at and not go_on.is_set():
            held.set()
            go_on.wait()
            return Reply(status=500)
        return answer(seen)

    with serving(slow) as server:
        root = make_project({**FILES, "content/project.yaml": _libre(server.url)})
        first = start(root)
        assert held.wait(60)
        first.send_signal(signal.SIGKILL)
        first.communicate(timeout=60)
        assert first.returncode == -signal.SIGKILL
        go_on.set()
        # Killed between answers and catalog: the journal alone holds them.
        assert texts(root) == {}
        assert len(read_journal(root / "build" / ".desk" / NAME)) == killed_at - 1
        in_flight = server.texts[killed_at - 1]
        second = start(root)
        told, _ = second.communicate(timeout=60)
        assert second.returncode == 0, told
        assert "5 drafted by machine" in told
        assert sorted(server.texts) == sorted([*CALM, in_flight])
        third = start(root)
        told, _ = third.communicate(timeout=60)
        assert "nothing to draft" in told
    assert len(server.texts) == len(CALM) + 1
    assert len(texts(root)) == 5


def test_killed_after_the_last_answer_nothing_is_asked_twice(make_project):
    with serving(libre(SPANISH.__getitem__)) as server:
        root = make_project({**FILES, "content/project.yaml": _libre(server.url)})
        start(root).communicate(timeout=60)
        po(root).unlink()  # as if the machine had died before the catalog was on disk
        told, _ = start(root).communicate(timeout=60)
        assert "5 drafted by machine" in told
    assert sorted(server.texts) == CALM
    lines = (root / "build" / ".desk" / NAME).read_text("utf-8").splitlines()
    first = json.loads(lines[0])
    assert (first["engine"], first["locale"], first["date"]) == ("libre", "es", "2026-11-22")
    assert first["key"] in {"food/title", "food/summary", "gp/title"}
    assert len(first["source"]) == 64
