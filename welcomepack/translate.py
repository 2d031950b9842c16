"""A pack in another language: the same type, other text, and a state for every message."""

from collections.abc import Sequence
from dataclasses import dataclass

from welcomepack.address import change_texts
from welcomepack.catalog import Catalog, Translation
from welcomepack.extract import WORDS
from welcomepack.language import Language
from welcomepack.message import problems
from welcomepack.model import Pack, Policy, State, Text

STRENGTH = tuple(State)


@dataclass(frozen=True, slots=True)
class LocalizedPack:
    """A pack in one language; each text says what language it is in and how it was checked.

    ``fallbacks`` are the languages that may stand in where this one has no text, best first.
    """

    language: Language
    pack: Pack
    words: dict[str, Text]
    fallbacks: tuple[Language, ...] = ()


def at_least(state: State, lowest: State) -> bool:
    """Whether a state is as trustworthy as another."""
    return STRENGTH.index(state) >= STRENGTH.index(lowest)


def weakest(states: Sequence[State]) -> State:
    """The state that a page made of these messages can claim."""
    return min(states, key=STRENGTH.index, default=State.SOURCE)


def translate(
    pack: Pack,
    words: dict[str, str],
    catalog: Catalog,
    domains: Sequence[str],
    policy: Policy,
    fallbacks: Sequence[Catalog] = (),
) -> LocalizedPack:
    """Translate a pack and the theme's words. Pure; cannot fail.

    ``domains`` are the areas from the nearest to the root. What is missing, stale, below the
    policy's lowest state, or damaged in its facts is taken from the first of ``fallbacks``
    that has it fit to print; else it stays English and says so.
    """
    catalogs = (catalog, *fallbacks)

    def change(address: str, text: Text) -> Text:
        return _translated(text, address, catalogs, domains, policy)

    spoken = {
        key: _translated(
            Text(value=word, english=word), f"{WORDS}/{key}", catalogs, (WORDS,), policy
        )
        for key, word in words.items()
    }
    others = tuple(one.language for one in fallbacks)
    return LocalizedPack(catalog.language, change_texts(pack, change), spoken, others)


def _translated(
    text: Text,
    address: str,
    catalogs: Sequence[Catalog],
    domains: Sequence[str],
    policy: Policy,
) -> Text:
    if catalogs[0].language.tag == "en":
        return text.model_copy(update={"at": address})
    for catalog in catalogs:
        one = catalog.find(address, text.english, domains)
        if _fit(one, text.english, policy):
            tag = catalog.language.tag
            update = {"at": address, "state": one.state, "value": one.text, "lang": tag}
            return text.model_copy(update=update)
    state = catalogs[0].find(address, text.english, domains).state
    kept = state if state is State.STALE else State.MISSING
    return text.model_copy(update={"at": address, "state": kept})


def _fit(one: Translation, english: str, policy: Policy) -> bool:
    """Whether a translation may be printed: new enough, trusted enough, and its facts whole."""
    usable = at_least(one.state, policy.prints) and at_least(one.state, State.MT)
    return usable and not any(problems(english, one.text))
