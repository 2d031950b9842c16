"""What has changed since older paper was printed, as lines for a page or a slip."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from welcomepack.fact import Kind
from welcomepack.history import since, timeline
from welcomepack.markup import Writer
from welcomepack.model import Fact, Text
from welcomepack.render import Edition
from welcomepack.snapshot import Change, Entry, Snapshot, Value, What, take

# Paper older than this many editions sees the whole list instead of its own part of it.
MARKED = 60
_WORDS = {
    What.FACT: "change_fact",
    What.ADDED: "change_added",
    What.REMOVED: "change_removed",
    What.REWORDED: "change_fact",
    What.OPENED: "change_added",
    What.CLOSED: "change_closed",
    What.MOVED: "change_fact",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One change: the word that says how, the line, and for a value what it was and is."""

    word: str
    body: Markup
    old: Markup | None = None
    new: Markup | None = None


@dataclass(frozen=True, slots=True)
class Dated:
    """The changes of one publication, or all since the paper of a day; ``anchor`` as 20261122."""

    day: date
    rows: tuple[Row, ...]

    @property
    def anchor(self) -> str:
        """The fragment that paper of this day carries."""
        return f"{self.day:%Y%m%d}"


@dataclass(frozen=True, slots=True)
class Told:
    """What a topic's page tells: a dated list, newest first, and a part for each older paper."""

    listed: tuple[Dated, ...]
    papers: tuple[Dated, ...]


def told(
    edition: Edition, history: tuple[Snapshot, ...], topic: str, now: Snapshot | None = None
) -> Told:
    """What the page of a topic says about older paper; ``now`` is the edition, where known."""
    now = now or take(edition.day, [edition.localized])
    if topic not in now.topics:
        return Told((), ())
    listed = tuple(
        Dated(one.day, _rows(edition, one.before, one.after, topic, one.changes))
        for one in timeline(history, now, topic)
    )
    days = sorted({one.day for one in history} | {edition.day})[-MARKED:]
    papers = []
    for day in days:
        one = since(history, now, topic, day)
        rows = _rows(edition, one.before, now, topic, one.changes) if one else ()
        papers.append(Dated(day, rows))
    return Told(listed, tuple(papers))


def _rows(
    edition: Edition, before: Snapshot, after: Snapshot, topic: str, found: Sequence[Change]
) -> tuple[Row, ...]:
    old, new = _writer(edition, before, topic, links=False), _writer(edition, after, topic)
    tag = edition.language.tag
    rows: list[Row] = []
    told_lines = set()
    for one in found:
        match one:
            case Change(what=What.FACT, old=Value() as was, new=Value() as now, address=address):
                line = after.topics[topic].lines.get(address)
                body = new.text(_text(after, topic, address, tag)) if line else Markup()
                told_lines.add(address)
                values = (old.value(was.kind, was.value), new.value(now.kind, now.value))
                rows.append(Row(_WORDS[one.what], body, *values))
            case Change(what=What.REMOVED):
                rows.append(Row(_WORDS[one.what], old.text(_text(before, topic, one.key, tag))))
            case Change(what=What.ADDED | What.REWORDED) if one.key not in told_lines:
                rows.append(Row(_WORDS[one.what], new.text(_text(after, topic, one.key, tag))))
            case Change(what=What.MOVED, old=Entry() as left, new=Entry() as found_at):
                rows += _moved(new, left, found_at)
            case Change(old=entry) if isinstance(entry, Entry):
                rows.append(Row(_WORDS[one.what], new.name(entry.name)))
            case Change(new=entry) if isinstance(entry, Entry):
                rows.append(Row(_WORDS[one.what], new.name(entry.name)))
            case _:
                continue
    return tuple(rows)


def _moved(writer: Writer, left: Entry, found_at: Entry) -> Iterator[Row]:
    name = writer.name(found_at.name)
    for was, now in (
        (left.name, found_at.name),
        (left.address, found_at.address),
        (left.hours, found_at.hours),
    ):
        if was != now:
            yield Row(
                _WORDS[What.MOVED],
                name,
                writer.value(Kind.ADDRESS, was) if was else None,
                writer.value(Kind.ADDRESS, now) if now else None,
            )


def _text(snapshot: Snapshot, topic: str, address: str, locale: str) -> Text:
    value, lang = snapshot.line(topic, address, locale)
    return Text(value=value, english=snapshot.topics[topic].lines[address], lang=lang)


def _writer(edition: Edition, snapshot: Snapshot, topic: str, *, links: bool = True) -> Writer:
    """A writer that fills in the facts as they were on that day."""
    facts = {
        key: Fact.model_construct(id=key, kind=one.kind, value=one.value)
        for key, one in snapshot.topics[topic].facts.items()
    }
    spoken = edition.localized.fallbacks
    return Writer(edition.language, facts, edition.localized.words, fallbacks=spoken, links=links)
