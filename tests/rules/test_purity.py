"""Pure in the middle: what computes does not wait, does not look at the clock and does not reach out."""

import ast
import re

import pytest

from tests.rules.tree import Module, module, modules, report

PURE = {"records", "policy", "linkage", "desks"}
REACHING = set(
    "asyncio asyncpg concurrent ftplib http httpx logging multiprocessing random secrets select signal smtplib socket "
    "sqlite3 ssl starlette subprocess threading time urllib uvicorn".split()
)
TELLS_TIME = re.compile(r"\b(datetime\.(now|utcnow|today)|date\.today|time\.time(_ns)?)\b")
STATEMENT = re.compile(
    r"\s*(select|insert\s+into|update|delete\s+from|with|create|alter|drop|copy|notify)\s", re.IGNORECASE
)
CLAUSE = re.compile(r"\b(from|into|set|values|where|table|index|role|as\s*\()\b", re.IGNORECASE)


def impure(here: Module) -> list[str]:
    if here.part not in PURE:
        return []
    problems = []
    for node in ast.walk(here.tree):
        names = [name.name for name in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        problems += [f"{here.path}: {here.part} reaches for {n}" for n in names if n.split(".")[0] in REACHING]
        if isinstance(node, ast.AsyncFunctionDef | ast.Await):
            problems.append(f"{here.at(node)}: {here.part} waits")
    return problems


def tells_time(here: Module) -> list[str]:
    if here.path == "src/comity/clock.py":
        return []
    calls = [node for node in ast.walk(here.tree) if isinstance(node, ast.Call)]
    return [f"{here.at(call)}: looks at the clock" for call in calls if TELLS_TIME.search(ast.unparse(call.func))]


def built_sql(here: Module) -> list[str]:
    """Find statements put together from pieces: by f-string, by %, by +, by format or by replace."""
    problems = []
    for node in ast.walk(here.tree):
        pieces = _pieces(node)
        if STATEMENT.match(pieces) and CLAUSE.search(pieces):
            problems.append(f"{here.path}:{getattr(node, 'lineno', 0)}: builds a statement from pieces")
    return problems


def _pieces(node: ast.AST) -> str:
    match node:
        case ast.JoinedStr(values=[ast.Constant(value=str(first)), *rest]) if rest:
            return first + " ".join(str(v.value) for v in rest if isinstance(v, ast.Constant))
        case ast.BinOp(left=ast.Constant(value=str(first)), op=ast.Add() | ast.Mod()):
            return first
        case ast.Call(func=ast.Attribute(value=ast.Constant(value=str(first)), attr="format" | "replace")):
            return first
        case _:
            return ""


def test_what_computes_neither_waits_nor_reaches_out() -> None:
    problems = [problem for here in modules() for problem in impure(here)]
    report(problems, "Take the value as an argument; the acts and the store fetch it (principle 12).")


def test_only_the_clock_tells_the_time() -> None:
    problems = [problem for here in modules() for problem in tells_time(here)]
    report(problems, "Take a Clock, or the instant, as an argument: tests hold it still.")


def test_no_statement_is_built_from_pieces() -> None:
    problems = [problem for here in modules() for problem in built_sql(here)]
    report(problems, "Write the statement whole, as a named constant or in a .sql file; values go as $1, $2.")


@pytest.mark.parametrize("text", ["import asyncpg", "from logging import getLogger", "async def f() -> None: ..."])
def test_the_purity_rule_sees_what_waits_or_reaches(text: str) -> None:
    assert impure(module("src/comity/policy/x.py", text))
    assert not impure(module("src/comity/store/x.py", text))


def test_the_clock_rule_sees_another_clock() -> None:
    assert tells_time(module("src/comity/store/x.py", "x = datetime.datetime.now(UTC)"))
    assert not tells_time(module("src/comity/store/x.py", "x = now()"))


@pytest.mark.parametrize(
    "text",
    [
        'x = f"select * from {table}"',
        'x = "select a from t where b = " + b',
        'x = "delete from %s" % table',
        'x = "update {} set a = 1".format(t)',
    ],
)
def test_the_statement_rule_sees_pieces(text: str) -> None:
    assert built_sql(module("src/comity/store/x.py", text))


def test_the_statement_rule_lets_sentences_be() -> None:
    assert not built_sql(module("src/comity/store/x.py", 'x = f"update the lock file at {path}"'))
