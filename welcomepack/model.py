"""The content as frozen values: what an officer may write, and nothing else.

Everything that templates use is declared here. Text for readers has the type `Text`, so that
extraction and translation find all of it by walking the model; a plain ``str`` is never
translated.
"""

import re
from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, PydanticKnownError

from welcomepack import fact

_HARMFUL = {
    fact.Kind.PHONE,
    fact.Kind.SMS,
    fact.Kind.MONEY,
    fact.Kind.TIME,
    fact.Kind.NUMBER,
}
REVIEW_AFTER = timedelta(days=183)
_LONGEST_ID, _LONGEST_FACT_ID = 40, 60
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_HTML = re.compile(r"<\s*/?\s*[A-Za-z!?]|&(?:[a-z]+|#x?[0-9a-f]+);|javascript:", re.IGNORECASE)
_TEMPLATE = re.compile(r"\{\{|\}\}|\{%|%\}")


# The validation context of what stands in a file, where a text is a string and nothing else.
FROM_FILE = "file"


class State(StrEnum):
    """How far a message's translation can be trusted, weakest first after the source."""

    MISSING = "missing"
    STALE = "stale"
    MT = "mt"
    TM = "tm"
    EDITED = "edited"
    CHECKED = "checked"
    APPROVED = "approved"
    SOURCE = "source"


class Model(BaseModel):
    """A frozen value that knows no field but its own."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Text(Model):
    """A translatable message: what to print now, the English it comes from, and its state.

    In YAML it is a plain string. ``lang`` is a BCP 47 tag; ``at`` is the message's address.
    """

    value: str
    english: str
    at: str = ""
    lang: str = "en"
    state: State = State.SOURCE

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
Confidence = Literal["A", "B", "C", "D"]


class Sourced(Model):
    """Where something was seen, when a person looked, and how far to trust it.

    Confidence: A the service's own or an official page; B two or more independent pages;
    C one page, or an old one; D must not be printed.
    """

    source: Line = ""
    source_date: Line = ""
    checked: date | None = None
    confidence: Confidence | None = None
    review_by: date | None = None
    note: Line = ""

    def due(self) -> date | None:
        """The day by which somebody must look again; half a year after the last look."""
        if self.review_by or not self.checked:
            return self.review_by
        return self.checked + min(REVIEW_AFTER, date.max - self.checked)

    def _must_be_sourced(self) -> None:
        for name in ("source", "checked", "confidence"):
            if not getattr(self, name):
                raise PydanticCustomError(
                    "missing_field", 'The field "{name}" is missing.', {"name": name}
                )


class Fact(Sourced):
    """A typed, named value, or (``unknown``) a gap that says whom to ask."""

    id: FactId
    kind: fact.Kind
    value: Line = ""
    unknown: Line = ""

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if bool(self.value) == bool(self.unknown):
            raise PydanticCustomError("fact", "A fact has either a value or unknown.", {})
        if self.unknown:
            return self
        self._must_be_sourced()
        if wrong := fact.problem(self.kind, self.value):
            raise PydanticCustomError("fact", "{wrong}", {"wrong": wrong})
        return self

    @property
    def printable(self) -> bool:
        """Whether the pack may print it: what can harm needs better than one sighting."""
        if self.unknown or self.confidence == "D":
            return False
        return not (self.kind in _HARMFUL and self.confidence == "C")


class Source(Sourced):
    """What a sentence of the pack rests on: the statement, and where it was seen."""

    id: FactId
    says: Line

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        self._must_be_sourced()
        return self


class Link(Model):
    """An outside page. Paper never shows it; it is reached through our own page."""

    id: Id
    title: Text
    url: Url
    owner: Line = ""
    checked: date | None = None
    confidence: Confidence | None = None
    expect: Line = ""


class Opening(Model):
    """Opening hours of one or more days: ``days`` as mon, tue-fri; ``hours`` as 09:00-17:00."""

    id: Id
    days: Annotated[
        str,
        Field(pattern=r"^(mon|tue|wed|thu|fri|sat|sun)(-(mon|tue|wed|thu|fri|sat|sun))?$"),
    ]
    hours: str

    @model_validator(mode="after")
    def _is_time(self) -> Self:
        if self.hours != "closed" and (wrong := fact.problem(fact.Kind.TIME, self.hours)):
            raise PydanticCustomError("fact", "{wrong}", {"wrong": wrong})
        return self


class Service(Sourced):
    """An entry of the area's directory; ``name`` stays in English, as on the door."""

    id: Id
    category: Id
    name: Line
    address: Line = ""
    postcode: str = ""
    phone: FactId | None = None
    link: Id | None = None
    hours: tuple[Opening, ...] = ()
    cost: Text | None = None
    who: Text | None = None
    about: Text | None = None
    languages: Line = ""
    unknown: Line = ""

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.postcode and (wrong := fact.problem(fact.Kind.POSTCODE, self.postcode)):
            raise PydanticCustomError("fact", "{wrong}", {"wrong": wrong})
        if not self.unknown:
            self._must_be_sourced()
        return self


class Item(Model):
    """One step, one line of a list, or one sentence to show to somebody."""

    id: Id
    text: Text


class Number(Model):
    """A number to call in an emergency, with when to call it."""

    id: Id
    phone: FactId
    title: Text
    text: Text


class Channel(Model):
    """A service to contact: what it is and the ways to reach it."""

    id: Id
    name: Text
    text: Text | None = None
    phone: FactId | None = None
    sms: FactId | None = None
    email: FactId | None = None
    address: FactId | None = None
    link: Id | None = None


