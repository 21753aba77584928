"""Where it is told who is the same, and the part of the contract that says so."""

from collections.abc import Mapping

from comity.api import linking
from comity.api.bodies import JSON
from comity.api.operations import answers_of, done_with, signed_operation, taking
from comity.api.parameters import KEY, LIMIT, SEARCH_CURSOR, WORDS, id_of, in_query
from comity.api.resources import Endpoint
from comity.api.schemas import Json, Schema, at, schema_name
from comity.linkage.features import LINKED
from comity.records.registry import kind_named

_LINK: Schema = {"description": "The next page, as rel=next, where there may be one.", "schema": {"type": "string"}}
_LOCATION: Schema = {"description": "Where it can be read.", "schema": {"type": "string"}}

LINKING_ROUTES: Mapping[str, Mapping[str, Endpoint]] = {
    linking.PEOPLE: {"GET": linking.found},
    "/v1/records/{id}/identity": {"GET": linking.identity},
    "/v1/resemblances/{kind}": {"POST": linking.resemblances},
    "/v1/links": {"POST": linking.judge},
    "/v1/links/doubtful": {"GET": linking.queue},
    "/v1/links/{id}/undoing": {"POST": linking.undo},
}


def linking_paths() -> Schema:
    """Give the addresses at which it is told and judged who is the same."""
    identity = signed_operation(
        "Tell which records are one with a record, and why.",
        "identify",
        done_with(at("IdentityTold")),
        (),
        problems=(404, 409, 422),
    )
    people = signed_operation(
        "Find people, each once, with all records that are one with theirs.", "findPeople",
        done_with(at("PeopleTold"), headers={"Link": _LINK}), (WORDS, SEARCH_CURSOR, LIMIT), problems=(404, 422),
    )  # fmt: skip
    doubtful = signed_operation(
        "List the pairs that a person should compare.", "listDoubtfulLinks", done_with(at("DoubtsTold")),
        (in_query("kind", _linked(), "Pairs of this kind; of persons unless told."), LIMIT), problems=(404,),
    )  # fmt: skip
    return {
        linking.PEOPLE: {"get": people},
        "/v1/records/{id}/identity": {"parameters": [id_of("record")], "get": identity},
        "/v1/resemblances/{kind}": {
            "parameters": [{"name": "kind", "in": "path", "required": True, "schema": _linked()}],
            "post": _resembling(),
        },
        "/v1/links": {"post": _making("Judge whether persons or things are one.", "judgeLink", "LinkWanted")},
        "/v1/links/doubtful": {"get": doubtful},
        "/v1/links/{id}/undoing": {
            "parameters": [id_of("judgment")],
            "post": _making("Take a judgment back.", "undoLink", "LinkUndone"),
        },
    }


def _linked() -> Schema:
    names: list[Json] = [*sorted(LINKED)]
    return {"enum": names}


def _resembling() -> Schema:
    drafts: list[Json] = [at(f"{schema_name(kind_named(kind))}Shown") for kind in sorted(LINKED)]
    found = signed_operation(
        "Tell whom a draft may be; nothing is entered.",
        "resemble",
        done_with(at("ResemblancesTold")),
        (),
        problems=(404, 409, 413, 415, 422),
    )
    return {**found, "requestBody": taking({JSON: {"anyOf": drafts}})}


def _making(summary: str, name: str, body: str) -> Schema:
    made = done_with(at("LinkJudged"), headers={"Location": _LOCATION})
    operation = signed_operation(summary, name, made, (KEY,), problems=(404, 409, 413, 415, 422))
    answers = answers_of(operation)
    operation["responses"] = {"201": answers["200"], **{s: told for s, told in answers.items() if s != "200"}}
    return {**operation, "requestBody": taking({JSON: at(body)})}
