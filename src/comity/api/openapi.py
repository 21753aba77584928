"""The contract: OpenAPI 3.1, made from the kinds. It says what each address takes, and every way it may answer."""

from collections.abc import Sequence
from functools import cache
from importlib.metadata import version

from starlette.requests import Request
from starlette.responses import Response

from comity.api.answers import PUBLIC
from comity.api.bodies import JSON, JSON_LINES, MERGE_PATCH
from comity.api.front import Front
from comity.api.parameters import (
    CURSOR,
    IF_MATCH,
    KEY,
    LAST_EVENT,
    LIMIT,
    PREFER,
    PURPOSE,
    SORT,
    STREAM_QUERY,
    WORDS,
    id_of,
    in_query,
    named_kind,
)
from comity.api.problems import MEDIA_TYPE, SORTS
from comity.api.schemas import Schema, at, components, page_of, schema_name
from comity.api.views import encoder
from comity.records.registry import kinds
from comity.records.spec import KindSpec

_BEARER: Schema = {"type": "http", "scheme": "bearer", "description": "A token made with comity token."}
_TEXT: Schema = {"type": "string"}
_LINK: Schema = {"description": "The next page, as rel=next, where there may be one.", "schema": _TEXT}
_TAG: Schema = {"description": "The version, for If-Match.", "schema": _TEXT}
_LOCATION: Schema = {"description": "Where it can be read.", "schema": _TEXT}
_REPLAYED: Schema = {"description": "Sent when this key was carried out before.", "schema": {"const": "true"}}
_ENTERED: Schema = {"ETag": _TAG, "Location": _LOCATION, "Idempotency-Replayed": _REPLAYED}
_NONE: Schema = {}
# What any address may answer, and what any that reads the record may.
_ALWAYS = (400, 406, 414, 431, 500, 503)
_SIGNED_IN = (*_ALWAYS, 401, 403)


async def contract(front: Front, request: Request) -> Response:
    """Give the contract."""
    del front, request
    return Response(_encoded(), media_type=JSON, headers=PUBLIC)


@cache
def _encoded() -> bytes:
    return encoder.encode(document())


