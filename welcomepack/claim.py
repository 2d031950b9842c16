"""What a page may claim about its translation: the weakest state of everything it prints."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet

from welcomepack.address import Entry, block_texts, topic_texts
from welcomepack.model import (
    LinksBlock,
    Pack,
    ServicesBlock,
    SessionsBlock,
    State,
    Text,
    Topic,
)
from welcomepack.prune import services_of, sessions_of
from welcomepack.translate import CHECKED, weakest


def topic_state(topic: Topic, pack: Pack) -> State:
    """The weakest state among the texts that a topic prints."""
    return weakest([text.state for text in printed_texts(topic, pack)])


def printed_texts(topic: Topic, pack: Pack) -> tuple[Text, ...]:
    """A topic's texts, and those of the services, sessions and links that it prints."""
    found = [text for _, text in topic_texts(topic)]
    for block in topic.blocks:
        match block:
            case ServicesBlock():
                listed: Iterable[Entry] = services_of(block, pack)
            case SessionsBlock():
                listed = sessions_of(block, pack)
            case LinksBlock():
                listed = [pack.links[name] for name in block.links]
            case _:
                listed = ()
        found += [text for one in listed for text in block_texts(one)]
    return tuple(found)


def checked_parts(topic: Topic, pack: Pack) -> tuple[int, int]:
    """How many of the texts that a topic prints a speaker has checked, and how many there are."""
    states = [text.state for text in printed_texts(topic, pack)]
    return sum(state in CHECKED for state in states), len(states)


def state_words(topic: Topic, pack: Pack) -> tuple[str, ...]:
    """Which sentences about its translation a page must carry, the main one first."""
    return texts_state_words(printed_texts(topic, pack))


def texts_state_words(texts: Iterable[Text]) -> tuple[str, ...]:
    """The same for a page that shows these texts."""
    return said_of({text.state for text in texts})


def said_of(states: AbstractSet[State]) -> tuple[str, ...]:
    """The same for a page whose texts are in these states."""
    translated = states - {State.MISSING, State.STALE, State.SOURCE}
    words = [_STATE_WORDS[weakest(list(translated))]] if translated else []
    if states & {State.MISSING, State.STALE}:
        words.append("state_english")
    return tuple(words)


_STATE_WORDS = {
    State.MT: "state_mt",
    State.TM: "state_edited",
    State.EDITED: "state_edited",
    State.CHECKED: "state_checked",
    State.APPROVED: "state_approved",
}
