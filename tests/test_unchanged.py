"""Nothing is made when nothing changed; after any change, exactly what it touches is."""

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pytest
from paper_support import ARABIC, FACTS, HELP, HOUSE_PHONE, PHONE, planned, po, write_tiny
from project_support import git, modules, run

from welcomepack.build import build
from welcomepack.diagnostic import Diagnostic, Position
from welcomepack.environment import differences, environment
from welcomepack.message import digest
from welcomepack.plan import Selection
from welcomepack.project import open_project
from welcomepack.unchanged import keep, kept, stamp

SAME = "nothing has changed since they were built"
DAY = "2026-11-22"
CATALOG = "locales/ar/LC_MESSAGES/england.po"
FRONTS = {"england/en/front", "england/ar/front"}
HELPS = {"england/en/help", "england/ar/help"}
CARDS = {"england/en/card", "england/ar/card"}
HOMES = {"england/en/home", "england/ar/home"}
LIST = {"england/languages"}
HELP_POSTER, CARD_POSTER = {"england/help-poster"}, {"england/card-poster"}
POSTERS = LIST | HELP_POSTER | CARD_POSTER
TOPICS = HELPS | CARDS | HOMES
EVERYTHING = FRONTS | TOPICS | POSTERS


def replace(root: Path, name: str, old: str, new: str) -> None:
    path = root / name
    text = path.read_text("utf-8")
    assert old in text, name
    path.write_text(text.replace(old, new, 1), "utf-8")


def append(root: Path, name: str, text: str) -> None:
    with (root / name).open("a", encoding="utf-8") as file:
        file.write(text)


def translate(root: Path) -> None:
    entries = {**ARABIC, "help/call/title": ("Call us", "اتصل بنا الآن")}
    (root / CATALOG).write_text(po(entries), "utf-8")


def check_state(root: Path) -> None:
    """A speaker has checked all of the topic; not one word of it changes."""
    lines = []
    for line in po(ARABIC).split("\n\n"):
        key = line.partition('msgctxt "')[2].partition('"')[0]
        english, text = ARABIC.get(key, ("", ""))
        comment = f"# prov: checked src={digest(english)} tgt={digest(text)}\n"
        lines.append(comment + line if key.startswith("help/") else line)
    (root / CATALOG).write_text("\n\n".join(lines), "utf-8")


