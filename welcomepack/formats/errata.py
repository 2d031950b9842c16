"""Slips for paper that is printed already: just what has changed since, half a page each.

Two files for each edition: the slip to read, A5 on its side, and sheets of A4 with every page
of it twice, to cut in two. Type is never set smaller than on the pages that it corrects.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from welcomepack.artifact import Artifact, folder_of, stem_of
from welcomepack.bind import Part, bind
from welcomepack.claim import said_of
from welcomepack.errata import Corrected, corrections
from welcomepack.formats.format import File, Job, Printed, Request, Scope, imposed_file, paper_file
from welcomepack.formats.pack import fonts_of
from welcomepack.impose import halves
from welcomepack.render import Edition, context, fill, page
from welcomepack.sheet import Sheet, fingerprint, tighter
from welcomepack.translate import weakest

NAME = "errata"
# Looser, never tighter: until no page is left nearly empty.
SETTINGS = (1.0, 1.04, 1.08)
_OWN_WORDS = ("slip", "slip_of", "slip_keep", "change_before", "change_now")


@dataclass(frozen=True, slots=True)
class Errata:
    """A slip for each public edition in which something has changed since the asked day.

    Hotels have none: what a place's own page says is in no history.
    """

    name: str = NAME
    default: bool = False
    scope: Scope = Scope.EDITION

    def jobs(self, request: Request) -> Iterator[Job]:
        """One job for each edition with changes; none at all without a day."""
        if request.paper is None:
            return
        for area, group in request.public_by_area().items():
            history = request.history.get(area, ())
            for edition in group:
                changed = corrections(edition, history, request.paper, request.topics)
                if changed:
                    yield Job((slip(edition, request, changed),), partial(self._finish, edition))

    def _finish(
        self, edition: Edition, printed: Sequence[Printed], _earlier: Sequence[Artifact]
    ) -> Iterator[File]:
        (one,) = printed
        path = folder_of(edition) / f"{stem_of(edition)}-{self.name}.pdf"
        pdf = bind([Part(one.pdf)], edition.language)
        key = one.sheet.fingerprint
        reading = paper_file(path, pdf, self.name, printed, fingerprint=key, edition=edition)
        yield reading
        path = path.with_name(f"{path.stem}-print.pdf")
        yield imposed_file(path, halves(pdf), reading, edition, copies=2)


def slip(edition: Edition, request: Request, changed: Sequence[Corrected]) -> Sheet:
    """The slip of one edition; it flows on to further pages where half a page is too little."""
    theme, words = request.theme, edition.localized.words
    used = {one.word for topic in changed for one in topic.corrections}
    used |= {topic.fate for topic in changed if topic.fate} | {*_OWN_WORDS}
    states = frozenset(words[name].state for name in used).union(*(one.states for one in changed))
    values = context(edition, theme) | {
        "paper": request.paper,
        "changed": changed,
        "state_words": said_of(states),
        "known": {one.id: one for one in edition.pack.topics},
    }
    made = page(fill(edition, theme, f"{NAME}/slip.html", values), weakest(list(states)))
    tries = tighter(made, SETTINGS)
    where = f"{edition.pack.area.id}/{edition.language.tag}"
    key = fingerprint(tries, request.environment)
    return Sheet(NAME, tries, key, fonts_of(edition, theme, made), where)
