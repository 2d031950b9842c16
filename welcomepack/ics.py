"""A session for the calendar of a phone (iCalendar, RFC 5545), in the language of the edition.

Times are those of a clock in London, with the rule for summer time in the file, so that a
phone that is set to another zone, or a weekly session over the end of March, is right. The same
content on the same day gives the same bytes.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from welcomepack.claim import texts_state_words
from welcomepack.contentline import escaped, written
from welcomepack.markup import Writer
from welcomepack.model import Meeting, Session, SessionsBlock, Text
from welcomepack.prune import sessions_of
from welcomepack.render import Edition

# Summer time in the United Kingdom since 1996 (The Summer Time Order 2002, SI 2002/262): from
# the last Sunday in March to the last Sunday in October, at 01:00 Greenwich time.
_ZONE = (
    "BEGIN:VTIMEZONE",
    "TZID:Europe/London",
    "BEGIN:DAYLIGHT",
    "DTSTART:19960331T010000",
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
    "TZOFFSETFROM:+0000",
    "TZOFFSETTO:+0100",
    "TZNAME:BST",
    "END:DAYLIGHT",
    "BEGIN:STANDARD",
    "DTSTART:19961027T020000",
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0000",
    "TZNAME:GMT",
    "END:STANDARD",
    "END:VTIMEZONE",
)


def file_name(session: Session, meeting_id: str) -> str:
    """The name of the file of one meeting; ids hold no two hyphens in a row."""
    return f"{session.id}--{meeting_id}.ics"


def calendars(edition: Edition) -> Iterator[tuple[PurePosixPath, str]]:
    """A file for each meeting that a public edition prints, with its name.

    A session that stands in two topics leads to the first. Gives nothing for a place: where a
    hotel's own sessions are is never in a file that a phone passes on.
    """
    if edition.place is not None:
        return
    done: set[str] = set()
    for topic in edition.pack.topics:
        for block in topic.blocks:
            shown = sessions_of(block, edition.pack) if isinstance(block, SessionsBlock) else ()
            for session in shown:
                if session.id in done:
                    continue
                done.add(session.id)
                for meeting in session.times:
                    name = PurePosixPath(file_name(session, meeting.id))
                    yield name, calendar(edition, topic.id, session, meeting)


def calendar(edition: Edition, topic: str, session: Session, meeting: Meeting) -> str:
    """One meeting as a calendar of one event."""
    area = edition.pack.area.id
    host = urlsplit(edition.base_url).hostname or "localhost"
    page = f"{edition.base_url}/{area}/{edition.language.tag}/{topic}.html"
    return written(
        (
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//welcomepack//welcomepack//EN",
            "CALSCALE:GREGORIAN",
            *_ZONE,
            "BEGIN:VEVENT",
            # The same in every language and edition, so that a session that moved is moved.
            f"UID:{area}.{session.id}.{meeting.id}@{host}",
            f"DTSTAMP:{edition.day:%Y%m%d}T000000Z",
            *_times(meeting, edition.day),
            *_words(edition, session, page),
            f"URL:{page}",
            "END:VEVENT",
            "END:VCALENDAR",
        )
    )


def _times(meeting: Meeting, day: date) -> Iterator[str]:
    """From the first day that is not over. The number of weeks needs no date in another zone."""
    first = meeting.coming(day)
    zone = f"TZID=Europe/London:{first:%Y%m%d}T"
    yield f"DTSTART;{zone}{meeting.starts.replace(':', '')}00"
    if meeting.ends:
        yield f"DTEND;{zone}{meeting.ends.replace(':', '')}00"
    if first < meeting.last:
        left = meeting.model_copy(update={"date": first})
        yield f"RRULE:FREQ=WEEKLY;COUNT={left.count}"


def _words(edition: Edition, session: Session, page: str) -> Iterator[str]:
    """Title, place and a description with its English beside it: staff must read it too."""
    localized = edition.localized
    writer = Writer(
        edition.language, edition.pack.facts, localized.words, fallbacks=localized.fallbacks
    )
    said = [text for text in (session.title, session.about, session.who) if text]
    told = [localized.words[key] for key in texts_state_words(said)]
    lines = [writer.plain(text) for text in (*said[1:], *told)]
    lines += [writer.plain(_in_english(text)) for text in (*said, *told) if text.lang != "en"]
    where = ", ".join(part for part in (session.where, session.postcode) if part)
    yield f"SUMMARY;LANGUAGE={session.title.lang}:{escaped(writer.plain(session.title))}"
    yield f"LOCATION;LANGUAGE=en:{escaped(where)}"
    whole = "\n".join((*lines, page))
    yield f"DESCRIPTION;LANGUAGE={edition.language.tag}:{escaped(whole)}"


def _in_english(text: Text) -> Text:
    return text.model_copy(update={"value": text.english, "lang": "en"})
