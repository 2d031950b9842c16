"""What every command needs before it knows what it will do: the groups, and the exit codes.

Nothing here or at the top of a module of commands imports what reads content: help and wrong
usage are answered without it.
"""

import functools
import traceback
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

if TYPE_CHECKING:
    from rich.console import Console

    from welcomepack.project import Project


class Output(StrEnum):
    """How ``check`` says what it found."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


class TableOutput(StrEnum):
    """How tables are shown."""

    TEXT = "text"
    JSON = "json"


class Ahead(TyperGroup):
    """A group that has its command read its words before the group's own options are weighed.

    Weighing any option makes typer load pydantic, which takes longer than all the rest of help;
    a command that is asked for help, or is not understood, has answered by then. A command that
    is understood is read a second time, which takes a thousandth of a second.
    """

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401 - typer's own class
        """Read the words of a command line that begin with a command's name; typer calls it."""
        if args and not args[0].startswith("-"):
            name, found, rest = self.resolve_command(ctx, list(args))
            if found is not None:
                found.make_context(name, rest, parent=ctx)
        return super().parse_args(ctx, args)


_root = Path()

# The commands at the top, and the groups; the modules beside this one fill them.
app = typer.Typer(
    cls=Ahead,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    # Plain lines: boxes are noise to a screen reader, and drawing them takes a fifth of a second.
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Borough content to welcome packs on paper and phone, in many languages.",
)
new_app = typer.Typer(cls=Ahead, no_args_is_help=True, help="Write a commented skeleton.")
messages_app = typer.Typer(cls=Ahead, no_args_is_help=True, help="The translation desk.")
cache_app = typer.Typer(cls=Ahead, no_args_is_help=True, help="The store of finished parts.")
app.add_typer(new_app, name="new")
app.add_typer(cache_app, name="cache")
app.add_typer(messages_app, name="messages")

ProjectDir = Annotated[Path, typer.Option("--project", help="The project's folder.")]
Many = Annotated[list[str] | None, typer.Option()]


def _version(asked: bool) -> None:  # noqa: FBT001 - typer calls it
    """Say which version this is, and end."""
    if asked:
        from importlib.metadata import version

        typer.echo(f"welcomepack {version('welcomepack')}")
        raise typer.Exit


@app.callback()
def _options(
    project: ProjectDir = Path(),
    version: Annotated[  # noqa: ARG001, FBT002 - a flag, and its callback ends the run
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    global _root  # noqa: PLW0603 - one process runs one command
    _root = project


def here(day: str = "") -> "Project":
    """The project that the command line names."""
    from welcomepack.project import open_project

    return open_project(_root, day)


def errors() -> "Console":
    """Standard error, where problems and progress go."""
    from rich.console import Console

    return Console(stderr=True, highlight=False, soft_wrap=True)


def command(function: Callable[..., None]) -> Callable[..., None]:
    """Turn a problem the user can mend into a message and exit code 1, a fault into 70."""

    @functools.wraps(function)
    def run(*arguments: Any, **options: Any) -> None:  # noqa: ANN401 - passes through
        try:
            function(*arguments, **options)
        except (typer.Exit, typer.BadParameter):
            raise
        except KeyboardInterrupt:
            errors().print("Stopped. The earlier output is untouched.")
            raise typer.Exit(130) from None
        except Exception as error:  # noqa: BLE001 - the last resort, which says whose fault it is
            raise typer.Exit(_told(error)) from None

    return run


def _told(error: Exception) -> int:
    """Say what went wrong; the exit code."""
    from rich.text import Text

    from welcomepack.diagnostic import WelcomepackError

    if isinstance(error, WelcomepackError):
        errors().print(Text.assemble(("error ", "bold red"), str(error)))
        return 1
    if isinstance(error, OSError):
        place = f" ({error.filename})" if error.filename else ""
        errors().print(Text.assemble(("error ", "bold red"), f"{error.strerror or error}{place}"))
        return 1
    errors().print("[bold red]This is a fault in welcomepack; please report it:[/]")
    traceback.print_exception(error)
    return 70
