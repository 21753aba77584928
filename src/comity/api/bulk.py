"""Many records in one request: each on its own with its own result, or all of them or none."""

import asyncio
from collections.abc import Sequence

import msgspec
from starlette.responses import Response

from comity.acts.submit import Receipt, Submission, submit, submit_together
from comity.api.answers import json_answer
from comity.api.bodies import JSON_LINES, parsed
from comity.api.front import Front
from comity.api.problems import MALFORMED, TOO_LARGE, Turned, problem_of
from comity.api.views import Result, Results, received
from comity.errors import ComityError, Invalid, Refused
from comity.ids import new_id
from comity.policy.sessions import Session
from comity.records.codec import build
from comity.records.declaration import Record
from comity.records.spec import KindSpec

MOST_ITEMS = 10_000
# How many items are on their way to the writer at once; they share its commits.
_AT_ONCE = 128
_BLANK = b" \t\r\n"


def is_many(form: str, raw: bytes) -> bool:
    """Tell whether a body holds many records: lines, or a JSON array."""
    return form == JSON_LINES or raw.lstrip(_BLANK)[:1] == b"["


def items_of(form: str, raw: bytes) -> Sequence[bytes]:
    """Part a body into its items; Turned when it is no JSON array, or has too many."""
    if form == JSON_LINES:
        items = [line for line in raw.split(b"\n") if line.strip(_BLANK)]
    else:
        items = [bytes(item) for item in _parted(raw)]
    if len(items) > MOST_ITEMS:
        raise Turned(TOO_LARGE, f"There are more than {MOST_ITEMS} items.", remedy="Send them in several requests.")
    return items


def _parted(raw: bytes) -> list[msgspec.Raw]:
    """Part an array into its items, not parsed yet: a fault in one is its own, and not the others'."""
    try:
        return msgspec.json.decode(raw, type=list[msgspec.Raw])
    except (msgspec.DecodeError, RecursionError) as wrong:
        raise Turned(
            MALFORMED, f"The body is not JSON: {wrong}", remedy="Correct the JSON and send it again."
        ) from wrong


async def enter_each(front: Front, session: Session, spec: KindSpec, items: Sequence[bytes], *, key: str) -> Response:
    """Enter many records, each on its own, with a result for each."""
    results: list[Result] = []
    for first in range(0, len(items), _AT_ONCE):
        some = items[first : first + _AT_ONCE]
        numbered = enumerate(some, start=first)
        results += await asyncio.gather(*(_one(front, session, spec, item, _key(key, n)) for n, item in numbered))
    return _told(results)


async def enter_all_or_none(
    front: Front, session: Session, spec: KindSpec, items: Sequence[bytes], *, key: str
) -> Response:
    """Enter many records, or none when one of them is refused: its problem is then the answer."""
    records = [_named(n, spec, item) for n, item in enumerate(items)]
    submissions = [Submission(new_id(), record, _key(key, n)) for n, record in enumerate(records)]
    receipts = await submit_together(front.node, session, submissions) if submissions else ()
    return _told([_result(spec, receipt) for receipt in receipts])


def _told(results: Sequence[Result]) -> Response:
    entered = sum(1 for result in results if result.receipt)
    return json_answer(Results(entered, len(results) - entered, tuple(results)))


async def _one(front: Front, session: Session, spec: KindSpec, item: bytes, key: str) -> Result:
    try:
        return _result(spec, await submit(front.node, session, _record(spec, item), key=key))
    except ComityError as wrong:
        problem = problem_of(wrong)
        return Result(problem.status, problem=problem)


def _record(spec: KindSpec, item: bytes) -> Record:
    return build(spec.kind, parsed(item))


def _named(place: int, spec: KindSpec, item: bytes) -> Record:
    try:
        return _record(spec, item)
    except (Invalid, Turned) as wrong:
        raise Refused(
            f"Item {place}: {wrong.message} So none was entered.",
            rule="all_or_none",
            field=f"[{place}].{wrong.field}".removesuffix("."),
            remedy=wrong.remedy,
        ) from wrong


def _result(spec: KindSpec, receipt: Receipt) -> Result:
    return Result(200 if receipt.entry.replayed else 201, receipt=received(spec.name, receipt))


def _key(key: str, place: int) -> str:
    """Give the key of one item: a space cannot stand in a key that a client sends, so no other request has it."""
    return f"{key} {place}"
