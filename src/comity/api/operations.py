"""Operations of the contract: what each is called, what it takes, and every way in which it may answer."""

from collections.abc import Sequence

from comity.api.bodies import JSON
from comity.api.parameters import EMERGENCY, PURPOSE
from comity.api.schemas import Schema

_NONE: Schema = {}
# What any address may answer, and what any that reads the record may.
ALWAYS = (400, 406, 414, 431, 500, 503)
_IN = (*ALWAYS, 401, 403)


def signed_operation(
    summary: str, name: str, given: Schema, parameters: Sequence[Schema], *, problems: Sequence[int]
) -> Schema:
    """Give an operation that needs a token, with every way it may answer."""
    operation = open_operation(summary, name, given, (*parameters, PURPOSE, EMERGENCY), problems=(*_IN, *problems))
    return {**operation, "security": [{"token": []}]}


def open_operation(
    summary: str, name: str, given: Schema, parameters: Sequence[Schema], *, problems: Sequence[int]
) -> Schema:
    """Give an operation that anybody may ask for, with every way it may answer."""
    responses: Schema = {"200": given}
    responses |= {str(status): {"$ref": f"#/components/responses/{status}"} for status in sorted(set(problems))}
    return {"summary": summary, "operationId": name, "parameters": list(parameters), "responses": responses}


def answers_of(operation: Schema) -> Schema:
    """Give the ways in which an operation answers, by their statuses."""
    responses = operation["responses"]
    return responses if isinstance(responses, dict) else {}


def done_with(schema: Schema, *others: Schema, headers: Schema = _NONE, form: str = JSON) -> Schema:
    """Give the good answer of an operation: one of some shapes, in one form."""
    shape: Schema = {"anyOf": [schema, *others]} if others else schema
    return {"description": "Done.", "content": {form: {"schema": shape}}, "headers": headers}


def taking(forms: Schema) -> Schema:
    """Give the body that an operation takes, by its forms."""
    return {"required": True, "content": {form: {"schema": schema} for form, schema in forms.items()}}
