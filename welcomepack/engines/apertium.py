"""Apertium: a translation program of the distribution that needs no network.

Fit for demonstrations and for tests that need a real engine; its Spanish needs a person's
hand on every sentence.
"""

import subprocess
from dataclasses import dataclass
from typing import ClassVar

from welcomepack.engines.engine import Broken, Busy, Refused
from welcomepack.language import Language
from welcomepack.mask import Style

# Pairs from English that Debian and Ubuntu have; the registry's own code goes before.
_PAIRS = {"ca": "eng-cat", "es": "eng-spa", "gl": "en-gl"}


@dataclass(frozen=True, slots=True)
class Apertium:
    """The program ``apertium``, one process a text."""

    program: str = "apertium"
    seconds: float = 30.0
    name: ClassVar[str] = "apertium"
    sends_text_away: ClassVar[bool] = False
    limit: ClassVar[int] = 20000
    style: ClassVar[Style] = Style.WORD

    def code(self, language: Language) -> str | None:
        """The pair from English into a language, as Apertium calls it."""
        return language.engines.get(self.name) or _PAIRS.get(language.tag)

    def translate(self, text: str, language: Language) -> str:
        """Translate one text; ``-u`` keeps stars off words that Apertium does not know."""
        pair = self.code(language) or ""
        command = [self.program, "-u", pair]
        try:
            done = subprocess.run(  # noqa: S603 - a list of arguments, no shell
                command,
                input=text.encode(),
                capture_output=True,
                check=False,
                timeout=self.seconds,
            )
        except FileNotFoundError:
            message = f"Apertium is not installed. Install: apertium apertium-{pair}"
            raise Refused(message) from None
        except subprocess.TimeoutExpired:
            message = "Apertium did not answer in time."
            raise Busy(message) from None
        if done.returncode:
            said = done.stderr.decode("utf-8", "replace")
            if "does not exist" in said or "not installed" in said:
                message = f"Apertium lacks the pair {pair}. Install: apertium-{pair}"
                raise Refused(message)
            message = f"Apertium ended with status {done.returncode}."
            raise Broken(message)
        return done.stdout.decode("utf-8", "replace").strip()
