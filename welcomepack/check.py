"""Rules about content that has been read: pure, all problems at once.

Each rule is a small generator over one area; what a rule is for stands in the catalogue of
codes. The files of git and the registry of short codes are looked at by `check_project`.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from welcomepack import shortcode
from welcomepack.address import texts, topic_texts
from welcomepack.diagnostic import Diagnostic, Position
from welcomepack.explain import nearest
from welcomepack.fact import literals, placeholders
from welcomepack.load import Loaded
from welcomepack.model import (
    AnyBlock,
    ContactBlock,
    EmergencyBlock,
    Fact,
    LinksBlock,
    ListBlock,
    NoteBlock,
    Pack,
    ServicesBlock,
    Source,
    StepsBlock,
    TextBlock,
    Topic,
    WarningBlock,
)
from welcomepack.project import Project

MAX_WORDS = 20
MAX_AGE = 12
_ENOUGH_WORDS = 40  # shorter texts give no steady figure
_SENTENCE = re.compile(r"(?<=[.!?:])\s+")
_PLACE = "place."
_STATING = (TextBlock, StepsBlock, ListBlock, NoteBlock, WarningBlock, EmergencyBlock)


@dataclass(frozen=True, slots=True)
class _Area:
    """What a rule may look at."""

    pack: Pack
    positions: Mapping[str, Position]
    project: Project

    def at(self, address: str) -> Position | None:
        """Where an address is written, or the nearest thing around it."""
        while address not in self.positions and "/" in address:
            address = address.rpartition("/")[0]
        return self.positions.get(address)

    def blocks(self) -> Iterator[tuple[Topic, AnyBlock, str]]:
        """All blocks with their topics and addresses."""
        for topic in self.pack.topics:
            for block in topic.blocks:
                yield topic, block, f"{topic.id}/{block.id}"


Rule = Callable[[_Area], Iterator[Diagnostic]]


def check(loaded: Loaded) -> Iterator[Diagnostic]:
    """All rules on all areas, and on what lies around the content."""
    for name, pack in loaded.packs.items():
        area = _Area(pack, loaded.positions[name], loaded.project)
        for rule in RULES:
            yield from rule(area)
    yield from _tracked_places(loaded)
    yield from _codes(loaded.project)


def _facts_named(area: _Area) -> Iterator[Diagnostic]:
    private = {topic.id for topic in area.pack.topics if topic.private}
    for address, text in texts(area.pack):
        for name in placeholders(text.english):
            topic = address.partition("/")[0]
            if name.startswith(_PLACE):
                if topic not in private:
                    message = f"{{{name}}} belongs to a place and may not stand in public content."
                    yield Diagnostic("WP213", message, area.at(address), address=address)
            elif name not in area.pack.facts:
                yield _unknown_fact(area, name, address)
    for address, name in _facts_referred(area):
        own = name.startswith(_PLACE) and address.partition("/")[0] in private
        if name not in area.pack.facts and not own:
            yield _unknown_fact(area, name, address)


def _unknown_fact(area: _Area, name: str, address: str) -> Diagnostic:
    hint = nearest(name, area.pack.facts)
    return Diagnostic("WP201", f'There is no fact "{name}".', area.at(address), hint, address)


def _facts_referred(area: _Area) -> Iterator[tuple[str, str]]:
    """Facts named by a field instead of in braces, as (address, fact id)."""
    for _, block, address in area.blocks():
        if isinstance(block, EmergencyBlock):
            for number in block.numbers:
                yield f"{address}/numbers/{number.id}/phone", number.phone
        if isinstance(block, ContactBlock):
            for one in block.contacts:
                for field in ("phone", "sms", "email", "address"):
                    if name := getattr(one, field):
                        yield f"{address}/contacts/{one.id}/{field}", name
    for service in area.pack.services:
        if service.phone:
            yield f"services/{service.id}/phone", service.phone


def _links_named(area: _Area) -> Iterator[Diagnostic]:
    named: list[tuple[str, str]] = []
    for _, block, address in area.blocks():
        if isinstance(block, LinksBlock):
            named += [(f"{address}/links", link) for link in block.links]
        if isinstance(block, ContactBlock):
            named += [
                (f"{address}/contacts/{one.id}/link", one.link)
                for one in block.contacts
                if one.link
            ]
    named += [(f"services/{one.id}/link", one.link) for one in area.pack.services if one.link]
    for address, name in named:
        if name not in area.pack.links:
            hint = nearest(name, area.pack.links)
            yield Diagnostic("WP202", f'There is no link "{name}".', area.at(address), hint)
    for link in area.pack.links.values():
        if not link.owner:
            message = f'The link "{link.id}" has no owner.'
            yield Diagnostic("WP301", message, area.at(f"links/{link.id}"))


def _literal_facts(area: _Area) -> Iterator[Diagnostic]:
    for address, text in texts(area.pack):
        for what, words in literals(text.english):
            message = f'The {what} "{words}" is typed into a sentence.'
            hint = "Put it into facts.yaml and write its name in braces."
            yield Diagnostic("WP203", message, area.at(address), hint, address)


def _long_sentences(area: _Area) -> Iterator[Diagnostic]:
    for address, text in texts(area.pack):
        for sentence in _SENTENCE.split(text.english):
            count = len(sentence.split())
            if count > MAX_WORDS:
                start = " ".join(sentence.split()[:5])
                message = f'The sentence "{start} …" has {count} words; {MAX_WORDS} is the most.'
                yield Diagnostic("WP204", message, area.at(address), address=address)


def _reading_age(area: _Area) -> Iterator[Diagnostic]:
    """The Automated Readability Index of each block, as an age (grade plus five)."""
    for topic, block, address in area.blocks():
        alone = topic.model_copy(update={"blocks": (block,)})
        sentences = [text.english for at, text in topic_texts(alone) if at.startswith(address)]
        body = " ".join(_plain_sentence(one) for one in sentences)
        if len(body.split()) < _ENOUGH_WORDS:
            continue
        age = _age(body)
        if age > MAX_AGE:
            message = f'The block "{block.id}" needs a reading age of {age}; {MAX_AGE} is the most.'
            yield Diagnostic("WP205", message, area.at(address), address=address)


def _plain_sentence(text: str) -> str:
    whole = re.sub(r"\{[^}]*\}", "it", text)
    return whole if whole[-1] in ".!?" else f"{whole}."


def _age(body: str) -> int:
    import textstat  # noqa: PLC0415 - its own imports take longer than all other rules together

    return round(float(textstat.automated_readability_index(body))) + 5


def _facts_state(area: _Area) -> Iterator[Diagnostic]:
    today = area.project.today
    sourced: Iterable[tuple[str, Fact | Source]] = [
        *((f"facts/{one.id}", one) for one in area.pack.facts.values()),
        *((f"sources/{one.id}", one) for one in area.pack.sources.values()),
    ]
    for topic in area.pack.topics:
        if topic.review_by and topic.review_by < today:
            message = f'"{topic.id}" should have been looked at again by {topic.review_by}.'
            yield Diagnostic("WP206", message, area.at(f"{topic.id}/review_by"), address=topic.id)
    for address, one in sourced:
        due = one.due()
        if due and due < today:
            message = f'"{one.id}" should have been looked at again by {due.isoformat()}.'
            yield Diagnostic("WP206", message, area.at(address), address=address)


def _gaps(area: _Area) -> Iterator[Diagnostic]:
    """What only the council can fill in; asked of published areas alone."""
    pack = area.pack
    if not pack.area.publish:
        return
    for one in pack.facts.values():
        at = area.at(f"facts/{one.id}")
        if one.unknown:
            yield Diagnostic("WP207", f"{pack.area.name}: {one.id}: {one.unknown}", at)
        elif not one.printable:
            message = f"{one.id} ({one.value}) is of confidence {one.confidence}: not printed."
            yield Diagnostic("WP208", message, at)
    for service in pack.services:
        if service.unknown:
            at = area.at(f"services/{service.id}")
            yield Diagnostic("WP207", f"{pack.area.name}: {service.name}: {service.unknown}", at)
    known = {service.category for service in pack.services}
    for _, block, address in area.blocks():
        if isinstance(block, ServicesBlock) and not known & set(block.categories):
            wanted = ", ".join(block.categories)
            message = f"{pack.area.name} has no services of category {wanted}."
            yield Diagnostic("WP212", message, area.at(address))
    yield from _place_gaps(area)


def _place_gaps(area: _Area) -> Iterator[Diagnostic]:
    """Facts that the private topic asks for and a place file does not give."""
    wanted = {
        name
        for address, text in texts(area.pack)
        for name in placeholders(text.english)
        if name.startswith(_PLACE)
    }
    for place in area.pack.places:
        at = area.at(f"places/{place.id}")
        given = {one.id for one in place.facts if not one.unknown}
        for name in sorted(wanted - given):
            yield Diagnostic("WP207", f"The place gives no {name}.", at)


def _sources_named(area: _Area) -> Iterator[Diagnostic]:
    for topic, block, address in area.blocks():
        for name in block.basis:
            source = area.pack.sources.get(name)
            at = area.at(f"{address}/basis")
            if source is None:
                hint = nearest(name, area.pack.sources)
                yield Diagnostic("WP210", f'There is no source "{name}".', at, hint)
            elif source.confidence == "D":
                yield Diagnostic("WP211", f'The block rests on "{name}", which is marked D.', at)
        if isinstance(block, _STATING) and not block.basis and not topic.private:
            message = f'The block "{block.id}" names no source.'
            yield Diagnostic("WP209", message, area.at(address), address=address)


def _published(area: _Area) -> Iterator[Diagnostic]:
    if area.pack.area.publish and not area.pack.area.council:
        at = Position(f"content/{area.pack.area.id}/area.yaml")
        yield Diagnostic("WP214", "A published area must name its council.", at)


RULES: tuple[Rule, ...] = (
    _facts_named,
    _links_named,
    _literal_facts,
    _long_sentences,
    _reading_age,
    _facts_state,
    _gaps,
    _sources_named,
    _published,
)


def check_languages(loaded: Loaded, registered: Iterable[str]) -> Iterator[Diagnostic]:
    """Languages that a file asks for and the registry does not have."""
    known = set(registered)
    for tag, position in loaded.tags:
        if tag not in known:
            yield Diagnostic(
                "WP215", f'There is no language "{tag}".', position, nearest(tag, known)
            )


def check_pictograms(loaded: Loaded, drawn: Iterable[str]) -> Iterator[Diagnostic]:
    """Topics whose pictogram the theme does not have."""
    known = set(drawn)
    for name, pack in loaded.packs.items():
        for topic in pack.topics:
            if topic.pictogram not in known:
                at = loaded.positions[name].get(f"{topic.id}/pictogram")
                message = f'There is no pictogram "{topic.pictogram}".'
                yield Diagnostic("WP216", message, at, nearest(topic.pictogram, known))


def _tracked_places(loaded: Loaded) -> Iterator[Diagnostic]:
    tracked = loaded.project.tracked() or frozenset()
    for path in sorted(tracked):
        parts = path.split("/")
        private = parts[0] == "content" and "places" in parts[:-1]
        if private and not parts[-1].startswith("example-"):
            yield Diagnostic("WP303", "Git tracks this private file.", Position(path))


def _codes(project: Project) -> Iterator[Diagnostic]:
    """The registry of short codes against itself and against the last commit."""
    path, shown = project.codes, project.shown(project.codes)
    before = project.committed(path)
    try:
        now = path.read_text(encoding="utf-8") if path.exists() else ""
    except UnicodeDecodeError:
        yield Diagnostic("WP104", "The file is not in UTF-8.", Position(shown))
        return
    yield from shortcode.read(now, shown)[1]
    if before:
        yield from shortcode.lost(before, now, shown)
