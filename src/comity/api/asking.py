"""What a request says beside its body: headers and query, each checked before anything is done with it."""

import re
from collections.abc import Collection, Mapping
from urllib.parse import parse_qsl
from uuid import UUID

from starlette.requests import Request

from comity.acts.read import LARGEST_PAGE, absent
from comity.api.problems import ADDRESS_TOO_LONG, MALFORMED, NOT_ACCEPTABLE, UNCONDITIONAL, Turned

LONGEST_QUERY = 8192
USUAL_PAGE = 50

KEY_PATTERN = r"[!-~]{1,200}"
VERSION_PATTERN = r'"v[1-9][0-9]{0,8}"'
LIMIT_PATTERN = r"([1-9][0-9]?|1[0-9][0-9]|200)"
EMERGENCY_PATTERN = r"[!-~]([ -~]{0,398}[!-~])?"
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE | re.ASCII)


def whole(pattern: str) -> str:
    """Give a pattern for a whole text: a "$" alone would let a line break follow in some languages."""
    return rf"^({pattern})$(?!\n)"


def queried(request: Request, known: Collection[str]) -> Mapping[str, str]:
    """Give the query's parameters; Turned for one that is not known, comes twice or is no UTF-8."""
    raw = request.scope["query_string"]
    if len(raw) > LONGEST_QUERY:
        raise Turned(ADDRESS_TOO_LONG, "The query is too long.", remedy=f"Use up to {LONGEST_QUERY} bytes.")
    if not raw:
        return {}
    try:
        pairs = parse_qsl(raw.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=32)
    except ValueError:
        raise _malformed("The query is not UTF-8 text.", "Encode the query as UTF-8, then by percent.") from None
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _malformed("A parameter of the query stands twice.", "Say each parameter once.")
    if unknown := sorted(found.keys() - set(known)):
        raise _malformed(f"There is no parameter {unknown[0]!r} here.", f"Known are: {', '.join(sorted(known))}.")
    return found


def limit_of(query: Mapping[str, str]) -> int:
    """Give how many items a page shall have, 1 to 200."""
    text = query.get("limit", str(USUAL_PAGE))
    if not re.fullmatch(LIMIT_PATTERN, text):
        raise _malformed("limit is not a number in range.", f"Give a number from 1 to {LARGEST_PAGE}.", "limit")
    return int(text)


def said_true(query: Mapping[str, str], name: str, *, usual: str) -> bool:
    """Tell whether a parameter that is true or false says true."""
    said = query.get(name, usual)
    if said not in ("true", "false"):
        raise _malformed(f"{name} is true or false.", f"Say {name}=true or {name}=false.", name)
    return said == "true"


def idempotency_key(request: Request) -> str:
    """Give the key under which the request is carried out once, however often it is sent."""
    key = request.headers.get("idempotency-key")
    if key is None:
        raise _malformed(
            "The header Idempotency-Key is missing.",
            "Send a new random key with each new request, and the same key when you send a request again.",
            "Idempotency-Key",
        )
    if not re.fullmatch(KEY_PATTERN, key):
        raise _malformed("Idempotency-Key cannot be read.", "Use 1 to 200 visible ASCII characters.", "Idempotency-Key")
    return key


def emergency(request: Request) -> str:
    """Give the emergency that is stated, in words; "" when none is. It is written down, and reviewed after."""
    stated = request.headers.get("comity-emergency")
    if stated is None:
        return ""
    if not re.fullmatch(EMERGENCY_PATTERN, stated):
        raise _malformed(
            "Comity-Emergency cannot be read.", "State the emergency in 1 to 400 ASCII characters.", "Comity-Emergency"
        )
    return stated


def version_named(request: Request) -> int:
    """Give the version that a correction rests on, from ``If-Match: "v3"``; 0, which no record has, without one."""
    tag = request.headers.get("if-match")
    if tag is None:
        return 0
    if not re.fullmatch(VERSION_PATTERN, tag):
        raise _malformed(
            "If-Match names no version.", 'Send the ETag of the record as you read it, such as "v3".', "If-Match"
        )
    return int(tag[2:-1])


def unconditional() -> Turned:
    """Give the answer to a correction that names no version."""
    return Turned(
        UNCONDITIONAL,
        "The header If-Match is missing.",
        remedy="Read the record, and send its ETag as If-Match with your correction.",
        field="If-Match",
    )


def wants_minimal(request: Request) -> bool:
    """Tell whether the client prefers a receipt to the record (RFC 7240, section 4.2)."""
    return "return=minimal" in request.headers.get("prefer", "").replace(" ", "").lower()


def require_acceptable(request: Request, media_type: str) -> None:
    """Turned unless the client accepts the one form that an answer has (RFC 9110, section 12.5.1)."""
    accepted = request.headers.get("accept", "")
    if not accepted or "*/*" in accepted:
        return
    whole = media_type.partition("/")[0] + "/*"
    ranges = [part.split(";") for part in accepted.lower().split(",")]
    for name, *parameters in ranges:
        refused = any(re.fullmatch(r"q=0(\.0*)?", p.strip()) for p in parameters)
        if name.strip() in (media_type, whole) and not refused:
            return
    raise Turned(NOT_ACCEPTABLE, f"The answer is {media_type}.", remedy=f"Accept {media_type}.", field="Accept")


def is_id(text: str) -> bool:
    """Tell whether a part of a path is an id; names of kinds never look like one."""
    return _ID.fullmatch(text) is not None


def id_in(request: Request) -> UUID:
    """Give the id in the path; Absent, as for any id that is not there, when it cannot be one."""
    text = request.path_params["id"]
    if not is_id(text):
        raise absent()
    return UUID(text)


def _malformed(message: str, remedy: str, field: str = "") -> Turned:
    return Turned(MALFORMED, message, remedy=remedy, field=field)
