"""Sentences: no fact typed into them, short, and in plain words."""

import re
from collections.abc import Iterator

from welcomepack.address import texts, topic_texts
from welcomepack.check.area import AreaView
from welcomepack.diagnostic import Diagnostic
from welcomepack.fact import literals

MAX_WORDS = 20
MAX_AGE = 12
_ENOUGH_WORDS = 40  # shorter texts give no steady figure
_SENTENCE = re.compile(r"(?<=[.!?:])\s+")


def literal_facts(area: AreaView) -> Iterator[Diagnostic]:
    """Facts typed into a sentence."""
    for address, text in texts(area.pack):
        for what, words in literals(text.english):
            message = f'The {what} "{words}" is typed into a sentence.'
            hint = "Put it into facts.yaml and write its name in braces."
            yield Diagnostic("WP203", message, area.at(address), hint, address)


def long_sentences(area: AreaView) -> Iterator[Diagnostic]:
    """Sentences of more than `MAX_WORDS` words."""
    for address, text in texts(area.pack):
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
    whole = re.sub(r"\{[^}]*\}", "it", text)
    return whole if whole[-1] in ".!?" else f"{whole}."


def _age(body: str) -> int:
    import textstat  # noqa: PLC0415 - its own imports take longer than all other rules together

    return round(float(textstat.automated_readability_index(body))) + 5
