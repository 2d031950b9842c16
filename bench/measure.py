"""What all measurements share: projects to build in, a stopwatch, and a watch on memory."""

import os
import resource
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

REPO = Path(__file__).resolve().parent.parent
AREA = "brent"
DAY = "2026-11-22"
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Taken:
    """What something cost: seconds on the clock, seconds of processors, pages' peak memory."""

    wall: float = 0.0
    cpu: float = 0.0
    megabytes: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Case:
    """One line of the report; ``value`` is compared with ``goal`` (at most, or at least).

    Without a goal it only tells; not a number is what could not be measured here.
    """

    name: str
    value: float
    goal: float | None = None
    unit: str = ""
    at_least: bool = False
    told: str = ""

    @property
    def met(self) -> bool:
        """Whether the goal is met; one that is not there is."""
        if self.goal is None:
            return True
        return self.value >= self.goal if self.at_least else self.value <= self.goal


def copy_project(folder: Path, *, places: bool = False) -> Path:
    """A copy of this repository's content; without places unless asked for."""
    for name in ("content", "locales", "themes"):
        shutil.copytree(REPO / name, folder / name)
    if not places:
        for path in (folder / "content").glob("*/places"):
            shutil.rmtree(path)
    return folder


def _cpu() -> float:
    """Seconds of processors that this process and its ended children have used."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


@contextmanager
def stopwatch() -> Iterator[Taken]:
    """Measure what happens inside the context, with the children that end in it."""
    taken = Taken()
    wall, cpu = time.perf_counter(), _cpu()
    yield taken
    taken.wall, taken.cpu = time.perf_counter() - wall, _cpu() - cpu


def build(root: Path, *options: str, out: str = "build") -> Taken:
    """Build by the command line, as a person would; raises when it fails."""
    command = [sys.executable, "-m", "welcomepack", "--project", str(root), "build", "--quiet"]
    command += ["--date", DAY, "--out", str(root / out), *options]
    environment = {**os.environ, "PYTHONPATH": str(REPO)}
    taken = Taken()
    start = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 - our own command line
        command, env=environment, start_new_session=True, stdout=subprocess.DEVNULL
    )
    with _watched(process.pid) as (peaks, used):
        code = process.wait()
    taken.wall, taken.cpu = time.perf_counter() - start, sum(used.values())
    if code:
        message = f"build {' '.join(options)} ended with {code}"
        raise RuntimeError(message)
    taken.megabytes = {
        "main": peaks.get(process.pid, 0),
        "worker": max((size for pid, size in peaks.items() if pid != process.pid), default=0),
    }
    return taken


@contextmanager
def _watched(group: int) -> Iterator[tuple[dict[int, int], dict[int, float]]]:
    """Peak memory in MB and seconds of processors of each process of a group.

    Looked at twenty times a second, because workers are nobody's children that could be asked
    at their end.
    """
    peaks: dict[int, int] = {}
    used: dict[int, float] = {}
    over = threading.Event()

    def look() -> None:
        while not over.wait(0.05):
            for path in Path("/proc").glob("[0-9]*"):
                try:
                    told = (path / "stat").read_text().rpartition(")")[2].split()
                    text = (path / "status").read_text() if told[2] == str(group) else ""
                except OSError:  # it has ended meanwhile
                    continue
                if "VmHWM:" in text:
                    number = int(path.name)
                    peaks[number] = int(text.partition("VmHWM:")[2].split()[0]) // 1024
                    used[number] = (int(told[11]) + int(told[12])) / _TICKS

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    try:
        yield peaks, used
    finally:
        over.set()
        thread.join()


def percentile(values: list[float], share: float) -> float:
    """The value that a share of all are not above."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(share * len(ranked)))]


def timed(function: Callable[[], object]) -> float:
    """Seconds on the clock that a call takes."""
    start = time.perf_counter()
    function()
    return time.perf_counter() - start
