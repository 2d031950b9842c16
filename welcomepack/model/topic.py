"""A topic and the kinds of block it is made of."""

from datetime import date
from typing import Annotated, Literal

from pydantic import (
    Field,
)

from welcomepack.model.text import FactId, Id, Model, Text


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


class SessionsBlock(Block):
    """The dated sessions of one or more categories that are still to come."""

    kind: Literal["sessions"]
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
    | SessionsBlock
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
RESERVED = frozenset({"facts", "links", "places", "services", "sessions", "sources", "theme"})
