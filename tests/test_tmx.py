"""TMX that translators' programs can read: checked element by element against version 1.4b."""

from xml.etree import ElementTree as ET

from drafting_support import FILES, Spoken, drafted
from engine_support import language
from hypothesis import given
from hypothesis import strategies as st
from project_support import run

from welcomepack.memory import Remembered
from welcomepack.model import State
from welcomepack.tmx import write_tmx

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# The attributes that the DTD of TMX 1.4b requires of a header, and the values it allows.
_REQUIRED = {
    "creationtool",
    "creationtoolversion",
    "segtype",
    "o-tmf",
    "adminlang",
    "srclang",
    "datatype",
}
_TEXT = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), min_size=1
)
_ROWS = st.builds(
    Remembered,
    _TEXT,
    _TEXT,
    st.sampled_from(State),
    st.just("england"),
    st.sampled_from(["", "2026-11-22", "soon"]),
)


def words(segment: ET.Element) -> str:
    """All of a segment, placeholders included."""
    return "".join(segment.itertext())


def must_be_tmx(raw: bytes, tag: str) -> list[tuple[str, str]]:
    """Assert what the DTD asks for; returns the pairs of texts."""
    assert raw.startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE tmx SYSTEM')
    root = ET.fromstring(raw)  # noqa: S314 - our own bytes
    assert (root.tag, root.attrib) == ("tmx", {"version": "1.4"})
    header, body = root
    assert set(header.attrib) == _REQUIRED
    assert header.get("segtype") in {"block", "paragraph", "sentence", "phrase"}
    pairs = []
    for unit in body:
        assert [part.tag for part in unit] == ["prop", "prop", "tuv", "tuv"]
        assert [part.get("type") for part in unit[:2]] == ["x-state", "x-origin"]
        assert [part.get(_LANG) for part in unit[2:]] == ["en", tag]
        for variant in unit[2:]:
            (segment,) = variant
            assert segment.tag == "seg"
            numbers = [mark.get("x") for mark in segment]
            assert numbers == [str(number + 1) for number in range(len(numbers))]
            assert {mark.tag for mark in segment} <= {"ph"}
        pairs.append((words(unit[2][0]), words(unit[3][0])))
    return pairs


@given(st.lists(_ROWS, max_size=4))
def test_texts_come_through_as_they_are(rows):
    told = must_be_tmx(write_tmx(rows, language("ar")), "ar")
    assert told == [(row.english, row.text) for row in rows]


def test_facts_are_elements_that_programs_protect():
    row = Remembered("Call {gp.phone} & ask", "Llame {gp.phone} & pida", State.CHECKED, "a", "")
    raw = write_tmx([row], language("es"))
    assert b'<seg>Llame <ph x="1">{gp.phone}</ph> &amp; pida</seg>' in raw


def test_a_text_that_xml_cannot_hold_is_left_out():
    bad = Remembered("a\x0bb", "c", State.MT, "a", "")
    good = Remembered("a", "c", State.MT, "a", "")
    assert must_be_tmx(write_tmx([bad, good], language("es")), "es") == [("a", "c")]


def test_the_command_writes_state_origin_and_day(make_project, tmp_path):
    root = make_project(FILES)
    drafted(root, Spoken())
    out = tmp_path / "out" / "es.tmx"
    done = run(root, "messages", "memory", "export", "--locale", "es", str(out))
    assert (done.exit_code, done.stdout) == (0, f"4 texts in {out}\n")
    raw = out.read_bytes()
    assert ("Free food", "Comida gratis") in must_be_tmx(raw, "es")
    assert b'<prop type="x-state">mt</prop>' in raw
    assert b'<prop type="x-origin">england</prop>' in raw
    assert b'<tuv xml:lang="es" changedate="20261122T000000Z">' in raw
    run(root, "messages", "memory", "export", "--locale", "es", str(out))
    assert out.read_bytes() == raw


def test_the_command_knows_its_languages(make_project, tmp_path):
    out = str(tmp_path / "x.tmx")
    done = run(make_project(FILES), "messages", "memory", "export", "--locale", "fr-CA", out)
    assert done.exit_code == 1
    assert "is not a language of this project" in done.stderr
