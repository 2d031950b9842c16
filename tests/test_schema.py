"""What is made from the program is fresh, and the catalogue of codes holds no more and no less."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from project_support import REPO

from welcomepack.codes import CODES
from welcomepack.diagnostic import Severity
from welcomepack.schema import diagnostics_page, write_schema

SOURCE = REPO / "welcomepack"
# Codes that nothing gives yet, each with the reason why it is kept.
RESERVED: dict[str, str] = {}
_CODE = re.compile(r"WP\d{3}")


def used() -> dict[str, set[str]]:
    """Every code that stands in a string of the source, with the modules; not in comments."""
    found: dict[str, set[str]] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        if path.name == "codes.py":
            continue
        for text in strings(path):
            for code in _CODE.findall(text):
                found.setdefault(code, set()).add(path.stem)
    return found


def strings(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text("utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    docs = {
        ast.get_docstring(node, clean=False)
        for node in ast.walk(tree)
        if isinstance(node, documented)
    }
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and node.value not in docs
        ):
            yield node.value


def test_the_schema_for_editors_is_fresh() -> None:
    assert (REPO / "content" / "schema.json").read_text("utf-8") == write_schema()


def test_the_page_of_diagnostics_is_fresh() -> None:
    assert (REPO / "docs" / "diagnostics.md").read_text("utf-8") == diagnostics_page()


def test_every_code_that_is_used_is_in_the_catalogue() -> None:
    assert set(used()) - set(CODES) == set()


def test_every_code_of_the_catalogue_is_used_or_reserved_with_a_reason() -> None:
    assert set(CODES) - set(used()) == set(RESERVED)
    assert all(reason.endswith(".") for reason in RESERVED.values())


@pytest.mark.parametrize("code", CODES)
def test_every_code_says_what_it_is_and_what_to_do(code: str) -> None:
    entry = CODES[code]
    assert _CODE.fullmatch(code)
    assert entry.severity in {str(one) for one in Severity}
    assert entry.title == entry.title.strip() != ""
    assert entry.advice.endswith(".")


def test_codes_stand_in_order_and_every_title_is_its_own() -> None:
    assert list(CODES) == sorted(CODES)
    titles = [entry.title for entry in CODES.values()]
    assert len(titles) == len(set(titles))


def test_the_documents_name_no_code_that_is_not_there() -> None:
    pages = [REPO / "README.md", *sorted((REPO / "docs").glob("*.md"))]
    named = {code for path in pages for code in _CODE.findall(path.read_text("utf-8"))}
    assert named >= set(CODES)
    assert named - set(CODES) == set()


def schema() -> dict[str, dict[str, Any]]:
    whole = json.loads(write_schema())
    assert whole["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    return whole["$defs"]


def references(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "$ref":
                yield value
            yield from references(value)
    elif isinstance(node, list):
        for item in node:
            yield from references(item)


def test_the_schema_defines_every_kind_of_file_and_all_it_refers_to() -> None:
    known = schema()
    kinds = {
        "settings",
        "area",
        "topic",
        "place",
        "facts",
        "links",
        "services",
        "sessions",
        "sources",
    }
    assert kinds <= set(known)
    named = set(references(known))
    assert len(named) > 20
    assert named <= {f"#/$defs/{name}" for name in known}


def test_the_schema_takes_a_text_as_a_sentence_and_refuses_unknown_fields() -> None:
    known = schema()
    assert "string" in str(known["Text"]["type"])
    assert "properties" not in known["Text"]
    objects = [one for one in known.values() if one.get("type") == "object"]
    assert len(objects) > 15
    assert [one["title"] for one in objects if one["additionalProperties"] is not False] == []


def test_the_schema_takes_what_a_child_area_writes() -> None:
    entries = [one for one in schema().values() if "id" in one.get("properties", {})]
    assert len(entries) > 10
    for one in entries:
        assert one["required"] == ["id"]
        assert {"after", "remove"} <= set(one["properties"])
