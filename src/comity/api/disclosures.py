"""Disclosures over HTTP: looked through, accounted for, reviewed week by week; and records handed over."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct
from starlette.requests import Request
from starlette.responses import Response

from comity.acts.accounting import ACCOUNTING_DUE, LIST_DUE, Accounted, accounting, intermediary_list
from comity.acts.disclosures import Wanted, disclosures
from comity.acts.hand_over import Addressee, HandedOver, hand_over
from comity.acts.read import NEWEST
from comity.acts.review_disclosures import Unreviewed, review_disclosures, unreviewed
from comity.api.answers import PRIVATE, address, json_answer, page_answer
from comity.api.asking import id_in, idempotency_key, limit_of, queried, require_acceptable, whole
from comity.api.bodies import JSON, body_of, media_type, shaped
from comity.api.front import Front
from comity.api.problems import MALFORMED, Turned
from comity.api.signing_in import PURPOSE_PATTERN
from comity.api.views import Noticed, Shown, noticed, received, shown
from comity.records.moments import DAY_PATTERN, WHEN_PATTERN, earliest
from comity.records.registry import kind_named

PATH = "/v1/disclosures"
AGENCY_PATTERN = r"[a-z0-9][a-z0-9-]{0,62}"
MEMBER_PATTERN = r"[!-~]{1,100}"
FILTERS: Mapping[str, str] = {
    "agency": whole(AGENCY_PATTERN),
    "member": whole(MEMBER_PATTERN),
    "purpose": whole(PURPOSE_PATTERN),
    "owner": whole(AGENCY_PATTERN),
    "since": WHEN_PATTERN,
    "until": WHEN_PATTERN,
}

_Line = Annotated[str, Meta(min_length=1, max_length=400)]


class Unsigned(Struct, frozen=True):
    """The weeks whose disclosures nobody has signed for, oldest first."""

    items: tuple[Unreviewed, ...]


class Week(Struct, frozen=True, forbid_unknown_fields=True):
    """A week that is signed for, by any day of it, and what was found."""

    week: Annotated[str, Meta(pattern=DAY_PATTERN)]
    findings: Annotated[str, Meta(max_length=100_000)] = ""


class Accounting(Struct, frozen=True):
    """What was disclosed about a person, newest first; the answer is due so many days after they asked."""

    person: UUID
    due_days: int
    items: tuple[Accounted, ...]


class Receiver(Struct, frozen=True, forbid_unknown_fields=True):
    """Who is handed records: an agency here by its key, or somebody outside by name and address."""

    agency: Annotated[str, Meta(pattern=whole(AGENCY_PATTERN))] | None = None
    name: _Line | None = None
    address: _Line | None = None


class HandingOver(Struct, frozen=True, forbid_unknown_fields=True):
    """A wish to hand records over."""

    records: Annotated[tuple[UUID, ...], Meta(min_length=1, max_length=200)]
    to: Receiver
    reason: _Line


class Handed(Struct, frozen=True):
    """The document that goes with records that are handed over, and all that the receiver must heed."""

    handed_over_at: datetime
    agency: str
    member: str
    to: Receiver
    reason: str
    notices: tuple[Noticed, ...]
    records: tuple[Shown, ...]


async def find(front: Front, request: Request) -> Response:
    """Give a page of the newest disclosures that are wanted, as far as the reader sees them."""
    session = await front.session(request)
    query = queried(request, (*FILTERS, "kind", "cursor", "limit"))
    require_acceptable(request, JSON)
    limit, wanted = limit_of(query), _wanted(query)
    bound = address(PATH, {name: text for name, text in sorted(query.items()) if name not in ("cursor", "limit")})
    before = front.cursors.place(session, bound, query["cursor"]) if "cursor" in query else NEWEST
    views = await disclosures(front.node, session, wanted, before=before, limit=limit)
    if len(views) < limit:
        return page_answer(views)
    cursor = front.cursors.cursor(session, bound, views[-1].seq)
    return page_answer(views, following=address(PATH, {**query, "cursor": cursor}))


async def account(front: Front, request: Request) -> Response:
    """Give every disclosure about a person that the reader's agency answers for."""
    session = await front.session(request)
    since = _moment(queried(request, ("since",)), "since")
    require_acceptable(request, JSON)
    person = id_in(request)
    found = await accounting(front.node, session, person, since)
    return json_answer(Accounting(person, ACCOUNTING_DUE.days, tuple(found)))


async def passed_through(front: Front, request: Request) -> Response:
    """Give who received what about a person through the reader's agency as an intermediary."""
    session = await front.session(request)
    queried(request, ())
    require_acceptable(request, JSON)
    person = id_in(request)
    return json_answer(Accounting(person, LIST_DUE.days, tuple(await intermediary_list(front.node, session, person))))


async def unsigned(front: Front, request: Request) -> Response:
    """Give the weeks whose disclosures nobody has signed for."""
    session = await front.session(request)
    queried(request, ())
    require_acceptable(request, JSON)
    return json_answer(Unsigned(tuple(await unreviewed(front.node, session))))


async def sign(front: Front, request: Request) -> Response:
    """Sign for the disclosures of a week."""
    session = await front.session(request)
    queried(request, ())
    require_acceptable(request, JSON)
    key = idempotency_key(request)
    media_type(request, (JSON,))
    said = shaped(await body_of(request), Week)
    receipt = await review_disclosures(front.node, session, earliest(said.week).date(), said.findings, key=key)
    headers = {"Location": f"/v1/records/{receipt.entry.id}", **PRIVATE}
    return json_answer(received("disclosure-review", receipt), status=201, headers=headers)


async def hand(front: Front, request: Request) -> Response:
    """Hand records over, and give the document that goes with them."""
    session = await front.session(request)
    queried(request, ())
    require_acceptable(request, JSON)
    key = idempotency_key(request)
    media_type(request, (JSON,))
    said = shaped(await body_of(request), HandingOver)
    to = Addressee(agency=said.to.agency or "", name=said.to.name or "", address=said.to.address or "")
    done = await hand_over(front.node, session, said.records, to, reason=said.reason, key=key)
    return json_answer(_handed(done, said.to))


def _handed(done: HandedOver, to: Receiver) -> Handed:
    notices = dict.fromkeys(notice for view in done.views for notice in view.notices)
    return Handed(
        done.handed_over_at,
        done.agency,
        done.member,
        to,
        done.reason,
        tuple(map(noticed, notices)),
        tuple(shown(view) for view in done.views),
    )


def _wanted(query: Mapping[str, str]) -> Wanted:
    for name, pattern in FILTERS.items():
        if name in query and not re.search(pattern, query[name]):
            raise _malformed(name)
    return Wanted(
        agency=query.get("agency", ""),
        member=query.get("member", ""),
        purpose=query.get("purpose", ""),
        owner=query.get("owner", ""),
        kind=kind_named(query["kind"]).name if "kind" in query else "",
        since=_moment(query, "since"),
        until=_moment(query, "until"),
    )


def _moment(query: Mapping[str, str], name: str) -> datetime | None:
    if name not in query:
        return None
    if not re.search(WHEN_PATTERN, query[name]):
        raise _malformed(name)
    return earliest(query[name])


def _malformed(name: str) -> Turned:
    return Turned(MALFORMED, f"{name} cannot be read.", remedy="GET /openapi.json says how it is written.", field=name)
