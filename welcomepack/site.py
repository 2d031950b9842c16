"""The mobile site: static pages that need no script, no cookie and no other host.

All links are relative, so the same files work from any folder of any web server, from a USB
stick, and under ``welcomepack serve``.
"""

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from markupsafe import Markup

from welcomepack import hosting, ics, offline, shortcode, webfont
from welcomepack.claim import state_words
from welcomepack.language import Language, english
from welcomepack.model import Area, Topic
from welcomepack.render import Edition, context, fill, render_topic
from welcomepack.since import told
from welcomepack.snapshot import Snapshot, take
from welcomepack.theme import Theme
from welcomepack.vcard import vcard

STYLE = PurePosixPath("public/style.css")
SCRIPT = PurePosixPath("public/page.js")
# How the page of a topic with its English ends; no id of a topic holds a full stop.
PAIRED = ".en.html"
EMERGENCY = (
    ("emergency.phone", "danger_now"),
    ("nhs111.phone", "health_help"),
    ("police.phone", "police_other"),
)
_COMMON: dict[str, object] = {
    "policy": hosting.POLICY,
    "clickable": True,
    "own_style": False,
    "emergency": EMERGENCY,
}


def edition_pages(
    edition: Edition,
    theme: Theme,
    pdf_bytes: int,
    topics: Sequence[str] = (),
    history: tuple[Snapshot, ...] = (),
) -> Iterator[tuple[PurePosixPath, str]]:
    """An edition's pages: the list of topics and a page each; paths under ``public``.

    A topic with a short code stands a second time behind it, in both letter cases (paper is
    also typed in by hand): no redirect, so the day of the paper in the address's fragment
    reaches the page, and its own part of what has changed is shown without a script. Beside
    each topic that is not English stands a page with the English under every text, for staff.
    """
    area, tag = edition.pack.area.id, edition.language.tag
    folder = PurePosixPath("public", area, tag)
    common = _COMMON | {
        "root": "../../",
        "pdf_bytes": pdf_bytes,
        "own_style": webfont.sends(edition.language),
    }
    shown = [topic for topic in edition.pack.topics if not topics or topic.id in topics]
    values = context(edition, theme) | common | {"page_name": "index.html", "folder": ""}
    made = {folder / "index.html": fill(edition, theme, "site/index.html", values)}
    made |= _to_take(edition, theme, folder, values)
    paired: dict[PurePosixPath, str] = {}
    now = take(edition.day, [edition.localized])
    for topic in shown:
        extra = common | {
            "page_name": f"{topic.id}.html",
            "around": _around(shown, topic),
            "told": told(edition, history, topic.id, now),
            "calendar": ics.file_name,
        }
        made[folder / f"{topic.id}.html"] = _topic(edition, theme, topic, extra, "")
        if tag != english().tag:
            beside = extra | {"paired": True}
            paired[folder / f"{topic.id}{PAIRED}"] = _topic(edition, theme, topic, beside, "")
        code = edition.codes.get(topic.id)
        if code:
            behind = _topic(edition, theme, topic, extra, f"../../{area}/{tag}/")
            for spelling in dict.fromkeys((code, code.lower())):
                yield PurePosixPath("public/w", spelling, "index.html"), behind
    style, sent = _style(edition, theme), letters(edition, made | paired)
    kept = {"../../style.css": style.encode()}
    if common["own_style"]:
        style = _style(edition, theme, edition.languages) + (sent.rule() if sent else "")
        kept = {"style.css": style.encode()} | ({webfont.NAME: sent.data} if sent else {})
        yield folder / "style.css", style
    whole = folder / offline.whole_file(edition)
    if sent:
        made[whole] = made[whole].replace("</style>", f"{sent.rule(carried=True)}</style>", 1)
    yield from (made | paired).items()
    yield folder / "manifest.webmanifest", offline.manifest(edition)
    yield folder / "sw.js", offline.worker(edition, theme, made, kept)


def letters(edition: Edition, files: Mapping[PurePosixPath, str]) -> webfont.Letters | None:
    """The letters of an edition's pages among these files: what ``letters.woff2`` must hold."""
    pages = (text for path, text in files.items() if path.suffix == ".html")
    return webfont.letters(edition.language, pages)


def _to_take(
    edition: Edition, theme: Theme, folder: PurePosixPath, values: Mapping[str, object]
) -> Iterator[tuple[PurePosixPath, str]]:
    """What a reader may keep or pass on: all topics in one file, and the numbers."""
    given = dict(values) | {
        "style_sheet": Markup(_style(edition, theme)),  # noqa: S704 - our theme's own
        "states": {topic.id: state_words(topic, edition.pack) for topic in edition.pack.topics},
    }
    yield folder / offline.whole_file(edition), fill(edition, theme, "site/whole.html", given)
    yield folder / "numbers.vcf", vcard(edition)
    yield from ((folder / name, text) for name, text in ics.calendars(edition))


