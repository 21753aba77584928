"""The JSON Schema of the text of an agreement, by which an editor completes and checks it as it is written."""

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from msgspec.json import encode, schema
from msgspec.json import format as indented

from comity.policy.agreement_checks import MARKINGS
from comity.policy.agreements import Agreement
from comity.policy.clauses import Operation
from comity.policy.sessions import PURPOSES
from comity.records.categories import LABELS
from comity.records.registry import kinds

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"
Schema: TypeAlias = "dict[str, Json]"

# As the text has them, where the declaration says it in the plural.
_WRITTEN = {"clauses": "clause", "preconditions": "precondition"}


def schema_text() -> str:
    """Give the schema for this release's kinds as a text, the same each time."""
    return indented(encode(agreement_schema(kinds()), order="sorted"), indent=2).decode() + "\n"


def agreement_schema(named: Iterable[str]) -> Schema:
    """Give the schema (JSON Schema 2020-12) of an agreement in which records of some kinds may be named."""
    made: Schema = schema(Agreement)
    definitions = _table(made["$defs"])
    properties = _table(_table(definitions["Agreement"])["properties"])
    for declared, written in _WRITTEN.items():
        properties[written] = properties.pop(declared)
    clause = _table(_table(definitions["Clause"])["properties"])
    clause["kinds"] = _names(["*", *named])
    clause["categories"] = _names(["*", *LABELS])
    clause["purposes"] = _names(["*", *PURPOSES])
    clause["markings"] = _names(sorted(MARKINGS))
    for name in ("permit", "prohibit"):
        operations = _names([str(each) for each in Operation])
        clause[name] = {"anyOf": [operations, _table(operations["items"])]}
    effects: list[Json] = [{"required": [name]} for name in ("permit", "prohibit", "oblige")]
    _table(definitions["Clause"])["oneOf"] = effects
    _table(_table(definitions["Exemption"])["properties"])["purposes"] = _names(["*", *PURPOSES])
    told: Schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Agreement"}
    return {**told, "$ref": "#/$defs/Agreement", "$defs": definitions}


def _names(allowed: Sequence[str]) -> Schema:
    return {"type": "array", "items": {"enum": [*allowed]}}


def _table(value: Json) -> Schema:
    return value if isinstance(value, dict) else {}
