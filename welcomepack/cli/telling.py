"""Problems on a terminal: one line each, coloured, and how many there are."""

from collections.abc import Sequence

import typer
from rich.text import Text

from welcomepack.cli.frame import errors
from welcomepack.diagnostic import Diagnostic, Severity

_COLOURS = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.GAP: "cyan"}


def show(found: Sequence[Diagnostic], *, gaps: bool = True) -> None:
    """Print diagnostics, coloured by severity."""
    console = errors()
    for one in found:
        if one.severity is Severity.GAP and not gaps:
            continue
        line = Text(one.text())
        line.highlight_words([f" {one.severity} {one.code}"], style=_COLOURS[one.severity])
        console.print(line)


def summary(found: Sequence[Diagnostic]) -> None:
    """Print how many of each severity there are."""
    told = [
        f"{sum(one.severity is severity for one in found)} {words}"
        for severity, words in (
            (Severity.ERROR, "errors"),
            (Severity.WARNING, "warnings"),
            (Severity.GAP, "to fill in"),
        )
    ]
    typer.echo(", ".join(told))
