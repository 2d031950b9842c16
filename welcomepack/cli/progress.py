"""How far a build has come: a bar on a terminal, plain lines elsewhere, nothing when quiet."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import typer

_EVERY = 20  # parts between two plain lines


@contextmanager
def shown(*, quiet: bool) -> Iterator[Callable[[int, int, str], None]]:
    """A function to be told (parts finished, parts in all, the last one), on stderr.

    While editions are composed, nobody knows how many parts there will be: the total is 0, and
    editions are counted. The first call with a total tells what the cache held.
    """
    if quiet:
        yield lambda _done, _total, _name: None
    elif sys.stderr.isatty():
        with _bar() as tell:
            yield tell
    else:
        yield _Lines()


class _Lines:
    """A line now and then, for logs."""

    def __init__(self) -> None:
        self._reused: int | None = None

    def __call__(self, done: int, total: int, name: str) -> None:
        if not total:
            if done % _EVERY == 0:
                typer.echo(f"{done} editions written, {name}", err=True)
        elif self._reused is None:
            self._reused = done
            typer.echo(f"{total} parts, {done} from the cache", err=True)
        elif done == total or done % _EVERY == 0:
            typer.echo(f"{done}/{total} parts, {name}", err=True)


@contextmanager
def _bar() -> Iterator[Callable[[int, int, str], None]]:
    """What is being made, how much of it is done and came from the cache, and the time left."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

    task: TaskID | None = None
    reused = 0
    with Progress(
        TextColumn("{task.description:32}"),
        BarColumn(),
        TextColumn("{task.fields[counted]}"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    ) as bar:
        composing = bar.add_task("writing pages", total=None, counted="")

        def tell(done: int, total: int, name: str) -> None:
            nonlocal task, reused
            counted = f"{done}/{total} ({reused} from the cache)"
            if not total:
                bar.update(composing, description=f"writing {name}", counted=f"{done} editions")
            elif task is None:
                # Begun only now, so that the cache's share does not count as speed.
                bar.remove_task(composing)
                reused = done
                counted = f"{done}/{total} ({reused} from the cache)"
                task = bar.add_task("laying out", total=total, completed=done, counted=counted)
            else:
                bar.update(task, completed=done, description=name, counted=counted)
            if task is not None and done == total:
                bar.update(task, description="binding and proving")

        yield tell
