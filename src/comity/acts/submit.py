"""Enter records: decided by policy, held to their checks, and given their place in the log."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from msgspec import structs

from comity.acts.known import Knowing, hold_checks, referred
from comity.acts.marking import marked_juvenile
from comity.acts.sight import may_enter, profile_now
from comity.errors import Refused
from comity.ids import new_id
from comity.policy.clauses import HandlingClass, Operation
from comity.policy.sessions import Session, no_action_by_account_of_officer_on_leave
from comity.records.codec import encode
from comity.records.declaration import Check, Record, kind_name
from comity.records.governance.review_task import ReviewTask
from comity.records.juveniles import JUVENILE
from comity.records.profiles import number_format, number_read
from comity.records.profiles import profile as profile_named
from comity.records.reach import pointers_of
from comity.records.references import Ref
from comity.records.rules import checks_of, with_due_markings
from comity.records.spec import spec_of
from comity.store.entries import Draft, Entry, Minting, Stored
from comity.store.node import Node


@dataclass(frozen=True)
class Submission:
    """A record to enter, the id that it shall have, and the key under which it is entered once."""

    id: UUID
    record: Record
    key: str | None = None


@dataclass(frozen=True)
class Receipt:
    """What an entered record got: its place in the log, and the rules that ask for a review."""

    entry: Entry
    reviews: tuple[str, ...] = ()


async def submit(node: Node, session: Session, record: Record, *, key: str | None = None) -> Receipt:
    """Enter a record; when this returns it is durable, searchable and on its way to everyone who may see it.

    Refused names the clause or rule that forbids it and what to do. The same key with the same record gives the same
    entry, however often it is sent.
    """
    (receipt,) = await submit_together(node, session, [Submission(new_id(), record, key)])
    return receipt


async def submit_together(node: Node, session: Session, submissions: Sequence[Submission]) -> tuple[Receipt, ...]:
    """Enter records that may refer to one another: all of them or none."""
    now = node.clock()
    no_action_by_account_of_officer_on_leave(session, now)
    marked = [with_markings(session, submission) for submission in submissions]
    together = {submission.id: submission.record for submission in marked}
    try:
        drafts, reviews = await _drafted(node, session, marked, together, now)
    except Refused:
        # A retry of what was entered before is no new act: what has happened since must not refuse it.
        entered = await _entered_before(node, session, marked)
        if not entered:
            raise
        return entered
    entries = await node.writer.append(drafts)
    if any(draft.record.decisive for draft in drafts):
        # Whoever is told that it is entered may rely on it: the next decision rests on it already.
        await node.rulebook.refresh()
    places = {draft.id: entry for draft, entry in zip(drafts, entries, strict=True)}
    return tuple(Receipt(places[s.id], names) for s, names in zip(submissions, reviews, strict=True))


def with_markings(session: Session, submission: Submission) -> Submission:
    """Add the markings that the law of the place asks for, so that nobody has to think of them."""
    marked = with_due_markings(submission.record, profile_named(session.agency.profile), session.agency.pillar)
    return submission if marked is submission.record else replace(submission, record=marked)


async def _drafted(
    node: Node, session: Session, submissions: Sequence[Submission], together: Mapping[UUID, Record], now: datetime
) -> tuple[list[Draft], list[tuple[str, ...]]]:
    pointers = [pointer for record in together.values() for pointer in pointers_of(record)]
    found = await referred(node, session, pointers, together)
    together = marked_juvenile(node, session, together, found)
    drafts: list[Draft] = []
    reviews: list[tuple[str, ...]] = []
    for submission in (replace(each, record=together[each.id]) for each in submissions):
        draft = draft_of(node, session, submission, now)
        asked = await reviews_asked(node, session, submission, together=together, found=found, now=now)
        tasks = [_task(session, submission, check) for check in asked]
        drafts.extend((draft, *tasks))
        reviews.append(tuple(check.name for check in asked))
    return drafts, reviews


async def reviews_asked(
    node: Node,
    session: Session,
    submission: Submission,
    *,
    together: Mapping[UUID, Record],
    found: Sequence[Stored],
    now: datetime,
) -> list[Check]:
    """Hold a record to its checks; Refused by the first that refuses, else give those that ask for review."""
    knowing = Knowing(node, session, None, now)
    knowing.add(found)
    knowing.add_together(together)
    return await hold_checks(
        node, submission.record, submission.id, checks=checks_of(type(submission.record)), knowing=knowing
    )


def draft_of(node: Node, session: Session, submission: Submission, now: datetime) -> Draft:
    """Prepare a record for the log; Refused unless a clause lets this session enter its kind."""
    record = submission.record
    handling = handling_of(session, record)
    require_clause(node, session, handling, Operation.IMPORT if record.provenance else Operation.ENTER)
    request, digest = request_of(session, submission.key, _said(record))
    return Draft(
        submission.id,
        record,
        handling,
        session.agency.key,
        session.member.key,
        request=request,
        request_digest=digest,
        minting=_minting(session, record, now),
    )


def require_clause(node: Node, session: Session, handling: HandlingClass, *operations: Operation) -> None:
    """Refuse unless a clause lets this session do one of these with records of a class."""
    if any(may_enter(node, profile_now(node, session), handling, operation).allowed for operation in operations):
        return
    if Operation.ENTER in operations:
        raise Refused(
            f"No clause lets {session.agency.name} enter a {handling.kind} for {session.purpose_name}.",
            rule="entry_needs_a_clause",
            remedy="Ask the agency that owns this fact to enter it, or have the data sharing matrix changed.",
        )
    # Rules that refuse a first-hand entry only flag an imported one: not everybody may say that another system said so.
    raise Refused(
        f"No clause lets this member bring in a {handling.kind} that another system holds.",
        rule="import_needs_a_clause",
        field="provenance",
        remedy="Leave provenance out of what you know first-hand; let your agency's importer bring in the rest.",
    )


def handling_of(session: Session, record: Record) -> HandlingClass:
    """Give the class under which a record of this session's agency is handled."""
    return HandlingClass(kind_name(type(record)), session.agency.key, tuple(sorted(record.markings)))


