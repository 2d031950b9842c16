"""Words that stay as they are in every language: ``locales/terms.yaml``."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from pydantic import Field, ValidationError

from welcomepack import document
from welcomepack.diagnostic import WelcomepackError
from welcomepack.model import Line, Model

TERMS = "terms.yaml"


class Term(Model):
    """A word that is not translated; ``local`` maps a language's tag to other right forms."""

    term: Line
    local: dict[str, tuple[Line, ...]] = Field(default_factory=dict)

    def forms(self, tag: str) -> tuple[str, ...]:
        """All forms that are right in a language."""
        return (self.term, *self.local.get(tag, ()))


def read_terms(locales: Path) -> tuple[Term, ...]:
    """The project's terms, longest first; none without a file.

    Raises `WelcomepackError` when the file is damaged.
    """
    path = locales / TERMS
    if not path.exists():
        return ()
    node, found = document.read(path, f"{locales.name}/{TERMS}")
    rows = document.plain(node) if node is not None else []
    if found or not isinstance(rows, list):
        told = [one.text() for one in found] or [f"{TERMS} must be a list of terms."]
        raise WelcomepackError("\n".join(told))
    try:
        terms = [Term.model_validate(row) for row in rows]
    except ValidationError as error:
        message = f"{TERMS}: {error}"
        raise WelcomepackError(message) from None
    return tuple(sorted(terms, key=lambda one: (-len(one.term), one.term)))


def lost(english: str, text: str, tag: str, terms: Sequence[Term]) -> Iterator[str]:
    """Terms that stand in the English as a word of their own, and not in the text at all.

    Inside another word counts, because many languages put endings on (``GP-ga``) or a word
    before (``ንGP``); a term inside a longer term is looked for once, as the longer one.
    """
    left, folded = english, text.casefold()
    for term in terms:
        if term.term not in left:
            continue
        left, count = _word(term.term).subn(" ", left)
        if count and not any(form.casefold() in folded for form in term.forms(tag)):
            yield term.term


def without(text: str, tag: str, terms: Sequence[Term]) -> str:
    """A text with its terms taken out, for checks of the words around them."""
    for term in terms:
        for form in term.forms(tag):
            text = _anywhere(form).sub(" ", text)
    return text


@cache  # every translation is searched for every term
def _word(term: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){re.escape(term)}s?(?![\w-])")


@cache
def _anywhere(form: str) -> re.Pattern[str]:
    return re.compile(re.escape(form), re.IGNORECASE)
