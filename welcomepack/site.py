"""The mobile site: static pages that need no script, no cookie and no other host.

All links are relative, so the same files work from any folder of any web server, from a USB
stick, and under ``welcomepack serve``.
"""

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from welcomepack import shortcode
from welcomepack.model import Topic
from welcomepack.render import Edition, context, fill, render_topic
from welcomepack.theme import Theme

STYLE = PurePosixPath("public/style.css")
EMERGENCY = (
    ("emergency.phone", "danger_now"),
    ("nhs111.phone", "health_help"),
    ("police.phone", "police_other"),
)


def edition_pages(
    edition: Edition, theme: Theme, pdf_bytes: int, topics: Sequence[str] = ()
) -> Iterator[tuple[PurePosixPath, str]]:
    """An edition's pages: the list of topics and a page each; paths under ``public``."""
    folder = PurePosixPath("public", edition.pack.area.id, edition.language.tag)
    common = {"clickable": True, "emergency": EMERGENCY, "root": "../../", "pdf_bytes": pdf_bytes}
    shown = [topic for topic in edition.pack.topics if not topics or topic.id in topics]
    values = context(edition, theme) | common | {"page_name": "index.html"}
    yield folder / "index.html", fill(edition, theme, "site/index.html", values)
    for topic in shown:
        extra = common | {"page_name": f"{topic.id}.html", "around": _around(shown, topic)}
        made = render_topic(edition, theme, "site/topic.html", topic, extra=extra)
        yield folder / f"{topic.id}.html", made.html


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
    accents = {topic.id: theme.accent(topic.id) for one in editions for topic in one.pack.topics}
    others = {other.tag: other for one in editions for other in one.localized.fallbacks}
    languages = others | {one.language.tag: one.language for one in editions}
    yield STYLE, theme.render("site/style.css", {"accents": accents, "languages": languages})
    areas: dict[str, list[Edition]] = {}
    for one in editions:
        areas.setdefault(one.pack.area.id, []).append(one)
    first = context(editions[0], theme)
    listed = [group[0].pack.area for group in areas.values()]
    values = first | {"areas": listed, "root": ""}
    yield PurePosixPath("public/index.html"), fill(editions[0], theme, "site/areas.html", values)
    for name, group in areas.items():
        values = context(group[0], theme) | {"editions": group, "root": "../"}
        for page, template in (("index", "chooser"), ("languages", "point")):
            path = PurePosixPath("public", name, f"{page}.html")
            yield path, fill(group[0], theme, f"site/{template}.html", values)
    by_meaning = {(one.pack.area.id, one.language.tag): one for one in editions}
    for row in codes:
        edition = by_meaning.get((row.meaning.area, row.meaning.locale))
        topics = {topic.id: topic for topic in edition.pack.topics} if edition else {}
        if edition and row.meaning.topic in topics:
            yield from _landing(edition, theme, topics[row.meaning.topic], row.code)


def _landing(
    edition: Edition, theme: Theme, topic: Topic, code: str
) -> Iterator[tuple[PurePosixPath, str]]:
    """The page a printed code opens, in both letter cases: paper is also typed in by hand."""
    target = f"{edition.pack.area.id}/{edition.language.tag}/{topic.id}.html"
    values = context(edition, theme) | {"topic": topic, "target": target, "root": "../../"}
    html = fill(edition, theme, "site/landing.html", values)
    for spelling in dict.fromkeys((code, code.lower())):
        yield PurePosixPath("public/w", spelling, "index.html"), html
