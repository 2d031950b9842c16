"""Packs: a front and a part for each topic, bound into one tagged file for each edition.

A4, large print and others differ only in their look: a folder of the theme, and what it asks.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from welcomepack.artifact import Artifact, folder_of, stem_of
from welcomepack.bind import Part, bind
from welcomepack.formats.format import File, Job, Printed, Request, Scope, paper_file
from welcomepack.render import Edition, Page, borrowed, number_of, render_front, render_topic
from welcomepack.sheet import FRONT, Sheet, fingerprint, tighter
from welcomepack.theme import Theme

# What type and spacing are multiplied by, in turn, until a topic fits on its one page; and for
# other topics until no page is left nearly empty (the last try is looser, and fills the page).
SHRINKS = (1.0, 0.93, 0.86, 0.82, 0.78)
SETTINGS = (1.0, 0.97, 0.94, 1.04)


@dataclass(frozen=True, slots=True)
class Look:
    """How a folder of the theme sets a pack.

    ``settings`` are the factors of type and spacing that are tried; ``one_page`` says whether
    topics that ask for it are held on one page; ``paired`` sets the English beside every text.
    """

    folder: str
    settings: tuple[float, ...] = SETTINGS
    one_page: bool = True
    paired: bool = False


A4 = Look("a4")


@dataclass(frozen=True, slots=True)
class Pack:
    """One bound file for each edition; ``root`` is its output folder where it has its own."""

    name: str
    look: Look
    default: bool = False
    root: str = ""
    scope: Scope = Scope.EDITION

    def jobs(self, request: Request) -> Iterator[Job]:
        """One job for each edition; in pairs with English, none for English itself."""
        for index, edition in enumerate(request.editions):
            if self.look.paired and edition.language.tag == "en":
                continue
            group = shared_sheets(request, index, self.look)
            yield Job(group, partial(self._finish, edition))

    def _finish(
        self, edition: Edition, printed: Sequence[Printed], _earlier: Sequence[Artifact]
    ) -> Iterator[File]:
        yield bound_file(self.name, edition, printed, self.root)


def bound_file(name: str, edition: Edition, printed: Sequence[Printed], root: str = "") -> File:
    """The sheets of an edition bound into one tagged file."""
    pdf = bind(parts(edition, printed), edition.language)
    path = folder_of(edition, root) / f"{stem_of(edition)}-{name}.pdf"
    return paper_file(path, pdf, name, printed, fingerprint=joined(printed), edition=edition)


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


def shared_sheets(request: Request, index: int, look: Look) -> tuple[Sheet, ...]:
    """The sheets of an edition in one look, rendered once for all formats."""
    key = (look.folder, index)
    if key not in request.memo:
        edition = request.editions[index]
        request.memo[key] = sheets(
            edition, request.theme, request.environment, request.topics, look
        )
    return request.memo[key]


def sheets(
    edition: Edition,
    theme: Theme,
    environment: str,
    topics: Sequence[str] = (),
    look: Look = A4,
) -> tuple[Sheet, ...]:
    """The parts of an edition's paper pack: the front (of a whole pack), then each topic."""
    where = f"{edition.pack.area.id}/{edition.language.tag}"
    made: list[Sheet] = []
    if not topics:
        cover = render_front(edition, theme, f"{look.folder}/front.html")
        front, fonts = tighter(cover, look.settings), fonts_of(edition, theme, cover)
        made.append(Sheet(FRONT, front, fingerprint(front, environment), fonts, where))
    for topic in edition.pack.topics:
        if topics and topic.id not in topics:
            continue
        one_page = look.one_page and topic.one_page
        extra = {"one_page": one_page, "paired": look.paired}
        page = render_topic(edition, theme, f"{look.folder}/topic.html", topic, extra=extra)
        tries = tighter(page, SHRINKS if one_page else look.settings)
        key, fonts = fingerprint(tries, environment), fonts_of(edition, theme, page)
        made.append(Sheet(topic.id, tries, key, fonts, where, int(one_page)))
    return tuple(made)


def fonts_of(edition: Edition, theme: Theme, page: Page) -> tuple[str, ...]:
    """The fonts that a page may use: its language's, and those of what it borrows."""
    spoken = (edition.language, *borrowed(edition, page.html))
    return theme.families([family for one in spoken for family in one.fonts])
