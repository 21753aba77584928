"""What a connector read, as a receiver sees it who may see all: the way back out of the record."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

from msgspec import json

from comity.acts.viewing import View
from comity.exchange.connector import Drafted
from comity.exchange.nibrs.reports import GroupAIncident, Report
from comity.records.codec import encode
from comity.records.declaration import kind_name

AT = datetime(2026, 11, 6, 9, 30, tzinfo=UTC)


def views_of(drafts: Iterable[Drafted]) -> dict[UUID, View]:
    return {draft.id: view_of(draft, seq) for seq, draft in enumerate(drafts, start=1)}


def view_of(draft: Drafted, seq: int, withheld: tuple[str, ...] = ()) -> View:
    fields = json.decode(encode(draft.record))
    kind = kind_name(type(draft.record))
    return View(seq, draft.id, kind, "hart-pd", 1, AT, "lee", fields, withheld, (), 0)


def of_kind(views: Mapping[UUID, View], kind: str) -> list[View]:
    return [view for view in views.values() if view.kind == kind]


def facts(report: Report) -> Report:
    """A report without the head of its message, its property in an order of its own."""
    bare = replace(report, submission=replace(report.submission, **dict.fromkeys(HEAD, "")))
    if isinstance(bare, GroupAIncident):
        return replace(bare, properties=tuple(sorted(bare.properties, key=repr)))
    return bare


HEAD = ("city", "message_number", "message_sent", "version", "submitter")
