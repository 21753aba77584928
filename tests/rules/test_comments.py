"""Comments give reasons and are few; docstrings promise; every exception from a rule says why it is one."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator

import pytest

from tests.rules.tree import Module, module, modules, report, texts

MOST_COMMENTS = 0.08
SENTENCE = 4  # a named check is a sentence already: its docstring may say the same
IGNORE = re.compile(
    r"#\s*(?P<what>type:\s*ignore|noqa|pragma:\s*no cover|fmt:|ruff:\s*noqa|nosec)(?P<rest>[^#]*)(?P<reason>#.*)?"
)
CODES = re.compile(r"^[\[:\s]*(?P<codes>[A-Za-z]+[\w-]*(?:[,\s]+[A-Z]+\d+)*)\]?(?P<said>.*)$")
EMPTY_OPENINGS = re.compile(
    r"^(this|the) (function|method|class|module|file|helper)\b|^(helper|utility|wrapper)\b", re.IGNORECASE
)
SECTIONS = re.compile(
    r"^\s*(Args|Arguments|Parameters|Returns|Return|Raises|Yields)\s*:?\s*$|:param |:return", re.MULTILINE
)


def comments(here: Module) -> Iterator[tuple[int, str]]:
    for token in tokenize.generate_tokens(io.StringIO(here.text).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


def share_of_comments(package: tuple[Module, ...]) -> float:
    """Count the lines that are only a comment, against all lines that are not blank."""
    lines = sum(bool(line.strip()) for here in package for line in here.text.splitlines())
    only = sum(line.lstrip().startswith("#") for here in package for line in here.text.splitlines())
    return only / max(lines, 1)


def bare_ignores(here: Module) -> list[str]:
    """Find exceptions from a rule without a reason; a code's reason may be given once a file."""
    problems, explained = [], set[str]()
    for line, comment in comments(here):
        found = IGNORE.search(comment)
        if not found or found["what"].startswith("fmt"):
            continue
        codes, reason = _split(found["rest"], found["reason"] or "")
        if reason:
            explained |= codes
        if not codes and not found["what"].startswith("pragma"):
            problems.append(f"{here.path}:{line}: an ignore without its code")
        elif not reason and not (codes and codes <= explained):
            problems.append(f"{here.path}:{line}: an ignore without its reason")
    return problems


def _split(rest: str, reason: str) -> tuple[set[str], str]:
    found = CODES.match(rest.strip())
    codes = set(re.split(r"[,\s]+", found["codes"])) - {""} if found else set()
    said = found["said"] if found else rest
    return codes, "".join(re.findall(r"[A-Za-z]{2,}", said + reason))


def unexplained_settings(text: str) -> list[str]:
    """Find rules switched off in the settings without a word beside them."""
    return [
        f"pyproject.toml:{number}: {line.strip()} is switched off without a reason"
        for number, line in enumerate(text.splitlines(), 1)
        if re.match(r'\s+"[A-Z]{1,4}\d*",?\s*$', line) or re.match(r"\s*disable_error_code|\s*ignore_errors", line)
    ]


def weak_docstrings(here: Module) -> list[str]:
    problems = []
    for node in ast.walk(here.tree):
        if not isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        said = ast.get_docstring(node) or ""
        name = getattr(node, "name", here.name.rpartition(".")[2])
        if (
            EMPTY_OPENINGS.match(said)
            or SECTIONS.search(said)
            or (not isinstance(node, ast.Module) and _repeats(said, name))
        ):
            problems.append(f"{here.path}:{getattr(node, 'lineno', 1)}: the docstring of {name} promises nothing")
    return problems


def _repeats(said: str, name: str) -> bool:
    first = re.findall(r"[a-z]+", said.split("\n", maxsplit=1)[0].lower())
    return (
        bool(first)
        and name.count("_") < SENTENCE
        and set(first) - {"a", "an", "the", "of"} <= set(name.lower().strip("_").split("_"))
    )


def test_comments_are_few() -> None:
    share = share_of_comments(modules())
    report(
        [f"{share:.1%} of the lines are comments"] if share > MOST_COMMENTS else [],
        "Keep the comments that give a reason, a race or a step of a standard; the code says what it does.",
    )


def test_every_exception_from_a_rule_says_why() -> None:
    problems = [
        problem for folder in ("src/comity", "tests", "scripts") for h in modules(folder) for problem in bare_ignores(h)
    ]
    settings = dict(texts(".toml"))["pyproject.toml"]
    report(problems + unexplained_settings(settings), "Write: # type: ignore[code]  # why   or   # noqa: CODE - why")


def test_every_docstring_promises_something() -> None:
    problems = [problem for here in modules() for problem in weak_docstrings(here)]
    report(problems, "Say in the first line what the reader may rely on; leave out what the signature says.")


def test_the_comment_rule_sees_a_file_of_comments() -> None:
    assert share_of_comments((module("src/comity/x.py", "# a\n# b\nx = 1\n"),)) > MOST_COMMENTS


@pytest.mark.parametrize(
    "text",
    [
        "x = 1  # type: ignore",
        "x = 1  # type: ignore[arg-type]",
        "x = 1  # noqa",
        "x = 1  # noqa: S101",
        "def f(): ...  # pragma: no cover",
    ],
)
def test_the_ignore_rule_sees_a_missing_reason(text: str) -> None:
    assert bare_ignores(module("src/comity/x.py", text))


@pytest.mark.parametrize(
    "text",
    [
        "x = 1  # type: ignore[arg-type]  # the stub is wrong",
        "x = 1  # noqa: S101, E501 - the clause is quoted whole",
        "x = 1  # noqa: S101 - as the rule has it\ny = 2  # noqa: S101",
        "def f(): ...  # pragma: no cover - runs in a child process",
    ],
)
def test_the_ignore_rule_lets_a_reason_be(text: str) -> None:
    assert not bare_ignores(module("src/comity/x.py", text))


def test_the_ignore_rule_sees_a_silent_setting() -> None:
    assert unexplained_settings('ignore = [\n    "D102",\n]')
    assert not unexplained_settings('ignore = [\n    "D102", # said by the types\n]')


@pytest.mark.parametrize(
    "text",
    [
        'def f():\n    """This function handles records."""',
        'def append(x):\n    """Append."""',
        'def f(x):\n    """Give x.\n\n    Args:\n        x: x\n    """',
    ],
)
def test_the_docstring_rule_sees_one_that_promises_nothing(text: str) -> None:
    assert weak_docstrings(module("src/comity/x.py", text))
