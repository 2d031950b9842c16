"""The shape of the project itself: nothing without a test, no golden file that nobody reads.

Which part may import which is not tested here: `make lint` asks import-linter.
"""

import ast
import re

from project_support import REPO

SOURCE = REPO / "welcomepack"
TESTS = REPO / "tests"
# Modules without a test file of their own name, and the file that tests them.
COVERED_BY = {
    "__init__": "test_structure.py",  # a docstring, see below
    "__main__": "test_cli.py",
    # One door to the rules, and the golden files of all their diagnostics.
    "catalog.__init__": "test_catalog.py",
    "catalog.entry": "test_catalog.py",
    "catalog.file": "test_catalog.py",
    "catalog.merge": "test_merge_catalog.py",
    "check.__init__": "test_check.py",
    "check.area": "test_check.py",
    "check.freshness": "test_check.py",
    "check.prose": "test_check.py",
    "check.references": "test_check.py",
    "check.rules": "test_check.py",
    # By what a build does when its processes are killed or the disk is full.
    "finish": "test_build.py",
    # Commands are tested by what they print and do.
    "cli.__init__": "test_cli.py",
    "cli.app": "test_cli.py",
    "cli.building": "test_cli.py",
    "cli.content": "test_cli.py",
    "cli.desk": "test_cli.py",
    "cli.exchange": "test_importing.py",
    "cli.frame": "test_cli.py",
    "cli.progress": "test_cli.py",
    "cli.reading": "test_cli.py",
    "cli.storage": "test_cli.py",
    "cli.telling": "test_cli.py",
    "environment": "test_unchanged.py",
    "executor": "test_cluster.py",
    "cli.publishing": "test_publish.py",
    "cli.review": "test_review.py",
    # What all engines share; tested through those that are.
    "engines.__init__": "test_registry.py",
    "engines.engine": "test_libre.py",
    "engines.web": "test_libre.py",
    # What the catalogs vouch for is what the memory is made of.
    "catalog.evidence": "test_memory.py",
    "codes": "test_schema.py",
    # The two halves of what used to be one; tested through the stage they serve.
    "artifact": "test_build.py",
    "claim": "test_render.py",
    "contentline": "test_vcard.py",
    "occasion": "test_session.py",
    "exchange.__init__": "test_structure.py",
    "exchange.formats": "test_export.py",
    "exchange.judge": "test_importing.py",
    "exchange.row": "test_importing.py",
    "exchange.table": "test_csvfile.py",
    "folder": "test_load.py",
    "layout": "test_build.py",
    "private": "test_build.py",
    "model.__init__": "test_model.py",
    "model.area": "test_model.py",
    "model.entry": "test_model.py",
    "model.session": "test_session.py",
    "model.text": "test_model.py",
    "model.topic": "test_model.py",
    "formats.__init__": "test_structure.py",
    # What formats are made of, tested through the builds that use them.
    "formats.format": "test_build.py",
    "formats.pack": "test_plan.py",
    "formats.registry": "test_formats.py",
    "formats.screen": "test_build.py",
    "native": "test_fontconfig.py",
    # The frame of font files, by the editor that reads what was joined.
    "sfnt": "test_truetype.py",
    "sheet": "test_plan.py",
    "state": "test_model.py",
    # One door to the proof, and one test module for all of it.
    "verify.__init__": "test_verify.py",
    "verify.code": "test_mutation.py",
    "verify.complete": "test_mutation.py",
    "verify.fill": "test_fit.py",
    "verify.facts": "test_verify.py",
    "verify.glyph": "test_verify.py",
    "verify.ink": "test_mutation.py",
    "verify.privacy": "test_verify.py",
    "verify.text": "test_mutation.py",
}


def modules() -> dict[str, str]:
    """Every module by its name, packages' insides as ``formats.paper``, with its text."""
    return {
        ".".join(path.relative_to(SOURCE).with_suffix("").parts): path.read_text("utf-8")
        for path in sorted(SOURCE.rglob("*.py"))
    }


def covering(module: str) -> str:
    """The name of the file that tests a module."""
    return COVERED_BY.get(module, f"test_{module.rpartition('.')[2]}.py")


def test_every_module_has_its_tests() -> None:
    known = {path.name for path in TESTS.rglob("test_*.py")}
    missing = {name: covering(name) for name in modules() if covering(name) not in known}
    assert missing == {}


def test_the_list_of_exceptions_names_modules_and_is_needed() -> None:
    assert set(COVERED_BY) <= set(modules())
    own = {path.name for path in TESTS.rglob("test_*.py")}
    assert [name for name in COVERED_BY if f"test_{name}.py" in own] == []


def test_a_package_only_says_what_it_is() -> None:
    found = {name: text for name, text in modules().items() if name.endswith("__init__")}
    assert found
    for name, text in found.items():
        first, *rest = ast.parse(text).body
        assert isinstance(first, ast.Expr), name
        assert all(isinstance(node, ast.ImportFrom | ast.Assign) for node in rest), name


def test_every_module_begins_with_what_it_is_for() -> None:
    texts = modules()
    assert len(texts) > 30
    assert [name for name, text in texts.items() if not ast.get_docstring(ast.parse(text))] == []


def test_no_test_is_skipped_without_a_reason_in_words() -> None:
    mark = re.compile(r"\b(?:skip|skipif|xfail)\b\s*(\(|$)", re.MULTILINE)
    looked_at = 0
    for path in sorted(TESTS.rglob("*.py")):
        if path.name == "test_structure.py":
            continue
        text = path.read_text("utf-8")
        looked_at += 1
        for hit in mark.finditer(text):
            call = text[hit.start() : text.find("\n\n", hit.start())]
            assert "reason=" in call or re.search(r'skip\(\s*f?"', call), path.name
    assert looked_at > 10


def test_no_file_names_a_path_of_one_machine() -> None:
    machine = re.compile(r"(?<![\w./])/(?:home|root|Users|work|tmp)/\w")
    looked_at = 0
    for folder, pattern in (
        (SOURCE, "*.py"),
        (TESTS, "*.py"),
        (REPO / "themes", "*.*"),
        (REPO / "content", "*.yaml"),
        (REPO / "docs", "*.md"),
    ):
        for path in sorted(folder.rglob(pattern)):
            looked_at += 1
            found = machine.findall(path.read_text("utf-8"))
            assert found == [], path.relative_to(REPO)
    assert looked_at > 100
