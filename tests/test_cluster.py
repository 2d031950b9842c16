"""A real scheduler with real workers, all on 127.0.0.1: the same bytes as without."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from paper_support import planned, write_tiny
from project_support import run
from test_build import POISON, built, lay_out_or_die, whole

from welcomepack.build import Report, build
from welcomepack.cluster import Cluster as Joined
from welcomepack.cluster import cluster as join
from welcomepack.diagnostic import Position, WelcomepackError

LOCAL = ("--host", "127.0.0.1", "--no-dashboard")
NOBODY = "tcp://127.0.0.1:9"  # the port of the discard service, which no machine here runs


@contextmanager
def running(
    *arguments: str, env: Mapping[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """A program of the cluster, ended with the context."""
    process = subprocess.Popen(
        [sys.executable, "-m", *arguments],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **(env or {})},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


class Cluster:
    """A scheduler, and workers that are started one by one."""

    def __init__(self, stack: ExitStack, folder: Path, env: Mapping[str, str]) -> None:
        self._stack, self._folder, self._env = stack, folder, dict(env)
        self._file = folder / "scheduler.json"
        stack.enter_context(
            running(
                *("distributed.cli.dask_scheduler", *LOCAL, "--port", "0"),
                *("--scheduler-file", str(self._file)),
                env=self._env,
            )
        )
        while not self._file.exists() or not self._file.read_text("utf-8").endswith("}"):
            time.sleep(0.05)
        self.address: str = json.loads(self._file.read_text("utf-8"))["address"]

    def worker(self, name: str, **env: str) -> subprocess.Popen[bytes]:
        """Start a worker and wait until the scheduler knows it."""
        process = self._stack.enter_context(
            running(
                *("distributed.cli.dask_worker", self.address, *LOCAL, "--no-nanny"),
                *("--nthreads", "1", "--name", name, "--death-timeout", "60"),
                *("--local-directory", str(self._folder)),
                env={**self._env, **env},
            )
        )
        from distributed import Client  # noqa: PLC0415 - slow to import

        with Client(self.address, set_as_default=False) as client:
            while name not in {one["name"] for one in client.scheduler_info()["workers"].values()}:
                assert process.poll() is None
                time.sleep(0.05)
        return process


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    """A scheduler that gives a task up with the first worker it kills."""
    # Every task is counted against one worker, so that a test can say which killed what.
    env = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0"}
    with ExitStack() as stack:
        yield Cluster(stack, tmp_path, env)


def built_there(root: Path, address: str, **options: object) -> Report:
    loaded, _, plan = planned(root)
    return build(loaded, plan, root / "there", scheduler=address, **options)


def test_a_cluster_gives_the_same_bytes_even_when_a_worker_is_killed(
    tmp_path: Path, cluster: Cluster
) -> None:
    root = write_tiny(tmp_path / "project")
    here = built(root, jobs=2)
    workers = [cluster.worker("one"), cluster.worker("two")]
    steps: list[int] = []

    def kill(done: int, total: int, _name: str) -> None:
        if total:
            steps.append(done)
            if done == 2:
                workers[0].kill()

    there = built_there(root, cluster.address, progress=kill)
    assert there.diagnostics == ()
    assert there.made == here.made
    assert steps == list(range(here.made + 1))
    assert workers[0].wait() == -signal.SIGKILL
    assert workers[1].poll() is None
    assert whole(root / "there") == whole(root / "build")


def test_a_page_that_kills_workers_is_named_and_the_others_are_finished(
    tmp_path: Path, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write_tiny(tmp_path / "project", {"locales/ar": None})
    card = root / "content" / "england" / "topics" / "card.yaml"
    card.write_text(card.read_text("utf-8").replace("Keep this card with you.", POISON), "utf-8")
    settings = root / "content" / "project.yaml"
    settings.write_text(settings.read_text("utf-8").replace("[en, ar]", "[en]"), "utf-8")
    # Two are killed by it; a third is needed to finish what waits behind it.
    for name in ("one", "two", "three"):
        cluster.worker(name)
    monkeypatch.setattr("welcomepack.layout.lay_out", lay_out_or_die)
    seen: list[tuple[int, int]] = []
    report = built_there(
        root, cluster.address, progress=lambda done, total, _name: seen.append((done, total))
    )
    assert [(one.code, one.position) for one in report.diagnostics] == [
        ("WP530", Position("england/en/card"))
    ]
    assert seen[-1][0] == seen[-1][1]
    assert not (root / "there" / "manifest.json").exists()


def test_a_worker_with_other_fonts_gets_no_work(tmp_path: Path, cluster: Cluster) -> None:
    root = write_tiny(tmp_path / "project", {"content/england/topics/home.yaml": None})
    poor = tmp_path / "fonts.conf"
    poor.write_text("<?xml version='1.0'?><fontconfig></fontconfig>", "utf-8")
    stranger = cluster.worker("stranger", FONTCONFIG_FILE=str(poor))
    with pytest.raises(
        WelcomepackError, match=r"WP531 .* no worker that can be used.* only here: .*\.otf="
    ):
        built_there(root, cluster.address)
    cluster.worker("same")
    report = built_there(root, cluster.address)
    assert [one.code for one in report.diagnostics] == ["WP532"]
    assert "only here" in report.diagnostics[0].message
    assert report.artifacts
    assert stranger.poll() is None


def test_a_cluster_without_workers_is_refused(tmp_path: Path, cluster: Cluster) -> None:
    with pytest.raises(WelcomepackError, match=r"WP531 .*has no workers"):
        built_there(write_tiny(tmp_path / "project"), cluster.address)


def test_a_cluster_whose_last_worker_dies_is_told(tmp_path: Path, cluster: Cluster) -> None:
    root = write_tiny(tmp_path / "project")
    worker = cluster.worker("one")

    def kill(done: int, total: int, _name: str) -> None:
        if done == 1 and total:
            worker.kill()

    with pytest.raises(WelcomepackError, match="WP531 No worker of the cluster is left"):
        built_there(root, cluster.address, progress=kill)
    again = built_there(root, "")
    assert again.reused >= 1, "what was finished is kept"


def test_a_worker_that_takes_its_time_is_not_taken_for_lost(
    tmp_path: Path, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    @contextmanager
    def counted(address: str, here: str) -> Iterator[Joined]:
        with join(address, here) as joined:

            def anybody() -> bool:
                asked.append(joined.anybody())
                return asked[-1]

            yield replace(joined, anybody=anybody)

    monkeypatch.setattr("welcomepack.executor._PATIENCE", 0.001)
    monkeypatch.setattr("welcomepack.executor.cluster", counted)
    cluster.worker("slow")
    assert built_there(write_tiny(tmp_path / "project"), cluster.address).artifacts
    assert len(asked) > 100, "it was asked often, between all that the client asks by itself"
    assert all(asked)


def test_an_address_where_nobody_answers_is_told(tmp_path: Path) -> None:
    root = write_tiny(tmp_path / "project")
    ran = run(root, "build", "--quiet", "--executor", "dask", "--scheduler", NOBODY)
    assert ran.exit_code == 1
    assert f"WP531 No scheduler answers at {NOBODY}" in ran.stderr


def test_a_machine_without_dask_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    ran = run(
        write_tiny(tmp_path / "project"),
        *("build", "--quiet", "--executor", "dask", "--scheduler", NOBODY),
    )
    assert ran.exit_code == 1
    assert "pip install 'welcomepack[dask]'" in ran.stderr


@pytest.mark.parametrize("options", [("--executor", "dask"), ("--scheduler", NOBODY)])
def test_executor_and_scheduler_belong_together(tmp_path: Path, options: tuple[str, ...]) -> None:
    ran = run(write_tiny(tmp_path / "project"), "build", *options)
    assert ran.exit_code == 2
    assert "belong together" in ran.stderr
