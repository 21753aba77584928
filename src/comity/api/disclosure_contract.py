"""The part of the contract that speaks of disclosures, hand-overs and counts."""

from comity.acts.count import GroupBy
from comity.api.bodies import JSON
from comity.api.disclosures import FILTERS
from comity.api.operations import answers_of, done_with, signed_operation, taking
from comity.api.parameters import CURSOR, KEY, KINDS, LIMIT, id_of, in_query, named_kind
from comity.api.schemas import Json, Schema, at

_TEXT: Schema = {"type": "string"}
_LINK: Schema = {"description": "The next page, as rel=next, where there may be one.", "schema": _TEXT}
_LOCATION: Schema = {"description": "Where it can be read.", "schema": _TEXT}
_SAID = {
    "agency": "The agency that was shown something.",
    "member": "The member who was shown something.",
    "purpose": "What for, with its case or without.",
    "owner": "The agency whose records were shown.",
    "since": "From when, as exact as it is known.",
    "until": "Until when, not included.",
}


def disclosure_paths() -> Schema:
    """Give the addresses at which disclosures are looked through, accounted for, reviewed and made."""
    return {
        "/v1/disclosures": {"get": _finding()},
        "/v1/disclosures/unreviewed": {
            "get": signed_operation(
                "List the weeks that nobody signed for.", "listUnreviewed", done_with(at("Unsigned")), (), problems=()
            )
        },
        "/v1/disclosures/reviews": {"post": _signing()},
        **_accounting_paths(),
        "/v1/hand-overs": {"post": _handing()},
        "/v1/records/{id}/holders": {"parameters": [id_of("record")], "get": _holding()},
        "/v1/counts": {"get": _counting()},
    }


def _finding() -> Schema:
    filters = [in_query(name, {"type": "string", "pattern": FILTERS[name]}, said) for name, said in _SAID.items()]
    page = done_with(at("Page"), headers={"Link": _LINK})
    parameters = (*filters, named_kind("query"), CURSOR, LIMIT)
    return signed_operation("Look through disclosures.", "findDisclosures", page, parameters, problems=(404,))


def _accounting_paths() -> Schema:
    person: Schema = {"parameters": [id_of("person")]}
    since = in_query("since", {"type": "string", "pattern": FILTERS["since"]}, _SAID["since"])
    given = done_with(at("Accounting"))
    accounted = signed_operation("Account to a person.", "account", given, (since,), problems=(404,))
    through = signed_operation(
        "List who received what about a person through an intermediary.",
        "listPassedThrough",
        given,
        (),
        problems=(404,),
    )
    return {
        "/v1/accountings/{id}": {**person, "get": accounted},
        "/v1/accountings/{id}/intermediary": {**person, "get": through},
    }


def _signing() -> Schema:
    made = done_with(at("Received"), headers={"Location": _LOCATION})
    operation = signed_operation(
        "Sign for the disclosures of a week.", "signForWeek", made, (KEY,), problems=(409, 413, 415, 422)
    )
    answers = answers_of(operation)
    operation["responses"] = {"201": answers["200"], **{s: told for s, told in answers.items() if s != "200"}}
    return {**operation, "requestBody": taking({JSON: at("Week")})}


def _handing() -> Schema:
    operation = signed_operation(
        "Hand records over.", "handOver", done_with(at("Handed")), (KEY,), problems=(404, 409, 412, 413, 415, 422)
    )
    return {**operation, "requestBody": taking({JSON: at("HandingOver")})}


def _holding() -> Schema:
    given = done_with(at("Holders"))
    return signed_operation("Tell who holds a record of yours.", "listHolders", given, (), problems=(404,))


def _counting() -> Schema:
    groups: list[Json] = [*GroupBy]
    grouped = in_query("group_by", {"enum": groups}, "By what they are told apart; kind unless told.")
    given = done_with(at("Counts"))
    return signed_operation("Count records.", "count", given, (KINDS, grouped), problems=(404,))
