"""How far a text can be trusted: the one scale that catalogs, pages and roles are measured on."""

from enum import StrEnum


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
