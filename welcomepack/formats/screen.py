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
            yield Job((), partial(self._edition, request, edition))
        yield Job((), partial(self._shared, request, public))

    def _edition(
        self,
        request: Request,
        edition: Edition,
        _printed: Sequence[Printed],
        earlier: Sequence[Artifact],
    ) -> Iterator[File]:
        size = _pack_size(edition, earlier)
        history = request.history.get(edition.pack.area.id, ())
        pages = dict(site.edition_pages(edition, request.theme, size, request.topics, history))
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


def _pack_size(edition: Edition, earlier: Sequence[Artifact]) -> int:
    """The size in bytes of the edition's A4 pack, 0 when it was not made."""
    area, tag = edition.pack.area.id, edition.language.tag
    sizes = (
        one.bytes
        for one in earlier
        if one.format == "a4" and one.public and (one.area, one.locale) == (area, tag)
    )
    return next(sizes, 0)
