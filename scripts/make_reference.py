"""Write docs/reference from the code: kinds, acts, commands, settings, errors and statements.

Run by `make docs`; with --check it writes nothing and fails when a page is stale.
"""

import ast
import inspect
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from enum import Enum, EnumType
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from msgspec import Meta

from comity import errors
from comity.api.openapi import document
from comity.api.problems import SORTS
from comity.policy.agreement_schema import schema_text
from comity.records.declaration import Check, Part
from comity.records.justice.arrest import Arrest
from comity.records.meaning import Codes, Means
from comity.records.moments import DAY_PATTERN, DURATION_PATTERN, WHEN_PATTERN
from comity.records.pillars import EVERY_PILLAR
from comity.records.references import Ref
from comity.records.registry import kinds
from comity.records.rules import general_checks
from comity.records.spec import FieldSpec, KindSpec, niem_name, part_hints
from comity.settings import Settings

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "comity"
PAGES = ROOT / "docs" / "reference"
EVERYWHERE = frozenset({"provenance", "markings"})
WRITTEN = {WHEN_PATTERN: "moment", DAY_PATTERN: "day", DURATION_PATTERN: "duration"}
EMPTY = 8  # a title, a promise and the heads of a table: nothing to say yet
Function = ast.FunctionDef | ast.AsyncFunctionDef
MADE = "\n*Written from the code by `make docs`: do not edit.*\n"


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
    """Describe every kind of record: who enters it, its fields, its rules; then the parts that fields are made of."""
    lines = ["## Every kind", "", "Any kind may have these rules, which read here as they do for an arrest.", ""]
    lines += [*_rules(_everywhere()), ""]
    for folder in sorted({spec.folder for spec in kinds().values()}):
        lines += [f"## {folder.capitalize()}", ""]
        for spec in kinds().values():
            if spec.folder == folder:
                lines += _kind(spec)
    lines += ["## Parts", "", "What fields are made of; a part has the category of the field that it stands in.", ""]
    for part in sorted(_parts(), key=lambda part: (part.__name__, part.__module__)):
        lines += _part(part)
    return page(
        "Kinds", "What can be on the record. Names and definitions are NIEM 6's wherever NIEM has the thing.", lines
    )


def _kind(spec: KindSpec) -> list[str]:
    hints = get_type_hints(spec.kind, include_extras=True)
    rows = [
        [f"`{field.name}`", _holds(hints[field.name]), field.category.label, _needed(spec, field), field.niem]
        for field in spec.fields
        if field.name not in EVERYWHERE
    ]
    entered = "everybody" if spec.kind.entered_by == EVERY_PILLAR else ", ".join(spec.kind.entered_by)
    said = [
        f"Entered by: {entered or 'the platform itself'}.",
        *([f"NIEM: {spec.kind.niem}."] if spec.kind.niem else []),
    ]
    minted = [f"Gives a number: `{spec.minted[0]}`."] if spec.minted else []
    named = ", ".join(f"`{name}`" for name in spec.kind.follows)
    minted += [f"Takes on the markings of: {named}."] if named else []
    heads = ["field", "holds", "category", "needed", "NIEM 6"]
    rules = ["", *_rules(spec.kind.checks)] if spec.kind.checks else []
    return [f"### `{spec.name}`", "", spec.summary, "", " ".join([*said, *minted]), "", *table(heads, rows), *rules, ""]


def _needed(spec: KindSpec, field: FieldSpec) -> str:
    return "always" if field.required else "first-hand" if field.name in spec.kind.needed else ""


def _rules(checks: Iterable[Check]) -> list[str]:
    rows = [
        [f"`{check.name}`", check.sentence, check.remedy, "asks for review" if check.review else "refuses"]
        for check in checks
    ]
    return table(["rule", "says", "what to do", "when broken"], rows)


def _everywhere() -> list[Check]:
    """Give each rule that every kind may have, as it reads for an arrest, which has them all."""
    found = {check.name: check for check in general_checks(Arrest)}
    return [found[name] for name in sorted(found)]


def _part(part: type[Part]) -> list[str]:
    rows = [[f"`{name}`", _holds(hint), niem_name(hint)] for name, hint in part_hints(part).items()]
    said = inspect.cleandoc(part.__doc__ or "")
    return [f"### {part.__name__}", "", said, "", *table(["field", "holds", "NIEM 6"], rows), ""]


