"""Dated sessions: which days they are on, what is printed of them, and what is told of changes."""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from paper_support import ARABIC, HOUSE, edition_of, planned, po, write_tiny
from project_support import run
from pydantic import ValidationError

from welcomepack.formats import paper
from welcomepack.language import english, registry
from welcomepack.markup import Writer
from welcomepack.model import Meeting, Pack, Place, SessionsBlock
from welcomepack.occasion import when
from welcomepack.plan import Selection
from welcomepack.project import open_project
from welcomepack.prune import prune, sessions_of
from welcomepack.render import render_topic
from welcomepack.since import told
from welcomepack.snapshot import What, changes, from_json, take, to_json
from welcomepack.translate import LocalizedPack
from welcomepack.verify import facts_by_position, secrets

SOURCED = {"source": "invented", "checked": "2026-11-22", "confidence": "A"}
DAY = date(2026, 11, 22)
ONCE = {"id": "once", "date": "2026-12-03", "hours": "10:00-12:00"}
WEEKLY = {
    "id": "weekly",
    "date": "2026-11-05",
    "hours": "14:00",
    "every": "week",
    "until": "2026-12-17",
}
SERVICE = {"id": "hall", "category": "hall", "name": "Testham Hall", "address": "1 New Street"}
SESSION = {
    "id": "places",
    "category": "schools",
    "title": "Help to get a school place",
    "where": "The blue room",
    "times": [ONCE, WEEKLY],
    **SOURCED,
}
BLOCK = {"id": "dates", "kind": "sessions", "categories": ["schools"]}
DAYS = st.dates(date(2020, 1, 1), date(2040, 1, 1))


def pack(*sessions: Mapping[str, Any], **block: Any) -> Pack:
    """One topic that prints these sessions, and a hall that they may be at."""
    topic = {
        "id": "schools",
        "title": "Schools",
        "summary": "Schools.",
        "pictogram": "schools",
        "blocks": [{**BLOCK, **block}],
    }
    return Pack.model_validate(
        {
            "area": {"id": "testham", "name": "Testham"},
            "topics": [topic],
            "services": [{**SERVICE, **SOURCED, "postcode": "ZZ9 9ZZ"}],
            "sessions": sessions,
        }
    )


def printed(*sessions: Mapping[str, Any], day: date = DAY, place: Place | None = None) -> list[str]:
    """What is printed on a day, as session/time."""
    kept = prune(pack(*sessions), place, day)
    return [f"{one.id}/{time.id}" for one in kept.sessions for time in one.times]


# Days


@given(DAYS, st.integers(0, 60), st.integers(-400, 400))
def test_the_coming_day_is_the_first_that_is_not_over(start: date, weeks: int, off: int) -> None:
    last = start + timedelta(weeks=weeks)
    meeting = Meeting(id="a", date=start, hours="10:00", every="week", until=last)
    days = [start + timedelta(weeks=week) for week in range(weeks + 1)]
    day = start + timedelta(days=off)
    assert meeting.count == len(days)
    assert meeting.coming(day) == next((one for one in days if one >= day), days[-1])


@pytest.mark.parametrize(
    ("wrong", "told_of"),
    [
        ({"hours": "12:00-10:00"}, "It ends at 10:00, before it begins at 12:00."),
        ({"hours": "10:00-10:00"}, "It ends at 10:00, before it begins at 10:00."),
        ({"every": "week"}, "says `until` which date"),
        ({"until": "2026-12-10"}, "says `until` which date"),
        ({"every": "week", "until": "2026-11-26"}, "It ends on 2026-11-26, before it begins"),
        ({"every": "week", "until": "2026-12-11"}, "another day of the week"),
    ],
)
def test_dates_that_cannot_be_are_refused(wrong: Mapping[str, str], told_of: str) -> None:
    with pytest.raises(ValidationError, match=told_of):
        Meeting.model_validate({**ONCE, **wrong})
    assert Meeting.model_validate(ONCE).ends == "12:00"


# What is printed


def test_what_is_over_is_not_printed_and_what_comes_next_stands_first() -> None:
    past = {**ONCE, "id": "past", "date": "2026-11-21"}
    today = {**ONCE, "id": "today", "date": "2026-11-22"}
    times = {**SESSION, "times": [ONCE, WEEKLY, past, today]}
    assert printed(times) == ["places/today", "places/weekly", "places/once"]
    assert printed(times, day=date(2026, 12, 10)) == ["places/weekly"]
    assert printed(times, day=date(2026, 12, 18)) == []
    assert prune(pack(times), None, date(2026, 12, 18)).topics == ()


