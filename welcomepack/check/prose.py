"""Sentences: no fact typed into them, short, and in plain words."""

import re
from collections.abc import Iterator

from welcomepack.address import topic_texts
from welcomepack.check.area import AreaView
from welcomepack.diagnostic import Diagnostic
from welcomepack.fact import literals

MAX_WORDS = 20
MAX_AGE = 12
_ENOUGH_WORDS = 40  # shorter texts give no steady figure
_SENTENCE = re.compile(r"(?<=[.!?:])\s+")
_STATEMENT = re.compile(r"\b[^.!?]+[.!?]*")
_SENTENCE_WORDS = 3
_LETTER = re.compile(r"\w")
_BRACES = re.compile(r"\{[^}]*\}")


def literal_facts(area: AreaView) -> Iterator[Diagnostic]:
    """Facts typed into a sentence."""
    for address, text in area.texts:
        for what, words in literals(text.english):
            message = f'The {what} "{words}" is typed into a sentence.'
            hint = "Put it into facts.yaml and write its name in braces."
            yield Diagnostic("WP203", message, area.at(address), hint, address)


def long_sentences(area: AreaView) -> Iterator[Diagnostic]:
    """Sentences of more than `MAX_WORDS` words."""
    for address, text in area.texts:
        for sentence in _SENTENCE.split(text.english):
            count = len(sentence.split())
            if count > MAX_WORDS:
                start = " ".join(sentence.split()[:5])
                message = f'The sentence "{start} …" has {count} words; {MAX_WORDS} is the most.'
                yield Diagnostic("WP204", message, area.at(address), address=address)


def reading_age(area: AreaView) -> Iterator[Diagnostic]:
    """The Automated Readability Index of each block, as an age (grade plus five)."""
    for topic, block, address in area.blocks():
        alone = topic.model_copy(update={"blocks": (block,)})
        sentences = [text.english for at, text in topic_texts(alone) if at.startswith(address)]
        body = " ".join(_plain_sentence(one) for one in sentences)
        if len(body.split()) < _ENOUGH_WORDS:
            continue
        age = _age(body)
        if age > MAX_AGE:
            message = f'The block "{block.id}" needs a reading age of {age}; {MAX_AGE} is the most.'
            yield Diagnostic("WP205", message, area.at(address), address=address)


def _plain_sentence(text: str) -> str:
    whole = _BRACES.sub("it", text)
    return whole if whole[-1] in ".!?" else f"{whole}."


def readability(text: str) -> float:
    """The Automated Readability Index of an English text: the school grade that can read it.

    Senter and Smith, "Automated Readability Index", AMRL-TR-66-220 (1967): 4.71 characters a
    word and 0.5 words a sentence, less 21.43. Characters are all but blanks, and all words carry
    them; a mark that stands alone is no word of a sentence, and what has two words or fewer is
    no sentence. 0 for a text without words.
    """
    words = text.split()
    spoken = _spoken(text)
    if not spoken:
        return 0.0
    sizes = [_spoken(one) for one in _STATEMENT.findall(text)]
    sentences = max(1, sum(size >= _SENTENCE_WORDS for size in sizes))
    letters = sum(len(word) for word in words)
    return 4.71 * letters / len(words) + 0.5 * spoken / sentences - 21.43


def _spoken(text: str) -> int:
    """How many words a text has, without dashes and other marks that stand alone."""
    return sum(_LETTER.search(word) is not None for word in text.split())


def _age(body: str) -> int:
    return round(readability(body)) + 5
