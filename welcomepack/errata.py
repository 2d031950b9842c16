"""What must be changed on paper of a day: the topics of a slip, and what stands in its way."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from welcomepack.diagnostic import Diagnostic, Position
from welcomepack.history import Since, since
from welcomepack.model import State, Text
from welcomepack.render import Edition
from welcomepack.since import Row, rows, text_of
from welcomepack.snapshot import Snapshot, take

Values = tuple[Markup | None, Markup | None]


@dataclass(frozen=True, slots=True)
class Correction:
    """One line to change, with every value in it that was another: (before, now)."""

    word: str
    body: Markup
    english: Markup
    was: Markup | None
    values: tuple[Values, ...]


@dataclass(frozen=True, slots=True)
class Corrected:
    """A topic on a slip: its id, title, changes and the states of all texts that they show.

    ``fate`` is the word that says that the topic is new or was taken back; else it is empty.
    """

    topic: str
    title: Text
    corrections: tuple[Correction, ...]
    states: frozenset[State]
    fate: str = ""


def hindrances(
    histories: Mapping[str, Sequence[Snapshot]], paper: date, today: date
) -> tuple[Diagnostic, ...]:
    """Why paper of a day cannot be compared with today, for every area at once.

    A day without an edition of its own is only a warning: the edition before it is taken.
    """
    found: list[Diagnostic] = []
    if paper > today:
        message = f"{paper} lies after the day of this build, {today}."
        found.append(Diagnostic("WP540", message, Position("history")))
    for area, history in sorted(histories.items()):
        at = Position(f"history/{area}")
        if not history:
            message = f'No edition of "{area}" was ever published, so nothing can be compared.'
            found.append(Diagnostic("WP541", message, at))
        elif paper < history[0].day:
            message = f"Paper of {paper} is older than the first edition, of {history[0].day}."
            found.append(Diagnostic("WP542", message, at))
        elif paper <= today and paper not in {one.day for one in history}:
            last = max(one.day for one in history if one.day < paper)
            message = f"No edition was published on {paper}. The slip compares with that of {last}."
            found.append(Diagnostic("WP543", message, at))
    return tuple(found)


def unneeded(
    editions: Sequence[Edition],
    histories: Mapping[str, tuple[Snapshot, ...]],
    paper: date,
    topics: Sequence[str] = (),
) -> Iterator[Diagnostic]:
    """Tell of every area in which nothing has changed since the paper, so there is no slip."""
    first = {one.pack.area.id: one for one in reversed(editions)}
    for area, edition in sorted(first.items()):
        if not any(True for _ in _changed(edition, histories.get(area, ()), paper, topics)):
            message = f'Nothing has changed in "{area}" since paper of {paper}: there is no slip.'
            yield Diagnostic("WP544", message, Position(f"history/{area}"))


def corrections(
    edition: Edition, history: tuple[Snapshot, ...], paper: date, topics: Sequence[str] = ()
) -> tuple[Corrected, ...]:
    """The topics of an edition in which something has changed since paper of a day.

    Those of the edition in its order, then what was taken back; ``topics`` empty means all.
    """
    return tuple(
        _corrected(edition, topic, found)
        for topic, found in _changed(edition, history, paper, topics)
    )


def _changed(
    edition: Edition, history: tuple[Snapshot, ...], paper: date, topics: Sequence[str]
) -> Iterator[tuple[str, Since]]:
    now = take(edition.day, [edition.localized])
    whole = since(history, now, "", paper)
    before = whole.before.topics if whole else {}
    for topic in [*now.topics, *(one for one in before if one not in now.topics)]:
        found = since(history, now, topic, paper)
        if found is None or (topics and topic not in topics):
            continue
        if found.changes or topic not in before or topic not in now.topics:
            yield topic, found


def _corrected(edition: Edition, topic: str, found: Since) -> Corrected:
    before, after = topic in found.before.topics, topic in found.after.topics
    holding = found.after if after else found.before
    title = text_of(edition, holding, topic, f"{topic}/title")
    if not (before and after):
        fate = "change_added" if after else "withdrawn"
        return Corrected(topic, title, (), frozenset({title.state}), fate)
    changed = rows(edition, found, topic)
    states = frozenset({title.state}).union(*(one.states for one in changed))
    return Corrected(topic, title, _joined(changed), states)


def _joined(changed: Sequence[Row]) -> tuple[Correction, ...]:
    """A line that stands several times, for each of its values, once with all of them."""
    groups: dict[tuple[str, str], list[Row]] = {}
    for number, one in enumerate(changed):
        shared = f"{one.body}" if one.old or one.new else ""
        groups.setdefault((one.word, shared or f"{number}"), []).append(one)
    return tuple(
        Correction(
            word,
            group[0].body,
            group[0].english,
            group[0].was,
            tuple((one.old, one.new) for one in group if one.old or one.new),
        )
        for (word, _), group in groups.items()
    )
