"""Errors are met where they can be answered, never swallowed, and each of ours says what to do next."""

import ast
from collections.abc import Iterator

import pytest

from tests.rules.tree import Module, module, modules, report

# The two loops that must outlive any fault in what they carry; each logs it and goes on.
LOOPS: dict[str, str] = {
    "src/comity/api/resources.py": "the error page: a fault of ours is a problem document, and a log line",
    "src/comity/store/writing.py": "the writer: a fault in one entry is told to its sender, and the others are written",
}
WIDE = {"Exception", "BaseException"}
# Not TypeError: that tells a programmer that a declaration is wrong, before any person is there.
FOREIGN = {"ValueError", "KeyError", "RuntimeError", "LookupError", "OSError", "IOError", "Exception"}
HOOKS = {
    "src/comity/records/references.py": "msgspec takes a ValueError from its hook; the codec makes it Invalid",
    "src/comity/records/moments.py": "the moments compared here were already decoded by the codec",
}


def wide(here: Module) -> list[str]:
    """Find a bare except, one for Exception, and contextlib.suppress used as one."""
    caught: list[tuple[ast.ExceptHandler | ast.Call, ast.expr | None]]
    caught = [(node, node.type) for node in _excepts(here)]
    caught += [
        (node, argument)
        for node in ast.walk(here.tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("suppress")
        for argument in node.args
    ]
    return [
        f"{here.at(node)}: catches everything"
        for node, kind in caught
        if (kind is None or WIDE & set(_names(kind))) and here.path not in LOOPS
    ]


def swallowed(here: Module) -> list[str]:
    return [
        f"{here.at(node)}: swallows {ast.unparse(node.type) if node.type else 'everything'}"
        for node in _excepts(here)
        if all(isinstance(line, ast.Pass) or _is_ellipsis(line) for line in node.body)
    ]


def foreign(here: Module) -> list[str]:
    """Find errors of the language raised at a person, who is owed a remedy."""
    if here.path in HOOKS:
        return []
    return [
        f"{here.at(node)}: raises {name}"
        for node in ast.walk(here.tree)
        if isinstance(node, ast.Raise) and node.exc and (name := _names(node.exc)[0]) in FOREIGN
    ]


def _excepts(here: Module) -> Iterator[ast.ExceptHandler]:
    return (node for node in ast.walk(here.tree) if isinstance(node, ast.ExceptHandler))


def _names(node: ast.expr) -> list[str]:
    if isinstance(node, ast.Call):
        return _names(node.func)
    if isinstance(node, ast.Tuple):
        return [name for item in node.elts for name in _names(item)]
    return [ast.unparse(node).rpartition(".")[2]]


def _is_ellipsis(line: ast.stmt) -> bool:
    return isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant) and line.value.value is Ellipsis


def test_no_except_catches_everything() -> None:
    problems = [problem for here in modules() for problem in wide(here)]
    report(problems, "Name the errors that can be answered here; the others belong to the caller.")


def test_no_except_is_silent() -> None:
    problems = [problem for here in modules() for problem in swallowed(here)]
    report(
        problems, "Answer it, turn it into ours with `from`, or let it pass; suppress(ThisError) says it on purpose."
    )


def test_every_error_that_reaches_a_person_is_ours() -> None:
    problems = [problem for here in modules() for problem in foreign(here)]
    report(problems, "Raise one of comity.errors with a remedy: what the person should do next.")


@pytest.mark.parametrize(
    "text",
    [
        "try:\n    f()\nexcept:\n    g()",
        "try:\n    f()\nexcept Exception:\n    g()",
        "try:\n    f()\nexcept (OSError, BaseException) as e:\n    g()",
        "with contextlib.suppress(Exception):\n    f()",
    ],
)
def test_the_error_rule_sees_a_net_for_everything(text: str) -> None:
    assert wide(module("src/comity/x.py", text))


def test_the_error_rule_sees_silence() -> None:
    assert swallowed(module("src/comity/x.py", "try:\n    f()\nexcept OSError:\n    pass"))
    assert swallowed(module("src/comity/x.py", "try:\n    f()\nexcept OSError:\n    ..."))


def test_the_error_rule_sees_a_foreign_error() -> None:
    assert foreign(module("src/comity/x.py", "raise ValueError('x')"))
    assert not foreign(module("src/comity/x.py", "raise Invalid('x', remedy='y')"))
