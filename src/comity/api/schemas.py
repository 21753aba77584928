"""JSON Schemas (2020-12) of kinds and of answers, made from the declarations: exactly what is taken and given."""

from functools import cache
from typing import TypeAlias

from msgspec import Struct
from msgspec.json import schema_components

from comity.acts.count import Counts
from comity.acts.holders import Holders
from comity.acts.relieve import ReliefPreview
from comity.api.accounts import AccountsShown, Because, ChangeAsked, ChangeMade, ChangesShown, WantedChange
from comity.api.agreements import (
    AgreementPlaced,
    AgreementsTold,
    AgreementText,
    AgreementTold,
    MatrixShown,
    StepWanted,
    TextChecked,
)
from comity.api.deadlines_told import Deadlines
from comity.api.disclosures import Accounting, Handed, HandingOver, Unsigned, Week
from comity.api.explain import BeforeRecording
from comity.api.hand_offs import HandOffs, ReceiptSaid, Reconciled, Replay, StatementSaid
from comity.api.keys import KeyMade, KeysShown, WantedKey
from comity.api.linking import (
    DoubtsTold,
    IdentityTold,
    LinkJudged,
    LinkUndone,
    LinkWanted,
    PeopleTold,
    ResemblancesTold,
)
from comity.api.problems import Problem
from comity.api.registering import FactorsShown, Invited, WithPasskey
from comity.api.relief import ReliefDone, ReliefEligibility, ReliefProposed
from comity.api.sign_in import AtIssuer, ByIssuer, ByPasskey, BySecret, SessionShown, SignedIn, Welcome
from comity.api.subscriptions import Secret, Standing, Subscriptions, Upto, Waiting, Wanted
from comity.api.views import Noticed, Received, Result, Results
from comity.policy.explanation import Explanation, Why
from comity.policy.simulation_told import SimulationTold
from comity.records.references import Ref
from comity.records.registry import kinds
from comity.records.spec import KindSpec

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"
Schema: TypeAlias = "dict[str, Json]"

ID_PATTERN = r"^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$(?!\n)"
# Text may hold any character but NUL and halves of surrogate pairs, which no database and no encoding can carry.
_TEXT_PATTERN = r"^[^\u0000]*$"
_ANSWERS: tuple[type[Struct], ...] = (
    Noticed, Problem, Received, Result, Results,
    AccountsShown, AtIssuer, Because, ByIssuer, ByPasskey, BySecret, ChangeAsked, ChangeMade, ChangesShown,
    FactorsShown, Invited, KeyMade, KeysShown, SessionShown, SignedIn, WantedChange, WantedKey, Welcome, WithPasskey,
)  # fmt: skip
_AGREED: tuple[type[Struct], ...] = (
    AgreementPlaced, AgreementTold, AgreementText, AgreementsTold, MatrixShown, StepWanted, TextChecked
)  # fmt: skip
_DISCLOSED: tuple[type[Struct], ...] = (Accounting, Counts, Handed, HandingOver, Holders, Unsigned, Week)
_RELIEVED: tuple[type[Struct], ...] = (ReliefDone, ReliefEligibility, ReliefPreview, ReliefProposed)
_EXPLAINED: tuple[type[Struct], ...] = (BeforeRecording, Explanation, SimulationTold, Why)
_LINKED: tuple[type[Struct], ...] = (
    DoubtsTold, IdentityTold, LinkJudged, LinkUndone, LinkWanted, PeopleTold, ResemblancesTold
)  # fmt: skip
_HANDED: tuple[type[Struct], ...] = (
    Deadlines, HandOffs, ReceiptSaid, Replay, Secret, Standing, StatementSaid, Subscriptions, Upto, Reconciled, Waiting,
    Wanted,
)  # fmt: skip
_PLACE = "#/components/schemas/"
# What stands in a record that is shown only where there is something to say.
_SOMETIMES = frozenset({"notices", "reviews", "score", "words"})
_EVENT: Schema = {
    "type": "object",
    "properties": {
        "event": {"enum": ["entry", "later", "ended"]},
        "id": {"type": "string"},
        "retry": {"type": "integer"},
        "data": {"type": "string", "contentMediaType": "application/json"},
    },
}


@cache
def components() -> Schema:
    """Give all schemas by their names: kinds as they are entered, their fields as they are shown, and the answers."""
    types = (
        *(spec.kind for spec in kinds().values()),
        *_ANSWERS,
        *_AGREED,
        *_DISCLOSED,
        *_EXPLAINED,
        *_HANDED,
        *_LINKED,
        *_RELIEVED,
    )
    _, found = schema_components(types, schema_hook=_reference, ref_template=_PLACE + "{name}")
    made: Schema = {name: _exact(schema) for name, schema in found.items()}
    for spec in kinds().values():
        made[f"{schema_name(spec)}Shown"] = _fields_shown(made[schema_name(spec)])
        made[f"{schema_name(spec)}View"] = _view(spec.name, {"$ref": f"{_PLACE}{schema_name(spec)}Shown"})
        made[schema_name(spec)] = _needing(_as_schema(made[schema_name(spec)]), spec.kind.needed)
    made |= _patches()
    made["Event"] = _EVENT
    made["Wanted"] = _wanted(_as_schema(made["Wanted"]))
    made["View"] = _view(None, {"type": "object"})
    made["Page"] = _page("View")
    made["FoundPage"] = _found_page()
    return made


