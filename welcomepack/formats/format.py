"""What a format is: it names the sheets to lay out, and makes files of them once they are.

A build knows formats by this alone. A format is a small class and a theme folder: ``jobs``
says what is to be laid out; each job's ``finish`` gets the proved sheets, in the order it asked
for them, and yields files. What a format looks at together decides which editions it is given.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, auto
from pathlib import PurePosixPath
from typing import Protocol

from welcomepack import shortcode, verify
from welcomepack.artifact import Artifact, describe
from welcomepack.bind import page_count
from welcomepack.diagnostic import Diagnostic
from welcomepack.language import english
from welcomepack.render import Edition
from welcomepack.sheet import Sheet
from welcomepack.snapshot import Snapshot
from welcomepack.theme import Theme


@dataclass(frozen=True, slots=True)
class Printed:
    """A sheet that was laid out and proved: its PDF, and the QR contents and facts it prints.

    Facts are (kind, printed text), each as often as it is printed.
    """

    sheet: Sheet
    pdf: bytes
    qr: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class File:
    """A finished file, its entry in the manifest, what its own proof found, and its facts.

    ``facts`` is ``None`` for what is no paper.
    """

    artifact: Artifact
    data: bytes
    problems: tuple[Diagnostic, ...] = ()
    facts: tuple[tuple[str, str], ...] | None = None


Finish = Callable[[Sequence[Printed], Sequence[Artifact]], Iterator[File]]


@dataclass(frozen=True, slots=True)
class Job:
    """Sheets that belong together, and how files are made of them.

    ``finish`` is given the sheets laid out, without their pages, and the artifacts that the same
    editions' earlier jobs made. Both go to other processes, so they can be pickled.
    """

    sheets: tuple[Sheet, ...]
    finish: Finish


class Scope(Enum):
    """Which editions a format looks at together."""

    EDITION = auto()  # each one by itself
    AREA = auto()  # the public ones of an area
    SITE = auto()  # all public ones, area by area


@dataclass(frozen=True, slots=True)
class Request:
    """What a build asks of its formats, for the editions of their scope; ``topics`` empty: all.

    ``paper`` is the day of the paper that slips are to correct, if any are asked for.
    ``memo`` keeps the sheets that several formats share, so that they are rendered once.
    """

    editions: Sequence[Edition]
    theme: Theme
    environment: str
    topics: tuple[str, ...] = ()
    codes: tuple[shortcode.Registered, ...] = ()
    history: Mapping[str, tuple[Snapshot, ...]] = field(default_factory=dict)
    paper: date | None = None
    memo: dict[tuple[str, int], tuple[Sheet, ...]] = field(default_factory=dict, repr=False)

    def public_by_area(self) -> dict[str, list[Edition]]:
        """The editions that are no place's, by area, in the area's order of languages."""
        groups: dict[str, list[Edition]] = {}
        for edition in self.editions:
            if edition.place is None:
                groups.setdefault(edition.pack.area.id, []).append(edition)
        return groups


class Format(Protocol):
    """One print format or the site."""

    @property
    def name(self) -> str:
        """What ``--format`` and the manifest call it."""

    @property
    def default(self) -> bool:
        """Whether a build makes it without being asked."""

    @property
    def scope(self) -> Scope:
        """Which editions a request to it holds."""

    def jobs(self, request: Request) -> Iterator[Job]:
        """The work that a request means for this format."""


def paper_file(
    path: PurePosixPath,
    pdf: bytes,
    kind: str,
    printed: Sequence[Printed],
    *,
    fingerprint: str,
    edition: Edition | None = None,
    area: str = "",
    topic: str = "",
) -> File:
    """A tagged PDF as a file, with the proofs that only a bound file can have."""
    artifact = describe(
        path,
        pdf,
        kind,
        edition=edition,
        area=area,
        topic=topic,
        pages=page_count(pdf),
        fingerprint=fingerprint,
        codes=tuple(code for one in printed for code in one.qr),
    )
    tag = edition.language.tag if edition else english().tag
    found = (*verify.accessible(pdf, str(path)), *verify.complete(pdf, tag, str(path)))
    return File(artifact, pdf, found, tuple(fact for one in printed for fact in one.facts))


def imposed_file(
    path: PurePosixPath, pdf: bytes, reading: File, edition: Edition, copies: int = 1
) -> File:
    """The sheets to print of a file in reading order; its facts are proved by position again.

    Every page of ``reading`` stands on them ``copies`` times.
    """
    facts = (reading.facts or ()) * copies
    return File(
        describe(
            path,
            pdf,
            reading.artifact.format,
            edition=edition,
            pages=verify.count_pages(pdf),
            fingerprint=reading.artifact.fingerprint,
            codes=reading.artifact.qr,
            imposed=True,
        ),
        pdf,
        verify.facts_by_position(pdf, facts, str(path)),
        facts,
    )
