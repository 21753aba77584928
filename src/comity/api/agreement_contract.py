"""What the contract says of agreements and of the matrix."""

from comity.api.agreements import KEY_PATTERN, MOMENT_PATTERN
from comity.api.asking import whole
from comity.api.bodies import JSON
from comity.api.operations import answers_of, done_with, signed_operation, taking
from comity.api.parameters import in_query
from comity.api.schemas import Schema, at

_KEY: Schema = {
    "name": "key",
    "in": "path",
    "required": True,
    "description": "The key of an agreement.",
    "schema": {"type": "string", "pattern": whole(KEY_PATTERN)},
}
_THEN = in_query(
    "at", {"type": "string", "pattern": whole(MOMENT_PATTERN)}, "A moment that has been, in UTC; else now."
)
_SENT = (409, 412, 413, 415, 422)


def agreement_paths() -> Schema:
    """Give the addresses of agreements with their operations."""
    listed = signed_operation(
        "List every agreement.", "listAgreements", done_with(at("AgreementsTold")), (), problems=()
    )
    told = signed_operation("Read an agreement.", "readAgreement", done_with(at("AgreementTold")), (), problems=(404,))
    checked = signed_operation(
        "Say everything that is wrong with a text.",
        "checkAgreement",
        done_with(at("TextChecked")),
        (),
        problems=(413, 415, 422),
    )
    shown = signed_operation(
        "Read the whole data sharing matrix.", "readMatrix", done_with(at("MatrixShown")), (_THEN,), problems=(404,)
    )
    drafted = _entering("Enter a text for its parties to sign.", "draftAgreement", "AgreementText", _SENT)
    stepped = _entering("Take a step on an agreement.", "stepOnAgreement", "StepWanted", (404, *_SENT))
    return {
        "/v1/agreements": {"get": listed, "post": drafted},
        "/v1/agreements/{key}": {"parameters": [_KEY], "get": told},
        "/v1/agreements/{key}/steps": {"parameters": [_KEY], "post": stepped},
        "/v1/agreement-checks": {"post": {**checked, "requestBody": taking({JSON: at("AgreementText")})}},
        "/v1/matrix": {"get": shown},
    }


def _entering(summary: str, name: str, body: str, problems: tuple[int, ...]) -> Schema:
    placed = done_with(at("AgreementPlaced"))
    operation = signed_operation(summary, name, placed, (), problems=problems)
    entered: Schema = {"201": placed}
    entered |= {status: told for status, told in answers_of(operation).items() if status != "200"}
    return {**operation, "responses": entered, "requestBody": taking({JSON: at(body)})}
