"""Judge that records mean one person, or not, or take a judgment back; it outranks what the machine made of them."""

from collections.abc import Sequence
from uuid import UUID

from comity.acts.judging import judged
from comity.acts.judgments import JUDGMENT
from comity.acts.read import absent
from comity.acts.sight import sight_of
from comity.acts.submit import Receipt, submit
from comity.acts.viewing import View, views
from comity.errors import Invalid
from comity.linkage.clustering import Verdict
from comity.policy.sessions import Session
from comity.records.justice.person_identification import LinkOutcome, PersonIdentification
from comity.records.references import Ref
from comity.store.node import Node

_OUTCOMES = {
    Verdict.SAME: LinkOutcome.LINKED,
    Verdict.DIFFERENT: LinkOutcome.REJECTED,
    Verdict.UNSURE: LinkOutcome.REVIEW,
}


async def link(
    node: Node,
    session: Session,
    persons: Sequence[UUID],
    verdict: Verdict,
    *,
    because: str,
    key: str | None = None,
) -> Receipt:
    """Enter what somebody judged of two or more persons; from then on it counts before any score, until taken back.

    Refused unless a clause lets the session judge, and unless it sees all of them. Invalid without a reason.
    """
    decision = PersonIdentification(
        persons=tuple(map(Ref, persons)),
        outcome=_OUTCOMES[verdict],
        decided_at=_now(node),
        decided_by=session.member.key,
        explanation=_reason(because),
    )
    return await submit(node, session, decision, key=key)


async def unlink(node: Node, session: Session, judgment: UUID, *, because: str, key: str | None = None) -> Receipt:
    """Take a judgment back: who is the same is then what it was before it; Absent when the session does not see it."""
    before = await _judgment(node, session, judgment)
    undone = PersonIdentification(
        persons=tuple(Ref(UUID(person)) for person in before.fields.get("persons", ())),
        outcome=LinkOutcome.UNDONE,
        decided_at=_now(node),
        decided_by=session.member.key,
        explanation=_reason(because),
        supersedes=Ref(judgment),
    )
    return await submit(node, session, undone, key=key)


@judged
async def _judgment(node: Node, session: Session, id: UUID) -> View:
    sight = await sight_of(node, session, among=(id,))
    shown = views(node, sight, await node.reader.current(sight.scope, [id]))
    if not shown or shown[0].kind != JUDGMENT:
        raise absent()
    return shown[0]


def _now(node: Node) -> str:
    return node.clock().isoformat(timespec="seconds")


def _reason(because: str) -> str:
    if not because.strip():
        raise Invalid(
            "A reason is needed.", remedy="Say what the records have in common, or what parts them.", field="because"
        )
    return because.strip()
