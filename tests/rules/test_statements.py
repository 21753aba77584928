"""SQL in the open: every statement is a named constant, and begins with its sentence unless it is one line itself."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.rules.test_purity import CLAUSE, STATEMENT
from tests.rules.tree import Module, module, modules, report, texts

SENTENCE = re.compile(r"\s*--\s*[A-Z].*\.\s*$", re.MULTILINE)


def statements(here: Module) -> Iterator[tuple[ast.Constant, str]]:
    """Give every string that is SQL, with the name of the module's constant that it is; "" where it is none."""
    named = {
        id(node.value): ast.unparse(target)
        for node in here.tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if node.value is not None
    }
    for node in ast.walk(here.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _is_sql(node.value):
            yield node, named.get(id(node), "")


def _is_sql(text: str) -> bool:
    bare = re.sub(r"--[^\n]*\n", "", text)
    return STATEMENT.match(bare) is not None and CLAUSE.search(bare) is not None and not text.rstrip().endswith(".")


def hidden(here: Module) -> list[str]:
    problems = []
    for node, name in statements(here):
        if not name and node.value != (ast.get_docstring(here.tree, clean=False) or ""):
            problems.append(f"{here.at(node)}: a statement without a name")
        if name and "\n" in str(node.value).strip() and not SENTENCE.match(str(node.value)):
            problems.append(f"{here.at(node)}: {name} does not say what it promises")
    return problems


def test_every_statement_has_a_name_and_a_sentence() -> None:
    problems = [problem for here in modules() for problem in hidden(here)]
    report(problems, 'Make it a constant of the module: _NEWEST = """\\n-- What the newest entries are.\\nselect ...')


def test_every_file_of_statements_says_what_it_does() -> None:
    problems = [name for name, text in texts(".sql", under=("src/",)) if not text.lstrip().startswith("-- ")]
    report(problems, "Begin the file with -- and a sentence.")


@pytest.mark.parametrize(
    "text",
    [
        "def f(c):\n    c.execute('select a from t where b = 1')",
        "_ALL = '''\nselect a\nfrom t\n'''",
        "x = g('insert into t values (1)')",
    ],
)
def test_the_statement_rule_sees_one_without_name_or_sentence(text: str) -> None:
    assert hidden(module("src/comity/store/x.py", text))


@pytest.mark.parametrize(
    "text",
    [
        '_ALL = """\n-- Everything there is.\nselect a from t\n"""',
        "_ALL = 'select a from t'",
        "REMEDY = 'Select the one from the list.'",
        "x = 'update'",
    ],
)
def test_the_statement_rule_lets_named_ones_and_sentences_be(text: str) -> None:
    assert not hidden(module("src/comity/store/x.py", text))
