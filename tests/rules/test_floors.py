"""The floors of the house: a module imports only from floors below, or from its own package; nothing goes round."""

import ast
from collections.abc import Iterator

import pytest

from tests.rules.tree import Module, module, modules, report

FLOORS = {
    "errors": 0, "clock": 0, "ids": 0, "compiled": 0,
    "records": 1, "verify": 1, "verify_bundle": 1, "settings": 1,
    "policy": 2, "linkage": 2, "desks": 2,
    "store": 3, "outside": 3,
    "acts": 4,
    "following": 5, "exchange": 5,
    "api": 6, "web": 6, "cli": 6,
    "app": 7, "demo": 7,
    "__main__": 8,
}  # fmt: skip
# Two packages on one floor that may know each other, each with its reason.
DRAWN = {
    ("ids", "errors"): "an id that cannot be read is Invalid",
    ("clock", "errors"): "a clock that runs backwards is Unavailable",
    ("web", "api"): "pages are answered at the same front: its sessions, cursors, paces, streams and problems",
    ("verify_bundle", "verify"): "each proof in a bundle is checked as one that came alone",
    ("cli", "web"): "comity serve serves the pages too",
    ("cli", "api"): "comity serve starts the server; an export shows a record in the shape of an answer",
}


def imports(here: Module) -> Iterator[tuple[ast.stmt, str]]:
    """Every module of ours that this module names in an import, wherever in the file it does."""
    for node in ast.walk(here.tree):
        if isinstance(node, ast.Import):
            yield from ((node, name.name) for name in node.names if _ours(name.name))
        if isinstance(node, ast.ImportFrom):
            base = _base(here, node)
            if _ours(base):
                yield from ((node, name) for name in (base, *(f"{base}.{name.name}" for name in node.names)))


def _ours(name: str) -> bool:
    return name.split(".", maxsplit=1)[0] == "comity"


def _base(here: Module, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    package = here.name.split(".") if here.path.endswith("__init__.py") else here.name.split(".")[:-1]
    return ".".join([*package[: len(package) - node.level + 1], *([node.module] if node.module else [])])


def upward(here: Module) -> list[str]:
    problems = [] if here.part in FLOORS or not here.part else [f"{here.path}: comity.{here.part} stands on no floor"]
    for node, name in imports(here):
        there = (*name.split("."), "")[1]
        if there in FLOORS and here.part in FLOORS and not _may(here.part, there):
            problems.append(f"{here.at(node)}: {here.part} may not import {there}")
    return problems


def _may(here: str, there: str) -> bool:
    return here == there or FLOORS[there] < FLOORS[here] or (here, there) in DRAWN


def hidden_imports(here: Module) -> list[str]:
    return [
        f"{here.at(node)}: imported inside {function.name}"
        for function in here.functions
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]


def type_checking(here: Module) -> list[str]:
    return [
        f"{here.at(node)}: TYPE_CHECKING"
        for node in ast.walk(here.tree)
        if isinstance(node, ast.Name | ast.Attribute) and ast.unparse(node).endswith("TYPE_CHECKING")
    ]


def cycles(package: tuple[Module, ...]) -> list[str]:
    """Name every module that imports itself by way of others, with the shortest way round."""
    known = {here.name for here in package}
    graph = {here.name: {name for _, name in imports(here) if name in known and name != here.name} for here in package}
    return [" -> ".join(way) for name in sorted(graph) if (way := _way_round(graph, name))]


def _way_round(graph: dict[str, set[str]], start: str) -> list[str]:
    ways, seen = [[start]], set[str]()
    while ways:
        way = ways.pop(0)
        for name in sorted(graph[way[-1]] - seen):
            if name == start:
                return [*way, name]
            seen.add(name)
            ways.append([*way, name])
    return []


def test_no_module_imports_from_its_own_floor_or_above() -> None:
    report(
        [problem for here in modules() for problem in upward(here)],
        "Move what is needed to a lower floor, or hand it in as an argument. A new folder gets its floor in FLOORS.",
    )


def test_no_module_imports_itself_by_way_of_others() -> None:
    report(cycles(modules()), "Move what both need into a module of its own that imports neither.")


def test_every_import_stands_at_the_top_of_its_file() -> None:
    problems = [problem for here in modules() for problem in [*hidden_imports(here), *type_checking(here)]]
    report(problems, "Import at the top; if that makes a cycle, mend the cycle.")


@pytest.mark.parametrize(
    "path,text",
    [
        ("src/comity/desks/court.py", "from comity.store import log"),
        ("src/comity/desks/court.py", "from ..store.log import append"),
        ("src/comity/policy/mask.py", "import comity.linkage.score"),
        ("src/comity/cellar/wine.py", "x = 1"),
    ],
)
def test_the_floor_rule_sees_an_upward_import(path: str, text: str) -> None:
    assert upward(module(path, text))


def test_the_floor_rule_speaks_plainly() -> None:
    (problem,) = set(upward(module("src/comity/desks/court.py", "import comity.store.log")))
    assert problem.endswith("desks may not import store")


def test_the_floor_rule_lets_a_lower_floor_be_used() -> None:
    assert upward(module("src/comity/acts/submit.py", "from comity.records import Record\nimport json")) == []


def test_the_cycle_rule_sees_a_way_round_of_three() -> None:
    names = ("a", "b", "c")
    ring = tuple(
        module(f"src/comity/records/{name}.py", f"from comity.records.{following} import x")
        for name, following in zip(names, ("b", "c", "a"), strict=True)
    )
    assert cycles(ring)[0] == "comity.records.a -> comity.records.b -> comity.records.c -> comity.records.a"


def test_the_import_rule_sees_one_inside_a_function_and_one_for_types_only() -> None:
    assert hidden_imports(module("src/comity/x.py", "def f():\n    import json\n"))
    assert type_checking(module("src/comity/x.py", "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    pass\n"))
