"""A pack in another language: the same type, other text, and a state for every message."""

from collections.abc import Sequence
from dataclasses import dataclass

from welcomepack.address import change_texts, topic_texts
from welcomepack.catalog import Catalog
from welcomepack.extract import WORDS
from welcomepack.language import Language
from welcomepack.model import Pack, Policy, State, Text
from welcomepack.quality import blocking
from welcomepack.terms import Term

STRENGTH = tuple(State)
_CHECKED = {State.CHECKED, State.APPROVED}


@dataclass(frozen=True, slots=True)
class LocalizedPack:
    """A pack in one language; each text says what language it is in and how it was checked."""

    language: Language
    pack: Pack
    words: dict[str, Text]

    @property
    def checked(self) -> tuple[int, int]:
        """How many of the topics' texts a speaker has checked, and how many there are."""
        states = [text.state for topic in self.pack.topics for _, text in topic_texts(topic)]
        return sum(state in _CHECKED for state in states), len(states)


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
) -> LocalizedPack:
    """Translate a pack and the theme's words. Pure; cannot fail.

    ``domains`` are the areas from the nearest to the root. What is missing, stale, below the
    policy's lowest state, or damaged (in its facts, terms or script) stays English and says so;
    with ``below: beside`` what is below the policy is doubted instead. Words of the theme have
    no place beside them, so they stay English there.
    """
    language = catalog.language
    strict = policy.model_copy(update={"below": "english"})

    def change(address: str, text: Text) -> Text:
        return _translated(text, address, catalog, domains, policy, terms)

    spoken = {
        key: _translated(
            Text(value=word, english=word), f"{WORDS}/{key}", catalog, (WORDS,), strict, terms
        )
        for key, word in words.items()
    }
    return LocalizedPack(language, change_texts(pack, change), spoken)


def _translated(
    text: Text,
    address: str,
    catalog: Catalog,
    domains: Sequence[str],
    policy: Policy,
    terms: Sequence[Term],
) -> Text:
    language = catalog.language
    if language.tag == "en":
        return text.model_copy(update={"at": address})
    one = catalog.find(address, text.english, domains)
    state = one.prints_as
    below = not at_least(state, policy.prints)
    usable = at_least(state, State.MT) and not (below and policy.below == "english")
    if not usable or any(blocking(text.english, one.text, language, terms)):
        kept = state if state in {State.MISSING, State.STALE} else State.MISSING
        return text.model_copy(update={"at": address, "state": kept})
    told = {"at": address, "state": state, "value": one.text, "lang": language.tag}
    return text.model_copy(update=told | {"doubted": below})
