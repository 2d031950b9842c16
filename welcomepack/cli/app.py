"""The whole command line: all commands on one app."""

from welcomepack.cli import building, content, desk, drafting, exchange, publishing, review, storage
from welcomepack.cli.frame import app

# Importing a module registers its commands; naming them here keeps the import from looking idle.
COMMANDS = (building, content, desk, drafting, exchange, publishing, review, storage)


def main() -> None:
    """Run the command line."""
    app()


__all__ = ["COMMANDS", "app", "main"]
