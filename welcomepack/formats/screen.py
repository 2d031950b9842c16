"""The mobile site as a format: no sheets, only pages."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath

from welcomepack import site, webfont
from welcomepack.artifact import Artifact, describe, folder_of
from welcomepack.diagnostic import Diagnostic
from welcomepack.formats.format import File, Job, Printed, Request
from welcomepack.render import Edition
from welcomepack.snapshot import Snapshot
from welcomepack.theme import Theme

INDEX = "index"


@dataclass(frozen=True, slots=True)
class Site:
    """The public site; it links to the packs that were made before it."""

    name: str = "site"
    default: bool = True

    def jobs(self, request: Request) -> Iterator[Job]:
        """One job for each public edition, and one for the pages they share."""
        public = [one for one in request.editions if one.place is None]
        for edition in public:
            area, tag = edition.pack.area.id, edition.language.tag
            history = request.history.get(area, ())
            finish = partial(self._edition, edition, request.theme, request.topics, history)
            yield Job((), finish, wants=partial(_is_pack, area, tag))
        yield Job((), partial(self._shared, request, public), here=True)

    def _edition(
        self,
        edition: Edition,
        theme: Theme,
        topics: tuple[str, ...],
        history: tuple[Snapshot, ...],
        _printed: Sequence[Printed],
        earlier: Sequence[Artifact],
    ) -> Iterator[File]:
        size = earlier[0].bytes if earlier else 0
        pages = dict(site.edition_pages(edition, theme, size, topics, history))
        sent = site.letters(edition, pages)
        found = tuple(webfont.problems(edition.language, sent))
        for path, text in pages.items():
            told = found if path.name == "sw.js" else ()
            yield self._file(path, text.encode(), edition, told)
        if sent:
            path = folder_of(edition) / webfont.NAME
            yield self._file(path, sent.data, edition)

    def _shared(
        self,
        request: Request,
        public: Sequence[Edition],
        _printed: Sequence[Printed],
        _earlier: Sequence[Artifact],
    ) -> Iterator[File]:
        pages = site.shared_pages(public, request.theme, request.codes)
        return (self._file(path, text.encode(), None) for path, text in pages)

    def _file(
        self,
        path: PurePosixPath,
        data: bytes,
        edition: Edition | None,
        problems: tuple[Diagnostic, ...] = (),
    ) -> File:
        topic = path.stem.partition(".")[0] if edition and path.stem != INDEX else ""
        key = hashlib.sha256(data).hexdigest()
        entry = describe(path, data, self.name, edition=edition, topic=topic, fingerprint=key)
        return File(entry, data, problems)


def _is_pack(area: str, tag: str, one: Artifact) -> bool:
    """Whether a file is the A4 pack of an edition, whose size in bytes its site tells."""
    return one.format == "a4" and one.public and (one.area, one.locale) == (area, tag)
