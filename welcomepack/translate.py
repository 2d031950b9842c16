"""A pack in another language: the same type, other text, and a state for every message."""

from collections.abc import Sequence
from dataclasses import dataclass

from welcomepack.address import change_texts, topic_texts
from welcomepack.catalog import Catalog, Translation
from welcomepack.extract import WORDS
from welcomepack.language import Language
from welcomepack.model import Pack, Policy, State, Text
from welcomepack.quality import blocking
from welcomepack.terms import Term

STRENGTH = tuple(State)
CHECKED = {State.CHECKED, State.APPROVED}


@dataclass(frozen=True, slots=True)
class LocalizedPack:
    """A pack in one language; each text says what language it is in and how it was checked.

    ``fallbacks`` are the languages that may stand in where this one has no text, best first.
    """

    language: Language
    pack: Pack
    words: dict[str, Text]
    fallbacks: tuple[Language, ...] = ()

    @property
    def checked(self) -> tuple[int, int]:
        """How many of the topics' texts a speaker has checked, and how many there are."""
        states = [text.state for topic in self.pack.topics for _, text in topic_texts(topic)]
        return sum(state in CHECKED for state in states), len(states)


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
    terms: Sequence[Term] = (),
    fallbacks: Sequence[Catalog] = (),
) -> LocalizedPack:
    """Translate a pack and the theme's words. Pure; cannot fail.

    ``domains`` are the areas from the nearest to the root. What is missing, stale, below the
    policy's lowest state, or damaged (in its facts, terms or script) is taken from the first of
    ``fallbacks`` that has it fit to print; else it stays English and says so. With
    ``below: beside`` what is below the policy is doubted instead. Words of the theme have no
    place beside them, so they stay English there.
    """
    catalogs = (catalog, *fallbacks)
    strict = policy.model_copy(update={"below": "english"})

    def change(address: str, text: Text) -> Text:
        return _translated(text, address, catalogs, domains, policy, terms)

    spoken = {
        key: _translated(
            Text(value=word, english=word), f"{WORDS}/{key}", catalogs, (WORDS,), strict, terms
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
    terms: Sequence[Term],
) -> Text:
    if catalogs[0].language.tag == "en":
        return text.model_copy(update={"at": address})
    for catalog in catalogs:
        one = catalog.find(address, text.english, domains)
        if _fit(one, text.english, catalog.language, policy, terms):
            told = {"at": address, "state": one.prints_as, "value": one.text}
            doubted = not at_least(one.prints_as, policy.prints)
            return text.model_copy(update=told | {"lang": catalog.language.tag, "doubted": doubted})
    state = catalogs[0].find(address, text.english, domains).state
    kept = state if state is State.STALE else State.MISSING
    return text.model_copy(update={"at": address, "state": kept})


def _fit(
    one: Translation, english: str, language: Language, policy: Policy, terms: Sequence[Term]
) -> bool:
    """Whether a translation may be printed: new enough, trusted enough, and nothing damaged."""
    below = not at_least(one.prints_as, policy.prints)
    usable = at_least(one.prints_as, State.MT) and not (below and policy.below == "english")
    return usable and not any(blocking(english, one.text, language, terms))
