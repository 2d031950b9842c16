"""What every command needs: the project, how problems are shown, and the exit codes."""

import functools
import traceback
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from welcomepack import messages
from welcomepack.check import check as check_content
from welcomepack.check import check_languages, check_pictograms
from welcomepack.diagnostic import Diagnostic, Severity, WelcomepackError, arrange
from welcomepack.explain import nearest
from welcomepack.language import Language, registry
from welcomepack.load import Loaded, load
from welcomepack.model import State
from welcomepack.project import Project, open_project
from welcomepack.theme import Theme, read_theme
from welcomepack.theme_rules import check_theme


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

# The commands at the top, and the groups; the modules beside this one fill them.
app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    # Plain lines: boxes are noise to a screen reader, and drawing them takes a fifth of a second.
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Borough content to welcome packs on paper and phone, in many languages.",
)
new_app = typer.Typer(no_args_is_help=True, help="Write a commented skeleton.")
messages_app = typer.Typer(no_args_is_help=True, help="The translation desk.")
cache_app = typer.Typer(no_args_is_help=True, help="The store of finished parts.")
app.add_typer(new_app, name="new")
app.add_typer(cache_app, name="cache")
app.add_typer(messages_app, name="messages")

ProjectDir = Annotated[Path, typer.Option("--project", help="The project's folder.")]
Many = Annotated[list[str] | None, typer.Option()]


@app.callback()
def _options(project: ProjectDir = Path()) -> None:
    global _root  # noqa: PLW0603 - one process runs one command
    _root = project


def here(day: str = "") -> Project:
    """The project that the command line names."""
    return open_project(_root, day)


def errors() -> Console:
    """Standard error, where problems and progress go."""
    return Console(stderr=True, highlight=False, soft_wrap=True)


def command(function: Callable[..., None]) -> Callable[..., None]:
    """Turn a problem the user can mend into a message and exit code 1, a fault into 70."""

    @functools.wraps(function)
    def run(*arguments: Any, **options: Any) -> None:  # noqa: ANN401 - passes through
        try:
            function(*arguments, **options)
        except (typer.Exit, typer.BadParameter):
            raise
        except WelcomepackError as error:
            errors().print(Text.assemble(("error ", "bold red"), str(error)))
            raise typer.Exit(1) from None
        except OSError as error:
            place = f" ({error.filename})" if error.filename else ""
            errors().print(
                Text.assemble(("error ", "bold red"), f"{error.strerror or error}{place}")
            )
            raise typer.Exit(1) from None
        except KeyboardInterrupt:
            errors().print("Stopped. The earlier output is untouched.")
            raise typer.Exit(130) from None
        except Exception:  # noqa: BLE001 - the last resort, which says it is our fault
            errors().print("[bold red]This is a fault in welcomepack; please report it:[/]")
            traceback.print_exc()
            raise typer.Exit(70) from None

    return run


def show(found: Sequence[Diagnostic], *, gaps: bool = True) -> None:
    """Print diagnostics, coloured by severity."""
    console = errors()
    for one in found:
        if one.severity is Severity.GAP and not gaps:
            continue
        line = Text(one.text())
        line.highlight_words([f" {one.severity} {one.code}"], style=_COLOURS[one.severity])
        console.print(line)


def read(day: str = "") -> tuple[Project, Loaded, Theme, dict[str, Language]]:
    """The project with its content, theme and the languages it uses."""
    project = here(day)
    loaded = load(project)
    name = loaded.settings.theme if loaded.settings else "clear"
    languages = registry(project.locales)
    asked = set(loaded.settings.locales if loaded.settings else ())
    for pack in loaded.packs.values():
        asked.update(pack.area.locales, *pack.area.fallback.values())
    return (
        project,
        loaded,
        read_theme(project.resolve("themes", name)),
        {tag: one for tag, one in languages.items() if tag in asked},
    )


def roles(loaded: Loaded) -> Mapping[str, State]:
    """The project's roles; raises `WelcomepackError` when its settings cannot be read."""
    if loaded.settings is None:
        message = "The settings in content/project.yaml have errors. Run: welcomepack check"
        raise WelcomepackError(message)
    return loaded.settings.roles


def languages_of(
    languages: Mapping[str, Language], chosen: Sequence[str] | None
) -> dict[str, Language]:
    """The languages that were asked for, all without a choice; raises for an unknown one."""
    for tag in chosen or ():
        if tag not in languages or tag == "en":
            hint = nearest(tag, set(languages) - {"en"}) or "See `locales:` in the settings."
            message = f'There is no translation into "{tag}". {hint}'
            raise WelcomepackError(message)
    return {tag: one for tag, one in languages.items() if not chosen or tag in chosen}


def all_diagnostics(
    loaded: Loaded, theme: Theme, languages: dict[str, Language]
) -> tuple[Diagnostic, ...]:
    """Everything that can be said about content before a build."""
    folder = theme.words_folder
    return arrange(
        [
            *loaded.diagnostics,
            *check_content(loaded),
            *check_theme(theme),
            *check_pictograms(loaded, theme.pictograms),
            *check_languages(loaded, registry(loaded.project.locales)),
            *messages.check_catalogs(loaded.project, folder, languages),
        ]
    )


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
