"""Areas, places, the project's settings, and a pack: all content of one area."""

from typing import Annotated, Literal, Self

from pydantic import (
    BeforeValidator,
    Field,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError, PydanticKnownError

from welcomepack.model.drafting import Engines
from welcomepack.model.entry import Fact, Link, Service, Source
from welcomepack.model.session import OwnSession, Session
from welcomepack.model.text import Id, Line, Model, Url
from welcomepack.model.topic import Topic
from welcomepack.state import State

_PRINTING = ("mt", "tm", "edited", "checked", "approved")


def _can_print(value: object) -> object:
    if value in _PRINTING:
        return value
    raise PydanticKnownError("literal_error", {"expected": ", ".join(_PRINTING)})


Printing = Annotated[State, BeforeValidator(_can_print)]
Below = Literal["english", "beside"]


class Choice(Model):
    """What an area decides itself about printing translations; the rest its parents decide."""

    prints: Printing | None = None
    below: Below | None = None

    def over(self, above: "Choice") -> "Choice":
        """This choice, and what it leaves open from the one above."""
        return above.model_copy(update=self.model_dump(exclude_none=True))


class Policy(Model):
    """What may be printed: the lowest state that prints, and what stands there below it.

    Below it prints the English, or (``beside``) the translation with its English beside it.
    """

    prints: Printing = State.CHECKED
    below: Below = "english"

    def of(self, choice: Choice) -> "Policy":
        """The policy of an area that made this choice."""
        return self.model_copy(update=choice.model_dump(exclude_none=True))


class Area(Model):
    """A layer of content: a country, a city, a council.

    ``fallback`` maps a reader's language to those whose texts stand in for missing ones, best
    first; English is always the last and is not named.
    """

    id: Id
    name: Line
    extends: Id | None = None
    council: Line = ""
    publish: bool = False
    policy: Choice = Choice()
    locales: tuple[str, ...] = ()
    fallback: dict[str, tuple[str, ...]] = Field(default_factory=dict)
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
    sessions: tuple[OwnSession, ...] = ()


class Pack(Model):
    """All content of one area, its parents' content merged in."""

    area: Area
    topics: tuple[Topic, ...] = ()
    facts: dict[str, Fact] = Field(default_factory=dict)
    sources: dict[str, Source] = Field(default_factory=dict)
    links: dict[str, Link] = Field(default_factory=dict)
    services: tuple[Service, ...] = ()
    sessions: tuple[Session, ...] = ()
    places: tuple[Place, ...] = ()

    def topic(self, topic_id: str) -> Topic:
        """The topic of this id; raises `KeyError` when the area has none."""
        return {topic.id: topic for topic in self.topics}[topic_id]


_GIVEN = ("edited", "checked", "approved")


def _roles() -> dict[str, State]:
    return {
        "translator": State.EDITED,
        "speaker": State.CHECKED,
        "council": State.APPROVED,
    }


class Settings(Model):
    """``content/project.yaml``: names, languages, the public address, policies, roles.

    ``formats`` are what a build makes when it is not told; empty means the usual ones.
    ``roles`` maps a role to the highest state that it can give to a translation.
    """

    name: Line
    base_url: Url
    theme: Id = "clear"
    locales: Annotated[tuple[str, ...], Field(min_length=1)]
    policy: Policy = Policy()
    formats: tuple[Id, ...] = ()
    roles: Annotated[dict[Id, State], Field(min_length=1)] = Field(default_factory=_roles)
    credits: tuple[Line, ...] = ()
    engines: Engines = Engines()

    @field_validator("roles", mode="before")
    @classmethod
    def _can_give(cls, value: object) -> object:
        wrong = (
            [one for one in value.values() if one not in _GIVEN] if isinstance(value, dict) else []
        )
        if wrong:
            raise PydanticKnownError("literal_error", {"expected": ", ".join(_GIVEN)})
        return value
