"""XLIFF 1.2: what agencies get, and what their tools make of it."""

import re
from xml.etree import ElementTree as ET

import pytest
from exchange_support import ARABIC
from exchange_texts import row_lists
from hypothesis import given

from welcomepack.exchange.row import Row, Sheet, Status, Unreadable
from welcomepack.exchange.xliff import NAMESPACE, read, write
from welcomepack.message import digest
from welcomepack.model import State

RING = Row("england", "gp/ring", "Call {gp.phone}.", "Call 999.", "اتصل {gp.phone}.", State.MT)
N = {"x": NAMESPACE}
SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def file(*rows: Row) -> bytes:
    return write(Sheet("Welcome pack", ARABIC, rows))


def changed(data: bytes, old: str, new: str) -> bytes:
    text = data.decode()
    assert old in text
    return text.replace(old, new).encode()


def unit(data: bytes) -> ET.Element:
    found = ET.fromstring(data).find(".//x:trans-unit", N)  # noqa: S314 - our own file
    assert found is not None
    return found


@given(row_lists)
def test_what_is_sent_comes_back_the_same(rows: tuple[Row, ...]) -> None:
    back = read(file(*rows), "a.xlf")
    assert back.refused == ()
    assert (back.locale, back.project) == ("ar", "Welcome pack")
    assert [(one.name, one.english, one.digest) for one in back.answers] == [
        (row.name, row.english, row.digest) for row in rows
    ]
    assert [one.text for one in back.answers] == [
        "" if row.state is State.STALE else row.text for row in rows
    ]
    assert [one.text_digest for one in back.answers] == [row.text_digest for row in rows]


@given(row_lists)
def test_the_same_rows_give_the_same_bytes(rows: tuple[Row, ...]) -> None:
    assert file(*rows) == file(*rows)


def test_a_placeholder_is_an_element_that_nobody_can_type_into() -> None:
    data = file(RING)
    source = unit(data).find("x:source", N)
    assert source is not None
    assert [(x.get("id"), x.get("equiv-text")) for x in source] == [("1", "{gp.phone}")]
    assert source.text == "Call "
    assert b"{gp.phone}." not in data.replace(b'"{gp.phone}"', b"")


def test_the_parts_of_a_unit_stand_in_the_order_of_the_standard() -> None:
    stale = Row("england", "a", "New.", "", "قديم", State.STALE, "Old.", "Doctor.")
    root = ET.fromstring(file(stale))  # noqa: S314 - our own file
    (only,) = root
    assert (root.tag, root.get("version")) == (f"{{{NAMESPACE}}}xliff", "1.2")
    assert {"original", "datatype", "source-language", "target-language"} <= set(only.attrib)
    tags = [child.tag.removeprefix(f"{{{NAMESPACE}}}") for child in unit(file(stale))]
    assert tags == ["source", "target", "context-group", "note", "alt-trans"]


# XLIFF 1.2 (OASIS, 1 February 2008), section 2: the attributes that each element needs and may
# have of those we use, its children in their order (those in one group in any), and the values
# of attributes that are lists. "x-" begins a value of one's own where the standard allows it.
NEEDED = {
    "xliff": {"version"},
    "file": {"original", "source-language", "datatype"},
    "trans-unit": {"id"},
    "x": {"id"},
    "context": {"context-type"},
}
ALLOWED = {
    "file": {"target-language", "product-name", "product-version"},
    "trans-unit": {"resname", SPACE},
    "target": {"state", "state-qualifier"},
    "context-group": {"purpose"},
    "note": {"from"},
    "alt-trans": {"alttranstype"},
    "x": {"ctype", "equiv-text"},
}
AFTER = "(context-group |count-group |prop-group |note |alt-trans )*"
CHILDREN = {
    "xliff": "(file )+",
    "file": "(header )?body ",
    "body": "(group |trans-unit |bin-unit )*",
    "trans-unit": f"source (seg-source )?(target )?{AFTER}",
    "alt-trans": "(source )?(seg-source )?(target )+(context-group |prop-group |note )*",
    "context-group": "(context )+",
    "source": "(x )*",
    "target": "(x )*",
}
VALUES = {
    "version": "1\\.2",
    "datatype": "plaintext",
    "state": "needs-translation|needs-review-translation|translated|signed-off",
    "state-qualifier": "leveraged-mt|leveraged-tm",
    "alttranstype": "previous-version",
    "purpose": "information",
    "ctype": "x-.+",
    "context-type": "x-.+",
    SPACE: "preserve",
}


def faults(root: ET.Element) -> list[str]:
    """What in a document the standard does not allow."""
    found = []
    for one in root.iter():
        assert one.tag.startswith(f"{{{NAMESPACE}}}")
        name, given = local(one), set(one.attrib)
        missing = NEEDED.get(name, set()) - given
        strange = given - NEEDED.get(name, set()) - ALLOWED.get(name, set())
        found += [f"{name} {attribute}" for attribute in missing | strange]
        children = "".join(f"{local(child)} " for child in one)
        if not re.fullmatch(CHILDREN.get(name, ""), children):
            found.append(f"{name}: {children}")
        found += [
            f"{key}={value}"
            for key, value in one.attrib.items()
            if not re.fullmatch(VALUES.get(key, ".*"), value, re.DOTALL)
        ]
    for file in root:
        ids = [one.get("id") for one in file.iter(f"{{{NAMESPACE}}}trans-unit")]
        found += [] if len(set(ids)) == len(ids) else ["an id stands twice"]
    return found


def local(one: ET.Element) -> str:
    return one.tag.removeprefix(f"{{{NAMESPACE}}}")


