"""Correct a record: a new version by its owner, which everyone sees from then on."""

from uuid import UUID

from comity.acts.judging import judged
from comity.acts.known import Knowing, hold_checks, referred
from comity.acts.read import absent
from comity.acts.sight import sight_of
from comity.acts.submit import Receipt, handling_of, request_of, require_clause
from comity.errors import Conflict, Invalid, Refused
from comity.policy.clauses import Operation
from comity.policy.sessions import Session, no_action_by_account_of_officer_on_leave
from comity.records.codec import build, merged, read_json
from comity.records.declaration import Record
from comity.records.parting import joined, plain_fields
from comity.records.profiles import profile as profile_named
from comity.records.reach import pointers_of
from comity.records.registry import kind_named
from comity.records.rules import checks_of, with_due_markings
from comity.records.spec import spec_of
from comity.store.entries import Draft, Stored
from comity.store.node import Node
from comity.store.sealing import opened, record_of


async def correct(
    node: Node,
    session: Session,
    id: UUID,
    patch: bytes,
    *,
    replaces: int,
    key: str | None = None,
) -> Receipt:
    """Enter a new version: ``patch`` is a JSON merge patch (RFC 7396) of the fields, null takes a field away.

    Only the owner corrects, and only what the session sees. Conflict when ``replaces`` is not the newest version.
    """
    no_action_by_account_of_officer_on_leave(session, node.clock())
    mask, stored = await _seen(node, session, id)
    _require_owner(session, stored)
    law = profile_named(session.agency.profile)
    corrected = with_due_markings(_patched(node, stored, patch, mask), law, session.agency.pillar)
    request, digest = request_of(session, key, str(id).encode() + patch)
    if not await _is_retry(node, request, digest):
        if stored.version != replaces:
            raise Conflict(
                "The record has been corrected since you read it.",
                remedy="Read it again and correct the newest version.",
            )
        await _hold(node, session, stored, corrected)
    handling = handling_of(session, corrected)
    require_clause(node, session, handling, Operation.ENTER, Operation.IMPORT)
    (entry,) = await node.writer.append(
        [
            Draft(
                id,
                corrected,
                handling,
                session.agency.key,
                session.member.key,
                replaces=replaces,
                request=request,
                request_digest=digest,
            )
        ]
    )
    if corrected.decisive:
        await node.rulebook.refresh()
    return Receipt(entry)


@judged
async def _seen(node: Node, session: Session, id: UUID) -> tuple[int, Stored]:
    """Give the current version of a record with the categories of it that the session sees."""
    sight = await sight_of(node, session, among=(id,))
    for stored in await node.reader.current(sight.scope, [id]):
        if mask := sight.on_stored(stored).mask:
            return mask, stored
    raise absent()


def _require_owner(session: Session, stored: Stored) -> None:
    if stored.handling.owner != session.agency.key:
        raise Refused(
            "Only the agency that owns a record corrects it.",
            rule="owner_corrects",
            remedy="Tell the owner what is wrong; its correction reaches everyone.",
        )


def _patched(node: Node, stored: Stored, patch: bytes, mask: int) -> Record:
    kind = kind_named(stored.handling.kind).kind
    changes = read_json(patch)
    if not isinstance(changes, dict):
        raise Invalid("A correction is a JSON object of the fields to change.", remedy='Send {"field": value}.')
    for field in spec_of(kind).fields:
        if field.name in changes and not mask & field.category:
            raise Refused(
                f"{field.name}: you may not correct what you do not see.",
                rule="owner_corrects",
                field=field.name,
                remedy="Ask a colleague whose role includes this category.",
            )
    return build(kind, merged(joined(plain_fields(stored.facts), opened(node.keyring, stored)), changes))


async def _hold(node: Node, session: Session, stored: Stored, corrected: Record) -> None:
    earlier = record_of(node.keyring, stored)
    _keep_for_good(earlier, corrected)
    knowing = Knowing(node, session, earlier, node.clock())
    # What it referred to before stays, seen or not: else nobody could end an assignment to what only others see.
    before = {(pointer.path, pointer.id) for pointer in pointers_of(earlier)}
    new = [pointer for pointer in pointers_of(corrected) if (pointer.path, pointer.id) not in before]
    knowing.add(await referred(node, session, new))
    await hold_checks(node, corrected, stored.id, checks=checks_of(type(corrected)), knowing=knowing)


def _keep_for_good(earlier: Record, corrected: Record) -> None:
    """Refuse a correction of what others carry or rely on: the record's number, and where it came from."""
    minted = spec_of(type(earlier)).minted
    for field in ("provenance", *(minted[:1] if minted else ())):
        if getattr(earlier, field) is not None and getattr(earlier, field) != getattr(corrected, field):
            raise Refused(
                f"{field}: this stays as it was entered.",
                rule="number_and_source_are_for_good",
                field=field,
                remedy="Leave it out of the correction.",
            )
    if earlier.provenance is None and corrected.provenance is not None:
        raise Refused(
            "provenance: what was entered first-hand cannot become another system's.",
            rule="number_and_source_are_for_good",
            field="provenance",
            remedy="Leave it out of the correction.",
        )


async def _is_retry(node: Node, request: bytes | None, digest: bytes | None) -> bool:
    return bool(request and digest and await node.holding.requested([(request, digest)]))
