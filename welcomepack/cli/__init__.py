"""The command line: parses, calls one function, prints. No rule of content lives here.

Results go to stdout, progress and diagnostics to stderr. Exit codes: 0 fine, 1 the content has
errors, 2 wrong usage, 70 a fault in the program.
"""

from welcomepack.cli.app import app, main

__all__ = ["app", "main"]
