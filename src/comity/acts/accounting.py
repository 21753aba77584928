"""Account to a person for what was disclosed about them: to whom, when, what, what for, and on which ground."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from msgspec import Struct

from comity.acts.disclosures import DISCLOSURE
from comity.acts.judging import judged
from comity.acts.read import absent
from comity.acts.sight import Sight, sight_of
from comity.acts.viewing import View, views
from comity.errors import Refused
from comity.policy.clauses import HandlingClass
from comity.policy.sessions import Session
from comity.records.categories import Category
from comity.records.codec import build
from comity.records.declaration import Record
from comity.records.governance.accounting_suspension import AccountingSuspension
from comity.records.governance.disclosure import Disclosure, Recipient
from comity.records.reach import pointers_of, pointing_at
from comity.records.services.consent import Consent
from comity.records.services.consent_terms import ConsentForm
from comity.store.earlier import earlier_versions
from comity.store.entries import Stored
from comity.store.node import Node
from comity.store.pointing import Wanted, carrying
from comity.store.sealing import record_of
from comity.store.tokens import token

# How far back a person may ask: 45 CFR 164.528(a)(1); 42 CFR 2.24(b)(3) and 2.25.
ACCOUNTED = timedelta(days=6 * 366)
LISTED_BY_INTERMEDIARY = timedelta(days=3 * 366)
# How soon the answer is due: 45 CFR 164.528(c)(1); 42 CFR 2.24(b)(2).
ACCOUNTING_DUE = timedelta(days=60)
LIST_DUE = timedelta(days=30)

_NEEDED = int(Category.REFERENCE | Category.EVENT)


class Accounted(Struct, frozen=True, kw_only=True):
    """One disclosure as the person is told of it: date, recipient, what, what for, by which right.

    45 CFR 164.528(b)(2). ``address`` is known of those outside only; ``disclosure`` is the record that says so.
    """

    disclosed_at: datetime
    agency: str
    recipient: str
    address: str
    channel: str
    kinds: tuple[str, ...]
    categories: tuple[str, ...]
    purpose: str
    reason: str
    basis: tuple[str, ...]
    grounds: tuple[UUID, ...]
    disclosure: UUID


@judged
async def accounting(node: Node, session: Session, person: UUID, since: datetime | None = None) -> list[Accounted]:
    """Give every disclosure of one's own agency's records that are or were about a person, newest first.

    Six years back at most, or from ``since``. It is the owner who answers: what other agencies disclosed, they account
    for. Left out is what an agency has suspended the accounting of, until then. Absent when the session does not see
    the person; Refused when it sees of the disclosures only a part.
    """
    await _require_seen(node, session, person)
    sight = (await sight_of(node, session)).of_kinds(DISCLOSURE, node.classes.all())
    ids = await _about(node, session.agency.key, person)
    own = HandlingClass("disclosure", session.agency.key)
    found = await _referring(node, ids, lambda handling: handling == own)
    suspended = await _suspended_for(node, person)
    first = max(since, node.clock() - ACCOUNTED) if since else node.clock() - ACCOUNTED
    return [each for each in _told(node, sight, found, first) if each.agency not in suspended]


@judged
async def intermediary_list(node: Node, session: Session, person: UUID) -> list[Accounted]:
    """Give who received what about a person through one's own agency as an intermediary, in three years; newest first.

    42 CFR 2.24(b): disclosures that rest on the person's Part 2 consents that name this agency as the intermediary, as
    far as clauses let it see their owners' disclosures.
    """
    await _require_seen(node, session, person)
    sight = (await sight_of(node, session)).of_kinds(DISCLOSURE, node.classes.all())
    consents = {
        kept.id
        for kept in node.rulebook.kept().values()
        if isinstance(kept.record, Consent) and _through(kept.record, session.agency.key, person)
    }
    found = await _referring(node, consents, lambda handling: handling.kind in DISCLOSURE)
    told = _told(node, sight, found, node.clock() - LISTED_BY_INTERMEDIARY)
    return [each for each in told if consents & {*each.grounds}]


async def _require_seen(node: Node, session: Session, person: UUID) -> None:
    sight = await sight_of(node, session, among=(person,))
    seen = views(node, sight, await node.reader.current(sight.scope, [person]))
    if not any(view.kind == "person" for view in seen):
        raise absent()


def _through(consent: Consent, intermediary: str, person: UUID) -> bool:
    about_them = {ref.id for ref in (consent.subject, *consent.also_known) if ref}
    return consent.form is ConsentForm.PART2 and consent.intermediary == intermediary and person in about_them


async def _about(node: Node, owner: str, person: UUID) -> set[UUID]:
    """Give the records of an owner that are or refer to a person, or did so in an earlier version."""
    now = await _referring(node, {person}, lambda handling: handling.owner == owner and handling.kind not in DISCLOSURE)
    found = {person, *(stored.id for stored in now)}
    own = [n for n, handling in node.classes.all().items() if handling.owner == owner]
    async for page in earlier_versions(node.pool, node.classes, own):
        found.update(
            stored.id
            for stored in page
            if stored.id not in found and _points_at(record_of(node.keyring, stored), person)
        )
    return found


def _points_at(record: Record, person: UUID) -> bool:
    return any(pointer.id == person for pointer in pointers_of(record))


async def _referring(node: Node, ids: Collection[UUID], wanted: Wanted) -> list[Stored]:
    words = (pointing_at(category, id) for id in ids for category in Category)
    return await carrying(node.pool, node.classes, (token(node.keyring.token_key, word) for word in words), wanted)


async def _suspended_for(node: Node, person: UUID) -> frozenset[str]:
    """Name the agencies that have the accounting of disclosures to them suspended now."""
    found = await _referring(node, {person}, lambda handling: handling.kind == "accounting-suspension")
    now = node.clock()
    return frozenset(stored.handling.owner for stored in found if _holds(record_of(node.keyring, stored), now))


def _holds(record: object, now: datetime) -> bool:
    return isinstance(record, AccountingSuspension) and record.until > now


def _told(node: Node, sight: Sight, found: Iterable[Stored], first: datetime) -> Sequence[Accounted]:
    seen = views(node, sight, found)
    if any(view.mask & _NEEDED != _NEEDED for view in seen):
        raise Refused(
            "You see only a part of what was written down of disclosures.",
            remedy="Have the data sharing matrix say who of your agency answers for its disclosures.",
        )
    told = [
        _accounted(node, view, disclosure, recipient)
        for view in seen
        if (disclosure := build(Disclosure, view.fields)).occurred_at >= first
        for recipient in disclosure.recipients
    ]
    return sorted(told, key=lambda each: each.disclosed_at, reverse=True)


def _accounted(node: Node, view: View, disclosure: Disclosure, recipient: Recipient) -> Accounted:
    outside = disclosure.handed_to
    agency = node.directory.agency.get(recipient.agency)
    return Accounted(
        disclosed_at=disclosure.occurred_at,
        agency=recipient.agency,
        recipient=outside.name if outside else agency.name if agency else recipient.agency,
        address=(outside.address if outside else None) or "",
        channel=disclosure.channel,
        kinds=disclosure.kinds,
        categories=recipient.categories,
        purpose=recipient.purpose,
        reason=disclosure.reason or "",
        basis=recipient.basis,
        grounds=tuple(ref.id for ref in recipient.grounds),
        disclosure=view.id,
    )
