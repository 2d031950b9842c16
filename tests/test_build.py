"""Builds: what is in the manifest, what is laid out again, and that nothing half is ever seen.

Most run in this process on the invented borough; those that are killed run by themselves.
"""

import csv
import errno
import hashlib
import json
import multiprocessing
import os
import re
import secrets
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from paper_support import (
    ARABIC,
    BASE,
    CARD,
    FACTS,
    HOUSE,
    HOUSE_PHONE,
    PHONE,
    PLACE,
    planned,
    po,
    write_tiny,
)
from project_support import REPO, run

from welcomepack.build import Report, build
from welcomepack.diagnostic import Position
from welcomepack.finish import Made, Task, finish
from welcomepack.layout import Laid, lay_out
from welcomepack.plan import Selection
from welcomepack.sheet import Sheet
from welcomepack.verify import count_pages, glyphs, visual_words

NEW_PHONE = "020 7946 0777"
FIELDS = {
    "path",
    "area",
    "place",
    "topic",
    "locale",
    "format",
    "public",
    "sha256",
    "bytes",
    "pages",
    "fingerprint",
    "qr",
    "imposed",
}
ENGLISH_ONLY = f"name: W\nbase_url: {BASE}\nlocales: [en]\n"
SHORT = {
    "content/project.yaml": ENGLISH_ONLY,
    "content/england/topics/home.yaml": None,
    "content/england/places/example-lodge.yaml": None,
}


def built(root: Path, selection: Selection | None = None, **options: object) -> Report:
    """Build a project into its folder ``build``."""
    loaded, _, plan = planned(root, selection)
    report = build(loaded, plan, root / "build", **options)
    assert all(one.code for one in report.diagnostics)
    return report


def whole(out: Path) -> str:
    """The digest of the output's manifest, when every file is there as the manifest says."""
    rows = json.loads((out / "manifest.json").read_text("utf-8"))
    assert rows
    wrong = [
        row["path"]
        for row in rows
        if hashlib.sha256((out / row["path"]).read_bytes()).hexdigest() != row["sha256"]
    ]
    assert wrong == []
    return hashlib.sha256((out / "manifest.json").read_bytes()).hexdigest()


def rows_of(out: Path) -> list[dict[str, object]]:
    return json.loads((out / "manifest.json").read_text("utf-8"))


def words_of(pdf: bytes) -> str:
    """What the eye reads in a PDF, without blanks."""
    words = [word for page in glyphs(pdf) for word in visual_words(page)]
    return "\n".join(word.replace(" ", "") for word in words)


def prints(pdf: bytes, number: str) -> bool:
    return number.replace(" ", "") in words_of(pdf)


def sheets_in(out: Path) -> list[Path]:
    """The cache's entries that are laid-out sheets; it holds smaller things too."""
    found = []
    for path in sorted((out / ".cache").glob("??/*")):
        with suppress(FileNotFoundError):  # a temporary file that was just finished
            if b'"diagnostics": []' in path.read_bytes()[:4000]:
                found.append(path)
    return [path for path in found if path.name[0] != "."]


def change_phone(root: Path, number: str) -> None:
    facts = root / "content" / "england" / "facts.yaml"
    facts.write_text(FACTS.replace(PHONE, number), "utf-8")


@dataclass(frozen=True)
class Output:
    """A project that was built, and what the build said."""

    root: Path
    report: Report

    @property
    def out(self) -> Path:
        """The folder that was built."""
        return self.root / "build"


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Output:
    """The invented borough, built once; tests only look at it."""
    root = write_tiny(tmp_path_factory.mktemp("first"))
    return Output(root, built(root, jobs=2))


@pytest.fixture
def copied(first: Output, tmp_path: Path) -> Output:
    """A copy of that project with its output, to be changed."""
    root = tmp_path / "copy"
    shutil.copytree(first.root, root, symlinks=True)
    return Output(root, first.report)


# --- the output ------------------------------------------------------------------------------


