"""What has changed since older paper was printed, as lines for a page or a slip."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from welcomepack.address import topic_texts
from welcomepack.directory import noted_hours
from welcomepack.fact import Kind, placeholders
from welcomepack.history import Since, since, timeline
from welcomepack.markup import Writer
from welcomepack.model import ContactBlock, EmergencyBlock, Fact, ServicesBlock, State, Text
from welcomepack.occasion import when
from welcomepack.prune import services_of
from welcomepack.render import Edition
from welcomepack.snapshot import Change, Entry, Snapshot, Time, Value, What, announced, take

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
    What.ANNOUNCED: "change_added",
    What.POSTPONED: "change_fact",
    What.CANCELLED: "change_closed",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One change: the word that says how, the line, and for a value what it was and is.

    ``english`` is the line in English, empty where the page shows that already; ``was`` is a
    reworded line as the paper has it; ``states`` are those of the texts among them.
    """

    word: str
    body: Markup
    old: Markup | None = None
    new: Markup | None = None
    english: Markup = Markup()  # noqa: RUF009 - never changes
    was: Markup | None = None
    states: frozenset[State] = frozenset()


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
        Dated(one.day, rows(edition, one, topic)) for one in timeline(history, now, topic)
    )
    days = sorted({one.day for one in history} | {edition.day})[-MARKED:]
    papers = []
    for day in days:
        one = since(history, now, topic, day)
        papers.append(Dated(day, rows(edition, one, topic) if one else ()))
    return Told(listed, tuple(papers))


def rows(edition: Edition, found: Since, topic: str) -> tuple[Row, ...]:
    """The changes of a topic as lines in the edition's language, facts first."""
    if not found.changes:
        return ()
    lines = _lines(edition, found, topic)
    told_lines = {one.address for one in found.changes if one.what is What.FACT}
    made: list[Row] = []
    for one in found.changes:
        match one:
            case Change(what=What.FACT, old=Value() | None as was, new=Value() as now):
                made.append(lines.fact(one, was, now))
            case Change(what=What.ADDED | What.REWORDED) if one.key in told_lines:
                continue
            case Change(what=What.ADDED | What.REWORDED | What.REMOVED):
                made.append(lines.line(one))
            case Change(new=Time() as shown) | Change(old=Time() as shown):
                made.append(lines.time(one, shown))
            case Change(what=What.MOVED, old=Entry() as left, new=Entry() as found_at):
                made += _moved(lines.new, left, found_at)
            case Change(old=Entry(name=name)) | Change(new=Entry(name=name)):
                made.append(Row(_WORDS[one.what], lines.new.name(name)))
            case _:
                continue
    return tuple(made)


def text_of(edition: Edition, snapshot: Snapshot, topic: str, address: str) -> Text:
    """A line as it stood in the edition's language, else in English.

    Its state is that of the edition's own text where that is the same. What a snapshot alone
    knows counts as a machine's: nobody can tell any more who checked it.
    """
    tag = edition.language.tag
    value, lang = snapshot.line(topic, address, tag)
    english = snapshot.topics[topic].lines[address]
    current = _texts(edition, topic).get(address)
    if current and (current.value, current.lang) == (value, lang):
        state = current.state
    elif lang != "en":
        state = State.MT
    else:
        state = State.SOURCE if tag == "en" else State.MISSING
    return Text(value=value, english=english, lang=lang, state=state)


