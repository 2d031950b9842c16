"""The command line: exit codes, forms of output, and hints. What is said stands in golden/."""

import http.client
import http.server
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import pytest
from project_support import REPO, doctor, run

from welcomepack.cache import Cache
from welcomepack.cli import reading
from welcomepack.cli.progress import shown
from welcomepack.codes import CODES
from welcomepack.diagnostic import Severity

MakeProject = Callable[..., Path]
TOPIC = "content/england/topics/gp.yaml"
GP = doctor("""\
  - id: free
    kind: text
    text: Call {nobody}, it is free.
""")
WARNING = GP.replace("Call {nobody}, it", "It")
GAP = "- {id: a.phone, kind: phone, unknown: Ask the council.}\n"


def built(root: Path) -> set[str]:
    """What stands in the output folder, without what was found in catalogs."""
    return {path.name for path in (root / "build").glob("*")} - {".cache"}


def test_content_without_errors_is_exit_code_0(make_project: MakeProject) -> None:
    ran = run(make_project({TOPIC: WARNING, "content/england/facts.yaml": GAP}), "check")
    assert (ran.exit_code, ran.stdout) == (0, "0 errors, 1 warnings, 1 to fill in\n")


def test_content_with_errors_is_exit_code_1(make_project: MakeProject) -> None:
    ran = run(make_project({TOPIC: GP}), "check")
    assert (ran.exit_code, ran.stdout) == (1, "1 errors, 1 warnings, 0 to fill in\n")


def test_strict_counts_warnings_but_not_gaps(make_project: MakeProject) -> None:
    warned = make_project({TOPIC: WARNING}, name="warned")
    gap = make_project({"content/england/facts.yaml": GAP}, name="gap")
    assert run(warned, "check", "--strict").exit_code == 1
    assert run(gap, "check", "--strict").exit_code == 0


def test_the_version_is_told_without_a_project(tmp_path: Path) -> None:
    ran = run(tmp_path, "--version")
    assert (ran.exit_code, ran.stdout) == (0, f"welcomepack {version('welcomepack')}\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ["chek"],
        ["check", "--strikt"],
        ["check", "--output", "xml"],
        ["check", "more"],
        ["messages", "status", "--output", "xml"],
        ["explain"],
        ["new"],
        ["new", "place", "example-house"],
        ["build", "--format", "a7"],
        ["build", "--jobs", "many"],
        ["build", "--jobs", "-1"],
        ["build", "--executor", "cluster"],
        ["cache"],
        ["cache", "prune", "--max", "much"],
        ["serve", "--port", "70000"],
    ],
)
def test_wrong_usage_is_exit_code_2(make_project: MakeProject, arguments: list[str]) -> None:
    root = make_project()
    ran = run(root, *arguments)
    assert ran.exit_code == 2, ran.stdout + ran.stderr
    assert "Traceback" not in ran.stderr
    assert not (root / "build").exists()


