"""Catalogs: one PO file an area and language, merged by key and never by likeness.

polib stores them, because it keeps every byte that others wrote. `entry` knows what an entry
may claim, `file` reads and writes, `merge` brings a catalog in line with the content, and
`record` is how drafts and people's work get in.
"""

from welcomepack.catalog.entry import PROVENANCE, provenance, state_of
from welcomepack.catalog.file import (
    Catalog,
    Translation,
    catalog_files,
    catalog_path,
    read_catalog,
)
from welcomepack.catalog.merge import Recall, Recalled, Same, update
from welcomepack.catalog.record import Change, Outcome, Refusal, apply, mend, record

__all__ = [
    "PROVENANCE",
    "Catalog",
    "Change",
    "Outcome",
    "Recall",
    "Recalled",
    "Refusal",
    "Same",
    "Translation",
    "apply",
    "catalog_files",
    "catalog_path",
    "mend",
    "provenance",
    "read_catalog",
    "record",
    "state_of",
    "update",
]