@dataclass(frozen=True, slots=True)
class _Lines:
    """Writes the changed lines of one topic, with the facts as they were and as they are."""

    edition: Edition
    found: Since
    topic: str
    old: Writer
    new: Writer

    def fact(self, change: Change, was: Value | None, now: Value) -> Row:
        """A changed fact in a line that prints it, else beside the name of whom it reaches."""
        word = _WORDS[change.what]
        old = self.old.value(was.kind, was.value) if was else None
        values = (old, self.new.value(now.kind, now.value))
        if change.address in self.found.after.topics[self.topic].lines:
            text = text_of(self.edition, self.found.after, self.topic, change.address)
        else:
            named = _named(self.edition, self.topic).get(change.key, "")
            if isinstance(named, str) or not self._knows(named):
                body = self.new.name(named) if isinstance(named, str) and named else Markup()
                return Row(word, body, *values)
            text = named
        states = frozenset({text.state})
        return Row(word, self.new.text(text), *values, self.new.english(text), states=states)

    def _knows(self, text: Text) -> bool:
        """Whether every fact of a text of today was known then."""
        facts = {*placeholders(text.value), *placeholders(text.english)}
        return facts <= self.new.facts.keys()

    def line(self, change: Change) -> Row:
        """A line that was added, taken out or reworded."""
        gone = change.what is What.REMOVED
        snapshot = self.found.before if gone else self.found.after
        writer = self.old if gone else self.new
        text = text_of(self.edition, snapshot, self.topic, change.key)
        was, states = None, {text.state}
        if change.what is What.REWORDED:
            former = text_of(self.edition, self.found.before, self.topic, change.key)
            was = self.old.text(former)
            states.add(former.state)
        return Row(
            _WORDS[change.what],
            writer.text(text),
            english=writer.english(text),
            was=was,
            states=frozenset(states),
        )

    def time(self, change: Change, shown: Time) -> Row:
        """A new, moved or cancelled time: the title as it is now if it still is, and when."""
        was = change.old if isinstance(change.old, Time) else None
        now = change.new if isinstance(change.new, Time) else None
        snapshot, writer = (self.found.after, self.new) if now else (self.found.before, self.old)
        text = text_of(self.edition, snapshot, self.topic, shown.line)
        day = self.found.after.day
        values = (
            _written(self.old, was, day) if was else None,
            _written(self.new, now, day) if now else None,
        )
        states = frozenset({text.state})
        return Row(
            _WORDS[change.what], writer.text(text), *values, writer.english(text), states=states
        )


def _lines(edition: Edition, found: Since, topic: str) -> _Lines:
    old = _writer(edition, found.before, topic, links=False)
    return _Lines(edition, found, topic, old, _writer(edition, found.after, topic))


def _texts(edition: Edition, topic: str) -> Mapping[str, Text]:
    """The texts of a topic as the edition has them now; none of one that was withdrawn."""
    found = [one for one in edition.pack.topics if one.id == topic]
    return {
        address: text
        for one in found
        for address, text in (*topic_texts(one), *announced(one, edition.pack))
    }


def _named(edition: Edition, topic: str) -> Mapping[str, Text | str]:
    """Whom each fact reaches that a field of a block names, and no sentence."""
    found: dict[str, Text | str] = {}
    for block in (block for one in edition.pack.topics if one.id == topic for block in one.blocks):
        if isinstance(block, EmergencyBlock):
            found |= {one.phone: one.title for one in block.numbers}
        elif isinstance(block, ContactBlock):
            for one in block.contacts:
                reached = (one.phone, one.sms, one.email, one.address)
                found |= {name: one.name for name in reached if name}
        elif isinstance(block, ServicesBlock):
            services = services_of(block, edition.pack)
            found |= {one.phone: one.name for one in services if one.phone}
    return found


def _written(writer: Writer, time: Time, day: date) -> Markup:
    at = when(time, day, writer)
    last = Markup(" \N{EN DASH} {}").format(at.last) if at.last else Markup()
    where = Markup(" · {}").format(writer.value(Kind.ADDRESS, time.where)) if time.where else ""
    return Markup("{} {}{} · {}{}").format(at.weekday, at.first, last, at.hours, where)


def _moved(writer: Writer, left: Entry, found_at: Entry) -> Iterator[Row]:
    name = writer.name(found_at.name)

    def placed(value: str) -> Markup:
        return writer.value(Kind.ADDRESS, value)

    def opened(value: str) -> Markup:
        return noted_hours(value, writer.language, writer)

    for was, now, written in (
        (left.name, found_at.name, placed),
        (left.address, found_at.address, placed),
        (left.hours, found_at.hours, opened),
    ):
        if was != now:
            old, new = (written(one) if one else None for one in (was, now))
            # The one word of ours among names, addresses and hours.
            closed = written is opened and "closed" in f"{was} {now}"
            states = frozenset({writer.words["closed"].state} if closed else ())
            yield Row(_WORDS[What.MOVED], name, old, new, states=states)


def _writer(edition: Edition, snapshot: Snapshot, topic: str, *, links: bool = True) -> Writer:
    """A writer that fills in the facts as they were on that day."""
    facts = {
        key: Fact.model_construct(id=key, kind=one.kind, value=one.value)
        for key, one in snapshot.topics[topic].facts.items()
    }
    spoken = edition.localized.fallbacks
    return Writer(edition.language, facts, edition.localized.words, fallbacks=spoken, links=links)
