"""Where orders for relief are carried out, and the part of the contract that says so."""

from collections.abc import Mapping

from comity.api import relief
from comity.api.operations import answers_of, done_with, signed_operation
from comity.api.parameters import KEY, id_of
from comity.api.resources import Endpoint
from comity.api.schemas import Schema, at

_LOCATION: Schema = {"description": "Where it can be read.", "schema": {"type": "string"}}

RELIEF_ROUTES: Mapping[str, Mapping[str, Endpoint]] = {
    "/v1/relief-orders/{id}/reach": {"GET": relief.reach},
    "/v1/relief-orders/{id}/executions": {"POST": relief.begin},
    "/v1/relief-executions/{id}/confirmation": {"POST": relief.second},
    "/v1/persons/{id}/relief-eligibility": {"GET": relief.eligibility},
}


def relief_paths() -> Schema:
    """Give the addresses at which orders to seal, unseal and expunge are carried out."""
    reach = signed_operation(
        "See what an order reaches.", "previewRelief", done_with(at("ReliefPreview")), (), problems=(404, 409)
    )
    eligible = signed_operation(
        "Tell from when on the charges of a person are sealed without a petition.",
        "tellEligibility",
        done_with(at("ReliefEligibility")),
        (),
        problems=(404,),
    )
    return {
        "/v1/relief-orders/{id}/reach": {"parameters": [id_of("order")], "get": reach},
        "/v1/relief-orders/{id}/executions": {
            "parameters": [id_of("order")],
            "post": _making("Propose to carry an order out.", "proposeRelief", "ReliefProposed"),
        },
        "/v1/relief-executions/{id}/confirmation": {
            "parameters": [id_of("proposal")],
            "post": _making("Confirm what a colleague proposed.", "confirmRelief", "ReliefDone"),
        },
        "/v1/persons/{id}/relief-eligibility": {"parameters": [id_of("person")], "get": eligible},
    }


def _making(summary: str, name: str, shape: str) -> Schema:
    made = done_with(at(shape), headers={"Location": _LOCATION})
    operation = signed_operation(summary, name, made, (KEY,), problems=(404, 409, 412, 422))
    answers = answers_of(operation)
    operation["responses"] = {"201": answers["200"], **{s: told for s, told in answers.items() if s != "200"}}
    return operation
