"""Commands of the translation desk that change catalogs: update."""

from typing import Annotated

import typer

from welcomepack.cli.frame import command, messages_app


@messages_app.command("update")
@command
def messages_update(
    same_meaning: Annotated[
        list[str] | None,
        typer.Option(metavar="KEY", help="Only a typo in the English changed: keep the state."),
    ] = None,
    role: Annotated[str, typer.Option(help="Who says so; a role that can approve.")] = "",
) -> None:
    """Bring all catalogs in line with the content. Twice in a row changes nothing."""
    from welcomepack import messages
    from welcomepack.cli.reading import read, roles
    from welcomepack.diagnostic import WelcomepackError
    from welcomepack.memory import open_memory
    from welcomepack.role import highest
    from welcomepack.state import State

    project, loaded, theme, languages = read()
    folder = theme.words_folder
    same = None
    if same_meaning:
        if not role:
            message = "--same-meaning needs --role: who says so."
            raise typer.BadParameter(message)
        if highest(roles(loaded), role) is not State.APPROVED:
            message = (
                f'The role "{role}" cannot approve, so it cannot say that English is the same.'
            )
            raise WelcomepackError(message)
        told = f"{role}/{project.today}"
        same = messages.same_meaning(project, folder, languages, frozenset(same_meaning), told)
    recall = open_memory(project).recall
    changed = messages.update_all(project, folder, languages, recall=recall, same=same)
    for path in changed:
        typer.echo(project.shown(path))
    typer.echo(f"{len(changed)} catalogs changed")
