"""The part of the contract that speaks of signing in and of accounts."""

from comity.api.asking import whole
from comity.api.bodies import JSON
from comity.api.operations import ALWAYS, answers_of, done_with, open_operation, signed_operation, taking
from comity.api.parameters import id_of
from comity.api.schemas import Json, Schema, at
from comity.api.sign_in import MEMBER_PATTERN

_OBJECT: Schema = {"type": "object"}
_TAKEN = (401, 403, 413, 415, 422, 429)


def sign_in_paths() -> Schema:
    """Give the addresses that anybody may ask, and those that tell of the sign-in itself."""
    welcome = open_operation(
        "Read the banner and the ways in.", "welcome", done_with(at("Welcome")), (), problems=ALWAYS
    )
    mine = signed_operation(
        "Ask for whom the token speaks.", "readSession", done_with(at("SessionShown")), (), problems=()
    )
    leave = signed_operation("Sign out.", "signOut", _ended("The token counts no more."), (), problems=(404,))
    return {
        "/v1/sign-in": {"get": welcome},
        "/v1/sign-in/passkey/options": {"post": _asking("Begin a sign-in by passkey.", "beginPasskey", _OBJECT, 429)},
        "/v1/sign-in/passkey": {"post": _entering("Sign in by a passkey.", "signInByPasskey", "ByPasskey")},
        "/v1/sign-in/secret": {"post": _entering("Sign in by a secret and a code.", "signInBySecret", "BySecret")},
        "/v1/sign-in/issuer/options": {
            "post": _asking("Begin a sign-in at the issuer.", "beginIssuer", at("AtIssuer"), 404, 429)
        },
        "/v1/sign-in/issuer": {"post": _entering("Sign in on the issuer's word.", "signInByIssuer", "ByIssuer", 404)},
        "/v1/registration/passkey/options": {
            "post": _with_body(_open("Begin to register a passkey.", "beginRegistration", _OBJECT), "Invited")
        },
        "/v1/registration/passkey": {
            "post": _gone(_with_body(_open("Register a passkey.", "registerPasskey", _OBJECT), "WithPasskey"))
        },
        "/v1/registration/secret": {
            "post": _made(_with_body(_open("Register a secret.", "registerSecret", at("FactorsShown")), "Invited"))
        },
        "/v1/session": {"get": mine, "delete": _gone(leave)},
    }


def account_paths() -> Schema:
    """Give the addresses by which accounts and keys are looked after."""
    one: Schema = {"parameters": [_member()]}
    listed = signed_operation("List accounts.", "listAccounts", done_with(at("AccountsShown")), (), problems=())
    ended = signed_operation(
        "Disable an account at once.", "disableAccount", _ended("It has ended."), (), problems=_MORE
    )
    freed = signed_operation("Unlock an account.", "unlockAccount", _ended("It is unlocked."), (), problems=(404, 409))
    return {
        "/v1/accounts": {"get": listed},
        "/v1/accounts/{member}/disabling": {**one, "post": _gone(_with_body(ended, "Because"))},
        "/v1/accounts/{member}/unlocking": {**one, "post": _gone(freed)},
        **_change_paths(),
        **_key_paths(),
    }


_MORE = (404, 409, 413, 415, 422)


def _change_paths() -> Schema:
    one: Schema = {"parameters": [id_of("change")]}
    listed = signed_operation("List changes that wait.", "listChanges", done_with(at("ChangesShown")), (), problems=())
    wished = signed_operation("Ask for a change.", "askForChange", done_with(at("ChangeAsked")), (), problems=_MORE)
    made = signed_operation("Approve a change.", "approveChange", done_with(at("ChangeMade")), (), problems=(404, 409))
    declined = signed_operation("Decline a change.", "declineChange", _ended("It is declined."), (), problems=(404,))
    return {
        "/v1/account-changes": {"get": listed, "post": _made(_with_body(wished, "WantedChange"))},
        "/v1/account-changes/{id}": {**one, "delete": _gone(declined)},
        "/v1/account-changes/{id}/approval": {**one, "post": made},
    }


def _key_paths() -> Schema:
    prefix: Schema = {
        "name": "prefix",
        "in": "path",
        "required": True,
        "description": "How a key begins.",
        "schema": {"type": "string", "pattern": whole("cmt_live_[A-Za-z0-9_-]{8}")},
    }
    listed = signed_operation("List your keys.", "listKeys", done_with(at("KeysShown")), (), problems=())
    made = signed_operation("Make a key.", "makeKey", done_with(at("KeyMade")), (), problems=_MORE)
    ended = signed_operation("End a key.", "endKey", _ended("It has ended."), (), problems=(404,))
    return {
        "/v1/keys": {"get": listed, "post": _made(_with_body(made, "WantedKey"))},
        "/v1/keys/{prefix}": {"parameters": [prefix], "delete": _gone(ended)},
    }


def _member() -> Schema:
    return {
        "name": "member",
        "in": "path",
        "required": True,
        "description": "The key of a member.",
        "schema": {"type": "string", "pattern": whole(MEMBER_PATTERN)},
    }


def _asking(summary: str, name: str, schema: Schema, *problems: int) -> Schema:
    return open_operation(summary, name, done_with(schema), (), problems=(*ALWAYS, *problems))


def _open(summary: str, name: str, schema: Schema) -> Schema:
    return open_operation(summary, name, done_with(schema), (), problems=(*ALWAYS, *_TAKEN))


def _entering(summary: str, name: str, body: str, *problems: int) -> Schema:
    entered = open_operation(summary, name, done_with(at("SignedIn")), (), problems=(*ALWAYS, *_TAKEN, 409, *problems))
    return _made(_with_body(entered, body))


def _with_body(operation: Schema, body: str) -> Schema:
    return {**operation, "requestBody": taking({JSON: at(body)})}


def _made(operation: Schema) -> Schema:
    return _as(operation, "201")


def _gone(operation: Schema) -> Schema:
    done: Schema = {"description": "Done."}
    answers: dict[str, Json] = {status: told for status, told in answers_of(operation).items() if status != "200"}
    return {**operation, "responses": {"204": done, **answers}}


def _as(operation: Schema, good: str) -> Schema:
    answers = {good if status == "200" else status: told for status, told in answers_of(operation).items()}
    return {**operation, "responses": answers}


def _ended(what: str) -> Schema:
    return {"description": what}
