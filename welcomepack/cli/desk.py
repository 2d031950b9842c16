"""Commands of the translation desk."""

import sys
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from welcomepack import messages
from welcomepack.cli.frame import TableOutput, command, messages_app, read, show
from welcomepack.model import State


@messages_app.command("update")
@command
def messages_update() -> None:
    """Bring all catalogs in line with the content. Twice in a row changes nothing."""
    project, _, theme, languages = read()
    changed = messages.update_all(project, theme.words_folder, languages)
    for path in changed:
        typer.echo(project.shown(path))
    typer.echo(f"{len(changed)} catalogs changed")


@messages_app.command("status")
@command
def messages_status(
    output: Annotated[TableOutput, typer.Option()] = TableOutput.TEXT,
) -> None:
    """Show how many messages are in which state, by language and area."""
    project, _, theme, languages = read()
    folder = theme.words_folder
    rows = list(messages.counts(project, folder, languages))
    damaged = [
        one for one in messages.check_catalogs(project, folder, languages) if one.code == "WP223"
    ]
    show(damaged)
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
