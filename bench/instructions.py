"""What one sheet costs in instructions: the same on a busy machine as on a quiet one.

Counted by valgrind, which runs the process on a processor of its own making; where it is not
installed, nothing is counted and the report says so.
"""

import math
import os
import pickle
import re
import shutil
import subprocess
import sys
from pathlib import Path

from measure import REPO, Case, copy_project
from rivals import packs

_LANGUAGE = "ar"
_STEPS = ("import", "fit", "prove")
_COUNTED = re.compile(r"I\s+refs:\s+([\d,]+)")
_NAME = "instructions to lay out and prove one sheet"


def one_sheet(folder: Path) -> list[Case]:
    """The smallest sheet of a pack: a process that makes it, less one that only imports."""
    program = shutil.which("valgrind")
    if program is None:
        return [Case(_NAME, math.nan, unit="million", told="not counted: no valgrind")]
    made = packs(copy_project(folder), [_LANGUAGE])[_LANGUAGE]
    # The front alone is no document: its contents lead to topics.
    sheet = min(made[1:], key=lambda one: len(one.tries[0].html))
    file = folder / "sheet.pickle"
    file.write_bytes(pickle.dumps(sheet))
    started = [_started(program, file, step) for step in _STEPS]
    bare, fit, prove = (_counted(one) for one in started)
    told = (
        f"{sheet.where}, the first sheet of a process, without its {bare / 1e6:,.0f} million of "
        f"imports; the proof is {(prove - fit) / (prove - bare):.0%} of it"
    )
    return [Case(_NAME, (prove - bare) / 1e6, unit="million", told=told)]


def _started(program: str, file: Path, step: str) -> subprocess.Popen[str]:
    counter = [program, "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"]
    script = str(Path(__file__).with_name("one_sheet.py"))
    return subprocess.Popen(  # noqa: S603 - our own program
        [*counter, sys.executable, script, str(file), step],
        env={**os.environ, "PYTHONPATH": str(REPO), "PYTHONHASHSEED": "0"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


def _counted(process: subprocess.Popen[str]) -> int:
    """The instructions of a process; raises `RuntimeError` when it did not end well."""
    _, told = process.communicate()
    found = _COUNTED.search(told)
    if process.returncode or found is None:
        message = f"the process that is counted ended with {process.returncode}: {told[-500:]}"
        raise RuntimeError(message)
    return int(found[1].replace(",", ""))
