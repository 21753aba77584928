"""Write docs/reference from the code: kinds, acts, commands, settings, errors and statements.

Run by `make docs`; with --check it writes nothing and fails when a page is stale.
"""

import ast
import inspect
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from enum import Enum, EnumType
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, get_args, get_origin

from comity import errors
from comity.records.references import Ref
from comity.records.registry import kinds
from comity.records.spec import FieldSpec, KindSpec, Leaf, is_reference
from comity.settings import Settings

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "comity"
PAGES = ROOT / "docs" / "reference"
EMPTY = 8  # a title, a promise and the heads of a table: nothing to say yet
Function = ast.FunctionDef | ast.AsyncFunctionDef
MADE = "\n*Written from the code by `make docs`: do not edit.*\n"


def first_line(said: str | None) -> str:
    """Give the promise of a docstring: its first line."""
    return (said or "").strip().partition("\n")[0]


def cell(text: str) -> str:
    """Make text fit into a cell of a table."""
    return " ".join(text.split()).replace("|", "\\|")


def table(heads: list[str], rows: list[list[str]]) -> list[str]:
    """Give the lines of a Markdown table."""
    lines = [heads, ["---"] * len(heads), *rows]
    return ["| " + " | ".join(cell(value) for value in line) + " |" for line in lines]


def page(title: str, promise: str, lines: list[str]) -> str:
    """Put a page together; the double marks of docstrings become single ones, fences stay."""
    text = "\n".join([f"# {title}", "", promise, MADE, *lines]).rstrip() + "\n"
    return re.sub(r"(?<!`)``(?!`)", "`", text)


def kinds_page() -> str:
    """Describe every kind of record with its fields."""
    lines: list[str] = []
    for folder in sorted({spec.folder for spec in kinds().values()}):
        lines += [f"## {folder.capitalize()}", ""]
        for spec in kinds().values():
            if spec.folder == folder:
                lines += _kind(spec)
    return page(
        "Kinds", "What can be on the record. Names and definitions are NIEM 6's wherever NIEM has the thing.", lines
    )


def _kind(spec: KindSpec) -> list[str]:
    rows = [
        [f"`{field.name}`", _holds(field), field.category.label, _needed(field), field.niem] for field in spec.fields
    ]
    minted = [f"Gives a number: `{spec.minted[0]}`.", ""] if spec.minted else []
    heads = ["field", "holds", "category", "needed", "NIEM 6"]
    return [f"### `{spec.name}`", "", spec.summary, "", *minted, *table(heads, rows), ""]


def _needed(field: FieldSpec) -> str:
    return "yes" if field.required else ""


def _holds(field: FieldSpec) -> str:
    inner = [_leaf(leaf, field.name) for leaf in field.leaves]
    return ", ".join(dict.fromkeys(inner))


def _leaf(leaf: Leaf, field: str) -> str:
    steps = [step for step in leaf.path[1:] if step != "*"]
    if is_reference(leaf.shape):
        named = re.findall(r"[A-Z]\w+", str(getattr(leaf.shape, "__args__", (Ref,))[0]).rpartition(".")[2])
        return "reference to " + (" or ".join(named) or "a record")
    many = "list of " if leaf.path[1:2] == ("*",) and leaf.path[0] == field else ""
    shape = getattr(leaf.shape, "__name__", str(leaf.shape))
    if isinstance(leaf.shape, EnumType) and not steps:
        choices: Iterable[Enum] = leaf.shape
        shape = ", ".join(f"`{choice.value}`" for choice in choices)
    return f"`{'.'.join(steps)}`" if steps else f"{many}{shape}"


def acts_page() -> str:
    """Describe every act: the modules of comity.acts that hold a verb of their own name."""
    lines = []
    for verb in acts():
        said = ast.get_docstring(verb) or ""
        lines += [f"## `{verb.name}`", "", said, "", "```python", _signature(verb), "```", ""]
    promise = "All that anyone can do: REST, pages, the command line and connectors call these and nothing below."
    return page("Acts", promise, lines)


