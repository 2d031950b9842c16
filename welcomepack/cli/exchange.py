"""Commands that send texts out and take them in."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from welcomepack.cli.frame import Many, command, messages_app
from welcomepack.state import State

_STATES = tuple(str(state) for state in State if state is not State.SOURCE)


@messages_app.command("export")
@command
def messages_export(
    out: Annotated[Path, typer.Argument(help="The new file, such as ti.xlsx.")],
    locale: Annotated[str, typer.Option(help="The language, as ti.")],
    format: Annotated[str, typer.Option("--format", help="xlsx, xliff or csv")] = "",  # noqa: A002 - the option's name
    area: Many = None,
    topic: Many = None,
    only: Annotated[
        list[str] | None, typer.Option(help=f"States, with commas: {', '.join(_STATES)}.")
    ] = None,
) -> None:
    """Write texts into a file for a translator or an agency. Filters repeat.

    `--area` takes the texts written in that area's own folder; `theme` the words of the pages.
    """
    from welcomepack.exchange import export, formats

    if format and format not in formats.FORMATS:
        message = f'There is no format "{format}". Possible: {", ".join(formats.FORMATS)}.'
        raise typer.BadParameter(message)
    choice = export.Choice(frozenset(area or ()), frozenset(topic or ()), _states(only or ()))
    from welcomepack.cli.reading import read

    _, loaded, theme, languages = read()
    language = export.language_of(locale, languages)
    form = format or formats.by_name(out)
    count = export.export(loaded, theme.words_folder, language, choice, form, out)
    typer.echo(f"{out.name}: {count} texts in {language.english_name}")


def _states(only: Sequence[str]) -> frozenset[State]:
    """The states of ``--only missing,mt``; wrong usage for a word that is none."""
    words = [word.strip() for one in only for word in one.split(",")]
    for word in words:
        if word not in _STATES:
            message = f'"{word}" is not a state. Possible: {", ".join(_STATES)}.'
            raise typer.BadParameter(message)
    return frozenset(State(word) for word in words)


@messages_app.command("import")
@command
def messages_import(
    file: Annotated[Path, typer.Argument(help="The file that came back.")],
    role: Annotated[str, typer.Option(help="Who vouches for it: translator, speaker, council.")],
    locale: Annotated[str, typer.Option(help="The language that the file must be of.")] = "",
    dry_run: Annotated[bool, typer.Option(help="Only say what would happen.")] = False,  # noqa: FBT002
) -> None:
    """Take a translated file in. Every row is checked; good rows are taken, others told."""
    from rich.console import Console
    from rich.table import Table

    from welcomepack.cli.reading import read
    from welcomepack.cli.telling import show
    from welcomepack.exchange.guard import MAX_BYTES
    from welcomepack.exchange.importing import take

    _, loaded, theme, languages = read()
    with file.open("rb") as opened:
        data = opened.read(MAX_BYTES + 1)
    report = take(
        loaded,
        theme.words_folder,
        languages,
        data,
        file.name,
        role=role,
        locale=locale,
        dry_run=dry_run,
    )
    show(report.refused)
    table = Table("language", "taken", "unchanged", "refused", "needs work")
    numbers = (len(report.taken), report.unchanged, len(report.refused), len(report.unsure))
    table.add_row(report.locale, *(str(one) for one in numbers))
    Console(width=None if sys.stdout.isatty() else 120).print(table)
    for name in report.unsure:
        typer.echo(f"needs work: {name}")
    if dry_run:
        typer.echo("Nothing was written.")
    if report.refused:
        raise typer.Exit(1)
