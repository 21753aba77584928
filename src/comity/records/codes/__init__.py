"""Published lists of codes, read from small data files that name their source; ``scripts/make_codes.py`` makes them."""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType

from comity.errors import Invalid

SUBSECTION = re.compile(r"(\([0-9A-Za-z]{1,4}\)){1,3}$")

# A wrong code may be anything: what is compared and shown of it stays short.
SHOWN = 40


@dataclass(frozen=True)
class CodeTable:
    """A published list of codes: ``codes`` is code to name, ``extras`` a further column's name to its code to value.

    ``subsections`` is true where a code may be followed by one in parentheses, as section 115 by 115(2).
    """

    name: str
    title: str
    source: str
    license: str
    subsections: bool
    codes: Mapping[str, str]
    extras: Mapping[str, Mapping[str, str]]


@cache
def table_names() -> tuple[str, ...]:
    """Give the names of all code tables, in order."""
    return tuple(
        sorted(each.name.removesuffix(".csv") for each in files(__name__).iterdir() if each.name.endswith(".csv"))
    )


@cache
def code_table(name: str) -> CodeTable:
    """Give the code table of this name, such as ``nibrs-offense``; ``Invalid`` where there is none."""
    if name not in table_names():
        near = get_close_matches(name[:SHOWN], table_names(), cutoff=0.5)
        raise Invalid(
            f"There is no code table {name[:SHOWN]!r}.",
            remedy=f"Name one of {', '.join(near or table_names())}.",
        )
    return _parsed(name, (files(__name__) / f"{name}.csv").read_text(encoding="utf-8"))


def _parsed(name: str, text: str) -> CodeTable:
    lines = text.splitlines()
    said = dict(line.removeprefix("# ").partition(": ")[::2] for line in lines if line.startswith("# "))
    rows = list(csv.DictReader(line for line in lines if not line.startswith("# ")))
    columns = [column for column in rows[0] if column not in {"code", "name"}]
    return CodeTable(
        name=name,
        title=said["title"],
        source=said["source"],
        license=said["license"],
        subsections="subsections" in said,
        codes=MappingProxyType({row["code"]: row["name"] for row in rows}),
        extras=MappingProxyType({each: MappingProxyType({row["code"]: row[each] for row in rows}) for each in columns}),
    )


def listed_code(table: CodeTable, code: str) -> str:
    """Give the code as the table lists it, without its subsection: ``115(2)`` is ``115``; empty where it is unknown."""
    section = SUBSECTION.sub("", code) if table.subsections else code
    return section if section in table.codes else ""


@lru_cache(maxsize=4096)
def listed_in(tables: tuple[str, ...], code: str) -> str:
    """Give the code as the first of these tables lists it that has it; empty where none has."""
    return next((found for name in tables if (found := listed_code(code_table(name), code))), "")


def check_code(table: CodeTable, code: str, *, field: str = "") -> str:
    """Give the code back if the table has it; ``Invalid`` with up to three near codes if not."""
    if listed_code(table, code):
        return code
    near = ", ".join(f"{each} ({table.codes[each][:SHOWN]})" for each in near_codes(table, code))
    raise Invalid(
        f"{code[:SHOWN]!r} is not a code of {table.name}.",
        remedy=f"Use {near}, or another code of {table.name}.",
        field=field,
    )


def code_name(table: CodeTable, code: str) -> str:
    """Give the name of a code, of its section where a subsection is meant; ``Invalid`` if the table has it not."""
    return table.codes[listed_code(table, check_code(table, code))]


def code_of(table: CodeTable, value: str, *, column: str) -> str:
    """Give the code whose ``column`` holds ``value``: NIBRS messages say ``Stranger`` where files say ST."""
    for code, held in table.extras.get(column, {}).items():
        if held == value:
            return code
    raise Invalid(
        f"No code of {table.name} has {column} {value[:SHOWN]!r}.",
        remedy=f"Send a value of the column {column} of {table.name}.",
    )


def near_codes(table: CodeTable, wrong: str) -> tuple[str, ...]:
    """Give up to three codes that may have been meant: the same in another case, a name that holds it, a near one.

    Where nothing is near, the first three of the table show what its codes look like.
    """
    meant = wrong[:SHOWN].strip().casefold()
    by_code = {code.casefold(): code for code in table.codes}
    by_name = {name.casefold(): code for code, name in table.codes.items()}
    found = [by_code[meant]] if meant in by_code else []
    found += [code for name, code in by_name.items() if len(meant) > len("ab") and meant in name]
    found += [by_name[name] for name in get_close_matches(meant, by_name, cutoff=0.7)]
    found += [by_code[code] for code in get_close_matches(meant, by_code, cutoff=0.5)]
    return tuple(dict.fromkeys(found or table.codes))[:3]
