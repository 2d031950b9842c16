"""What a command loads before it answers: nothing slow that it does not need."""

import pytest
from project_support import REPO, modules

# What lays out, proves and draws: a second to import, together.
SLOW = {
    *("weasyprint", "fontTools", "pikepdf", "pypdfium2", "page", "zxingcpp", "PIL", "qrcode"),
    *("distributed", "openpyxl", "requests", "deep_translator", "deepl", "nltk", "textstat"),
    *("multiprocessing", "pygments", "markdown_it"),
}
# What reads content and shows what is wrong with it: no answer about the command line needs it.
READERS = {
    *("babel", "jinja2", "markupsafe", "phonenumbers", "polib", "pydantic", "pydantic_core"),
    *("rich", "yaml"),
}
# Our own modules that say what commands there are.
COMMANDS = {"welcomepack.cli", "welcomepack.state"}


def top(names: set[str]) -> set[str]:
    """The packages that modules are from."""
    return {name.partition(".")[0] for name in names}


@pytest.mark.parametrize(
    ("code", "arguments"),
    [
        (0, ("--help",)),
        (0, ("--version",)),
        (0, ("build", "--help")),
        (0, ("messages", "-h")),
        (0, ("messages", "memory", "export", "--help")),
        (2, ("bild",)),
        (2, ("build", "--topics", "gp")),
        (2, ("messages", "memory", "exports")),
    ],
)
def test_an_answer_about_commands_loads_commands_only(
    code: int, arguments: tuple[str, ...]
) -> None:
    found = modules(REPO, *arguments, code=code)
    assert top(found) & (SLOW | READERS) == set()
    own = {name for name in found if name.startswith("welcomepack.")}
    assert {name for name in own if not name.startswith("welcomepack.cli.")} <= COMMANDS


def test_an_explanation_loads_the_catalogue_of_codes_and_no_content() -> None:
    found = modules(REPO, "explain", "WP110")
    assert "welcomepack.codes" in found
    assert top(found) & SLOW == set()
    assert {"welcomepack.load", "welcomepack.model", "welcomepack.theme"} & found == set()


def test_a_check_loads_nothing_that_makes_pages() -> None:
    assert top(modules(REPO, "check")) & {*SLOW, "jinja2"} == set()