def schema_name(spec: KindSpec) -> str:
    """Give the name of a kind's schema."""
    return spec.kind.__name__


def schema_of(spec: KindSpec) -> Schema:
    """Give the schema of one kind with all that it refers to, in one document."""
    needed: Schema = {}
    root = _moved(components()[schema_name(spec)], needed)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **_as_schema(root), "$defs": needed}


def at(name: str) -> Schema:
    """Refer to a schema of the components."""
    return {"$ref": _PLACE + name}


def page_of(spec: KindSpec) -> Schema:
    """Give the schema of a page of records of a kind."""
    return _page(f"{schema_name(spec)}View")


def _moved(schema: Json, needed: Schema) -> Json:
    """Copy a schema so that it refers to ``$defs``, and collect there what it needs."""
    if isinstance(schema, list):
        return [_moved(item, needed) for item in schema]
    if not isinstance(schema, dict):
        return schema
    target = schema.get("$ref")
    if isinstance(target, str):
        name = target.removeprefix(_PLACE)
        if name not in needed:
            needed[name] = None
            needed[name] = _moved(components()[name], needed)
        return {"$ref": f"#/$defs/{name}"}
    return {name: _moved(value, needed) for name, value in schema.items()}


def _exact(schema: Json) -> Json:
    """Say of each text what the decoder refuses beside its declared shape."""
    if isinstance(schema, list):
        return [_exact(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    exact = {name: _exact(value) for name, value in schema.items() if name != "default" or isinstance(value, dict)}
    if exact.get("type") == "string" and not exact.keys() & {"pattern", "enum", "format"}:
        exact["pattern"] = _TEXT_PATTERN
    return exact


def _reference(shape: type) -> Schema:
    if shape is not Ref:
        raise NotImplementedError
    return {"type": "string", "format": "uuid", "pattern": ID_PATTERN}


def _fields_shown(schema: Json) -> Schema:
    """Give the schema of the fields that a reader may see: any of them may be withheld."""
    return {**_as_schema(schema), "required": []}


def _wanted(made: Schema) -> Schema:
    """Name the kinds that there are, of which a wish has one at least where it is about nothing."""
    names: list[Json] = [*kinds()]
    some: Schema = {"type": "array", "items": {"enum": names}}
    properties = {**_as_schema(made["properties"]), "kinds": some}
    of_kinds: Schema = {"required": ["kinds"], "properties": {"kinds": {"minItems": 1}}}
    about: Schema = {"required": ["about"], "properties": {"about": {"type": "string"}}}
    return {**made, "properties": properties, "anyOf": [of_kinds, about]}


def _needing(schema: Schema, needed: tuple[str, ...]) -> Schema:
    """Say which fields a first-hand entry must have; a record from another system names that instead."""
    if not needed:
        return schema
    names: list[Json] = [*needed]
    whole: Schema = {"required": names, "properties": {name: {"not": {"enum": [None, []]}} for name in needed}}
    migrated: Schema = {"required": ["provenance"], "properties": {"provenance": {"type": "object"}}}
    return {**schema, "anyOf": [whole, migrated]}


def _patches() -> Schema:
    """Give the schema of a merge patch of any kind (RFC 7396): its fields, with null for those to be taken away."""
    plain: list[Json] = [{"type": ["null", "boolean", "number"]}, {"type": "string", "pattern": _TEXT_PATTERN}]
    values: Schema = {"anyOf": [*plain, {"type": "array", "items": at("PatchValue")}, at("Patch")]}
    names: Schema = {"pattern": r"^[a-z][a-z0-9_]{0,63}$(?!\n)"}
    return {
        "Patch": {"type": "object", "propertyNames": names, "additionalProperties": at("PatchValue")},
        "PatchValue": values,
    }


def _view(kind: str | None, fields: Schema) -> Schema:
    text: Schema = {"type": "string"}
    texts: Schema = {"type": "array", "items": text}
    properties: Schema = {
        "id": {"type": "string", "format": "uuid"},
        "kind": {"const": kind} if kind else text,
        "owner": text,
        "version": {"type": "integer", "minimum": 1},
        "recorded_at": {"type": "string", "format": "date-time"},
        "recorded_by": text,
        "fields": fields,
        "withheld": texts,
        "because": texts,
        "notices": {"type": "array", "items": at("Noticed")},
        "reviews": texts,
        "score": {"type": "number", "minimum": 0, "maximum": 1},
        "words": texts,
    }
    required: list[Json] = [name for name in properties if name not in _SOMETIMES]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _page(view: str) -> Schema:
    items: Schema = {"type": "array", "items": at(view)}
    return {"type": "object", "properties": {"items": items}, "required": ["items"], "additionalProperties": False}


def _found_page() -> Schema:
    counts: Schema = {"type": "object", "additionalProperties": {"type": "integer", "minimum": 1}}
    by: Schema = {"kind": counts, "owner": counts, "month": counts}
    properties: Schema = {
        "items": {"type": "array", "items": at("View")},
        "names": {"enum": ["all", "being-read"]},
        "facets": {"type": "object", "properties": by, "required": [*by], "additionalProperties": False},
    }
    required: list[Json] = ["items", "names"]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _as_schema(schema: Json) -> Schema:
    return schema if isinstance(schema, dict) else {}