@dataclass(slots=True)
class _Styled:
    """What a style sheet must know of the pages it is for: accents, and languages by tag."""

    accents: dict[str, str] = field(default_factory=dict)
    others: dict[str, Language] = field(default_factory=dict)
    own: dict[str, Language] = field(default_factory=dict)

    def add(self, edition: Edition, theme: Theme) -> None:
        """Note one more edition."""
        self.accents |= {topic.id: theme.accent(topic.id) for topic in edition.pack.topics}
        self.others |= {other.tag: other for other in edition.localized.fallbacks}
        self.own[edition.language.tag] = edition.language

    def sheet(self, theme: Theme) -> str:
        """The style sheet for these editions, with their languages' fonts and their accents."""
        languages = self.others | self.own
        return theme.render("site/style.css", {"accents": self.accents, "languages": languages})


def _style(edition: Edition, theme: Theme, named: Sequence[Language] = ()) -> str:
    """The style sheet for one edition; ``named`` are languages that only say their own name."""
    styled = _Styled()
    styled.add(edition, theme)
    styled.others |= {one.tag: one for one in named}
    return styled.sheet(theme)


def _topic(
    edition: Edition, theme: Theme, topic: Topic, extra: Mapping[str, object], folder: str
) -> str:
    """A topic's page; ``folder`` leads from where it stands to its edition's folder."""
    given = {**extra, "folder": folder}
    return render_topic(edition, theme, "site/topic.html", topic, extra=given).html


def _around(topics: Sequence[Topic], topic: Topic) -> tuple[Topic | None, Topic | None]:
    """The topics before and after one."""
    at = list(topics).index(topic)
    before = topics[at - 1] if at else None
    return before, topics[at + 1] if at + 1 < len(topics) else None


def shared_pages(
    editions: Iterable[Edition], theme: Theme, codes: Sequence[shortcode.Registered]
) -> Iterator[tuple[PurePosixPath, str]]:
    """What editions share: the style sheet, the choosers, and pages behind withdrawn codes.

    Editions come area by area, and are held no longer than their area lasts.
    """
    first: Edition | None = None
    listed: list[Area] = []
    styled = _Styled()
    for name, members in itertools.groupby(editions, key=lambda one: one.pack.area.id):
        group = list(members)
        first = first or group[0]
        listed.append(group[0].pack.area)
        for one in group:
            styled.add(one, theme)
        values = context(group[0], theme) | _COMMON | {"editions": group, "root": "../"}
        for page, template in (("index", "chooser"), ("languages", "point")):
            path = PurePosixPath("public", name, f"{page}.html")
            yield path, fill(group[0], theme, f"site/{template}.html", values)
        yield from _withdrawn(group, theme, [row for row in codes if row.meaning.area == name])
    if first is None:
        return
    yield STYLE, styled.sheet(theme)
    yield SCRIPT, theme.style("site/page.js")
    yield PurePosixPath("public/icon.svg"), offline.icon(theme)
    yield PurePosixPath("public/_headers"), hosting.headers()
    yield PurePosixPath("public/_redirects"), hosting.redirects(codes)
    yield PurePosixPath("public/nginx.conf"), hosting.nginx(codes)
    values = context(first, theme) | _COMMON | {"areas": listed, "root": ""}
    yield PurePosixPath("public/index.html"), fill(first, theme, "site/areas.html", values)


def _withdrawn(
    group: Sequence[Edition], theme: Theme, codes: Sequence[shortcode.Registered]
) -> Iterator[tuple[PurePosixPath, str]]:
    """A page behind every code of an area whose topic there is no more.

    It is in the code's language, if that is still one of the area's.
    """
    topics = {topic.id for one in group for topic in one.pack.topics}
    spoken = {one.tag for one in group[0].languages}
    for row in codes:
        if row.meaning.topic in topics and row.meaning.locale in spoken:
            continue
        speaking = [one for one in group if one.language.tag == row.meaning.locale]
        if not speaking and row.meaning.locale in spoken:
            continue  # a language that this build was not asked for
        edition = speaking[0] if speaking else group[0]
        target = f"{row.meaning.area}/{edition.language.tag}/index.html"
        values = context(edition, theme) | _COMMON | {"target": target, "root": "../../"}
        html = fill(edition, theme, "site/withdrawn.html", values)
        for spelling in dict.fromkeys((row.code, row.code.lower())):
            yield PurePosixPath("public/w", spelling, "index.html"), html
