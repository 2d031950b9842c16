"""Commands about output: build, verify, serve."""

import functools
import http.server
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from welcomepack import messages
from welcomepack.cli.frame import (
    Many,
    all_diagnostics,
    app,
    command,
    errors,
    here,
    read,
    show,
    summary,
)
from welcomepack.diagnostic import WelcomepackError, failed
from welcomepack.load import load
from welcomepack.plan import Selection, plan

_FORMATS = "a4, leaflets, card, poster, site and others; docs/formats.md lists them"


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
    quiet: Annotated[bool, typer.Option(help="No progress.")] = False,  # noqa: FBT002
) -> None:
    """Build packs: PDFs and the mobile site. Filters repeat; without any, all is built.

    The output is exactly what was asked for, and replaces the earlier output in one step.
    """
    from welcomepack import build as building  # noqa: PLC0415 - the renderer takes half a second
    from welcomepack.formats.registry import NAMES  # noqa: PLC0415

    chosen = tuple(format or ())
    for name in chosen:
        if name not in NAMES:
            message = f'There is no format "{name}". Possible: {", ".join(NAMES)}.'
            raise typer.BadParameter(message)
    project, loaded, theme, languages = read(date)
    found = all_diagnostics(loaded, theme, languages)
    found += tuple(messages.missing_letters(project, theme.words_folder, languages))
    if failed(found):
        show(found, gaps=False)
        summary(found)
        raise typer.Exit(1)
    topics = tuple(topic or ())
    planned = plan(
        loaded,
        theme,
        Selection(tuple(area or ()), tuple(place or ()), tuple(locale or ()), chosen, topics),
    )
    target = out or project.root / "build"
    with _progress(quiet=quiet) as tell:
        report = building.build(
            loaded,
            planned,
            target,
            formats=chosen,
            topics=topics,
            jobs=jobs or os.cpu_count() or 1,
            progress=tell,
        )
    if failed(report.diagnostics):
        show(report.diagnostics)
        errors().print("Nothing was published; the earlier output stands.")
        raise typer.Exit(1)
    papers = sum(one.path.endswith(".pdf") for one in report.artifacts)
    pages = sum(one.format == "site" for one in report.artifacts)
    show(report.diagnostics)
    typer.echo(
        f"{papers} PDFs and {pages} pages in {target} "
        f"({report.made} parts laid out, {report.reused} from the cache)"
    )


class _progress:  # noqa: N801 - used as a context manager, like a function
    """A bar on a terminal, a line now and then elsewhere, nothing when quiet."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet
        self._bar: Progress | None = None
        self._task: Any = None

    def __enter__(self) -> Callable[[int, int, str], None]:
        if not self._quiet and sys.stderr.isatty():
            self._bar = Progress(
                TextColumn("{task.description:20}"),
                BarColumn(),
                TextColumn("{task.completed}/{task.total}"),
                TimeRemainingColumn(),
                console=Console(stderr=True),
            )
            self._bar.start()
            self._task = self._bar.add_task("building", total=None)
        return self._tell

    def __exit__(self, *_: object) -> None:
        if self._bar:
            self._bar.stop()

    def _tell(self, done: int, total: int, name: str) -> None:
        if self._bar:
            self._bar.update(
                self._task, completed=done, total=total, description=name or "building"
            )
        elif not self._quiet and total and (done == total or done % 20 == 0):
            typer.echo(f"{done}/{total} parts", err=True)


@app.command()
@command
def verify(
    folder: Annotated[
        Path | None, typer.Argument(help="A built folder; build if left out.")
    ] = None,
) -> None:
    """Prove a built folder once more: facts, tags, QR codes, ink, checksums, no private word."""
    from welcomepack.proof import prove  # noqa: PLC0415 - the PDF readers take a while

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
    folder = (out or here().root / "build") / "public"
    if not (folder / "index.html").exists():
        message = f"There is no site in {folder}. Run: welcomepack build"
        raise WelcomepackError(message)
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", port), handler) as server:
        typer.echo(f"http://127.0.0.1:{server.server_port}/  (Ctrl-C ends it)")
        server.serve_forever()
