"""Bad content, and exactly what an officer reads about it.

Each case is a folder ``golden/bad-<name>/``: files laid over the tiny project, and
``diagnostics.txt`` with what ``check`` writes. What cannot be kept in git as a plain file (links,
folders, ten megabytes, invisible characters) is made by `MADE` below. After a wanted change:
``pytest tests/test_golden_diagnostics.py --update-golden``, then read the difference.
"""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from project_support import doctor, git, run

from welcomepack.codes import CODES

GOLDEN = Path(__file__).parent / "golden"
EXPECTED = "diagnostics.txt"
TOPIC = "content/england/topics/gp.yaml"
FACTS = "content/england/facts.yaml"
_LINE = re.compile(r"^(?P<path>[^\s:]+):\d+:\d+ (error|warning|to fill in) (?P<code>WP\d{3}) .+$")
_AREA = """\
id: england
name: England
council: Example Council
publish: true
topics: [gp]
"""
_GP = doctor("""\
  - id: desk
    kind: phrases
    phrases:
      - id: hello
        text: {text}
""")

Make = Callable[[Path], None]


def gp(text: str) -> str:
    """A small topic that says one thing."""
    return _GP.format(text=text)


def _parent(root: Path, name: str) -> Path:
    """A path in the project with its folder made; a topic is listed in area.yaml."""
    if name == TOPIC:
        (root / "content/england/area.yaml").write_text(_AREA, encoding="utf-8")
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    return root / name


def file(name: str, content: str | bytes) -> Make:
    """Put a file into the project."""

    def make(root: Path) -> None:
        path = _parent(root, name)
        path.write_bytes(content.encode() if isinstance(content, str) else content)

    return make


def link(name: str, target: str) -> Make:
    """Put a symbolic link into the project."""

    def make(root: Path) -> None:
        _parent(root, name).symlink_to(target)

    return make


def folder(name: str) -> Make:
    """Put an empty folder into the project."""

    def make(root: Path) -> None:
        _parent(root, name).mkdir()

    return make


def _empty_content(root: Path) -> None:
    (root / "content/england/area.yaml").unlink()
    (root / "content/england").rmdir()


def _link_out(root: Path) -> None:
    outside = root.parent / "outside.yaml"
    outside.write_text(gp("Hello."), encoding="utf-8")
    link(TOPIC, "../../../../outside.yaml")(root)


def _tracked_place(root: Path) -> None:
    for name in ("hotel", "example-house"):
        file(f"content/england/places/{name}.yaml", f"id: {name}\nname: Invented\n")(root)
    git(root, "init", "-q")
    git(root, "add", "-A")


def _lost_code(root: Path) -> None:
    path = root / "content/codes.csv"
    path.write_text("code,area,topic,locale,since\n000000,england,gp,en,2026-11-22\n", "utf-8")
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "Codes")
    path.write_text("code,area,topic,locale,since\n", "utf-8")


MADE: dict[str, Make] = {
    "bad-10-mb": file(TOPIC, "#" * (10 * 1024 * 1024)),
    "bad-catalog": file("locales/ar/LC_MESSAGES/england.po", b'msgid "a"\nmsgstr caf\xe9\n'),
    "bad-codes-encoding": file("content/codes.csv", "caf\u00e9\n".encode("cp1252")),
    "bad-codes-endless-quote": file("content/codes.csv", '"' + "x" * 140_000),
    "bad-codes-lost": _lost_code,
    "bad-control-escape": file(TOPIC, gp('"Call \\u202ethem"')),
    "bad-dangling-link": link(TOPIC, "nowhere.yaml"),
    "bad-dangling-link-of-facts": link(FACTS, "nowhere.yaml"),
    "bad-deep-nesting": file(TOPIC, "[" * 3000),
    "bad-directory": folder(TOPIC),
    "bad-directory-of-facts": folder(FACTS),
    "bad-direction-control": file(TOPIC, gp("Hello \u202ethere\u202c.")),
    "bad-empty-area-folder": folder("content/wales"),
    "bad-empty-content": _empty_content,
    "bad-encoding": file(TOPIC, gp("Caf\u00e9 \u2019 hours.").encode("cp1252")),
    "bad-link-loop": link(TOPIC, "gp.yaml"),
    "bad-link-out": _link_out,
    "bad-nul": file(TOPIC, gp("Hello\x00.")),
    "bad-tracked-place": _tracked_place,
}


def kept(case: Path) -> dict[str, str | bytes | None]:
    """The files of a case by their path in the project."""
    paths = sorted(path for path in case.rglob("*") if path.is_file() and path.name != EXPECTED)
    return {path.relative_to(case).as_posix(): path.read_bytes() for path in paths}


CASES = sorted({path.name for path in GOLDEN.glob("bad-*")} | set(MADE))


@pytest.mark.parametrize("case", CASES)
def test_bad_content_is_told_exactly_so(
    case: str,
    make_project: Callable[..., Path],
    golden: Callable[[Path, str], None],
) -> None:
    root = make_project(kept(GOLDEN / case))
    if case in MADE:
        MADE[case](root)
    ran = run(root, "check")
    assert ran.exit_code == 1, ran.stdout + ran.stderr
    assert "Traceback" not in ran.stderr
    assert str(root) not in ran.stderr
    told = ran.stderr.splitlines()
    assert told
    assert [line for line in told if not _LINE.match(line)] == []
    golden(GOLDEN / case / EXPECTED, ran.stderr)


def test_no_golden_case_is_stale() -> None:
    for case in CASES:
        assert (GOLDEN / case / EXPECTED).is_file(), case
        assert bool(kept(GOLDEN / case)) != (case in MADE), f"{case} has no input, or two"
    assert len(CASES) > 40


def test_every_error_about_content_has_a_golden_case() -> None:
    cases = [*GOLDEN.glob(f"bad-*/{EXPECTED}"), *GOLDEN.glob("exchange/*.txt")]
    text = "".join(path.read_text("utf-8") for path in cases)
    about_content = {
        code for code, one in CODES.items() if one.severity == "error" and code < "WP400"
    } - {"WP224", "WP225", "WP242", "WP304"}  # test_quality.py, test_draft.py, test_history.py
    assert about_content - set(re.findall(r"WP\d{3}", text)) == set()