def test_a_fault_in_the_program_is_exit_code_70_and_says_whose_it_is(
    make_project: MakeProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_project: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(reading, "load", broken)
    ran = run(make_project(), "check")
    assert ran.exit_code == 70
    assert "This is a fault in welcomepack; please report it:" in ran.stderr
    assert "ZeroDivisionError" in ran.stderr


def test_stopping_a_command_is_exit_code_130(
    make_project: MakeProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(_project: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(reading, "load", stopped)
    ran = run(make_project(), "check")
    assert (ran.exit_code, ran.stderr) == (130, "Stopped. The earlier output is untouched.\n")


def test_a_disk_that_fails_is_told_without_a_traceback(
    make_project: MakeProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_project: object) -> None:
        raise OSError(28, "No space left on device", "[/] a.yaml")

    monkeypatch.setattr(reading, "load", full)
    ran = run(make_project(), "check")
    assert (ran.exit_code, ran.stderr) == (1, "error No space left on device ([/] a.yaml)\n")


def test_the_same_problems_in_all_three_forms(make_project: MakeProject) -> None:
    root = make_project({TOPIC: GP, "content/england/facts.yaml": GAP})
    text = run(root, "check")
    as_json = run(root, "check", "--output", "json")
    as_github = run(root, "check", "--output", "github")
    assert [text.exit_code, as_json.exit_code, as_github.exit_code] == [1, 1, 1]
    assert text.stderr.splitlines() == [
        "content/england/facts.yaml:1:3 to fill in WP207 England: a.phone: Ask the council.",
        f'{TOPIC}:6:5 warning WP209 The block "free" names no source.',
        f'{TOPIC}:8:11 error WP201 There is no fact "nobody".',
    ]
    rows = json.loads(as_json.stdout)
    assert [(row["code"], row["severity"]) for row in rows] == [
        ("WP207", "to fill in"),
        ("WP209", "warning"),
        ("WP201", "error"),
    ]
    assert rows[2] == {
        "code": "WP201",
        "message": 'There is no fact "nobody".',
        "position": {"path": TOPIC, "line": 8, "column": 11},
        "hint": "",
        "address": "gp/free/text",
        "locale": "",
        "severity": "error",
    }
    assert as_github.stdout.splitlines() == [
        (
            "::notice file=content/england/facts.yaml,line=1,col=3,title=WP207::"
            "England: a.phone: Ask the council."
        ),
        f'::warning file={TOPIC},line=6,col=5,title=WP209::The block "free" names no source.',
        f'::error file={TOPIC},line=8,col=11,title=WP201::There is no fact "nobody".',
    ]
    assert as_json.stderr == as_github.stderr == ""


def test_nothing_to_tell_is_an_empty_list_for_programs(make_project: MakeProject) -> None:
    root = make_project()
    assert json.loads(run(root, "check", "--output", "json").stdout) == []
    assert run(root, "check", "--output", "github").stdout.strip() == ""


@pytest.mark.parametrize("code", ["WP203", "wp203"])
def test_explain_says_what_to_do(make_project: MakeProject, code: str) -> None:
    ran = run(make_project(), "explain", code)
    assert ran.exit_code == 0
    assert ran.stdout == f"WP203 (error) {CODES['WP203'].title}\n\n{CODES['WP203'].advice}\n"


def test_explain_works_without_a_project(tmp_path: Path) -> None:
    assert run(tmp_path, "explain", "WP110").exit_code == 0


def test_explain_of_no_code_is_told(make_project: MakeProject) -> None:
    ran = run(make_project(), "explain", "WP999")
    assert ran.exit_code == 1
    assert ran.stderr == 'error There is no code "WP999". They look like WP110.\n'


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["build", "--area", "engalnd"], 'Did you mean "england"?'),
        (["build", "--locale", "arr"], 'Did you mean "ar"?'),
        (["build", "--topic", "gpp"], 'Did you mean "gp"?'),
        (["build", "--place", "exmaple-house"], 'Did you mean "example-house"?'),
    ],
)
def test_a_name_that_is_nearly_right_gets_a_hint(
    make_project: MakeProject, arguments: list[str], hint: str
) -> None:
    root = make_project(
        {
            TOPIC: WARNING,
            "content/england/places/example-house.yaml": "id: example-house\nname: Invented\n",
        }
    )
    ran = run(root, *arguments)
    assert ran.exit_code == 1
    assert ran.stderr.endswith(f"{hint}\n")
    assert not built(root)


def test_nothing_is_built_from_content_with_errors(make_project: MakeProject) -> None:
    root = make_project({TOPIC: GP})
    ran = run(root, "build")
    assert ran.exit_code == 1
    assert "WP201" in ran.stderr
    assert not built(root)


