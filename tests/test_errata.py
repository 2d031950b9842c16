"""Slips for printed paper: published, changed, built, and read back from the finished halves."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from format_support import pages
from paper_support import (
    ARABIC,
    HELP,
    HOUSE,
    PHONE,
    TINY,
    edition_of,
    fact,
    planned,
    po,
    write_tiny,
)
from project_support import Ran, run

from welcomepack.errata import Corrected, corrections, hindrances
from welcomepack.formats.errata import SETTINGS, slip
from welcomepack.formats.format import Request
from welcomepack.history import read_history
from welcomepack.load import load
from welcomepack.model import State
from welcomepack.plan import Selection
from welcomepack.project import open_project
from welcomepack.proof import prove
from welcomepack.snapshot import Snapshot
from welcomepack.verify import Glyph, glyphs, page_sizes, render_page

HALF = 148.5 / 25.4 * 72  # points
THEN, NOW = "2026-10-01", "2026-11-22"
NEW = "020 7946 0456"
SAME = "nothing has changed since they were built"
FACTS = "content/england/facts.yaml"
TOPIC = "content/england/topics/help.yaml"
CONTACT = """\
  - id: desk
    kind: contact
    title: The desk
    contacts:
      - id: front
        name: The front desk
        phone: office.phone
"""
LINE = "      - id: bus\n        text: Take the bus to {help.name}.\n"
GONE = "      - id: old\n        text: Ring the bell at the old door.\n"
FACTS_NOW = str(TINY[FACTS]).replace(PHONE, NEW).replace("£49.18", "£52.30")
FACTS_NOW = FACTS_NOW.replace("020 7946 0123", "020 7946 0777")
SAID = {
    **ARABIC,
    "help/visit/items/old": ("Ring the bell at the old door.", "اقرع جرس الباب القديم."),
    "help/desk/title": ("The desk", "المكتب"),
    "help/desk/contacts/front/name": ("The front desk", "مكتب الاستقبال"),
}


@dataclass(frozen=True)
class Made:
    """A project whose first edition was published, and its slips of a later day."""

    root: Path
    ran: Ran

    @property
    def rows(self) -> Mapping[str, Mapping[str, object]]:
        """The manifest by path."""
        listed = json.loads((self.root / "build" / "manifest.json").read_text("utf-8"))
        return {row["path"]: row for row in listed}

    def pdf(self, tag: str, more: str = "") -> bytes:
        """The slip of a language, or with ``-print`` its sheets to cut."""
        path = f"build/public/england/{tag}/england-{tag}-errata{more}.pdf"
        return (self.root / path).read_bytes()

    def changed(self, tag: str, day: str = THEN) -> tuple[Corrected, ...]:
        """What the slip of a language says."""
        history, _ = read_history(open_project(self.root, NOW), "england")
        found = edition_of(planned(self.root, day=NOW)[2].editions, tag)
        return corrections(found, history, date.fromisoformat(day))


def published(root: Path) -> Path:
    """A project whose edition of the first day was built and published by the commands."""
    files: dict[str, str | bytes | None] = {
        TOPIC: HELP + GONE + CONTACT,
        "locales/ar/LC_MESSAGES/england.po": po(SAID),
    }
    write_tiny(root, files)
    made = run(root, "build", "--format", "site", "--date", THEN, "--quiet")
    assert made.exit_code == 0, made.stderr
    assert run(root, "publish", str(root / "www")).exit_code == 0
    return root


def slips(root: Path, *more: str, since: str = THEN) -> Ran:
    command = ("build", "--format", "errata", "--errata-since", since, "--date", NOW, "--quiet")
    return run(root, *command, *more)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    root = published(tmp_path_factory.mktemp("slips"))
    (root / FACTS).write_text(FACTS_NOW, encoding="utf-8")
    text = HELP.replace("Call us", "Ring us") + LINE + CONTACT
    (root / TOPIC).write_text(text, encoding="utf-8")
    ran = slips(root)
    assert ran.exit_code == 0, ran.stderr
    return Made(root, ran)


def plain(text: str) -> str:
    return text.replace(" ", "")


def test_there_is_a_slip_and_a_sheet_to_cut_for_each_public_edition(made: Made) -> None:
    rows = made.rows
    assert {path: row["imposed"] for path, row in rows.items()} == {
        f"public/england/{tag}/england-{tag}-errata{more}.pdf": bool(more)
        for tag in ("en", "ar")
        for more in ("", "-print")
    }
    assert all(row["public"] and row["format"] == "errata" for row in rows.values())
    assert "4 PDFs and 0 files of the site" in made.ran.stdout


@pytest.mark.parametrize("tag", ["en", "ar"])
def test_old_and_new_numbers_stand_there_from_left_to_right(made: Made, tag: str) -> None:
    read = "\n".join(pages(made.pdf(tag)))
    for old, new in ((PHONE, NEW), ("£49.18", "£52.30"), ("020 7946 0123", "020 7946 0777")):
        assert read.count(plain(old)) == 1
        assert read.count(plain(new)) >= 1
        assert plain(new)[::-1] not in read


def struck(pdf: bytes, number: str) -> list[bool]:
    """For each place of a number, whether a line runs through it from end to end."""
    found: list[bool] = []
    for index, page_glyphs in enumerate(glyphs(pdf)):
        picture = render_page(pdf, index, dpi=288)
        for place in places(page_glyphs, plain(number)):
            left, right = int(place[0].x * 4) + 4, int(place[-1].x * 4)
            foot = picture.height - int(place[0].baseline * 4)
            rows = (range(left, right), range(foot - 36, foot - 8))
            found.append(any(all(picture.getpixel((x, y)) < 190 for x in rows[0]) for y in rows[1]))
    return found


def by_line(page_glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """The letters on each baseline of a page, in whatever font, from left to right."""
    found: dict[float, list[Glyph]] = {}
    for one in page_glyphs:
        found.setdefault(round(one.baseline), []).append(one)
    return [sorted(line, key=lambda one: one.x) for line in found.values()]


def lines(page_glyphs: Sequence[Glyph]) -> list[str]:
    return ["".join(one.char for one in line) for line in by_line(page_glyphs)]


def places(page_glyphs: Sequence[Glyph], text: str) -> list[list[Glyph]]:
    """Where a text stands on one line of a page, its glyphs from left to right."""
    return [
        line[hit.start() : hit.end()]
        for line in by_line(page_glyphs)
        for hit in re.finditer(re.escape(text), "".join(one.char for one in line))
    ]


@pytest.mark.parametrize("tag", ["en", "ar"])
def test_an_old_number_is_struck_out_and_a_new_one_is_not(made: Made, tag: str) -> None:
    pdf = made.pdf(tag)
    assert struck(pdf, PHONE) == [True]
    new = struck(pdf, NEW)
    assert new
    assert not any(new)


def test_words_say_which_is_old_and_which_is_new(made: Made) -> None:
    for tag, said in (
        ("en", f"Before:{PHONE}Now:{NEW}"),
        ("ar", f"{NEW}Now:الآن:{PHONE}Before:سابقًا:"),
    ):
        read = [line for page in glyphs(made.pdf(tag)) for line in lines(page)]
        assert [one for one in read if latin(one) == latin(said)], tag


def latin(text: str) -> str:
    """The Latin letters, digits and colons of a line, as they stand from left to right."""
    return "".join(re.findall("[A-Za-z0-9:]", text))


def test_what_was_added_taken_out_and_reworded_is_told_and_nothing_else(made: Made) -> None:
    (help_,) = made.changed("en")
    told = {(one.word, f"{one.body}") for one in help_.corrections if not one.values}
    assert help_.topic == "help"
    assert ("change_removed", "Ring the bell at the old door.") in told
    assert ("change_fact", "Ring us") in told
    (added,) = [body for word, body in told if word == "change_added"]
    assert "Take the bus" in added
    assert "Emergencycard" not in "\n".join(pages(made.pdf("en"))), "the card has not changed"


def test_a_number_that_a_field_names_stands_beside_whom_it_reaches(made: Made) -> None:
    for tag, name in (("en", "The front desk"), ("ar", "مكتب الاستقبال")):
        (one,) = [
            one
            for one in made.changed(tag)[0].corrections
            if any("020 7946 0777" in f"{new}" for _, new in one.values)
        ]
        assert f"{one.body}" == name


def test_a_field_that_names_another_number_tells_the_new_one(tmp_path: Path) -> None:
    root = published(tmp_path)
    other = CONTACT.replace("office.phone", "desk.phone")
    (root / TOPIC).write_text(HELP + GONE + other, encoding="utf-8")
    facts = str(TINY[FACTS]) + fact("desk.phone", "phone", "020 7946 0777")
    (root / FACTS).write_text(facts, encoding="utf-8")
    (told,) = Made(root, Ran(0, "", "")).changed("en")
    (one,) = told.corrections
    ((old, new),) = one.values
    assert (f"{one.body}", old) == ("The front desk", None)
    assert "020 7946 0777" in f"{new}"


def test_a_sentence_with_two_changed_facts_stands_there_once(made: Made) -> None:
    (call,) = [one for one in made.changed("en")[0].corrections if "A letter costs" in one.body]
    assert [("tel:" in f"{old}", "tel:" in f"{new}") for old, new in call.values] == [
        (False, False),
        (False, True),
    ]


def test_drafts_are_labelled_and_their_english_stands_beside(made: Made) -> None:
    read = "\n".join(pages(made.pdf("ar")))
    # Who checked the line that was taken out is not known any more.
    assert read.count("Machinetranslation.Nospeakerhascheckedit.") >= 2
    assert "Ringthebellattheolddoor." in read
    assert "Machinetranslation" not in "\n".join(pages(made.pdf("en")))


def test_each_topic_has_its_code_with_the_day_of_the_slip(made: Made) -> None:
    for tag in ("en", "ar"):
        rows = made.rows[f"public/england/{tag}/england-{tag}-errata.pdf"]
        (code,) = rows["qr"]
        assert code.endswith("#20261122")


@pytest.mark.parametrize("tag", ["en", "ar"])
def test_a_sheet_holds_each_half_twice(made: Made, tag: str) -> None:
    slip, sheets = made.pdf(tag), made.pdf(tag, "-print")
    assert {(round(w), round(h)) for w, h in page_sizes(slip)} == {(595, 421)}
    assert {(round(w), round(h)) for w, h in page_sizes(sheets)} == {(595, 842)}
    for half, whole in zip(glyphs(slip), glyphs(sheets), strict=True):
        wanted = sorted(placed(half, 0))
        lower = [one for one in whole if one.baseline < HALF]
        upper = [one for one in whole if one.baseline >= HALF]
        assert sorted(placed(lower, 0)) == wanted
        assert sorted(placed(upper, HALF)) == wanted


def placed(page_glyphs: Sequence[Glyph], above: float) -> Iterator[tuple[str, int, int]]:
    return ((one.char, round(one.x), round(one.baseline - above)) for one in page_glyphs)


def test_the_built_slips_are_proved_again(made: Made) -> None:
    found, counted = prove(load(open_project(made.root, NOW)), made.root / "build")
    assert (found, counted) == ((), 4)


def test_no_slip_names_a_hotel(made: Made) -> None:
    read = "".join(plain("".join(pages(made.pdf(tag)))) for tag in ("en", "ar"))
    assert plain(HOUSE) not in read
    assert PHONE.replace(" ", "") in read


def test_what_was_withdrawn_or_is_new_is_told_by_its_title(made: Made) -> None:
    (first,), _ = read_history(open_project(made.root, NOW), "england")
    data = first.model_dump(mode="json")
    card = data["topics"].pop("card")
    data["topics"]["gone"] = {
        "title": "Gone",
        "lines": {at.replace("card/", "gone/"): line for at, line in card["lines"].items()},
    }
    found = edition_of(planned(made.root, day=NOW)[2].editions, "en")
    told = corrections(found, (Snapshot.model_validate(data),), date.fromisoformat(THEN))
    assert [(one.topic, one.fate) for one in told] == [
        ("help", ""),
        ("card", "change_added"),
        ("gone", "withdrawn"),
    ]
    assert told[2].title.value == "Emergency card"


def test_type_is_never_set_smaller_than_on_the_paper() -> None:
    assert SETTINGS[0] == 1
    assert min(SETTINGS) >= 1


def test_a_long_slip_flows_on(tmp_path: Path) -> None:
    root = published(tmp_path)
    lines = "".join(
        f"      - id: line-{n}\n        text: Step {'x' * (n % 7 + 1)} has many words to read.\n"
        for n in range(30)
    )
    (root / TOPIC).write_text(HELP + lines, encoding="utf-8")
    assert slips(root, "--locale", "en").exit_code == 0
    read = pages(Made(root, Ran(0, "", "")).pdf("en"))
    assert len(read) > 2
    assert "".join(read).count("hasmanywordstoread.") == 30
    assert [f"{n}/{len(read)}" in page for n, page in enumerate(read, 1)] == [True] * len(read)


def test_where_nothing_has_changed_there_is_no_slip_and_the_command_says_so(tmp_path: Path) -> None:
    root = published(tmp_path)
    for _ in range(2):  # built, and found to stand
        ran = slips(root)
        assert ran.exit_code == 0, ran.stderr
        assert 'WP544 Nothing has changed in "england" since paper of 2026-10-01' in ran.stderr
        assert "0 PDFs and 0 files of the site" in ran.stdout
    assert SAME in ran.stdout
    assert SAME not in slips(root, since="2026-10-05").stdout, "another day is another request"


def test_slips_come_with_the_formats_that_are_made_anyway(tmp_path: Path) -> None:
    root = published(tmp_path)
    (root / FACTS).write_text(FACTS_NOW, encoding="utf-8")
    command = ("build", "--format", "site", "--locale", "en", "--date", NOW, "--quiet")
    assert run(root, *command, "--errata-since", THEN).exit_code == 0
    formats = {row["format"] for row in Made(root, Ran(0, "", "")).rows.values()}
    assert formats == {"site", "errata"}


def test_a_project_that_never_published_is_told_so(tmp_path: Path) -> None:
    root = write_tiny(tmp_path)
    ran = slips(root, since="2026-12-24")
    assert ran.exit_code == 1
    assert re.findall(r"WP54\d", ran.stderr) == ["WP540", "WP541"], "all at once"
    assert not (root / "build" / "manifest.json").exists()


def shot(day: str) -> Snapshot:
    return Snapshot.model_validate({"area": "england", "day": day, "topics": {}})


@pytest.mark.parametrize(
    ("paper", "codes"),
    [
        ("2026-09-30", ["WP542"]),
        ("2026-10-01", []),
        ("2026-10-05", ["WP543"]),
        ("2026-11-22", ["WP543"]),
        ("2026-11-23", ["WP540"]),
    ],
)
def test_the_day_of_the_paper_is_looked_at(paper: str, codes: list[str]) -> None:
    today = date.fromisoformat(NOW)
    found = hindrances({"england": (shot(THEN),)}, date.fromisoformat(paper), today)
    assert [one.code for one in found] == codes


def test_every_area_without_an_edition_is_named() -> None:
    day = date.fromisoformat(THEN)
    found = hindrances({"b": (), "a": ()}, day, day)
    assert [(one.code, one.position.path) for one in found] == [
        ("WP541", "history/a"),
        ("WP541", "history/b"),
    ]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--format", "errata"), "needs --errata-since"),
        (("--errata-since", "yesterday"), "is not a date"),
    ],
)
def test_wrong_usage_is_refused(tmp_path: Path, options: tuple[str, ...], words: str) -> None:
    ran = run(write_tiny(tmp_path), "build", *options)
    assert ran.exit_code == 2
    assert words in " ".join(ran.stderr.replace("│", " ").split())


def test_a_selection_without_a_day_asks_for_no_slips() -> None:
    assert Selection().paper is None


@pytest.mark.parametrize("word", ["slip", "change_now", "change_before"])
def test_a_slip_claims_no_more_than_the_weakest_of_its_own_words(made: Made, word: str) -> None:
    edition = edition_of(planned(made.root, day=NOW)[2].editions, "ar")
    changed = made.changed("ar")
    checked = {
        key: one.model_copy(update={"state": State.CHECKED})
        for key, one in edition.localized.words.items()
    }
    words = checked | {word: checked[word].model_copy(update={"state": State.MT})}
    topics = tuple(replace(one, states=frozenset({State.CHECKED})) for one in changed)
    theme = planned(made.root, day=NOW)[1]
    for given, state in ((checked, State.CHECKED), (words, State.MT)):
        now = replace(edition, localized=replace(edition.localized, words=given))
        request = Request((now,), theme, "", paper=date.fromisoformat(THEN))
        assert slip(now, request, topics).tries[0].state is state


SESSION = """\
- id: talk
  category: talks
  title: A talk
  where: The blue room
  times:
    - {{id: first, date: {first}, hours: "{hours}"}}
{more}
  source: invented for this test
  checked: 2026-09-22
  confidence: A
