"""Areas, places, the project's settings, and a pack: all content of one area."""

from typing import Annotated, Literal, Self

from pydantic import (
    Field,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError, PydanticKnownError

from welcomepack.model.entry import Fact, Link, Service, Source
from welcomepack.model.text import Id, Line, Model, State, Url
from welcomepack.model.topic import Topic


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
    facts: dict[str, Fact] = Field(default_factory=dict)
    sources: dict[str, Source] = Field(default_factory=dict)
    links: dict[str, Link] = Field(default_factory=dict)
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
    """``content/project.yaml``: names, languages, the public address, policies.

    ``formats`` are what a build makes when it is not told; empty means the usual ones.
    """

    name: Line
    base_url: Url
    theme: Id = "clear"
    locales: Annotated[tuple[str, ...], Field(min_length=1)]
    policy: Policy = Policy()
    formats: tuple[Id, ...] = ()
    credits: tuple[Line, ...] = ()
