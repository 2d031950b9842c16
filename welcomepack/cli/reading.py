"""What commands about content begin with: the project read, and everything wrong with it.

Imported by commands when they run, never at the top of their modules: it brings the models, the
templates and the catalogs.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from welcomepack import messages
from welcomepack.cache import Spare, remembering
from welcomepack.check import check as check_content
from welcomepack.check import check_languages, check_pictograms
from welcomepack.cli.frame import here
from welcomepack.diagnostic import Diagnostic, WelcomepackError, arrange
from welcomepack.environment import readers
from welcomepack.explain import nearest
from welcomepack.language import Language, registry
from welcomepack.load import Loaded, load
from welcomepack.project import Project
from welcomepack.state import State
from welcomepack.theme import Theme, read_theme
from welcomepack.theme_rules import check_theme


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


@contextmanager
def kept(project: Project) -> Iterator[None]:
    """Keep what is read in catalogs beside the parts of builds, and take it from there."""
    store = Spare(project.root / "build" / ".cache")
    with remembering(store, readers()):
        yield


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