def test_sessions_stand_by_their_next_date_and_not_more_than_asked_for() -> None:
    later = {**SESSION, "id": "a", "times": [{**ONCE, "date": "2026-12-24"}]}
    sooner = {**SESSION, "id": "b", "times": [{**ONCE, "date": "2026-12-01"}]}
    other = {**SESSION, "id": "c", "category": "esol"}
    kept = prune(pack(later, sooner, other, limit=1), None, DAY)
    (block,) = kept.topics[0].blocks
    assert isinstance(block, SessionsBlock)
    assert [one.id for one in sessions_of(block, kept)] == ["b"]
    assert [one.id for one in kept.sessions if one.category == "schools"] == ["b", "a"]


@pytest.mark.parametrize("confidence", ["C", "D"])
def test_a_time_that_is_not_sure_is_not_printed(confidence: str) -> None:
    assert printed({**SESSION, "confidence": confidence}) == []
    assert printed({**SESSION, "confidence": "B"}) != []


def test_a_session_at_a_service_names_it_with_its_address() -> None:
    room = {**SESSION, "service": "hall"}
    there = {key: value for key, value in room.items() if key != "where"}
    for one, where in (
        (room, "The blue room, Testham Hall, 1 New Street"),
        (there, "Testham Hall, 1 New Street"),
    ):
        (kept,) = prune(pack(one), None, DAY).sessions
        assert (kept.where, kept.postcode) == (where, "ZZ9 9ZZ")
    assert printed({**there, "service": "gone"}) == [], "nobody could find it"


def test_a_sentence_that_names_a_gap_goes_and_a_title_takes_the_session_with_it() -> None:
    (kept,) = prune(pack({**SESSION, "about": "Call {gap.phone}."}), None, DAY).sessions
    assert kept.about is None
    assert printed({**SESSION, "title": "Help from {gap.phone}"}) == []


def test_when_is_in_the_page_s_language_with_latin_digits() -> None:
    arabic = registry(Path(__file__).parent.parent / "locales")["ar"]
    writer = Writer(arabic, {}, {})
    at = when(Meeting.model_validate(WEEKLY), DAY, writer)
    assert at.weekday == "الخميس"
    assert at.first == '<bdi class="fact" data-fact="date">26 نوفمبر 2026</bdi>'
    assert at.last == '<bdi class="fact" data-fact="date">17 ديسمبر 2026</bdi>'
    assert at.hours == '<bdi dir="ltr"><span class="fact" data-fact="time">14:00</span></bdi>'
    assert when(Meeting.model_validate(ONCE), DAY, writer).last is None
    assert when(Meeting.model_validate(WEEKLY), date(2026, 12, 17), writer).last is None


# A place's own


def test_a_place_gives_its_own_times_to_the_area_s_words() -> None:
    words = {key: SESSION[key] for key in ("id", "category", "title")}
    place = house(where="The lounge of the house")
    assert printed(words) == []
    assert printed(words, place=place) == ["places/own"]
    (kept,) = prune(pack({**SESSION, "service": "hall"}), place, DAY).sessions
    assert (kept.where, kept.postcode) == ("The lounge of the house", "")
    assert kept.title.english == SESSION["title"]


def house(where: str, **more: Any) -> Place:
    own = {"id": "places", "where": where, "times": [{**ONCE, "id": "own"}], **SOURCED, **more}
    return Place.model_validate({"id": "house", "name": HOUSE, "sessions": [own]})


def test_a_place_s_unsure_times_are_not_printed() -> None:
    place = house("The lounge", confidence="C")
    assert printed({**SESSION, "times": []}, place=place) == []


def test_where_a_place_s_session_is_is_secret_unless_the_directory_says_it() -> None:
    public = pack({**SESSION, "where": "The lounge"})
    assert "thelounge" in secrets([house("The lounge")], public)
    assert "testhamhall" not in secrets([house("Testham Hall")], public)


# What has changed


def shot(made: Pack, day: date = DAY) -> Any:
    return take(day, [LocalizedPack(english(), prune(made, None, day), {})])


def news(before: Pack, after: Pack, day: date = DAY) -> list[tuple[What, str]]:
    found = changes(shot(before), from_json(to_json(shot(after, day))), "schools")
    return [(one.what, one.key) for one in found]


def test_a_session_that_moved_came_or_was_cancelled_is_a_change() -> None:
    moved = {**SESSION, "times": [{**ONCE, "date": "2026-12-04"}, WEEKLY]}
    elsewhere = {**SESSION, "where": "The red room"}
    alone = {**SESSION, "times": [WEEKLY]}
    assert news(pack(SESSION), pack(SESSION)) == []
    assert news(pack(SESSION), pack(moved)) == [(What.POSTPONED, "places/once")]
    assert news(pack(SESSION), pack(elsewhere)) == [
        (What.POSTPONED, "places/once"),
        (What.POSTPONED, "places/weekly"),
    ]
    assert news(pack(SESSION), pack(alone)) == [(What.CANCELLED, "places/once")]
    assert news(pack(alone), pack(SESSION)) == [(What.ANNOUNCED, "places/once")]


