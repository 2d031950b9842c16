"""Workers on other machines, through Dask; the only module that knows it.

What passes between scheduler, workers and this program is executed by whoever receives it:
a scheduler belongs on 127.0.0.1, or behind TLS (an address that begins with ``tls://``).
"""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from welcomepack.diagnostic import Diagnostic, Position, WelcomepackError
from welcomepack.environment import differences, environment

_SECONDS_TO_ANSWER = 15


@dataclass(frozen=True, slots=True)
class Cluster:
    """The workers that may be given work, and what is to be told of the others."""

    executor: Executor
    lost: tuple[type[Exception], ...]
    anybody: Callable[[], bool]
    diagnostics: tuple[Diagnostic, ...]


@contextmanager
def cluster(address: str, here: str) -> Iterator[Cluster]:
    """Join a scheduler and use the workers whose environment is ``here``.

    The others' pages would differ in their bytes, or worse, in their letters, so they are told
    of (WP532) and get nothing. Raises `WelcomepackError` when Dask is not installed, nobody
    answers, or no worker is left.
    """
    try:
        import distributed  # noqa: PLC0415 - an extra
        from distributed.scheduler import KilledWorker  # noqa: PLC0415
    except ImportError:
        message = (
            "WP531 Dask is not installed. It is an extra: pip install 'welcomepack[dask]', here "
            "and on every worker."
        )
        raise WelcomepackError(message) from None
    try:
        client = distributed.Client(address, timeout=_SECONDS_TO_ANSWER, set_as_default=False)
    except (OSError, ValueError) as error:
        reason = str(error).partition("\n")[0]
        message = f"WP531 No scheduler answers at {address}: {reason}"
        raise WelcomepackError(message) from None
    try:
        same, others = _asked(client, here)
        executor = client.get_executor(
            workers=same, allow_other_workers=False, pure=False, retries=0
        )

        def anybody() -> bool:
            # Asked of the scheduler itself: what the client holds is overwritten from time to
            # time by an answer that names no worker.
            scheduler = client.scheduler
            if scheduler is None:
                return False
            try:
                known = client.sync(scheduler.identity, n_workers=-1)["workers"]
            except OSError:
                return False
            return any(one in known for one in same)

        try:
            yield Cluster(executor, (KilledWorker,), anybody, others)
        finally:
            # What is still waiting is nobody's business any more.
            executor.shutdown(wait=False)
    finally:
        client.close(timeout=_SECONDS_TO_ANSWER)


def _asked(client: Any, here: str) -> tuple[list[str], tuple[Diagnostic, ...]]:  # noqa: ANN401 - the library is untyped
    """The addresses of workers with our environment, and a diagnostic for each other one."""
    told: Mapping[str, object] = client.run(environment, on_error="return")
    same = sorted(one for one, there in told.items() if there == here)
    others = [
        Diagnostic("WP532", f"The worker {one} is not used: {_reason(here, there)}.", Position(one))
        for one, there in sorted(told.items())
        if there != here
    ]
    if not same:
        reasons = " ".join(one.message for one in others) or "It has no workers."
        message = f"WP531 The scheduler has no worker that can be used. {reasons}"
        raise WelcomepackError(message)
    return same, tuple(others)


def _reason(here: str, there: object) -> str:
    if isinstance(there, str):
        return differences(here, there)
    return f"it cannot run this program ({there})"