@pytest.mark.parametrize("command", ["check", "build", "verify", "schema", "serve"])
def test_a_folder_without_a_project_is_told(tmp_path: Path, command: str) -> None:
    ran = run(tmp_path, command)
    assert ran.exit_code == 1
    assert "is not a welcomepack project" in " ".join(ran.stderr.split())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"themes/clear": None}, "theme.yaml"),
        ({"themes/clear/words.yaml": None}, "words.yaml"),
        ({"themes/clear/theme.yaml": "title: ["}, "theme.yaml:2:1 error WP101"),
        ({"themes/clear/theme.yaml": "title: T\naccent: red\n"}, "theme.yaml:2:9 error WP112"),
        ({"themes/clear/pictograms/gp.svg": "<svg><script/></svg>"}, "WP401"),
        ({"themes/clear/pictograms/gp.svg": b"<svg>\xff</svg>"}, "gp.svg"),
        ({"locales/languages.yaml": None}, "languages.yaml"),
        ({"locales/languages.yaml": "- {tag: en}\n"}, "languages.yaml"),
        ({"locales/languages.yaml": "en: English\n"}, "languages.yaml"),
    ],
)
def test_a_damaged_theme_or_registry_is_told_without_a_traceback(
    make_project: MakeProject, files: dict[str, str | bytes | None], told: str
) -> None:
    ran = run(make_project(files), "check")
    assert ran.exit_code == 1
    assert told in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_theme_that_does_not_exist_is_told(make_project: MakeProject) -> None:
    settings = "name: A\nbase_url: https://welcome.example.org\nlocales: [en]\ntheme: claer\n"
    ran = run(make_project({"content/project.yaml": settings}), "check")
    assert ran.exit_code == 1
    assert "claer" in ran.stderr


def test_schema_writes_what_is_stale_and_checks_without_writing(make_project: MakeProject) -> None:
    root = make_project()
    stale = run(root, "schema", "--check")
    assert (stale.exit_code, stale.stdout) == (
        1,
        "stale: content/schema.json\nstale: docs/diagnostics.md\n",
    )
    assert not (root / "docs").exists()
    assert run(root, "schema").exit_code == 0
    assert run(root, "schema", "--check").exit_code == 0
    (root / "docs/diagnostics.md").write_text("old", "utf-8")
    assert run(root, "schema", "--check").stdout == "stale: docs/diagnostics.md\n"


def test_serve_without_a_build_says_what_to_run(make_project: MakeProject) -> None:
    ran = run(make_project(), "serve")
    assert ran.exit_code == 1
    assert "Run: welcomepack build" in " ".join(ran.stderr.split())


