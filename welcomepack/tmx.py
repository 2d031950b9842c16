"""The memory as TMX 1.4b, the exchange format that translators' programs read.

See the TMX 1.4b specification (LISA OSCAR, 2005). Facts in braces are ``<ph>`` elements, which
those programs protect; where a text is from and how far it was checked stand in properties.
"""

import re
from collections.abc import Iterable
from xml.etree import ElementTree as ET

from welcomepack.fact import PLACEHOLDER
from welcomepack.language import Language
from welcomepack.memory import Remembered

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_HEADER = {
    "creationtool": "welcomepack",
    "creationtoolversion": "1",
    "segtype": "paragraph",
    "o-tmf": "welcomepack",
    "adminlang": "en",
    "srclang": "en",
    "datatype": "plaintext",
}
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# Control characters and lone surrogates, which XML 1.0 cannot hold even escaped.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_tmx(rows: Iterable[Remembered], language: Language) -> bytes:
    """A whole TMX file; the same rows give the same bytes.

    A row with a character that XML cannot hold is left out.
    """
    root = ET.Element("tmx", version="1.4")
    ET.SubElement(root, "header", _HEADER)
    body = ET.SubElement(root, "body")
    for row in rows:
        if not _NOT_XML.search(row.english + row.text):
            _unit(body, row, language.tag)
    ET.indent(root, " ")
    for segment in root.iter("seg"):
        _fill(segment)
    told = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n{told}\n'.encode()


def _unit(body: ET.Element, row: Remembered, tag: str) -> None:
    unit = ET.SubElement(body, "tu")
    for kind, told in (("x-state", str(row.state)), ("x-origin", row.origin)):
        ET.SubElement(unit, "prop", type=kind).text = told
    for lang, text in (("en", row.english), (tag, row.text)):
        variant = ET.SubElement(unit, "tuv", {_XML_LANG: lang})
        if lang != "en" and _DAY.fullmatch(row.date):
            variant.set("changedate", f"{row.date.replace('-', '')}T000000Z")
        ET.SubElement(variant, "seg").text = text


def _fill(segment: ET.Element) -> None:
    """Turn the placeholders of a segment's text into elements, after the file was indented."""
    parts = re.split(f"({PLACEHOLDER.pattern.replace('(', '(?:')})", segment.text or "")
    segment.text = parts[0]
    for number, (placeholder, after) in enumerate(zip(parts[1::2], parts[2::2], strict=True), 1):
        mark = ET.SubElement(segment, "ph", x=str(number))
        mark.text, mark.tail = placeholder, after
