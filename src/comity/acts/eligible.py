"""Preview relief without a petition: which charges of a person a law seals, from when on, and why or why not."""

from collections.abc import Iterable
from uuid import UUID

from comity.acts.read import absent, read
from comity.acts.relieve_reach import about_person
from comity.acts.sight import may_enter, profile_now
from comity.errors import Refused
from comity.policy.clauses import HandlingClass, Operation
from comity.policy.clean_slate import Eligibility, Ended, Restitution, eligibility
from comity.policy.sessions import Session
from comity.records.declaration import Record, kind_name
from comity.records.justice.arrest import Arrest
from comity.records.justice.charges import Charge
from comity.records.justice.court_case import CourtCase
from comity.records.justice.disposition import Disposition
from comity.records.justice.relief_order import ReliefOrder
from comity.records.justice.sentence import ComponentKind, Sentence
from comity.records.moments import later_by, latest
from comity.records.parties.person import Person
from comity.records.profiles import profile as profile_named
from comity.records.references import Ref
from comity.store.node import Node
from comity.store.sealing import record_of

_PAID = frozenset({"satisfied", "completed", "paid"})


async def eligible(node: Node, session: Session, person: UUID) -> tuple[Eligibility, ...]:
    """Tell of each charge of a person that a court has ended from when on a law seals it; nothing is sealed by it.

    Only for those who enter orders for relief. What is computed rests on the records of that person alone, as far as
    they name their charges; the rules are those of the jurisdiction's profile, each with its source.
    """
    handling = HandlingClass(kind_name(ReliefOrder), session.agency.key)
    if not may_enter(node, profile_now(node, session), handling, Operation.ENTER).allowed:
        raise Refused(
            f"No clause lets {session.agency.name} enter orders for relief.",
            rule="entry_needs_a_clause",
            remedy="Ask the court or the repository.",
        )
    shown = await read(node, session, person)
    if shown.kind != kind_name(Person):
        raise absent()
    found = {s.id: record_of(node.keyring, s) for s in await about_person(node, person)}
    history = tuple(_ended(id, found) for id, record in found.items() if isinstance(record, Disposition))
    rules = profile_named(session.agency.profile).clean_slate
    return tuple(eligibility(each, history, rules) for each in history if each.charge and each.on)


def _ended(id: UUID, found: dict[UUID, Record]) -> Ended:
    disposition = found[id]
    assert isinstance(disposition, Disposition)  # noqa: S101 - chosen by its class
    number = disposition.charge_tracking_number or ""
    charges = [each for each in _charges(found.values()) if each.charge_tracking_number == number]
    charges += [disposition.charge] if disposition.charge else []
    sentences = [s for s in found.values() if isinstance(s, Sentence) and Ref(id) in s.dispositions]
    return Ended(
        charge=number,
        ending=disposition.ending or "",
        on=disposition.disposed_at or "",
        severity=next((each.severity for each in reversed(charges) if each.severity), ""),
        offenses=tuple(sorted({each.offense for each in charges if each.offense})),
        sentence_ends=max((end for s in sentences for end in _ends(s)), key=latest, default=None),
        restitution=_restitution(sentences),
    )


def _charges(records: Iterable[Record]) -> Iterable[Charge]:
    for record in records:
        if isinstance(record, Arrest | CourtCase):
            yield from record.charges


def _ends(sentence: Sentence) -> Iterable[str]:
    for component in sentence.components:
        if component.ends_on is not None:
            yield component.ends_on
        elif component.term is not None and sentence.imposed_at is not None:
            yield later_by(component.starts_on or sentence.imposed_at, component.term).date().isoformat()


def _restitution(sentences: Iterable[Sentence]) -> Restitution:
    ordered = [s for s in sentences if any(c.kind is ComponentKind.RESTITUTION for c in s.components)]
    if not ordered:
        return Restitution.NONE
    paid = all((sentence.status or "").casefold() in _PAID for sentence in ordered)
    return Restitution.PAID if paid else Restitution.OPEN
