"""The one merge rule: a child area overrides, adds and removes entries by their id."""

import json
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from welcomepack.diagnostic import Diagnostic, Position
from welcomepack.document import Entries, Items, Node, parse, plain
from welcomepack.merge import entry_id, merge_lists

Rows = list[dict[str, object]]


def nodes(text: str, shown: str = "x.yaml") -> tuple[Node, ...]:
    node, found = parse(text.encode(), shown)
    assert found == ()
    return node.items if isinstance(node, Items) else ()


def rows(value: object, shown: str = "x.yaml") -> tuple[Node, ...]:
    return nodes(json.dumps(value, ensure_ascii=False), shown)


def merged(parent: str, child: str) -> tuple[list[object], tuple[Diagnostic, ...]]:
    whole, found = merge_lists(nodes(parent, "parent.yaml"), nodes(child, "child.yaml"))
    return [plain(one) for one in whole], found


def test_a_child_overrides_only_the_fields_it_names() -> None:
    whole, found = merged(
        "[{id: a, title: A, risk: high}, {id: b, title: B}]", "[{id: a, title: Z}]"
    )
    assert whole == [{"id": "a", "title": "Z", "risk": "high"}, {"id": "b", "title": "B"}]
    assert found == ()


def test_a_new_entry_goes_to_the_end() -> None:
    assert merged("[{id: a}, {id: b}]", "[{id: c}]")[0] == [{"id": "a"}, {"id": "b"}, {"id": "c"}]


@pytest.mark.parametrize(
    ("child", "order"),
    [
        ("[{id: c, after: a}]", "acb"),
        ("[{id: c, after: b}]", "abc"),
        ("[{id: c, after: start}]", "cab"),
        ("[{id: c, after: a}, {id: d, after: c}]", "acdb"),
        ("[{id: c, after: a}, {id: d, after: a}]", "adcb"),
        ("[{id: b, after: start}]", "ba"),
        ("[{id: a, after: b}]", "ba"),
        ("[{id: a, title: Z}]", "ab"),
    ],
)
def test_after_says_where_an_entry_stands(child: str, order: str) -> None:
    whole, found = merge_lists(nodes("[{id: a}, {id: b}]"), nodes(child))
    assert "".join(entry_id(one) for one in whole) == order
    assert found == ()
    assert all("after" not in one.entries for one in whole if isinstance(one, Entries))


def test_remove_takes_the_parents_entry_out() -> None:
    assert merged("[{id: a}, {id: b}]", "[{id: a, remove: true}]") == ([{"id": "b"}], ())


@pytest.mark.parametrize("order", ["remove: yes", "remove: True", "remove: [true]", "after: [a]"])
def test_an_order_that_cannot_be_followed_is_told_not_passed_over(order: str) -> None:
    _, found = merged("[{id: a}, {id: b}]", f"[{{id: b, {order}}}]")
    assert [(one.code, one.position and one.position.path) for one in found] == [
        ("WP112", "child.yaml")
    ]


def test_remove_false_is_no_order() -> None:
    assert merged("[{id: a}]", "[{id: a, remove: false}]") == ([{"id": "a"}], ())


@pytest.mark.parametrize(
    ("child", "message"),
    [
        ("[{id: x, remove: true}]", 'There is no "x" to remove.'),
        ("[{id: x, after: y}]", 'There is no "y" to stand after.'),
        ("[{id: a, after: a}]", 'There is no "a" to stand after.'),
    ],
)
def test_an_order_about_nothing_is_told_with_its_place(child: str, message: str) -> None:
    _, found = merged("[{id: a}]", child)
    assert found == (Diagnostic("WP120", message, Position("child.yaml", 1, 2)),)


def test_an_id_written_twice_is_told_and_the_first_stays() -> None:
    whole, found = merged("[]", "- {id: a, title: A}\n- {id: a, title: Z}\n")
    assert whole == [{"id": "a", "title": "A"}]
    assert found == (
        Diagnostic("WP114", 'The id "a" stands here twice.', Position("child.yaml", 2, 3)),
    )


def test_an_id_written_twice_deep_inside_is_told() -> None:
    _, found = merged("[]", "[{id: a, steps: [{id: s}, {id: s}]}]")
    assert [one.code for one in found] == ["WP114"]


def test_lists_inside_an_entry_merge_by_the_same_rule() -> None:
    whole, found = merged(
        "[{id: a, steps: [{id: s, text: S}, {id: t, text: T}]}]",
        "[{id: a, steps: [{id: u, text: U, after: start}, {id: s, remove: true}]}]",
    )
    assert whole == [{"id": "a", "steps": [{"id": "u", "text": "U"}, {"id": "t", "text": "T"}]}]
    assert found == ()


