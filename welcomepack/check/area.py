"""What a rule may look at: one area's pack, and where everything in it is written."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from welcomepack.diagnostic import Diagnostic, Position
from welcomepack.model import (
    AnyBlock,
    Pack,
    Text,
    Topic,
)
from welcomepack.project import Project


@dataclass(frozen=True, slots=True)
class AreaView:
    """What a rule may look at; ``texts`` are those of the pack with their addresses."""

    pack: Pack
    positions: Mapping[str, Position]
    project: Project
    texts: tuple[tuple[str, Text], ...]

    def at(self, address: str) -> Position | None:
        """Where an address is written, or the nearest thing around it."""
        while address not in self.positions and "/" in address:
            address = address.rpartition("/")[0]
        return self.positions.get(address)

    def blocks(self) -> Iterator[tuple[Topic, AnyBlock, str]]:
        """All blocks with their topics and addresses."""
        for topic in self.pack.topics:
            for block in topic.blocks:
                yield topic, block, f"{topic.id}/{block.id}"


Rule = Callable[[AreaView], Iterator[Diagnostic]]
