"""Files made from the program: the JSON schema for editors, and the page of all diagnostics."""

import json
from typing import Any, Literal

from pydantic import TypeAdapter

from welcomepack.codes import CODES
from welcomepack.model import Area, Fact, Link, Place, Service, Session, Settings, Source, Topic

_FILES: dict[str, Any] = {
    "settings": Settings,
    "area": Area,
    "topic": Topic,
    "place": Place,
    "facts": list[Fact],
    "links": list[Link],
    "services": list[Service],
    "sessions": list[Session],
    "sources": list[Source],
}


def write_schema() -> str:
    """A JSON Schema (draft 2020-12) with a definition for each kind of content file.

    Editors use ``content/schema.json#/$defs/topic`` and so on to complete and check YAML.
    """
    kinds: list[tuple[str, Literal["validation"], TypeAdapter[Any]]] = [
        (name, "validation", TypeAdapter(kind)) for name, kind in _FILES.items()
    ]
    roots, shared = TypeAdapter.json_schemas(kinds)
    defs = dict(shared.get("$defs", {}))
    for (name, _), root in roots.items():
        defs[str(name)] = root
    whole: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "welcomepack content",
        "description": "Definitions for each kind of content file; see docs/content.md.",
        "anyOf": [{"$ref": f"#/$defs/{name}"} for name in _FILES],
        "$defs": {name: _as_written(one) for name, one in sorted(defs.items())},
    }
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"


def _as_written(node: Any) -> Any:  # noqa: ANN401 - any part of a JSON schema
    """The schema of what stands in a file, which editors read with YAML's own types.

    A child area's entry needs only its id, may say ``after`` and ``remove``, and an unquoted
    number is still the string it looks like.
    """
    if isinstance(node, list):
        return [_as_written(part) for part in node]
    if not isinstance(node, dict):
        return node
    made = {key: _as_written(part) for key, part in node.items()}
    if made.get("type") == "string" and "const" not in made and "enum" not in made:
        made["type"] = ["string", "number"]
    fields = made.get("properties")
    if isinstance(fields, dict) and "id" in fields:
        made["required"] = ["id"]
        fields["after"] = {"type": "string", "description": "Stand behind this id, or start."}
        fields["remove"] = {"type": "boolean", "description": "Take the parent's entry out."}
    return made


def diagnostics_page() -> str:
    """The page ``docs/diagnostics.md``: every code, its severity and what to do."""
    lines = [
        "# Diagnostics",
        "",
        "Made by `welcomepack schema`; do not edit. `welcomepack explain WP203` prints one entry.",
    ]
    for code, entry in CODES.items():
        lines += ["", f"## {code} {entry.title}", "", f"*{entry.severity}*. {entry.advice}"]
    return "\n".join(lines) + "\n"
