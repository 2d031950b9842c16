"""Editions are written by processes, and wait on disk: no process holds them all."""

import errno
import os
import pickle
import shutil
import signal
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from paper_support import DAY, HOUSE, HOUSE_PHONE, planned, write_tiny
from test_build import Output, built, whole

from welcomepack import private, sheet
from welcomepack.cache import Cache
from welcomepack.compose import Composed, Composition, Waiting, compose, composed
from welcomepack.diagnostic import Position
from welcomepack.environment import environment
from welcomepack.executor import Team, Workers, team
from welcomepack.formats.format import Request, Scope
from welcomepack.formats.registry import FORMATS, chosen
from welcomepack.layout import lay_out, packed
from welcomepack.load import load
from welcomepack.plan import Plan
from welcomepack.project import open_project
from welcomepack.sheet import Spooled, spooled, tighter
from welcomepack.snapshot import from_json, take, to_json
from welcomepack.theme import Theme

OTHER = """\
id: testham
name: Testham
council: London Borough of Testham
extends: england
publish: true
"""
LODGE = "id: example-annexe\nname: Heron Annexe\nlocales: [en]\n"


@dataclass(frozen=True)
class Written:
    """A project whose editions have been composed, and where."""

    plan: Plan
    theme: Theme
    folder: Path
    cache: Cache
    made: Composition

    def part(self, where: str) -> Composed:
        """What was composed of one edition."""
        (found,) = [one for one in self.made.parts if one.where == where]
        return found


@pytest.fixture
def ready() -> Iterator[Team]:
    with team(Workers(2)) as processes:
        yield processes


def write(root: Path, ready: Team, *formats: str, cache: Cache | None = None) -> Written:
    """Compose all editions of a project."""
    _, theme, plan = planned(root)
    folder = root / "waiting"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    store = cache or Cache(root / "cache")
    request = Request((), theme, environment(), codes=plan.codes)
    steps: list[int] = []

    def count(done: int, total: int, _where: str) -> None:
        assert total == 0
        steps.append(done)

    made = composed(plan, chosen(formats), request, folder, store, ready, count)
    assert len(steps) >= len(plan.planned)
    return Written(plan, theme, folder, store, made)


def test_every_edition_area_and_the_site_are_parts_in_the_order_of_the_plan(
    tmp_path: Path, ready: Team
) -> None:
    root = write_tiny(tmp_path, {"content/testham/area.yaml": OTHER})
    written = write(root, ready)
    assert written.made.diagnostics == ()
    assert [one.where for one in written.made.parts] == [
        "england/en",
        "england/ar",
        "england/example-lodge/en",
        "england/example-lodge/ar",
        "testham/en",
        "testham/ar",
        "england",
        "testham",
        "site",
    ]


def test_what_waits_is_what_the_formats_make_of_the_editions(tmp_path: Path, ready: Team) -> None:
    written = write(write_tiny(tmp_path), ready, "a4", "card", "poster")
    asked = Request((), written.theme, environment())
    here = {
        sheet.fingerprint: sheet
        for one in chosen(("a4", "card", "poster"))
        for job in one.jobs(replace(asked, editions=written.plan.editions))
        for sheet in job.sheets
    }
    there = written.made.sheets
    assert there.keys() == here.keys()
    for key, one in there.items():
        assert one.kept is None
        assert isinstance(one.sheet.tries, Spooled)
        assert list(one.sheet.tries) == list(here[key].tries)
        assert replace(one.sheet, tries=()) == replace(here[key], tries=())


def test_neither_pages_nor_editions_are_held(tmp_path: Path, ready: Team) -> None:
    written = write(write_tiny(tmp_path), ready)
    title = written.plan.editions[0].pack.topics[0].title.english.encode()
    assert title in pickle.dumps(written.plan.planned[0])
    held = pickle.dumps(written.made)
    assert title not in held
    assert b"<html" not in held
    assert len(held) < 1000 * len(written.made.sheets)


