"""The contract: OpenAPI 3.1, made from the kinds. It says what each address takes, and every way it may answer."""

from functools import cache
from importlib.metadata import version

from starlette.requests import Request
from starlette.responses import Response

from comity.api.account_paths import account_paths, sign_in_paths
from comity.api.agreement_contract import agreement_paths
from comity.api.answers import PUBLIC
from comity.api.bodies import JSON, JSON_LINES, MERGE_PATCH
from comity.api.deadlines import deadline_paths
from comity.api.disclosure_contract import disclosure_paths
from comity.api.explain_contract import explanation_paths
from comity.api.front import Front
from comity.api.handing_contract import handing_paths
from comity.api.linking_contract import linking_paths
from comity.api.operations import ALWAYS, answers_of, done_with, open_operation, signed_operation, taking
from comity.api.parameters import (
    CURSOR,
    FACETS,
    IF_MATCH,
    KEY,
    LAST_EVENT,
    LIMIT,
    OWNER,
    PREFER,
    SEARCH_CURSOR,
    SORT,
    STREAM_QUERY,
    WORDS,
    id_of,
    in_query,
    named_kind,
)
from comity.api.problems import MEDIA_TYPE, SORTS
from comity.api.relief_contract import relief_paths
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
        "paths": {
            **_kinds_paths(),
            **_record_paths(),
            **_found_paths(),
            **_stream_paths(),
            **sign_in_paths(),
            **account_paths(),
            **agreement_paths(),
            **disclosure_paths(),
            **relief_paths(),
            **explanation_paths(),
            **handing_paths(),
            **deadline_paths(),
            **linking_paths(),
            **_node_paths(),
        },
        "components": {
            "schemas": components(),
            "securitySchemes": {"token": _BEARER},
            "responses": {str(status): _problem(status) for status in sorted({sort.status for sort in SORTS})},
        },
    }


def _kinds_paths() -> Schema:
    listed = open_operation("List all kinds.", "listKinds", done_with({"type": "object"}), (), problems=ALWAYS)
    told = open_operation(
        "Describe a kind.",
        "describeKind",
        done_with({"type": "object"}),
        (named_kind("path"),),
        problems=(*ALWAYS, 404),
    )
    return {"/v1/kinds": {"get": listed}, "/v1/kinds/{kind}": {"get": told}}


def _record_paths() -> Schema:
    paths: Schema = {f"/v1/records/{spec.name}": _of_kind(spec) for spec in kinds().values()}
    paths["/v1/records/{id}"] = {
        "parameters": [id_of("record")],
        "get": signed_operation(
            "Read a record.", "readRecord", done_with(at("View"), headers={"ETag": _TAG}), (), problems=(404,)
        ),
        "patch": _correcting(),
    }
    anything: Schema = {"type": "object"}
    for part, summary, schema in (
        ("history", "Read every version of a record.", at("Page")),
        ("proof", "Prove that a record stands in the log.", anything),
    ):
        got = signed_operation(summary, f"read{part.capitalize()}", done_with(schema), (), problems=(404, 409))
        paths[f"/v1/records/{{id}}/{part}"] = {"parameters": [id_of("record")], "get": got}
    return paths


def _correcting() -> Schema:
    given = done_with(at("View"), at("Received"), headers={"ETag": _TAG})
    problems = (404, 409, 412, 413, 415, 422, 428)
    corrected = signed_operation(
        "Correct a record.", "correctRecord", given, (KEY, IF_MATCH, PREFER), problems=problems
    )
    return {**corrected, "requestBody": taking({MERGE_PATCH: at("Patch")})}


def _of_kind(spec: KindSpec) -> Schema:
    name = schema_name(spec)
    entered: Schema = {**done_with(at(f"{name}View"), at("Received"), headers=_ENTERED), "links": _links()}
    many: Schema = {
        "type": "array",
        "description": "Up to 10,000; each is held to the schema, and answered, on its own.",
    }
    post = signed_operation(
        f"Enter one or many: {spec.summary}", f"enter{name}", done_with(at("Results")),
        (KEY, PREFER, in_query("atomic", {"enum": ["true", "false"]}, "All or none.")),
        problems=(404, 409, 413, 415, 422),
    )  # fmt: skip
    post["responses"] = {"201": entered, **answers_of(post)}
    post["requestBody"] = taking({JSON: {"anyOf": [at(name), many]}, JSON_LINES: _TEXT})
    page = done_with(page_of(spec), headers={"Link": _LINK})
    return {
        "get": signed_operation(
            f"Read the newest of a kind: {spec.summary}", f"list{name}", page, (CURSOR, LIMIT), problems=(404,)
        ),
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
    case = signed_operation("Read the whole thread of a case.", "readCase", done_with(at("Page")), (), problems=(404,))
    some = done_with(at("FoundPage"), headers={"Link": _LINK})
    asked = (WORDS, named_kind("query"), OWNER, SEARCH_CURSOR, LIMIT, FACETS)
    found = signed_operation("Find records, the best match first.", "search", some, asked, problems=(404, 422))
    return {"/v1/cases/{id}": {"parameters": [id_of("case")], "get": case}, "/v1/search": {"get": found}}


def _stream_paths() -> Schema:
    events = done_with(at("Event"), form="text/event-stream")
    waited = signed_operation("Wait for entries.", "stream", events, (*STREAM_QUERY, LAST_EVENT), problems=(404, 429))
    return {"/v1/stream": {"get": waited}}


def _node_paths() -> Schema:
    note = signed_operation(
        "Read the newest signed head of the log.",
        "readCheckpoint",
        done_with(_TEXT, form="text/plain"),
        (),
        problems=(404,),
    )
    paths: Schema = {"/v1/log/checkpoint": {"get": note}}
    for path, name, summary in (
        ("/livez", "live", "Ask whether the process answers."),
        ("/readyz", "ready", "Ask whether the node can work."),
        ("/", "index", "Ask what is here."),
    ):
        paths[path] = {"get": open_operation(summary, name, done_with(_TEXT, form="text/plain"), (), problems=ALWAYS)}
    told = open_operation(
        "Ask what a sort of problem is.", "problem", done_with({"type": "object"}), (SORT,), problems=(*ALWAYS, 404)
    )
    paths["/problems/{name}"] = {"get": told}
    paths["/openapi.json"] = {
        "get": open_operation("Read this.", "contract", done_with({"type": "object"}), (), problems=ALWAYS)
    }
    return paths


def _problem(status: int) -> Schema:
    titles = " Or: ".join(sort.title for sort in SORTS if sort.status == status)
    return {"description": titles, "content": {MEDIA_TYPE: {"schema": at("Problem")}}}
