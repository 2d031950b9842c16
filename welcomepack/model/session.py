"""Dated things that a council announces: what it is, where, and at which times."""

import datetime as dt
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from welcomepack import fact
from welcomepack.model.entry import Sourced
from welcomepack.model.text import Id, Line, Model, Text

_WEEK = 7


class Meeting(Model):
    """One date, or (``every: week``) the same day of each week until another date.

    ``hours`` are as on a clock in London: ``10:00-12:00``, or ``10:00`` when the end is open.
    """

    id: Id
    date: dt.date
    hours: str
    every: Literal["week"] | None = None
    until: dt.date | None = None

    @model_validator(mode="after")
    def _can_be(self) -> Self:
        if wrong := fact.problem(fact.Kind.TIME, self.hours):
            raise PydanticCustomError("fact", "{wrong}", {"wrong": wrong})
        if wrong := self._wrong():
            raise PydanticCustomError("dates", "{wrong}", {"wrong": wrong})
        return self

    def _wrong(self) -> str:
        if self.ends and self.ends <= self.starts:
            return f"It ends at {self.ends}, before it begins at {self.starts}."
        if bool(self.every) != bool(self.until):
            return "What is `every: week` says `until` which date, and nothing else does."
        if self.until and self.until < self.date:
            return f"It ends on {self.until}, before it begins on {self.date}."
        if self.until and (self.until - self.date).days % _WEEK:
            return f"{self.until} is another day of the week than {self.date}."
        return ""

    @property
    def starts(self) -> str:
        """When it begins, as 10:00."""
        return self.hours.partition("-")[0]

    @property
    def ends(self) -> str:
        """When it ends, as 12:00, or the empty string."""
        return self.hours.partition("-")[2]

    @property
    def last(self) -> dt.date:
        """The last day on which it is."""
        return self.until or self.date

    @property
    def count(self) -> int:
        """On how many days it is."""
        return (self.last - self.date).days // _WEEK + 1

    def coming(self, day: dt.date) -> dt.date:
        """The first of its days that is not before ``day``; its last one when all are over."""
        if day <= self.date:
            return self.date
        weeks = -((self.date - day).days // _WEEK)
        return min(self.date + dt.timedelta(weeks=weeks), self.last)


class Session(Sourced):
    """What is announced, with its times. ``where`` stays in English, as on the door.

    Without ``times`` it holds words only, for the times that a place's own file gives.
    """

    id: Id
    category: Id
    title: Text
    about: Text | None = None
    who: Text | None = None
    where: Line = ""
    postcode: str = ""
    service: Id | None = None
    times: tuple[Meeting, ...] = ()

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.postcode and (wrong := fact.problem(fact.Kind.POSTCODE, self.postcode)):
            raise PydanticCustomError("fact", "{wrong}", {"wrong": wrong})
        if self.times:
            self._must_be_sourced()
            if not (self.where or self.service):
                raise PydanticCustomError(
                    "missing_field", 'The field "{name}" is missing.', {"name": "where"}
                )
        return self

    @property
    def printable(self) -> bool:
        """Whether its times may be printed: a wrong one sends families to a shut door."""
        return self.confidence in {"A", "B"}


class OwnSession(Sourced):
    """A place's own times for a session of the area, whose id and words it takes."""

    id: Id
    where: Line
    times: Annotated[tuple[Meeting, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        self._must_be_sourced()
        return self

    @property
    def printable(self) -> bool:
        """As for the area's sessions."""
        return self.confidence in {"A", "B"}
