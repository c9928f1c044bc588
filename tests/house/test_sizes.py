"""A page you can read at once: functions of forty lines, modules of four hundred."""

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "wangshi"
MODULES = sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)
FUNCTION_LINES, MODULE_LINES = 40, 400


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_it_fits_on_a_page(path):
    text = path.read_text("utf-8")
    functions = [
        node
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    assert text.count("\n") <= MODULE_LINES
    assert [f.name for f in functions if f.end_lineno - f.lineno >= FUNCTION_LINES] == []
