"""What a command loads before it answers: nothing slow that it does not need."""

import subprocess
import sys

import pytest
from project_support import REPO

# What lays out, proves and draws: a second to import, together.
SLOW = {
    *("weasyprint", "fontTools", "pikepdf", "pypdfium2", "page", "zxingcpp", "PIL", "qrcode"),
    *("distributed", "openpyxl", "requests", "deep_translator", "deepl", "nltk", "textstat"),
    *("multiprocessing", "pygments", "markdown_it"),
}
PROGRAM = """
import sys
from welcomepack.cli import main
try:
    main()
finally:
    sys.stderr.write("\\n" + " ".join({name.partition(".")[0] for name in sys.modules}))
"""


def loaded(*arguments: str) -> set[str]:
    """The top-level modules that a command has loaded at its end."""
    command = [sys.executable, "-c", PROGRAM, *arguments]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, cwd=REPO)
    found = set(ran.stderr.rpartition("\n")[2].split())
    assert "welcomepack" in found
    return found


@pytest.mark.parametrize("arguments", [("--help",), ("build", "--help"), ("explain", "WP110")])
def test_an_answer_loads_nothing_slow(arguments: tuple[str, ...]) -> None:
    assert loaded(*arguments) & SLOW == set()


def test_a_check_loads_what_counts_sentences_and_nothing_that_makes_pages() -> None:
    assert loaded("check") & SLOW <= {"nltk", "textstat"}
