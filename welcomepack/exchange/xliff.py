"""XLIFF 1.2, which the tools of translation agencies take.

Written after the OASIS standard of 1 February 2008: one ``<file>`` an area, one ``<trans-unit>``
a text, ``<x/>`` for each placeholder, so that no tool lets anybody type into it. Other
converters lose the key or the state of a text, so this one is ours.
"""

from collections.abc import Iterator, Mapping
from itertools import groupby
from xml.etree.ElementTree import Element, SubElement, tostring

from welcomepack.diagnostic import Diagnostic, Position
from welcomepack.exchange.guard import LINE, read_xml, unreadable
from welcomepack.exchange.row import (
    VERSION,
    Answer,
    Received,
    Row,
    Sheet,
    Status,
    Unreadable,
    received,
)
from welcomepack.fact import PLACEHOLDER
from welcomepack.message import digest
from welcomepack.model import State

NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_STRUCTURE = {"xliff", "file", "body", "trans-unit", "alt-trans", "context-group"}
# Where the digest of the sent translation travels; tools keep contexts, and few show them.
_SENT = "x-welcomepack-sent"
# State and qualifier of a target; machine words are called so in the tool, too.
_STATES: Mapping[State, tuple[str, str]] = {
    State.MISSING: ("needs-translation", ""),
    State.STALE: ("needs-translation", ""),
    State.MT: ("needs-review-translation", "leveraged-mt"),
    State.TM: ("needs-review-translation", "leveraged-tm"),
    State.EDITED: ("translated", ""),
    State.CHECKED: ("signed-off", ""),
    State.APPROVED: ("signed-off", ""),
}
_SAID = {
    "translated": Status.TRANSLATED,
    "signed-off": Status.CHECKED,
    "final": Status.CHECKED,
}
_MACHINE = {"leveraged-mt", "mt-suggestion"}
# Inline elements whose content is text; all others stand for formatting, which we never send.
_TRANSPARENT = {"g", "mrk"}


def write(sheet: Sheet) -> bytes:
    """The rows as XLIFF 1.2; the same rows give the same bytes."""
    root = Element("xliff", {"version": "1.2", "xmlns": NAMESPACE})
    for domain, rows in groupby(sheet.rows, key=lambda row: row.domain):
        attributes = {
            "original": domain,
            "datatype": "plaintext",
            "source-language": "en",
            "target-language": sheet.language.tag,
            "product-name": sheet.project,
            "product-version": VERSION,
        }
        body = SubElement(SubElement(root, "file", attributes), "body")
        for row in rows:
            body.append(_unit(row))
    _indent(root, "\n")
    return b"%b\n" % tostring(root, encoding="UTF-8", xml_declaration=True)


def _unit(row: Row) -> Element:
    unit = Element("trans-unit", {"id": row.key, "resname": row.key, _SPACE: "preserve"})
    source = SubElement(unit, "source")
    _fill(source, row.english)
    state, qualifier = _STATES[row.state]
    target = SubElement(unit, "target", {"state": state})
    if qualifier:
        target.set("state-qualifier", qualifier)
    stale = row.state is State.STALE
    _fill(target, "" if stale else row.text, source)
    context = SubElement(unit, "context-group", {"purpose": "information"})
    SubElement(context, "context", {"context-type": _SENT}).text = row.text_digest
    if row.prints:
        SubElement(unit, "note", {"from": "welcomepack"}).text = f"It prints: {row.prints}"
    if row.comment:
        SubElement(unit, "note", {"from": "welcomepack"}).text = row.comment
    if stale:
        old = SubElement(unit, "alt-trans", {"alttranstype": "previous-version"})
        _fill(SubElement(old, "source"), row.before)
        _fill(SubElement(old, "target"), row.text)
    return unit


