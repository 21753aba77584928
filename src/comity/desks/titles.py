"""What a record is called where somebody must tell it from others: by its number, its name, or what it says first."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from comity.desks.seen import Fields
from comity.records.categories import Category
from comity.records.registry import kind_named
from comity.records.spec import KindSpec

LONGEST = 80
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_SORTS = ("kind", "outcome", "ending", "effect")
_LONGEST_SORT = 24
# Of what is neither numbered nor named, the first of these that is there tells it.
_TELLING = (
    "kind", "outcome", "ending", "result", "category_text", "name", "description", "question", "title", "role",
    "sentence", "purpose", "offense_text", "narrative", "text",
)  # fmt: skip
_WHEN = (
    "occurred_at", "starts_at", "registered_at", "booked_at", "arrested_at", "handed_at", "seized_at", "requested_at",
    "received_at", "referred_at", "decided_at", "docketed_at", "issued_at", "issued_on", "disposed_at", "imposed_at",
    "moved_at", "released_at", "happened_at", "closed_at", "starts_on", "signed_at", "filed_at",
)  # fmt: skip


def title_of(kind: str, fields: Fields) -> str:
    """Give what a record is called, from the fields that a reader sees; "" where they tell nothing of it."""
    spec = kind_named(kind)
    found = _number(spec, fields) or _name(fields) or _address(fields) or _query(fields) or _first_said(fields)
    sort = _sort(fields)
    if sort and found != sort and len(found) + len(sort) + 2 <= LONGEST:
        found = f"{found}, {sort}"
    return found if len(found) <= LONGEST else f"{found[: LONGEST - 1]}…"


def _sort(fields: Fields) -> str:
    """Give of which sort it is, where one of a few fixed words says so: a remand, a conviction."""
    said = next((fields[name] for name in _SORTS if isinstance(fields.get(name), str)), "")
    return said.replace("-", " ").capitalize() if said.islower() and len(said) <= _LONGEST_SORT else ""


def when_of(fields: Fields) -> str:
    """Give when it happened, by the first field that says so; "" where none does."""
    return next((str(fields[name]) for name in _WHEN if fields.get(name)), "")


def person_title(fields: Fields) -> str:
    """Give how somebody is called, by the first name that says something."""
    return next(_names(fields.get("names", ())), "")


def _names(names: Iterable[Fields]) -> Iterator[str]:
    for name in names:
        parts = (name.get(part) for part in ("given_name", "middle_name", "surname", "suffix"))
        if said := name.get("full_name") or " ".join(part for part in parts if part):
            yield said


def _number(spec: KindSpec, fields: Fields) -> str:
    field = _numbered(spec.name)
    return str(fields.get(field, "")) if field else ""


@cache
def _numbered(kind: str) -> str:
    """Give the field that numbers records of a kind: the one that is minted, else its own number."""
    spec = kind_named(kind)
    if spec.minted:
        return spec.minted[0]
    own = ("number", f"{spec.name.replace('-', '_')}_number", "case_number")
    return next((f.name for f in spec.fields if f.name in own and f.category is Category.REFERENCE), "")


def _name(fields: Fields) -> str:
    return person_title(fields) if isinstance(fields.get("names"), (list, tuple)) else ""


def _address(fields: Fields) -> str:
    address = fields.get("address")
    if not isinstance(address, dict):
        return ""
    said = (str(address[part]) for part in ("full", "number", "street", "city") if address.get(part))
    return " ".join(said)


def _query(fields: Fields) -> str:
    """Give what a saved search looks for, as it was typed."""
    return str(fields.get("query") or "")


def _first_said(fields: Fields) -> str:
    texts = (fields[name] for name in _TELLING if isinstance(fields.get(name), str))
    # What is a text in one kind is a reference in another, and an id tells nobody anything.
    said = next((text for text in texts if not _ID.fullmatch(text)), "")
    return said.replace("-", " ").capitalize() if said.islower() and " " not in said else said
