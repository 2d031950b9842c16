"""Calendar files, read back by a strict reader of our own and by the zones of the system."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from paper_support import edition_of, planned
from test_session import SAID, SESSION, SESSIONS, WEEKLY, pack, project

from welcomepack.ics import calendar, calendars, file_name
from welcomepack.language import english
from welcomepack.model import Meeting
from welcomepack.prune import prune
from welcomepack.render import Edition
from welcomepack.translate import LocalizedPack
from welcomepack.verify import leaks

LONDON = ZoneInfo("Europe/London")
LINE = re.compile(r"([A-Z-]+)((?:;[A-Z-]+=[A-Za-z/-]+)*):(.*)", re.DOTALL)
MANY = {"SUMMARY", "LOCATION", "DESCRIPTION"}
Line = tuple[str, str, str]


def read(text: str) -> list[Line]:
    """The lines of a calendar as (name, parameters, value); fails for what the RFC forbids."""
    assert text.endswith("\r\n")
    raw = text.removesuffix("\r\n").split("\r\n")
    assert all(0 < len(line.encode()) <= 75 for line in raw), "folded at 75 octets"
    assert not [line for line in raw if re.search(r"[\x00-\x08\x0a-\x1f\x7f]", line)]
    parted = [LINE.fullmatch(line) for line in text.replace("\r\n ", "").split("\r\n")[:-1]]
    assert all(parted), "every line has a name and a value"
    found = [(one[1], one[2], one[3]) for one in parted if one]
    open_ones: list[str] = []
    for name, _, value in found:
        if name == "BEGIN":
            open_ones.append(value)
        if name == "END":
            assert open_ones.pop() == value
    assert open_ones == []
    return found


def unescaped(value: str) -> str:
    """A TEXT value as it is meant; nothing but the four signs may be escaped."""
    assert re.fullmatch(r"(?:[^\\;,]|\\[\\;,nN])*", value), "bare signs end a value"
    return re.sub(r"\\(.)", lambda hit: "\n" if hit[1] in "nN" else hit[1], value)


def event(lines: list[Line]) -> dict[str, tuple[str, str]]:
    """The one event's lines by name."""
    start, end = lines.index(("BEGIN", "", "VEVENT")), lines.index(("END", "", "VEVENT"))
    inside = lines[start + 1 : end]
    names = [name for name, *_ in inside]
    assert len(names) == len(set(names)), "each property stands once"
    return {name: (given, value) for name, given, value in inside}


def offset(lines: list[Line], local: datetime) -> timedelta:
    """The difference to Greenwich that the file's own zone gives a local time."""
    parts: dict[str, dict[str, str]] = {}
    for kind in ("DAYLIGHT", "STANDARD"):
        start, end = lines.index(("BEGIN", "", kind)), lines.index(("END", "", kind))
        parts[kind] = {name: value for name, _, value in lines[start + 1 : end]}
    begins = {kind: onset(part, local.year) for kind, part in parts.items()}
    summer = begins["DAYLIGHT"] <= local < begins["STANDARD"]
    sign, hours, minutes = re.fullmatch(
        r"([+-])(\d\d)(\d\d)", parts["DAYLIGHT" if summer else "STANDARD"]["TZOFFSETTO"]
    ).groups()  # type: ignore[union-attr]
    return (1 if sign == "+" else -1) * timedelta(hours=int(hours), minutes=int(minutes))


def onset(part: dict[str, str], year: int) -> datetime:
    """When a part of the zone begins in a year, by its yearly rule."""
    rule = dict(one.split("=") for one in part["RRULE"].split(";"))
    assert (rule["FREQ"], rule["BYDAY"]) == ("YEARLY", "-1SU")
    start = datetime.strptime(part["DTSTART"], "%Y%m%dT%H%M%S")  # noqa: DTZ007 - local by design
    assert start.month == int(rule["BYMONTH"])
    last = date(year, int(rule["BYMONTH"]), 31)
    last -= timedelta(days=(last.weekday() + 1) % 7)
    assert start.date() <= last
    return datetime.combine(last, start.time())


def instants(lines: list[Line], name: str) -> list[datetime]:
    """Every time of the event, in Greenwich time, by the file's own zone and rule."""
    found = event(lines)
    given, value = found[name]
    assert given == ";TZID=Europe/London"
    local = datetime.strptime(value, "%Y%m%dT%H%M%S")  # noqa: DTZ007 - local by design
    count = 1
    if "RRULE" in found:
        freq, number = re.fullmatch(r"FREQ=(\w+);COUNT=(\d+)", found["RRULE"][1]).groups()  # type: ignore[union-attr]
        assert freq == "WEEKLY"
        count = int(number)
    times = [local + timedelta(weeks=week) for week in range(count)]
    return [(one - offset(lines, one)).replace(tzinfo=UTC) for one in times]


def alone(meeting: Meeting, day: date = date(2026, 11, 22)) -> list[Line]:
    """The calendar of a meeting of an invented session in English."""
    made = pack({**SESSION, "times": [meeting.model_dump(mode="json")]})
    localized = LocalizedPack(english(), prune(made), {})
    edition = Edition(localized, day, "https://welcome.example.org", {}, (english(),))
    (session,) = edition.pack.sessions
    return read(calendar(edition, "schools", session, meeting))


CLOCK = st.times(time(4), time(22)).map(lambda one: f"{one:%H:%M}")


