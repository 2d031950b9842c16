"""The lists of an area: facts, sources, links and services, each with where it was seen."""

from datetime import date, timedelta
from typing import Annotated, Literal, Self

from pydantic import (
    Field,
    model_validator,
)
from pydantic_core import PydanticCustomError

from welcomepack import fact
from welcomepack.model.text import FactId, Id, Line, Model, Text, Url

_HARMFUL = {
    fact.Kind.PHONE,
    fact.Kind.SMS,
    fact.Kind.MONEY,
    fact.Kind.TIME,
    fact.Kind.NUMBER,
}
REVIEW_AFTER = timedelta(days=183)
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