"""
DATES = "  - id: dates\n    kind: sessions\n    categories: [talks]\n"


@pytest.mark.parametrize("tag", ["en", "ar"])
def test_a_date_that_moved_or_was_cancelled_is_on_the_slip(tmp_path: Path, tag: str) -> None:
    second = '    - {id: second, date: 2026-12-10, hours: "14:00-15:00"}'
    before = SESSION.format(first="2026-12-03", hours="10:00-12:00", more=second)
    sessions = tmp_path / "content/england/sessions.yaml"
    files: dict[str, str | bytes | None] = {
        TOPIC: HELP + DATES,
        "content/england/sessions.yaml": before,
    }
    write_tiny(tmp_path, files)
    made = run(tmp_path, "build", "--format", "site", "--date", THEN, "--quiet")
    assert made.exit_code == 0, made.stderr
    assert run(tmp_path, "publish", str(tmp_path / "www")).exit_code == 0
    sessions.write_text(
        SESSION.format(first="2026-12-04", hours="11:00-12:00", more=""), encoding="utf-8"
    )
    ran = slips(tmp_path, "--locale", tag)
    assert ran.exit_code == 0, ran.stderr
    pdf = Made(tmp_path, ran).pdf(tag)
    text = plain("".join(pages(pdf)))
    for starts, ends in (("10:00", "12:00"), ("11:00", "12:00"), ("14:00", "15:00")):
        assert f"{starts}\N{EN DASH}{ends}" in text
    history, _ = read_history(open_project(tmp_path, NOW), "england")
    edition = edition_of(planned(tmp_path, day=NOW)[2].editions, tag)
    (topic,) = corrections(edition, history, date.fromisoformat(THEN))
    found = {
        (bool(old), bool(new)): one.word for one in topic.corrections for old, new in one.values
    }
    assert found == {(True, True): "change_fact", (True, False): "change_closed"}


SERVICE = """\
- id: library
  category: library
  name: Testham Library
  address: 2 New Street
  hours:
{hours}
  source: invented for this test
  source_date: "2026"
  checked: 2026-09-22
  confidence: A
