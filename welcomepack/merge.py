"""The one merge rule of areas: lists of entries with an id, overridden, added or removed.

Works on positioned nodes before validation, so every value keeps the place it was written.
A child's entry with a parent's id overrides the fields it names (lists of entries inside it
merge by the same rule), a new id is added at the end or ``after`` another, and ``remove: true``
takes the parent's entry out.
"""

from collections.abc import Sequence

from welcomepack.diagnostic import Diagnostic
from welcomepack.document import Entries, Items, Node, Scalar

_ORDERS = {"after", "remove"}


def entry_id(node: Node) -> str:
    """The id of an entry, or the empty string."""
    if isinstance(node, Entries):
        named = node.entries.get("id")
        if isinstance(named, Scalar):
            return named.value
    return ""


def merge_lists(
    parent: Sequence[Node], child: Sequence[Node]
) -> tuple[tuple[Node, ...], tuple[Diagnostic, ...]]:
    """Merge a child's list of entries into its parent's; nothing is raised for bad entries."""
    merged: list[Node] = list(parent)
    ids = [entry_id(one) for one in merged]
    found: list[Diagnostic] = []
    seen: set[str] = set()
    for node in child:
        name = entry_id(node)
        if name and name in seen:
            found.append(Diagnostic("WP114", f'The id "{name}" stands here twice.', node.position))
            continue
        seen.add(name)
        found.extend(_place(merged, ids, node, name))
    return tuple(merged), tuple(found)


def _place(merged: list[Node], ids: list[str], node: Node, name: str) -> list[Diagnostic]:
    """Put one child entry where it belongs; both lists are changed in place, and stay in step."""
    at = ids.index(name) if name and name in ids else -1
    if _flag(node, "remove"):
        if at < 0:
            return [Diagnostic("WP120", f'There is no "{name}" to remove.', node.position)]
        del merged[at], ids[at]
        return []
    after = _flag(node, "after")
    bad = _bad_orders(node)
    clean, found = _override(merged[at] if at >= 0 else None, _without_orders(node))
    if at >= 0:
        del merged[at], ids[at]
    to = at if at >= 0 and not after else len(merged)
    if after == "start":
        to = 0
    elif after and after in ids:
        to = ids.index(after) + 1
    elif after:
        message = f'There is no "{after}" to stand after.'
        found.append(Diagnostic("WP120", message, node.position))
    merged.insert(to, clean)
    ids.insert(to, entry_id(clean))
    return [*bad, *found]


def _bad_orders(node: Node) -> list[Diagnostic]:
    """Orders that cannot be followed; passed over silently they would surprise on paper."""
    if not isinstance(node, Entries):
        return []
    found = []
    for key, wanted in (("remove", "true"), ("after", "one id")):
        value = node.entries.get(key)
        if value is None or (isinstance(value, Scalar) and key == "after" and value.value):
            continue
        if not (isinstance(value, Scalar) and value.value in {"true", "false"}):
            message = f'After "{key}:" stands {wanted}.'
            found.append(Diagnostic("WP112", message, value.position))
    return found


def _flag(node: Node, key: str) -> str:
    if not isinstance(node, Entries) or key not in node.entries:
        return ""
    value = node.entries[key]
    text = value.value if isinstance(value, Scalar) else ""
    return "" if key == "remove" and text != "true" else text


def _without_orders(node: Node) -> Node:
    if not isinstance(node, Entries) or not _ORDERS & node.entries.keys():
        return node
    entries = {key: value for key, value in node.entries.items() if key not in _ORDERS}
    return Entries(entries, node.keys, node.position)


def _override(parent: Node | None, child: Node) -> tuple[Node, list[Diagnostic]]:
    """Lay a child's fields over its parent's; lists inside go through the same rule."""
    if not isinstance(child, Entries):
        return child, []
    above = parent if isinstance(parent, Entries) else Entries({}, {}, child.position)
    entries, keys = dict(above.entries), {**above.keys, **child.keys}
    found: list[Diagnostic] = []
    for key, value in child.entries.items():
        old = entries.get(key)
        if isinstance(value, Items) and _all_entries(value) and _mergeable(old):
            items, more = merge_lists(old.items if isinstance(old, Items) else (), value.items)
            entries[key] = Items(items, value.position)
            found.extend(more)
        else:
            entries[key] = value
    _drop_contrary(entries, child)
    return Entries(entries, keys, child.position), found


def _drop_contrary(entries: dict[str, Node], child: Entries) -> None:
    """A child that fills a gap takes the parent's ``unknown`` away, and the other way round."""
    for given, other in (("value", "unknown"), ("unknown", "value")):
        if given in child.entries and other not in child.entries:
            entries.pop(other, None)


def _mergeable(old: Node | None) -> bool:
    """Whether the parent has nothing here, or a list of entries too."""
    return old is None or (isinstance(old, Items) and _all_entries(old))


def _all_entries(items: Items) -> bool:
    return all(isinstance(item, Entries) for item in items.items)
