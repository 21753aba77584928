"""The part of the contract that speaks of explanations and simulations."""

from comity.api.bodies import JSON
from comity.api.operations import done_with, signed_operation, taking
from comity.api.parameters import id_of
from comity.api.schemas import Schema, at


def explanation_paths() -> Schema:
    """Give the addresses at which it is explained who may see what, now, before recording and under a draft."""
    record: Schema = {"parameters": [id_of("record")]}
    explained = signed_operation(
        "Explain who may do what with a record.", "explainRecord", done_with(at("Explanation")), (), problems=(404,)
    )
    reasoned = signed_operation(
        "Explain why you see what you see.", "explainWhy", done_with(at("Why")), (), problems=(404,)
    )
    before = signed_operation(
        "Explain who will see a record before it is entered.",
        "explainBefore",
        done_with(at("Explanation")),
        (),
        problems=(404, 409, 413, 415, 422),
    )
    simulated = signed_operation(
        "Say what a draft would change.",
        "simulate",
        done_with(at("SimulationTold")),
        (),
        problems=(409, 413, 415, 422),
    )
    return {
        "/v1/records/{id}/explanation": {**record, "get": explained},
        "/v1/records/{id}/reasons": {**record, "get": reasoned},
        "/v1/explanations": {"post": {**before, "requestBody": taking({JSON: at("BeforeRecording")})}},
        "/v1/simulations": {"post": {**simulated, "requestBody": taking({JSON: at("AgreementText")})}},
    }