@given(st.dates(date(2026, 1, 1), date(2037, 12, 31)), st.integers(0, 60), CLOCK)
def test_times_are_those_of_a_clock_in_london_over_summer_time(
    start: date, weeks: int, begins: str
) -> None:
    last = start + timedelta(weeks=weeks)
    weekly = {"every": "week", "until": last} if weeks else {}
    meeting = Meeting.model_validate(
        {"id": "a", "date": start, "hours": f"{begins}-23:00", **weekly}
    )
    lines = alone(meeting, start)
    for name, hours in (("DTSTART", begins), ("DTEND", "23:00")):
        clock = time.fromisoformat(hours)
        assert instants(lines, name) == [
            datetime.combine(start + timedelta(weeks=week), clock, LONDON).astimezone(UTC)
            for week in range(weeks + 1)
        ]


def test_a_week_after_the_clocks_change_it_is_the_same_time_on_the_wall() -> None:
    hours = {"id": "a", "hours": "10:00-12:00", "every": "week"}
    meeting = Meeting.model_validate({**hours, "date": "2027-03-25", "until": "2027-04-01"})
    winter, summer = instants(alone(meeting), "DTSTART")
    assert (winter.hour, summer.hour) == (10, 9)


def test_what_is_over_is_not_in_the_file() -> None:
    lines = alone(Meeting.model_validate(WEEKLY))
    assert event(lines)["DTSTART"][1] == "20261126T140000"
    assert event(lines)["RRULE"][1] == "FREQ=WEEKLY;COUNT=4"
    last = alone(Meeting.model_validate(WEEKLY), date(2026, 12, 17))
    assert event(last)["DTSTART"][1] == "20261217T140000"
    assert "RRULE" not in event(last)
    assert "DTEND" not in event(last), "when it ends is not known"


@given(st.text(st.characters(codec="utf-8", categories=["L", "M", "N", "P", "Z"]), min_size=1))
def test_any_words_come_back_as_they_were(words: str) -> None:
    meeting = Meeting.model_validate(WEEKLY)
    made = prune(pack(SESSION))
    (session,) = made.sessions
    title = session.title.model_copy(update={"value": re.sub(r"[{}]", "", words)})
    localized = LocalizedPack(english(), made, {})
    edition = Edition(localized, date(2026, 11, 22), "https://a.example.org", {}, ())
    named = session.model_copy(update={"title": title})
    found = event(read(calendar(edition, "schools", named, meeting)))
    assert unescaped(found["SUMMARY"][1]) == title.value


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Edition]:
    """An edition of the invented borough by language, place and day."""
    root = project(tmp_path_factory.mktemp("ics"))

    def of(tag: str, place: str = "", day: str = "2026-11-22") -> Edition:
        return edition_of(planned(root, day=day)[2].editions, tag, place)

    return of


def test_each_time_has_a_file_in_the_reader_s_language(edition: Callable[..., Edition]) -> None:
    found = {str(name): event(read(text)) for name, text in calendars(edition("ar"))}
    assert list(found) == ["places--weekly.ics", "places--once.ics"]
    once = found["places--once.ics"]
    assert once["SUMMARY"] == (";LANGUAGE=ar", SAID["sessions/places/title"][1])
    assert once["LOCATION"] == (";LANGUAGE=en", "The blue room")
    assert once["UID"][1] == "england.places.once@welcome.example.org"
    assert once["DTSTAMP"][1] == "20261122T000000Z"
    assert once["URL"][1] == "https://welcome.example.org/england/ar/schools.html"
    described = unescaped(once["DESCRIPTION"][1]).split("\n")
    assert described[0] == "اتصل على \u2066020 7946 0958\u2069 أولا.", "the number is isolated"
    assert "Help to get a school place" in described
    assert "Call 020 7946 0958 first." in described
    assert "Translated by a person. Nobody has checked it yet." in described
    assert described[-1] == once["URL"][1]


def test_the_same_day_gives_the_same_bytes_and_the_name_never_changes(
    edition: Callable[..., Edition],
) -> None:
    first, again = (dict(calendars(edition("ar"))) for _ in range(2))
    assert first == again
    later = dict(calendars(edition("en", day="2026-11-23")))
    assert later.keys() == first.keys()
    for name, text in later.items():
        assert event(read(text))["UID"] == event(read(first[name]))["UID"]
        assert event(read(text))["DTSTAMP"] != event(read(first[name]))["DTSTAMP"]


def test_a_secret_is_found_behind_folds_and_backslashes(
    edition: Callable[..., Edition], tmp_path: Path
) -> None:
    hotel = "12 Foundry Lane, Nightingale Lodge; ask inside"
    (session,) = edition("en").pack.sessions
    told = session.model_copy(update={"where": f"The room on the second floor of {hotel}"})
    text = calendar(edition("en"), "schools", told, session.times[0])
    assert "\r\n " in text
    assert hotel not in text.replace("\r\n ", "")
    (tmp_path / "a.ics").write_text(text, encoding="utf-8", newline="")
    hidden = {re.sub(r"\s", "", hotel).casefold(): "address"}
    found = list(leaks({"a.ics": tmp_path / "a.ics"}, hidden))
    assert [one.code for one in found] == ["WP502"]


def test_a_place_has_no_calendar(edition: Callable[..., Edition]) -> None:
    own = edition("ar", "example-lodge")
    assert {one.id for one in own.pack.sessions} == {"house", "places"}
    assert list(calendars(own)) == []


def test_names_of_files_cannot_meet() -> None:
    made = pack({**SESSION, "id": "a-b"}, {**SESSION, "id": "a"})
    names = {file_name(one, other) for one in made.sessions for other in ("b-c", "c")}
    assert len(names) == 4
    assert SESSIONS.count("id: once") == 1