def document() -> Schema:
    """Give the contract as JSON values."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Comity",
            "version": version("comity"),
            "description": "One shared record: entered once, at once in front of everyone who may see it.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": {**_kinds_paths(), **_record_paths(), **_found_paths(), **_stream_paths(), **_node_paths()},
        "components": {
            "schemas": components(),
            "securitySchemes": {"token": _BEARER},
            "responses": {str(status): _problem(status) for status in sorted({sort.status for sort in SORTS})},
        },
    }


def _kinds_paths() -> Schema:
    listed = _operation("List all kinds.", "listKinds", _given({"type": "object"}), (), _ALWAYS)
    told = _operation(
        "Describe a kind.", "describeKind", _given({"type": "object"}), (named_kind("path"),), (*_ALWAYS, 404)
    )
    return {"/v1/kinds": {"get": listed}, "/v1/kinds/{kind}": {"get": told}}


def _record_paths() -> Schema:
    paths: Schema = {f"/v1/records/{spec.name}": _of_kind(spec) for spec in kinds().values()}
    paths["/v1/records/{id}"] = {
        "parameters": [id_of("record")],
        "get": _signed("Read a record.", "readRecord", _given(at("View"), headers={"ETag": _TAG}), (), (404,)),
        "patch": _correcting(),
    }
    anything: Schema = {"type": "object"}
    for part, summary, schema in (
        ("history", "Read every version of a record.", at("Page")),
        ("proof", "Prove that a record stands in the log.", anything),
    ):
        got = _signed(summary, f"read{part.capitalize()}", _given(schema), (), (404, 409))
        paths[f"/v1/records/{{id}}/{part}"] = {"parameters": [id_of("record")], "get": got}
    return paths


def _correcting() -> Schema:
    given = _given(at("View"), at("Received"), headers={"ETag": _TAG})
    problems = (404, 409, 412, 413, 415, 422, 428)
    corrected = _signed("Correct a record.", "correctRecord", given, (KEY, IF_MATCH, PREFER), problems)
    return {**corrected, "requestBody": _body({MERGE_PATCH: at("Patch")})}


def _of_kind(spec: KindSpec) -> Schema:
    name = schema_name(spec)
    entered: Schema = {**_given(at(f"{name}View"), at("Received"), headers=_ENTERED), "links": _links()}
    many: Schema = {
        "type": "array",
        "description": "Up to 10,000; each is held to the schema, and answered, on its own.",
    }
    post = _signed(
        f"Enter one or many: {spec.summary}", f"enter{name}", _given(at("Results")),
        (KEY, PREFER, in_query("atomic", {"enum": ["true", "false"]}, "All or none.")),
        (404, 409, 413, 415, 422),
    )  # fmt: skip
    post["responses"] = {"201": entered, **_responses(post)}
    post["requestBody"] = _body({JSON: {"anyOf": [at(name), many]}, JSON_LINES: _TEXT})
    page = _given(page_of(spec), headers={"Link": _LINK})
    return {
        "get": _signed(f"Read the newest of a kind: {spec.summary}", f"list{name}", page, (CURSOR, LIMIT), (404,)),
        "post": post,
    }


def _links() -> Schema:
    id_here: Schema = {"id": "$response.body#/id"}
    corrected: Schema = {**id_here, "If-Match": "$response.header.ETag"}
    return {
        "read": {"operationId": "readRecord", "parameters": id_here},
        "correct": {"operationId": "correctRecord", "parameters": corrected},
        "history": {"operationId": "readHistory", "parameters": id_here},
        "case": {"operationId": "readCase", "parameters": id_here},
    }


def _found_paths() -> Schema:
    page = _given(at("Page"), headers={"Link": _LINK})
    case = _signed("Read the whole thread of a case.", "readCase", _given(at("Page")), (), (404,))
    found = _signed("Find records.", "search", page, (WORDS, named_kind("query"), CURSOR, LIMIT), (404, 422))
    return {"/v1/cases/{id}": {"parameters": [id_of("case")], "get": case}, "/v1/search": {"get": found}}


def _stream_paths() -> Schema:
    events = _given(at("Event"), form="text/event-stream")
    waited = _signed("Wait for entries.", "stream", events, (*STREAM_QUERY, LAST_EVENT), (404, 429))
    begun: Schema = {
        **_signed("Begin a standing subscription.", "subscribe", _given(at("Standing")), (KEY,), (409, 413, 415, 422)),
        "requestBody": _body({JSON: at("Wanted")}),
    }
    begun["responses"] = _created(begun)
    arrived: Schema = {
        **_signed("Say what has arrived.", "acknowledge", _given(at("Waiting")), (), (404, 413, 415, 422)),
        "requestBody": _body({JSON: at("Upto")}),
    }
    ended = _signed("End a standing subscription.", "unsubscribe", {"description": "It has ended."}, (), (404,))
    ended["responses"] = {"204" if status == "200" else status: told for status, told in _responses(ended).items()}
    mine = _signed("List your subscriptions.", "listSubscriptions", _given(at("Subscriptions")), (), ())
    one: Schema = {"parameters": [id_of("subscription")]}
    return {
        "/v1/stream": {"get": waited},
        "/v1/subscriptions": {"get": mine, "post": begun},
        "/v1/subscriptions/{id}": {**one, "delete": ended},
        "/v1/subscriptions/{id}/acknowledgement": {**one, "post": arrived},
    }


def _created(operation: Schema) -> Schema:
    id_here: Schema = {"id": "$response.body#/id"}
    links: Schema = {
        "end": {"operationId": "unsubscribe", "parameters": id_here},
        "acknowledge": {"operationId": "acknowledge", "parameters": id_here},
    }
    made: Schema = {**_given(at("Standing"), headers={"Location": _LOCATION}), "links": links}
    return {"201": made, **{status: told for status, told in _responses(operation).items() if status != "200"}}


def _node_paths() -> Schema:
    note = _signed(
        "Read the newest signed head of the log.", "readCheckpoint", _given(_TEXT, form="text/plain"), (), (404,)
    )
    paths: Schema = {"/v1/log/checkpoint": {"get": note}}
    for path, name, summary in (
        ("/livez", "live", "Ask whether the process answers."),
        ("/readyz", "ready", "Ask whether the node can work."),
        ("/", "index", "Ask what is here."),
    ):
        paths[path] = {"get": _operation(summary, name, _given(_TEXT, form="text/plain"), (), _ALWAYS)}
    told = _operation("Ask what a sort of problem is.", "problem", _given({"type": "object"}), (SORT,), (*_ALWAYS, 404))
    paths["/problems/{name}"] = {"get": told}
    paths["/openapi.json"] = {"get": _operation("Read this.", "contract", _given({"type": "object"}), (), _ALWAYS)}
    return paths


def _signed(summary: str, name: str, given: Schema, parameters: Sequence[Schema], problems: Sequence[int]) -> Schema:
    operation = _operation(summary, name, given, (*parameters, PURPOSE), (*_SIGNED_IN, *problems))
    return {**operation, "security": [{"token": []}]}


def _operation(summary: str, name: str, given: Schema, parameters: Sequence[Schema], problems: Sequence[int]) -> Schema:
    responses: Schema = {"200": given}
    responses |= {str(status): {"$ref": f"#/components/responses/{status}"} for status in sorted(set(problems))}
    return {"summary": summary, "operationId": name, "parameters": list(parameters), "responses": responses}


def _responses(operation: Schema) -> Schema:
    responses = operation["responses"]
    return responses if isinstance(responses, dict) else {}


def _given(schema: Schema, *others: Schema, headers: Schema = _NONE, form: str = JSON) -> Schema:
    shape: Schema = {"anyOf": [schema, *others]} if others else schema
    return {"description": "Done.", "content": {form: {"schema": shape}}, "headers": headers}


def _body(forms: Schema) -> Schema:
    return {"required": True, "content": {form: {"schema": schema} for form, schema in forms.items()}}


def _problem(status: int) -> Schema:
    titles = " Or: ".join(sort.title for sort in SORTS if sort.status == status)
    return {"description": titles, "content": {MEDIA_TYPE: {"schema": at("Problem")}}}
