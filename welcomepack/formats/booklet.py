"""A5 booklets: a file in reading order, and one imposed for A4 paper printed on both sides."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from welcomepack.artifact import Artifact, folder_of, stem_of
from welcomepack.formats.format import File, Job, Printed, Request, Scope, imposed_file
from welcomepack.formats.pack import Look, bound_file, shared_sheets
from welcomepack.impose import impose
from welcomepack.render import Edition

A5 = Look("booklet", one_page=False)


@dataclass(frozen=True, slots=True)
class Booklet:
    """Two files for each edition: to read, and to print, fold and staple."""

    name: str = "booklet"
    default: bool = False
    scope: Scope = Scope.EDITION

    def jobs(self, request: Request) -> Iterator[Job]:
        """One job for each edition."""
        for index, edition in enumerate(request.editions):
            group = shared_sheets(request, index, A5)
            yield Job(group, partial(self._finish, edition))

    def _finish(
        self, edition: Edition, printed: Sequence[Printed], _earlier: Sequence[Artifact]
    ) -> Iterator[File]:
        reading = bound_file(self.name, edition, printed)
        yield reading
        pdf = impose(reading.data, rtl=edition.language.rtl)
        path = folder_of(edition) / f"{stem_of(edition)}-{self.name}-print.pdf"
        yield imposed_file(path, pdf, reading, edition)
