"""The house rules of the code: sizes, directions of imports, one registry of actions."""

import ast
import subprocess
import sys
from collections import Counter
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import tui
from tui.core.actions import ACTIONS

PACKAGE = Path(tui.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
DATA = {"actions.py", "themes.py"}
FILE_LINES, CLASS_LINES, FUNCTION_LINES, IMPORTS, ACTIONS_PER_CLASS = 400, 300, 40, 30, 15


def name_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def length(node: ast.AST) -> int:
    return node.end_lineno - node.lineno + 1


def run_time_imports(tree: ast.Module) -> set[str]:
    """What a module imports when it is itself imported: not in functions, not for types only."""
    found = set()
    for node in tree.body:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module}
    return found


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_stays_small_enough_to_be_read(path):
    tree = tree_of(path)
    assert path.name in DATA or len(path.read_text("utf-8").splitlines()) <= FILE_LINES
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            assert length(node) <= CLASS_LINES, node.name
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert length(node) <= FUNCTION_LINES, node.name
    imports = [n for n in ast.walk(tree) if isinstance(n, ast.Import | ast.ImportFrom)]
    assert len(imports) <= IMPORTS


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_says_what_it_is_responsible_for(path):
    assert ast.get_docstring(tree_of(path))


def test_no_two_modules_import_each_other():
    known = {name_of(path) for path in MODULES}
    graph = {name_of(path): run_time_imports(tree_of(path)) & known for path in MODULES}
    TopologicalSorter(graph).prepare()


@pytest.mark.parametrize("module", ["tui.cli", *(name_of(p) for p in MODULES if "core" in p.parts)])
def test_the_core_and_the_command_line_load_no_screen_library(module):
    code = f"import sys, {module}; sys.exit('textual' in sys.modules or 'rich' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_only_the_store_imports_tinydb():
    importing = {
        name_of(path)
        for path in MODULES
        if any(name.startswith("tinydb") for name in run_time_imports(tree_of(path)))
    }
    assert importing
    assert all(name.startswith("tui.core.store.") for name in importing)


def handlers() -> Counter[str]:
    """Every `action_*` method of the interface that takes a count and an argument."""
    found: Counter[str] = Counter()
    for path in (PACKAGE / "ui").rglob("*.py"):
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.ClassDef):
                own = [
                    f.name.removeprefix("action_")
                    for f in node.body
                    if isinstance(f, ast.FunctionDef | ast.AsyncFunctionDef)
                    and f.name.startswith("action_")
                    and [a.arg for a in f.args.args] == ["self", "count", "argument"]
                ]
                assert len(own) <= ACTIONS_PER_CLASS, node.name
                found.update(own)
    return found


def test_every_action_has_one_handler_and_every_handler_is_an_action():
    assert dict(handlers()) == {action.id: 1 for action in ACTIONS}
