"""More and more boroughs: seconds a pack, and memory, should stay the same."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from measure import AREA, Case, build, copy_project

# The topic that is built for all of London: whole packs of it would take the better part of an hour.
TOPIC = "legal"
_MEMORY = 400  # MB


@dataclass(frozen=True)
class _Row:
    """What so many boroughs took: seconds an edition, peak memory in MB."""

    areas: int
    seconds: float
    worker: int
    main: int

    def __str__(self) -> str:
        memory = f"worker {self.worker} MB, main {self.main} MB"
        return f"{self.areas}: {self.seconds:.2f} s an edition, {memory}"


def growth(
    folder: Path, locales: Sequence[str], whole: Sequence[int], alone: Sequence[int]
) -> list[Case]:
    """Whole packs of some boroughs, and one topic of many; ``whole`` and ``alone`` say how many."""
    return [
        *_cases(folder / "whole", locales, whole, ()),
        *_cases(folder / "alone", locales, alone, ("--topic", TOPIC)),
    ]


def _cases(
    folder: Path, locales: Sequence[str], steps: Sequence[int], options: Sequence[str]
) -> list[Case]:
    rows = [_built(folder / str(count), locales, count, options) for count in steps]
    first, last = rows[0], rows[-1]
    what = f"{last.areas} boroughs, {'one topic' if options else 'whole packs'}"
    told = "; ".join(str(one) for one in rows)
    worker = max(one.worker for one in rows)
    return [
        Case(
            f"{what}: seconds an edition ÷ one borough's",
            last.seconds / first.seconds,
            1.1,
            told=told,
        ),
        Case(f"{what}: memory of a worker", worker, _MEMORY, "MB"),
        Case(f"{what}: memory of the main process", last.main, _MEMORY, "MB"),
    ]


def _built(root: Path, locales: Sequence[str], count: int, options: Sequence[str]) -> _Row:
    copy_project(root)
    for number in range(1, count):
        _another_area(root, f"borough-{number}")
    areas = [AREA, *(f"borough-{number}" for number in range(1, count))]
    chosen = [*(f"--area={one}" for one in areas), *(f"--locale={one}" for one in locales)]
    taken = build(root, *chosen, "--jobs", "2", "--format", "a4", *options)
    made = len(list((root / "build" / "public").glob("*/*/*.pdf")))
    shutil.rmtree(root)
    return _Row(count, taken.wall / made, taken.megabytes["worker"], taken.megabytes["main"])


def _another_area(root: Path, name: str) -> None:
    """A borough that is like the real one in everything but its name, with catalogs of its own."""
    folder = root / "content" / name
    shutil.copytree(root / "content" / AREA, folder)
    area = folder / "area.yaml"
    text = area.read_text("utf-8").replace(f"id: {AREA}\n", f"id: {name}\n")
    area.write_text(text.replace("Brent", name.title()), "utf-8")
    for path in (root / "locales").glob(f"*/LC_MESSAGES/{AREA}.po"):
        # With a line of its own, or the program would see that it is the same and read it once.
        own = f"# {name}\n{path.read_text('utf-8')}"
        path.with_name(f"{name}.po").write_text(own, "utf-8")
