"""The mobile site: static pages that need no script, no cookie and no other host.

All links are relative, so the same files work from any folder of any web server, from a USB
stick, and under ``welcomepack serve``.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from markupsafe import Markup

from welcomepack import hosting, offline, shortcode
from welcomepack.model import Topic
from welcomepack.render import Edition, context, fill, render_topic, state_words
from welcomepack.since import told
from welcomepack.snapshot import Snapshot, take
from welcomepack.theme import Theme
from welcomepack.vcard import vcard

STYLE = PurePosixPath("public/style.css")
SCRIPT = PurePosixPath("public/page.js")
EMERGENCY = (
    ("emergency.phone", "danger_now"),
    ("nhs111.phone", "health_help"),
    ("police.phone", "police_other"),
)
_COMMON: dict[str, object] = {
    "policy": hosting.POLICY,
    "clickable": True,
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
    reaches the page, and its own part of what has changed is shown without a script.
    """
    area, tag = edition.pack.area.id, edition.language.tag
    folder = PurePosixPath("public", area, tag)
    common = _COMMON | {"root": "../../", "pdf_bytes": pdf_bytes}
    shown = [topic for topic in edition.pack.topics if not topics or topic.id in topics]
    values = context(edition, theme) | common | {"page_name": "index.html", "folder": ""}
    made = {folder / "index.html": fill(edition, theme, "site/index.html", values)}
    made |= _to_take(edition, theme, folder, values)
    now = take(edition.day, [edition.localized])
    for topic in shown:
        extra = common | {
            "page_name": f"{topic.id}.html",
            "around": _around(shown, topic),
            "told": told(edition, history, topic.id, now),
        }
        made[folder / f"{topic.id}.html"] = _topic(edition, theme, topic, extra, "")
        code = edition.codes.get(topic.id)
        if code:
            behind = _topic(edition, theme, topic, extra, f"../../{area}/{tag}/")
            for spelling in dict.fromkeys((code, code.lower())):
                yield PurePosixPath("public/w", spelling, "index.html"), behind
    yield from made.items()
    yield folder / "manifest.webmanifest", offline.manifest(edition)
    yield folder / "sw.js", offline.worker(edition, theme, made, _style([edition], theme))


def _to_take(
    edition: Edition, theme: Theme, folder: PurePosixPath, values: Mapping[str, object]
) -> Iterator[tuple[PurePosixPath, str]]:
    """What a reader may keep or pass on: all topics in one file, and the numbers."""
    area, tag = edition.pack.area.id, edition.language.tag
    given = dict(values) | {
        "style_sheet": Markup(_style([edition], theme)),  # noqa: S704 - our theme's own
        "states": {topic.id: state_words(topic) for topic in edition.pack.topics},
    }
    yield folder / f"{area}-{tag}.html", fill(edition, theme, "site/whole.html", given)
    yield folder / "numbers.vcf", vcard(edition)


def _style(editions: Sequence[Edition], theme: Theme) -> str:
    """The style sheet for these editions, with their languages' fonts and their accents."""
    accents = {topic.id: theme.accent(topic.id) for one in editions for topic in one.pack.topics}
    others = {other.tag: other for one in editions for other in one.localized.fallbacks}
    languages = others | {one.language.tag: one.language for one in editions}
    return theme.render("site/style.css", {"accents": accents, "languages": languages})


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
    editions: Sequence[Edition], theme: Theme, codes: Sequence[shortcode.Registered]
) -> Iterator[tuple[PurePosixPath, str]]:
    """What editions share: the style sheet, the choosers, and a page for every short code."""
    if not editions:
        return
    yield STYLE, _style(editions, theme)
    yield SCRIPT, theme.style("site/page.js")
    yield PurePosixPath("public/icon.svg"), offline.icon(theme)
    yield PurePosixPath("public/_headers"), hosting.headers()
    yield PurePosixPath("public/_redirects"), hosting.redirects(codes)
    yield PurePosixPath("public/nginx.conf"), hosting.nginx(codes)
    areas: dict[str, list[Edition]] = {}
    for one in editions:
        areas.setdefault(one.pack.area.id, []).append(one)
    first = context(editions[0], theme)
    listed = [group[0].pack.area for group in areas.values()]
    values = first | _COMMON | {"areas": listed, "root": ""}
    yield PurePosixPath("public/index.html"), fill(editions[0], theme, "site/areas.html", values)
    for name, group in areas.items():
        values = context(group[0], theme) | _COMMON | {"editions": group, "root": "../"}
        for page, template in (("index", "chooser"), ("languages", "point")):
            path = PurePosixPath("public", name, f"{page}.html")
            yield path, fill(group[0], theme, f"site/{template}.html", values)
    yield from _withdrawn(areas, theme, codes)


def _withdrawn(
    areas: Mapping[str, Sequence[Edition]], theme: Theme, codes: Sequence[shortcode.Registered]
) -> Iterator[tuple[PurePosixPath, str]]:
    """A page behind every code whose topic there is no more, in its language if it still is one.

    Codes of areas that this build does not make are left alone.
    """
    for row in codes:
        group = areas.get(row.meaning.area, ())
        topics = {topic.id for one in group for topic in one.pack.topics}
        spoken = {one.tag for one in group[0].languages} if group else set()
        if not group or (row.meaning.topic in topics and row.meaning.locale in spoken):
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
