"""Commands about content and the machine: check, explain, schema, new, doctor."""

from typing import Annotated

import typer

from welcomepack.cli.frame import Output, app, command, here, new_app


@app.command()
@command
def check(
    strict: Annotated[bool, typer.Option(help="Warnings count as errors.")] = False,  # noqa: FBT002
    output: Annotated[Output, typer.Option()] = Output.TEXT,
) -> None:
    """Read all content and say everything that is wrong with it."""
    from welcomepack import diagnostic
    from welcomepack.cli.reading import all_diagnostics, kept, read
    from welcomepack.cli.telling import show, summary

    project, loaded, theme, languages = read()
    with kept(project):
        found = all_diagnostics(loaded, theme, languages)
    if output == "json":
        typer.echo(diagnostic.as_json(found))
    elif output == "github":
        typer.echo(diagnostic.as_github(found))
    else:
        show(found)
        summary(found)
    raise typer.Exit(1 if diagnostic.failed(found, strict=strict) else 0)


@app.command()
@command
def explain(code: str) -> None:
    """Say what a diagnostic code means and how to mend it."""
    from welcomepack.codes import CODES
    from welcomepack.diagnostic import WelcomepackError

    known = CODES.get(code.upper())
    if known is None:
        message = f'There is no code "{code}". They look like WP110.'
        raise WelcomepackError(message)
    typer.echo(f"{code.upper()} ({known.severity}) {known.title}\n\n{known.advice}")


@app.command()
@command
def schema(
    *,
    fresh: Annotated[
        bool, typer.Option("--check", help="Only say whether they are fresh.")
    ] = False,
) -> None:
    """Write content/schema.json and docs/diagnostics.md, which are made from the program."""
    from welcomepack.schema import diagnostics_page, write_schema

    project = here()
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
@command
def new_area_command(
    area_id: str,
    name: Annotated[str, typer.Option(help="The area's name, such as Camden.")] = "",
    extends: Annotated[str, typer.Option(help="The area it builds on.")] = "london",
) -> None:
    """Write the folder of a new area, ready to be filled in."""
    from welcomepack.load import load
    from welcomepack.scaffold import new_area

    loaded = load(here())
    shown_name = name or area_id.replace("-", " ").title()
    for path in new_area(loaded, area_id, shown_name, extends):
        typer.echo(loaded.project.shown(path))


@new_app.command("place")
@command
def new_place_command(
    place_id: str,
    area: Annotated[str, typer.Option(help="The area it is in.")],
    name: Annotated[str, typer.Option(help="The name its residents know.")] = "",
) -> None:
    """Write the private file of a new place, ready to be filled in."""
    from welcomepack.load import load
    from welcomepack.scaffold import new_place

    loaded = load(here())
    for path in new_place(loaded, area, place_id, name or place_id.replace("-", " ").title()):
        typer.echo(loaded.project.shown(path))


@app.command()
@command
def doctor() -> None:
    """Say whether this machine has the fonts and libraries for each language, and what to do."""
    from welcomepack.cli.reading import read
    from welcomepack.doctor import examine

    project, _, _, languages = read()
    findings = list(examine(languages.values()))
    for one in findings:
        typer.echo(f"{'ok     ' if one.fine else 'missing'}  {one.what}")
        for advice in one.advice:
            typer.echo(f"           {advice}")
    bad = sum(not one.fine for one in findings)
    typer.echo(f"{len(findings) - bad} fine, {bad} missing, in {project.root.name}")
    raise typer.Exit(1 if bad else 0)