def request_of(session: Session, key: str | None, body: bytes) -> tuple[bytes | None, bytes | None]:
    """Give the digests by which a retry is known: of who asked under which key, and of what was asked."""
    if key is None:
        return None, None
    asked = f"{session.agency.key}\0{session.member.key}\0{key}"
    return hashlib.sha256(asked.encode()).digest()[:16], hashlib.sha256(body).digest()[:16]


def _said(record: Record) -> bytes:
    """Give what was sent, by which a retry is known: whether its subject is a minor may have been corrected since."""
    if JUVENILE not in record.markings:
        return encode(record)
    return encode(structs.replace(record, markings=tuple(each for each in record.markings if each != JUVENILE)))


def _minting(session: Session, record: Record, now: datetime) -> Minting | None:
    minted = spec_of(type(record)).minted
    if minted is None:
        return None
    agency, code = session.agency, session.agency.code or session.agency.key.upper()
    form = number_format(profile_named(agency.profile), minted[1]).format
    number = getattr(record, minted[0])
    if number is None:
        return Minting(minted[0], minted[1], agency.key, code, now.year, form)
    found = number_read(form, code, number)
    return Minting(minted[0], minted[1], agency.key, code, found[0], form, taken=found[1]) if found else None


def _task(session: Session, submission: Submission, check: Check) -> Draft:
    """Give the owner a task to review what a rule flagged."""
    task = ReviewTask(about=Ref(submission.id), rule=check.name, sentence=check.sentence, remedy=check.remedy)
    handling = handling_of(session, task)
    request, digest = request_of(session, submission.key and f"{submission.key}\0{check.name}", check.name.encode())
    id = new_id()
    return Draft(
        id,
        task,
        handling,
        session.agency.key,
        session.member.key,
        request=request,
        request_digest=digest,
    )


async def _entered_before(node: Node, session: Session, submissions: Sequence[Submission]) -> tuple[Receipt, ...]:
    """Give the entries of an earlier request under the same keys, or () unless all of them were entered."""
    asked = [request_of(session, s.key, _said(s.record)) for s in submissions]
    if any(request is None for request, _ in asked):
        return ()
    entered = await node.holding.requested([(request, digest) for request, digest in asked if request and digest])
    return tuple(Receipt(entry) for entry in entered) if len(entered) == len(submissions) else ()
