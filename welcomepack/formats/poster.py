"""Posters of an area: "point to your language" on A3."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath

from welcomepack.artifact import Artifact
from welcomepack.bind import Part, bind
from welcomepack.formats.format import File, Job, Printed, Request, paper_file
from welcomepack.language import english
from welcomepack.model import State
from welcomepack.render import Edition, context, page
from welcomepack.sheet import Sheet, fingerprint
from welcomepack.theme import Theme

LANGUAGES = "languages"


@dataclass(frozen=True, slots=True)
class Poster:
    """One poster of languages for each area that is built for the public."""

    name: str = "poster"
    default: bool = True

    def jobs(self, request: Request) -> Iterator[Job]:
        """One job for each area; none when only some topics are asked for."""
        if request.topics:
            return
        for area, group in request.public_by_area().items():
            sheet = languages(group, request.theme, request.environment)
            yield Job((sheet,), partial(self._finish, area))

    def _finish(
        self, area: str, printed: Sequence[Printed], _earlier: Sequence[Artifact]
    ) -> Iterator[File]:
        (one,) = printed
        pdf = bind([Part(one.pdf, one.sheet.name)], english())
        path = PurePosixPath("public", area, f"{area}-{one.sheet.name}-poster.pdf")
        yield paper_file(
            path, pdf, self.name, printed, fingerprint=one.sheet.fingerprint, area=area
        )


def languages(editions: Sequence[Edition], theme: Theme, environment: str) -> Sheet:
    """The poster "point to your language" of one area, its languages numbered as on the site."""
    values = context(editions[0], theme) | {"editions": editions}
    made = (page(theme.render("poster/languages.html", values), State.SOURCE),)
    fonts = tuple(family for one in editions for family in one.language.fonts)
    area = editions[0].pack.area.id
    return Sheet(LANGUAGES, made, fingerprint(made, environment), fonts, area)
