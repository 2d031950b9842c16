"""Proves a built folder by itself: what `verify` can see without the content it came from."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from welcomepack import verify
from welcomepack.artifact import FACTS, read_facts
from welcomepack.diagnostic import Diagnostic, Position, WelcomepackError
from welcomepack.load import Loaded


def prove(loaded: Loaded, folder: Path) -> tuple[tuple[Diagnostic, ...], int]:
    """Check every artifact of a folder's manifest; returns what is wrong and how many there were.

    Raises `WelcomepackError` when there is no manifest.
    """
    try:
        rows = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        message = f"{folder} holds no manifest.json. Run: welcomepack build"
        raise WelcomepackError(message) from None
    found: list[Diagnostic] = []
    facts = _facts(folder)
    public: dict[str, Path] = {}
    for row in rows:
        path = folder / row["path"]
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != row["sha256"]:
            found.append(
                Diagnostic("WP505", "The file is missing or changed.", Position(row["path"]))
            )
            continue
        if row["path"].endswith(".pdf"):
            if row["path"] not in facts:
                message = f"{FACTS} does not list its facts, so its numbers cannot be proved."
                found.append(Diagnostic("WP518", message, Position(row["path"])))
            found.extend(_paper(path.read_bytes(), row, facts.get(row["path"], ())))
        if row["public"]:
            public[row["path"]] = path
    for pack in loaded.packs.values():
        own = pack.model_copy(update={"places": ()})
        found.extend(verify.leaks(public, verify.secrets(pack.places, own)))
    return tuple(found), len(rows)


def _facts(folder: Path) -> Mapping[str, tuple[tuple[str, str], ...]]:
    try:
        return read_facts(folder)
    except (OSError, ValueError):
        return {}


def _paper(
    pdf: bytes, row: Mapping[str, object], facts: Sequence[tuple[str, str]]
) -> tuple[Diagnostic, ...]:
    name = str(row["path"])
    read: set[str] = set()
    for number in range(verify.count_pages(pdf)):
        read.update(verify.codes_on_page(verify.render_page(pdf, number)))
    codes = row["qr"] if isinstance(row["qr"], list) else []
    missing = [
        Diagnostic("WP503", f'The QR code of "{content}" does not read.', Position(name))
        for content in codes
        if content not in read
    ]
    tagged = (
        ()
        if row["imposed"]
        else (
            *verify.accessible(pdf, name),
            *verify.complete(pdf, str(row["locale"] or "en"), name),
        )
    )
    return (
        *tagged,
        *verify.facts_by_position(pdf, facts, name),
        *verify.printable(pdf, name),
        *missing,
        *(
            Diagnostic("WP503", f'A QR code leads to "{content}", not planned.', Position(name))
            for content in sorted(read - set(codes))
        ),
    )
