"""Posters of an area: "point to your language" on A3, and a topic's QR codes on A4."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath

from welcomepack.artifact import Artifact
from welcomepack.bind import Part, bind
from welcomepack.formats.format import File, Job, Printed, Request, Scope, paper_file
from welcomepack.language import english
from welcomepack.model import State
from welcomepack.render import Edition, context, page
from welcomepack.sheet import Sheet, fingerprint
from welcomepack.theme import Theme

LANGUAGES = "languages"
_CHECKED = {State.CHECKED, State.APPROVED, State.SOURCE}


@dataclass(frozen=True, slots=True)
class Poster:
    """Posters for each area that is built for the public: of its languages, and of each topic."""

    name: str = "poster"
    default: bool = True
    scope: Scope = Scope.AREA

    def jobs(self, request: Request) -> Iterator[Job]:
        """A job for each poster; that of languages only when no topics are asked for."""
        for area, group in request.public_by_area().items():
            if not request.topics:
                sheet = languages(group, request.theme, request.environment)
                yield Job((sheet,), partial(self._finish, area, ""))
            for topic in group[0].pack.topics:
                if request.topics and topic.id not in request.topics:
                    continue
                sheet = of_topic(topic.id, group, request.theme, request.environment)
                yield Job((sheet,), partial(self._finish, area, topic.id))

    def _finish(
        self, area: str, topic: str, printed: Sequence[Printed], _earlier: Sequence[Artifact]
    ) -> Iterator[File]:
        (one,) = printed
        pdf = bind([Part(one.pdf, one.sheet.name)], english())
        folder = PurePosixPath("public", area, *(["posters"] if topic else []))
        path = folder / f"{area}-{topic or one.sheet.name}-poster.pdf"
        key = one.sheet.fingerprint
        yield paper_file(path, pdf, self.name, printed, fingerprint=key, area=area, topic=topic)


def languages(editions: Sequence[Edition], theme: Theme, environment: str) -> Sheet:
    """The poster "point to your language" of one area, its languages numbered as on the site."""
    values = context(editions[0], theme) | {"editions": editions}
    made = (page(theme.render("poster/languages.html", values), State.SOURCE),)
    fonts = theme.families([family for one in editions for family in one.language.fonts])
    area = editions[0].pack.area.id
    return Sheet(LANGUAGES, made, fingerprint(made, environment), fonts, area)


def of_topic(topic_id: str, editions: Sequence[Edition], theme: Theme, environment: str) -> Sheet:
    """A poster with one QR code for each language, under the language's own name."""
    holding = [one for one in editions if topic_id in one.codes]
    found = {one.language.tag: one.pack.topic(topic_id).title for one in holding}
    titles = {tag: title for tag, title in found.items() if tag == title.lang != "en"}
    first = next((one for one in holding if one.language.tag == "en"), holding[0])
    values = context(first, theme) | {
        "editions": holding,
        "titles": titles,
        "topic": first.pack.topic(topic_id),
        "day": first.day,
        "machine": any(one.state not in _CHECKED for one in titles.values()),
    }
    made = (page(theme.render("poster/topic.html", values), State.SOURCE),)
    fonts = theme.families([family for one in holding for family in one.language.fonts])
    area = first.pack.area.id
    return Sheet(f"{topic_id}-poster", made, fingerprint(made, environment), fonts, area)
