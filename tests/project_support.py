"""Tiny projects for tests: everything a command needs, small enough to read in one look."""

import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from typer.testing import CliRunner

from welcomepack.cli import app

REPO = Path(__file__).resolve().parent.parent

_SETTINGS = """\
name: Welcome pack
base_url: https://welcome.example.org
theme: clear
locales: [en, ar]
policy:
  prints: mt
"""
_AREA = """\
id: england
name: England
council: Example Council
publish: true
topics: [{topics}]
"""
_DOCTOR = """\
id: gp
title: Doctor
summary: How to see a doctor.
pictogram: gp
blocks:
"""
_GP_PHONE = """\
- id: gp.phone
  kind: phone
  value: "%s"
  source: invented for this test
  checked: 2026-11-22
  confidence: A
"""
NUMBER = "020 7946 0958"  # kept for stories and tests, nobody's
_PROGRAM = """
import sys
from welcomepack.cli import main
try:
    main()
finally:
    sys.stderr.write("\\n" + " ".join(sys.modules))
"""


def doctor(blocks: str) -> str:
    """The topic about the doctor, with these blocks, indented by two."""
    return _DOCTOR + blocks


def gp_phone(number: str = NUMBER) -> str:
    """An entry of ``facts.yaml``: the doctor's number."""
    return _GP_PHONE % number


def write_project(root: Path, files: Mapping[str, str | bytes | None] | None = None) -> Path:
    """Write a tiny project into ``root`` and return it.

    Without ``files`` it has ``content/project.yaml`` (English and Arabic), one published area
    ``england`` without topics, the language registry and the theme of this repository, and
    `check` finds nothing wrong with it. ``files`` maps paths in the project to their content:
    it adds files, replaces these, and ``None`` takes a file or a whole folder out. The
    ``area.yaml`` that is written by itself lists the topics that ``files`` gives to england.
    """
    given = dict(files or {})
    topics = ", ".join(
        PurePosixPath(name).stem
        for name, content in given.items()
        if name.startswith("content/england/topics/")
        and name.endswith(".yaml")
        and content is not None
    )
    whole: dict[str, str | bytes | None] = {
        "content/project.yaml": _SETTINGS,
        "content/england/area.yaml": _AREA.format(topics=topics),
        **given,
    }
    shutil.copytree(REPO / "themes" / "clear", root / "themes" / "clear")
    (root / "locales").mkdir(parents=True, exist_ok=True)
    shutil.copyfile(REPO / "locales" / "languages.yaml", root / "locales" / "languages.yaml")
    for name, content in whole.items():
        _put(root / name, content)
    return root


def _put(path: Path, content: str | bytes | None) -> None:
    if content is None:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command gave."""

    exit_code: int
    stdout: str
    stderr: str


def run(root: Path, *arguments: str) -> Ran:
    """Run a command of welcomepack in this process on the project in ``root``."""
    done = CliRunner().invoke(app, ["--project", str(root), *arguments])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return Ran(done.exit_code, done.stdout, done.stderr)


def modules(root: Path, *arguments: str, code: int = 0) -> set[str]:
    """The modules that a command has loaded at its end, by their whole names."""
    command = [sys.executable, "-c", _PROGRAM, *arguments]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, cwd=root)
    assert ran.returncode == code, ran.stderr
    found = set(ran.stderr.rpartition("\n")[2].split())
    assert "welcomepack.cli.frame" in found
    return found


def git(root: Path, *arguments: str) -> str:
    """Run git in ``root`` as somebody invented; nothing of the machine's own settings counts."""
    who = ("-c", "user.name=Example", "-c", "user.email=example@example.org")
    command = ["git", "-C", str(root), *who, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout
