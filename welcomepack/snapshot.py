"""What an edition said on a day, and what has changed between two days.

A snapshot holds the public content of one area as it was published: the lines of every topic,
the facts, services and dates they print, and the translations. From two of them follow the changes
that a reader of older paper must know, without anybody typing them.
"""

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pydantic import Field

from welcomepack.address import SESSIONS, session_texts, topic_texts
from welcomepack.fact import Kind, placeholders
from welcomepack.model import (
    ContactBlock,
    EmergencyBlock,
    Meeting,
    Model,
    Pack,
    Service,
    ServicesBlock,
    Session,
    SessionsBlock,
    Text,
    Topic,
)
from welcomepack.prune import services_of, sessions_of
from welcomepack.translate import LocalizedPack


class Value(Model):
    """A fact as it was printed."""

    kind: Kind
    value: str


class Entry(Model):
    """A service of the directory as it was printed."""

    name: str
    address: str = ""
    hours: str = ""


class Time(Meeting):
    """One time of a session as it was printed; ``line`` is the address of its title."""

    line: str
    where: str = ""


class TopicState(Model):
    """One topic on one day: English lines by address, its facts, its services, its sessions.

    The lines hold the texts of its sessions too, under their own addresses.
    """

    title: str
    lines: dict[str, str] = Field(default_factory=dict)
    facts: dict[str, Value] = Field(default_factory=dict)
    services: dict[str, Entry] = Field(default_factory=dict)
    sessions: dict[str, Time] = Field(default_factory=dict)


class Snapshot(Model):
    """One area's public content on a day; ``texts`` holds by locale what was translated."""

    area: str
    day: dt.date
    topics: dict[str, TopicState]
    texts: dict[str, dict[str, str]] = Field(default_factory=dict)

    def line(self, topic: str, address: str, locale: str) -> tuple[str, str]:
        """A line as it stood in a language, and the tag of the language it stood in."""
        own = self.texts.get(locale, {}).get(address)
        return (own, locale) if own is not None else (self.topics[topic].lines[address], "en")


class What(StrEnum):
    """How something changed."""

    FACT = "fact"
    ADDED = "added"
    REMOVED = "removed"
    REWORDED = "reworded"
    OPENED = "opened"
    CLOSED = "closed"
    MOVED = "moved"
    ANNOUNCED = "announced"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a topic.

    For facts, ``key`` is the fact's id and ``old`` and ``new`` are its values; for lines ``key``
    is the address and the texts are looked up by language; for services ``key`` is the id, for
    sessions that and the time's own. ``address`` is a line that prints the changed fact, or empty.
    """

    what: What
    key: str
    old: Value | Entry | Time | None = None
    new: Value | Entry | Time | None = None
    address: str = ""


def take(day: dt.date, packs: Sequence[LocalizedPack]) -> Snapshot:
    """The snapshot of one area from its editions, which hold the same content.

    Raises `ValueError` when there is no edition.
    """
    if not packs:
        message = "A snapshot needs at least one edition."
        raise ValueError(message)
    pack = packs[0].pack
    topics = {topic.id: _topic(topic, pack) for topic in pack.topics}
    texts = {
        one.language.tag: {
            address: text.value
            for topic in one.pack.topics
            for address, text in (*topic_texts(topic), *announced(topic, one.pack))
            if text.lang == one.language.tag and text.lang != "en"
        }
        for one in packs
    }
    kept = {tag: found for tag, found in texts.items() if found}
    return Snapshot(area=pack.area.id, day=day, topics=topics, texts=kept)


def _topic(topic: Topic, pack: Pack) -> TopicState:
    printed = (*topic_texts(topic), *announced(topic, pack))
    lines = {address: text.english for address, text in printed}
    services = {
        one.id: one
        for block in topic.blocks
        if isinstance(block, ServicesBlock)
        for one in services_of(block, pack)
    }
    names = {
        *(name for line in lines.values() for name in placeholders(line)),
        *_referred(topic),
        *(one.phone for one in services.values() if one.phone),
    }
    facts = {
        name: Value(kind=pack.facts[name].kind, value=pack.facts[name].value)
        for name in sorted(names)
        if name in pack.facts
    }
    entries = {key: _entry(one) for key, one in services.items()}
    dated = {
        f"{one.id}/{time.id}": _dated(one, time)
        for one in _sessions(topic, pack)
        for time in one.times
    }
    return TopicState(
        title=topic.title.english, lines=lines, facts=facts, services=entries, sessions=dated
    )


def _sessions(topic: Topic, pack: Pack) -> Iterator[Session]:
    for block in topic.blocks:
        if isinstance(block, SessionsBlock):
            yield from sessions_of(block, pack)


def announced(topic: Topic, pack: Pack) -> tuple[tuple[str, Text], ...]:
    """The texts of the sessions that a topic prints, with their addresses."""
    return tuple(one for session in _sessions(topic, pack) for one in session_texts(session))


def _dated(session: Session, meeting: Meeting) -> Time:
    where = ", ".join(part for part in (session.where, session.postcode) if part)
    line = f"{SESSIONS}{session.id}/title"
    return Time(line=line, where=where, **meeting.model_dump())


def _entry(service: Service) -> Entry:
    hours = ", ".join(f"{one.days} {one.hours}" for one in service.hours)
    address = ", ".join(part for part in (service.address, service.postcode) if part)
    return Entry(name=service.name, address=address, hours=hours)


def _referred(topic: Topic) -> Iterator[str]:
    """Facts that a field names instead of a sentence."""
    for block in topic.blocks:
        if isinstance(block, EmergencyBlock):
            yield from (one.phone for one in block.numbers)
        if isinstance(block, ContactBlock):
            for one in block.contacts:
                reached = (one.phone, one.sms, one.email, one.address)
                yield from (name for name in reached if name)


def changes(old: Snapshot, new: Snapshot, topic: str) -> tuple[Change, ...]:
    """What changed in a topic from one snapshot to a later one, facts first.

    A better translation of the same English is no change. A topic that is in one of the two
    only gives nothing: a withdrawn topic is told in another way.
    """
    if topic not in old.topics or topic not in new.topics:
        return ()
    before, after = old.topics[topic], new.topics[topic]
    return (
        *_facts(before, after),
        *_lines(before, after),
        *_services(before, after),
        *_times(before, after, new.day),
    )


def _facts(before: TopicState, after: TopicState) -> Iterator[Change]:
    """Facts with another value, and new ones that a field names instead of a sentence.

    A new one in a sentence is told by the sentence, which is new or reworded.
    """
    for name, value in after.facts.items():
        was, line = before.facts.get(name), _printing(name, after.lines)
        if was != value and (was or not line):
            yield Change(What.FACT, name, was, value, line)


def _printing(fact: str, lines: Mapping[str, str]) -> str:
    """The address of the first line that prints a fact."""
    return next((at for at, line in lines.items() if fact in placeholders(line)), "")


def _lines(before: TopicState, after: TopicState) -> Iterator[Change]:
    """Changed lines. Those of sessions come and go with their times, which are told instead."""
    for address, line in after.lines.items():
        if address not in before.lines:
            if not address.startswith(SESSIONS):
                yield Change(What.ADDED, address)
        elif before.lines[address] != line:
            yield Change(What.REWORDED, address)
    for address in before.lines:
        if address not in after.lines and not address.startswith(SESSIONS):
            yield Change(What.REMOVED, address)


def _services(before: TopicState, after: TopicState) -> Iterator[Change]:
    for key, entry in after.services.items():
        was = before.services.get(key)
        if was is None:
            yield Change(What.OPENED, key, None, entry)
        elif was != entry:
            yield Change(What.MOVED, key, was, entry)
    for key, entry in before.services.items():
        if key not in after.services:
            yield Change(What.CLOSED, key, entry)


def _times(before: TopicState, after: TopicState, day: dt.date) -> Iterator[Change]:
    """New, moved and cancelled times; one that is simply over is no news."""
    for key, time in after.sessions.items():
        was = before.sessions.get(key)
        if was is None:
            yield Change(What.ANNOUNCED, key, None, time)
        elif was != time:
            yield Change(What.POSTPONED, key, was, time)
    for key, time in before.sessions.items():
        if key not in after.sessions and time.last >= day:
            yield Change(What.CANCELLED, key, time)


def to_json(snapshot: Snapshot) -> str:
    """A snapshot as JSON text with sorted keys, so that equal content gives equal bytes."""
    data = snapshot.model_dump(mode="json", exclude_defaults=True)
    return json.dumps(data, ensure_ascii=False, indent=0, sort_keys=True) + "\n"


def from_json(text: str) -> Snapshot:
    """Read what `to_json` wrote; raises pydantic's `ValidationError` for anything else."""
    return Snapshot.model_validate_json(text)
