"""The engines by name, and the conditions under which one is opened."""

from collections.abc import Callable, Mapping

from welcomepack.diagnostic import WelcomepackError
from welcomepack.engines import deepl
from welcomepack.engines.apertium import Apertium
from welcomepack.engines.engine import Engine
from welcomepack.engines.libre import Libre
from welcomepack.engines.pseudo import Pseudo
from welcomepack.explain import nearest
from welcomepack.language import Language
from welcomepack.model import ENGINE_NAMES, Engines

_Make = Callable[[Engines, str], Engine]


def key_name(engine: str) -> str:
    """The variable of the environment that holds an engine's key."""
    return f"WELCOMEPACK_{engine.upper()}_KEY"


def engine_name(settings: Engines, language: Language) -> str:
    """The engine that ``project.yaml`` names for a language; raises `WelcomepackError`."""
    name = settings.languages.get(language.tag, settings.default)
    if name is None:
        message = (
            f"No engine is named for {language.english_name}. Give --engine, or write one "
            "under engines in content/project.yaml."
        )
        raise WelcomepackError(message)
    return name


def open_engine(name: str, settings: Engines, environment: Mapping[str, str]) -> Engine:
    """An engine ready to use; keys come from ``environment`` and nowhere else.

    Raises `WelcomepackError` for an unknown name, a missing key, address or library, for an
    engine that sends texts away where ``allow_sending`` does not say so, and for made-up
    language in a project that does not name it.
    """
    if name not in ENGINE_NAMES:
        hint = nearest(name, ENGINE_NAMES) or f"Possible: {', '.join(ENGINE_NAMES)}."
        message = f'There is no engine "{name}". {hint}'
        raise WelcomepackError(message)
    engine = _MAKERS[name](settings, environment.get(key_name(name), "").strip())
    if engine.sends_text_away and not settings.allow_sending:
        message = (
            f'The engine "{name}" sends texts to another machine. If your council allows that, '
            "write allow_sending: true under engines in content/project.yaml."
        )
        raise WelcomepackError(message)
    return engine


def _apertium(_: Engines, __: str) -> Engine:
    return Apertium()


def _pseudo(settings: Engines, _: str) -> Engine:
    """Made-up text must never slip into a real pack, so a project has to name it itself."""
    if "pseudo" not in {settings.default, *settings.languages.values()}:
        message = (
            "The engine pseudo writes made-up text, for tests of the layout. In a copy of the "
            "project, name it under engines in content/project.yaml."
        )
        raise WelcomepackError(message)
    return Pseudo()


def _libre(settings: Engines, key: str) -> Engine:
    if settings.libre_url is None:
        message = "Write the server's address, libre_url, under engines in content/project.yaml."
        raise WelcomepackError(message)
    return Libre(settings.libre_url, key)


def _deepl(_: Engines, key: str) -> Engine:
    if not deepl.installed():
        message = "DeepL's client is not installed. Run: pip install 'welcomepack[deepl]'"
        raise WelcomepackError(message)
    return deepl.DeepL(_needed("deepl", key))


def _deep(name: str) -> _Make:
    def make(settings: Engines, key: str) -> Engine:
        # The library takes a while to import, and most runs never need it.
        from welcomepack.engines.deep import Deep  # noqa: PLC0415

        needed = _needed(name, key) if name == "microsoft" else ""
        return Deep(name, needed, settings.microsoft_region)

    return make


def _needed(name: str, key: str) -> str:
    if not key:
        message = f"{name} needs a key: put it into the environment as {key_name(name)}."
        raise WelcomepackError(message)
    return key


_MAKERS: Mapping[str, _Make] = {
    "apertium": _apertium,
    "deepl": _deepl,
    "google": _deep("google"),
    "libre": _libre,
    "microsoft": _deep("microsoft"),
    "mymemory": _deep("mymemory"),
    "pseudo": _pseudo,
}
