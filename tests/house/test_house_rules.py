"""The house guards itself: rules that no linter knows."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db.migrations import RunPython
from django.db.models import CheckConstraint, UniqueConstraint

from tests.conftest import migrations_of_ours
from wangshi.accounts.permissions import ROLES, Permission
from wangshi.shared.one_stroke import CreateTables

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "wangshi"
WRITES = {"create", "bulk_create", "update", "bulk_update", "delete", "save", "get_or_create",
          "update_or_create", "add_to_class"}  # fmt: skip
# Names under which a dictionary, a set or a digest also has an `update`.
NOT_ROWS = {"values", "context", "answer", "digest", "initial", "cookies", "headers", "fields"}
ASKING = ("views", "admin", "forms", "selectors", "urls", "templatetags", "middleware")
PAGES = sorted(
    path
    for path in SOURCE.rglob("*.py")
    if any(part.removesuffix(".py") in ASKING for part in path.relative_to(SOURCE).parts)
    and "engine" not in path.parts
)


def calls_in(path: Path) -> list[ast.Call]:
    tree = ast.parse(path.read_text("utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]


def writes_in(path: Path) -> list[str]:
    return [
        f"{path.relative_to(SOURCE)}:{call.lineno} .{call.func.attr}()"
        for call in calls_in(path)
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in WRITES
        and not (isinstance(call.func.value, ast.Name) and call.func.value.id in NOT_ROWS)
    ]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_only_services_write(path):
    assert writes_in(path) == []


def test_no_model_hides_behaviour_in_save():
    models = [m for m in apps.get_models() if m.__module__.startswith("wangshi.")]
    assert [m.__name__ for m in models if "save" in vars(m) or "delete" in vars(m)] == []


def test_every_constraint_is_named_by_a_sentence():
    names = [
        constraint.name
        for model in apps.get_models()
        if model.__module__.startswith("wangshi.")
        for constraint in model._meta.constraints
        if isinstance(constraint, CheckConstraint | UniqueConstraint)
    ]
    assert [name for name in names if name.count("_") < 2] == []


def test_every_permission_is_asked_for_and_given_to_someone():
    text = "".join(
        path.read_text("utf-8")
        for path in SOURCE.rglob("*.py")
        if path.name != "permissions.py" and "migrations" not in path.parts
    )
    unused = [p.name for p in Permission if f"Permission.{p.name}" not in text]
    given = {permission for card in ROLES.values() for permission, _ in card.grants}
    assert unused == []
    assert set(Permission) - given == set()


def test_nothing_swallows_every_error():
    swallowed = [
        f"{path.relative_to(SOURCE)}:{node.lineno}"
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or getattr(node.type, "id", "") in {"Exception", "BaseException"})
    ]
    assert swallowed == []


INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=|javascript:|https?://(?!www\.w3\.org)"
)
TEMPLATES = sorted(SOURCE.rglob("templates/**/*.html"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_template_needs_more_than_its_own_house(path):
    """Nothing inline and nothing from elsewhere: the policy would drop it."""
    assert INLINE.findall(path.read_text("utf-8")) == []


TRACES = re.compile(r"(^|[^A-Za-z0-9_.])/(work|root|farm)/|/tmp/(brief|research)")


def test_no_file_names_a_place_on_the_machine_it_was_written_on():
    texts = [
        path
        for folder in ("src", "tests", "docs", "scripts", "benchmarks", ".ci")
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and path.suffix not in {".pyc", ".png"} and path != Path(__file__)
    ]
    assert [str(p.relative_to(ROOT)) for p in texts if TRACES.search(p.read_text("utf-8"))] == []


def test_a_table_is_made_in_one_stroke_with_its_constraints():
    """Each step of a migration draws every model anew: a room is one, its constraints inside."""
    steps = {type(step) for migration in migrations_of_ours() for step in migration.operations}
    assert steps == {CreateTables, RunPython}
