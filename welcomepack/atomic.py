"""Writing so that a reader sees the old file or the new one, never a half.

The pattern is the usual one for POSIX file systems: write beside, flush to disk, rename over,
flush the folder. A crash leaves at most a temporary file whose name begins with a dot.
"""

import os
import shutil
import tempfile
from pathlib import Path


def write(path: Path, data: bytes) -> None:
    """Replace a file's content in one step; raises `OSError` and leaves the old file whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o644)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    flush_folder(path.parent)


def flush_folder(folder: Path) -> None:
    """Make renames in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def switch(out: Path, tree: Path) -> None:
    """Make a finished tree the current content of ``out``, in one step.

    ``out`` holds links to what the tree holds at its top, all through one link ``.current``;
    replacing that link is atomic, so a reader sees the old release or the new one, never a mix.
    The tree before is kept for readers who are inside it; older ones are removed.
    """
    for path in sorted(tree.rglob("*")):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())
    current = out / ".current"
    before = current.resolve() if current.is_symlink() else None
    # New names first: until the switch they lead nowhere, and nobody was told of them.
    for path in tree.iterdir():
        _link(out / path.name, Path(".current") / path.name)
    _link(out / ".current", tree.relative_to(out))
    for path in out.iterdir():
        if path.is_symlink() and not path.exists():
            path.unlink()
    flush_folder(out)
    for old in tree.parent.iterdir():
        if old not in {tree, before}:
            shutil.rmtree(old, ignore_errors=True)


def _link(path: Path, target: Path) -> None:
    """Point a link at a target, replacing what stood there in one step."""
    if path.is_symlink() and path.readlink() == target:
        return
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.new")
    temporary.unlink(missing_ok=True)
    temporary.symlink_to(target)
    temporary.replace(path)
