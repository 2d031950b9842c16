"""The section ``engines`` of ``project.yaml``: which engine drafts which language, and where."""

import re
from ipaddress import ip_address
from typing import Annotated, Literal, get_args
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from welcomepack.model.text import Model

EngineName = Literal["apertium", "deepl", "google", "libre", "microsoft", "mymemory", "pseudo"]
ENGINE_NAMES: tuple[str, ...] = get_args(EngineName)
# What a field is called that somebody adds to hold a key.
_SECRET = re.compile(r"key|token|secret|password|auth", re.IGNORECASE)


def secret(name: str) -> bool:
    """Whether a field that is not ours looks as if it held a key."""
    return bool(_SECRET.search(name))


def loopback(url: str) -> bool:
    """Whether a web address is on this machine, so that what is sent there never leaves it."""
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _server(value: str) -> str:
    """A server's address: https, or http on this machine; no name, key or question in it."""
    wrong = "{wrong}"
    try:
        parts = urlsplit(value)
        named = parts.hostname and (parts.port is None or parts.port > 0)
    except ValueError:
        named = False
        parts = urlsplit("")
    if not named or parts.scheme not in {"http", "https"} or re.search(r"\s", value):
        raise PydanticCustomError(
            "fact", wrong, {"wrong": "A server's address is expected, as https://example.org."}
        )
    if parts.scheme == "http" and not loopback(value):
        raise PydanticCustomError(
            "fact", wrong, {"wrong": "Texts and keys travel by https:// only."}
        )
    if parts.username is not None or parts.query or parts.fragment:
        raise PydanticCustomError("secret", "A key or name in an address is no secret any more.")
    return value.rstrip("/")


class Engines(Model):
    """Machine translation: which engine by default and by language, and what it may do.

    Nothing is sent to another machine unless ``allow_sending`` says so. Keys come from the
    environment only (``WELCOMEPACK_DEEPL_KEY``); one in the file is refused.
    """

    default: EngineName | None = None
    languages: dict[str, EngineName] = Field(default_factory=dict)
    allow_sending: bool = False
    libre_url: Annotated[str, AfterValidator(_server)] | None = None
    microsoft_region: Annotated[str, Field(pattern=r"^[a-z0-9]{2,40}$")] | None = None
