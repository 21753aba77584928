"""Errors as problem documents (RFC 9457): one table from the errors of the house to the statuses of HTTP."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from msgspec import Struct
from msgspec.json import encode
from starlette.responses import Response

from comity.errors import Absent, ComityError, Conflict, Invalid, Refused, Reused, Unavailable, Unverified

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True)
class Sort:
    """One sort of problem: its stable name, its status, its title."""

    name: str
    status: int
    title: str

    @property
    def type(self) -> str:
        """The stable address of the sort, relative to the node."""
        return f"/problems/{self.name}"


MALFORMED = Sort("malformed", 400, "The request cannot be read.")
NOT_SIGNED_IN = Sort("not-signed-in", 401, "The request carries no valid token.")
REFUSED = Sort("refused", 403, "No clause allows this.")
ABSENT = Sort("absent", 404, "There is nothing here that you may know of.")
METHOD = Sort("method-not-allowed", 405, "This address does not take this method.")
NOT_ACCEPTABLE = Sort("not-acceptable", 406, "The answer has no form that the request accepts.")
RULE = Sort("rule", 409, "A rule of entry refuses this.")
MOVED_ON = Sort("moved-on", 412, "The record has moved on.")
TOO_LARGE = Sort("too-large", 413, "The request is too large.")
ADDRESS_TOO_LONG = Sort("address-too-long", 414, "The address is too long.")
MEDIA = Sort("unsupported-media-type", 415, "The body is of a type that is not taken here.")
INVALID = Sort("invalid", 422, "What was sent is not what it claims to be.")
REUSED = Sort("key-reused", 422, "The Idempotency-Key was used for another request.")
UNCONDITIONAL = Sort("precondition-required", 428, "The request must say which version it rests on.")
TOO_MANY = Sort("too-many", 429, "There are too many of these at once.")
HEADERS_TOO_LARGE = Sort("headers-too-large", 431, "The headers of the request are too large.")
FAULT = Sort("fault", 500, "The node failed to answer.")
UNVERIFIED = Sort("unverified", 500, "Something stored does not hold.")
UNAVAILABLE = Sort("unavailable", 503, "Something that the answer needs cannot be reached now.")

SORTS = tuple(value for value in list(globals().values()) if isinstance(value, Sort))

# Rules that forbid the act to this reader, whatever is sent; all other rules speak of what was sent, and of the record.
_FORBID = frozenset(
    {
        "",
        "entry_needs_a_clause",
        "owner_corrects",
        "no_action_by_account_of_officer_on_leave",
        "administrators_have_no_say",
        "signatories_act_for_their_agency",
        "steps_are_for_parties",
        "parties_draft",
        "nobody_signs_for_two_parties",
        "proof_shows_readable_fields",
        "passing_on_needs_a_clause",
        "redisclosure_is_forbidden",
        "administrators_administer",
        "administration_needs_two_factors",
        "nobody_administers_themselves",
        "two_people_change_an_account",
        "keys_need_two_factors",
    }
)
_TABLE: tuple[tuple[type[ComityError], Sort], ...] = (
    (Invalid, INVALID),
    (Absent, ABSENT),
    (Reused, REUSED),
    (Conflict, MOVED_ON),
    (Unverified, UNVERIFIED),
    (Unavailable, UNAVAILABLE),
)
_NO_HEADERS: Mapping[str, str] = MappingProxyType({})
RETRY_SECONDS = "1"


class Turned(ComityError):  # noqa: N818 - the tree is named for what happened
    """A request that is turned away before any act: by its form, its headers or its size."""

    def __init__(
        self, sort: Sort, message: str, *, remedy: str, field: str = "", headers: Mapping[str, str] = _NO_HEADERS
    ) -> None:
        super().__init__(message, remedy=remedy)
        self.sort = sort
        self.field = field
        self.headers = headers


class Problem(Struct, frozen=True, omit_defaults=True):
    """A problem document (RFC 9457, section 3.1), with what to do next; it names no record that is not named in it."""

    type: str
    title: str
    status: int
    detail: str
    remedy: str
    field: str = ""
    rule: str = ""


def problem_of(error: ComityError) -> Problem:
    """Give the problem document that an error is."""
    sort = _sort_of(error)
    return Problem(
        sort.type,
        sort.title,
        sort.status,
        error.message,
        error.remedy,
        getattr(error, "field", ""),
        getattr(error, "rule", ""),
    )


def problem_answer(error: ComityError) -> Response:
    """Give the answer that tells an error."""
    problem = problem_of(error)
    headers = dict(error.headers) if isinstance(error, Turned) else {}
    if problem.status == UNAVAILABLE.status:
        headers["Retry-After"] = RETRY_SECONDS
    return Response(encode(problem), problem.status, headers | {"Cache-Control": "no-store"}, MEDIA_TYPE)


def faulted() -> Turned:
    """Give what is told of a fault of our own: nothing of what was at hand."""
    again = "Send it again with the same Idempotency-Key."
    return Turned(FAULT, "The node failed; the fault was logged.", remedy=again)


def _sort_of(error: ComityError) -> Sort:
    if isinstance(error, Turned):
        return error.sort
    if isinstance(error, Refused):
        return REFUSED if error.rule in _FORBID else RULE
    return next((sort for kind, sort in _TABLE if isinstance(error, kind)), FAULT)
