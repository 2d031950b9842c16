"""Validation errors in an officer's words.

Errors are mapped by their stable type, never by the library's English, which may change with
a release.
"""

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from pydantic import ValidationError

from welcomepack import model
from welcomepack.diagnostic import Diagnostic
from welcomepack.document import Node, locate

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_CODES = {
    "extra_forbidden": "WP110",
    "missing": "WP111",
    "missing_field": "WP111",
    "union_tag_not_found": "WP111",
    "id": "WP113",
    "html": "WP115",
    "fact": "WP116",
    "secret": "WP240",
    "dates": "WP260",
}
# Errors that the model raises itself, in an officer's words already.
_OURS = {"text", "html", "brace", "id", "fact", "missing_field", "secret", "dates"}
_UNCLEAR = "This is not written as expected; see docs/content.md."
_SENTENCES = {
    "date_from_datetime_inexact": "A date like 2026-11-22 is expected here.",
    "tuple_type": "A list is expected here: lines that begin with a hyphen.",
    "dict_type": "Named fields are expected here.",
    "model_type": "Named fields are expected here.",
    "model_attributes_type": "Named fields are expected here.",
    "string_type": "Words are expected here, not a list or named fields.",
    "date_type": "A date like 2026-11-22 is expected here.",
    "date_parsing": "A date like 2026-11-22 is expected here.",
    "date_from_datetime_parsing": "A date like 2026-11-22 is expected here.",
    "bool_parsing": "Write true or false here.",
    "bool_type": "Write true or false here.",
    "int_parsing": "A whole number is expected here.",
    "int_type": "A whole number is expected here.",
    "greater_than_equal": "The number is too small.",
    "less_than_equal": "The number is too large.",
    "too_short": "At least one entry is needed here.",
    "string_pattern_mismatch": "This is not written as expected; see docs/content.md.",
    "union_tag_not_found": 'The field "kind" is missing.',
}


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint with the closest known word, or the empty string."""
    close = difflib.get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return f'Did you mean "{close[0]}"?' if close else ""


def explain_errors(
    error: ValidationError, node: Node, known: Iterable[str] = ()
) -> Iterator[Diagnostic]:
    """One diagnostic for each error, at the place in the file that it speaks of.

    ``known`` are the fields to compare an unknown one with, where it is not content's.
    """
    details = error.errors(include_url=False)
    places = [tuple(one["loc"]) for one in details]
    for detail, place in zip(details, places, strict=True):
        follows = any(len(other) > len(place) and other[: len(place)] == place for other in places)
        if detail["type"] == "too_short" and follows:
            continue  # the list is short only because its entries are wrong
        yield _explain(detail, node, known)


def _explain(detail: "ErrorDetails", node: Node, known: Iterable[str]) -> Diagnostic:
    kind = detail["type"]
    loc = _without_union_tag(detail["loc"])
    last = str(loc[-1]) if loc else ""
    hint = ""
    if kind == "extra_forbidden" and loc[0] == "engines" and model.secret(last):
        message = "A key must not stand in a file."
        return Diagnostic(_CODES["secret"], message, locate(node, loc, key=True))
    if kind == "extra_forbidden":
        message = f'Unknown field "{last}".'
        hint = nearest(last, tuple(known) or _fields())
    elif kind == "missing":
        message = f'The field "{last}" is missing.'
        loc = loc[:-1]
    elif kind in {"literal_error", "enum", "union_tag_invalid"}:
        message, hint = _choice(detail)
        loc = (*loc, "kind") if kind == "union_tag_invalid" else loc
    else:
        message = detail["msg"] if kind in _OURS else _SENTENCES.get(kind, _UNCLEAR)
    position = locate(node, loc, key=kind == "extra_forbidden")
    return Diagnostic(_CODES.get(kind, "WP112"), message, position, hint)


def _without_union_tag(loc: Sequence[str | int]) -> tuple[str | int, ...]:
    """Drop the block kind that the library puts behind ``blocks, 0``: it is no key."""
    parts = list(loc)
    for index, part in enumerate(parts[:-2]):
        if part == "blocks" and isinstance(parts[index + 1], int):
            del parts[index + 2]
            break
    return tuple(parts)


def _choice(detail: "ErrorDetails") -> tuple[str, str]:
    context: Mapping[str, object] = detail.get("ctx", {})
    expected = str(context.get("expected") or context.get("expected_tags") or "")
    given = str(context.get("tag") or detail["input"])
    words = [word.strip(" '") for word in expected.replace(" or ", ",").split(",")]
    return f'"{given}" is not known here.', nearest(
        given, words
    ) or f"Possible: {', '.join(words)}."


def _fields() -> set[str]:
    classes = [value for value in vars(model).values() if isinstance(value, type)]
    models = [one for one in classes if issubclass(one, model.Model)]
    return {name for one in models for name in one.model_fields} | {"after", "remove"}
