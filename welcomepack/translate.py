"""A pack in another language: the same type, other text, and a state for every message."""

from collections.abc import Sequence
from dataclasses import dataclass

from welcomepack.address import change_texts
from welcomepack.catalog import Catalog
from welcomepack.extract import WORDS
from welcomepack.language import Language
from welcomepack.message import problems
from welcomepack.model import Pack, Policy, State, Text

STRENGTH = tuple(State)


@dataclass(frozen=True, slots=True)
class LocalizedPack:
    """A pack in one language; each text says what language it is in and how it was checked."""

    language: Language
    pack: Pack
    words: dict[str, Text]


def at_least(state: State, lowest: State) -> bool:
    """Whether a state is as trustworthy as another."""
    return STRENGTH.index(state) >= STRENGTH.index(lowest)


def weakest(states: Sequence[State]) -> State:
    """The state that a page made of these messages can claim."""
    return min(states, key=STRENGTH.index, default=State.SOURCE)


def translate(
    pack: Pack, words: dict[str, str], catalog: Catalog, domains: Sequence[str], policy: Policy
) -> LocalizedPack:
    """Translate a pack and the theme's words. Pure; cannot fail.

    ``domains`` are the areas from the nearest to the root. What is missing, stale, below the
    policy's lowest state, or damaged in its facts stays English and says so.
    """
    language = catalog.language

    def change(address: str, text: Text) -> Text:
        return _translated(text, address, catalog, domains, policy)

    spoken = {
        key: _translated(
            Text(value=word, english=word), f"{WORDS}/{key}", catalog, (WORDS,), policy
        )
        for key, word in words.items()
    }
    return LocalizedPack(language, change_texts(pack, change), spoken)


def _translated(
    text: Text, address: str, catalog: Catalog, domains: Sequence[str], policy: Policy
) -> Text:
    if catalog.language.tag == "en":
        return text.model_copy(update={"at": address})
    one = catalog.find(address, text.english, domains)
    state = one.state
    usable = at_least(state, policy.prints) and at_least(state, State.MT)
    if not usable or any(problems(text.english, one.text)):
        kept = state if state in {State.MISSING, State.STALE} else State.MISSING
        return text.model_copy(update={"at": address, "state": kept})
    update = {"at": address, "state": state, "value": one.text, "lang": catalog.language.tag}
    return text.model_copy(update=update)