def _parts() -> set[type[Part]]:
    """Find the parts that kinds are made of, and the parts of parts."""
    found: set[type[Part]] = set()
    waiting = [hint for spec in kinds().values() for hint in get_type_hints(spec.kind, include_extras=True).values()]
    while waiting:
        shape = waiting.pop()
        if inspect.isclass(shape) and issubclass(shape, Part) and shape not in found:
            found.add(shape)
            waiting += part_hints(shape).values()
        waiting += [option for option in get_args(shape) if not isinstance(option, str)]
    return found


def _holds(hint: object) -> str:
    """Say in words what a field holds."""
    origin, options = get_origin(hint), get_args(hint)
    if origin is Annotated:
        tables = [f", of table `{mark.table}`" for mark in options if isinstance(mark, Codes)]
        told = next(
            (WRITTEN[mark.pattern] for mark in options if isinstance(mark, Meta) and mark.pattern in WRITTEN), ""
        )
        means = [f" of kind {' or '.join(mark.kinds)}" for mark in options if isinstance(mark, Means)]
        return (told or _holds(options[0])) + "".join(tables + means)
    if origin in (Union, UnionType):
        return " or ".join(_holds(option) for option in options if option is not NoneType)
    if origin is tuple:
        return f"list of {_holds(options[0])}"
    if origin is Ref:
        return f"reference to {_named(options[0])}"
    return _plain(hint)


def _named(meant: object) -> str:
    options = get_args(meant) or (meant,)
    found = [spec.name for option in options for spec in kinds().values() if spec.kind is option]
    return " or ".join(f"`{name}`" for name in found) or "a record"


def _plain(shape: object) -> str:
    if isinstance(shape, EnumType):
        choices: Iterable[Enum] = shape
        return "one of " + ", ".join(f"`{choice.value}`" for choice in choices)
    if inspect.isclass(shape) and issubclass(shape, Part):
        return f"[{shape.__name__}](#{shape.__name__.lower()})"
    return {str: "text", bool: "yes or no", int: "number", float: "number", datetime: "instant"}[shape]  # type: ignore[index]  # there are no other shapes


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
    said = getattr(import_module("comity.cli"), "EPILOGUE", "") if lines else ""
    return page("Command line", f"Every command takes `--help` and `--json`. {said}", lines)


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
        "Statements",
        "What is asked of PostgreSQL, and of Spark (`outside`), in the open.",
        table(["statement", "promise", "file"], rows),
    )


def _statements(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str(text))):
                found = re.match(r"\s*-- (?P<said>.+)|(?P<line>(select|insert|update|delete|create) .+)$", text)
                if found:
                    yield name.strip("_").lower(), found["said"] or f"`{found['line']}`"


def api_page() -> str:
    """List every address of the API, and every sort of problem that it answers with."""
    rows, seen = [], set[str]()
    for path, methods in paths().items():
        shown = "/v1/records/{kind}" if path.removeprefix("/v1/records/") in kinds() else path
        for method, operation in methods.items():
            name = f"{method.upper()} {shown}"
            if method != "parameters" and name not in seen:
                seen.add(name)
                rows.append([f"`{name}`", *_told(operation, collapsed=shown != path)])
    sorts = sorted(SORTS, key=lambda sort: (sort.status, sort.name))
    problems = [[f"`{sort.type}`", str(sort.status), sort.title] for sort in sorts]
    lines = [
        "The contract, exact to the last field, is at `/openapi.json`. Sign in with `Authorization: Bearer …`.",
        "",
        *table(["address", "does", "takes", "answers"], rows),
        *["", "## Problems", "", "Every refusal is a problem document (RFC 9457) with its remedy.", ""],
        *table(["type", "status", "means"], problems),
    ]
    return page("API", "Every address, and every way in which it may answer.", lines)


def paths() -> dict[str, dict[str, Any]]:
    """Give the paths of the contract with their operations."""
    made: dict[str, dict[str, Any]] = json.loads(json.dumps(document()))["paths"]
    return made


def _told(operation: dict[str, Any], *, collapsed: bool) -> list[str]:
    summary = operation["summary"].partition(":")[0] + "." if collapsed else operation["summary"]
    takes = [f"`{parameter['name']}`" for parameter in operation["parameters"] if parameter["in"] != "path"]
    return [summary, ", ".join(takes), ", ".join(sorted(operation["responses"]))]


def pages() -> dict[str, str]:
    """Give every page of the reference by its file name."""
    made = {
        "kinds.md": kinds_page(),
        "acts.md": acts_page(),
        "api.md": api_page(),
        "cli.md": commands_page(),
        "settings.md": settings_page(),
        "errors.md": errors_page(),
        "queries.md": statements_page(),
        "agreement.schema.json": schema_text(),
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
