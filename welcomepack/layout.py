"""Sheets to proved PDFs: in worker processes, or from the cache."""

import multiprocessing
import pickle
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Executor, Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass

from welcomepack import verify
from welcomepack.cache import Cache
from welcomepack.diagnostic import Diagnostic, Position, WelcomepackError, failed
from welcomepack.formats.fit import fitted
from welcomepack.sheet import Sheet

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Laid:
    """A sheet laid out and proved: the PDF, its QR contents and facts, what the proof found."""

    pdf: bytes
    qr: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]
    facts: tuple[tuple[str, str], ...] = ()


def lay_out(sheet: Sheet) -> Laid:
    """Lay out one sheet and prove it; runs in a worker. Never raises for a bad page."""
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
        *verify.words_on_paper(pdf, page.html, sheet.where),
        *verify.text_layer(pdf, page.html, sheet.where),
        *verify.qr_codes(pdf, page.qr, sheet.where),
    )
    return Laid(pdf, page.qr, found, page.facts)


def laid_out(
    wanted: Mapping[str, Sheet], cache: Cache, jobs: int, progress: Progress
) -> tuple[dict[str, Laid], int]:
    """Every sheet by fingerprint, from the cache or a worker; a bad page is never stored."""
    laid: dict[str, Laid] = {}
    for key in wanted:
        stored = cache.get(key)
        if stored is not None:
            laid[key] = pickle.loads(stored)  # noqa: S301 - our own file, checked by its digest
    reused = len(laid)
    todo = {key: sheet for key, sheet in wanted.items() if key not in laid}
    progress(reused, len(wanted), "")
    if todo:
        with _executor(min(jobs, len(todo))) as executor:
            waiting = {executor.submit(lay_out, sheet): key for key, sheet in todo.items()}
            for done, future in enumerate(_finished(waiting), reused + 1):
                key = waiting[future]
                laid[key] = future.result()
                if not failed(laid[key].diagnostics):
                    cache.put(key, pickle.dumps(laid[key]))
                progress(done, len(wanted), wanted[key].name)
    return laid, reused


def _executor(jobs: int) -> Executor:
    return ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn"))


def _finished(waiting: Mapping[Future[Laid], str]) -> Iterable[Future[Laid]]:
    try:
        for future in as_completed(waiting):
            future.result()
            yield future
    except BrokenProcessPool:
        message = "A worker was killed from outside. The earlier output stands; build again."
        raise WelcomepackError(message) from None
