"""Hand records over to somebody outside, or pass them on to another agency, where their owner has agreed to that."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct
from msgspec.json import encode
from msgspec.structs import replace

from comity.acts.asked import Asked, noted
from comity.acts.disclose import BY_THE_PLATFORM, by_owner
from comity.acts.emergency import review_after
from comity.acts.judging import judged
from comity.acts.read import LARGEST_PAGE, absent
from comity.acts.recipients import recipient_of
from comity.acts.sight import sight_of
from comity.acts.submit import request_of
from comity.acts.viewing import View, views
from comity.errors import Invalid, Refused
from comity.ids import new_id
from comity.policy.clauses import HandlingClass, Operation
from comity.policy.sessions import Session
from comity.records.governance.disclosure import Channel, Disclosure, OutsideRecipient
from comity.records.parting import withheld
from comity.records.references import Ref
from comity.records.registry import kind_named
from comity.store.entries import Draft
from comity.store.node import Node


class Addressee(Struct, frozen=True, kw_only=True):
    """Who is handed records: an agency here, by its key, or somebody outside, by name and, if it is known, address."""

    agency: str = ""
    name: str = ""
    address: str = ""


class HandedOver(Struct, frozen=True):
    """What was handed over to whom, when, by whom and why: the document that goes with the records."""

    handed_over_at: datetime
    agency: str
    member: str
    to: Addressee
    reason: str
    views: tuple[View, ...]


@judged
async def hand_over(
    node: Node, session: Session, ids: Sequence[UUID], to: Addressee, *, reason: str, key: str | None = None
) -> HandedOver:
    """Give records as they may be passed on, once that is on the record of every agency whose records they are.

    Absent when the session does not see one of them. Refused when no clause of its owner lets it be passed on (the
    third-agency rule of 28 CFR 20.33 and of agreements), or when what came with it forbids to.
    """
    ids = tuple(dict.fromkeys(ids))
    _require_whole(node, ids, to, reason)
    seen = await _seen(node, session, ids, Operation.SEE)
    passed = await _seen(node, session, ids, Operation.PASS_ON)
    noted(node, session, Asked(len(passed), Operation.PASS_ON))
    if len(seen) < len(ids):
        raise absent()
    given = [_narrowed(seen[id], passed.get(id)) for id in ids]
    for view in given:
        _require_free(session, view)
    at = node.clock()
    await node.writer.append(_drafts(node, session, given, to, reason, at=at, key=key))
    return HandedOver(at, session.agency.key, session.member.key, to, reason, tuple(given))


def _require_whole(node: Node, ids: Sequence[UUID], to: Addressee, reason: str) -> None:
    if not ids or len(ids) > LARGEST_PAGE:
        raise Invalid(f"records: name 1 to {LARGEST_PAGE}.", field="records", remedy="Hand them over in parts.")
    if bool(to.agency) == bool(to.name) or (to.agency and to.agency not in node.directory.agency):
        raise Refused(
            "Records are handed to one addressee: an agency that is here, or somebody outside.",
            rule="addressee_is_known",
            field="to",
            remedy="Give the key of an agency, or a name and, if you know it, an address.",
        )
    if not reason.strip():
        raise Refused(
            "Nothing is handed over without a reason.",
            rule="hand_over_has_a_reason",
            field="reason",
            remedy="Say what was asked for, and by which right.",
        )


async def _seen(node: Node, session: Session, ids: Iterable[UUID], operation: Operation) -> Mapping[UUID, View]:
    sight = await sight_of(node, session, operation, among=tuple(ids))
    return {view.id: view for view in views(node, sight, await node.reader.current(sight.scope, ids))}


def _narrowed(seen: View, passed: View | None) -> View:
    """Give what may be passed on of what is seen, with the notices of both."""
    mask = seen.mask & passed.mask if passed else 0
    if passed is None or not mask:
        raise Refused(
            f"No clause lets you pass on the {seen.kind} {seen.id}, which is of {seen.owner}.",
            rule="passing_on_needs_a_clause",
            remedy=f"Have whoever asks turn to {seen.owner}, or ask {seen.owner} for a clause that lets you.",
        )
    return replace(
        passed,
        fields={name: value for name, value in passed.fields.items() if name in seen.fields},
        withheld=withheld(kind_named(passed.kind).kind, mask),
        because=tuple(dict.fromkeys((*passed.because, *seen.because))),
        mask=mask,
        notices=tuple(dict.fromkeys((*passed.notices, *seen.notices))),
    )


def _require_free(session: Session, view: View) -> None:
    """Hold whoever received a record to the ban on redisclosure that came with it; its owner received it of nobody."""
    bans = [notice.clause for notice in view.notices if notice.no_redisclosure]
    if bans and view.owner != session.agency.key:
        raise Refused(
            f"{bans[0]} forbids to pass on the {view.kind} {view.id}.",
            rule="redisclosure_is_forbidden",
            remedy=f"Have whoever asks turn to {view.owner}.",
        )


def _drafts(
    node: Node, session: Session, given: Sequence[View], to: Addressee, reason: str, *, at: datetime, key: str | None
) -> list[Draft]:
    drafts: list[Draft] = []
    for owner, theirs in by_owner(given):
        asked = encode([sorted(str(view.id) for view in theirs), to, reason])
        request, digest = request_of(session, key and f"hand-over\0{owner}\0{key}", asked)
        id = new_id()
        drafts += [
            Draft(
                id,
                _disclosed(session, theirs, to, reason, at),
                HandlingClass("disclosure", owner),
                owner,
                BY_THE_PLATFORM,
                request=request,
                request_digest=digest,
            ),
            *review_after(node, session, theirs, about=id, by=BY_THE_PLATFORM),
        ]
    return drafts


def _disclosed(session: Session, theirs: Sequence[View], to: Addressee, reason: str, at: datetime) -> Disclosure:
    recipient = recipient_of(session, theirs, at)
    # Who received it is the agency that it went to; of somebody outside, the member who handed it over answers.
    received = replace(recipient, agency=to.agency) if to.agency else recipient
    return Disclosure(
        occurred_at=at,
        channel=Channel.HAND_OVER,
        subjects=tuple(Ref(view.id) for view in theirs),
        kinds=tuple(sorted({view.kind for view in theirs})),
        versions=tuple(view.version for view in theirs),
        recipients=(received,),
        emergency=session.emergency or None,
        passed_on_by=session.agency.key,
        handed_to=OutsideRecipient(name=to.name, address=to.address or None) if to.name else None,
        reason=reason,
    )
