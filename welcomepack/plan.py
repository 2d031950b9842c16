"""What is to be made: the editions that a selection of the content means.

An edition is translated only where it is needed, in the process that writes its pages.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

from welcomepack import errata, qr, shortcode
from welcomepack.catalog import read_catalog
from welcomepack.diagnostic import Diagnostic, WelcomepackError, failed
from welcomepack.explain import nearest
from welcomepack.extract import WORDS
from welcomepack.history import read_history
from welcomepack.language import Language, english, registry
from welcomepack.load import Loaded
from welcomepack.model import Pack, Place, Policy, Settings
from welcomepack.prune import prune
from welcomepack.render import Edition
from welcomepack.snapshot import Snapshot
from welcomepack.terms import Term, read_terms
from welcomepack.theme import Theme
from welcomepack.translate import translate


@dataclass(frozen=True, slots=True)
class Selection:
    """What a build is asked for; an empty tuple means all.

    ``paper`` is the day of the paper that slips are to correct.
    """

    areas: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    locales: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    paper: date | None = None


@dataclass(frozen=True, slots=True)
class EditionPlan:
    """An edition that is to be made, and all that it is made of; goes to another process.

    ``spoken`` are its language and those that stand in, ``languages`` all of the area; ``codes``
    maps a topic to its short code.
    """

    pack: Pack
    place: Place | None
    spoken: tuple[Language, ...]
    languages: tuple[Language, ...]
    locales: Path
    domains: tuple[str, ...]
    policy: Policy
    terms: tuple[Term, ...]
    words: Mapping[str, str]
    codes: Mapping[str, str]
    day: date
    base_url: str
    credits: tuple[str, ...]

    @property
    def where(self) -> str:
        """What diagnostics call it: area, place if it has one, and language."""
        parts = (self.pack.area.id, self.place.id if self.place else "", self.spoken[0].tag)
        return "/".join(part for part in parts if part)

    def edition(self) -> Edition:
        """Leave out what may not be printed, and translate the rest; reads the catalogs."""
        wanted = (*self.domains, WORDS)
        own, *others = (read_catalog(self.locales, one, wanted)[0] for one in self.spoken)
        localized = translate(
            prune(self.pack, self.place, self.day),
            dict(self.words),
            own,
            self.domains,
            self.policy,
            self.terms,
            others,
        )
        return Edition(
            localized=localized,
            day=self.day,
            base_url=self.base_url,
            codes=self.codes,
            languages=self.languages,
            credits=self.credits,
            place=self.place,
        )


@dataclass(frozen=True)
class Plan:
    """Everything a build will make; slips for ``paper`` of a day when one is named."""

    planned: tuple[EditionPlan, ...]
    theme: Theme
    settings: Settings
    codes: tuple[shortcode.Registered, ...]
    diagnostics: tuple[Diagnostic, ...] = ()
    unknown: tuple[str, ...] = field(default=())
    history: Mapping[str, tuple[Snapshot, ...]] = field(default_factory=dict)
    paper: date | None = None

    @cached_property
    def editions(self) -> tuple[Edition, ...]:
        """All editions at once, for a look at a few; a build makes one after the other."""
        return tuple(one.edition() for one in self.planned)


def plan(loaded: Loaded, theme: Theme, selection: Selection) -> Plan:
    """Plan a build of loaded content.

    Raises `WelcomepackError` for a selection that names nothing there is. Reads the catalogs
    and the registry of codes; new codes are in the result and are written by the build.
    """
    settings = loaded.settings
    if settings is None:
        message = "content/project.yaml could not be read."
        raise WelcomepackError(message)
    length = len(f"{settings.base_url.rstrip('/')}/w/XXXXXX#20261122")
    if length > qr.MAX_LENGTH:
        message = (
            f"base_url in content/project.yaml is too long: QR codes would hold {length} "
            f"characters, and {qr.MAX_LENGTH} is the most that reads from a photocopy."
        )
        raise WelcomepackError(message)
    languages = registry(loaded.project.locales)
    _known(selection, loaded, languages, settings)
    codes = _codes(loaded, settings)
    planned = tuple(_planned(loaded, theme, settings, selection, codes, languages))
    found: list[Diagnostic] = []
    for language in {one.tag: one for each in planned for one in each.spoken}.values():
        found.extend(read_catalog(loaded.project.locales, language)[1])
    history: dict[str, tuple[Snapshot, ...]] = {}
    for name in {one.pack.area.id for one in planned}:
        history[name], problems = read_history(loaded.project, name)
        found.extend(problems)
    if selection.paper:
        public = {one.pack.area.id: one for one in reversed(planned) if one.place is None}
        found += _slips(tuple(public.values()), history, selection, loaded.project.today)
    return Plan(
        planned, theme, settings, codes, tuple(found), history=history, paper=selection.paper
    )


def _slips(
    public: Sequence[EditionPlan],
    history: Mapping[str, tuple[Snapshot, ...]],
    selection: Selection,
    today: date,
) -> Iterator[Diagnostic]:
    """What stands in the way of slips, or where there is nothing to say on one."""
    if selection.paper is None:
        return
    kept = {one.pack.area.id: history[one.pack.area.id] for one in public}
    found = errata.hindrances(kept, selection.paper, today)
    yield from found
    if not failed(found):
        first = [one.edition() for one in public]
        yield from errata.unneeded(first, kept, selection.paper, selection.topics)


def _locales(pack: Pack, settings: Settings) -> tuple[str, ...]:
    return pack.area.locales or settings.locales


def _fallbacks(pack: Pack, tag: str) -> tuple[str, ...]:
    """The languages that stand in for one in an area, best first; English is always the last."""
    return tuple(one for one in pack.area.fallback.get(tag, ()) if one not in {tag, "en"})


def _spoken(pack: Pack, tag: str) -> tuple[str, ...]:
    """The languages whose catalogs an edition needs: its own, and those that stand in."""
    return (tag, *_fallbacks(pack, tag))


def _known(
    selection: Selection, loaded: Loaded, languages: Mapping[str, Language], settings: Settings
) -> None:
    """Refuse names that nothing has, with the nearest one that something has."""
    used = {tag for pack in loaded.packs.values() for tag in _locales(pack, settings)}
    places = {place.id for pack in loaded.packs.values() for place in pack.places}
    topics = {topic.id for pack in loaded.packs.values() for topic in pack.topics}
    for what, given, known in (
        ("area", selection.areas, set(loaded.packs)),
        ("place", selection.places, places),
        ("language", selection.locales, used),
        ("topic", selection.topics, topics),
    ):
        for name in given:
            if name not in known:
                message = f'There is no {what} "{name}". {nearest(name, known)}'.strip()
                raise WelcomepackError(message)
    read = {
        one
        for pack in loaded.packs.values()
        for tag in _locales(pack, settings)
        for one in _spoken(pack, tag)
    }
    for tag in sorted(read - set(languages)):
        message = f'WP215 The language "{tag}" is not in locales/languages.yaml.'
        raise WelcomepackError(message)


def _codes(loaded: Loaded, settings: Settings) -> tuple[shortcode.Registered, ...]:
    """The registry, with a code for every topic of every published area and language."""
    path = loaded.project.codes
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    rows, _ = shortcode.read(text, loaded.project.shown(path))
    wanted = (
        shortcode.Meaning(name, topic.id, tag)
        for name, pack in loaded.packs.items()
        if pack.area.publish
        for topic in pack.topics
        if not topic.private
        for tag in _locales(pack, settings)
    )
    return shortcode.extended(rows, wanted, loaded.project.today)


def _wanted(
    loaded: Loaded, settings: Settings, selection: Selection
) -> Iterator[tuple[Pack, Place | None, str]]:
    for name, pack in loaded.packs.items():
        chosen = name in selection.areas if selection.areas else pack.area.publish
        if not chosen:
            continue
        locales = [
            tag
            for tag in _locales(pack, settings)
            if not selection.locales or tag in selection.locales
        ]
        if not selection.places:
            yield from ((pack, None, tag) for tag in locales)
        for place in pack.places:
            if not selection.places or place.id in selection.places:
                own = place.locales or locales
                yield from ((pack, place, tag) for tag in locales if tag in own)


def _planned(
    loaded: Loaded,
    theme: Theme,
    settings: Settings,
    selection: Selection,
    codes: Sequence[shortcode.Registered],
    languages: Mapping[str, Language],
) -> Iterator[EditionPlan]:
    own: dict[tuple[str, str], dict[str, str]] = {}
    for row in codes:
        meaning = row.meaning
        own.setdefault((meaning.area, meaning.locale), {})[meaning.topic] = row.code
    terms, words = read_terms(loaded.project.locales), dict(theme.words)
    for pack, place, tag in _wanted(loaded, settings, selection):
        name = pack.area.id
        yield EditionPlan(
            pack=pack,
            place=place,
            spoken=tuple(languages.get(one, english()) for one in _spoken(pack, tag)),
            languages=tuple(languages[one] for one in _locales(pack, settings)),
            locales=loaded.project.locales,
            domains=lineage(loaded, name),
            policy=settings.policy.of(pack.area.policy),
            terms=tuple(terms),
            words=words,
            codes=own.get((name, tag), {}),
            day=loaded.project.today,
            base_url=settings.base_url.rstrip("/"),
            credits=settings.credits,
        )


def lineage(loaded: Loaded, name: str) -> tuple[str, ...]:
    """An area and its parents, nearest first."""
    line: list[str] = []
    current: str | None = name
    while current and current in loaded.packs and current not in line:
        line.append(current)
        current = loaded.packs[current].area.extends
    return tuple(line)