def test_a_page_that_was_laid_out_before_is_not_kept_again(tmp_path: Path, ready: Team) -> None:
    root = write_tiny(tmp_path)
    first = write(root, ready, "a4")
    one, *others = first.made.sheets.values()
    laid = lay_out(one.sheet)
    first.cache.put(one.entry, packed(laid))
    again = write(root, ready, "a4", cache=first.cache)
    found = again.made.sheets
    assert found[one.sheet.fingerprint].kept == laid.diagnostics
    assert found[one.sheet.fingerprint].sheet.tries == ()
    assert all(found[other.sheet.fingerprint].kept is None for other in others)
    assert not list(again.folder.glob(f"*/{one.sheet.fingerprint}"))


def test_a_damaged_entry_of_the_cache_is_laid_out_again(tmp_path: Path, ready: Team) -> None:
    root = write_tiny(tmp_path)
    first = write(root, ready, "a4")
    one = next(iter(first.made.sheets.values()))
    first.cache.put(one.entry, packed(lay_out(one.sheet)))
    (path,) = [path for path in first.cache.folder.glob("??/*") if path.name in one.entry]
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    assert (
        write(root, ready, "a4", cache=first.cache).made.sheets[one.sheet.fingerprint].kept is None
    )


def test_editions_are_read_one_by_one(tmp_path: Path, ready: Team) -> None:
    written = write(write_tiny(tmp_path), ready, "a4")
    public = [one for one in written.plan.editions if one.place is None]
    waiting = Waiting(tuple(written.part(f"england/{tag}").folder for tag in ("en", "ar")))
    assert list(waiting) == public
    assert len(waiting) == 2
    assert waiting[1] == public[1]
    assert list(waiting[1:]) == public[1:]
    assert waiting[0] is not waiting[0], "nobody keeps them"


def test_the_record_says_what_an_areas_public_editions_say(tmp_path: Path, ready: Team) -> None:
    written = write(write_tiny(tmp_path), ready, "a4")
    assert set(written.made.records) == {"england"}
    text = written.made.records["england"].read_text("utf-8")
    public = [one.localized for one in written.plan.editions if one.place is None]
    assert text == to_json(take(written.plan.planned[0].day, public))
    assert str(from_json(text).day) == DAY
    assert HOUSE not in text


def test_a_place_alone_makes_no_record_and_no_site(tmp_path: Path, ready: Team) -> None:
    root = write_tiny(tmp_path)
    _, theme, plan = planned(root)
    alone = Plan(tuple(one for one in plan.planned if one.place), theme, plan.settings, plan.codes)
    request = Request((), theme, environment())
    (tmp_path / "waiting").mkdir()
    made = composed(
        alone,
        FORMATS,
        request,
        tmp_path / "waiting",
        Cache(tmp_path / "cache"),
        ready,
        lambda *_: None,
    )
    assert [one.where for one in made.parts] == [
        "england/example-lodge/en",
        "england/example-lodge/ar",
    ]
    assert made.records == {}


def test_each_format_says_what_it_looks_at() -> None:
    assert {one.name: one.scope for one in FORMATS if one.scope is not Scope.EDITION} == {
        "poster": Scope.AREA,
        "site": Scope.SITE,
    }
    assert [one.scope for one in chosen(["site"])] == [Scope.EDITION, Scope.SITE]


def test_tries_wait_whole(tmp_path: Path, ready: Team) -> None:
    written = write(write_tiny(tmp_path), ready, "a4")
    page = next(iter(written.made.sheets.values())).sheet.tries[0]
    tries = tighter(page, (1.0, 0.9))
    waiting = spooled(tries, tmp_path / "tries")
    assert (len(waiting), list(waiting), waiting[1:][0]) == (2, list(tries), tries[1])
    assert waiting.loaded() == tries
    assert isinstance(waiting, sheet.Spooled)


# --- when something goes wrong ---------------------------------------------------------------


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Output:
    root = write_tiny(tmp_path_factory.mktemp("first"))
    return Output(root, built(root, formats=("a4", "site"), jobs=2))


