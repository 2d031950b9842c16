"""A sheet: one part to lay out, with a fingerprint of everything that decides its bytes.

The fingerprint is a hash of the finished HTML and of the renderer's environment, so parts with
the same one (a place's pack and its borough's, a leaflet and its pack) are laid out once.
"""

import hashlib
import pickle
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import overload

from welcomepack.render import Page

FRONT = "front"
# What a theme's style sheets multiply type and spacing by; see docs/themes.md.
_TIGHT = "--tight: 1;"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One part to lay out: its page, and tighter tries for when the first does not fit well.

    ``pages`` asks for a try of exactly so many pages; where it is 0, a try is looked for whose
    pages are all well filled.
    """

    name: str
    tries: Sequence[Page]
    fingerprint: str
    fonts: tuple[str, ...]
    edition: str = ""
    pages: int = 0

    @property
    def one_page(self) -> bool:
        """Whether the part must fit on a single page."""
        return self.pages == 1

    @property
    def where(self) -> str:
        """What diagnostics call it: area, language and topic."""
        return f"{self.edition}/{self.name}"


@dataclass(frozen=True, slots=True)
class Tries(Sequence[Page]):
    """A page in several settings of its style's number ``--tight``, each made when it is asked for.

    A build holds every sheet it will lay out, and few sheets need more than their first try.
    """

    page: Page
    factors: tuple[float, ...]

    def __len__(self) -> int:
        return len(self.factors)

    @overload
    def __getitem__(self, index: int) -> Page: ...
    @overload
    def __getitem__(self, index: slice) -> "Tries": ...
    def __getitem__(self, index: int | slice) -> "Page | Tries":
        if isinstance(index, slice):
            return replace(self, factors=self.factors[index])
        number = f"--tight: {self.factors[index]:g};"
        return replace(self.page, html=self.page.html.replace(_TIGHT, number, 1))


@dataclass(frozen=True, slots=True)
class Spooled(Sequence[Page]):
    """Tries that wait on disk until somebody lays them out, so that no process holds them all."""

    path: Path

    def loaded(self) -> Sequence[Page]:
        """The tries themselves. Only this program writes the file, for one build."""
        kept: Sequence[Page] = pickle.loads(zlib.decompress(self.path.read_bytes()))  # noqa: S301
        return kept

    def __len__(self) -> int:
        return len(self.loaded())

    @overload
    def __getitem__(self, index: int) -> Page: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Page]: ...
    def __getitem__(self, index: int | slice) -> Page | Sequence[Page]:
        return self.loaded()[index]


def spooled(tries: Sequence[Page], path: Path) -> Spooled:
    """Write tries to a file of a build's own; raises `OSError` when the disk is full."""
    path.write_bytes(zlib.compress(pickle.dumps(tries, pickle.HIGHEST_PROTOCOL), 1))
    return Spooled(path)


def tighter(page: Page, factors: Sequence[float]) -> Tries:
    """A page in other settings of its style's number ``--tight``, each setting once.

    A page whose style has no such number has one try only.
    """
    return Tries(page, tuple(dict.fromkeys(factors)) if _TIGHT in page.html else (1.0,))


def fingerprint(tries: Sequence[Page], environment: str) -> str:
    """The hash of finished pages and of what lays them out."""
    whole = hashlib.sha256(environment.encode())
    for one in tries:
        whole.update(hashlib.sha256(one.html.encode()).digest())
    return whole.hexdigest()