class Block(Model):
    """What every kind of block has."""

    id: Id
    title: Text | None = None
    risk: Literal["normal", "high"] = "normal"
    basis: tuple[FactId, ...] = ()


class TextBlock(Block):
    """A short paragraph."""

    kind: Literal["text"]
    text: Text


class StepsBlock(Block):
    """Numbered steps, in order."""

    kind: Literal["steps"]
    intro: Text | None = None
    steps: Annotated[tuple[Item, ...], Field(min_length=1)]


class ListBlock(Block):
    """Lines without an order."""

    kind: Literal["list"]
    intro: Text | None = None
    items: Annotated[tuple[Item, ...], Field(min_length=1)]


class NoteBlock(Block):
    """Something good to know."""

    kind: Literal["note"]
    text: Text


class WarningBlock(Block):
    """Something that protects the reader from harm."""

    kind: Literal["warning"]
    text: Text


class EmergencyBlock(Block):
    """Numbers to call now, large."""

    kind: Literal["emergency"]
    intro: Text | None = None
    numbers: Annotated[tuple[Number, ...], Field(min_length=1)]


class ServicesBlock(Block):
    """The services of one or more categories from the area's directory."""

    kind: Literal["services"]
    intro: Text | None = None
    categories: Annotated[tuple[Id, ...], Field(min_length=1)]
    limit: Annotated[int, Field(ge=1, le=60)] = 60


class ContactBlock(Block):
    """Whom to ask, and how to reach them."""

    kind: Literal["contact"]
    intro: Text | None = None
    contacts: Annotated[tuple[Channel, ...], Field(min_length=1)]


class PhrasesBlock(Block):
    """Sentences to show to somebody, in both languages."""

    kind: Literal["phrases"]
    intro: Text | None = None
    phrases: Annotated[tuple[Item, ...], Field(min_length=1)]


class LinksBlock(Block):
    """Outside pages worth opening, by id from links.yaml."""

    kind: Literal["links"]
    intro: Text | None = None
    links: Annotated[tuple[Id, ...], Field(min_length=1)]


class WaysBlock(Block):
    """The ways from the place to what is near; filled from the place file only."""

    kind: Literal["ways"]
    intro: Text | None = None


AnyBlock = Annotated[
    TextBlock
    | StepsBlock
    | ListBlock
    | NoteBlock
    | WarningBlock
    | EmergencyBlock
    | ServicesBlock
    | ContactBlock
    | PhrasesBlock
    | LinksBlock
    | WaysBlock,
    Field(discriminator="kind"),
]


class Topic(Model):
    """One subject of the pack."""

    id: Id
    title: Text
    summary: Text
    pictogram: Id
    private: bool = False
    one_page: bool = False
    review_by: date | None = None
    blocks: tuple[AnyBlock, ...] = ()


# Lists whose entries are a text and nothing else; such a text takes its entry's address.
ITEM_LISTS = frozenset({"steps", "items", "phrases"})
# Addresses that lists of an area have; a topic may not be called so.
RESERVED = frozenset({"facts", "links", "places", "services", "sources", "theme"})


class Area(Model):
    """A layer of content: a country, a city, a council."""

    id: Id
    name: Line
    extends: Id | None = None
    council: Line = ""
    publish: bool = False
    locales: tuple[str, ...] = ()
    topics: tuple[Id, ...] = ()


class Way(Model):
    """How to get from the place to somewhere near: on foot, or by a bus with its number."""

    id: Id
    to: Line
    minutes: Annotated[int, Field(ge=1, le=180)]
    mode: Literal["walk", "bus"] = "walk"
    bus: Annotated[str, Field(pattern=r"^[A-Z]?[0-9]{1,3}$")] = ""
    stop: Line = ""

    @model_validator(mode="after")
    def _bus_has_number(self) -> Self:
        if (self.mode == "bus") != bool(self.bus):
            raise PydanticCustomError("fact", "A way by bus needs bus, a way on foot has none.")
        return self


class Place(Model):
    """One accommodation site. Private: nothing of it may reach public output.

    It holds facts only, never sentences, so that no catalog ever contains a place's words.
    """

    id: Id
    name: Line
    example: bool = False
    locales: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    ways: tuple[Way, ...] = ()


class Pack(Model):
    """All content of one area, its parents' content merged in."""

    area: Area
    topics: tuple[Topic, ...] = ()
    facts: dict[str, Fact] = {}
    sources: dict[str, Source] = {}
    links: dict[str, Link] = {}
    services: tuple[Service, ...] = ()
    places: tuple[Place, ...] = ()

    def topic(self, topic_id: str) -> Topic:
        """The topic of this id; raises `KeyError` when the area has none."""
        return {topic.id: topic for topic in self.topics}[topic_id]


_PRINTING = ("mt", "tm", "edited", "checked", "approved")


class Policy(Model):
    """What may be printed: the lowest state that prints instead of English."""

    prints: State = State.CHECKED

    @field_validator("prints", mode="before")
    @classmethod
    def _can_print(cls, value: object) -> object:
        if value in _PRINTING:
            return value
        raise PydanticKnownError("literal_error", {"expected": ", ".join(_PRINTING)})


class Settings(Model):
    """``content/project.yaml``: names, languages, the public address, policies."""

    name: Line
    base_url: Url
    theme: Id = "clear"
    locales: Annotated[tuple[str, ...], Field(min_length=1)]
    policy: Policy = Policy()
    credits: tuple[Line, ...] = ()
