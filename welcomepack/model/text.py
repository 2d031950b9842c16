"""Text for readers, its state, and the small types that all of the content is written in."""

import re
from typing import Annotated

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    GetJsonSchemaHandler,
    ValidationInfo,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from welcomepack import fact
from welcomepack.state import State

_LONGEST_ID, _LONGEST_FACT_ID = 40, 60
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_HTML = re.compile(r"<\s*/?\s*[A-Za-z!?]|&(?:[a-z]+|#x?[0-9a-f]+);|javascript:", re.IGNORECASE)
_TEMPLATE = re.compile(r"\{\{|\}\}|\{%|%\}")


# The validation context of what stands in a file, where a text is a string and nothing else.
FROM_FILE = "file"


class Model(BaseModel):
    """A frozen value that knows no field but its own."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Text(Model):
    """A translatable message: what to print now, the English it comes from, and its state.

    In YAML it is a plain string. ``lang`` is a BCP 47 tag; ``at`` is the message's address;
    ``doubted`` says that it may be printed only with its English beside it.
    """

    value: str
    english: str
    at: str = ""
    lang: str = "en"
    state: State = State.SOURCE
    doubted: bool = False

    @model_validator(mode="before")
    @classmethod
    def _from_string(cls, data: object, info: ValidationInfo) -> object:
        if not isinstance(data, str):
            if info.context != FROM_FILE:
                return data
            raise PydanticCustomError("text", "A sentence is expected here.")
        value = " ".join(data.split())
        _refuse(value)
        return {"value": value, "english": value}

    @classmethod
    def __get_pydantic_json_schema__(
        cls, _schema: CoreSchema, _handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"type": "string", "minLength": 1, "description": "A sentence for readers."}


def _refuse(value: str) -> None:
    """Raise for text that could become markup or a broken placeholder."""
    if not value:
        raise PydanticCustomError("text", "The text is empty.")
    if hit := _HTML.search(value):
        raise PydanticCustomError(
            "html", 'HTML is not allowed in text: "{found}".', {"found": hit.group(0)}
        )
    outside = fact.PLACEHOLDER.sub("", value)
    if _TEMPLATE.search(value) or "{" in outside or "}" in outside:
        raise PydanticCustomError(
            "brace",
            "A brace is open or doubled: write {example}.",
            {"example": "{fact.id}"},
        )
    for name in fact.placeholders(value):
        if not fact.FACT_ID.fullmatch(name):
            raise PydanticCustomError("brace", '"{name}" in braces is no fact id.', {"name": name})


def _identifier(value: str) -> str:
    if len(value) <= _LONGEST_ID and _ID.fullmatch(value):
        return value
    raise PydanticCustomError(
        "id", '"{id}" is not an id: small letters, digits and hyphens, 40 at most.', {"id": value}
    )


def _fact_identifier(value: str) -> str:
    if len(value) <= _LONGEST_FACT_ID and fact.FACT_ID.fullmatch(value):
        return value
    raise PydanticCustomError(
        "id",
        '"{id}" is not a fact id: small letters, digits, _ and . as in gp.phone.',
        {"id": value},
    )


def _https(value: str) -> str:
    if wrong := fact.problem(fact.Kind.URL, value):
        raise PydanticCustomError("fact", "{wrong}", {"wrong": wrong})
    return value


def _line(value: str) -> str:
    _refuse(value)
    return value


Id = Annotated[str, AfterValidator(_identifier)]
FactId = Annotated[str, AfterValidator(_fact_identifier)]
Url = Annotated[str, AfterValidator(_https)]
Line = Annotated[str, AfterValidator(_line)]
