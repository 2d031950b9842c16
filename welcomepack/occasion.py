"""When a session is, in the words of a language: day, dates and hours, each fact isolated."""

from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from welcomepack.fact import Kind
from welcomepack.markup import Writer
from welcomepack.model import Meeting


@dataclass(frozen=True, slots=True)
class When:
    """One line of a session's times.

    ``weekday`` is in the page's language; ``last`` is given when the day comes again each week
    until then, and ``first`` is then the next of these days. ``id`` is the meeting's.
    """

    id: str
    weekday: str
    first: Markup
    hours: Markup
    last: Markup | None = None


def when(meeting: Meeting, day: date, writer: Writer) -> When:
    """When a session is, told on a day: what is over by then is not named."""
    first = meeting.coming(day)
    return When(
        id=meeting.id,
        weekday=writer.language.day_names()[first.weekday()],
        first=writer.date(first),
        hours=writer.value(Kind.TIME, meeting.hours),
        last=writer.date(meeting.last) if first < meeting.last else None,
    )
