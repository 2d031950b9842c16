"""Commands about output: build, verify, serve."""

import datetime as dt
import functools
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from welcomepack.cli.frame import Many, app, command, errors, here

if TYPE_CHECKING:
    from welcomepack.diagnostic import Diagnostic

_FORMATS = "a4, leaflets, card, poster, site and others; docs/formats.md lists them"
# The fields of `plan.Selection`, which takes a while to import.
_ASKED = ("areas", "places", "locales", "formats", "topics", "paper")


class Spread(StrEnum):
    """Who lays out pages."""

    PROCESS = "process"
    DASK = "dask"


@app.command()
@command
def build(
    area: Many = None,
    place: Many = None,
    locale: Many = None,
    format: Annotated[list[str] | None, typer.Option("--format", help=_FORMATS)] = None,  # noqa: A002 - the option's name
    topic: Many = None,
    jobs: Annotated[int, typer.Option(min=0, help="Worker processes; 0 for one a processor.")] = 0,
    date: Annotated[str, typer.Option(help="The edition's date, as 2026-11-22.")] = "",
    out: Annotated[Path | None, typer.Option(help="The output folder.")] = None,
    cache: Annotated[
        Path | None, typer.Option(help="Where finished parts are kept; builds may share it.")
    ] = None,
    executor: Annotated[
        Spread, typer.Option(help="Lay out on this machine, or on a Dask cluster.")
    ] = Spread.PROCESS,
    scheduler: Annotated[
        str, typer.Option(help="The Dask scheduler, as tcp://127.0.0.1:8786.")
    ] = "",
    errata_since: Annotated[
        str, typer.Option(help="Slips too, with what has changed since paper of this day.")
    ] = "",
    quiet: Annotated[bool, typer.Option(help="No progress.")] = False,  # noqa: FBT002
) -> None:
    """Build packs: PDFs and the mobile site. Filters repeat; without any, all is built.

    The output is exactly what was asked for, and replaces the earlier output in one step.
    """
    from welcomepack import unchanged

    if (executor is Spread.DASK) is not bool(scheduler):
        message = "--executor dask and --scheduler ADDRESS belong together."
        raise typer.BadParameter(message)
    chosen = tuple(format or ())
    if "errata" in chosen and not errata_since:
        message = "--format errata needs --errata-since with the day that is printed on the paper."
        raise typer.BadParameter(message)
    target = out or here().root / "build"
    topics = tuple(topic or ())
    day = _day(errata_since)
    asked = (tuple(area or ()), tuple(place or ()), tuple(locale or ()), chosen, topics, day)
    taken = unchanged.stamp(here(date), dict(zip(_ASKED, asked, strict=True)))
    standing = unchanged.kept(here(date), target, taken)
    if standing:
        from welcomepack.cli.telling import show

        show(standing.diagnostics)
        _sum_up(standing.rows, target, "nothing has changed since they were built")
        return
    # Only now: what reads content takes a while to import, and what makes pages half a second.
    from welcomepack import build as building
    from welcomepack import messages
    from welcomepack.cli.progress import shown
    from welcomepack.cli.reading import all_diagnostics, kept, read
    from welcomepack.cli.telling import show
    from welcomepack.diagnostic import failed
    from welcomepack.formats.registry import NAMES
    from welcomepack.plan import Selection, plan

    for name in chosen:
        if name not in NAMES:
            message = f'There is no format "{name}". Possible: {", ".join(NAMES)}.'
            raise typer.BadParameter(message)
    project, loaded, theme, languages = read(date)
    with kept(project):
        found = all_diagnostics(loaded, theme, languages)
        found += tuple(messages.missing_letters(project, theme.words_folder, languages))
        _must_be_fine(found)
        planned = plan(loaded, theme, Selection(*asked))
    with shown(quiet=quiet) as tell:
        report = building.build(
            loaded,
            planned,
            target,
            formats=chosen,
            topics=topics,
            jobs=jobs or os.cpu_count() or 1,
            scheduler=scheduler,
            cache=cache,
            progress=tell,
        )
    if failed(report.diagnostics):
        show(report.diagnostics)
        errors().print("Nothing was published; the earlier output stands.")
        raise typer.Exit(1)
    show(report.diagnostics)
    unchanged.keep(target, taken, project.codes.read_bytes(), report.diagnostics)
    made = f"{report.made} parts laid out, {report.reused} from the cache"
    _sum_up([asdict(one) for one in report.artifacts], target, made)


def _must_be_fine(found: "Sequence[Diagnostic]") -> None:
    """Nothing is built from content with errors: tell them, and end with 1."""
    from welcomepack.cli.telling import show, summary
    from welcomepack.diagnostic import failed

    if failed(found):
        show(found, gaps=False)
        summary(found)
        raise typer.Exit(1)


def _day(text: str) -> dt.date | None:
    """The day that an option names; ``None`` without one."""
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        message = f'"{text}" is not a date like 2026-11-22.'
        raise typer.BadParameter(message) from None


def _sum_up(rows: Sequence[Mapping[str, object]], out: Path, how: str) -> None:
    papers = sum(str(row["path"]).endswith(".pdf") for row in rows)
    pages = sum(row["format"] == "site" for row in rows)
    typer.echo(f"{papers} PDFs and {pages} files of the site in {out} ({how})")


@app.command()
@command
def verify(
    folder: Annotated[
        Path | None, typer.Argument(help="A built folder; build if left out.")
    ] = None,
) -> None:
    """Prove a built folder once more: facts, tags, QR codes, ink, checksums, no private word."""
    from welcomepack.cli.telling import show
    from welcomepack.diagnostic import failed
    from welcomepack.load import load
    from welcomepack.proof import prove

    project = here()
    found, counted = prove(load(project), folder or project.root / "build")
    show(found)
    typer.echo(f"{counted} files proved")
    raise typer.Exit(1 if failed(found) else 0)


@app.command()
@command
def serve(
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port on this machine.")] = 8000,
    out: Annotated[Path | None, typer.Option(help="The output folder.")] = None,
) -> None:
    """Show the built site on this machine only, for a look."""
    import http.server

    from welcomepack.diagnostic import WelcomepackError

    folder = (out or here().root / "build") / "public"
    if not (folder / "index.html").exists():
        message = f"There is no site in {folder}. Run: welcomepack build"
        raise WelcomepackError(message)
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", port), handler) as server:
        typer.echo(f"http://127.0.0.1:{server.server_port}/  (Ctrl-C ends it)")
        server.serve_forever()
