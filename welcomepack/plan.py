"""What is to be made: the editions that a selection of the content means.

Formats make sheets of them; laying those out is left to workers.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from welcomepack import errata, qr, shortcode
from welcomepack.catalog import Catalog, read_catalog
from welcomepack.diagnostic import Diagnostic, WelcomepackError, failed
from welcomepack.explain import nearest
from welcomepack.history import read_history
from welcomepack.language import Language, english, registry
from welcomepack.load import Loaded
from welcomepack.model import Pack, Place, Settings
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
class Plan:
    """Everything a build will make; slips for ``paper`` of a day when one is named."""

    editions: tuple[Edition, ...]
    theme: Theme
    settings: Settings
    codes: tuple[shortcode.Registered, ...]
    diagnostics: tuple[Diagnostic, ...] = ()
    unknown: tuple[str, ...] = field(default=())
    history: Mapping[str, tuple[Snapshot, ...]] = field(default_factory=dict)
    paper: date | None = None


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
    catalogs: dict[str, Catalog] = {}
    found: list[Diagnostic] = []
    wanted = tuple(_wanted(loaded, settings, selection))
    needed = dict.fromkeys(one for pack, _, own in wanted for one in _spoken(pack, own))
    for tag in needed:
        language = languages.get(tag, english())
        catalogs[tag], problems = read_catalog(loaded.project.locales, language)
        found.extend(problems)
    codes = _codes(loaded, settings)
    by_meaning = {row.meaning: row.code for row in codes}
    terms = read_terms(loaded.project.locales)
    editions = tuple(
        _edition(loaded, theme, settings, catalogs, tag, terms, pack, place, by_meaning, languages)
        for pack, place, tag in wanted
    )
    history: dict[str, tuple[Snapshot, ...]] = {}
    for name in {one.pack.area.id for one in editions}:
        history[name], problems = read_history(loaded.project, name)
        found.extend(problems)
    if selection.paper:
        public = [one for one in editions if one.place is None]
        found += _slips(public, history, selection, loaded.project.today)
    return Plan(
        editions, theme, settings, codes, tuple(found), history=history, paper=selection.paper
    )


def _slips(
    public: Sequence[Edition],
    history: Mapping[str, tuple[Snapshot, ...]],
    selection: Selection,
    today: date,
) -> Iterator[Diagnostic]:
    """What stands in the way of slips, or where there is nothing to say on one."""
    if selection.paper is None:
        return
    areas = {one.pack.area.id for one in public}
    kept = {area: history[area] for area in areas}
    found = errata.hindrances(kept, selection.paper, today)
    yield from found
    if not failed(found):
        yield from errata.unneeded(public, kept, selection.paper, selection.topics)


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


def _edition(
    loaded: Loaded,
    theme: Theme,
    settings: Settings,
    catalogs: Mapping[str, Catalog],
    tag: str,
    terms: Sequence[Term],
    pack: Pack,
    place: Place | None,
    codes: Mapping[shortcode.Meaning, str],
    languages: Mapping[str, Language],
) -> Edition:
    name = pack.area.id
    localized = translate(
        prune(pack, place, loaded.project.today),
        dict(theme.words),
        catalogs[tag],
        lineage(loaded, name),
        settings.policy.of(pack.area.policy),
        terms,
        [catalogs[other] for other in _fallbacks(pack, tag)],
    )
    tags = _locales(pack, settings)
    return Edition(
        localized=localized,
        day=loaded.project.today,
        base_url=settings.base_url.rstrip("/"),
        codes={
            meaning.topic: code
            for meaning, code in codes.items()
            if meaning.area == name and meaning.locale == tag
        },
        languages=tuple(languages[one] for one in tags),
        credits=settings.credits,
        place=place,
    )


def lineage(loaded: Loaded, name: str) -> tuple[str, ...]:
    """An area and its parents, nearest first."""
    line: list[str] = []
    current: str | None = name
    while current and current in loaded.packs and current not in line:
        line.append(current)
        current = loaded.packs[current].area.extends
    return tuple(line)