def _fill(element: Element, text: str, like: Element | None = None) -> None:
    """Put a text into an element, its placeholders as ``<x/>``.

    The same placeholder has the same id as in ``like``, the source, by which tools pair them;
    one that the source lacks gets an id that it lacks, too.
    """
    free = [(x.get("equiv-text", ""), x.get("id", "")) for x in (() if like is None else like)]
    prefix = "" if like is None else "n"
    end = 0
    last: Element | None = None
    for number, hit in enumerate(PLACEHOLDER.finditer(text), 1):
        _append(element, last, text[end : hit.start()])
        pair = next((one for one in free if one[0] == hit[0]), (hit[0], f"{prefix}{number}"))
        if pair in free:
            free.remove(pair)
        given = {"id": pair[1], "ctype": "x-fact", "equiv-text": hit[0]}
        last, end = SubElement(element, "x", given), hit.end()
    _append(element, last, text[end:])


def _append(element: Element, last: Element | None, words: str) -> None:
    if last is None:
        element.text = words
    else:
        last.tail = words


def _indent(element: Element, line_end: str) -> None:
    """Lines for the structure; never inside a text, where each space counts."""
    if element.tag not in _STRUCTURE or not len(element):
        return
    element.text = f"{line_end} "
    for child in element:
        _indent(child, f"{line_end} ")
        child.tail = f"{line_end} "
    element[-1].tail = line_end


def read(data: bytes, name: str) -> Received:
    """The answers of a returned XLIFF file; raises `Unreadable` if it is none of ours."""
    root = read_xml(data, name)
    if root.tag != _tag("xliff"):
        message = "This is not XLIFF 1.2."
        raise unreadable(name, message, "Ask the agency to return the file in the form it got.")
    locales: set[str] = set()
    projects: set[str] = set()
    found: list[Answer | Diagnostic] = []
    for file in root.iter(_tag("file")):
        locales.add(file.get("target-language", ""))
        projects.add(file.get("product-name", ""))
        found += _answers(file, name)
    if len(locales) != 1:
        told = ", ".join(sorted(locales)) or "none"
        message = f"The file must have one target language; it has: {told}."
        raise Unreadable(Diagnostic("WP252", message, Position(name)))
    project = projects.pop() if len(projects) == 1 else ""
    return received(locales.pop(), project, found)


def _answers(file: Element, name: str) -> Iterator[Answer | Diagnostic]:
    domain = file.get("original", "")
    for unit in file.iter(_tag("trans-unit")):
        line = int(unit.get(LINE, "1"))
        key = f"{domain}:{unit.get('id', '')}"
        source, target = unit.find(_tag("source")), unit.find(_tag("target"))
        try:
            english = "" if source is None else " ".join(_flat(source, {}).split())
            text = "" if target is None else _flat(target, _placeholders(source))
        except ValueError as error:
            message = f"{key}: The text holds formatting (<{error}>)."
            hint = "Texts are plain: ask for the row without bold, links or tags."
            yield Diagnostic("WP258", message, Position(name, line), hint)
            continue
        status = Status.NOTHING if target is None else _status(target)
        sent = next((one.text or "" for one in unit.iter(_tag("context")) if _is_sent(one)), "")
        yield Answer(line, key, english, digest(english), sent, None, text, status)


def _is_sent(context: Element) -> bool:
    return context.get("context-type") == _SENT


def _status(target: Element) -> Status:
    said = _SAID.get(target.get("state", ""), Status.NOTHING)
    if said is Status.NOTHING and target.get("state-qualifier") in _MACHINE:
        return Status.MACHINE
    return said


def _placeholders(source: Element | None) -> dict[str, str]:
    """The placeholders of a source by the id that its target repeats."""
    found = () if source is None else source.iter(_tag("x"))
    return {one.get("id", ""): one.get("equiv-text", "") for one in found}


def _flat(element: Element, known: Mapping[str, str]) -> str:
    """An element's text with braces for ``<x/>``; raises `ValueError` for other formatting."""
    parts = [element.text or ""]
    for child in element:
        local = child.tag.removeprefix(f"{{{NAMESPACE}}}")
        if local == "x":
            own = child.get("equiv-text", "")
            parts.append(known.get(child.get("id", ""), "") or own)
        elif local in _TRANSPARENT:
            parts.append(_flat(child, known))
        else:
            raise ValueError(local)
        parts.append(child.tail or "")
    return "".join(parts)


def _tag(local: str) -> str:
    return f"{{{NAMESPACE}}}{local}"
