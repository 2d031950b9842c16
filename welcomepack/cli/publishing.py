"""Commands that put a build where the public reads it: publish."""

from pathlib import Path
from typing import Annotated

import typer

from welcomepack.cli.frame import app, command, here


@app.command()
@command
def publish(
    dest: Annotated[Path, typer.Argument(help="The folder that the web server reads.")],
    out: Annotated[Path | None, typer.Option(help="The output folder of the build.")] = None,
    keep: Annotated[int, typer.Option(min=1, help="How many releases to keep.")] = 5,
    drop: Annotated[  # noqa: FBT002 - a flag
        bool, typer.Option("--drop", help="Let printed codes lead nowhere.")
    ] = False,
    back: Annotated[  # noqa: FBT002 - a flag
        bool, typer.Option("--back", help="Serve the release before this one again.")
    ] = False,
) -> None:
    """Publish the built site in one step; the web server serves DEST/current.

    What each edition said is kept in history/, so that paper can tell what has changed since.
    """
    from welcomepack import publish as publishing
    from welcomepack.history import record

    if back:
        done = publishing.go_back(dest)
        typer.echo(f"Release {done.number} is served again from {dest / 'current'}")
        return
    project = here()
    source = out or project.root / "build"
    for snapshot in publishing.snapshots(source):
        written = record(project, snapshot)
        if written:
            typer.echo(f"kept {project.shown(written)}: add it to git")
    done = publishing.publish(source, dest, keep=keep, drop=drop)
    typer.echo(f"Release {done.number} with {done.files} files is served from {dest / 'current'}")
