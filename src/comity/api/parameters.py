"""The parameters of the contract, each exactly as it is read."""

from comity.api.asking import EMERGENCY_PATTERN, KEY_PATTERN, VERSION_PATTERN, whole
from comity.api.cursors import PATTERN as CURSOR_PATTERN
from comity.api.cursors import SEARCH_PATTERN
from comity.api.problems import SORTS
from comity.api.schemas import ID_PATTERN, Json, Schema
from comity.api.signing_in import PURPOSE_PATTERN
from comity.records.queries import MOST_TERMS
from comity.records.registry import kinds

ID: Schema = {"type": "string", "format": "uuid", "pattern": ID_PATTERN}


def in_query(name: str, schema: Json, description: str) -> Schema:
    """Give an optional parameter of the query."""
    return {"name": name, "in": "query", "description": description, "schema": schema}


def id_of(what: str) -> Schema:
    """Give the id in a path."""
    return {"name": "id", "in": "path", "required": True, "description": f"The id of a {what}.", "schema": ID}


def named_kind(place: str) -> Schema:
    """Give the name of a kind in a path or in the query."""
    names: list[Json] = [*kinds()]
    return {"name": "kind", "in": place, "required": place == "path", "schema": {"enum": names}}


def _text(pattern: str) -> Schema:
    return {"type": "string", "pattern": whole(pattern)}


def _header(name: str, schema: Schema, description: str) -> Schema:
    return {"name": name, "in": "header", "required": False, "description": description, "schema": schema}


_KIND = "|".join(kinds())
# Not \s: languages do not agree on which characters of control and which spaces it means.
_SPACE, _INK = r"[\t\n\x0b\x0c\r ]", r"[^\t\n\x0b\x0c\r ]"
_TERM = rf"{_SPACE}*{_INK}*[^\W_]{_INK}*"

KEY: Schema = {
    **_header("Idempotency-Key", _text(KEY_PATTERN), "Carried out once, however often it is sent with this key."),
    "required": True,
}
IF_MATCH: Schema = {
    **_header("If-Match", _text(VERSION_PATTERN), "The ETag of the version that is corrected."),
    "required": True,
}
PREFER = _header("Prefer", {"type": "string"}, "return=minimal for a receipt instead of the record (RFC 7240).")
PURPOSE = _header("Comity-Purpose", _text(PURPOSE_PATTERN), "What for, if it is not what the token says.")
EMERGENCY = _header(
    "Comity-Emergency", _text(EMERGENCY_PATTERN), "The emergency, in words, where one opens records; reviewed after."
)
LAST_EVENT = _header("Last-Event-ID", _text(CURSOR_PATTERN), "The id of the last event that was seen.")
CURSOR = in_query("cursor", _text(CURSOR_PATTERN), "Where the page begins, from the link of the page before.")
SEARCH_CURSOR = in_query("cursor", _text(SEARCH_PATTERN), "Where the page begins, from the link of the page before.")
OWNER = in_query("owner", _text("[a-z0-9][a-z0-9-]{0,62}"), "Records of this agency only.")
FACETS = in_query("facets", {"enum": ["true", "false"]}, "true: count by kind, owner and month what matches as typed.")
LIMIT = in_query("limit", {"type": "integer", "minimum": 1, "maximum": 200}, "How many items, 50 unless told.")
_SORTS: list[Json] = [sort.name for sort in SORTS]
SORT: Schema = {"name": "name", "in": "path", "required": True, "schema": {"enum": _SORTS}}
_QUERY = _text(rf"{_TERM}({_SPACE}+{_INK}+){{0,{MOST_TERMS - 1}}}{_SPACE}*")
WORDS: Schema = {
    **in_query(
        "q",
        _QUERY,
        "Names, numbers, plates, dates, ranges such as 2024-05..2024-08 or >=2024, offenses, places, words of texts: "
        'up to twelve in any order; "in quotes" what must stand together.',
    ),
    "required": True,
}
KINDS = in_query("kinds", _text(rf"({_KIND})(,({_KIND}))*"), "Kinds, parted by commas; all unless told.")
STREAM_QUERY = (
    KINDS,
    in_query("subscription", ID, "The standing subscription to be served."),
    in_query("follow", {"enum": ["true", "false"]}, "false: what was missed, and then the end."),
)
