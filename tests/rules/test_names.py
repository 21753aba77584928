"""Names: nouns are values, verbs are functions, nothing is a Manager, and words are written out."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.rules.tree import Function, Module, module, modules, report

CLASS_ENDINGS = re.compile(r"(Manager|Service|Utils?|Helper|Handler)$")
MODULE_NAMES = {"util", "utils", "helper", "helpers", "common", "misc", "manager", "service", "handler", "handlers"}
SHORTENED = set(
    "addr arr attr btn buf calc cb cfg cmd cnt conf conn ctx cur db desc dst elem env err evt exc fmt fn func idx "
    "impl len mgr msg num obj param pkg pos prev ptr pwd qty rec ref repo req res resp ret sig src stmt str "
    "svc tbl tmp usr val vals var".split()
)
# Words that look shortened and are not: what they are spelled so by.
WHOLE = {"ref": "Ref[Arrest] is the house word for a reference (design.md)"}
TEST_WORDS = 4


def named(here: Module) -> Iterator[tuple[str, str]]:
    """Give every name that a reader meets from outside: module, class, function and parameter."""
    yield f"{here.path}:1", here.name.rpartition(".")[2]
    for node in ast.walk(here.tree):
        if isinstance(node, ast.ClassDef | Function) and not node.name.startswith("__"):
            yield here.at(node), node.name
        if isinstance(node, ast.arg):
            yield here.at(node), node.arg


def shortened(here: Module) -> list[str]:
    banned = SHORTENED - WHOLE.keys()
    return [
        f"{where}: {name} shortens a word ({', '.join(sorted(found))})"
        for where, name in named(here)
        if (found := banned & set(re.findall(r"[a-z]+", re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower())))
    ]


def banned_names(here: Module) -> list[str]:
    problems = [
        f"{here.at(node)}: class {node.name}"
        for node in ast.walk(here.tree)
        if isinstance(node, ast.ClassDef) and CLASS_ENDINGS.search(node.name)
    ]
    if MODULE_NAMES & set(here.name.split(".")):
        problems.append(f"{here.path}: a module may not be called so")
    return problems


def ungoverned(here: Module) -> list[str]:
    return [f"{where}: {name} is for tests alone" for where, name in named(here) if name.startswith("Ungoverned")]


def short_sentences(here: Module) -> list[str]:
    return [
        f"{here.at(function)}: {function.name} is no sentence"
        for function in here.functions
        if function.name.startswith("test_") and len(function.name.split("_")) < TEST_WORDS
    ]


def test_nothing_is_a_manager_and_no_module_is_a_drawer_for_everything() -> None:
    problems = [problem for here in modules() for problem in [*banned_names(here), *ungoverned(here)]]
    report(problems, "Say what it is (a noun) or does (a verb). One public method means that it is a function.")


def test_names_are_whole_words() -> None:
    report([problem for here in modules() for problem in shortened(here)], "Write the word out; only id and seq stay.")


def test_every_test_is_named_by_a_sentence() -> None:
    problems = [problem for here in modules("tests") for problem in short_sentences(here)]
    report(problems, "Name the promise: test_a_clinic_may_not_submit_an_arrest.")


@pytest.mark.parametrize("text", ["class RecordService: ...", "class FormUtils: ...", "class EventHandler: ..."])
def test_the_name_rule_sees_a_banned_class(text: str) -> None:
    assert banned_names(module("src/comity/acts/x.py", text))


def test_the_name_rule_sees_a_drawer_module_and_a_bypass() -> None:
    assert banned_names(module("src/comity/acts/utils.py", ""))
    assert ungoverned(module("src/comity/acts/x.py", "class UngovernedForTests: ..."))


@pytest.mark.parametrize("text", ["def f(req): ...", "def get_cfg(): ...", "class DbPool: ..."])
def test_the_name_rule_sees_a_shortened_word(text: str) -> None:
    assert shortened(module("src/comity/acts/x.py", text))


def test_the_name_rule_lets_whole_words_be() -> None:
    assert shortened(module("src/comity/acts/x.py", "def request(id, seq, reference, conferred): ...")) == []


def test_the_sentence_rule_sees_a_label() -> None:
    assert short_sentences(module("tests/x.py", "def test_submit(): ..."))
