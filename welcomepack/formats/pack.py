"""Packs: a front and a part for each topic, bound into one tagged file for each edition.

A4, large print and others differ only in their folder of the theme.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from welcomepack.artifact import Artifact, folder_of, stem_of
from welcomepack.bind import Part, bind
from welcomepack.formats.format import File, Job, Printed, Request, paper_file
from welcomepack.render import Edition, number_of, render_front, render_topic
from welcomepack.sheet import FRONT, Sheet, fingerprint
from welcomepack.theme import Theme

SHRINKS = (1.0, 0.93, 0.86, 0.82, 0.78)


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack of an edition; ``folder`` of the theme holds its templates, ``root`` its output."""

    name: str
    folder: str
    default: bool = False
    root: str = ""

    def jobs(self, request: Request) -> Iterator[Job]:
        """One job for each edition."""
        for index, edition in enumerate(request.editions):
            group = shared_sheets(request, index, self.folder)
            yield Job(group, partial(self._finish, edition))

    def _finish(
        self, edition: Edition, printed: Sequence[Printed], _earlier: Sequence[Artifact]
    ) -> Iterator[File]:
        pdf = bind(parts(edition, printed), edition.language)
        path = folder_of(edition, self.root) / f"{stem_of(edition)}-{self.name}.pdf"
        yield paper_file(
            path, pdf, self.name, printed, fingerprint=joined(printed), edition=edition
        )


def parts(edition: Edition, printed: Sequence[Printed]) -> list[Part]:
    """Laid-out sheets as parts to bind, each topic with its number for the page labels."""
    return [
        Part(one.pdf)
        if one.sheet.name == FRONT
        else Part(one.pdf, one.sheet.name, str(number_of(edition, one.sheet.name)))
        for one in printed
    ]


def joined(printed: Sequence[Printed]) -> str:
    """The fingerprint of a file that is made of several sheets."""
    return hashlib.sha256("".join(one.sheet.fingerprint for one in printed).encode()).hexdigest()


def shared_sheets(request: Request, index: int, folder: str) -> tuple[Sheet, ...]:
    """The sheets of an edition by a folder of the theme, rendered once for all formats."""
    key = (folder, index)
    if key not in request.memo:
        edition = request.editions[index]
        request.memo[key] = sheets(
            edition, request.theme, request.environment, request.topics, folder
        )
    return request.memo[key]


def sheets(
    edition: Edition,
    theme: Theme,
    environment: str,
    topics: Sequence[str] = (),
    folder: str = "a4",
) -> tuple[Sheet, ...]:
    """The parts of an edition's paper pack: the front (of a whole pack), then each topic."""
    fonts = edition.language.fonts
    where = f"{edition.pack.area.id}/{edition.language.tag}"
    made: list[Sheet] = []
    if not topics:
        front = (render_front(edition, theme, f"{folder}/front.html"),)
        made.append(Sheet(FRONT, front, fingerprint(front, environment), fonts, where))
    for topic in edition.pack.topics:
        if topics and topic.id not in topics:
            continue
        shrinks = SHRINKS if topic.one_page else SHRINKS[:1]
        tries = tuple(
            render_topic(edition, theme, f"{folder}/topic.html", topic, shrink=shrink)
            for shrink in shrinks
        )
        key = fingerprint(tries, environment)
        made.append(Sheet(topic.id, tries, key, fonts, where, topic.one_page))
    return tuple(made)
