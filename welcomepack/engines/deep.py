"""Google, MyMemory and Microsoft through deep-translator, whose last release is of June 2023.

A convenience that may stop working any day: it reads Google's web page, has no time limit and
puts texts (and for some services keys) into addresses. So its HTTP library is replaced by
ours, which has limits, keeps to HTTPS and tells failures apart; its lists of languages give
way to our registry; its batch call, which loses everything when one text fails, is never used.
Its LibreTranslate and DeepL adapters are not used at all: the one refuses servers without a
key, the other sends the key in a way that DeepL no longer takes.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, ClassVar

import requests
from deep_translator import GoogleTranslator, MicrosoftTranslator, MyMemoryTranslator
from deep_translator import google as google_module
from deep_translator import microsoft as microsoft_module
from deep_translator import mymemory as mymemory_module

from welcomepack.engines import web
from welcomepack.engines.engine import Broken, EngineError, Refused
from welcomepack.language import Language
from welcomepack.mask import Style

_QUOTA = "MYMEMORY WARNING"
# Shorter than the services allow: letters of other scripts triple in an address.
_LIMITS = {"google": 1500, "microsoft": 5000, "mymemory": 450}


class _Http:
    """What the three modules call instead of the HTTP library."""

    exceptions = requests.exceptions

    def get(self, url: str, **options: object) -> requests.Response:
        return web.ask("GET", url, **options)

    def post(self, url: str, **options: object) -> requests.Response:
        return web.ask("POST", url, **options)


for _module in (google_module, microsoft_module, mymemory_module):
    _module.requests = _Http()


class _Microsoft(MicrosoftTranslator):  # type: ignore[misc] # the library has no types
    """Without the list of languages, which the constructor would fetch and write small."""

    def _get_supported_languages(self) -> dict[str, str]:
        return {"english": "en"}


def _google(_: "Deep") -> Any:  # noqa: ANN401 - the library has no types
    return GoogleTranslator(source="en", target="es")


def _mymemory(_: "Deep") -> Any:  # noqa: ANN401 - the library has no types
    return MyMemoryTranslator(source="en-GB", target="es-ES")


def _microsoft(deep: "Deep") -> Any:  # noqa: ANN401 - the library has no types
    return _Microsoft(api_key=deep.key, region=deep.region, source="en", target="en")


_SERVICES: dict[str, Callable[["Deep"], Any]] = {
    "google": _google,
    "microsoft": _microsoft,
    "mymemory": _mymemory,
}


@dataclass(frozen=True, slots=True)
class Deep:
    """One service; ``name`` is ``google``, ``microsoft`` or ``mymemory``."""

    name: str
    key: str = field(default="", repr=False)
    region: str | None = None
    sends_text_away: ClassVar[bool] = True
    style: ClassVar[Style] = Style.WORD

    @property
    def limit(self) -> int:
        """The longest text, in characters."""
        return _LIMITS[self.name]

    def code(self, language: Language) -> str | None:
        """The registry's code for the service."""
        return language.engines.get(self.name)

    def translate(self, text: str, language: Language) -> str:
        """Ask for one text; whatever the library raises becomes ours, without its words."""
        try:
            translator = _SERVICES[self.name](self)
            # The setter takes codes that the library's own lists of 2023 do not have.
            translator.target = self.code(language)
            answer = translator.translate(text)
        except EngineError:
            raise
        except Exception as error:  # noqa: BLE001 - the library raises bare exceptions too
            # Its messages hold texts, addresses and keys, so only the kind of fault is told.
            message = f"The service gave no usable answer ({type(error).__name__})."
            raise Broken(message) from None
        if not isinstance(answer, str):
            message = "The service gave no answer."
            raise Broken(message)
        if answer.strip().upper().startswith(_QUOTA):
            message = "MyMemory's free quota of today is used up."
            raise Refused(message)
        return answer