def test_a_list_of_words_is_replaced_whole() -> None:
    whole, _ = merged("[{id: a, basis: [x, y]}]", "[{id: a, basis: [z]}]")
    assert whole == [{"id": "a", "basis": ["z"]}]


def test_an_empty_list_of_words_replaces_the_parents() -> None:
    whole, _ = merged("[{id: a, basis: [x, y]}]", "[{id: a, basis: []}]")
    assert whole == [{"id": "a", "basis": []}]


def test_an_empty_list_of_entries_changes_none_of_the_parents() -> None:
    assert merged("[{id: a, steps: [{id: s}]}]", "[{id: a, steps: []}]")[0] == [
        {"id": "a", "steps": [{"id": "s"}]}
    ]


def test_a_value_fills_a_gap_and_a_gap_takes_a_value_away() -> None:
    assert merged("[{id: a, unknown: Ask.}]", "[{id: a, value: x}]")[0] == [
        {"id": "a", "value": "x"}
    ]
    assert merged("[{id: a, value: x}]", "[{id: a, unknown: Ask.}]")[0] == [
        {"id": "a", "unknown": "Ask."}
    ]
    both = "[{id: a, value: x, unknown: Ask.}]"
    assert merged("[]", both)[0] == [{"id": "a", "value": "x", "unknown": "Ask."}]


def test_every_value_keeps_the_place_where_it_was_written() -> None:
    whole, _ = merge_lists(
        nodes("- id: a\n  title: A\n  risk: high\n", "parent.yaml"),
        nodes("\n\n- id: a\n  title: Z\n", "child.yaml"),
    )
    entry = whole[0]
    assert isinstance(entry, Entries)
    assert entry.position == Position("child.yaml", 3, 3)
    assert entry.entries["title"].position == Position("child.yaml", 4, 10)
    assert entry.keys["title"] == Position("child.yaml", 4, 3)
    assert entry.entries["risk"].position == Position("parent.yaml", 3, 9)
    assert entry.keys["risk"] == Position("parent.yaml", 3, 3)


@pytest.mark.parametrize("text", ["[x, y]", "[{title: A}, {title: A}]", "[{id: [a]}]", "[[a]]"])
def test_entries_without_an_id_are_kept_for_the_validator_to_refuse(text: str) -> None:
    assert [entry_id(one) for one in nodes(text)] == [""] * len(nodes(text))
    whole, found = merge_lists((), nodes(text))
    assert [plain(one) for one in whole] == [plain(one) for one in nodes(text)]
    assert found == ()


IDS = st.sampled_from("abcde")
FIELDS = st.dictionaries(st.sampled_from(["title", "risk", "text"]), st.sampled_from("XYZ"))
LISTS = st.dictionaries(IDS, FIELDS, max_size=5).map(
    lambda found: [{"id": key, **fields} for key, fields in found.items()]
)
VALUES = st.recursive(
    st.sampled_from(["a", "b", "true", "start", ""]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "remove", "after", "steps", "value", "unknown"]), inner
        )
    ),
    max_leaves=15,
)


def ids(entries: Sequence[Node]) -> list[str]:
    return [entry_id(one) for one in entries]


@given(LISTS)
def test_nothing_merged_in_changes_nothing(parent: Rows) -> None:
    assert merge_lists(rows(parent), ()) == (rows(parent), ())
    whole, found = merge_lists((), rows(parent))
    assert ([plain(one) for one in whole], found) == (parent, ())


@given(LISTS, LISTS)
def test_a_merge_is_the_parents_order_with_new_entries_behind(parent: Rows, child: Rows) -> None:
    whole, found = merge_lists(rows(parent), rows(child))
    above, below = ids(rows(parent)), ids(rows(child))
    assert ids(whole) == above + [name for name in below if name not in above]
    assert found == ()
    fields = {str(one["id"]): one for one in parent}
    for one in child:
        fields[str(one["id"])] = {**fields.get(str(one["id"]), {}), **one}
    assert {entry_id(one): plain(one) for one in whole} == fields


@given(LISTS, LISTS)
def test_merging_the_same_child_again_changes_nothing(parent: Rows, child: Rows) -> None:
    once, _ = merge_lists(rows(parent), rows(child))
    assert merge_lists(once, rows(child)) == (once, ())


@given(st.lists(VALUES, max_size=4), st.lists(VALUES, max_size=4))
def test_no_lists_make_the_merge_raise_or_repeat_an_id(
    parent: list[object], child: list[object]
) -> None:
    above, _ = merge_lists((), rows(parent))
    whole, found = merge_lists(above, rows(child))
    named = [name for name in ids(whole) if name]
    assert len(named) == len(set(named))
    assert {one.code for one in found} <= {"WP112", "WP114", "WP120"}
