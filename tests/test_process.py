"""Worker processes: results and errors come back, and a killed one loses its own task alone."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import CancelledError, Future
from pathlib import Path

import pytest

from welcomepack.process import Processes, WorkerLostError, begin

SELF = signal.SIGKILL


def pid() -> int:
    return os.getpid()


def die(number: int) -> None:
    os.kill(os.getpid(), number)


def die_once(mark: Path) -> str:
    """Die when the mark is not there yet."""
    if not mark.exists():
        mark.touch()
        die(SELF)
    return "done"


def sleep_then(seconds: float, mark: Path) -> None:
    time.sleep(seconds)
    mark.touch()


def variable(name: str) -> str:
    return os.environ.get(name, "")


def fail(message: str) -> None:
    raise ValueError(message)


def large(size: int) -> bytes:
    return b"x" * size


def test_results_come_from_as_many_other_processes_as_were_asked_for() -> None:
    with Processes(2) as workers:
        seen = {one.result() for one in [workers.submit(pid) for _ in range(20)]}
    assert 1 <= len(seen) <= 2
    assert os.getpid() not in seen
    assert multiprocessing.active_children() == []


def test_a_process_is_replaced_before_it_has_grown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("welcomepack.process._TASKS", 3)
    with Processes(1) as workers:
        seen = [workers.submit(pid).result() for _ in range(8)]
    assert [seen.count(one) for one in dict.fromkeys(seen)] == [3, 3, 2]
    assert multiprocessing.active_children() == []


def test_the_server_of_processes_can_be_begun_early_and_twice() -> None:
    begin(["json"])
    begin(["json"])
    with Processes(1) as processes:
        assert processes.submit(os.getpid).result() != os.getpid()


def test_large_results_come_whole() -> None:
    with Processes(1) as workers:
        assert workers.submit(large, 3_000_000).result() == large(3_000_000)


def test_an_error_of_a_task_is_raised_where_its_result_is_asked_for() -> None:
    with Processes(1) as workers:
        bad, good = workers.submit(fail, "wrong page"), workers.submit(pid)
        with pytest.raises(ValueError, match="wrong page"):
            bad.result()
        assert good.result() > 0


@pytest.mark.parametrize(
    ("number", "told"), [(signal.SIGKILL, "SIGKILL"), (signal.SIGSEGV, "SIGSEGV")]
)
def test_a_killed_process_loses_its_own_task_alone(number: int, told: str) -> None:
    with Processes(2) as workers:
        first = [workers.submit(pid) for _ in range(4)]
        bad = workers.submit(die, int(number))
        rest = [workers.submit(pid) for _ in range(8)]
        with pytest.raises(WorkerLostError, match=told):
            bad.result()
        assert all(one.result() for one in (*first, *rest))
    assert multiprocessing.active_children() == []


def test_a_process_that_leaves_by_itself_is_lost_too() -> None:
    with Processes(1) as workers:
        with pytest.raises(WorkerLostError, match="exit code 3"):
            workers.submit(os._exit, 3).result()
        assert workers.submit(pid).result()


def test_the_environment_is_the_one_of_now(monkeypatch: pytest.MonkeyPatch) -> None:
    for value in ("one", "two"):
        monkeypatch.setenv("WELCOMEPACK_TEST", value)
        with Processes(1) as workers:
            assert workers.submit(variable, "WELCOMEPACK_TEST").result() == value


def test_an_error_inside_the_context_ends_everything_at_once(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    waiting: list[Future[object]] = []
    with pytest.raises(KeyboardInterrupt):
        _stopped(mark, waiting)
    assert multiprocessing.active_children() == []
    assert not mark.exists()
    assert len(waiting) == 3
    for one in waiting:
        with pytest.raises((CancelledError, WorkerLostError)):
            one.result()


def _stopped(mark: Path, waiting: list[Future[object]]) -> None:
    with Processes(1) as workers:
        running = workers.submit(sleep_then, 60, mark)
        waiting += [workers.submit(pid) for _ in range(3)]
        while not running.running():
            time.sleep(0.01)
        raise KeyboardInterrupt


PROGRAM = """
import sys, time
sys.path[:0] = {path!r}
from test_process import pid, sleep_then
from welcomepack.process import Processes
if __name__ == "__main__":
    with Processes(2) as workers:
        print(workers.submit(pid).result(), workers.submit(pid).result(), flush=True)
        workers.submit(time.sleep, 0.3)
        time.sleep(60)
"""


def test_processes_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(PROGRAM.format(path=[str(Path(__file__).parent), *sys.path]), "utf-8")
    parent = subprocess.Popen([sys.executable, str(program)], stdout=subprocess.PIPE, text=True)
    assert parent.stdout
    pids = {int(word) for word in parent.stdout.readline().split()}
    assert pids
    parent.kill()
    parent.communicate()
    while any(_alive(one) for one in pids):
        time.sleep(0.02)


def _alive(number: int) -> bool:
    """Whether a process runs; one that only waits to be buried does not."""
    try:
        told = Path(f"/proc/{number}/stat").read_text("utf-8")
    except OSError:
        return False
    return told.rpartition(")")[2].split()[0] != "Z"
