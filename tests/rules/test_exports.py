"""A name has one home: it is imported from where it is made or from the front of that package, never by a chain."""

import ast

from tests.rules.test_floors import imports
from tests.rules.tree import Module, module, modules, report


def made(here: Module) -> dict[str, str]:
    """Say for each name that a module imports from ours, which module it came from."""
    origins: dict[str, str] = {}
    for node in here.tree.body:
        if isinstance(node, ast.ImportFrom):
            base = next((name for found, name in imports(here) if found is node), "")
            origins |= {(name.asname or name.name): base for name in node.names if base}
    return origins


def chains(package: tuple[Module, ...]) -> list[str]:
    """Find names handed on twice: A takes from B what B took from C, which had it from D."""
    origins = {here.name: made(here) for here in package}
    problems = []
    for here in package:
        for name, first in origins[here.name].items():
            second = origins.get(first, {}).get(name)
            third = origins.get(second or "", {}).get(name)
            if third:
                problems.append(f"{here.path}: {name} comes by {first} and {second} from {third}")
    return problems


def test_no_name_is_handed_on_twice() -> None:
    report(chains(modules()), "Import it from where it is made, or from the front of that package.")


def test_the_export_rule_sees_a_chain() -> None:
    chain = (
        module("src/comity/acts/a.py", "from comity.store import x"),
        module("src/comity/store/__init__.py", "from comity.store.b import x"),
        module("src/comity/store/b.py", "from comity.store.c import x"),
        module("src/comity/store/c.py", "x = 1"),
    )
    assert chains(chain)
    assert not chains(chain[2:])
