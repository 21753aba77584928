"""Prove that a version of a record stands in the log: what a partner can check offline with ``comity.verify``."""

from datetime import datetime
from uuid import UUID

from comity.acts.asked import Asked, noted
from comity.acts.disclose import written_down
from comity.acts.judging import judged
from comity.acts.read import absent
from comity.acts.sight import sight_of
from comity.acts.viewing import View, views
from comity.errors import Refused
from comity.policy.clauses import Operation
from comity.policy.sessions import Session
from comity.records.categories import Category
from comity.records.governance.disclosure import Channel
from comity.records.registry import kind_named
from comity.records.spec import spec_of
from comity.store.entries import Stored
from comity.store.log.bundles import ProofBundle, Proven, encoded
from comity.store.log.notes import sign_notices
from comity.store.node import Node
from comity.store.proving import SignedHead, not_yet_signed
from comity.store.sealing import blind_of, bytes_of


async def newest_head(node: Node) -> str:
    """Give the newest signed checkpoint of the log; Absent before the first."""
    head = await node.log.latest()
    if head is None:
        raise not_yet_signed()
    return head.note


@judged
async def prove(node: Node, session: Session, id: UUID) -> bytes:
    """Give a proof bundle (comity-proof/v1) of the current version of a record.

    The bundle holds the stored bytes, readable fields included: Refused unless the session sees all of them.
    """
    sight = await sight_of(node, session, Operation.COPY, among=(id,))
    found = await node.reader.current(sight.scope, [id])
    seen = views(node, sight, found)
    noted(node, session, Asked(len(seen), Operation.COPY, record=id))
    if not seen:
        raise absent()
    (stored,), (shown,) = found, seen
    if not shows_readable_fields(shown):
        raise Refused(
            "A proof shows all readable fields of the record, and you see only some of them.",
            rule="proof_shows_readable_fields",
            remedy="Ask the agency that owns the record for the proof.",
        )
    head = await node.log.latest()
    if head is None or head.size <= stored.seq:
        raise not_yet_signed()
    proof = await node.log.inclusion(stored.seq, head.size)
    await written_down(node, session, Channel.PROOF, [shown])
    return proven_in(node, head, stored=stored, shown=shown, proof=proof)


@judged
async def signed_since(node: Node, session: Session, id: UUID) -> datetime | None:
    """Give when a head of the log was first signed that covers the current version of a record; None while none does.

    It shows nothing of the record. Absent when the session may not know of it.
    """
    sight = await sight_of(node, session, among=(id,))
    seen = [each for each in await node.reader.current(sight.scope, [id]) if sight.shows(each)]
    noted(node, session, Asked(len(seen), record=id))
    if not seen:
        raise absent()
    return await node.log.signed_since(seen[0].seq)


def shows_readable_fields(shown: View) -> bool:
    """Tell whether a reader sees all fields of a record that stand readable in its entry, as a proof shows them."""
    readable = sum(c for c in Category if not c.protected) & spec_of(kind_named(shown.kind).kind).categories
    return not readable & ~shown.mask


def proven_in(node: Node, head: SignedHead, *, stored: Stored, shown: View, proof: tuple[bytes, ...]) -> bytes:
    """Give the proof bundle of an entry under a signed head, with what whoever receives it must heed."""
    proven = Proven(index=stored.seq, blind=blind_of(node.keyring, stored), stored=bytes_of(stored), proof=proof)
    key = node.log.signer
    texts = [f"{notice.clause}: {notice.text}" for notice in shown.notices]
    told = sign_notices([stored.seq], texts, key) if texts else ""
    return encoded(ProofBundle(checkpoint=head.note, key=key.verifier.text(), notices=told, entries=(proven,)))
