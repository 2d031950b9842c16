"""What all tests share: tiny projects, the command line in process, and a fixed day."""

import os
import socket
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from project_support import write_project

# Midnight of the day that tests live on, 2026-11-22 (UTC): review dates must not pass meanwhile.
DAY = "1795305600"

# Nothing is timed: a busy machine must not fail a test.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that rewrites golden files instead of comparing with them."""
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="Write what the program says now into the golden files, to be read and committed.",
    )


@pytest.fixture(scope="session")
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compare a text exactly with a golden file: ``golden(path, text)``."""
    update = bool(request.config.getoption("--update-golden"))

    def compare(path: Path, text: str) -> None:
        if update:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")
        assert path.is_file(), f"{path.name} is missing: run pytest --update-golden and read it"
        assert text == path.read_bytes().decode("utf-8")

    return compare


@pytest.fixture(scope="session", autouse=True)
def _same_everywhere() -> Iterator[None]:
    """A fixed day, no settings of the machine (git, colours), no network but itself."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("GIT_")]:
            patch.delenv(name)
        for name in ("FORCE_COLOR", "PY_COLORS", "GITHUB_ACTIONS"):
            patch.delenv(name, raising=False)
        patch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
        patch.setenv("GIT_CONFIG_NOSYSTEM", "1")
        patch.setenv("SOURCE_DATE_EPOCH", DAY)
        patch.setenv("no_proxy", "127.0.0.1,localhost")
        patch.setattr(socket.socket, "connect", _only_loopback(socket.socket.connect))
        yield


def _only_loopback(connect: Callable[..., None]) -> Callable[..., None]:
    def guarded(self: socket.socket, address: object) -> None:
        host = address[0] if isinstance(address, tuple) else "localhost"
        assert host in {"127.0.0.1", "::1", "localhost"}, f"a test opens the network: {host}"
        connect(self, address)

    return guarded


@pytest.fixture
def make_project(tmp_path: Path) -> Callable[..., Path]:
    """Write a tiny project: ``make_project({path: text | bytes | None}) -> Path``.

    See `project_support.write_project` for what it holds by itself (fixtures of a wider scope
    call that function with a folder of their own). A second project in one test needs ``name``.
    """

    def make(
        files: Mapping[str, str | bytes | None] | None = None, *, name: str = "project"
    ) -> Path:
        return write_project(tmp_path / name, files)

    return make
