"""Nothing that can be used is undocumented, and no page says what the code no longer does."""

import ast
import re
from collections.abc import Iterable
from importlib import import_module
from importlib.util import find_spec

import pytest

from comity.records.registry import kinds
from scripts.make_reference import stale
from tests.rules.tree import ROOT, Function, Module, module, modules, report, texts

REFERENCE = ROOT / "docs" / "reference"
SETTING = re.compile(r"COMITY_[A-Z][A-Z_]*")
MEND = "Run make docs and commit what it writes; what it says comes from docstrings, and from comments beside settings."
QUESTIONS = [
    f"**{question}**"
    for question in ("Question.", "Answer.", "What it costs us.", "What would change our mind.", "What we measured.")
]


def unnamed(names: Iterable[str], page: str, text: str) -> list[str]:
    """Find the names that a page does not have in code marks, alone or with what stands around them."""
    return [f"{page} does not name {name}" for name in names if not re.search(rf"`[^`\n]*\b{re.escape(name)}\b", text)]


def read(page: str) -> str:
    path = REFERENCE / page
    if not path.is_file():
        pytest.fail(f"docs/reference/{page} is missing\n-> {MEND}", pytrace=False)
    return path.read_text("utf-8")


def acts(package: tuple[Module, ...]) -> list[str]:
    """An act is a module of comity.acts that holds a verb of its own name."""
    return [
        here.name.rpartition(".")[2]
        for here in package
        if here.part == "acts"
        and here.name.rpartition(".")[2] in {f.name for f in here.tree.body if isinstance(f, Function)}
    ]


def errors(package: tuple[Module, ...]) -> list[str]:
    (tree,) = (here.tree for here in package if here.path == "src/comity/errors.py")
    return [node.name for node in tree.body if isinstance(node, ast.ClassDef)]


def settings(package: tuple[Module, ...]) -> list[str]:
    strings = (node.value for here in package for node in ast.walk(here.tree) if isinstance(node, ast.Constant))
    return sorted({str(value) for value in strings if SETTING.fullmatch(str(value))})


def commands() -> list[str]:
    """Every word that the command line knows; none while there is no command line."""
    if find_spec("comity.cli") is None:
        return []
    app = getattr(import_module("comity.cli"), "app", ())
    return [name for name in app if not name.startswith("-")]


def test_every_kind_is_documented() -> None:
    report(unnamed(kinds(), "kinds.md", read("kinds.md")), MEND)


def test_every_act_is_documented() -> None:
    report(unnamed(acts(modules()), "acts.md", read("acts.md")), MEND)


def test_every_error_is_documented() -> None:
    report(unnamed(errors(modules()), "errors.md", read("errors.md")), MEND)


def test_every_setting_is_documented() -> None:
    names = settings(modules())
    report(unnamed(names, "settings.md", read("settings.md")) if names else [], MEND)


def test_every_command_is_documented() -> None:
    names = commands()
    report(unnamed(names, "cli.md", read("cli.md")) if names else [], MEND)


def test_no_page_of_the_reference_is_stale() -> None:
    report([f"docs/reference/{name} is stale" for name in stale()], MEND)


def test_every_decision_answers_its_five_questions() -> None:
    problems = [
        f"{name} lacks {question}"
        for name, text in texts(".md", under=("docs/decisions/0",))
        for question in QUESTIONS
        if question not in text
    ]
    listed = (ROOT / "docs/decisions/README.md").read_text("utf-8")
    unlisted = [name for name, _ in texts(".md", under=("docs/decisions/0",)) if name.rpartition("/")[2] not in listed]
    report(problems + [f"{name} is not listed" for name in unlisted], "See docs/decisions/README.md for the form.")


def test_every_runtime_dependency_has_its_reason() -> None:
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    needed = re.findall(r'"([\w-]+)', text.partition("\ndependencies = [")[2].partition("]")[0])
    note = (ROOT / "docs/decisions/0005-which-runtime-dependencies-and-why.md").read_text("utf-8")
    assert needed
    report(
        [f"{name} has no reason" for name in needed if f"| {name} |" not in note], "Write its line, or do without it."
    )


def test_every_page_can_be_found_from_the_map() -> None:
    linked = {
        (ROOT / name).parent.joinpath(to).resolve()
        for name, text in texts(".md")
        for to in re.findall(r"\]\(([^)#\s]+)", text)
        if "://" not in to
    }
    lost = [name for name, _ in texts(".md", under=("docs/",)) if (ROOT / name).resolve() not in linked]
    found = ("docs/README.md", "docs/reference/", "docs/reports/")
    report([f"nothing links to {name}" for name in lost if not name.startswith(found)], "Add it to docs/README.md.")


def test_the_documentation_rules_see_what_is_missing() -> None:
    assert unnamed(["arrest"], "kinds.md", "arrest, but not in code marks") == ["kinds.md does not name arrest"]
    assert not unnamed(["arrest"], "kinds.md", "### `arrest`")


def test_the_documentation_rules_find_acts_and_settings() -> None:
    submit = module("src/comity/acts/submit.py", "async def submit() -> None: ...")
    sight = module("src/comity/acts/sight.py", "def mask() -> None: ...")
    assert acts((submit, sight)) == ["submit"]
    assert settings((module("src/comity/app.py", "x = environ['COMITY_HOME']"),)) == ["COMITY_HOME"]