"""
NEAR = "  - id: near\n    kind: services\n    categories: [library]\n"


@pytest.mark.parametrize("tag", ["en", "ar"])
def test_a_library_that_opens_at_other_hours_is_on_the_slip(tmp_path: Path, tag: str) -> None:
    services = "content/england/services.yaml"
    row = '    - {{id: {0}, days: {0}, hours: "{1}"}}\n'
    before = row.format("mon-fri", "09:00-17:00") + row.format("sat", "10:00-13:00")
    after = row.format("mon-fri", "09:30-18:00") + row.format("sat", "closed")
    write_tiny(tmp_path, {TOPIC: HELP + NEAR, services: SERVICE.format(hours=before)})
    made = run(tmp_path, "build", "--format", "site", "--date", THEN, "--quiet")
    assert made.exit_code == 0, made.stderr
    assert run(tmp_path, "publish", str(tmp_path / "www")).exit_code == 0
    (tmp_path / services).write_text(SERVICE.format(hours=after), encoding="utf-8")
    ran = slips(tmp_path, "--locale", tag)
    assert ran.exit_code == 0, ran.stderr
    text = plain("".join(pages(Made(tmp_path, ran).pdf(tag))))
    for starts, ends in (("09:00", "17:00"), ("10:00", "13:00"), ("09:30", "18:00")):
        assert f"{starts}\N{EN DASH}{ends}" in text
    assert ("Monday" in text) is (tag == "en")
    assert "mon-fri" not in text
