"""The kinds over HTTP: what can be on the record, who may enter it, and what a form for it looks like."""

from functools import cache

from msgspec import Raw, Struct
from starlette.requests import Request
from starlette.responses import Response

from comity.api.answers import PUBLIC, json_answer
from comity.api.asking import queried, require_acceptable
from comity.api.bodies import JSON
from comity.api.forms import Input, form_of
from comity.api.front import Front
from comity.api.schemas import schema_of
from comity.api.views import encoder
from comity.records.registry import kind_named, kinds
from comity.records.rules import checks_of
from comity.records.spec import KindSpec


class Kind(Struct, frozen=True):
    """A kind, in short."""

    name: str
    summary: str
    folder: str
    categories: tuple[str, ...]
    entered_by: tuple[str, ...]


class Kinds(Struct, frozen=True):
    """All kinds, by their names."""

    items: tuple[Kind, ...]


class Rule(Struct, frozen=True):
    """A named rule of entry; ``review`` rules leave a task for the owner and do not refuse."""

    name: str
    sentence: str
    field: str
    remedy: str
    review: bool


class KindInFull(Kind, frozen=True):
    """A kind with its rules, its form and its JSON Schema."""

    niem: str
    rules: tuple[Rule, ...]
    form: tuple[Input, ...]
    schema: Raw


async def every(front: Front, request: Request) -> Response:
    """List all kinds."""
    del front
    queried(request, ())
    require_acceptable(request, JSON)
    return json_answer(Kinds(tuple(_short(spec) for spec in kinds().values())), headers=PUBLIC)


async def one(front: Front, request: Request) -> Response:
    """Describe one kind."""
    del front
    queried(request, ())
    require_acceptable(request, JSON)
    return json_answer(_in_full(kind_named(request.path_params["kind"]).name), headers=PUBLIC)


def _short(spec: KindSpec) -> Kind:
    categories = tuple(dict.fromkeys(field.category.label for field in spec.fields))
    return Kind(spec.name, spec.summary, spec.folder, categories, tuple(spec.kind.entered_by))


@cache
def _in_full(name: str) -> KindInFull:
    spec = kind_named(name)
    short = _short(spec)
    rules = tuple(Rule(c.name, c.sentence, c.field, c.remedy, c.review) for c in checks_of(spec.kind))
    return KindInFull(
        short.name,
        short.summary,
        short.folder,
        short.categories,
        short.entered_by,
        spec.kind.niem,
        rules,
        form_of(spec),
        Raw(encoder.encode(schema_of(spec))),
    )