def acts() -> Iterator[Function]:
    """Give every act, parsed and not imported, so that a fault in one does not hide the others."""
    for path in sorted((SOURCE / "acts").glob("[a-z]*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, Function) and node.name == path.stem:
                yield node


def _signature(verb: Function) -> str:
    waits = "async " if isinstance(verb, ast.AsyncFunctionDef) else ""
    gives = f" -> {ast.unparse(verb.returns)}" if verb.returns else ""
    return f"{waits}def {verb.name}({ast.unparse(verb.args)}){gives}"


def errors_page() -> str:
    """Describe every error that a person can meet."""
    found = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if kind.__module__ == errors.__name__]
    ordered = sorted(found, key=lambda kind: inspect.getsourcelines(kind)[1])
    rows = [[f"`{kind.__name__}`", inspect.cleandoc(kind.__doc__ or "")] for kind in ordered]
    return page(
        "Errors", "Every error has a message and a `remedy`: the next thing to do.", table(["error", "says"], rows)
    )


def settings_page() -> str:
    """List every setting: a name that begins with COMITY_, and what the code says beside it."""
    rows = [[f"`{name}`", said] for name, said in sorted(settings().items())]
    said = [inspect.getdoc(Settings) or "", ""]
    heads = ["setting", "beside it in the code"]
    return page("Settings", "Read from the environment, once, at the start.", [*said, *table(heads, rows)])


def settings() -> dict[str, str]:
    """Find the settings where they are declared, each with the string or the comment beside it."""
    found: dict[str, str] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        text = path.read_text("utf-8")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Constant) and re.fullmatch(r"COMITY_[A-Z][A-Z_]*", str(node.value)):
                beside = _beside(text.splitlines(), node.lineno)
                found[str(node.value)] = found.get(str(node.value)) or beside
    return found


def _beside(lines: list[str], number: int) -> str:
    line, before = lines[number - 1], lines[number - 2].strip()
    if "#" in line:
        return line.partition("#")[2].strip()
    return before.removeprefix("#").strip() if before.startswith("#") else ""


def commands_page() -> str:
    """Describe every command of the command line with its options."""
    lines = []
    for name, command in commands():
        lines += [f"## `comity {name}`", "", inspect.cleandoc(command.__doc__ or ""), "", *_options(command)]
    return page("Command line", "Every command takes `--help` and `--json`.", lines)


def commands() -> Iterator[tuple[str, Callable[..., object]]]:
    """Give every command by its words, nested ones by all of theirs."""
    if find_spec("comity.cli") is None or not hasattr(import_module("comity.cli"), "app"):
        return
    yield from _nested(import_module("comity.cli").app, "")


def _nested(app: object, words: str) -> Iterator[tuple[str, Callable[..., object]]]:
    for name in sorted(name for name in app if not name.startswith("-")):  # type: ignore[attr-defined]  # a cyclopts App, which is imported only where there is one
        inner = app[name]  # type: ignore[index]  # the same
        if inner.default_command is not None:
            yield f"{words}{name}", inner.default_command
        yield from _nested(inner, f"{words}{name} ")


def _options(command: Callable[..., object]) -> list[str]:
    rows = []
    for name, parameter in inspect.signature(command, eval_str=True).parameters.items():
        shape, *marks = get_args(parameter.annotation) or (parameter.annotation,)
        if get_origin(parameter.annotation) is not Annotated:
            shape, marks = parameter.annotation, []
        said = next((mark.help for mark in marks if getattr(mark, "help", None)), "")
        spelled = next(
            (mark.name[0] for mark in marks if getattr(mark, "name", None)), name.strip("_").replace("_", "-")
        )
        option = f"--{spelled.lstrip('-')}" if parameter.kind is parameter.KEYWORD_ONLY else name.upper()
        default = "" if parameter.default in (parameter.empty, None, False, "") else f"`{parameter.default}`"
        kind = re.sub(r"\b(?:[a-z_]+\.)+(?=[A-Z])", "", inspect.formatannotation(shape))
        rows.append([f"`{option}`", f"`{kind}`", default, said])
    return [*table(["option", "type", "default", "meaning"], rows), ""] if rows else []


def statements_page() -> str:
    """List every statement that is put to the database: its name and its sentence."""
    rows = [
        [f"`{name}`", said, path.relative_to(SOURCE).as_posix()]
        for path in sorted(SOURCE.rglob("*.py"))
        for name, said in _statements(ast.parse(path.read_text("utf-8")))
    ]
    return page(
        "Statements", "What is asked of PostgreSQL, in the open.", table(["statement", "promise", "file"], rows)
    )


def _statements(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str(text))):
                found = re.match(r"\s*-- (?P<said>.+)|(?P<line>(select|insert|update|delete|create) .+)$", text)
                if found:
                    yield name.strip("_").lower(), found["said"] or f"`{found['line']}`"


def pages() -> dict[str, str]:
    """Give every page of the reference by its file name."""
    made = {
        "kinds.md": kinds_page(),
        "acts.md": acts_page(),
        "cli.md": commands_page(),
        "settings.md": settings_page(),
        "errors.md": errors_page(),
        "queries.md": statements_page(),
    }
    return {name: text for name, text in made.items() if len(text.splitlines()) > EMPTY}


def stale() -> list[str]:
    """Name the pages that the code has left behind."""
    return [name for name, text in pages().items() if not _is_written(PAGES / name, text)]


def _is_written(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text("utf-8") == text


def main() -> int:
    """Write the pages, or with --check say which are stale."""
    if "--check" in sys.argv[1:]:
        for name in stale():
            print(f"docs/reference/{name} is stale: run make docs", file=sys.stderr)
        return bool(stale())
    PAGES.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (PAGES / name).write_text(text, "utf-8")
        print(f"docs/reference/{name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
