"""Commands of the translation desk that look at translations: check, approve, status."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from welcomepack.cli.frame import Many, Output, TableOutput, command, messages_app
from welcomepack.state import State

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

_COLOURS = {
    State.MISSING: "red",
    State.STALE: "red",
    State.MT: "yellow",
    State.TM: "yellow",
    State.EDITED: "yellow",
    State.CHECKED: "green",
    State.APPROVED: "bold green",
}


@messages_app.command("check")
@command
def messages_check(
    *,
    locale: Many = None,
    area: Many = None,
    strict: Annotated[bool, typer.Option(help="Warnings count as errors.")] = False,
    fix: Annotated[bool, typer.Option(help="Mend letters and invisible characters first.")] = False,
    output: Annotated[Output, typer.Option()] = Output.TEXT,
) -> None:
    """Say everything that is wrong with translations; a text with an error prints in English."""
    from welcomepack import diagnostic, review
    from welcomepack.cli.reading import kept, languages_of, read
    from welcomepack.cli.telling import show, summary

    project, _, theme, languages = read()
    folder, chosen = theme.words_folder, languages_of(languages, locale)
    if fix:
        for path, key in review.fix(project, folder, chosen, area or ()):
            typer.echo(f"mended: {project.shown(path)} {key}", err=output != "text")
    with kept(project):
        found = diagnostic.arrange(review.check(project, folder, chosen, area or ()))
    if output == "json":
        typer.echo(diagnostic.as_json(found))
    elif output == "github":
        typer.echo(diagnostic.as_github(found))
    else:
        show(found)
        summary(found)
    bad = any(strict or review.blocks(one) for one in found)
    raise typer.Exit(1 if bad else 0)


@messages_app.command("approve")
@command
def messages_approve(
    *,
    locale: Annotated[str, typer.Option(help="The language of the texts.")],
    role: Annotated[str, typer.Option(help="Who approves: a role of content/project.yaml.")],
    area: Many = None,
    topic: Many = None,
    key: Many = None,
    all_texts: Annotated[bool, typer.Option("--all", help="All texts; needs --yes.")] = False,
    yes: Annotated[bool, typer.Option(help="Yes, all of them were read.")] = False,
) -> None:
    """Record that a speaker checked texts, or that the council approved what was checked."""
    if bool(topic or key) == all_texts:
        message = "Name what is approved: --topic, --key, or --all (and not both)."
        raise typer.BadParameter(message)
    if all_texts and not yes:
        message = "--all needs --yes: it says that all texts were read."
        raise typer.BadParameter(message)
    from rich.table import Table
    from rich.text import Text

    from welcomepack import review
    from welcomepack.cli.reading import languages_of, read, roles
    from welcomepack.role import highest

    project, loaded, theme, languages = read()
    (language,) = languages_of(languages, [locale]).values()
    done = review.approve(
        project,
        theme.words_folder,
        language,
        role=role,
        may=highest(roles(loaded), role),
        day=project.today,
        areas=area or (),
        topics=topic or (),
        keys=key or (),
    )
    table = Table("area", "key", "before", "now")
    for one in done.lifted:
        table.add_row(one.domain, one.key, _coloured(one.before), _coloured(one.after))
    for domain, refusal in done.refused:
        table.add_row(domain, refusal.key, Text("refused", "red"), refusal.reason)
    if table.row_count:
        _console().print(table)
    typer.echo(
        f"{len(done.lifted)} approved, {len(done.refused)} refused, "
        f"{done.unchanged} unchanged, {done.empty} not translated"
    )
    raise typer.Exit(1 if done.refused else 0)


@messages_app.command("status")
@command
def messages_status(
    locale: Many = None,
    area: Many = None,
    output: Annotated[TableOutput, typer.Option()] = TableOutput.TEXT,
) -> None:
    """Show how many messages are in which state, by language and area, and what is risky."""
    from rich.table import Table

    from welcomepack import messages, status
    from welcomepack.cli.reading import kept, languages_of, read
    from welcomepack.cli.telling import show

    project, loaded, theme, languages = read()
    folder, chosen = theme.words_folder, languages_of(languages, locale)
    with kept(project):
        damaged = messages.check_catalogs(project, folder, chosen)
        show([one for one in damaged if one.code == "WP223"])
        found = list(status.rows(loaded, folder, chosen, area or ()))
    if output == "json":
        typer.echo(status.as_json(found))
        return
    table = Table("language", "area", *(str(state) for state in status.STATES), "risky")
    for row in found:
        counts = [_count(row.states.get(one, 0), _COLOURS[one]) for one in status.STATES]
        total = row.domain == status.ALL
        table.add_row(
            row.locale,
            row.domain,
            *counts,
            _count(row.risky, "bold red"),
            style="bold" if total else None,
            end_section=total,
        )
    _console().print(table)
    typer.echo("risky: blocks with risk: high that hold a text nobody has checked")


def _count(number: int, colour: str) -> "Text":
    from rich.text import Text

    return Text(str(number), colour) if number else Text("·", "dim")


def _coloured(state: State) -> "Text":
    from rich.text import Text

    return Text(str(state), _COLOURS[state])


def _console() -> "Console":
    from rich.console import Console

    return Console(width=None if sys.stdout.isatty() else 120)
