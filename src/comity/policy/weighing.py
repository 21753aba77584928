"""What the records that decisions rest on come to: grounds, and the certificates that members hold."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from comity.policy.clauses import EVERYTHING, Decision, Obligations
from comity.policy.consents import explained
from comity.policy.grounds import Ground, Notice, Sort
from comity.policy.matrix import Matrix, Rule
from comity.policy.vouching import may_rest_on
from comity.records.categories import category_named
from comity.records.declaration import Record
from comity.records.governance.case_assignment import CaseAssignment
from comity.records.governance.training_certificate import TrainingCertificate
from comity.records.justice.disclosure_order import DisclosureOrder
from comity.records.services.consent import Consent
from comity.records.services.consent_ending import ConsentEnding

_GENERAL = "general"


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


def grounds_from(kept: Iterable[Kept]) -> Iterator[Ground]:
    """Give the grounds that records make; a consent that lacks an element makes none (42 CFR 2.31(c))."""
    known = [each for each in kept if may_rest_on(each.record)]
    endings: dict[UUID, datetime] = {}
    for each in known:
        if isinstance(each.record, ConsentEnding):
            ended = each.record.consent.id
            endings[ended] = min(each.recorded_at, endings.get(ended, each.recorded_at))
    for each in known:
        match each.record:
            case Consent() as consent:
                yield _consented(each, consent, endings.get(each.id))
            case DisclosureOrder() as order:
                yield _ordered(each, order)
            case CaseAssignment() as assignment:
                yield _assigned(each, assignment)
            case _:
                pass


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


def _consented(kept: Kept, consent: Consent, ended: datetime | None) -> Ground:
    form = str(consent.form)
    if consent.instrument != _GENERAL:
        form = f"{form}-{consent.instrument}"
    ends = [moment for moment in (consent.expires_at, ended) if moment is not None]
    return Ground(
        id=kept.id,
        sort=Sort.CONSENT,
        form=form,
        subjects=tuple(ref.id for ref in (consent.subject, *consent.also_known) if ref is not None),
        owners=consent.disclosers,
        agencies=_recipients(consent),
        mask=_mask(consent.categories),
        purposes=consent.purposes,
        begins=consent.begins_at or consent.signed_at or kept.recorded_at,
        ends=min(ends, default=None),
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
        mask=_mask(order.categories),
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
        mask=_mask(("*",)),
        purposes=("*",),
        begins=assignment.begins_at,
        ends=assignment.ends_at,
    )


def _mask(labels: Iterable[str]) -> int:
    mask = 0
    for label in labels:
        mask |= EVERYTHING if label == "*" else int(category_named(label))
    return mask