@pytest.fixture
def copied(first: Output, tmp_path: Path) -> Output:
    root = tmp_path / "copy"
    shutil.copytree(first.root, root, symlinks=True)
    return Output(root, first.report)


def compose_or_die(task: object) -> Composed:
    """In the process: end it as the kernel does when it is given the Arabic edition."""
    if getattr(task, "where", "") == "england/ar":
        os.kill(os.getpid(), signal.SIGKILL)
    return compose(task)  # type: ignore[arg-type]


def test_an_edition_that_kills_its_process_is_named_and_nothing_is_published(
    copied: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = whole(copied.out)
    monkeypatch.setattr("welcomepack.compose.compose", compose_or_die)
    report = built(copied.root, formats=("a4", "site"), jobs=2)
    assert [(one.code, one.position) for one in report.diagnostics] == [
        ("WP530", Position("england/ar"))
    ]
    assert "SIGKILL" in report.diagnostics[0].message
    assert whole(copied.out) == before
    assert not (copied.out / ".spool").exists()


def compose_and_look(task: object) -> Composed:
    """In the process: note who may enter the folder where things wait."""
    folder = Path(str(getattr(task, "folder", ""))).parent
    (folder.parent / "mode").write_text(f"{folder.stat().st_mode & 0o777:o}", "utf-8")
    return compose(task)  # type: ignore[arg-type]


def test_nobody_else_may_enter_where_pages_wait(
    copied: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("welcomepack.compose.compose", compose_and_look)
    assert built(copied.root, formats=("a4",), jobs=1).diagnostics == ()
    assert (copied.out / "mode").read_text("utf-8") == "700"


def compose_once_killed(task: object) -> Composed:
    """In the process: end it, once."""
    mark = Path(str(getattr(task, "folder", ""))).parent.parent / "killed"
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return compose(task)  # type: ignore[arg-type]


def test_a_process_that_is_killed_while_it_writes_changes_nothing(
    copied: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = whole(copied.out)
    monkeypatch.setattr("welcomepack.compose.compose", compose_once_killed)
    report = built(copied.root, formats=("a4", "site"), jobs=2)
    assert report.diagnostics == ()
    assert (copied.out / "killed").exists()
    assert whole(copied.out) == before


def compose_on_a_full_disk(_task: object) -> Composed:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_full_disk_leaves_the_output_and_nothing_that_waits(
    copied: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = whole(copied.out)
    with monkeypatch.context() as patch:
        patch.setattr("welcomepack.compose.compose", compose_on_a_full_disk)
        with pytest.raises(OSError, match="space"):
            built(copied.root, formats=("a4", "site"))
    assert whole(copied.out) == before
    assert not (copied.out / ".spool").exists()


def test_what_a_killed_build_left_waiting_is_cleared_away(copied: Output) -> None:
    left = copied.out / ".spool" / "0" / "jobs"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"half")
    assert built(copied.root, formats=("a4", "site")).diagnostics == ()
    assert not (copied.out / ".spool").exists()


def test_the_words_of_all_areas_places_are_searched_in_every_areas_files(
    tmp_path: Path, ready: Team
) -> None:
    root = write_tiny(
        tmp_path,
        {
            "content/testham/area.yaml": OTHER,
            "content/testham/places/example-annexe.yaml": LODGE,
        },
    )
    packs = load(open_project(root, DAY)).packs.values()
    page = tmp_path / "page.html"
    page.write_text(f"<p>{HOUSE_PHONE}</p><p>Heron Annexe</p>", "utf-8")
    files = {"public/england/en/page.html": page}
    store = Cache(tmp_path / "cache")
    found = private.leaks(packs, files, store, environment(), ready)
    assert [one.code for one in found] == ["WP502", "WP502"]
    page.write_text("<p>Nothing of the kind</p>", "utf-8")
    assert private.leaks(packs, files, store, environment(), ready) == ()
    assert store.size().entries == 1, "one search of a file for all areas"
