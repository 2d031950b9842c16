"""Sheets to proved PDFs: from workers, or from the cache."""

import gc
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import asdict, dataclass, replace

from welcomepack import verify
from welcomepack.cache import Cache
from welcomepack.diagnostic import Diagnostic, Position, WelcomepackError, failed, from_rows
from welcomepack.executor import Lost, Team, Workers, finished, team
from welcomepack.sheet import FRONT, Sheet, Spooled

_LENGTH = 4  # bytes of the header's length, the highest first
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Laid:
    """A sheet laid out and proved: the PDF, its QR contents and facts, what the proof found."""

    pdf: bytes
    qr: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Stored(Mapping[str, Laid]):
    """Sheets by fingerprint, read from the cache when they are asked for; bad ones are held.

    So a build's memory does not grow with the number of its sheets.
    """

    cache: Cache
    entries: Mapping[str, str]
    bad: Mapping[str, Laid]

    def __getitem__(self, key: str) -> Laid:
        if key in self.bad:
            return self.bad[key]
        laid = _found(self.cache, self.entries[key])
        if laid is None:
            message = "The cache was cleared away during the build. Build again."
            raise WelcomepackError(message)
        return laid

    def __iter__(self) -> Iterator[str]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)


@dataclass(frozen=True, slots=True)
class Ready:
    """A sheet that a build needs, and its key in the cache.

    ``kept`` is what was told of it when it was laid out, or ``None`` when it has yet to be.
    """

    sheet: Sheet
    entry: str
    kept: tuple[Diagnostic, ...] | None


def looked_up(sheet: Sheet, cache: Cache) -> Ready:
    """See whether a sheet was laid out before; a damaged entry counts as missing."""
    entry = _entry(sheet)
    stored = _found(cache, entry)
    return Ready(sheet, entry, None if stored is None else stored.diagnostics)


def lay_out(sheet: Sheet) -> Laid:
    """Lay out one sheet and prove it; runs in a worker. Never raises for a bad page."""
    with _tidied_after():
        return _proved(sheet)


@contextmanager
def _tidied_after() -> Iterator[None]:
    """Look for garbage once, behind a page, and not again and again while it is made.

    A page is a million small objects that all live until it is proved; to look through them
    meanwhile takes a twentieth of the time, and finds nothing. What was there before the page is
    not looked at: a cluster's worker has much of its own.
    """
    before = gc.isenabled()
    gc.disable()
    gc.freeze()
    try:
        yield
    finally:
        gc.collect()
        gc.unfreeze()
        if before:
            gc.enable()


def _proved(sheet: Sheet) -> Laid:
    # The main process never needs the renderer, and it takes half a second to import.
    from welcomepack.formats.fit import fitted  # noqa: PLC0415

    try:
        pdf, page, unfit = fitted(sheet)
    except WelcomepackError as error:
        code, _, message = str(error).partition(" ")
        return Laid(b"", (), (Diagnostic(code, message, Position(sheet.where)),))
    found = (
        *unfit,
        *verify.facts_by_position(pdf, page.facts, sheet.where),
        *verify.right_fonts(pdf, sheet.fonts, sheet.where),
        *verify.printable(pdf, sheet.where),
        *verify.lines_apart(pdf, sheet.where),
        *verify.nothing_over_text(pdf, page.html, sheet.where),
        *verify.words_on_paper(pdf, page.html, sheet.where),
        *verify.text_layer(pdf, page.html, sheet.where),
        *verify.qr_codes(pdf, page.qr, sheet.where),
    )
    return Laid(pdf, page.qr, found, page.facts)


@dataclass(frozen=True, slots=True)
class Done:
    """All sheets of a build, how many came from the cache, and what is told of the workers."""

    laid: Stored
    reused: int
    diagnostics: tuple[Diagnostic, ...]


def laid_out(
    wanted: Mapping[str, Ready], cache: Cache, here: Team, scheduler: str, progress: Progress
) -> Done:
    """Every sheet by fingerprint, from the cache or a worker; a bad page is never stored.

    Workers are those of the Dask ``scheduler`` whose address is given, or else ``here``.

    A sheet that kills its worker twice is told of (WP530), and the others are finished.
    Progress is told first of what the cache holds. Raises `WelcomepackError` when a cluster
    cannot be used.
    """
    told = [one for ready in wanted.values() for one in ready.kept or ()]
    bad: dict[str, Laid] = {}
    entries = {key: one.entry for key, one in wanted.items()}
    todo = {key: one.sheet for key, one in wanted.items() if one.kept is None}
    reused = len(wanted) - len(todo)
    progress(reused, len(wanted), "")
    if todo:
        # A cluster's workers may not see this disk.
        given = _carried if scheduler else _as_it_is
        with team(Workers(scheduler=scheduler)) if scheduler else nullcontext(here) as ready:
            told.extend(ready.diagnostics)
            results = finished(ready, lay_out, todo, given)
            for done, (key, answer) in enumerate(results, reused + 1):
                laid = _given_up(todo[key], answer) if isinstance(answer, Lost) else answer
                told.extend(laid.diagnostics)
                if failed(laid.diagnostics):
                    bad[key] = laid
                else:
                    cache.put(entries[key], packed(laid))
                progress(done, len(wanted), todo[key].where)
    return Done(Stored(cache, entries, bad), reused, tuple(told))


def _as_it_is(sheet: Sheet) -> Sheet:
    return sheet


def _carried(sheet: Sheet) -> Sheet:
    """The sheet with its pages, wherever they wait."""
    tries = sheet.tries
    return replace(sheet, tries=tries.loaded() if isinstance(tries, Spooled) else tries)


def _given_up(sheet: Sheet, lost: Lost) -> Laid:
    message = f"The page kills the program that lays it out, twice ({lost.reason})."
    return Laid(b"", (), (Diagnostic("WP530", message, Position(sheet.where)),))


def _entry(sheet: Sheet) -> str:
    """The key of a sheet in the cache: its fingerprint, and what else fit and proof look at."""
    looked_at = [sheet.fingerprint, sheet.fonts, sheet.pages, sheet.name == FRONT]
    return hashlib.sha256(json.dumps(looked_at).encode()).hexdigest()


def _found(cache: Cache, key: str) -> Laid | None:
    stored = cache.get(key)
    return None if stored is None else unpacked(stored)


def packed(laid: Laid) -> bytes:
    """A sheet as the cache holds it: the header's length, a JSON header, the PDF."""
    told = [asdict(one) for one in laid.diagnostics]
    header = json.dumps({"qr": laid.qr, "diagnostics": told, "facts": laid.facts}).encode()
    return len(header).to_bytes(_LENGTH, "big") + header + laid.pdf


def unpacked(data: bytes) -> Laid:
    """The sheet that was `packed`; the cache has checked that these are the same bytes."""
    end = _LENGTH + int.from_bytes(data[:_LENGTH], "big")
    header = json.loads(data[_LENGTH:end])
    facts = tuple((kind, text) for kind, text in header["facts"])
    return Laid(data[end:], tuple(header["qr"]), from_rows(header["diagnostics"]), facts)
