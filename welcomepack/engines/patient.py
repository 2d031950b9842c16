"""Patience with an engine, and an end of it: retries, waiting, and a breaker."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from welcomepack.engines.engine import Broken, Busy, Engine, Refused, Stopped
from welcomepack.language import Language

TRIES = 4
FIRST_WAIT, LONGEST_WAIT = 1.0, 120.0
FAILURES = 5


@dataclass(slots=True)
class Patient:
    """An engine that is asked again after a wait, and no more after five failures in a row.

    ``sleep`` takes seconds; ``chance`` gives a number from 0 to 1, by which waits are spread
    so that many machines do not come back at the same moment.
    """

    engine: Engine
    sleep: Callable[[float], None] = field(default_factory=lambda: time.sleep)
    chance: Callable[[], float] = random.random
    failures: int = 0

    def ask(self, text: str, language: Language) -> str:
        """One answer; raises `Broken` for this text alone, `Stopped` for all that follow."""
        for attempt in range(1, TRIES + 1):
            try:
                answer = self.engine.translate(text, language)
            except Refused as error:
                raise Stopped(str(error)) from None
            except Broken as error:
                self._failed(error)
                raise
            except Busy as error:
                self._failed(error)
                if attempt == TRIES:
                    raise Broken(str(error)) from None
                self.sleep(self._wait(attempt, error))
            else:
                self.failures = 0
                return answer
        raise AssertionError  # the last attempt returns or raises

    def _failed(self, error: Busy | Broken) -> None:
        self.failures += 1
        if self.failures >= FAILURES:
            message = f"{FAILURES} failures in a row, the last: {error}"
            raise Stopped(message) from None

    def _wait(self, attempt: int, error: Busy) -> float:
        """Seconds to wait: what the engine asks for, else twice as long each time."""
        if error.wait is not None and error.wait > LONGEST_WAIT:
            message = f"It asks us to wait {error.wait:.0f} seconds. Run the command again then."
            raise Stopped(message) from None
        grown = min(FIRST_WAIT * float(2 ** (attempt - 1)), LONGEST_WAIT)
        spread = grown * (0.5 + self.chance())
        return max(spread, error.wait or 0.0)
