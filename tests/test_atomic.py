"""Writing in one step: whatever goes wrong, a reader finds the old state or the new one."""

import errno
import json
import os
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from welcomepack import atomic

OLD = {"public/page.html": "old", "public/more/page.html": "old"}
NEW = {"public/page.html": "new", "public/more/page.html": "new"}
PRIVATE = {"private/home.html": "private"}


class _Killed(BaseException):
    """Stands for the end of the process in the middle of something."""


def full_disk(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def grow(out: Path, name: str, files: Mapping[str, str]) -> Path:
    """A finished tree with a manifest that lists its files."""
    tree = out / ".trees" / name
    for path, text in {**files, "manifest.json": json.dumps(sorted(files))}.items():
        (tree / path).parent.mkdir(parents=True, exist_ok=True)
        (tree / path).write_text(text, encoding="utf-8")
    return tree


def seen(out: Path) -> dict[str, str]:
    """What a reader finds who begins with the manifest; nothing where there is none."""
    if not (out / "manifest.json").exists():
        return {}
    listed = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    return {path: _read(out / path) for path in listed}


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else "missing"


def test_a_new_file_and_its_folders_are_written(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "file.txt"
    atomic.write(path, b"new")
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o644
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("step", ["fsync", "replace", "chmod"])
def test_a_full_disk_leaves_the_old_file_whole_and_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    path = tmp_path / "file.txt"
    atomic.write(path, b"old")
    with monkeypatch.context() as patch:
        patch.setattr(os, step, full_disk)
        with pytest.raises(OSError, match="space"):
            atomic.write(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_readers_never_see_a_half_written_file(tmp_path: Path) -> None:
    path = tmp_path / "file.txt"
    versions = [letter * 300_000 for letter in (b"a", b"b")]
    atomic.write(path, versions[0])
    read: list[bytes] = []
    done = threading.Event()

    def look() -> None:
        while not done.is_set():
            read.append(path.read_bytes())

    reader = threading.Thread(target=look)
    reader.start()
    for number in range(60):
        atomic.write(path, versions[number % 2])
    done.set()
    reader.join()
    assert read
    assert set(read) <= set(versions)


def test_the_first_tree_becomes_the_output(tmp_path: Path) -> None:
    atomic.switch(tmp_path, grow(tmp_path, "one", OLD))
    assert seen(tmp_path) == OLD


def test_a_new_tree_replaces_the_old_one_which_its_readers_keep(tmp_path: Path) -> None:
    atomic.switch(tmp_path, grow(tmp_path, "one", OLD))
    inside = (tmp_path / "public").resolve()
    atomic.switch(tmp_path, grow(tmp_path, "two", NEW))
    assert seen(tmp_path) == NEW
    assert (inside / "page.html").read_text(encoding="utf-8") == "old"


def test_only_the_tree_before_is_kept(tmp_path: Path) -> None:
    for name in ("one", "two", "three"):
        atomic.switch(tmp_path, grow(tmp_path, name, OLD))
    assert {path.name for path in (tmp_path / ".trees").iterdir()} == {"two", "three"}


def test_what_the_new_tree_lacks_disappears(tmp_path: Path) -> None:
    atomic.switch(tmp_path, grow(tmp_path, "one", {**OLD, **PRIVATE}))
    atomic.switch(tmp_path, grow(tmp_path, "two", NEW))
    assert {path.name for path in tmp_path.iterdir() if not path.name.startswith(".")} == {
        "manifest.json",
        "public",
    }


def test_the_output_folder_can_be_moved(tmp_path: Path) -> None:
    out = tmp_path / "here"
    atomic.switch(out, grow(out, "one", OLD))
    out.rename(tmp_path / "there")
    assert seen(tmp_path / "there") == OLD


@pytest.mark.parametrize(
    ("before", "after"),
    [(OLD, NEW), ({**OLD, **PRIVATE}, NEW), (OLD, {**NEW, **PRIVATE}), ({}, NEW)],
    ids=["the same names", "a name less", "a name more", "the first build"],
)
def test_a_process_killed_at_any_step_leaves_one_whole_release(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    before: Mapping[str, str],
    after: Mapping[str, str],
) -> None:
    def ready(name: str) -> tuple[Path, Path]:
        out = tmp_path / name
        if before:
            atomic.switch(out, grow(out, "earliest", before))
            atomic.switch(out, grow(out, "one", before))
        return out, grow(out, "two", after)

    out, tree = ready("undisturbed")
    with monkeypatch.context() as patch:
        changes = _count_changes(patch, die_at=10_000)
        atomic.switch(out, tree)
    assert seen(out) == after
    assert len(changes) > 3
    for step in range(1, len(changes) + 1):
        out, tree = ready(f"killed-{step}")
        with monkeypatch.context() as patch:
            _count_changes(patch, die_at=step)
            with pytest.raises(_Killed):
                atomic.switch(out, tree)
        assert seen(out) in (before, after), f"killed at {changes[:step]}"


def _count_changes(patch: pytest.MonkeyPatch, die_at: int) -> list[str]:
    """Note each change to the file system, and let the process die instead of one of them."""
    changes: list[str] = []

    def counted(name: str, call: Callable[..., object]) -> Callable[..., object]:
        def change(*arguments: object, **options: object) -> object:
            changes.append(name)
            if len(changes) == die_at:
                raise _Killed
            return call(*arguments, **options)

        return change

    for name in ("symlink", "replace", "unlink", "rmdir"):
        patch.setattr(os, name, counted(name, getattr(os, name)))
    return changes
