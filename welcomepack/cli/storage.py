"""Commands about the store of finished parts."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from welcomepack.cli.frame import cache_app, command, here

if TYPE_CHECKING:
    from welcomepack.cache import Cache

_UNITS = {"": 1, "k": 10**3, "m": 10**6, "g": 10**9}
_SIZE = re.compile(r"(\d+(?:\.\d+)?) ?([kmg]?)b?", re.IGNORECASE)
Folder = Annotated[
    Path | None, typer.Option("--cache", help="The folder; build/.cache if left out.")
]


def _cache(folder: Path | None) -> "Cache":
    from welcomepack.cache import Cache

    return Cache(folder or here().root / "build" / ".cache")


def _bytes(text: str) -> int:
    """A size such as 2GB, 500 MB or 1.5g in bytes."""
    match = _SIZE.fullmatch(text.strip())
    if match is None:
        message = f'"{text}" is not a size like 500MB or 2GB.'
        raise typer.BadParameter(message)
    return int(float(match[1]) * _UNITS[match[2].lower()])


@cache_app.command("status")
@command
def cache_status(cache: Folder = None) -> None:
    """Say how much is stored."""
    store = _cache(cache)
    size = store.size()
    typer.echo(f"{size.entries} entries, {size.bytes / 10**6:.1f} MB, in {store.folder}")


@cache_app.command("prune")
@command
def cache_prune(
    cache: Folder = None,
    most: Annotated[str, typer.Option("--max", help="How much may stay, such as 2GB.")] = "",
) -> None:
    """Remove what was used longest ago, until the rest is small enough. Always safe."""
    from welcomepack.cache import LIMIT

    gone = _cache(cache).prune(_bytes(most) if most else LIMIT)
    typer.echo(f"{gone.entries} entries removed, {gone.bytes / 10**6:.1f} MB")
