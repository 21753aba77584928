"""Tests use real things: a real database, a real socket, a clock handed in. Nothing of ours is patched."""

import ast

import pytest

from tests.rules.tree import Module, module, modules, report

LIBRARIES = {"mock", "unittest.mock", "pytest_mock", "responses", "respx", "freezegun", "time_machine"}
# What monkeypatch may still do: stand in another folder, with other settings.
SETTINGS = {"setenv", "delenv", "chdir", "syspath_prepend"}


def mocks(here: Module) -> list[str]:
    problems = []
    for node in ast.walk(here.tree):
        names = [name.name for name in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            names = [node.module or "", *(f"{node.module}.{name.name}" for name in node.names)]
        problems += [f"{here.path}: imports {name}" for name in names if name in LIBRARIES]
        if isinstance(node, ast.arg) and node.arg == "mocker":
            problems.append(f"{here.at(node)}: asks for mocker")
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "monkeypatch" and node.attr not in SETTINGS:
            problems.append(f"{here.at(node)}: monkeypatch.{node.attr}")
    return problems


def test_no_test_replaces_what_it_tests() -> None:
    problems = [problem for here in modules("tests") for problem in mocks(here)]
    report(problems, "Hand the real thing in: the database fixture, a Clock, a transport at a partner's edge.")


@pytest.mark.parametrize(
    "text",
    [
        "from unittest import mock",
        "from unittest.mock import patch",
        "def test_x(mocker): ...",
        "def test_x(monkeypatch):\n    monkeypatch.setattr(store, 'append', None)",
    ],
)
def test_the_mock_rule_sees_a_replacement(text: str) -> None:
    assert mocks(module("tests/x.py", text))


def test_the_mock_rule_lets_settings_be_set() -> None:
    assert not mocks(module("tests/x.py", "def test_x(monkeypatch):\n    monkeypatch.setenv('COMITY_HOME', 'x')"))
