"""Every check of a translation, each with its code; which ones keep a text from print.

Facts are compared by `message`, terms by `terms`, the writing by `wording`. What blocks is
what can do harm or cannot be read at all; the rest is shown to the reviewer.
"""

from collections.abc import Callable, Iterator, Sequence

from welcomepack import wording
from welcomepack.fact import PLACEHOLDER
from welcomepack.language import Language
from welcomepack.letters import strange
from welcomepack.message import problems
from welcomepack.terms import Term, lost, without

Rule = Callable[[str, str, Language], Iterator[str]]

# Codes of texts that print in English instead.
BLOCKING = frozenset({"WP221", "WP222", "WP224", "WP225"})
# On the words alone, without placeholders, terms and names; then on the text as it stands.
_OF_WORDS: tuple[tuple[str, Rule], ...] = (("WP227", wording.english_left),)


def _strange_letters(_english: str, text: str, language: Language) -> Iterator[str]:
    """Letters the language does not have; those with a known right one are told by WP228."""
    for letter, right in strange(text, language):
        if not right:
            yield f'The letter "{letter}" (U+{ord(letter):04X}) is not one of this language.'


_OF_TEXT: tuple[tuple[str, Rule], ...] = (
    ("WP226", wording.untranslated),
    ("WP228", wording.wrong_letters),
    ("WP229", wording.half_space),
    ("WP230", wording.length),
    ("WP231", wording.end_mark),
    ("WP232", wording.doubled),
    ("WP233", wording.hidden),
    ("WP234", wording.native_digits),
    ("WP217", _strange_letters),
)


def findings(
    english: str, text: str, language: Language, terms: Sequence[Term] = ()
) -> Iterator[tuple[str, str]]:
    """All that is wrong with a translation, as (diagnostic code, sentence) pairs."""
    yield from blocking(english, text, language, terms)
    bare = _bare(english, english, language, terms), _bare(english, text, language, terms)
    for code, rule in _OF_WORDS:
        yield from ((code, sentence) for sentence in rule(*bare, language))
    for code, rule in _OF_TEXT:
        yield from ((code, sentence) for sentence in rule(english, text, language))


def blocking(
    english: str, text: str, language: Language, terms: Sequence[Term] = ()
) -> Iterator[tuple[str, str]]:
    """Why a translation must not be printed, as (diagnostic code, sentence) pairs."""
    yield from problems(english, text)
    for term in lost(english, text, language.tag, terms):
        yield "WP224", f'"{term}" is in the English and not in the translation.'
    bare = _bare(english, text, language, terms)
    yield from (("WP225", sentence) for sentence in wording.other_script("", bare, language))


def _bare(english: str, text: str, language: Language, terms: Sequence[Term]) -> str:
    words = without(PLACEHOLDER.sub(" ", text), language.tag, terms)
    return " ".join(wording.without_names(english, words).split())
