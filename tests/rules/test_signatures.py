"""What a call must say aloud: types, not dictionaries; two verbs, not a flag; names after the second argument."""

import ast
import re

import pytest

from tests.rules.tree import Function, Module, module, modules, report

LOOSE = re.compile(r"\b(dict|Dict|Mapping|MutableMapping)\[str, (Any|object|typing\.Any)\]")
# Where bytes are not yet records, and where another's format is not yet ours.
MAY_BE_LOOSE = ("src/comity/records/codec.py", "src/comity/records/parting.py", "src/comity/exchange/")
LANGUAGE = {"__new__", "__prepare__"}  # a metaclass takes what the language gives it
NO_FLAGS = {"acts", "policy", "store"}
POSITIONAL = 4


def signature(function: Function) -> str:
    return ast.unparse(function.args) + (f" -> {ast.unparse(function.returns)}" if function.returns else "")


def loose(here: Module) -> list[str]:
    if here.path.startswith(MAY_BE_LOOSE):
        return []
    return [
        f"{here.at(function)}: {function.name} passes a dictionary of anything"
        for function in here.functions
        if function.name not in LANGUAGE and LOOSE.search(signature(function))
    ]


def flags(here: Module) -> list[str]:
    """A flag is a parameter with a default of True or False; in the acts it may not be there at all."""
    problems = []
    for function in here.functions:
        positional = any(_is_flag(default) for default in function.args.defaults)
        keyword = any(_is_flag(default) for default in function.args.kw_defaults)
        if positional or (keyword and here.part in NO_FLAGS):
            problems.append(f"{here.at(function)}: {function.name} changes what it does by a flag")
    return problems


def _is_flag(default: ast.expr | None) -> bool:
    return isinstance(default, ast.Constant) and isinstance(default.value, bool)


def crowded(here: Module) -> list[str]:
    return [
        f"{here.at(function)}: {function.name} takes {len(names)} arguments by place"
        for function in here.functions
        if not function.name.startswith("_") and len(names := _by_place(function)) > POSITIONAL
    ]


def _by_place(function: Function) -> list[str]:
    names = [argument.arg for argument in [*function.args.posonlyargs, *function.args.args]]
    return [name for name in names if name not in {"self", "cls"}]


def unannotated(here: Module) -> list[str]:
    return [f"{here.at(f)}: {f.name} does not say what it gives" for f in here.functions if f.returns is None]


def test_no_signature_passes_a_dictionary_of_anything() -> None:
    problems = [problem for here in modules() for problem in loose(here)]
    report(problems, "Declare a frozen value for it; a dictionary of anything is for the codec and foreign formats.")


def test_no_flag_changes_what_a_function_does() -> None:
    problems = [problem for here in modules() for problem in flags(here)]
    report(problems, "Write two verbs, or name the choice with an enumeration (principle 5).")


def test_a_call_reads_without_counting_arguments() -> None:
    problems = [problem for here in modules() for problem in crowded(here)]
    report(problems, f"Put * after the second: at most {POSITIONAL} arguments go by place.")


def test_every_function_says_what_it_gives() -> None:
    report([problem for here in modules() for problem in unannotated(here)], "Annotate the return.")


@pytest.mark.parametrize("text", ["def f(x: dict[str, Any]): ...", "def f() -> dict[str, object]: ..."])
def test_the_signature_rule_sees_a_dictionary_of_anything(text: str) -> None:
    assert loose(module("src/comity/acts/x.py", text))
    assert not loose(module("src/comity/exchange/x.py", text))


def test_the_flag_rule_sees_both_sorts() -> None:
    assert flags(module("src/comity/web/x.py", "def f(x=True): ..."))
    assert flags(module("src/comity/store/x.py", "def f(*, x=False): ..."))
    assert not flags(module("src/comity/web/x.py", "def f(*, x=False): ..."))


def test_the_argument_rule_sees_five_by_place_and_no_return() -> None:
    assert crowded(module("src/comity/x.py", "def f(a, b, c, d, e): ..."))
    assert not crowded(module("src/comity/x.py", "def f(self, a, b, *, c, d): ..."))
    assert unannotated(module("src/comity/x.py", "def f(a): ..."))
