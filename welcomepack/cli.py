"""The command line: parses, calls one function, prints. No rule of content lives here.

Results go to stdout, progress and diagnostics to stderr. Exit codes: 0 fine, 1 the content has
errors, 2 wrong usage, 70 a fault in the program.
"""

import functools
import http.server
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from welcomepack import diagnostic, messages
from welcomepack.check import check as check_content
from welcomepack.check import check_languages, check_pictograms
from welcomepack.codes import CODES
from welcomepack.diagnostic import Diagnostic, Severity, WelcomepackError, arrange, failed
from welcomepack.doctor import examine
from welcomepack.language import Language, registry
from welcomepack.load import Loaded, load
from welcomepack.model import State
from welcomepack.plan import Selection, plan
from welcomepack.project import Project, open_project
from welcomepack.scaffold import new_area, new_place
from welcomepack.schema import diagnostics_page, write_schema
from welcomepack.theme import Theme, read_theme

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Borough content to welcome packs on paper and phone, in many languages.",
)
new_app = typer.Typer(no_args_is_help=True, help="Write a commented skeleton.")
messages_app = typer.Typer(no_args_is_help=True, help="The translation desk.")
app.add_typer(new_app, name="new")
app.add_typer(messages_app, name="messages")


class Output(StrEnum):
    """How ``check`` says what it found."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


class TableOutput(StrEnum):
    """How tables are shown."""

    TEXT = "text"
    JSON = "json"


_COLOURS = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.GAP: "cyan"}
_root = Path()

ProjectDir = Annotated[Path, typer.Option("--project", help="The project's folder.")]
Many = Annotated[list[str] | None, typer.Option()]


@app.callback()
def _options(project: ProjectDir = Path()) -> None:
    global _root  # noqa: PLW0603 - one process runs one command
    _root = project


def _errors() -> Console:
    return Console(stderr=True, highlight=False, soft_wrap=True)


def _command(function: Callable[..., None]) -> Callable[..., None]:
    """Turn a problem the user can mend into a message and exit code 1, a fault into 70."""

    @functools.wraps(function)
    def run(*arguments: Any, **options: Any) -> None:  # noqa: ANN401 - passes through
        try:
            function(*arguments, **options)
        except (typer.Exit, typer.BadParameter):
            raise
        except WelcomepackError as error:
            _errors().print(Text.assemble(("error ", "bold red"), str(error)))
            raise typer.Exit(1) from None
        except OSError as error:
            place = f" ({error.filename})" if error.filename else ""
            _errors().print(
                Text.assemble(("error ", "bold red"), f"{error.strerror or error}{place}")
            )
            raise typer.Exit(1) from None
        except KeyboardInterrupt:
            _errors().print("Stopped. The earlier output is untouched.")
            raise typer.Exit(130) from None
        except Exception:  # noqa: BLE001 - the last resort, which says it is our fault
            _errors().print("[bold red]This is a fault in welcomepack; please report it:[/]")
            traceback.print_exc()
            raise typer.Exit(70) from None

    return run


def _show(found: Sequence[Diagnostic], *, gaps: bool = True) -> None:
    console = _errors()
    for one in found:
        if one.severity is Severity.GAP and not gaps:
            continue
        line = Text(one.text())
        line.highlight_words([f" {one.severity} {one.code}"], style=_COLOURS[one.severity])
        console.print(line)


def _read(day: str = "") -> tuple[Project, Loaded, Theme, dict[str, Language]]:
    project = open_project(_root, day)
    loaded = load(project)
    name = loaded.settings.theme if loaded.settings else "clear"
    languages = registry(project.locales)
    used = loaded.settings.locales if loaded.settings else ()
    asked = {*used, *(tag for pack in loaded.packs.values() for tag in pack.area.locales)}
    return (
        project,
        loaded,
        read_theme(project.resolve("themes", name)),
        {tag: one for tag, one in languages.items() if tag in asked},
    )


def _all_diagnostics(
    loaded: Loaded, theme: Theme, languages: dict[str, Language]
) -> tuple[Diagnostic, ...]:
    folder = loaded.project.themes / theme.name
    return arrange(
        [
            *loaded.diagnostics,
            *check_content(loaded),
            *check_pictograms(loaded, theme.pictograms),
            *check_languages(loaded, registry(loaded.project.locales)),
            *messages.check_catalogs(loaded.project, folder, languages),
        ]
    )


@app.command()
@_command
def check(
    strict: Annotated[bool, typer.Option(help="Warnings count as errors.")] = False,  # noqa: FBT002
    output: Annotated[Output, typer.Option()] = Output.TEXT,
) -> None:
    """Read all content and say everything that is wrong with it."""
    _, loaded, theme, languages = _read()
    found = _all_diagnostics(loaded, theme, languages)
    if output == "json":
        typer.echo(diagnostic.as_json(found))
    elif output == "github":
        typer.echo(diagnostic.as_github(found))
    else:
        _show(found)
        _summary(found)
    raise typer.Exit(1 if failed(found, strict=strict) else 0)


def _summary(found: Sequence[Diagnostic]) -> None:
    told = [
        f"{sum(one.severity is severity for one in found)} {words}"
        for severity, words in (
            (Severity.ERROR, "errors"),
            (Severity.WARNING, "warnings"),
            (Severity.GAP, "to fill in"),
        )
    ]
    typer.echo(", ".join(told))


@app.command()
@_command
def build(
    area: Many = None,
    place: Many = None,
    locale: Many = None,
    format: Annotated[list[str] | None, typer.Option("--format", help="a4, poster or site")] = None,  # noqa: A002 - the option's name
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

    chosen = tuple(format or ())
    for name in chosen:
        if name not in building.FORMATS:
            message = f'There is no format "{name}". Possible: {", ".join(building.FORMATS)}.'
            raise typer.BadParameter(message)
    project, loaded, theme, languages = _read(date)
    found = _all_diagnostics(loaded, theme, languages)
    found += tuple(messages.missing_letters(project, project.themes / theme.name, languages))
    if failed(found):
        _show(found, gaps=False)
        _summary(found)
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
        _show(report.diagnostics)
        _errors().print("Nothing was published; the earlier output stands.")
        raise typer.Exit(1)
    papers = sum(one.path.endswith(".pdf") for one in report.artifacts)
    pages = sum(one.format == "site" for one in report.artifacts)
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
@_command
def verify(
    folder: Annotated[
        Path | None, typer.Argument(help="A built folder; build if left out.")
    ] = None,
) -> None:
    """Prove a built folder once more: tags, QR codes, checksums, no private word."""
    from welcomepack.proof import prove  # noqa: PLC0415 - the PDF readers take a while

    project = open_project(_root)
    found, counted = prove(load(project), folder or project.root / "build")
    _show(found)
    typer.echo(f"{counted} files proved")
    raise typer.Exit(1 if failed(found) else 0)


@app.command()
@_command
def explain(code: str) -> None:
    """Say what a diagnostic code means and how to mend it."""
    known = CODES.get(code.upper())
    if known is None:
        message = f'There is no code "{code}". They look like WP110.'
        raise WelcomepackError(message)
    typer.echo(f"{code.upper()} ({known.severity}) {known.title}\n\n{known.advice}")


@app.command()
@_command
def schema(
    *,
    fresh: Annotated[
        bool, typer.Option("--check", help="Only say whether they are fresh.")
    ] = False,
) -> None:
    """Write content/schema.json and docs/diagnostics.md, which are made from the program."""
    project = open_project(_root)
    wanted = {
        project.content / "schema.json": write_schema(),
        project.root / "docs" / "diagnostics.md": diagnostics_page(),
    }
    stale = [p for p, text in wanted.items() if not p.exists() or p.read_text("utf-8") != text]
    if not fresh:
        for path in stale:
            path.parent.mkdir(exist_ok=True)
            path.write_text(wanted[path], encoding="utf-8")
    for path in stale:
        typer.echo(f"{'stale' if fresh else 'written'}: {project.shown(path)}")
    raise typer.Exit(1 if fresh and stale else 0)


@new_app.command("area")
@_command
def new_area_command(
    area_id: str,
    name: Annotated[str, typer.Option(help="The area's name, such as Camden.")] = "",
    extends: Annotated[str, typer.Option(help="The area it builds on.")] = "london",
) -> None:
    """Write the folder of a new area, ready to be filled in."""
    loaded = load(open_project(_root))
    shown_name = name or area_id.replace("-", " ").title()
    for path in new_area(loaded, area_id, shown_name, extends):
        typer.echo(loaded.project.shown(path))


@new_app.command("place")
@_command
def new_place_command(
    place_id: str,
    area: Annotated[str, typer.Option(help="The area it is in.")],
    name: Annotated[str, typer.Option(help="The name its residents know.")] = "",
) -> None:
    """Write the private file of a new place, ready to be filled in."""
    loaded = load(open_project(_root))
    for path in new_place(loaded, area, place_id, name or place_id.replace("-", " ").title()):
        typer.echo(loaded.project.shown(path))


@messages_app.command("update")
@_command
def messages_update() -> None:
    """Bring all catalogs in line with the content. Twice in a row changes nothing."""
    project, _, theme, languages = _read()
    changed = messages.update_all(project, project.themes / theme.name, languages)
    for path in changed:
        typer.echo(project.shown(path))
    typer.echo(f"{len(changed)} catalogs changed")


@messages_app.command("status")
@_command
def messages_status(
    output: Annotated[TableOutput, typer.Option()] = TableOutput.TEXT,
) -> None:
    """Show how many messages are in which state, by language and area."""
    project, _, theme, languages = _read()
    folder = project.themes / theme.name
    rows = list(messages.counts(project, folder, languages))
    damaged = [
        one for one in messages.check_catalogs(project, folder, languages) if one.code == "WP223"
    ]
    _show(damaged)
    if output == "json":
        typer.echo(messages.as_json(rows))
        return
    states = [state for state in State if state is not State.SOURCE]
    table = Table("language", "domain", *(str(state) for state in states))
    for row in rows:
        table.add_row(
            row.locale, row.domain, *(str(row.states.get(one, 0) or "·") for one in states)
        )
    Console(width=None if sys.stdout.isatty() else 120).print(table)


@app.command()
@_command
def doctor() -> None:
    """Say whether this machine has the fonts and libraries for each language, and what to do."""
    project, _, _, languages = _read()
    findings = list(examine(languages.values()))
    for one in findings:
        typer.echo(f"{'ok     ' if one.fine else 'missing'}  {one.what}")
        for advice in one.advice:
            typer.echo(f"           {advice}")
    bad = sum(not one.fine for one in findings)
    typer.echo(f"{len(findings) - bad} fine, {bad} missing, in {project.root.name}")
    raise typer.Exit(1 if bad else 0)


@app.command()
@_command
def serve(
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port on this machine.")] = 8000,
    out: Annotated[Path | None, typer.Option(help="The output folder.")] = None,
) -> None:
    """Show the built site on this machine only, for a look."""
    folder = (out or open_project(_root).root / "build") / "public"
    if not (folder / "index.html").exists():
        message = f"There is no site in {folder}. Run: welcomepack build"
        raise WelcomepackError(message)
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", port), handler) as server:
        typer.echo(f"http://127.0.0.1:{server.server_port}/  (Ctrl-C ends it)")
        server.serve_forever()


def main() -> None:
    """Run the command line."""
    app()
