"""The store of finished parts: what comes out is what went in, or nothing."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from welcomepack.cache import Cache

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
