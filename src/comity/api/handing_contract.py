"""Where one subscribes and sees what became of what was sent, and the part of the contract that says so."""

from collections.abc import Mapping

from comity.api import hand_offs, notices, subscriptions
from comity.api.bodies import JSON
from comity.api.operations import ALWAYS, answers_of, done_with, open_operation, signed_operation, taking
from comity.api.parameters import CURSOR, KEY, LIMIT, id_of, in_query
from comity.api.resources import Endpoint
from comity.api.schemas import Schema, at

_LOCATION: Schema = {"description": "Where it can be read.", "schema": {"type": "string"}}
_LINK: Schema = {"description": "The next page, as rel=next, where there may be one.", "schema": {"type": "string"}}
_ONE = "/v1/subscriptions/{id}"

HANDING_ROUTES: Mapping[str, Mapping[str, Endpoint]] = {
    "/v1/subscriptions": {"GET": subscriptions.mine, "POST": subscriptions.begin},
    _ONE: {"GET": subscriptions.one, "PUT": subscriptions.change, "DELETE": subscriptions.end},
    f"{_ONE}/acknowledgement": {"POST": subscriptions.arrived},
    f"{_ONE}/secret": {"GET": subscriptions.secret, "POST": subscriptions.turn},
    hand_offs.PATH: {"GET": hand_offs.listed},
    f"{_ONE}/replay": {"POST": hand_offs.revived},
    f"{_ONE}/receipts": {"POST": hand_offs.receipted},
    f"{_ONE}/statements": {"POST": hand_offs.stated},
}


NOTICE_ROUTES: Mapping[str, Mapping[str, Endpoint]] = {
    notices.PATH: {"GET": notices.page},
    f"{notices.PATH}/confirmation": {"POST": notices.confirmed},
    f"{notices.PATH}/ending": {"POST": notices.left},
}
_TOKEN: Schema = {
    "name": "token",
    "in": "path",
    "required": True,
    "description": "What stands in the link that somebody without an account was sent.",
    "schema": {"type": "string", "pattern": "^[A-Za-z0-9_-]{43}$"},
}
_PAGE = "text/html; charset=utf-8"


def handing_paths() -> Schema:
    """Give the addresses at which one subscribes, and sees and says what became of what was sent."""
    one: Schema = {"parameters": [id_of("subscription")]}
    mine = signed_operation(
        "List your subscriptions.", "listSubscriptions", done_with(at("Subscriptions")), (), problems=()
    )
    dead = in_query("dead", {"enum": ["true", "false"]}, "Only what was given up.")
    listed = signed_operation(
        "See what became of each hand-off.", "listHandOffs", done_with(at("HandOffs"), headers={"Link": _LINK}),
        (CURSOR, LIMIT, dead), problems=(404,),
    )  # fmt: skip
    return {
        **_notice_paths(),
        "/v1/subscriptions": {"get": mine, "post": _beginning()},
        _ONE: {**one, "get": _reading("Read a subscription.", "readSubscription", "Standing"),
               "put": _saying("Wish for something else.", "amendSubscription", "Wanted", "Standing"),
               "delete": _ending()},
        f"{_ONE}/acknowledgement": {**one, "post": _saying("Say what has arrived.", "acknowledge", "Upto", "Waiting")},
        f"{_ONE}/secret": {
            **one,
            "get": _reading("Read the secrets that messages are signed by.", "readSecret", "Secret"),
            "post": _reading("Sign with a new secret; the one before signs for a day more.", "turnSecret", "Secret"),
        },
        hand_offs.PATH: {**one, "get": listed},
        f"{_ONE}/replay": {**one, "post": _saying("Try what was given up again.", "replay", "Replay", "HandOffs")},
        f"{_ONE}/receipts": {**one, "post": _saying("Give a receipt.", "giveReceipt", "ReceiptSaid", "Reconciled")},
        f"{_ONE}/statements": {
            **one,
            "post": _saying("State what arrived.", "stateReceived", "StatementSaid", "Reconciled"),
        },
    }  # fmt: skip


def _notice_paths() -> Schema:
    """Give the addresses for whoever has no account: the link is all that they have, and all that is needed."""
    page = done_with({"type": "string"}, form=_PAGE)
    shown = open_operation("Read what happened.", "readNotice", page, (), problems=(*ALWAYS, 404))
    paths: Schema = {notices.PATH: {"parameters": [_TOKEN], "get": shown}}
    for name, summary in (("confirmation", "Confirm one's address."), ("ending", "Be told no more.")):
        back: Schema = {"description": "Done; the page says so.", "headers": {"Location": _LOCATION}}
        said = open_operation(summary, f"{name}OfNotice", back, (), problems=(*ALWAYS, 404))
        answers = {"303" if status == "200" else status: told for status, told in answers_of(said).items()}
        paths[f"{notices.PATH}/{name}"] = {"parameters": [_TOKEN], "post": {**said, "responses": answers}}
    return paths


def _beginning() -> Schema:
    begun = signed_operation(
        "Begin a standing subscription.", "subscribe", done_with(at("Standing")), (KEY,),
        problems=(404, 409, 413, 415, 422),
    )  # fmt: skip
    begun["requestBody"] = taking({JSON: at("Wanted")})
    id_here: Schema = {"id": "$response.body#/id"}
    links: Schema = {
        name: {"operationId": operation, "parameters": id_here}
        for name, operation in (("end", "unsubscribe"), ("read", "readSubscription"), ("acknowledge", "acknowledge"))
    }
    made: Schema = {**done_with(at("Standing"), headers={"Location": _LOCATION}), "links": links}
    answers = {status: told for status, told in answers_of(begun).items() if status != "200"}
    return {**begun, "responses": {"201": made, **answers}}


def _ending() -> Schema:
    ended = signed_operation(
        "End a standing subscription.", "unsubscribe", {"description": "It has ended."}, (), problems=(404,)
    )
    ended["responses"] = {"204" if status == "200" else status: told for status, told in answers_of(ended).items()}
    return ended


def _reading(summary: str, name: str, shape: str) -> Schema:
    return signed_operation(summary, name, done_with(at(shape)), (), problems=(404,))


def _saying(summary: str, name: str, said: str, shape: str) -> Schema:
    operation = signed_operation(summary, name, done_with(at(shape)), (), problems=(404, 409, 413, 415, 422))
    return {**operation, "requestBody": taking({JSON: at(said)})}
