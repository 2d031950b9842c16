"""The measurements: each builds in a folder of its own and returns lines of the report."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from measure import AREA, REPO, Case, Taken, build, copy_project, percentile, timed
from rivals import chromium, packs, plain, planned, sheets_of

from welcomepack.bind import Part, bind
from welcomepack.cache import Cache, remembering
from welcomepack.environment import environment
from welcomepack.layout import lay_out, packed, unpacked

PHONE = ("value: 116 123\n", "value: 116 117\n")


def _options(locales: Sequence[str]) -> list[str]:
    return ["--area", AREA, "--jobs", "2", *(f"--locale={one}" for one in locales)]


def rivals(folder: Path, locales: Sequence[str], program: str) -> tuple[list[Case], Taken]:
    """A cold build against Chromium and plain WeasyPrint, on the same HTML."""
    root = copy_project(folder)
    ours = build(root, *_options(locales), "--format", "a4")
    made = packs(root, locales)
    browser, other = chromium(made, program), plain(made)
    count = sum(len(group) for group in made.values())
    told = f"{count} sheets, {len(made)} packs: ours {ours.wall:.0f} s with all proofs, "
    return [
        Case(
            "cold build ÷ Chromium",
            ours.wall / browser.wall,
            1.0,
            told=f"{told}Chromium {browser.wall:.0f} s without any",
        ),
        Case(
            "cold build ÷ plain WeasyPrint",
            ours.wall / other.wall,
            0.4,
            told=f"{told}plain {other.wall:.0f} s without any; two processes alone give 0.5",
        ),
    ], ours


def again(folder: Path, locales: Sequence[str]) -> list[Case]:
    """Nothing changed; one phone number changed. All formats that are made by default."""
    root = copy_project(folder)
    cold = build(root, *_options(locales))
    same = [build(root, *_options(locales)) for _ in range(3)]
    facts = root / "content" / "england" / "facts.yaml"
    text = facts.read_text("utf-8")
    if PHONE[0] not in text:
        message = "the number that is changed is not there any more"
        raise RuntimeError(message)
    facts.write_text(text.replace(*PHONE), "utf-8")
    changed = build(root, *_options(locales))
    quick = min(one.wall for one in same)
    return [
        Case(
            "one phone number changed ÷ cold",
            changed.wall / cold.wall,
            0.15,
            told=_of(changed, cold),
        ),
        Case("nothing changed ÷ cold", quick / cold.wall, 0.02, told=_of(same[0], cold)),
        Case(
            "nothing changed", quick, 1.0, "s", told="the best of three, start of Python included"
        ),
    ]


def _of(one: Taken, cold: Taken) -> str:
    return f"{one.wall:.2f} s of {cold.wall:.1f} s; processors {one.cpu:.2f} s of {cold.cpu:.1f} s"


def second_place(folder: Path, locales: Sequence[str]) -> list[Case]:
    """Two invented places of one borough: the second needs only what is its own."""
    root = copy_project(folder, places=True)
    places = root / "content" / AREA / "places"
    first = next(places.glob("example-*.yaml"))
    text = first.read_text("utf-8").replace("Example House", "Another House")
    listed = ", ".join(locales) or "en, ar, ur, ti"
    text = re.sub(r"(?m)^locales:.*$", f"locales: [{listed}]", text)
    first.write_text(text, "utf-8")
    other = places / "example-other.yaml"
    other.write_text(
        text.replace(first.stem, other.stem).replace("1 Example", "2 Example"), "utf-8"
    )
    options = [*_options(locales), "--format", "a4"]
    cold = build(root, *options, "--place", first.stem)
    more = build(root, *options, "--place", other.stem)
    return [Case("second place ÷ first", more.wall / cold.wall, 0.10, told=_of(more, cold))]


def on_demand(folder: Path, locales: Sequence[str]) -> list[Case]:
    """One topic in one language in a warm process: rendered, laid out and proved, bound."""
    root = copy_project(folder)
    theme, made = planned(root, locales)
    here = environment()
    cache = Cache(folder / "cache")
    first: list[float] = []
    second: list[float] = []
    with remembering(cache, here):
        for edition in made.editions:
            # The front alone is no document: its contents lead to topics.
            for sheet in sheets_of(edition, theme, here)[1:]:

                def ask(sheet=sheet, language=edition.language):  # noqa: ANN001, ANN202
                    stored = cache.get(sheet.fingerprint)
                    if stored is None:
                        stored = packed(lay_out(sheet))
                        cache.put(sheet.fingerprint, stored)
                    return bind([Part(unpacked(stored).pdf, sheet.name)], language)

                first.append(timed(ask))
                second.append(timed(ask))
    del first[:3]  # the process is not warm before
    told = f"{len(second)} sheets; median {{:.0f}} ms, longest {{:.0f}} ms"
    return [
        Case(
            f"one topic on demand, {name} (p95)",
            percentile(values, 0.95) * 1000,
            goal,
            "ms",
            told=told.format(percentile(values, 0.5) * 1000, max(values) * 1000),
        )
        for name, values, goal in (("from the cache", second, 20), ("laid out", first, 500))
    ]


def dask(folder: Path, locales: Sequence[str]) -> list[Case]:
    """Two workers of a Dask scheduler on this machine against two processes."""
    root = copy_project(folder)
    options = [*_options(locales), "--format", "a4"]
    local = build(root, *options, out="local")
    with _cluster(folder, 2) as address:
        there = build(root, *options, "--executor", "dask", "--scheduler", address, out="there")
    same = (root / "local" / "manifest.json").read_bytes()
    if same != (root / "there" / "manifest.json").read_bytes():
        message = "the cluster made other bytes"
        raise RuntimeError(message)
    told = f"local {local.wall:.1f} s, Dask {there.wall:.1f} s; the same bytes"
    return [
        Case(
            "speed of two Dask workers ÷ two processes",
            local.wall / there.wall,
            0.9,
            at_least=True,
            told=told,
        )
    ]


@contextmanager
def _cluster(folder: Path, workers: int) -> Iterator[str]:
    """A scheduler and workers that are ready, on 127.0.0.1 alone."""
    file = folder / "scheduler.json"
    local = ("--host", "127.0.0.1", "--no-dashboard")
    name = "distributed.cli.dask_"
    started = [_start(f"{name}scheduler", *local, "--port", "0", "--scheduler-file", str(file))]
    try:
        while not file.exists() or not file.read_text("utf-8").endswith("}"):
            time.sleep(0.05)
        from distributed import Client  # noqa: PLC0415 - slow, and for this case alone

        with Client(scheduler_file=str(file), set_as_default=False) as client:
            address = client.scheduler.address
            for _ in range(workers):
                more = ("--no-nanny", "--nthreads", "1", "--local-directory", str(folder))
                started.append(_start(f"{name}worker", address, *local, *more))
            client.wait_for_workers(workers)
        yield address
    finally:
        for one in started:
            one.kill()
            one.wait()


def _start(module: str, *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - our own programs
        [sys.executable, "-m", module, *arguments],
        env={**os.environ, "PYTHONPATH": str(REPO)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