@given(row_lists)
def test_the_document_is_built_as_the_standard_says(rows: tuple[Row, ...]) -> None:
    data = file(*rows)
    assert data.startswith(b"<?xml version='1.0' encoding='UTF-8'?>")
    assert faults(ET.fromstring(data)) == []  # noqa: S314 - our own file


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('<note from="welcomepack">', "<note><b/>"),
        (' state="needs-translation"', ' state="new-ish"'),
        ('<trans-unit id="a"', "<trans-unit"),
        ("</target>", "</target><source/>"),
        (' datatype="plaintext"', ""),
        ("<alt-trans ", '<alt-trans colour="red" '),
    ],
)
def test_a_document_that_is_built_otherwise_is_found(old: str, new: str) -> None:
    stale = Row("england", "a", "New.", "", "قديم", State.STALE, "Old.", "Doctor.")
    data = file(stale)
    assert faults(ET.fromstring(data)) == []  # noqa: S314 - our own file
    assert old in data.decode()
    broken = data.decode().replace(old, new, 1).replace("<b/>", "<x/>")
    assert faults(ET.fromstring(broken.encode())) != []  # noqa: S314 - our own file


def test_a_stale_text_shows_the_english_before_and_now() -> None:
    one = unit(file(Row("england", "a", "New.", "", "قديم", State.STALE, "Old.")))
    assert one.findtext("x:source", "", N) == "New."
    assert one.findtext("x:target", "", N) == ""
    assert one.findtext("x:alt-trans/x:source", "", N) == "Old."
    assert one.findtext("x:alt-trans/x:target", "", N) == "قديم"


@pytest.mark.parametrize(
    ("state", "mark", "qualifier"),
    [
        (State.MISSING, "needs-translation", None),
        (State.STALE, "needs-translation", None),
        (State.MT, "needs-review-translation", "leveraged-mt"),
        (State.TM, "needs-review-translation", "leveraged-tm"),
        (State.EDITED, "translated", None),
        (State.CHECKED, "signed-off", None),
        (State.APPROVED, "signed-off", None),
    ],
)
def test_states_are_the_standards_own(state: State, mark: str, qualifier: str | None) -> None:
    target = unit(file(Row("england", "a", "Old.", "", "x", state))).find("x:target", N)
    assert target is not None
    assert (target.get("state"), target.get("state-qualifier")) == (mark, qualifier)


@pytest.mark.parametrize(
    ("mark", "status"),
    [
        ('state="needs-translation"', Status.NOTHING),
        ('state="needs-review-translation"', Status.NOTHING),
        ('state="translated"', Status.TRANSLATED),
        ('state="signed-off"', Status.CHECKED),
        ('state="final"', Status.CHECKED),
        ('state="x-something"', Status.NOTHING),
        ("", Status.NOTHING),
        ('state="needs-review-translation" state-qualifier="mt-suggestion"', Status.MACHINE),
        ('state="signed-off" state-qualifier="leveraged-mt"', Status.CHECKED),
    ],
)
def test_a_tools_mark_is_understood(mark: str, status: Status) -> None:
    ours = 'state="needs-review-translation" state-qualifier="leveraged-mt"'
    (one,) = read(changed(file(RING), ours, mark), "a.xlf").answers
    assert one.status is status


def test_a_placeholder_has_one_id_in_both_languages() -> None:
    one = unit(
        file(Row("england", "a", "From {a} to {b} or {a}.", "", "{b} {a} {c} {a}", State.MT))
    )
    ids = {
        tag: [(x.get("id"), x.get("equiv-text")) for x in one.iterfind(f"x:{tag}/x:x", N)]
        for tag in ("source", "target")
    }
    assert ids["source"] == [("1", "{a}"), ("2", "{b}"), ("3", "{a}")]
    assert ids["target"] == [("2", "{b}"), ("1", "{a}"), ("n3", "{c}"), ("3", "{a}")]


def test_a_tool_may_wrap_the_text_and_drop_what_a_placeholder_stands_for() -> None:
    data = file(RING)
    cut = re.sub(rb'(<target[^>]*>[^<]*<x id="1")[^>]*', rb"\1 /", data)
    cut = cut.replace(b"<target ", b'<seg-source>Call</seg-source><target xml:lang="ar" ')
    wrapped = re.sub(rb"(<target[^>]*>)(.*?)(</target>)", rb'\1<mrk mtype="seg">\2</mrk>\3', cut)
    assert b"<mrk" in wrapped
    assert wrapped.count(b"equiv-text") == 1
    assert read(wrapped, "a.xlf").answers == read(data, "a.xlf").answers


def test_formatting_in_a_text_refuses_its_row_and_no_other() -> None:
    other = Row("england", "gp/other", "Other.", "", "آخر", State.MT)
    data = changed(file(RING, other), "آخر", '<ph id="9">&lt;b&gt;</ph>آخر')
    back = read(data, "a.xlf")
    assert [one.name for one in back.answers] == ["england:gp/ring"]
    (refused,) = back.refused
    assert (refused.code, refused.position and refused.position.line) == ("WP258", 13)
    assert data.splitlines()[12].strip().startswith(b'<trans-unit id="gp/other"')


def test_a_tool_that_loses_our_context_only_loses_the_comparison() -> None:
    data = re.sub(rb"<context-group.*?</context-group>", b"", file(RING), flags=re.DOTALL)
    (one,) = read(data, "a.xlf").answers
    assert (one.text_digest, one.text) == ("", RING.text)
    assert one.digest == digest(RING.english)


def test_two_languages_in_one_file_are_refused() -> None:
    london = Row("london", "a", "One.")
    data = file(RING, london).decode()
    first, second = data.rsplit('target-language="ar"', 1)
    with pytest.raises(Unreadable) as caught:
        read(f'{first}target-language="ti"{second}'.encode(), "a.xlf")
    assert caught.value.diagnostic.code == "WP252"
