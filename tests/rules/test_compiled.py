"""What a compiled function may call: nothing of ours from another file, whose changes would go unseen."""

import ast

import pytest

from tests.rules.tree import Function, Module, module, modules, report


def _is_compiled(function: Function) -> bool:
    return any(isinstance(each, ast.Name) and each.id == "compiled" for each in function.decorator_list)


def borrowed(here: Module) -> list[str]:
    """Names that compiled functions of a module take from other modules of ours."""
    ours = {
        alias.asname or alias.name
        for node in here.tree.body
        if isinstance(node, ast.ImportFrom) and (node.level or (node.module or "").startswith("comity"))
        for alias in node.names
    }
    return [
        f"{here.at(name)}: {function.name} uses {name.id}"
        for function in here.functions
        if _is_compiled(function)
        for statement in function.body
        for name in ast.walk(statement)
        if isinstance(name, ast.Name) and name.id in ours
    ]


def test_a_compiled_function_uses_nothing_of_another_module() -> None:
    assert any(_is_compiled(function) for here in modules() for function in here.functions)
    report(
        [problem for here in modules() for problem in borrowed(here)],
        "Keep what is compiled together in one file: it is compiled anew when that file changes, and only then.",
    )


@pytest.mark.parametrize("used", ["other(1)", "LIMIT"])
def test_the_rule_sees_what_is_borrowed(used: str) -> None:
    text = f"from comity.compiled import compiled\nfrom comity.a import other, LIMIT\n@compiled\ndef f():\n    {used}\n"
    (problem,) = borrowed(module("src/comity/store/x.py", text))
    assert problem.endswith(f"f uses {used.removesuffix('(1)')}")
