"""A sheet: one part to lay out, with a fingerprint of everything that decides its bytes.

The fingerprint is a hash of the finished HTML and of the renderer's environment, so parts with
the same one (a place's pack and its borough's, a leaflet and its pack) are laid out once.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from welcomepack.render import Page

FRONT = "front"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One part to lay out: its page, and tighter tries for when the first does not fit well.

    ``one_page`` asks for a try that fits on a single page; else a try is looked for whose pages
    are all well filled.
    """

    name: str
    tries: tuple[Page, ...]
    fingerprint: str
    fonts: tuple[str, ...]
    edition: str = ""
    one_page: bool = False

    @property
    def where(self) -> str:
        """What diagnostics call it: area, language and topic."""
        return f"{self.edition}/{self.name}"


def fingerprint(tries: Sequence[Page], environment: str) -> str:
    """The hash of finished pages and of what lays them out."""
    whole = hashlib.sha256(environment.encode())
    for one in tries:
        whole.update(hashlib.sha256(one.html.encode()).digest())
    return whole.hexdigest()
