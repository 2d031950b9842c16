"""Leaflets: each topic alone, from the sheets that the A4 pack is bound of."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from welcomepack.artifact import Artifact, folder_of, stem_of
from welcomepack.bind import bind
from welcomepack.formats.format import File, Job, Printed, Request, Scope, paper_file
from welcomepack.formats.pack import A4, parts, shared_sheets
from welcomepack.render import Edition
from welcomepack.sheet import FRONT


@dataclass(frozen=True, slots=True)
class Leaflets:
    """A file for each topic of an edition, for reception to print one at a time."""

    name: str = "leaflets"
    default: bool = True
    scope: Scope = Scope.EDITION

    def jobs(self, request: Request) -> Iterator[Job]:
        """One job for each edition; its sheets are laid out for the pack anyway."""
        for index, edition in enumerate(request.editions):
            group = shared_sheets(request, index, A4)
            topics = tuple(sheet for sheet in group if sheet.name != FRONT)
            yield Job(topics, partial(self._finish, edition))

    def _finish(
        self, edition: Edition, printed: Sequence[Printed], _earlier: Sequence[Artifact]
    ) -> Iterator[File]:
        for one, part in zip(printed, parts(edition, printed), strict=True):
            path = folder_of(edition) / self.name / f"{stem_of(edition)}-{one.sheet.name}.pdf"
            yield paper_file(
                path,
                bind([part], edition.language),
                self.name,
                [one],
                fingerprint=one.sheet.fingerprint,
                edition=edition,
                topic=one.sheet.name,
            )
