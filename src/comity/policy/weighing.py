"""What the records that decisions rest on come to: grounds, and the certificates that members hold."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from comity.policy.clauses import EVERYTHING, Decision, Obligations, mask_of
from comity.policy.consents import explained
from comity.policy.grounds import Ground, Notice, Sort
from comity.policy.matrix import Matrix, Rule
from comity.policy.vouching import may_rest_on
from comity.records.declaration import Record
from comity.records.governance.case_assignment import CaseAssignment
from comity.records.governance.training_certificate import TrainingCertificate
from comity.records.justice.disclosure_order import DisclosureOrder
from comity.records.services.consent import Consent
from comity.records.services.consent_ending import ConsentEnding
from comity.records.services.consent_terms import form_named


class Kept(Struct, frozen=True):
    """A record that decisions rest on, in its current version, with what the log says of it."""

    id: UUID
    seq: int
    owner: str
    member: str
    recorded_at: datetime
    record: Record


class Held(Struct, frozen=True):
    """A training certificate that a member holds, from one moment to another."""

    course: str
    begins: datetime
    ends: datetime


class Weighed:
    """What records that decisions rest on come to; each is weighed once, when it comes in."""

    def __init__(self) -> None:
        self._grounds: dict[UUID, Ground] = {}
        self._ended: dict[UUID, datetime] = {}
        self._by_agency: dict[str, dict[UUID, Ground]] = defaultdict(dict)

    def add(self, kept: Kept) -> None:
        """Weigh a record in its current version, in the place of an earlier one."""
        if isinstance(kept.record, ConsentEnding):
            consent = kept.record.consent.id
            self._ended[consent] = min(kept.recorded_at, self._ended.get(consent, kept.recorded_at))
            self._place(consent, self._grounds.get(consent))
        else:
            self._place(kept.id, ground_of(kept))

    def of(self, agency: str) -> Iterable[Ground]:
        """Give the grounds on which an agency receives, whether they count now or not."""
        return self._by_agency.get(agency, {}).values()

    def _place(self, id: UUID, ground: Ground | None) -> None:
        for agency in earlier.agencies if (earlier := self._grounds.pop(id, None)) else ():
            self._by_agency[agency].pop(id, None)
        if ground is None:
            return
        ends = [moment for moment in (ground.ends, self._ended.get(id)) if moment is not None]
        placed = self._grounds[id] = replace(ground, ends=min(ends, default=None))
        for agency in placed.agencies:
            self._by_agency[agency][id] = placed


def ground_of(kept: Kept) -> Ground | None:
    """Give the ground that a record makes; a consent that lacks an element makes none (42 CFR 2.31(c))."""
    if not may_rest_on(kept.record):
        return None
    match kept.record:
        case Consent() as consent:
            return _consented(kept, consent)
        case DisclosureOrder() as order:
            return _ordered(kept, order)
        case CaseAssignment() as assignment:
            return _assigned(kept, assignment)
        case _:
            return None


def certificates_from(kept: Iterable[Kept]) -> Mapping[str, tuple[Held, ...]]:
    """Give the certificates of each member, valid or not any more."""
    held: dict[str, list[Held]] = defaultdict(list)
    for each in kept:
        if isinstance(each.record, TrainingCertificate) and may_rest_on(each.record):
            record = each.record
            if record.expires_at is not None:
                held[record.member].append(Held(record.course, each.recorded_at, record.expires_at))
    return {member: tuple(certificates) for member, certificates in held.items()}


def notices_with(decision: Decision, matrix: Matrix, kept: Mapping[UUID, Kept]) -> tuple[Notice, ...]:
    """Give what must go with what a decision lets be shown: obligations, and the scope of each consent.

    42 CFR 2.32(b) asks for a copy of the consent or a clear explanation of its scope with each disclosure.
    """
    obliged = tuple(_notice(matrix.named[name]) for name in decision.obliged)
    scopes = tuple(
        Notice(name, explained(each.record, each.id))
        for name in decision.grounds
        if (each := kept.get(UUID(name.rpartition(" ")[2]))) is not None and isinstance(each.record, Consent)
    )
    return (*obliged, *scopes)


def _notice(rule: Rule) -> Notice:
    oblige = rule.clause.oblige or Obligations()
    return Notice(rule.name, oblige.notice or rule.clause.prose, oblige.destroy_after_days, oblige.no_redisclosure)


def _consented(kept: Kept, consent: Consent) -> Ground:
    return Ground(
        id=kept.id,
        sort=Sort.CONSENT,
        form=form_named(consent.form, consent.instrument),
        subjects=tuple(ref.id for ref in (consent.subject, *consent.also_known) if ref is not None),
        owners=consent.disclosers,
        agencies=_recipients(consent),
        mask=mask_of(consent.categories),
        purposes=consent.purposes,
        begins=consent.begins_at or consent.signed_at or kept.recorded_at,
        ends=consent.expires_at,
    )


def _recipients(consent: Consent) -> tuple[str, ...]:
    """Give the agencies that a consent names; an intermediary hands on to its named participants, 42 CFR 2.31(a)(4)."""
    through = (consent.intermediary, *consent.participants) if consent.intermediary else ()
    return tuple(dict.fromkeys((*consent.recipients, *through)))


def _ordered(kept: Kept, order: DisclosureOrder) -> Ground:
    return Ground(
        id=kept.id,
        sort=Sort.ORDER,
        form=str(order.form or ""),
        subjects=tuple(ref.id for ref in order.subjects),
        owners=order.owners,
        agencies=order.recipients,
        mask=mask_of(order.categories),
        purposes=order.purposes,
        begins=order.issued_at or kept.recorded_at,
        ends=order.expires_at,
    )


def _assigned(kept: Kept, assignment: CaseAssignment) -> Ground:
    return Ground(
        id=kept.id,
        sort=Sort.ASSIGNMENT,
        form=str(assignment.role or ""),
        subjects=tuple(ref.id for ref in assignment.to),
        owners=(),
        agencies=(kept.owner,),
        member=assignment.member,
        mask=EVERYTHING,
        purposes=("*",),
        begins=assignment.begins_at,
        ends=assignment.ends_at,
    )
