"""Judge that records mean one person or thing, or not, or take a judgment back; it outranks what the machine made.

Whoever judges names records; whether that is a judgment on persons or on things follows from what they are.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

from msgspec.structs import replace

from comity.acts.judging import judged
from comity.acts.judgments import named
from comity.acts.read import absent
from comity.acts.sight import sight_of
from comity.acts.submit import Receipt, submit
from comity.acts.viewing import View, views
from comity.errors import Invalid
from comity.linkage.clustering import Verdict
from comity.linkage.features import LINKED
from comity.policy.sessions import Session
from comity.records.judgments import JUDGMENTS, ON_PERSONS, Judgment, judging_kind, judgment_on
from comity.records.justice.person_identification import LinkOutcome
from comity.records.references import Ref
from comity.records.rules import FOLLOWED
from comity.store.node import Node

_OUTCOMES = {
    Verdict.SAME: LinkOutcome.LINKED,
    Verdict.DIFFERENT: LinkOutcome.REJECTED,
    Verdict.UNSURE: LinkOutcome.REVIEW,
}


async def link(
    node: Node,
    session: Session,
    records: Sequence[UUID],
    verdict: Verdict,
    *,
    because: str,
    key: str | None = None,
) -> Receipt:
    """Enter what somebody judged of two or more records; from then on it counts before any score, until taken back.

    Refused unless a clause lets the session judge, and unless it sees all of them. Invalid without a reason, or where
    they are of several kinds.
    """
    reason = _reason(because)
    seen = await _seen(node, session, records)
    decision = judgment_on(_judged_as({view.kind for view in seen}), records)
    decision = replace(decision, outcome=_OUTCOMES[verdict], explanation=reason, markings=_markings(seen))
    return await submit(node, session, _said_now(node, session, decision), key=key)


async def unlink(node: Node, session: Session, judgment: UUID, *, because: str, key: str | None = None) -> Receipt:
    """Take a judgment back: who is the same is then what it was before it; Absent when the session does not see it."""
    before = next((view for view in await _seen(node, session, (judgment,)) if view.kind in JUDGMENTS), None)
    if before is None:
        raise absent()
    seen = await _seen(node, session, named(before))
    undone = replace(
        judgment_on(before.kind, named(before)),
        outcome=LinkOutcome.UNDONE,
        explanation=_reason(because),
        supersedes=Ref(judgment),
        markings=_markings([before, *seen]),
    )
    return await submit(node, session, _said_now(node, session, undone), key=key)


@judged
async def _seen(node: Node, session: Session, ids: Sequence[UUID]) -> list[View]:
    sight = await sight_of(node, session, among=tuple(ids))
    return views(node, sight, await node.reader.current(sight.scope, ids))


def _judged_as(kinds: set[str]) -> str:
    """Name the kind of a judgment on records of these kinds; what is not seen is refused when it is entered."""
    if len(kinds) > 1 or not kinds <= LINKED:
        raise Invalid(
            "These cannot be one.",
            field="records",
            remedy=f"Name records of one kind: {', '.join(sorted(LINKED))}.",
        )
    return judging_kind(kinds.pop()) if kinds else ON_PERSONS


def _said_now(node: Node, session: Session, decision: Judgment) -> Judgment:
    return replace(decision, decided_at=node.clock().isoformat(timespec="seconds"), decided_by=session.member.key)


def _markings(seen: Iterable[View]) -> tuple[str, ...]:
    """Give the markings that a judgment takes over from what it is about: it would else tell of what they hide."""
    return tuple(sorted(FOLLOWED & {marking for view in seen for marking in view.markings}))


def _reason(because: str) -> str:
    if not because.strip():
        raise Invalid(
            "A reason is needed.", remedy="Say what the records have in common, or what parts them.", field="because"
        )
    return because.strip()