def swap_pictogram(root: Path) -> None:
    folder = root / "themes" / "clear" / "pictograms"
    shutil.copyfile(folder / "travel.svg", folder / "info.svg")


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented borough, built once; tests copy it."""
    root = write_tiny(tmp_path_factory.mktemp("first") / "project")
    assert made(root) == EVERYTHING
    return root


@pytest.fixture
def root(first: Path, tmp_path: Path) -> Path:
    """A copy of that project with its output."""
    shutil.copytree(first, tmp_path / "copy", symlinks=True)
    return tmp_path / "copy"


def made(root: Path, day: str = DAY) -> set[str]:
    """Build, and say which parts were laid out."""
    loaded, theme, plan = planned(root, day=day)
    names: list[str] = []

    def tell(_done: int, total: int, name: str) -> None:
        if total:
            names.append(name)

    report = build(loaded, plan, root / "build", formats=("a4", "poster"), jobs=2, progress=tell)
    assert report.diagnostics == ()
    assert report.made == len(names) - 1
    assert theme.name == "clear"
    return set(names[1:])


CHANGES: dict[str, tuple[Callable[[Path], None], set[str]]] = {
    "a fact": (
        lambda root: replace(root, "content/england/facts.yaml", PHONE, "020 7946 0777"),
        HELPS,
    ),
    "a fact of a place": (
        lambda root: replace(
            root, "content/england/places/example-lodge.yaml", HOUSE_PHONE, "020 7946 0444"
        ),
        HOMES,
    ),
    "a fact that nothing prints": (
        lambda root: replace(root, "content/england/facts.yaml", "020 7946 0123", "020 7946 0124"),
        set(),
    ),
    "the source of a fact": (
        lambda root: replace(root, "content/england/facts.yaml", "invented", "made up"),
        set(),
    ),
    "a sentence": (
        lambda root: replace(root, "content/england/topics/help.yaml", "Call us", "Ring us"),
        HELPS,
    ),
    "a title": (
        lambda root: replace(
            root, "content/england/topics/help.yaml", "title: Where", "title: And where"
        ),
        HELPS | FRONTS | HELP_POSTER,
    ),
    "a translation": (translate, {"england/ar/help"}),
    # The front counts what is checked; the poster shows the weakest state of its titles.
    "a state": (check_state, {"england/ar/help", "england/ar/front"} | HELP_POSTER),
    "a style sheet": (
        lambda root: append(root, "themes/clear/a4/style.css", "p { widows: 3 }\n"),
        FRONTS | TOPICS,
    ),
    "a style sheet of another format": (
        lambda root: append(root, "themes/clear/poster/style.css", "p { widows: 3 }\n"),
        LIST,
    ),
    "a template": (
        lambda root: replace(root, "themes/clear/blocks/list.html", "<", "<!-- new --><"),
        HELPS | HOMES,
    ),
    "a pictogram": (swap_pictogram, HELPS | FRONTS | HELP_POSTER),
    "a comment": (
        lambda root: append(root, "content/england/topics/help.yaml", "# to be read again\n"),
        set(),
    ),
    "a setting": (
        lambda root: replace(root, "content/project.yaml", "welcome.example", "welcomes.example"),
        HELPS | CARDS | HELP_POSTER | CARD_POSTER,
    ),
    "a language": (
        lambda root: replace(root, "content/project.yaml", "[en, ar]", "[en]"),
        POSTERS,
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_exactly_the_parts_that_a_change_touches_are_laid_out_again(
    root: Path, change: str
) -> None:
    alter, touched = CHANGES[change]
    alter(root)
    assert made(root) == touched
    assert made(root) == set(), "and then they are kept"


def test_another_day_lays_out_what_prints_the_day(root: Path) -> None:
    assert made(root, "2026-11-23") == EVERYTHING - LIST
    assert made(root) == set(), "the day before is still kept"


def test_another_library_or_font_lays_out_everything(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = environment()
    for old in ("pango=", "NotoSans-Regular.ttf=", "welcomepack="):
        assert old in here
        other = here.replace(old, f"{old}0")
        monkeypatch.setattr("welcomepack.build.environment", lambda told=other: told)
        assert made(root) == EVERYTHING, old
    monkeypatch.undo()
    assert made(root) == set()


# --- the stamp -------------------------------------------------------------------------------


@pytest.fixture
def noted(root: Path) -> Path:
    """The project after the command has built it."""
    ran = run(root, "build", "--quiet")
    assert ran.exit_code == 0, ran.stderr
    assert SAME not in ran.stdout
    return root


def stands(root: Path, **asked: object) -> bool:
    project = open_project(root, DAY)
    options = {**asdict(Selection()), **asked}
    return kept(project, root / "build", stamp(project, options)) is not None


def test_a_second_build_says_that_nothing_has_changed(noted: Path) -> None:
    before = (noted / "build" / ".current").resolve()
    ran = run(noted, "build", "--quiet")
    assert SAME in ran.stdout
    assert (noted / "build" / ".current").resolve() == before
    first = run(noted, "build", "--quiet", "--locale", "ar")
    assert SAME not in first.stdout
    assert SAME in run(noted, "build", "--quiet", "--locale", "ar").stdout
    assert SAME not in run(noted, "build", "--quiet").stdout, "the output is of one build"
    assert SAME not in run(noted, "build", "--quiet", "--date", "2026-11-23").stdout


def test_that_nothing_has_changed_is_said_without_reading_content(noted: Path) -> None:
    found = modules(noted, "build", "--quiet")
    assert "welcomepack.unchanged" in found
    assert {"welcomepack.load", "welcomepack.model", "welcomepack.theme", "yaml"} & found == set()


def test_any_change_of_any_file_is_seen(noted: Path) -> None:
    assert stands(noted)
    looked_at = 0
    files = [one for top in ("content", "locales", "themes") for one in (noted / top).rglob("*")]
    for path in files:
        if path.is_file():
            before = path.read_bytes()
            path.write_bytes(before + b"\n")
            assert not stands(noted), path.name
            path.write_bytes(before)
            looked_at += 1
    assert looked_at > 60
    assert stands(noted)
    (noted / "themes" / "clear" / "new.txt").touch()
    assert not stands(noted)


def test_a_file_that_was_only_touched_is_no_change(noted: Path) -> None:
    os.utime(noted / "content" / "england" / "facts.yaml")
    assert stands(noted)


def test_what_git_says_is_looked_at(noted: Path) -> None:
    git(noted, "init", "--quiet")
    assert run(noted, "build", "--quiet").exit_code == 0
    assert stands(noted)
    git(noted, "add", "--force", "content/england/places/example-lodge.yaml")
    assert not stands(noted)


def test_options_libraries_and_the_day_are_looked_at(
    noted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not stands(noted, formats=("a4",))
    project = open_project(noted, "2026-11-23")
    assert stamp(project, {}) != stamp(open_project(noted, DAY), {})
    monkeypatch.setattr("welcomepack.unchanged.environment", lambda: "other")
    assert not stands(noted)


def _remove(out: Path) -> None:
    next((out / "public").rglob("*.pdf")).unlink()


def _alter(out: Path) -> None:
    path = next((out / "public").rglob("*.html"))
    path.write_bytes(path.read_bytes() + b" ")


def _add(out: Path) -> None:
    (out / "public" / "more.html").write_text("more", "utf-8")


def _unlink(out: Path) -> None:
    (out / "private").unlink()


def _spoil(out: Path) -> None:
    (out / ".stamp").write_bytes(b"{")


def _other_facts(out: Path) -> None:
    path = out / "facts.json"
    path.write_text(path.read_text("utf-8").replace(PHONE, "020 7946 0777"), "utf-8")


@pytest.mark.parametrize("damage", [_remove, _alter, _add, _unlink, _spoil, _other_facts])
def test_output_that_is_not_whole_is_built_again(
    noted: Path, damage: Callable[[Path], None]
) -> None:
    assert stands(noted)
    damage(noted / "build")
    assert not stands(noted)
    assert run(noted, "build", "--quiet").exit_code == 0
    assert stands(noted)


def test_what_a_build_told_is_told_again(noted: Path) -> None:
    project = open_project(noted, DAY)
    told = (
        Diagnostic("WP204", "Long.", Position("content/a.yaml", 3, 2), hint="Two."),
        Diagnostic("WP205", "Hard.", locale="ar"),
    )
    keep(noted / "build", "the stamp", project.codes.read_bytes(), told)
    again = kept(project, noted / "build", "the stamp")
    assert again is not None
    assert again.diagnostics == told
    assert json.loads((noted / "build" / "manifest.json").read_bytes()) == list(again.rows)


# --- the environment -------------------------------------------------------------------------


def test_every_byte_of_a_font_counts_through_its_checksums(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fonts = tmp_path / "fonts"
    fonts.mkdir()
    system = next(Path("/usr/share/fonts").rglob("NotoSans-Regular.ttf"))
    copy = fonts / "NotoSans-Regular.ttf"
    shutil.copyfile(system, copy)
    settings = tmp_path / "fonts.conf"
    settings.write_text(f"<fontconfig><dir>{fonts}</dir></fontconfig>", "utf-8")
    monkeypatch.setenv("FONTCONFIG_FILE", str(settings))
    before = environment()
    assert [line for line in before.splitlines() if ".ttf=" in line] == [
        line for line in before.splitlines() if line.startswith("NotoSans-Regular.ttf=")
    ]
    data = bytearray(copy.read_bytes())
    data[12 + 4] ^= 1  # the checksum of the first table (ISO/IEC 14496-22, 4.3)
    copy.write_bytes(data)
    after = environment()
    assert after != before
    told = differences(before, after)
    assert told.startswith("only here: NotoSans-Regular.ttf=")
    assert "; only there: NotoSans-Regular.ttf=" in told
    assert differences(before, before) == ""


def test_the_texts_that_are_changed_here_are_there() -> None:
    assert PHONE in FACTS
    assert "Call us" in HELP
