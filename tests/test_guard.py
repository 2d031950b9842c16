"""Limits on strangers' XML and zip files."""

import io
import zipfile

import pytest

from welcomepack.exchange import guard
from welcomepack.exchange.row import Unreadable

LAUGHS = b"""<?xml version="1.0"?>
<!DOCTYPE a [<!ENTITY l "lol"><!ENTITY m "&l;&l;&l;&l;&l;&l;&l;&l;&l;&l;">]>
<a>&m;</a>"""
OUTSIDE = b'<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/hostname">]><a>&f;</a>'
OUTSIDE_TYPE = b'<!DOCTYPE a SYSTEM "http://example.org/a.dtd"><a/>'
LINES = b"<a>\n<b/>\n</a>"


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(f"{name}.xml", content)
    return out.getvalue()


def said(function: object, data: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        function(data, "a")  # type: ignore[operator]
    assert caught.value.diagnostic.code == "WP250"
    return caught.value.diagnostic.text()


@pytest.mark.parametrize("data", [LAUGHS, OUTSIDE, OUTSIDE_TYPE])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_ends_the_reading(data: bytes, encoding: str) -> None:
    encoded = data if encoding == "utf-8" else data.decode().encode(encoding)
    assert "document type" in said(guard.read_xml, encoded)
    assert "document type" in said(guard.check_zip, zipped(sheet=encoded))


def test_nesting_has_a_limit() -> None:
    deep = guard.MAX_DEPTH
    assert guard.read_xml(b"<a>" * deep + b"</a>" * deep, "a").tag == "a"
    assert "nested deeper" in said(guard.read_xml, b"<a>" * (deep + 1) + b"</a>" * (deep + 1))
    assert "nested deeper" in said(guard.check_zip, zipped(sheet=b"<a>" * 100_000))


def test_elements_know_their_line_and_namespace() -> None:
    root = guard.read_xml(LINES.replace(b"<a>", b'<a xmlns="urn:x" xmlns:y="urn:y" y:z="1">'), "a")
    assert [(one.tag, one.get(guard.LINE)) for one in root.iter()] == [
        ("{urn:x}a", "1"),
        ("{urn:x}b", "2"),
    ]
    assert root.get("{urn:y}z") == "1"


@pytest.mark.parametrize(
    "data",
    [
        b"<a>",
        b"<a></b>",
        b"<a>&nbsp;</a>",
        b"<a>\x00</a>",
        b'<?xml version="1.0" encoding="x"?><a/>',
    ],
)
def test_damaged_xml_is_told_with_its_line(data: bytes) -> None:
    assert said(guard.read_xml, data).startswith("a:1:1 error WP250 The file is damaged:")


def test_a_zip_bomb_is_refused_before_it_unfolds() -> None:
    bomb = zipped(sheet=b"<a>" + b" " * (guard.MAX_UNPACKED) + b"</a>")
    assert len(bomb) < 1_000_000
    assert "unfolds to" in said(guard.check_zip, bomb)
    many = zipped(**{f"m{number}": b"<a/>" for number in range(guard.MAX_MEMBERS + 1)})
    assert "unfolds to" in said(guard.check_zip, many)


def test_a_zip_that_lies_about_its_size_is_damaged() -> None:
    honest = zipped(sheet=b"<a>" + b"x" * 1000 + b"</a>")
    size = (1007).to_bytes(4, "little")
    assert honest.count(size) == 2
    assert "damaged" in said(guard.check_zip, honest.replace(size, (10).to_bytes(4, "little")))


@pytest.mark.parametrize("cut", [4, 30, 60, -30, -4])
def test_a_zip_that_broke_off_is_damaged(cut: int) -> None:
    assert "damaged" in said(guard.check_zip, zipped(sheet=LINES * 50)[:cut])


def test_every_byte_of_a_zip_may_be_wrong() -> None:
    whole = zipped(sheet=b"<a>" + b"abc" * 20 + b"</a>")
    outcomes = set()
    for place in range(len(whole)):
        broken = whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :]
        try:
            guard.check_zip(broken, "a")
            outcomes.add("read")
        except Unreadable:
            outcomes.add("refused")
    assert outcomes == {"read", "refused"}
