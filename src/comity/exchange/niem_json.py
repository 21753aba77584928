"""Records of every kind as NIEM 6 JSON, and back: JSON-LD with NIEM's names, each record an object of its own.

NIEM Naming and Design Rules 6.0, JSON messages: a name with its prefix is an element, a list repeats it, ``@id`` on an
object that says nothing else is a reference. Records are ``urn:uuid`` names. What a receiver may not see is not there;
the entry of each record names the categories that are withheld, and the notices that go with it.
"""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from comity.acts.viewing import View
from comity.errors import Invalid
from comity.exchange.connector import Message
from comity.exchange.niem_names import CONTEXT, DATE, Named, Owner, element_of, named_fields, own
from comity.exchange.niem_reading import ENTRY, MESSAGE, read_records
from comity.records.codec import LARGEST_RECORD
from comity.records.parting import pointed_at
from comity.records.registry import kind_named

ABOUT = own("about")
_DATES = {4: "nc:YearDate", 7: "nc:YearMonthDate", 10: DATE}


class NiemJson:
    """Writes any record, with what is around it, and reads such documents."""

    name = "niem-json"
    media_type = "application/ld+json"

    def writes(self, view: View) -> bool:
        """Every kind has such a form."""
        return bool(view.kind)

    def write(self, view: View, around: Mapping[UUID, View]) -> bytes:
        """Give the document of a record, what it refers to, and what refers to it.

        Invalid when a text cannot be written, or all is too large to be read.
        """
        views = [view, *sorted(_connected(view, around), key=_order)]
        said: dict[str, Any] = {ABOUT: {"@id": urn(str(view.id))}}
        for each in views:
            said.setdefault(element_of(kind_named(each.kind).kind), []).append(_record(each))
        raw = json.dumps({"@context": dict(CONTEXT), MESSAGE: said}, ensure_ascii=False, indent=1).encode()
        if len(raw) > LARGEST_RECORD:
            raise Invalid(
                f"The message would have {len(raw)} bytes, and {LARGEST_RECORD} can be read.",
                remedy="Send the longest texts and attachments apart.",
            )
        return raw

    def recognizes(self, raw: bytes, filename: str) -> bool:
        """Tell by the message's name in the first bytes."""
        del filename
        return raw.lstrip()[:1] == b"{" and f'"{MESSAGE}"'.encode() in raw[:4096]

    def read(self, raw: bytes) -> Message:
        """Read a document of ours; Invalid when it is no JSON or holds no records."""
        return read_records(self.name, self.media_type, raw)


def urn(id: str) -> str:
    """Give the name of a record for everyone (RFC 9562, section 4)."""
    return f"urn:uuid:{id}"


def _connected(view: View, around: Mapping[UUID, View]) -> list[View]:
    """Give what a record refers to, near and far, and what refers to it with all that this refers to in turn."""
    behind = [other for other in around.values() if view.id in _pointed_at(other)]
    found = {each.id: each for each in (view, *behind)}
    edge = list(found.values())
    while edge:
        ahead = {id for each in edge for id in _pointed_at(each)} - found.keys()
        edge = [around[id] for id in ahead if id in around]
        found |= {each.id: each for each in edge}
    return [each for id, each in found.items() if id != view.id]


def _pointed_at(view: View) -> set[UUID]:
    return pointed_at(kind_named(view.kind).kind, view.fields)


def _order(view: View) -> tuple[str, int, str]:
    return view.kind, view.seq, str(view.id)


def _record(view: View) -> dict[str, Any]:
    kind = kind_named(view.kind).kind
    return {
        "@id": urn(str(view.id)),
        "@type": own(kind.__name__),
        ENTRY: _entry(view),
        **_object(kind, view.fields, ""),
    }


def _entry(view: View) -> dict[str, Any]:
    """Give what the store says of a record: whose it is, its version, and what must be heeded by whoever gets it."""
    said: dict[str, Any] = {
        own("owner"): view.owner,
        own("version"): view.version,
        own("recorded_at"): view.recorded_at.isoformat(),
        own("withheld"): list(view.withheld),
        own("notices"): [notice.text for notice in view.notices],
        own("markings"): list(view.markings),
    }
    return {name: value for name, value in said.items() if value != []}


def _object(owner: Owner, fields: Mapping[str, Any], place: str) -> dict[str, Any]:
    return {
        named.element: _value(named, fields[named.field], f"{place}{named.field}")
        for named in named_fields(owner)
        if fields.get(named.field) is not None
    }


def _value(named: Named, value: Any, place: str) -> Any:
    if isinstance(value, list):
        return [_one(named, each, f"{place}[{number}]") for number, each in enumerate(value)]
    return _one(named, value, place)


def _one(named: Named, value: Any, place: str) -> Any:
    if named.part is not None:
        return _object(named.part, value, f"{place}.")
    if named.refers:
        return {"@id": urn(value)}
    _check(value, place)
    if not named.within:
        return value
    return {_DATES.get(len(value), "nc:DateTime") if named.within == DATE else named.within: value}


def _check(value: Any, place: str) -> None:
    """Refuse what our own reader would refuse: NUL, and half of a surrogate pair."""
    if isinstance(value, str) and ("\0" in value or any("\ud800" <= sign <= "\udfff" for sign in value)):
        raise Invalid(
            f"{place}: it holds a character that JSON texts must not carry.",
            field=place,
            remedy="Correct the field named and send the message again.",
        )
