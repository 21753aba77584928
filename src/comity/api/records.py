"""Records over HTTP: enter one or many of a kind, read them newest first, read one, correct one."""

from starlette.requests import Request
from starlette.responses import Response

from comity.acts import correct as correcting
from comity.acts import history as remembering
from comity.acts.read import absent, read, read_newest
from comity.acts.submit import Receipt, submit
from comity.acts.viewing import View, as_entered
from comity.api.answers import PRIVATE, address, json_answer, page_answer, record_answer
from comity.api.asking import (
    id_in,
    idempotency_key,
    limit_of,
    queried,
    require_acceptable,
    said_true,
    unconditional,
    version_named,
    wants_minimal,
)
from comity.api.bodies import JSON, JSON_LINES, LARGEST_BULK, MERGE_PATCH, body_of, media_type, parsed
from comity.api.bulk import enter_all_or_none, enter_each, is_many, items_of
from comity.api.front import Front
from comity.api.views import entity_tag, received, shown
from comity.errors import Absent, Conflict, Invalid, Refused, Reused
from comity.policy.sessions import Session
from comity.records.codec import LARGEST_RECORD, build
from comity.records.declaration import kind_name
from comity.records.registry import kind_named
from comity.records.spec import KindSpec


async def enter(front: Front, request: Request) -> Response:
    """Enter a record of a kind, or many: a JSON array, or one record a line."""
    session = await front.session(request)
    spec = kind_named(request.path_params["name"])
    atomic = said_true(queried(request, ("atomic",)), "atomic", usual="false")
    require_acceptable(request, JSON)
    key = idempotency_key(request)
    form = media_type(request, (JSON, JSON_LINES))
    raw = await body_of(request, LARGEST_BULK if form == JSON_LINES else LARGEST_RECORD)
    if is_many(form, raw):
        items = items_of(form, raw)
        if atomic:
            return await enter_all_or_none(front, session, spec, items, key=key)
        return await enter_each(front, session, spec, items, key=key)
    return await _enter_one(front, session, spec, raw, request)


async def _enter_one(front: Front, session: Session, spec: KindSpec, raw: bytes, request: Request) -> Response:
    record = build(spec.kind, parsed(raw))
    receipt = await submit(front.node, session, record, key=idempotency_key(request))
    return await _entered(front, session, spec.name, receipt, request, status=201)


async def _entered(
    front: Front, session: Session, kind: str, receipt: Receipt, request: Request, *, status: int
) -> Response:
    """Answer with the version that was entered, or with the receipt where the client prefers it or may not see it."""
    entry = receipt.entry
    headers = {"ETag": entity_tag(entry.version), **PRIVATE}
    if status == 201:  # noqa: PLR2004 - Created
        headers["Location"] = f"/v1/records/{entry.id}"
    if entry.replayed:
        headers["Idempotency-Replayed"] = "true"
    if wants_minimal(request):
        headers["Preference-Applied"] = "return=minimal"
        return json_answer(received(kind, receipt), status=status, headers=headers)
    view = await _version(front, session, receipt)
    answer = shown(view, reviews=receipt.reviews) if view else received(kind, receipt)
    return json_answer(answer, status=status, headers=headers)


async def _version(front: Front, session: Session, receipt: Receipt) -> View | None:
    """Give the version that was entered, as its author sees it; None where no clause lets them see it again."""
    entry = receipt.entry
    if shown_now := as_entered(front.node, session, entry):
        return shown_now
    try:
        newest = await read(front.node, session, entry.id)
        if newest.version == entry.version:
            return newest
        versions = await remembering.history(front.node, session, entry.id)
    except Absent:
        return None
    return next((v for v in versions if v.version == entry.version), None)


async def newest(front: Front, request: Request) -> Response:
    """Give a page of the newest records of a kind."""
    session = await front.session(request)
    spec = kind_named(request.path_params["name"])
    query = queried(request, ("cursor", "limit"))
    require_acceptable(request, JSON)
    limit = limit_of(query)
    path = f"/v1/records/{spec.name}"
    if "cursor" in query:
        before = front.cursors.place(session, path, query["cursor"])
        views = await read_newest(front.node, session, frozenset({spec.name}), before=before, limit=limit)
    else:
        views = await read_newest(front.node, session, frozenset({spec.name}), limit=limit)
    if len(views) < limit:
        return page_answer(views)
    cursor = front.cursors.cursor(session, path, views[-1].seq)
    return page_answer(views, following=address(path, {"cursor": cursor, "limit": str(limit)}))


async def one(front: Front, request: Request) -> Response:
    """Give the current version of a record."""
    session = await front.session(request)
    queried(request, ())
    require_acceptable(request, JSON)
    return record_answer(await read(front.node, session, id_in(request)))


async def correct(front: Front, request: Request) -> Response:
    """Correct a record by a merge patch of its fields (RFC 7396)."""
    session = await front.session(request)
    queried(request, ())
    require_acceptable(request, JSON)
    key = idempotency_key(request)
    media_type(request, (MERGE_PATCH,))
    replaces = version_named(request)
    raw = await body_of(request)
    parsed(raw)
    try:
        receipt = await correcting.correct(front.node, session, id_in(request), raw, replaces=replaces, key=key)
    except Conflict as wrong:
        # Preconditions count after all else (RFC 9110, section 13.2.1), also the one that is missing.
        raise wrong if replaces or isinstance(wrong, Reused) else unconditional() from wrong
    except Invalid as wrong:
        # The patch can be read; what it would make of this record cannot (RFC 5789, section 2.2, conflicting state).
        raise Refused(
            wrong.message, rule="corrected_record_is_valid", field=wrong.field, remedy=wrong.remedy
        ) from wrong
    return await _entered(front, session, await _kind_of(front, session, receipt), receipt, request, status=200)


async def _kind_of(front: Front, session: Session, receipt: Receipt) -> str:
    record = receipt.entry.record
    return kind_name(type(record)) if record else (await read(front.node, session, receipt.entry.id)).kind


async def neither(front: Front, request: Request) -> Response:
    """Answer for what is neither an id nor the name of a kind."""
    await front.session(request)
    kind_named(request.path_params["name"])
    raise absent()
