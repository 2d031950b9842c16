"""What every engine is, and the few ways in which one can fail."""

from typing import Protocol

from welcomepack.language import Language
from welcomepack.mask import Style


class EngineError(Exception):
    """No translation came; the message never holds a key, an address or the text."""


class Refused(EngineError):  # noqa: N818 - reads as what happened
    """The engine will not work for us: a wrong key, a quota used up. Asking again is useless."""


class Busy(EngineError):  # noqa: N818 - reads as what happened
    """The engine cannot answer now. ``wait`` is how many seconds it asks us to wait, if it does."""

    def __init__(self, message: str, wait: float | None = None) -> None:
        super().__init__(message)
        self.wait = wait


class Broken(EngineError):  # noqa: N818 - reads as what happened
    """This text got no usable answer; another one may."""


class Stopped(EngineError):  # noqa: N818 - reads as what happened
    """The engine must not be asked again in this run."""


class Engine(Protocol):
    """One translation engine, from English."""

    @property
    def name(self) -> str:
        """Its name in ``project.yaml``, on the command line and in catalogs."""

    @property
    def sends_text_away(self) -> bool:
        """Whether texts leave this machine."""

    @property
    def limit(self) -> int:
        """The longest text of one request, in characters, marks included."""

    @property
    def style(self) -> Style:
        """How marks must be written so that the engine leaves them alone."""

    def code(self, language: Language) -> str | None:
        """What the engine calls a language; ``None`` when it does not have it."""

    def translate(self, text: str, language: Language) -> str:
        """Translate one masked text of one line; raises `Refused`, `Busy` or `Broken`.

        ``language`` is one for which `code` gives an answer.
        """
