"""YAML to positioned nodes: what is read, what is refused, and where it is said to stand."""

import json
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from welcomepack.diagnostic import Diagnostic, Position
from welcomepack.document import (
    MAX_BYTES,
    MAX_DEPTH,
    Entries,
    Items,
    Node,
    Scalar,
    locate,
    parse,
    plain,
    read,
)

# Unicode's property Bidi_Control, all of it (PropList.txt).
DIRECTION_CONTROLS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
CONTROLS = "\x00\x01\x07\x08\x0b\x0c\x1b\x1f\x7f"
_PLAIN = ["a", "id", ": ", ":", "- ", "-", "\n", "\n  ", "\n    ", " ", "\t", "#", "é", "=", "~"]
_MARKS = ["[", "]", "{", "}", ",", "? ", "|", ">-", "'", '"', "\\u202e", "\\", "<<: ", "@", "`"]
_RARE = ["&a ", "*a", "!!str ", "!x ", "---\n", "...\n", "%YAML 1.1\n", "\u202e", "\x00", "\ufeff"]
FRAGMENTS = st.sampled_from([*_PLAIN, *_MARKS, *_RARE])


def one(text: str | bytes) -> Node:
    """The tree of a text that must be fine."""
    node, found = parse(text.encode() if isinstance(text, str) else text, "x.yaml")
    assert found == ()
    assert node is not None
    return node


def refused(text: str | bytes) -> Diagnostic:
    """The one diagnostic of a text that must be refused."""
    node, found = parse(text.encode() if isinstance(text, str) else text, "x.yaml")
    assert node is None
    assert len(found) == 1
    return found[0]


def scalars(node: Node) -> Iterator[Scalar]:
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Items):
        for item in node.items:
            yield from scalars(item)
    else:
        for key, value in node.entries.items():
            yield Scalar(key, node.keys[key])
            yield from scalars(value)


@pytest.mark.parametrize(
    "word",
    ["10:30", "no", "on", "0117", "020 7946 0000", "1e3", "0x1F", "~", "null", "2026-11-22", "<<"],
)
def test_every_scalar_stays_the_words_that_were_written(word: str) -> None:
    assert plain(one(f"value: {word}\n")) == {"value": word}
    assert plain(one(f"- {word}\n")) == [word]


def test_an_empty_value_is_the_empty_string() -> None:
    assert plain(one("value:\n")) == {"value": ""}