def test_a_session_that_is_simply_over_is_no_change() -> None:
    both = pack(SESSION)
    assert news(both, both, date(2026, 12, 4)) == []
    other = {**SESSION, "id": "other", "times": [{**ONCE, "date": "2027-03-01"}]}
    assert news(pack(SESSION, other), pack(other), date(2026, 12, 18)) == []


def test_reworded_words_of_a_session_are_told_once() -> None:
    about = {**SESSION, "about": "Bring nothing."}
    assert news(pack(about), pack({**about, "about": "Bring a letter."})) == [
        (What.REWORDED, "sessions/places/about")
    ]


# Whole projects

SESSIONS = """\
- id: places
  category: schools
  title: Help to get a school place
  about: "Call {help.phone} first."
  where: The blue room
  times:
    - {id: once, date: 2026-12-03, hours: "10:00-12:00"}
    - {id: weekly, date: 2026-11-05, hours: "14:00", every: week, until: 2027-03-25}
  source: invented
  checked: 2026-11-22
  confidence: A
- id: house
  category: house
  title: A talk in the house
"""
TOPIC = """\
id: schools
title: Schools
summary: How to get a school place.
pictogram: schools
blocks:
  - {id: dates, kind: sessions, title: Dates, categories: [schools]}
"""
HOME = "  - {id: talks, kind: sessions, title: In this house, categories: [house]}\n"
OWN = """\
sessions:
  - id: house
    where: Nightingale lounge
    times: [{id: one, date: 2026-12-01, hours: "16:30"}]
    source: invented
    checked: 2026-11-22
    confidence: A
"""
SAID = {
    "schools/title": ("Schools", "المدارس"),
    "sessions/places/title": ("Help to get a school place", "مساعدة للحصول على مقعد"),
    "sessions/places/about": ("Call {help.phone} first.", "اتصل على {help.phone} أولا."),
    "sessions/house/title": ("A talk in the house", "حديث في البيت"),
}


def project(root: Path, sessions: str = SESSIONS) -> Path:
    """The invented borough with a topic of dates, and dates in its house."""
    bare = write_tiny(root)
    home = (bare / "content/england/topics/home.yaml").read_text("utf-8") + HOME
    place = (bare / "content/england/places/example-lodge.yaml").read_text("utf-8") + OWN
    for name, text in {
        "content/england/area.yaml": (bare / "content/england/area.yaml")
        .read_text("utf-8")
        .replace("topics: [", "topics: [schools, "),
        "content/england/topics/schools.yaml": TOPIC,
        "content/england/topics/home.yaml": home,
        "content/england/places/example-lodge.yaml": place,
        "content/england/sessions.yaml": sessions,
        "locales/ar/LC_MESSAGES/england.po": po({**ARABIC, **SAID}),
    }.items():
        (bare / name).write_text(text, encoding="utf-8")
    return bare


@pytest.mark.parametrize("look", ["a4", "large-print", "bilingual"])
def test_dates_and_times_on_paper_stand_as_they_are_read(tmp_path: Path, look: str) -> None:
    _, theme, made = planned(project(tmp_path))
    edition = edition_of(made.editions, "ar")
    topic = edition.pack.topic("schools")
    extra = {"paired": look == "bilingual"}
    page = render_topic(edition, theme, f"{look}/topic.html", topic, extra=extra)
    assert [text for kind, text in page.facts if kind == "time"] == ["14:00", "10:00\u201312:00"]
    assert ("date", "26 نوفمبر 2026") in page.facts
    pdf = paper.pdf(page.html)
    assert facts_by_position(pdf, page.facts, "schools") == ()
    bare = render_topic(edition, theme, f"{look}/topic.html", topic, isolate=False, extra=extra)
    mixed = bare.html.replace("14:00", "40:01", 1)
    assert facts_by_position(paper.pdf(mixed), page.facts, "schools") != ()


def test_a_page_of_sessions_claims_the_state_of_their_words(tmp_path: Path) -> None:
    root = project(tmp_path, SESSIONS.replace("Call {help.phone} first.", "New words."))
    _, theme, made = planned(root)
    edition = edition_of(made.editions, "ar")
    page = render_topic(edition, theme, "a4/topic.html", edition.pack.topic("schools"))
    assert page.state in {"missing", "stale"}