def test_the_manifest_lists_every_file_as_it_is(first: Output) -> None:
    rows = rows_of(first.out)
    assert len(rows) > 15
    assert all(set(row) == FIELDS for row in rows)
    paths = [row["path"] for row in rows]
    assert paths == sorted(paths)
    there = {
        path.relative_to(first.out).as_posix()
        for top in ("public", "private")
        for path in (first.out / top).rglob("*")
        if path.is_file()
    }
    assert set(paths) == there - {"public/manifest.json"}
    for row in rows:
        data = (first.out / row["path"]).read_bytes()
        assert row["sha256"] == hashlib.sha256(data).hexdigest()
        assert row["bytes"] == len(data)
        if row["path"].endswith(".pdf"):
            assert row["pages"] == count_pages(data)


def test_the_manifest_says_what_each_file_is(first: Output) -> None:
    rows = {row["path"]: row for row in rows_of(first.out)}
    pack = rows["public/england/ar/england-ar-a4.pdf"]
    told = ("area", "place", "topic", "locale", "format", "public")
    assert [pack[key] for key in told] == ["england", "", "", "ar", "a4", True]
    own = rows["private/england/example-lodge/en/example-lodge-en-a4.pdf"]
    assert [own[key] for key in told] == ["england", "example-lodge", "", "en", "a4", False]
    page = rows["public/england/en/help.html"]
    assert [page[key] for key in told] == ["england", "", "help", "en", "site", True]
    assert {row["format"] for row in rows.values()} >= {"a4", "site"}


def test_public_and_private_are_told_apart_rightly_for_every_file(first: Output) -> None:
    rows = rows_of(first.out)
    assert {row["public"] for row in rows} == {True, False}
    for row in rows:
        assert row["public"] is row["path"].startswith("public/")
        assert row["public"] is not row["path"].startswith("private/")
        assert bool(row["place"]) is not row["public"]


def test_the_public_manifest_lists_the_public_files_alone(first: Output) -> None:
    text = (first.out / "public" / "manifest.json").read_text("utf-8")
    assert json.loads(text) == [row for row in rows_of(first.out) if row["public"]]
    assert "lodge" not in text.casefold()


def test_nothing_of_the_place_stands_outside_of_private(first: Output) -> None:
    looked = 0
    for path in (first.out / "public").resolve().rglob("*"):
        name = path.relative_to((first.out / "public").resolve()).as_posix()
        assert "lodge" not in name.casefold()
        if path.is_file():
            data = path.read_bytes()
            text = words_of(data) if path.suffix == ".pdf" else data.decode()
            for secret in (HOUSE, HOUSE_PHONE, "Invented Corner", "example-lodge"):
                assert secret.replace(" ", "").casefold() not in text.replace(" ", "").casefold()
            looked += 1
    assert looked > 15
    own = first.out / "private" / "england" / "example-lodge" / "ar" / "example-lodge-ar-a4.pdf"
    assert prints(own.read_bytes(), HOUSE_PHONE)
    assert prints(own.read_bytes(), HOUSE)


def test_the_manifest_lists_the_codes_that_are_printed(first: Output) -> None:
    with (first.root / "content" / "codes.csv").open(encoding="utf-8", newline="") as file:
        codes = {(row["topic"], row["locale"]): row["code"] for row in csv.DictReader(file)}
    assert set(codes) == {(topic, tag) for topic in ("help", "card") for tag in ("en", "ar")}
    packs = [row for row in rows_of(first.out) if row["format"] == "a4"]
    assert len(packs) == 4
    for row in packs:
        assert row["qr"] == [
            f"{BASE}/w/{codes[topic, row['locale']]}#20261122" for topic in ("help", "card")
        ]