def test_serve_shows_the_public_folder_on_this_machine_only(
    make_project: MakeProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_project(
        {"build/public/index.html": "<p>Hello</p>", "build/private/hotel.html": "secret"}
    )
    seen: dict[str, object] = {}

    def answer_two(server: http.server.ThreadingHTTPServer) -> None:
        seen["host"] = server.server_address[0]
        thread = threading.Thread(target=_answer, args=(server, 2))
        thread.start()
        for path in ("/index.html", "/../private/hotel.html"):
            asked = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
            asked.request("GET", path)
            got = asked.getresponse()
            seen[path] = (got.status, b"Hello" in got.read())
            asked.close()
        thread.join()

    monkeypatch.setattr(http.server.ThreadingHTTPServer, "serve_forever", answer_two)
    ran = run(root, "serve", "--port", "0")
    assert ran.exit_code == 0, ran.stderr
    assert ran.stdout.startswith("http://127.0.0.1:")
    assert seen == {
        "host": "127.0.0.1",
        "/index.html": (200, True),
        "/../private/hotel.html": (404, False),
    }


def _answer(server: http.server.ThreadingHTTPServer, requests: int) -> None:
    for _ in range(requests):
        server.handle_request()


def test_messages_status_counts_for_programs_and_people(make_project: MakeProject) -> None:
    root = make_project({TOPIC: WARNING})
    rows = json.loads(run(root, "messages", "status", "--output", "json").stdout)
    assert {"locale": "ar", "domain": "england", "states": {"missing": 3}, "risky": 0} in rows
    assert "england" in run(root, "messages", "status").stdout


def test_messages_update_twice_changes_nothing_the_second_time(make_project: MakeProject) -> None:
    root = make_project({TOPIC: WARNING})
    first = run(root, "messages", "update")
    assert first.exit_code == 0
    assert "locales/ar/LC_MESSAGES/england.po" in first.stdout.splitlines()
    assert run(root, "messages", "update").stdout == "0 catalogs changed\n"
    assert run(root, "check").exit_code == 0


@pytest.mark.parametrize("command", [["-h"], ["check", "-h"], ["new", "-h"], ["messages", "-h"]])
def test_help_is_exit_code_0(tmp_path: Path, command: list[str]) -> None:
    ran = run(tmp_path, *command)
    assert ran.exit_code == 0
    assert "Usage" in ran.stdout


@pytest.mark.parametrize("day", ["tomorrow", "2026-02-30", "22.11.2026"])
def test_a_date_that_is_none_is_told(make_project: MakeProject, day: str) -> None:
    ran = run(make_project(), "build", "--date", day)
    assert ran.exit_code == 1
    assert ran.stderr == f'error "{day}" is not a date like 2026-11-22.\n'


@pytest.mark.parametrize("day", ["yesterday", "-99999999999999999999", "1e9"])
def test_a_source_date_that_is_none_is_told(
    make_project: MakeProject, monkeypatch: pytest.MonkeyPatch, day: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", day)
    ran = run(make_project(), "check")
    assert ran.exit_code == 1
    assert "is not a date" in " ".join(ran.stderr.split())


def test_the_module_runs_as_a_program_of_its_own(make_project: MakeProject) -> None:
    root = make_project({TOPIC: GP})
    command = [sys.executable, "-W", "error", "-m", "welcomepack", "--project", str(root), "check"]
    done = subprocess.run(
        command, check=False, capture_output=True, text=True, cwd=REPO, env=dict(os.environ)
    )
    assert done.returncode == 1, done.stderr
    assert done.stdout == "1 errors, 1 warnings, 0 to fill in\n"
    assert done.stderr.splitlines()[-1].startswith(f"{TOPIC}:8:11 {Severity.ERROR} WP201")


# --- progress and the store ------------------------------------------------------------------


def told(capsys: pytest.CaptureFixture[str], steps: list[tuple[int, int, str]], **how: bool) -> str:
    with shown(**how) as tell:
        for step in steps:
            tell(*step)
    return capsys.readouterr().err


STEPS = [
    *((done, 0, f"brent/{done}") for done in range(1, 24)),
    (18, 42, ""),
    *((done, 42, f"brent/ar/topic-{done}") for done in range(19, 43)),
]


def test_progress_is_plain_lines_where_there_is_no_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert told(capsys, STEPS, quiet=False).splitlines() == [
        "20 editions written, brent/20",
        "42 parts, 18 from the cache",
        "20/42 parts, brent/ar/topic-20",
        "40/42 parts, brent/ar/topic-40",
        "42/42 parts, brent/ar/topic-42",
    ]


def test_progress_is_a_bar_on_a_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "120")
    text = told(capsys, STEPS, quiet=False)
    assert "18 from the cache" in text
    assert "42/42" in text


def test_progress_can_be_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, STEPS, quiet=True) == ""


def test_the_store_says_its_size_and_is_pruned(make_project: MakeProject, tmp_path: Path) -> None:
    root = make_project()
    assert run(root, "cache", "status").stdout.startswith("0 entries, 0.0 MB, in ")
    store = Cache(tmp_path / "shared")
    for number in range(3):
        store.put(f"{number}" * 64, bytes(500_000 - 32))
    there = ("--cache", str(store.folder))
    assert run(root, "cache", "status", *there).stdout.startswith("3 entries, 1.5 MB, in ")
    assert run(root, "cache", "prune", *there).stdout == "0 entries removed, 0.0 MB\n"
    ran = run(root, "cache", "prune", "--max", "1.1 MB", *there)
    assert ran.stdout == "1 entries removed, 0.5 MB\n"
    for size in ("1 MB", "0.001GB", "1000k", "1000000"):
        assert run(root, "cache", "prune", "--max", size, *there).stdout.startswith("0 entries")
    assert run(root, "cache", "prune", "--max", "0", *there).stdout.startswith("2 entries")
