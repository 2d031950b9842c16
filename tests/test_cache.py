"""The store of finished parts: what comes out is what went in, or nothing."""

import os
import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from welcomepack.cache import Cache, Size, Spare, remembered, remembering

KEYS = st.text(alphabet="0123456789abcdef", min_size=64, max_size=64)
KEY = "ab" * 32
OTHER = "ab" * 31 + "cd"
calm = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def entry_of(folder: Path) -> Path:
    (path,) = [one for one in folder.rglob("*") if one.is_file()]
    return path


@calm
@given(key=KEYS, data=st.binary(max_size=300))
def test_what_was_put_in_comes_out(tmp_path: Path, key: str, data: bytes) -> None:
    Cache(tmp_path).put(key, data)
    assert Cache(tmp_path).get(key) == data


def test_nothing_is_under_a_key_that_was_never_stored(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "not-there-yet")
    assert cache.get(KEY) is None
    cache.put(KEY, b"one")
    assert cache.get(OTHER) is None


def test_keys_that_begin_alike_do_not_mix(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put(KEY, b"one")
    cache.put(OTHER, b"two")
    assert (cache.get(KEY), cache.get(OTHER)) == (b"one", b"two")


def test_the_last_of_two_under_one_key_counts(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put(KEY, b"one")
    cache.put(KEY, b"two")
    assert cache.get(KEY) == b"two"
    assert entry_of(tmp_path).is_file()


@calm
@given(
    data=st.binary(min_size=1, max_size=80), where=st.integers(min_value=0), bit=st.integers(0, 7)
)
def test_an_entry_with_one_bit_turned_counts_as_missing(
    tmp_path: Path, data: bytes, where: int, bit: int
) -> None:
    cache = Cache(tmp_path)
    cache.put(KEY, data)
    path = entry_of(tmp_path)
    stored = bytearray(path.read_bytes())
    stored[where % len(stored)] ^= 1 << bit
    path.write_bytes(stored)
    assert cache.get(KEY) is None


@pytest.mark.parametrize("left", [0, 1, 31, 32, 40])
def test_an_entry_that_was_cut_off_counts_as_missing(tmp_path: Path, left: int) -> None:
    cache = Cache(tmp_path)
    cache.put(KEY, b"a part that is longer than that")
    path = entry_of(tmp_path)
    path.write_bytes(path.read_bytes()[:left])
    assert cache.get(KEY) is None


def test_a_folder_where_an_entry_should_be_counts_as_missing(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put(KEY, b"one")
    path = entry_of(tmp_path)
    path.unlink()
    path.mkdir()
    assert cache.get(KEY) is None


def test_a_damaged_entry_can_be_stored_again(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put(KEY, b"one")
    entry_of(tmp_path).write_bytes(b"rubbish")
    cache.put(KEY, b"one")
    assert cache.get(KEY) == b"one"


def test_an_entry_under_another_key_counts_as_missing(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put(KEY, b"one")
    path = entry_of(tmp_path)
    path.rename(path.with_name(OTHER[2:]))
    assert cache.get(OTHER) is None


def test_a_put_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", full)
        with pytest.raises(OSError, match="space"):
            Cache(tmp_path).put(KEY, b"one")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_many_writers_and_readers_at_once_see_whole_entries(tmp_path: Path) -> None:
    values = [bytes([number]) * 50_000 for number in range(4)]
    wrong: list[bytes] = []

    def work(value: bytes) -> None:
        for _ in range(30):
            Cache(tmp_path).put(KEY, value)
            seen = Cache(tmp_path).get(KEY)
            if seen not in values:
                wrong.append(seen or b"")

    threads = [threading.Thread(target=work, args=(value,)) for value in values]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert wrong == []
    assert entry_of(tmp_path).is_file()


def filled(folder: Path, count: int) -> Cache:
    """A cache with entries of 100 bytes, the first used longest ago."""
    cache = Cache(folder)
    for number in range(count):
        cache.put(key(number), b"x" * (100 - 32))
        path = folder / key(number)[:2] / key(number)[2:]
        os.utime(path, ns=(number * 10**9, number * 10**9))
    return cache


def key(number: int) -> str:
    return f"{number:02x}" * 32


def test_the_size_is_told(tmp_path: Path) -> None:
    assert Cache(tmp_path / "not-there-yet").size() == Size(0, 0)
    assert filled(tmp_path, 3).size() == Size(3, 300)


@pytest.mark.parametrize(("limit", "left"), [(300, 3), (299, 2), (100, 1), (99, 0), (0, 0)])
def test_pruning_removes_what_was_used_longest_ago(tmp_path: Path, limit: int, left: int) -> None:
    cache = filled(tmp_path, 3)
    assert cache.prune(limit) == Size(3 - left, 300 - 100 * left)
    there = [number for number in range(3) if cache.get(key(number))]
    assert there == list(range(3 - left, 3))


def test_reading_an_entry_is_a_use_of_it(tmp_path: Path) -> None:
    cache = filled(tmp_path, 3)
    assert cache.get(key(0))
    cache.prune(100)
    assert [number for number in range(3) if cache.get(key(number))] == [0]


def test_pruning_takes_away_old_halves_and_leaves_new_ones(tmp_path: Path) -> None:
    cache = filled(tmp_path, 1)
    old, new = tmp_path / "00" / ".old", tmp_path / "00" / ".new"
    old.touch()
    new.touch()
    os.utime(old, (0, 0))
    assert cache.size() == Size(1, 100)
    cache.prune(1000)
    assert (old.exists(), new.exists()) == (False, True)


def test_a_result_is_made_once_for_the_same_inputs_and_environment(tmp_path: Path) -> None:
    made: list[str] = []

    def ask(*inputs: str | bytes, environment: str = "a") -> bytes | None:
        with remembering(Cache(tmp_path), environment):
            return remembered(inputs, lambda: made.append("x") or b"result")

    assert ask("bind", b"one") == ask("bind", b"one") == b"result"
    assert len(made) == 1
    for other in (("bind", b"two"), ("prove", b"one"), ("bindo", b"ne"), ("bind", b"one", b"")):
        ask(*other)
    ask("bind", b"one", environment="b")
    assert len(made) == 6


def test_nothing_is_kept_of_no_result_and_outside_of_a_build(tmp_path: Path) -> None:
    with remembering(Cache(tmp_path), "a"):
        assert remembered(("prove",), lambda: None) is None
    assert remembered(("prove",), lambda: b"made") == b"made"
    assert Cache(tmp_path).size() == Size(0, 0)


def test_a_spare_store_keeps_nothing_where_nothing_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"in the way of a folder")
    with pytest.raises(OSError, match="file"):
        Cache(tmp_path / "file").put(KEY, b"one")
    spare = Spare(tmp_path / "file")
    spare.put(KEY, b"one")
    assert spare.get(KEY) is None
    there = Spare(tmp_path / "folder")
    there.put(KEY, b"one")
    assert Cache(tmp_path / "folder").get(KEY) == b"one"
