"""Commands that fill catalogs: machine drafts, and the memory of all translations."""

import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from welcomepack.cli.frame import Ahead, Many, command, errors, here, messages_app

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from welcomepack.draft import Report
    from welcomepack.engines import Engine
    from welcomepack.language import Language
    from welcomepack.model import Engines
    from welcomepack.prefill import Job

memory_app = typer.Typer(cls=Ahead, no_args_is_help=True, help="The memory of all translations.")
messages_app.add_typer(memory_app, name="memory")


@messages_app.command("prefill")
@command
def messages_prefill(
    locale: Many = None,
    engine: Annotated[str, typer.Option(help="Instead of the one in project.yaml.")] = "",
    area: Annotated[list[str] | None, typer.Option(help="An area's own texts, or theme.")] = None,
    topic: Many = None,
    max_chars: Annotated[
        int | None, typer.Option(min=0, help="The most characters to send.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,  # noqa: FBT002
    dry_run: Annotated[  # noqa: FBT002
        bool, typer.Option("--dry-run", help="Only show what would be done.")
    ] = False,
    include_stale: Annotated[  # noqa: FBT002
        bool, typer.Option("--include-stale", help="Replace texts whose English changed, too.")
    ] = False,
    risky: Annotated[  # noqa: FBT002
        bool, typer.Option("--risky", help="Draft blocks with risk: high, too.")
    ] = False,
    again: Annotated[  # noqa: FBT002
        bool, typer.Option("--again", help="Ask again where an answer was refused.")
    ] = False,
) -> None:
    """Draft missing translations: from the memory, else by an engine. Filters repeat.

    Drafts are marked as a machine's until a person has checked them.
    """
    from welcomepack import draft, messages
    from welcomepack.cli.reading import read
    from welcomepack.cli.telling import show
    from welcomepack.diagnostic import failed
    from welcomepack.journal import NAME, Journal, read_journal
    from welcomepack.memory import open_memory
    from welcomepack.prefill import Wish, plan
    from welcomepack.terms import read_terms

    project, loaded, theme, languages = read()
    if loaded.settings is None or failed(loaded.diagnostics):
        show(loaded.diagnostics, gaps=False)
        raise typer.Exit(1)
    settings = loaded.settings.engines
    chosen = _engines(settings, _languages(languages, locale or []), engine)
    wish = Wish(tuple(area or ()), tuple(topic or ()), risky, include_stale, again, max_chars)
    wanted = messages.domains(project, theme.words_folder)
    path = project.desk / NAME
    with ExitStack() as stack:
        journal = None if dry_run else stack.enter_context(Journal(path))
        known = journal.known if journal else read_journal(path)
        memory = open_memory(project)
        terms = [one.term for one in read_terms(project.locales)]
        packs = loaded.packs.values()
        jobs = plan(project, wanted, packs, chosen, memory, known, wish, terms)
        _preview(jobs)
        show([one for job in jobs for one in job.left])
        if not any(job.questions or job.recalled for job in jobs):
            typer.echo("There is nothing to draft.")
            return
        if journal is None:
            return
        _must_agree(yes=yes)
        total = sum(len(job.questions) for job in jobs)
        with _bar() as bar:
            task = bar.add_task("drafts", total=total)
            report = draft.run(
                project, wanted, jobs, journal, tell=lambda tag: _step(bar, task, tag)
            )
    _tell(report)


def _languages(languages: "Mapping[str, Language]", asked: Sequence[str]) -> "list[Language]":
    from welcomepack.diagnostic import WelcomepackError
    from welcomepack.explain import nearest

    there = {tag: one for tag, one in languages.items() if tag != "en"}
    for tag in asked:
        if tag not in there:
            hint = nearest(tag, there) or f"Possible: {', '.join(there)}."
            message = f'"{tag}" is not a language of this project. {hint}'
            raise WelcomepackError(message)
    return [one for tag, one in there.items() if not asked or tag in asked]


def _engines(
    settings: "Engines", languages: "Sequence[Language]", name: str
) -> "list[tuple[Language, Engine]]":
    """The engine of each language; the same one serves all that name it."""
    from welcomepack.diagnostic import WelcomepackError
    from welcomepack.engines import engine_name, open_engine
    from welcomepack.language import registry

    unknown = sorted(set(settings.languages) - set(registry(here().locales)))
    if unknown:
        message = f'content/project.yaml: engines: there is no language "{unknown[0]}".'
        raise WelcomepackError(message)
    opened: dict[str, Engine] = {}
    chosen = []
    for language in languages:
        wanted = name or engine_name(settings, language)
        if wanted not in opened:
            opened[wanted] = open_engine(wanted, settings, os.environ)
        chosen.append((language, opened[wanted]))
    return chosen


def _preview(jobs: "Sequence[Job]") -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table()
    for heading in (
        *("language", "engine", "texts leave\nthis machine", "from the\nmemory"),
        *("paid for\nbefore", "to ask", "characters", "risky,\nleft out"),
        *("names\nonly", "over the\nlimit", "not for\na machine"),
    ):
        table.add_column(heading, no_wrap=True)
    for job in jobs:
        before = len(job.questions) - len(job.asked)
        numbers = (
            *(len(job.recalled), before, len(job.asked), job.characters),
            *(job.risky, job.wordless, job.postponed, len(job.left)),
        )
        away = "yes" if job.asked and job.engine.sends_text_away else "no"
        shown = (str(number or "·") for number in numbers)
        table.add_row(job.language.tag, job.engine.name, away, *shown)
    Console(width=None if sys.stdout.isatty() else 140).print(table)


def _must_agree(*, yes: bool) -> None:
    """Ask on a terminal; elsewhere only ``--yes`` counts."""
    if yes:
        return
    if not _at_terminal():
        errors().print("Nobody is there to ask. Say --yes to go on, or --dry-run to only look.")
        raise typer.Exit(2)
    try:
        agreed = typer.confirm("Go on?")
    except typer.Abort:
        agreed = False
    if not agreed:
        errors().print("Nothing was asked or written.")
        raise typer.Exit(1)


def _at_terminal() -> bool:
    return sys.stdin.isatty()


def _bar() -> "Progress":
    console = errors()
    from rich.progress import (
        BarColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed}/{task.total}"),
        TimeRemainingColumn(),
        console=console,
        disable=not console.is_terminal,
    )


def _step(bar: "Progress", task: "TaskID", tag: str) -> None:
    bar.update(task, advance=1, description=tag)


def _tell(report: "Report") -> None:
    """Say what became of it; exit code 1 when an engine stopped, 130 after Ctrl-C."""
    from welcomepack.cli.telling import show
    from welcomepack.diagnostic import failed

    show(report.diagnostics)
    for tag, count in report.drafted.items():
        typer.echo(f"{tag}: {report.recalled[tag]} from the memory, {count} drafted by machine")
    typer.echo(f"{report.asked} asked, {len(report.diagnostics)} problems")
    if report.interrupted:
        errors().print("Stopped. What was answered so far is kept.")
        raise typer.Exit(130)
    if failed(report.diagnostics):
        raise typer.Exit(1)


@memory_app.command("rebuild")
@command
def memory_rebuild() -> None:
    """Make the memory again from all catalogs (this also happens by itself)."""
    from welcomepack.memory import rebuild

    project = here()
    memory = rebuild(project)
    typer.echo(f"{memory.size()} texts in {project.shown(memory.path)}")


@memory_app.command("export")
@command
def memory_export(
    out: Path, locale: Annotated[str, typer.Option(help="The language, as es.")]
) -> None:
    """Write the memory of one language as TMX 1.4b, for translators' programs."""
    from welcomepack import atomic
    from welcomepack.language import registry
    from welcomepack.memory import open_memory
    from welcomepack.tmx import write_tmx

    project = here()
    languages = registry(project.locales)
    (language,) = _languages(languages, [locale])
    rows = open_memory(project).rows(language)
    atomic.write(out, write_tmx(rows, language))
    typer.echo(f"{len(rows)} texts in {out}")
