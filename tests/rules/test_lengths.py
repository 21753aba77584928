"""Short functions, short files: the measures that the admired codebases share (CONTRIBUTING, "The gates")."""

from statistics import median

from tests.rules.tree import Function, Module, module, modules, report

MEDIAN, MOST, LONGEST = 7, 25, 60
FILE_MOST, FILE_LONGEST = 250, 400
EVERYWHERE = ("src/comity", "tests", "scripts")


def length(function: Function) -> int:
    """Count lines from `def` to the last one; decorators stand outside, the docstring inside."""
    return (function.end_lineno or function.lineno) - function.lineno + 1


def ninetieth(lengths: list[int]) -> int:
    ordered = sorted(lengths)
    return ordered[min(len(ordered) - 1, int(0.9 * len(ordered)))]


def long_functions(here: Module) -> list[str]:
    return [
        f"{here.at(function)}: {function.name} has {length(function)} lines, at most {LONGEST}"
        for function in here.functions
        if length(function) > LONGEST
    ]


def long_file(here: Module) -> list[str]:
    lines = len(here.text.splitlines())
    return [f"{here.path} has {lines} lines, at most {FILE_LONGEST}"] if lines > FILE_LONGEST else []


def spread(package: tuple[Module, ...]) -> list[str]:
    """Judge median and ninetieth percentile of the whole package."""
    functions = [length(function) for here in package for function in here.functions] or [0]
    files = [len(here.text.splitlines()) for here in package] or [0]
    measured = {
        f"the median function has {median(functions):g} lines, at most {MEDIAN}": median(functions) > MEDIAN,
        f"one function in ten is longer than {ninetieth(functions)} lines, at most {MOST}": ninetieth(functions) > MOST,
        f"one file in ten is longer than {ninetieth(files)} lines, at most {FILE_MOST}": ninetieth(files) > FILE_MOST,
    }
    return [problem for problem, broken in measured.items() if broken]


def test_no_function_is_longer_than_a_screen() -> None:
    problems = [problem for here in modules() for problem in long_functions(here)]
    report(problems, "Name its steps: each becomes a function that says what it does.")


def test_no_file_is_longer_than_its_reader_can_hold() -> None:
    problems = [problem for folder in EVERYWHERE for here in modules(folder) for problem in long_file(here)]
    report(problems, "Part the file by what its halves are about.")


def test_most_functions_and_files_are_short() -> None:
    longest = sorted(((length(f), here.at(f)) for here in modules() for f in here.functions), reverse=True)[:5]
    report(spread(modules()), f"Shorten the longest first: {longest}")


def test_the_length_rules_see_a_long_function_and_a_long_file() -> None:
    function = "def f():\n" + "    x = 1\n" * LONGEST
    assert long_functions(module("src/comity/x.py", function))
    assert long_file(module("src/comity/x.py", "x = 1\n" * (FILE_LONGEST + 1)))


def test_the_spread_rule_sees_that_everything_grew() -> None:
    grown = tuple(module(f"src/comity/x{i}.py", "def f():\n" + "    x = 1\n" * 300) for i in range(3))
    assert len(spread(grown)) == 3
