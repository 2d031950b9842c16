"""Measure, and write docs/performance.md and docs/performance.svg: ``python bench/run.py``.

``--quick`` takes two languages and two small steps of growth, prints, and writes nothing;
``--only CASE`` takes one of the cases. On a quiet machine with two processors the whole takes
about half an hour, a third of it the growth to 33 boroughs (``--most 3`` leaves them out).
"""

import argparse
import os
import shutil
import tempfile
from pathlib import Path

import cases
from growth import growth
from instructions import one_sheet
from measure import REPO, Case
from report import chart, page
from start import start

QUICK = ("en", "ar")
STEPS = (1, 3, 10, 33)
WHOLE = 3  # boroughs of which whole packs are built at most


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", default="", choices=["", *NAMES])
    parser.add_argument(
        "--most", type=int, default=STEPS[-1], help="the most boroughs (33 is all of London)"
    )
    parser.add_argument("--chromium", default=shutil.which("chromium") or "chromium")
    chosen = parser.parse_args()
    locales = QUICK if chosen.quick else ()
    most = 2 if chosen.quick else chosen.most
    steps = tuple(sorted({one for one in (*STEPS, most) if one <= most}))
    before = os.getloadavg()[0]
    found: list[Case] = []
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        for case in [chosen.only] if chosen.only else NAMES:
            print(f"{case} …", flush=True)
            new = _measured(case, folder / case, locales, steps, chosen.chromium)
            for one in new:
                met = "met" if one.met else "MISSED"
                goal = "no goal" if one.goal is None else f"goal {one.goal:g}, {met}"
                print(f"  {one.name}: {one.value:.3g} {one.unit} ({goal}) {one.told}")
            found += new
    if chosen.quick or chosen.only:
        return
    how = f"Brent in all its languages, {os.cpu_count()} processors, up to {steps[-1]} boroughs."
    docs = REPO / "docs"
    text = page(found, how, (before, os.getloadavg()[0]), "performance.svg")
    (docs / "performance.md").write_text(text, "utf-8")
    (docs / "performance.svg").write_text(chart(found), "utf-8")


def _measured(
    case: str, folder: Path, locales: tuple[str, ...], steps: tuple[int, ...], program: str
) -> list[Case]:
    if case in _ALONE:
        return _ALONE[case](folder)
    if case in _BUILDS:
        return _BUILDS[case](folder, locales)
    if case == "rivals":
        return cases.rivals(folder, locales, program)[0]
    whole = tuple(one for one in steps if one <= WHOLE)
    return growth(folder, locales, whole, steps)


_ALONE = {"start": start, "sheet": one_sheet}
_BUILDS = {
    "again": cases.again,
    "place": cases.second_place,
    "demand": cases.on_demand,
    "dask": cases.dask,
}
NAMES = ("start", "sheet", "rivals", "again", "place", "demand", "dask", "growth")

if __name__ == "__main__":
    main()
