"""Reading strangers' XML and zip files: limits first, no document types, no entities.

A document type can make a few bytes unfold into gigabytes or fetch files from the machine
(CWE-776, CWE-611). Neither XLIFF nor XLSX needs one, so its first letter ends the reading.
"""

import io
import zipfile
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from welcomepack.diagnostic import Diagnostic, Position
from welcomepack.exchange.row import Unreadable

MAX_BYTES = 16 * 1024 * 1024
MAX_UNPACKED = 64 * 1024 * 1024
MAX_MEMBERS = 200
MAX_DEPTH = 64
# Where an element stands in its file; a name that no format of ours uses.
LINE = "{urn:welcomepack}line"


def unreadable(name: str, message: str, hint: str = "", line: int = 1) -> Unreadable:
    """The exception that says that nothing of a file can be used (WP250)."""
    return Unreadable(Diagnostic("WP250", message, Position(name, line), hint))


def read_xml(data: bytes, name: str) -> Element:
    """Parse XML into a tree whose elements carry their line in `LINE`.

    Raises `Unreadable` for damaged XML, a document type, or nesting deeper than `MAX_DEPTH`.
    """
    builder = TreeBuilder()
    _Reader(name, builder).parse(data)
    return builder.close()


def check_zip(data: bytes, name: str) -> None:
    """Refuse a damaged zip file, one that unfolds to too much, and unsafe XML in it.

    Raises `Unreadable`. Sizes are those that the directory claims; the zip library never gives
    more than claimed, and reports a member that holds something else as damaged.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            _must_be_small(members, name)
            for one in members:
                if one.filename.endswith((".xml", ".rels")):
                    _Reader(name, None).parse(archive.read(one))
    except Unreadable:
        raise
    except Exception:  # noqa: BLE001 - one wrong byte can break the zip library in ten ways
        message = "The file is damaged: it is no whole XLSX file."
        raise unreadable(name, message, "Ask for it again.") from None


def _must_be_small(members: list[zipfile.ZipInfo], name: str) -> None:
    size = sum(one.file_size for one in members)
    if size > MAX_UNPACKED or len(members) > MAX_MEMBERS:
        message = f"The file unfolds to {size // 1024**2:,} MB in {len(members):,} parts."
        raise unreadable(name, message, "No file that we sent is as large.")


class _Reader:
    """The parser of the standard library with a depth limit and without document types."""

    def __init__(self, name: str, builder: TreeBuilder | None) -> None:
        self.name, self.builder, self.depth = name, builder, 0
        self.parser = expat.ParserCreate(namespace_separator="}")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.StartDoctypeDeclHandler = self._doctype
        if builder is not None:
            self.parser.CharacterDataHandler = builder.data

    def parse(self, data: bytes) -> None:
        try:
            self.parser.Parse(data, True)  # noqa: FBT003 - the library's own signature
        except (expat.ExpatError, LookupError, ValueError) as error:
            line = self.parser.CurrentLineNumber
            message = f"The file is damaged: {error}."
            raise unreadable(self.name, message, "Ask for it again.", line) from None

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            message = f"The file is nested deeper than {MAX_DEPTH} levels."
            raise unreadable(self.name, message, "", self.parser.CurrentLineNumber)
        if self.builder is not None:
            named = {_clark(key): value for key, value in attributes.items()}
            line = str(self.parser.CurrentLineNumber)
            self.builder.start(_clark(tag), {**named, LINE: line})

    def _end(self, tag: str) -> None:
        self.depth -= 1
        if self.builder is not None:
            self.builder.end(_clark(tag))

    def _doctype(self, *_: object) -> None:
        message = "The file declares a document type (DOCTYPE), which can do harm."
        hint = "No file that we sent has one. Ask the sender what program made it."
        raise unreadable(self.name, message, hint, self.parser.CurrentLineNumber)


def _clark(name: str) -> str:
    """A name with its namespace as ElementTree writes it."""
    return f"{{{name}" if "}" in name else name
