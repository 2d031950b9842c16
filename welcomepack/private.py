"""The search of all public files for private words, spread over processes.

Reading every glyph of every pack takes as long as laying out some of its pages. A file that was
clean of the same words before is known from the cache, and not given out.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from welcomepack import verify
from welcomepack.cache import Cache, remembering
from welcomepack.diagnostic import Diagnostic, WelcomepackError
from welcomepack.executor import Lost, Team, finished
from welcomepack.model import Pack

_FILES = 40  # in a task: pages of the site are small


@dataclass(frozen=True, slots=True)
class Search:
    """Some files, by name, to be searched for some words; goes to a process as a whole."""

    files: Mapping[str, Path]
    hidden: Mapping[str, str]
    cache: Cache
    environment: str


def leaks(
    packs: Iterable[Pack], files: Mapping[str, Path], cache: Cache, environment: str, ready: Team
) -> tuple[Diagnostic, ...]:
    """Search public files for the words of every place of every area.

    Raises `WelcomepackError` when a process is killed twice: what was not searched must not be
    published.
    """
    tasks = {
        str(number): one for number, one in enumerate(_tasks(packs, files, cache, environment))
    }
    found: list[Diagnostic] = []
    for _, answer in finished(ready, search, tasks):
        if isinstance(answer, Lost):
            message = f"WP530 The search for private words was ended twice ({answer.reason})."
            raise WelcomepackError(message)
        found.extend(answer)
    return tuple(found)


def _tasks(
    packs: Iterable[Pack], files: Mapping[str, Path], cache: Cache, environment: str
) -> Iterator[Search]:
    hidden: dict[str, str] = {}
    for pack in packs:
        hidden |= verify.secrets(pack.places, pack.model_copy(update={"places": ()}))
    if hidden:
        papers = [[one] for one in files.items() if one[1].suffix == ".pdf"]
        others = [one for one in files.items() if one[1].suffix != ".pdf"]
        groups = [*papers, *(others[at : at + _FILES] for at in range(0, len(others), _FILES))]
        yield from (Search(dict(one), hidden, cache, environment) for one in groups)


def search(task: Search) -> tuple[Diagnostic, ...]:
    """Search some files; runs in a process, and keeps in the cache what is clean."""
    with remembering(task.cache, task.environment):
        return tuple(verify.leaks(task.files, task.hidden))
