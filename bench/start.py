"""What every command costs before and beside its work: help, and a check, against bare Python."""

import os
import subprocess
import sys
from pathlib import Path

from measure import REPO, Case, copy_project, timed

_TIMES = 5


def start(folder: Path) -> list[Case]:
    """Help and a check of the whole sample that has been checked before; the best of five."""
    root = copy_project(folder)
    ours = [sys.executable, "-m", "welcomepack"]
    commands = {
        "bare": [sys.executable, "-c", "pass"],
        "help": [*ours, "--help"],
        "check": [*ours, "--project", str(root), "check"],
    }
    _run(commands["check"])
    best = dict.fromkeys(commands, float("inf"))
    for _ in range(_TIMES):
        for name, command in commands.items():
            best[name] = min(best[name], timed(lambda command=command: _run(command)))
    return [
        Case(
            f"{name} ÷ bare Python",
            best[name] / best["bare"],
            told=f"{best[name]:.2f} s and {best['bare']:.3f} s, the best of five each",
        )
        for name in ("help", "check")
    ]


def _run(command: list[str]) -> None:
    subprocess.run(  # noqa: S603 - our own command line
        command,
        env={**os.environ, "PYTHONPATH": str(REPO)},
        check=True,
        capture_output=True,
    )
