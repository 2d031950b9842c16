"""The command `messages prefill`: what it shows, asks, writes and answers to the shell."""

import json
import sys

import pytest
from drafting_support import FILES, SETTINGS, SPANISH, catalog, po, texts
from engine_support import KEY, Reply, libre, serving
from project_support import run

from welcomepack.engines import patient
from welcomepack.engines.pseudo import Pseudo
from welcomepack.journal import NAME, Journal
from welcomepack.model import State

PREFILL = ("messages", "prefill", "--locale", "es", "--area", "england")


def settings(engines: str) -> dict[str, str]:
    """The tiny project with a section ``engines``."""
    return {**FILES, "content/project.yaml": f"{SETTINGS}engines: {{{engines}}}\n"}


def row(shown: str, tag: str = "es") -> list[str]:
    """A language's row of the preview."""
    (line,) = [line for line in shown.splitlines() if line.startswith(f"│ {tag} ")]
    return [cell.strip() for cell in line.strip("│").split("│")]


def test_the_preview_says_all_and_a_dry_run_writes_nothing(make_project):
    root = make_project(FILES)
    before = sorted(path for path in root.rglob("*") if path.is_file())
    done = run(root, *PREFILL, "--engine", "apertium", "--dry-run")
    assert done.exit_code == 0
    characters = sum(len(text) for text in SPANISH if "hospital" not in text)
    # language, engine, leaves, memory, paid, ask, characters, risky, names, limit, not for it
    assert row(done.stdout) == [
        *("es", "apertium", "no", "·", "·", "4", str(characters), "1", "·", "·", "·")
    ]
    after = sorted(path for path in root.rglob("*") if path.is_file())
    assert [path.name for path in after if path not in before] == ["memory.sqlite"]


def test_the_preview_says_when_texts_leave_the_machine(make_project):
    root = make_project(settings("allow_sending: true"))
    done = run(root, *PREFILL, "--engine", "google", "--dry-run")
    assert row(done.stdout)[:3] == ["es", "google", "yes"]


def test_a_real_engine_drafts_the_area(make_project):
    root = make_project(settings("default: apertium"))
    done = run(root, *PREFILL, "--yes")
    assert done.exit_code == 0
    assert done.stdout.endswith(
        "es: 0 from the memory, 5 drafted by machine\n4 asked, 0 problems\n"
    )
    assert "{gp.phone}" in texts(root)["gp/desk/text"]
    assert "GP" in texts(root)["gp/desk/text"]
    assert {one.state for one in catalog(root).domains["england"].values() if one.text} == {
        State.MT
    }
    assert "engine=apertium date=2026-11-22" in po(root).read_text("utf-8")
    assert "There is nothing to draft." in run(root, *PREFILL, "--yes").stdout
    assert run(root, "messages", "update").stdout.count("es/LC_MESSAGES/england") == 0


def test_nobody_to_ask_is_wrong_usage(make_project):
    root = make_project(settings("default: apertium"))
    done = run(root, *PREFILL)
    assert done.exit_code == 2
    assert done.stderr == (
        "Nobody is there to ask. Say --yes to go on, or --dry-run to only look.\n"
    )
    assert not po(root).exists()


@pytest.mark.parametrize(("typed", "code", "count"), [("y", 0, 5), ("n", 1, 0), (None, 1, 0)])
def test_somebody_at_a_terminal_is_asked(make_project, monkeypatch, typed, code, count):
    root = make_project(settings("default: apertium"))
    monkeypatch.setattr("welcomepack.cli.drafting._at_terminal", lambda: True)

    def confirm(_question):
        if typed is None:
            import typer  # noqa: PLC0415 - what Ctrl-C at the question raises

            raise typer.Abort
        return typed == "y"

    monkeypatch.setattr("typer.confirm", confirm)
    done = run(root, *PREFILL)
    assert done.exit_code == code
    assert len(texts(root)) == count


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--engine", "apertum"), 'There is no engine "apertum". Did you mean "apertium"?'),
        (("--engine", "google"), "allow_sending: true"),
        (("--engine", "pseudo"), "made-up text"),
        (("--engine", "libre"), "libre_url"),
        ((), "No engine is named for Spanish."),
        (
            ("--engine", "apertium", "--topic", "fod"),
            'no topic "fod" with texts. Did you mean "food"?',
        ),
        (("--engine", "apertium", "--locale", "ess"), '"ess" is not a language of this project.'),
    ],
)
def test_what_cannot_be_done_is_said_before_anything_is_written(make_project, arguments, said):
    root = make_project(FILES)
    done = run(root, *PREFILL, *arguments, "--yes")
    assert done.exit_code == 1
    assert said in done.stderr
    assert not po(root).exists()


def test_an_engine_for_a_language_that_is_not_there(make_project):
    root = make_project(settings("languages: {xx: apertium}, default: apertium"))
    done = run(root, *PREFILL, "--yes")
    assert 'engines: there is no language "xx"' in done.stderr


def test_broken_content_is_not_sent(make_project):
    root = make_project({**FILES, "content/england/topics/gp.yaml": "id: gp\n"})
    done = run(root, *PREFILL, "--engine", "apertium", "--yes")
    assert done.exit_code == 1
    assert "WP111" in done.stderr


def test_a_key_from_the_environment_reaches_the_service_and_nobody_else(make_project, monkeypatch):
    monkeypatch.setenv("WELCOMEPACK_LIBRE_KEY", KEY)
    seen_keys = []

    def answer(seen):
        seen_keys.append(seen.values["api_key"])
        return Reply(json.dumps({"error": f"bad key {KEY}"}), 403)

    with serving(answer) as server:
        root = make_project(settings(f"default: libre, libre_url: '{server.url}'"))
        done = run(root, *PREFILL, "--yes")
    assert seen_keys == [KEY]
    assert done.exit_code == 1
    assert "WP242 [es] libre: The service refuses us (status 403)" in done.stderr
    assert "0 drafted by machine" in done.stdout
    assert KEY not in done.stdout + done.stderr
    for path in root.rglob("*"):
        assert not path.is_file() or KEY.encode() not in path.read_bytes()


def test_a_server_that_is_busy_is_asked_again_when_it_says(make_project, monkeypatch):
    waits = []
    monkeypatch.setattr(patient.time, "sleep", waits.append)
    good = libre(SPANISH.__getitem__)

    def answer(seen):
        if len(server.seen) == 1:
            return Reply("", 429, {"Retry-After": "7"})
        return Reply("", 500) if len(server.seen) == 3 else good(seen)

    with serving(answer) as server:
        root = make_project(settings(f"default: libre, libre_url: '{server.url}'"))
        done = run(root, *PREFILL, "--yes")
    assert done.exit_code == 0
    assert len(texts(root)) == 5
    assert (len(waits), waits[0]) == (2, 7)


def test_garbage_lost_marks_and_quota_words_are_told_and_never_written(make_project):
    answers = {
        "See a doctor": "<html>Sorry</html>",
        "Free food": "MYMEMORY WARNING: YOU USED ALL AVAILABLE FREE TRANSLATIONS",
        "Call XQ0QX to ask for help from the XQ1QX.": "Llame al XQ1QX y pida ayuda.",
    }
    with serving(libre({**SPANISH, **answers}.__getitem__)) as server:
        root = make_project(settings(f"default: libre, libre_url: '{server.url}'"))
        done = run(root, *PREFILL, "--yes")
        assert done.exit_code == 0
        assert done.stdout.endswith("4 asked, 3 problems\n")
        assert done.stderr.count("The answer is a message of the service") == 2
        assert "gp/desk/text: The answer lost {gp.phone}." in done.stderr
        assert set(texts(root).values()) == {
            SPANISH["A doctor near your home helps you. It is free."]
        }
        asked = len(server.seen)
        again = run(root, *PREFILL, "--yes")
        assert len(server.seen) == asked
        assert again.stdout.endswith("0 asked, 3 problems\n")
        run(root, *PREFILL, "--yes", "--again")
        assert len(server.seen) == asked + 3


def test_ctrl_c_says_so_and_keeps_the_drafts(make_project, monkeypatch):
    root = make_project(settings("languages: {ar: pseudo}"))
    real, asked = Pseudo.translate, []

    def translate(self, text, language):
        asked.append(text)
        if len(asked) == 3:
            raise KeyboardInterrupt
        return real(self, text, language)

    monkeypatch.setattr(Pseudo, "translate", translate)
    done = run(root, "messages", "prefill", "--locale", "ar", "--area", "england", "--yes")
    assert done.exit_code == 130
    assert "What was answered so far is kept." in done.stderr
    assert len(set(texts(root, tag="ar").values())) == 2


def test_made_up_arabic_keeps_facts_and_reads_from_the_right(make_project):
    root = make_project(settings("languages: {ar: pseudo}"))
    done = run(root, "messages", "prefill", "--locale", "ar", "--area", "england", "--yes")
    assert done.exit_code == 0
    text = texts(root, tag="ar")["gp/desk/text"]
    assert "{gp.phone}" in text
    assert any("\u0600" < char < "\u06ff" for char in text)
    assert "prov: mt engine=pseudo" in po(root, tag="ar").read_text("utf-8")


def test_two_at_a_time_are_refused(make_project):
    root = make_project(settings("default: apertium"))
    with Journal(root / "build" / ".desk" / NAME):
        done = run(root, *PREFILL, "--yes")
    assert done.exit_code == 1
    assert "Another prefill is running" in done.stderr


def test_a_limit_of_characters(make_project):
    root = make_project(settings("default: apertium"))
    done = run(root, *PREFILL, "--yes", "--max-chars", "20")
    assert done.exit_code == 0
    assert row(done.stdout)[5:7] == ["1", "9"]
    assert texts(root).keys() == {"food/title"}


def test_no_output_for_a_terminal_when_there_is_none(make_project):
    root = make_project(settings("default: apertium"))
    done = run(root, *PREFILL, "--yes")
    assert done.stderr == ""
    assert "\x1b" not in done.stdout
    assert not sys.stdin.isatty()
