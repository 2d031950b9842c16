"""Which engine is opened, and under which conditions."""

import pytest
from engine_support import KEY, language

from welcomepack.diagnostic import WelcomepackError
from welcomepack.engines import engine_name, open_engine
from welcomepack.model import ENGINE_NAMES, Engines

ES = language("es")


def opened(name, *, sending=False, environment=None, **settings):
    """An engine with these settings; ``environment`` holds keys."""
    return open_engine(name, Engines(allow_sending=sending, **settings), environment or {})


@pytest.mark.parametrize("name", ["google", "mymemory", "microsoft", "deepl"])
def test_no_text_leaves_the_machine_unless_the_project_allows_it(name):
    keys = {"WELCOMEPACK_DEEPL_KEY": KEY, "WELCOMEPACK_MICROSOFT_KEY": KEY}
    with pytest.raises(WelcomepackError, match="allow_sending"):
        opened(name, environment=keys)
    assert opened(name, sending=True, environment=keys).name == name


def test_a_server_elsewhere_is_not_asked_either():
    with pytest.raises(WelcomepackError, match="allow_sending"):
        opened("libre", libre_url="https://libre.example.org")
    assert opened("libre", libre_url="http://127.0.0.1:5000").name == "libre"


@pytest.mark.parametrize("name", ["deepl", "microsoft"])
def test_a_missing_key_is_asked_for_by_its_variable(name):
    with pytest.raises(WelcomepackError, match=f"WELCOMEPACK_{name.upper()}_KEY"):
        opened(name, sending=True)


def test_a_missing_address():
    with pytest.raises(WelcomepackError, match="libre_url"):
        opened("libre")


def test_an_unknown_name_and_the_nearest():
    with pytest.raises(WelcomepackError, match='Did you mean "apertium"'):
        opened("apertum")


def test_made_up_text_needs_a_project_that_says_so():
    with pytest.raises(WelcomepackError, match="made-up"):
        opened("pseudo")
    assert opened("pseudo", languages={"ar": "pseudo"}).name == "pseudo"


def test_which_engine_a_language_gets():
    settings = Engines(default="apertium", languages={"ti": "google"})
    assert engine_name(settings, ES) == "apertium"
    assert engine_name(settings, language("ti")) == "google"
    with pytest.raises(WelcomepackError, match="No engine is named for Spanish"):
        engine_name(Engines(), ES)


def test_a_key_is_in_no_engines_words():
    settings = {"libre_url": "http://127.0.0.1", "default": "pseudo"}
    keys = {f"WELCOMEPACK_{name.upper()}_KEY": KEY for name in ENGINE_NAMES}
    for name in ENGINE_NAMES:
        assert KEY not in repr(opened(name, sending=True, environment=keys, **settings))