def test_a_printed_code_leads_to_its_page_in_both_spellings(first: Output) -> None:
    with (first.root / "content" / "codes.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 4
    for row in rows:
        for spelling in (row["code"], row["code"].lower()):
            page = first.out / "public" / "w" / spelling / "index.html"
            text = page.read_text("utf-8")
            own = f"{BASE}/england/{row['locale']}/{row['topic']}.html"
            assert f'<link rel="canonical" href="{own}">' in text
            assert f'<html lang="{row["locale"]}"' in text
            assert 'id="20261122"' in text, "the paper's day must find its own part of the page"
            for link in re.findall(r'(?:href|src)="(\.\./[^"#]+)"', text):
                assert (page.parent / link).is_file(), link


def test_parts_that_two_packs_share_are_laid_out_once(first: Output) -> None:
    packs = [one for one in first.report.artifacts if one.format == "a4"]
    assert len(packs) == 4
    fronts_and_homes, shared = 4 + 2, 2 * 2
    posters = sum(one.format == "poster" for one in first.report.artifacts)
    cards = sum(one.format == "card" for one in first.report.artifacts)
    assert (posters, cards) == (3, 2)
    assert first.report.made == fronts_and_homes + shared + posters + cards
    assert first.report.reused == 0


def test_the_files_can_be_read_by_a_web_server(first: Output) -> None:
    modes = {
        path.stat().st_mode & 0o777 for path in (first.out / "public").resolve().rglob("*.html")
    }
    assert modes == {0o644}
    folders = [first.out / "public", (first.out / "public").resolve().parent]
    assert all(folder.stat().st_mode & 0o005 == 0o005 for folder in folders)


def test_the_same_content_gives_the_same_bytes_in_another_process(
    first: Output, tmp_path: Path
) -> None:
    root = write_tiny(tmp_path / "elsewhere" / "deep")
    done = subprocess.run(
        [sys.executable, "-m", "welcomepack", "--project", str(root), "build", "--jobs", "1"],
        env={**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Kabul"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert whole(root / "build") == whole(first.out)


# --- the work --------------------------------------------------------------------------------


def test_two_jobs_are_two_processes(tmp_path: Path) -> None:
    root = write_tiny(tmp_path, SHORT)
    seen: set[int] = set()
    steps: list[tuple[int, int]] = []

    def watch(done: int, total: int, _name: str) -> None:
        seen.update(one.pid for one in multiprocessing.active_children() if one.pid)
        if total:
            steps.append((done, total))

    before = {one.pid for one in multiprocessing.active_children()}
    report = built(root, jobs=2, progress=watch)
    workers = seen - before
    assert len(workers) == 2
    assert os.getpid() not in workers
    assert [done for done, _ in steps] == list(range(report.made + 1))
    assert {total for _, total in steps} == {report.made}
    assert multiprocessing.active_children() == []


def test_a_second_build_lays_out_nothing(copied: Output) -> None:
    before = whole(copied.out)
    report = built(copied.root)
    assert (report.made, report.reused) == (0, copied.report.made)
    assert whole(copied.out) == before


def test_without_the_cache_the_output_is_the_same(copied: Output) -> None:
    before = whole(copied.out)
    shutil.rmtree(copied.out)
    assert built(copied.root).made == copied.report.made
    assert whole(copied.out) == before


def test_a_changed_number_lays_out_its_topic_again_and_nothing_else(copied: Output) -> None:
    change_phone(copied.root, NEW_PHONE)
    report = built(copied.root)
    assert report.made == 2
    assert report.reused == copied.report.made - 2
    packs = sorted((copied.out / "public").resolve().rglob("*a4.pdf"))
    assert len(packs) == 2
    for pack in packs:
        assert prints(pack.read_bytes(), NEW_PHONE)
        assert not prints(pack.read_bytes(), PHONE)


def test_a_damaged_entry_of_the_cache_is_made_again(copied: Output) -> None:
    before = whole(copied.out)
    entries = sheets_in(copied.out)
    assert len(entries) == copied.report.made
    damaged = bytearray(entries[0].read_bytes())
    damaged[len(damaged) // 2] ^= 1
    entries[0].write_bytes(damaged)
    entries[1].write_bytes(b"")
    report = built(copied.root)
    assert (report.made, report.reused) == (2, copied.report.made - 2)
    assert whole(copied.out) == before


def test_the_output_is_exactly_what_was_asked_for(copied: Output) -> None:
    built(copied.root, Selection(locales=("ar",)), formats=("site",))
    rows = rows_of(copied.out)
    assert {row["format"] for row in rows} == {"site"}
    assert {row["locale"] for row in rows} == {"ar", ""}
    assert not (copied.out / "private").exists()
    built(copied.root, Selection(places=("example-lodge",), locales=("ar",)), formats=("a4",))
    assert [row["path"] for row in rows_of(copied.out)] == [
        "private/england/example-lodge/ar/example-lodge-ar-a4.pdf"
    ]
    built(copied.root, Selection(locales=("ar",)), formats=("a4",), topics=("card",))
    assert {(row["place"], row["pages"]) for row in rows_of(copied.out)} == {
        ("", 1),
        ("example-lodge", 1),
    }


def test_a_new_number_of_the_real_content_is_in_the_packs_of_four_languages(
    tmp_path: Path,
) -> None:
    """In a copy of this repository's content: the number of the Samaritans."""
    for name in ("content", "locales", "themes"):
        shutil.copytree(REPO / name, tmp_path / name)
    shutil.rmtree(tmp_path / "content" / "brent" / "places")
    wanted = Selection(areas=("brent",), locales=("en", "ar", "ur", "ti"))
    options = {"formats": ("a4",), "topics": ("emergencies", "feeling-well"), "jobs": 2}
    report = built(tmp_path, wanted, **options)
    assert (report.made, report.reused, len(report.artifacts)) == (8, 0, 4)
    facts = tmp_path / "content" / "england" / "facts.yaml"
    text = facts.read_text("utf-8")
    assert text.count("value: 116 123\n") == 1
    facts.write_text(text.replace("value: 116 123\n", "value: 116 117\n"), "utf-8")
    report = built(tmp_path, wanted, **options)
    assert (report.made, report.reused, len(report.artifacts)) == (4, 4, 4)
    for artifact in report.artifacts:
        words = words_of((tmp_path / "build" / artifact.path).read_bytes())
        assert "116117" in words, artifact.path
        assert "116123" not in words, artifact.path


# --- what goes wrong -------------------------------------------------------------------------


def test_a_killed_worker_changes_nothing_but_the_time(copied: Output) -> None:
    before = whole(copied.out)
    shutil.rmtree(copied.out / ".cache")

    def kill(done: int, total: int, _name: str) -> None:
        if done == 1 and total:
            for one in multiprocessing.active_children():
                os.kill(one.pid, signal.SIGKILL)

    report = built(copied.root, progress=kill, jobs=2)
    assert report.diagnostics == ()
    assert report.made == copied.report.made
    assert whole(copied.out) == before


POISON = "Keep this card with you, poison."


def lay_out_or_die(sheet: Sheet) -> Laid:
    """In the worker: end the process as the kernel does when memory runs out."""
    if POISON in sheet.tries[0].html:
        os.kill(os.getpid(), signal.SIGKILL)
    return lay_out(sheet)


def test_a_page_that_kills_its_worker_is_named_and_the_others_are_finished(
    copied: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = whole(copied.out)
    shutil.rmtree(copied.out / ".cache")
    card = copied.root / "content" / "england" / "topics" / "card.yaml"
    card.write_text(CARD.replace("Keep this card with you.", POISON), "utf-8")
    monkeypatch.setattr("welcomepack.layout.lay_out", lay_out_or_die)
    report = built(copied.root, Selection(locales=("en",)), formats=("a4",), jobs=2)
    assert [(one.code, one.position) for one in report.diagnostics] == [
        ("WP530", Position("england/en/card"))
    ]
    assert "SIGKILL" in report.diagnostics[0].message
    assert report.artifacts == ()
    assert whole(copied.out) == before
    monkeypatch.undo()
    again = built(copied.root, Selection(locales=("en",)), formats=("a4",))
    assert (again.made, again.reused) == (1, report.made - 1), "the others were kept"


def finish_or_die(task: Task) -> Made:
    """In the process that binds: end it when it is given the Arabic pack."""
    if task.where == "england/ar":
        os.kill(os.getpid(), signal.SIGKILL)
    return finish(task)


def test_a_pack_whose_binding_kills_the_process_is_named_and_nothing_is_published(
    copied: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = whole(copied.out)
    monkeypatch.setattr("welcomepack.finish.finish", finish_or_die)
    report = built(copied.root, formats=("a4",), jobs=2)
    assert [(one.code, one.position) for one in report.diagnostics] == [
        ("WP530", Position("england/ar"))
    ]
    assert "SIGKILL" in report.diagnostics[0].message
    assert whole(copied.out) == before


def finish_once_killed(task: Task) -> Made:
    """In the process that binds: end it at the first file, once."""
    mark = task.tree.parent / "killed"
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return finish(task)


def test_a_process_that_is_killed_while_it_binds_changes_nothing(
    copied: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = whole(copied.out)
    monkeypatch.setattr("welcomepack.finish.finish", finish_once_killed)
    report = built(copied.root, jobs=2)
    assert report.diagnostics == ()
    assert whole(copied.out) == before


def finish_on_a_full_disk(task: Task) -> Made:
    """In the process that binds: there is no room for one of the pages."""
    write = Path.write_bytes

    def full(path: Path, data: bytes) -> int:
        if path.name == "help.html":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return write(path, data)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "write_bytes", full)
        return finish(task)


def test_a_full_disk_leaves_the_output_and_no_tree(
    copied: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = whole(copied.out)
    change_phone(copied.root, NEW_PHONE)
    trees = sorted((copied.out / ".trees").iterdir())
    with monkeypatch.context() as patch:
        patch.setattr("welcomepack.finish.finish", finish_on_a_full_disk)
        with pytest.raises(OSError, match="space"):
            built(copied.root)
    assert whole(copied.out) == before
    assert sorted((copied.out / ".trees").iterdir()) == trees


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("Keep this card with you.", "Keep this card with you. Call 020 7946 0123.", "WP203"),
        ("{help.sms}", "{help.smss}", "WP201"),
        ("kind: text", "kind: txt", "WP112"),
    ],
)
def test_an_error_in_the_content_keeps_the_output_and_ends_with_1(
    copied: Output, old: str, new: str, code: str
) -> None:
    before = whole(copied.out)
    changed = 0
    for path in (copied.root / "content" / "england" / "topics").iterdir():
        text = path.read_text("utf-8")
        changed += old in text
        path.write_text(text.replace(old, new), "utf-8")
    assert changed == 1
    ran = run(copied.root, "build", "--quiet")
    assert ran.exit_code == 1
    assert code in ran.stderr
    assert whole(copied.out) == before


def test_a_letter_that_no_font_has_keeps_the_output_and_is_named(copied: Output) -> None:
    before = whole(copied.out)
    card = CARD.replace("Keep this card with you.", "Keep this \ue123 card.")
    (copied.root / "content" / "england" / "topics" / "card.yaml").write_text(card, "utf-8")
    report = built(copied.root)
    assert report.artifacts == ()
    assert {one.code for one in report.diagnostics} == {"WP403"}
    assert whole(copied.out) == before
    again = built(copied.root)
    assert again.made > 0, "a bad page must not be kept in the cache"
    assert {one.code for one in again.diagnostics} == {"WP403"}


def test_a_card_that_cannot_fit_on_its_one_page_is_told(tmp_path: Path) -> None:
    call = CARD[CARD.index("      - id: now") :]
    many = "".join(call.replace("id: now", f"id: now-{number}") for number in range(40))
    root = write_tiny(tmp_path, {**SHORT, "content/england/topics/card.yaml": CARD + many})
    report = built(root, formats=("a4",), topics=("card",))
    assert [one for one in report.diagnostics if "card" in one.text()]


def test_an_address_that_is_too_long_for_a_code_is_an_error_of_the_settings(
    tmp_path: Path,
) -> None:
    long = "https://www.testham.example.org/residents/newcomers/welcome"
    settings = ENGLISH_ONLY.replace(BASE, long)
    ran = run(write_tiny(tmp_path, {**SHORT, "content/project.yaml": settings}), "build", "--quiet")
    assert ran.exit_code == 1, ran.stderr
    assert "base_url" in ran.stderr


# --- the hotel is the secret -----------------------------------------------------------------

SAYS = ARABIC["card/summary"][1]
LEAKS: dict[str, Mapping[str, str]] = {
    "typed into a public topic": {
        "content/england/topics/card.yaml": CARD.replace(
            "Keep this card with you.", f"Keep this card with you at {HOUSE}."
        )
    },
    "typed into a translation": {
        "locales/ar/LC_MESSAGES/england.po": po(
            {**ARABIC, "card/summary": ("Keep this card with you.", f"{SAYS} {SAYS} {HOUSE} هنا.")}
        )
    },
    "put in as a public fact": {
        "content/england/facts.yaml": FACTS.replace("Marigold Hall", HOUSE)
    },
    "in the topic of another area": {
        "content/testham/area.yaml": (
            "id: testham\nname: Testham\ncouncil: Testham Council\nextends: england\npublish: true\n"
        ),
        "content/testham/topics/card.yaml": f"id: card\nsummary: Near {HOUSE}.\n",
    },
}


@pytest.mark.parametrize("formats", ["a4", "site"])
@pytest.mark.parametrize("leak", LEAKS)
def test_a_secret_in_public_output_is_found_and_nothing_is_published(
    copied: Output, leak: str, formats: str
) -> None:
    before = whole(copied.out)
    for name, text in LEAKS[leak].items():
        (copied.root / name).parent.mkdir(parents=True, exist_ok=True)
        (copied.root / name).write_text(text, "utf-8")
    loaded, _, plan = planned(copied.root)
    assert loaded.diagnostics == ()
    report = build(loaded, plan, copied.out, formats=(formats,), jobs=1)
    assert report.artifacts == ()
    assert {one.code for one in report.diagnostics} == {"WP502"}
    assert not [one for one in report.diagnostics if HOUSE in one.text()]
    assert whole(copied.out) == before


def test_a_secret_on_the_poster_is_found_too(copied: Output) -> None:
    before = whole(copied.out)
    area = LEAKS["in the topic of another area"]["content/testham/area.yaml"]
    (copied.root / "content" / "testham").mkdir()
    (copied.root / "content" / "testham" / "area.yaml").write_text(
        area.replace("Testham Council", f"{HOUSE} Council"), "utf-8"
    )
    report = built(copied.root, formats=("poster",))
    assert {one.code for one in report.diagnostics} == {"WP502"}
    assert whole(copied.out) == before


def test_what_a_place_shares_with_the_public_directory_is_no_leak(tmp_path: Path) -> None:
    library = (
        "- id: library\n  category: library\n  name: Invented Corner\n  address: 1 Example Street\n"
        "  source: invented\n  checked: 2026-11-22\n  confidence: A\n"
    )
    libraries = CARD + "  - id: where\n    kind: services\n    categories: [library]\n"
    root = write_tiny(
        tmp_path,
        {
            "content/england/services.yaml": library,
            "content/england/topics/card.yaml": libraries,
        },
    )
    assert "stop: Invented Corner" in PLACE
    report = built(root, formats=("site",))
    assert report.diagnostics == ()
    page = root / "build" / "public" / "england" / "en" / "card.html"
    assert "Invented Corner" in page.read_text("utf-8")


def test_the_command_says_that_nothing_was_published(copied: Output) -> None:
    before = whole(copied.out)
    (copied.root / "locales" / "ar" / "LC_MESSAGES" / "england.po").write_text(
        LEAKS["typed into a translation"]["locales/ar/LC_MESSAGES/england.po"], "utf-8"
    )
    ran = run(copied.root, "build", "--quiet", "--format", "site")
    assert ran.exit_code == 1
    assert "WP502" in ran.stderr
    assert "Nothing was published; the earlier output stands." in ran.stderr
    assert HOUSE not in ran.stdout + ran.stderr
    assert whole(copied.out) == before


# --- kill -9 ---------------------------------------------------------------------------------


def start(root: Path, *arguments: str) -> subprocess.Popen[bytes]:
    """A build in a process group of its own, which listens to Ctrl-C."""
    command = [sys.executable, "-m", "welcomepack", "--project", str(root), "build", "--quiet"]
    # Tests that a shell runs in the background ignore it, and what they start would too.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return subprocess.Popen(
            [*command, *arguments],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
    finally:
        signal.signal(signal.SIGINT, before)


def shown_number(out: Path, numbers: Sequence[str]) -> str:
    """The one of these numbers that page and paper print, both the same."""
    page = (out / "public" / "england" / "en" / "help.html").read_text("utf-8")
    pdf = (out / "public" / "england" / "en" / "england-en-a4.pdf").read_bytes()
    (number,) = [one for one in numbers if one in page and prints(pdf, one)]
    return number


def test_a_build_that_is_killed_at_any_moment_leaves_the_output_whole(tmp_path: Path) -> None:
    root = write_tiny(tmp_path, SHORT)
    out = root / "build"
    built(root)
    chance = secrets.SystemRandom()
    killed = 0
    for attempt in range(6):
        old = PHONE if not attempt else shown_number(out, [PHONE, *_numbers(attempt)])
        before = whole(out)
        new = _numbers(6)[attempt]
        change_phone(root, new)
        there = set((out / ".trees").iterdir())
        process = start(root, "--jobs", "2")
        if attempt % 2:  # anywhere: while reading, laying out, binding …
            pause = chance.uniform(0.1, 1.5)
        else:  # when files are being written and the output is about to be switched
            while process.poll() is None and set((out / ".trees").iterdir()) == there:
                time.sleep(0.001)
            pause = chance.uniform(0, 0.1)
        time.sleep(pause)
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        _, complaint = process.communicate()
        killed += process.returncode == -signal.SIGKILL
        told = f"killed in attempt {attempt} after {pause:.3f} s: {complaint.decode()}"
        assert process.returncode in (0, -signal.SIGKILL), told
        after = whole(out)
        assert shown_number(out, [old, new]) == (old if after == before else new), told
    assert killed
    process = start(root, "--jobs", "2")
    process.communicate()
    assert process.returncode == 0
    assert shown_number(out, [new]) == new
    assert len(list((out / ".trees").iterdir())) <= 2
    assert [path.name for path in out.iterdir() if path.name.endswith(".new")] == []


def _numbers(count: int) -> list[str]:
    return [f"020 7946 0{number}" for number in range(700, 700 + count)]


def test_two_builds_at_once_leave_a_whole_output(tmp_path: Path) -> None:
    root = write_tiny(tmp_path, SHORT)
    built(root)
    before = whole(root / "build")
    finished = 0
    for _ in range(3):
        both = [start(root, "--jobs", "1"), start(root, "--jobs", "1")]
        for one in both:
            _, complaint = one.communicate()
            finished += one.returncode == 0
            assert one.returncode == 0 or b"build" in complaint
        assert whole(root / "build") == before
    assert finished >= 3


# --- Ctrl-C and its like ---------------------------------------------------------------------


def group(number: int) -> list[int]:
    """The processes of a group that run; those that only wait to be buried do not."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, its_group = path.read_text("utf-8").rpartition(")")[2].split()[:3]
        except OSError:  # it has ended meanwhile
            continue
        if int(its_group) == number and state != "Z":
            found.append(int(path.parent.name))
    return found


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_build_that_is_stopped_leaves_no_process_and_goes_on_where_it_was(
    tmp_path: Path, number: signal.Signals
) -> None:
    root = write_tiny(tmp_path)
    out = root / "build"
    process = start(root, "--jobs", "2", "--format", "a4")
    stored = 0
    while process.poll() is None and stored < 3:
        stored = len(sheets_in(out))
        time.sleep(0.002)
    if number is signal.SIGINT:
        os.killpg(process.pid, number)  # as a terminal does: to all of them
    else:
        process.send_signal(number)
    _, complaint = process.communicate()
    if number is signal.SIGINT:
        assert process.returncode == 130
        assert complaint.decode().strip() == "Stopped. The earlier output is untouched."
        assert not (out / ".spool").exists()
    else:
        assert process.returncode == -number
    while group(process.pid):
        time.sleep(0.02)
    assert not (out / "manifest.json").exists()
    kept = sheets_in(out)
    report = built(root, formats=("a4",))
    assert report.reused == len(kept) >= 1
    assert report.made + report.reused == 10
    whole(out)
