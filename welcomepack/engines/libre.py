"""A LibreTranslate server, best one's own: the texts go to the address in ``project.yaml``."""

from dataclasses import dataclass, field
from typing import ClassVar

from welcomepack.engines import web
from welcomepack.engines.engine import Broken
from welcomepack.language import Language
from welcomepack.mask import Style
from welcomepack.model import loopback


@dataclass(frozen=True, slots=True)
class Libre:
    """LibreTranslate's ``POST /translate``; the key is optional and travels in the body."""

    url: str
    key: str = field(default="", repr=False)
    name: ClassVar[str] = "libre"
    limit: ClassVar[int] = 5000
    style: ClassVar[Style] = Style.WORD

    @property
    def sends_text_away(self) -> bool:
        """Not when the server runs on this machine."""
        return not loopback(self.url)

    def code(self, language: Language) -> str | None:
        """The registry's code for LibreTranslate."""
        return language.engines.get(self.name)

    def translate(self, text: str, language: Language) -> str:
        """Ask for one text."""
        asked = {"q": text, "source": "en", "target": self.code(language), "format": "text"}
        if self.key:
            asked["api_key"] = self.key
        answer = web.ask("POST", f"{self.url}/translate", json=asked)
        try:
            told = answer.json()
        except ValueError:
            message = "The server did not answer with JSON."
            raise Broken(message) from None
        given = told.get("translatedText") if isinstance(told, dict) else None
        if not isinstance(given, str):
            message = "The server answered something else than a translation."
            raise Broken(message)
        return given