def test_a_house_s_own_dates_are_in_its_own_pack_and_nowhere_else(tmp_path: Path) -> None:
    root = project(tmp_path)
    built = run(root, "build", "--format", "a4", "--format", "site", "--quiet")
    assert built.exit_code == 0, built.stdout + built.stderr
    _, theme, made = planned(root)
    own = edition_of(made.editions, "ar", "example-lodge")
    page = render_topic(own, theme, "a4/topic.html", own.pack.topic("home")).html
    assert "Nightingale lounge" in page
    assert "حديث في البيت" in page
    public = (root / "build" / "public").resolve()
    files = [path for path in public.rglob("*") if path.is_file()]
    assert any(path.suffix == ".ics" for path in files)
    hits = [
        path.name
        for path in files
        if b"Nightingale" in path.read_bytes() or "A talk in the house" in path.read_text("latin-1")
    ]
    assert hits == []
    assert "Nightingale" not in (root / "build/public/manifest.json").read_text("utf-8")
    assert not list((root / "build/private").rglob("*.ics"))
    assert not [path for path in files if path.name.startswith("house--")]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("The blue room", "The Nightingale lounge, London"),
        ("first.", "first. Come to the Nightingale lounge."),
    ],
)
def test_a_house_s_room_in_public_words_stops_the_build(
    tmp_path: Path, before: str, after: str
) -> None:
    root = project(tmp_path, SESSIONS.replace(before, after))
    built = run(root, "build", "--format", "site", "--quiet")
    assert built.exit_code == 1
    assert "places--once.ics" in built.stdout + built.stderr
    assert "WP502" in built.stdout + built.stderr
    assert "Nightingale" not in built.stdout + built.stderr


def test_older_paper_is_told_the_new_date_in_the_reader_s_language(tmp_path: Path) -> None:
    root = project(tmp_path)
    _, _, made = planned(root)
    edition = edition_of(made.editions, "ar")
    before = take(date(2026, 11, 22), [edition.localized])
    changed = SESSIONS.replace("2026-12-03", "2026-12-10").replace(
        '    - {id: weekly, date: 2026-11-05, hours: "14:00", every: week, until: 2027-03-25}\n', ""
    )
    (root / "content/england/sessions.yaml").write_text(changed, encoding="utf-8")
    later = edition_of(planned(root, day="2026-11-24")[2].editions, "ar")
    moved, cancelled = told(later, (before,), "schools").papers[0].rows
    assert (moved.word, cancelled.word) == ("change_fact", "change_closed")
    assert moved.body == cancelled.body == "مساعدة للحصول على مقعد"
    assert "3 ديسمبر 2026" in str(moved.old)
    assert "10 ديسمبر 2026" in str(moved.new)
    assert "26 نوفمبر 2026" in str(cancelled.old)
    assert re.search(
        r'<bdi dir="ltr"><span [^>]*data-fact="time">10:00\u201312:00<', str(moved.new)
    )


def test_check_tells_what_is_over_due_or_unsure(make_project: Callable[..., Path]) -> None:
    sessions = (
        SESSIONS.replace("checked: 2026-11-22", "checked: 2026-01-01")
        .replace("confidence: A", "confidence: C")
        .replace("Call {help.phone} first.", "Come.")
    )
    root = make_project(
        {"content/england/sessions.yaml": sessions, "content/england/topics/schools.yaml": TOPIC}
    )
    ran = run(root, "check")
    assert ran.exit_code == 0
    assert re.findall(r"sessions\.yaml:(\d+):3 [a-z ]+ (WP\d+) ", ran.stderr) == [
        ("1", "WP206"),
        ("1", "WP208"),
    ]
    assert open_project(root).today == DAY


def test_an_area_s_dates_can_be_chosen_and_overridden_by_a_child(
    make_project: Callable[..., Path],
) -> None:
    child = (
        "- id: places\n  times:\n    - {id: once, hours: '11:00-13:00'}\n"
        "    - {id: weekly, remove: true}\n"
    )
    root = make_project(
        {
            "content/england/sessions.yaml": SESSIONS.replace("Call {help.phone} first.", "Come."),
            "content/england/topics/schools.yaml": TOPIC,
            "content/brent/area.yaml": (
                "id: brent\nname: Brent\nextends: england\npublish: true\ncouncil: Brent\n"
            ),
            "content/brent/sessions.yaml": child,
        }
    )
    loaded, _, made = planned(root, Selection(areas=("brent",)))
    assert loaded.diagnostics == ()
    (one,) = edition_of(made.editions, "en").pack.sessions
    assert [(time.id, time.hours, str(time.date)) for time in one.times] == [
        ("once", "11:00-13:00", "2026-12-03")
    ]
