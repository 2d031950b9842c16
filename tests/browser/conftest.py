"""One browser for each file of tests."""

from collections.abc import Iterator

import pytest
from browser_support import chromium
from playwright.sync_api import Browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The distribution's Chromium."""
    with chromium() as opened:
        yield opened
