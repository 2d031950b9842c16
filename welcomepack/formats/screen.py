"""The mobile site as a format: no sheets, only pages."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath

from welcomepack import site, webfont
from welcomepack.artifact import Artifact, describe, folder_of
from welcomepack.diagnostic import Diagnostic
from welcomepack.formats.format import File, Job, Printed, Request, Scope
from welcomepack.render import Edition
from welcomepack.snapshot import Snapshot
from welcomepack.theme import Theme

INDEX = "index"
NAME = "site"


@dataclass(frozen=True, slots=True)
class Site:
    """The pages of each public edition; they say how large its A4 pack is."""

    name: str = NAME
    default: bool = True
    scope: Scope = Scope.EDITION

    def jobs(self, request: Request) -> Iterator[Job]:
        """One job for each public edition."""
        for edition in request.editions:
            if edition.place is None:
                history = request.history.get(edition.pack.area.id, ())
                yield Job(
                    (), partial(self._finish, edition, request.theme, request.topics, history)
                )

    def _finish(
        self,
        edition: Edition,
        theme: Theme,
        topics: tuple[str, ...],
        history: tuple[Snapshot, ...],
        _printed: Sequence[Printed],
        earlier: Sequence[Artifact],
    ) -> Iterator[File]:
        area, tag = edition.pack.area.id, edition.language.tag
        size = next((one.bytes for one in earlier if _is_pack(area, tag, one)), 0)
        pages = dict(site.edition_pages(edition, theme, size, topics, history))
        sent = site.letters(edition, pages)
        found = tuple(webfont.problems(edition.language, sent))
        for path, text in pages.items():
            told = found if path.name == "sw.js" else ()
            yield _file(path, text.encode(), edition, told)
        if sent:
            path = folder_of(edition) / webfont.NAME
            yield _file(path, sent.data, edition)


@dataclass(frozen=True, slots=True)
class SharedPages:
    """What the site's editions share: the way in, the choosers, and what servers need."""

    name: str = NAME
    default: bool = True
    scope: Scope = Scope.SITE

    def jobs(self, request: Request) -> Iterator[Job]:
        """One job, with all public editions."""
        yield Job((), partial(self._finish, request))

    def _finish(
        self, request: Request, _printed: Sequence[Printed], _earlier: Sequence[Artifact]
    ) -> Iterator[File]:
        pages = site.shared_pages(request.editions, request.theme, request.codes)
        return (_file(path, text.encode(), None) for path, text in pages)


def _file(
    path: PurePosixPath,
    data: bytes,
    edition: Edition | None,
    problems: tuple[Diagnostic, ...] = (),
) -> File:
    topic = path.stem.partition(".")[0] if edition and path.stem != INDEX else ""
    key = hashlib.sha256(data).hexdigest()
    entry = describe(path, data, NAME, edition=edition, topic=topic, fingerprint=key)
    return File(entry, data, problems)


def _is_pack(area: str, tag: str, one: Artifact) -> bool:
    """Whether a file is the A4 pack of an edition, whose size in bytes its site tells."""
    return one.format == "a4" and one.public and (one.area, one.locale) == (area, tag)
