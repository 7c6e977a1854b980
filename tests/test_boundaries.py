"""The layers of the house, and the back doors that the import contracts cannot see."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps

PROJECT = Path(__file__).resolve().parents[1]
ORDER = {"mad": 0, "evidence": 1, "cases": 2, "deliberation": 3}
PURE = [
    *PROJECT.glob("*/procedure/*.py"),
    *PROJECT.glob("*/procedure.py"),
    *PROJECT.glob("*/visibility.py"),
    *PROJECT.glob("mad/membership/independence/*.py"),
    *PROJECT.glob("mad/search/language/*.py"),
    PROJECT / "mad/docket/merkle.py",
    PROJECT / "mad/clocks/extension.py",
    PROJECT / "mad/clocks/schedule.py",
    PROJECT / "mad/common/errors.py",
    PROJECT / "mad/common/canonical.py",
]


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


@pytest.mark.parametrize("path", PURE, ids=lambda path: str(path.relative_to(PROJECT)))
def test_the_rules_are_pure(path):
    foreign = {name.partition(".")[0] for name in imports(path)} & {"django", "rest_framework", "celery", "psycopg2"}
    assert not foreign


def layer(model) -> int:
    return ORDER[model.__module__.partition(".")[0]]


def ours():
    return [model for model in apps.get_models() if model.__module__.partition(".")[0] in ORDER]


def test_no_foreign_key_points_upward():
    upward = [
        f"{model.__name__}.{field.name}"
        for model in ours()
        for field in model._meta.get_fields()
        if field.is_relation
        and field.concrete
        and field.related_model in ours()
        and layer(field.related_model) > layer(model)
    ]
    assert not upward


def test_a_key_to_a_lower_layer_leaves_no_accessor_there():
    accessors = [
        f"{relation.related_model.__name__}.{relation.field.name} puts {relation.get_accessor_name()} on {model.__name__}"
        for model in ours()
        for relation in model._meta.related_objects
        if relation.related_model in ours() and layer(relation.related_model) > layer(model) and not relation.hidden
    ]
    assert not accessors


@pytest.mark.parametrize("app", ["mad", "evidence", "cases"])
def test_no_code_asks_for_an_upper_model_by_its_name(app):
    upper = "|".join(name for name, order in ORDER.items() if order > ORDER[app])
    asked = re.compile(rf"""(get_model|import_module)\(\s*f?["']({upper})[."']""")
    found = [
        str(path.relative_to(PROJECT))
        for path in (PROJECT / app).rglob("*.py")
        if asked.search(path.read_text("utf-8"))
    ]
    assert not found


@pytest.mark.parametrize("app", ["mad", "evidence", "cases"])
def test_no_template_includes_an_upper_one(app):
    upper = "|".join(name for name, order in ORDER.items() if order > ORDER[app])
    asked = re.compile(rf"""{{%\s*(include|extends)\s+["']({upper})/""")
    found = [
        str(path.relative_to(PROJECT))
        for path in (PROJECT / "templates" / app).rglob("*.html")
        if asked.search(path.read_text("utf-8"))
    ]
    assert not found


def test_no_rule_is_waived_without_a_reason():
    """A noqa or an ignore says why on its line."""
    bare = []
    for path in PROJECT.glob("*/**/*.py"):
        if path.is_relative_to(PROJECT / ".venv"):
            continue
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if re.search(r"#\s*(noqa(: *[A-Z0-9, ]+)?|type: *ignore(\[[a-z-, ]+\])?)\s*$", line):
                bare.append(f"{path.relative_to(PROJECT)}:{number}")
    assert not bare