@pytest.mark.parametrize("raw", [b"", b"\n\n", b"# only a remark\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_no_node_and_no_complaint(raw: bytes) -> None:
    assert parse(raw, "x.yaml") == (None, ())


def test_a_byte_order_mark_and_windows_line_ends_are_no_matter() -> None:
    node = one(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n")
    assert plain(node) == {"a": "1", "b": "2"}
    assert isinstance(node, Entries)
    assert node.keys["b"] == Position("x.yaml", 2, 1)


def test_letters_are_composed_so_that_equal_words_are_equal() -> None:
    assert plain(one("caf\u0065\u0301: re\u0301sume\u0301\n")) == {"caf\u00e9": "r\u00e9sum\u00e9"}


def test_nodes_say_where_they_stand() -> None:
    node = one("id: gp\nblocks:\n  - id: join\n    é: {x: 1}\n")
    assert isinstance(node, Entries)
    blocks = node.entries["blocks"]
    assert isinstance(blocks, Items)
    block = blocks.items[0]
    assert isinstance(block, Entries)
    assert node.position == Position("x.yaml", 1, 1)
    assert node.entries["id"].position == Position("x.yaml", 1, 5)
    assert node.keys["blocks"] == Position("x.yaml", 2, 1)
    assert block.position == Position("x.yaml", 3, 5)
    assert block.keys["é"] == Position("x.yaml", 4, 5)
    inner = block.entries["é"]
    assert isinstance(inner, Entries)
    assert inner.entries["x"].position == Position("x.yaml", 4, 12)


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("a: 1\nb: [1\n", "WP101", 3),
        ("a: b: c\n", "WP101", 1),
        ("a: 1\n  b: 2\n", "WP101", 2),
        ("a: @x\n", "WP101", 1),
        ("\tid: x\n", "WP101", 1),
        ("a: 1\n---\nb: 2\n", "WP101", 3),
        ("? [a, b]\n: 1\n", "WP101", 1),
        (b"a: 1\nb: caf\xe9\n", "WP104", 2),
        ("a: 1\n".encode("utf-16"), "WP104", 1),
        ("a: 1\nb: &x 2\n", "WP106", 2),
        ("a: *x\n", "WP106", 1),
        ("a: 1\n&x b: 2\n", "WP106", 2),
        ("a: !!int 1\n", "WP107", 1),
        ("a: !!python/object/apply:os.system [ls]\n", "WP107", 1),
        ("!x\na: 1\n", "WP107", 1),
        ("a: 1\nb: 2\na: 3\n", "WP109", 3),
        ("x:\n  - {a: 1, a: 1}\n", "WP109", 2),
        ('a: 1\n"a": 2\n', "WP109", 2),
    ],
)
def test_what_is_refused_is_refused_with_its_line(text: str | bytes, code: str, line: int) -> None:
    problem = refused(text)
    assert (problem.code, problem.position) == (
        code,
        Position("x.yaml", line, problem.position.column if problem.position else 0),
    )


def test_a_key_written_twice_names_the_line_of_the_first() -> None:
    problem = refused("a: 1\nb: 2\na: 3\n")
    assert problem.message == 'The key "a" stands here twice (first in line 1).'


def test_a_billion_laughs_are_refused_before_the_first() -> None:
    lines = ["a0: &a0 ha"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    assert refused("\n".join(lines)).code == "WP106"


@pytest.mark.parametrize(("start", "end"), [("[", "]"), ("{a: ", "}")])
def test_nesting_is_limited_at_its_limit(start: str, end: str) -> None:
    assert one(f"{start * (MAX_DEPTH - 1)}x{end * (MAX_DEPTH - 1)}")
    assert refused(f"{start * MAX_DEPTH}x{end * MAX_DEPTH}").code == "WP108"
    assert refused(start * 3000).code == "WP108"


@pytest.mark.parametrize("char", DIRECTION_CONTROLS + CONTROLS, ids=lambda char: f"{ord(char):04X}")
def test_invisible_characters_are_refused_where_they_stand(char: str) -> None:
    problem = refused(f"a: 1\nb: Call{char}\n")
    assert (problem.code, problem.position) == ("WP105", Position("x.yaml", 2, 8))
    assert unicodedata.name(char, f"U+{ord(char):04X}") in problem.message


@pytest.mark.parametrize("char", DIRECTION_CONTROLS + CONTROLS, ids=lambda char: f"{ord(char):04X}")
def test_invisible_characters_are_refused_when_spelt_as_escapes(char: str) -> None:
    problem = refused(f'a: 1\nb: "Call\\u{ord(char):04x}"\n')
    assert problem.code == "WP105"
    assert problem.position is not None
    assert problem.position.line == 2


@pytest.mark.parametrize("char", ["\u200c", "\u200d", "ع", "\u1200", "\U0001f600"])
def test_joiners_and_letters_of_other_scripts_are_welcome(char: str) -> None:
    assert plain(one(f"a: x{char}x\n")) == {"a": f"x{char}x"}


def test_a_file_of_exactly_the_limit_is_read_and_one_byte_more_is_not(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(b"a: " + b"x" * (MAX_BYTES - 3))
    assert read(path, "x.yaml")[1] == ()
    path.write_bytes(b"a: " + b"x" * (MAX_BYTES - 2))
    node, found = read(path, "content/x.yaml")
    assert node is None
    assert [(d.code, d.position) for d in found] == [("WP103", Position("content/x.yaml"))]


def test_what_is_no_file_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("nowhere")
    (tmp_path / "loop").symlink_to("loop")
    for name in (".", "link", "loop", "none"):
        node, found = read(tmp_path / name, name)
        assert node is None
        assert [(d.code, d.position) for d in found] == [("WP102", Position(name))]


def test_locate_finds_the_value_or_its_key() -> None:
    node = one("blocks:\n  - id: a\n    risk: high\n  - id: b\n    steps: [x, y]\n")
    assert locate(node, ("blocks", 0, "risk")) == Position("x.yaml", 3, 11)
    assert locate(node, ("blocks", 0, "risk"), key=True) == Position("x.yaml", 3, 5)
    assert locate(node, ("blocks", 1, "steps", 1)) == Position("x.yaml", 5, 16)
    assert locate(node, ("blocks", 1)) == Position("x.yaml", 4, 5)
    assert locate(node, ()) == Position("x.yaml", 1, 1)


def test_locate_passes_over_what_the_tree_does_not_have() -> None:
    node = one("a:\n  - x\n")
    assert locate(node, ("function-after", "a", "union", 0, 7)) == Position("x.yaml", 2, 5)


@given(st.binary(max_size=300))
@example(b"\xff\xfe")
@example(b"[" * 3000)
def test_parse_never_raises_for_any_bytes(raw: bytes) -> None:
    node, found = parse(raw, "x.yaml")
    assert node is None or found == ()
    assert len(found) <= 1


@settings(max_examples=300)
@given(st.one_of(st.text(max_size=200), st.lists(FRAGMENTS, max_size=30).map("".join)))
def test_parse_never_raises_for_any_text_and_says_where(text: str) -> None:
    node, found = parse(text.encode("utf-8", "surrogatepass"), "x.yaml")
    assert node is None or found == ()
    for problem in found:
        assert problem.position is not None
        assert 1 <= problem.position.line <= len(text.splitlines()) + 1
        assert problem.message.endswith((".", "?"))


@settings(max_examples=300)
@given(st.lists(FRAGMENTS, max_size=30).map("".join))
@example('a: "\\u202e"')
@example('"\\0": 1')
def test_no_words_that_are_read_hold_an_invisible_character(text: str) -> None:
    node, _ = parse(text.encode(), "x.yaml")
    found = [word.value for word in scalars(node)] if node else []
    assert not set("".join(found)) & set(DIRECTION_CONTROLS + CONTROLS)


WORDS = st.text(st.characters(exclude_categories=["C", "Zl", "Zp", "Zs"]), max_size=12)
TREES = st.recursive(
    WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=12,
)


def composed(tree: object) -> object:
    if isinstance(tree, str):
        return unicodedata.normalize("NFC", tree)
    if isinstance(tree, list):
        return [composed(item) for item in tree]
    assert isinstance(tree, dict)
    return {composed(key): composed(value) for key, value in tree.items()}


@given(TREES)
def test_what_is_written_is_read_back(tree: object) -> None:
    whole = composed(tree)
    assert plain(one(json.dumps(whole, ensure_ascii=False))) == whole


@given(st.lists(st.tuples(st.from_regex(r"[a-z]{1,8}", fullmatch=True), WORDS), max_size=8))
def test_every_position_points_at_its_own_words(pairs: list[tuple[str, str]]) -> None:
    lines = [
        f"- {' ' * (len(key) % 3)}{key}: {json.dumps(word, ensure_ascii=False)}"
        for key, word in pairs
    ]
    node, _ = parse("\n".join(lines).encode(), "x.yaml")
    items = node.items if isinstance(node, Items) else ()
    assert len(items) == len(pairs)
    for item, (key, _word) in zip(items, pairs, strict=True):
        assert isinstance(item, Entries)
        at = item.keys[key]
        assert lines[at.line - 1][at.column - 1 :].startswith(f"{key}:")
        value = item.entries[key].position
        assert lines[value.line - 1][value.column - 1] == '"'
