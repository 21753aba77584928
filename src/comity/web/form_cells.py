"""A form for a kind, filled in: one cell an input, one fieldset a group, rows where there may be many."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any

from comity.api.forms import Input
from comity.records.codes import code_table

# So many values of a code table are a list to choose from; more are typed, and the browser suggests.
LONGEST_LIST = 60
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d.*(Z|[+-]\d\d:\d\d)")


# Fields of a record as JSON has them.
Values = Mapping[str, Any]


@dataclass(frozen=True)
class Option:
    """One value that may be chosen, and how it is called."""

    value: str
    label: str


@dataclass(frozen=True)
class Cell:
    """One input with what stands in it, and what is wrong with that.

    ``name`` is its path, such as ``charges.0.offense``. ``codes`` names the list of suggestions that it shares.
    """

    name: str
    input: Input
    values: tuple[str, ...]
    error: str = ""
    options: tuple[Option, ...] = ()
    codes: str = ""

    @property
    def value(self) -> str:
        """What stands in it, where there is one value."""
        return self.values[0] if self.values else ""

    @property
    def is_asked_for_choice(self) -> bool:
        """Whether one of a list is chosen."""
        return self.input.control in ("choice", "reference", "yes-no") and not self.codes


@dataclass(frozen=True)
class Group:
    """Inputs that belong together, in rows where there may be many."""

    name: str
    input: Input
    rows: tuple[tuple["Cell | Group", ...], ...]
    error: str = ""


Node = Cell | Group


@dataclass(frozen=True)
class Filled:
    """What a form is filled with: the values of the record, who may be referred to, and what is wrong."""

    values: Values
    candidates: Mapping[str, Sequence[Option]]
    zone: tzinfo
    offenses: tuple[str, ...] = ()
    wrong: tuple[str, str] = ("", "")
    rows: Mapping[str, int] = field(default_factory=dict)

    def error_at(self, name: str) -> str:
        """Tell what is wrong with the input of a name."""
        return self.wrong[1] if name and name == self.wrong[0] else ""


def nodes_of(inputs: Iterable[Input], filled: Filled, asked: Sequence[str] | None) -> tuple[Node, ...]:
    """Give the form; with ``asked``, only the inputs of these paths and what is filled in or wrong already."""
    nodes = (_node(each, filled, filled.values, (), asked) for each in _ordered(tuple(inputs), asked))
    return tuple(node for node in nodes if node is not None)


def _ordered(inputs: tuple[Input, ...], asked: Sequence[str] | None) -> list[Input]:
    if asked is None:
        return list(inputs)
    order = {path.partition(".")[0]: n for n, path in reversed(list(enumerate(asked)))}
    return sorted(inputs, key=lambda each: order.get(each.name, len(order)))


def _node(
    each: Input, filled: Filled, values: Values, place: tuple[str, ...], asked: Sequence[str] | None
) -> Node | None:
    value, path = values.get(each.name), ".".join((*(p for p in place if not p.isdigit()), each.name))
    name = ".".join((*place, each.name))
    if not _is_shown(path, name, filled, value, asked):
        return None
    if not each.parts:
        return _cell(each, filled, value, name)
    given = list(value) if each.many and isinstance(value, list | tuple) else [value or {}]
    wanted = max(len(given), 1, filled.rows.get(name, 0))
    given += [{}] * (wanted - len(given))
    whole = asked if asked is not None and any(a.startswith(f"{path}.") for a in asked) else None
    places = ((*place, each.name, *([str(n)] if each.many else [])) for n in range(len(given)))
    rows = tuple(_row(each, filled, row, at, whole) for row, at in zip(given, places, strict=True))
    return Group(name, each, rows, filled.error_at(name))


def _row(
    each: Input, filled: Filled, row: Values, place: tuple[str, ...], asked: Sequence[str] | None
) -> tuple[Node, ...]:
    nodes = (_node(part, filled, row, place, asked) for part in each.parts)
    return tuple(node for node in nodes if node is not None)


def _is_shown(path: str, name: str, filled: Filled, value: object, asked: Sequence[str] | None) -> bool:
    if asked is None or value not in (None, "", (), [], {}) or filled.wrong[0].startswith(name):
        return True
    return any(each == path or each.startswith(f"{path}.") for each in asked)


def _cell(each: Input, filled: Filled, value: object, name: str) -> Cell:
    given = list(value) if isinstance(value, list | tuple) else [value]
    values = tuple(_text(one, each, filled.zone) for one in given if one is not None and one != "")
    options, codes = _options(each, filled)
    if each.control == "reference":
        known = {option.value for option in options}
        options = (*options, *(Option(text, text) for text in values if text not in known))
    return Cell(name, each, values, filled.error_at(name), tuple(options), codes)


def _options(each: Input, filled: Filled) -> tuple[Sequence[Option], str]:
    """Give what may be chosen, or the name of the shared list of suggestions where it is long."""
    if each.control == "reference":
        kinds = each.refers_to or tuple(filled.candidates)
        return [option for kind in kinds for option in filled.candidates.get(kind, ())], ""
    if each.choices:
        return [Option(value, value) for value in each.choices], ""
    if each.codes:
        names = filled.offenses if each.codes == "offense" else (each.codes,)
        codes = codes_in(names)
        return (codes, "") if len(codes) <= LONGEST_LIST and not each.many else ((), "-".join(names))
    return (), ""


def codes_in(names: Iterable[str]) -> tuple[Option, ...]:
    """Give the codes of some tables, each with its name."""
    return tuple(Option(code, f"{code} {name}") for table in names for code, name in code_table(table).codes.items())


def lists_in(nodes: Iterable[Node]) -> tuple[str, ...]:
    """Give the names of the lists of suggestions that a form needs, each once."""
    found: dict[str, None] = {}
    for node in nodes:
        if isinstance(node, Group):
            found |= dict.fromkeys(lists_in(each for row in node.rows for each in row))
        elif node.codes:
            found[node.codes] = None
    return tuple(found)


def _text(value: object, each: Input, zone: tzinfo) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    return _local(text, zone) if each.control == "moment" else text


def _local(text: str, zone: tzinfo) -> str:
    """Give an instant as clocks of the place show it; what is less exact stays as it is."""
    if not _INSTANT.fullmatch(text):
        return text
    return datetime.fromisoformat(text).astimezone(zone).strftime("%Y-%m-%dT%H:%M")
