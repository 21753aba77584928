"""The docket of a day: each hearing with all that the judge may see of the case, the people, custody and the proof.

It is derived from the records that the reader sees; what they may not see leaves no gap.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import TypeVar
from uuid import UUID

from comity.desks.awaiting import Here
from comity.desks.charge_thread import ChargeThread, Stage, charge_threads
from comity.desks.custody import Custody, custodies, name_of
from comity.desks.seen import Seen, Thread
from comity.desks.threads import decided_of, referral_of
from comity.records.justice.arrest import Arrest
from comity.records.justice.charges import tracking_numbers
from comity.records.justice.court_case import CourtCase, Party, PartyRole
from comity.records.justice.court_order import CourtOrder
from comity.records.justice.exhibit import Exhibit
from comity.records.justice.hearing import Hearing
from comity.records.justice.lab_report import LabReport
from comity.records.justice.lab_request import LabRequest
from comity.records.justice.warrant import Warrant
from comity.records.justice.warrant_return import WarrantOutcome, WarrantReturn
from comity.records.moments import earliest, latest

R = TypeVar("R")
_ACCUSED = frozenset({PartyRole.DEFENDANT, PartyRole.RESPONDENT})


@dataclass(frozen=True)
class PartyHeard:
    """A party of the case; ``present`` tells whether they appeared, None where nobody says."""

    role: str
    person: UUID | None
    name: str
    present: bool | None


@dataclass(frozen=True)
class ChargeHeard:
    """A charge of the case: its number, the offense as it is charged now, the last plea and how it ended."""

    number: str
    offense: str
    text: str
    plea: str
    ending: str


@dataclass(frozen=True)
class OrderMade:
    """An order in the case, or about its people; ``amount`` is the bail that was set."""

    id: UUID
    number: str
    kind: str
    issued_at: str
    expires_at: str
    recalled_at: str
    subject: str
    amount: str
    judge: str


@dataclass(frozen=True)
class LabPending:
    """A question that the laboratory has not answered with a signed report."""

    request: UUID
    requested_at: str
    due: str
    laboratory: str


@dataclass(frozen=True)
class WarrantActive:
    """A warrant that was neither recalled nor served, and has not run out.

    ``sure`` tells whether the reader would see that it was served.
    """

    id: UUID
    number: str
    issued_on: str
    category: str
    subject: str
    sure: bool


@dataclass(frozen=True)
class DocketEntry:
    """One hearing with what stands around it; ``at`` is its time in UTC, None where it is not set.

    ``about`` are the records around it: whatever comes to refer to one of them may change what is shown.
    """

    hearing: UUID
    version: int
    owner: str
    at: datetime | None
    starts_at: str
    ended_at: str
    courtroom: str
    what: str
    judge: str
    result: str
    next_hearing_at: str
    is_first_appearance: bool
    case: UUID | None
    case_number: str
    title: str
    parties: tuple[PartyHeard, ...]
    charges: tuple[ChargeHeard, ...]
    orders: tuple[OrderMade, ...]
    custody: tuple[Custody, ...]
    lab_pending: tuple[LabPending, ...]
    warrants: tuple[WarrantActive, ...]
    about: tuple[UUID, ...]


def docket(thread: Thread, hearings: Iterable[UUID], here: Here) -> list[DocketEntry]:
    """Give the entries of some hearings that are in the thread, in the order of their times; those without one last."""
    about = _About(thread, here)
    wanted = frozenset(hearings)
    found = [_entry(about, seen, each) for seen, each in thread.of_kind(Hearing) if seen.id in wanted]
    return sorted(found, key=lambda each: (each.at is None, each.at or here.at, each.courtroom, each.hearing))


def movements_to_court(entries: Iterable[DocketEntry]) -> list[tuple[DocketEntry, Custody]]:
    """Give who of the people in custody must be brought to which hearing, in the order of the hearings."""
    return [(entry, held) for entry in entries for held in entry.custody if held.is_in_custody]


@dataclass(frozen=True)
class _About:
    """What is seen around hearings, found by what it is about; each list is made once for the whole day."""

    thread: Thread
    here: Here

    @cached_property
    def custody(self) -> Mapping[UUID, list[Custody]]:
        return _grouped((each.person, each) for each in custodies(self.thread, self.here))

    @cached_property
    def charges(self) -> Mapping[str, ChargeThread]:
        return {each.number: each for each in charge_threads(self.thread)}

    @cached_property
    def arrests(self) -> Mapping[str, list[tuple[Seen, Arrest]]]:
        """Arrests by the numbers of their charges."""
        found: dict[str, list[tuple[Seen, Arrest]]] = defaultdict(list)
        for seen, arrest in self.thread.of_kind(Arrest):
            for number in tracking_numbers(arrest.charges):
                found[number].append((seen, arrest))
        return found

    @cached_property
    def orders(self) -> Mapping[UUID, list[tuple[Seen, CourtOrder]]]:
        """Orders by their case, and those without a case by their subject."""
        pairs = self.thread.of_kind(CourtOrder)
        return _grouped((_id(each.case) or _id(each.subject), (seen, each)) for seen, each in pairs)

    @cached_property
    def warrants(self) -> Mapping[UUID, list[WarrantActive]]:
        """Active warrants by the person whom they are for."""
        done = {
            each.warrant.id
            for _, each in self.thread.of_kind(WarrantReturn)
            if each.warrant and each.outcome is WarrantOutcome.SERVED
        }
        active = ((s, w) for s, w in self.thread.of_kind(Warrant) if s.id not in done and _is_active(w, self.here.at))
        return _grouped((_id(each.subject), _warrant(self, seen, each)) for seen, each in active)

    @cached_property
    def pending(self) -> Mapping[UUID, list[LabPending]]:
        """Questions without a signed report, by the incident of their exhibits; none to whom reports are hidden."""
        signed = {each.request.id for _, each in self.thread.of_kind(LabReport) if each.request and each.signed_at}
        return _grouped(
            (incident, _pending(seen, each))
            for seen, each in self.thread.of_kind(LabRequest)
            if seen.id not in signed and self.here.shows_all(LabReport, each.laboratory or "")
            for incident in self._incidents(each)
        )

    def _incidents(self, request: LabRequest) -> set[UUID]:
        exhibits: Iterator[Exhibit | None] = (self.thread.record(each) for each in request.exhibits)
        return {each.incident.id for each in exhibits if each and each.incident}


def _grouped(pairs: Iterable[tuple[UUID | None, R]]) -> Mapping[UUID, list[R]]:
    found: dict[UUID, list[R]] = defaultdict(list)
    for key, each in pairs:
        if key:
            found[key].append(each)
    return found


def _id(ref: object) -> UUID | None:
    id = getattr(ref, "id", None)
    return id if isinstance(id, UUID) else None


def _entry(about: _About, seen: Seen, hearing: Hearing) -> DocketEntry:
    case = about.thread.record(hearing.case)
    parties = tuple(_parties(about.thread, hearing, case))
    people = _accused(hearing, case)
    starts_at = hearing.starts_at or ""
    return DocketEntry(
        hearing=seen.id,
        version=seen.version,
        owner=seen.owner,
        at=earliest(starts_at).astimezone(UTC) if starts_at else None,
        starts_at=starts_at,
        ended_at=hearing.ended_at or "",
        courtroom=hearing.courtroom or "",
        what=hearing.name or hearing.category_text or hearing.reason or "",
        judge=hearing.judge or (case.judge if case else None) or "",
        result=hearing.result or "",
        next_hearing_at=hearing.next_hearing_at or "",
        is_first_appearance=bool(hearing.first_appearance),
        case=hearing.case.id if hearing.case else None,
        case_number=(case.case_number or case.docket_number or "") if case else "",
        title=(case.title or case.short_title or "") if case else "",
        parties=parties,
        charges=tuple(_charges(about, case)),
        orders=tuple(_orders(about, hearing, people)),
        custody=tuple(each for person in people for each in _newest(about.custody.get(person, ()))),
        lab_pending=tuple(_lab(about, case)),
        warrants=tuple(each for person in people for each in about.warrants.get(person, ())),
        about=tuple(_concerned(about, seen, hearing, people)),
    )


def _concerned(about: _About, seen: Seen, hearing: Hearing, people: Iterable[UUID]) -> Iterator[UUID]:
    case = about.thread.record(hearing.case)
    arrests = [seen.id for seen, _ in _arrests(about, case)]
    held = [each.booking for person in people for each in about.custody.get(person, ())]
    lab = [each.request for each in _lab(about, case)]
    found = (seen.id, _id(hearing.case), *people, *arrests, *held, *lab)
    yield from dict.fromkeys(id for id in found if id)


def _parties(thread: Thread, hearing: Hearing, case: CourtCase | None) -> Iterator[PartyHeard]:
    present = {each.person.id: each.present for each in hearing.appearances}
    named = set[UUID]()
    for party in case.parties if case else ():
        id = _id(party.person) or _id(party.organization)
        named |= {id} if id else set()
        yield PartyHeard(_role(party), _id(party.person), name_of(thread, id), present.get(id) if id else None)
    for each in hearing.appearances:
        if each.person.id not in named:
            yield PartyHeard(each.role or "", each.person.id, name_of(thread, each.person.id), each.present)


def _role(party: Party) -> str:
    return party.role_text or party.role


def _accused(hearing: Hearing, case: CourtCase | None) -> tuple[UUID, ...]:
    """Give whom the hearing is about: the accused of the case, else whoever appears where no case is seen."""
    accused = [party.person.id for party in (case.parties if case else ()) if party.role in _ACCUSED and party.person]
    appearing = [] if case else [each.person.id for each in hearing.appearances]
    return tuple(dict.fromkeys((*accused, *appearing)))


def _charges(about: _About, case: CourtCase | None) -> Iterator[ChargeHeard]:
    for number in sorted(decided_of(case, about.thread)) if case else ():
        found = about.charges.get(number)
        steps = {step.stage: step for step in found.steps} if found else {}
        plea, ended = steps.get(Stage.PLEADED), steps.get(Stage.DISPOSED)
        yield ChargeHeard(
            number,
            found.offense if found else "",
            found.text if found else "",
            plea.said if plea else "",
            ended.said if ended else "",
        )


def _orders(about: _About, hearing: Hearing, people: Iterable[UUID]) -> Iterator[OrderMade]:
    keys = [id for id in (_id(hearing.case), *people) if id]
    found = {seen.id: (seen, order) for key in keys for seen, order in about.orders.get(key, ())}
    for seen, order in sorted(found.values(), key=_issued):
        yield OrderMade(
            seen.id,
            order.order_number or "",
            order.kind or "",
            order.issued_at or "",
            order.expires_at or "",
            order.recalled_at or "",
            name_of(about.thread, _id(order.subject)),
            (order.bail.amount if order.bail else None) or "",
            order.judge or "",
        )


def _issued(pair: tuple[Seen, CourtOrder]) -> tuple[str, UUID]:
    seen, order = pair
    return (earliest(order.issued_at).isoformat() if order.issued_at else "", seen.id)


def _newest(custody: Iterable[Custody]) -> list[Custody]:
    """Give the custody that lasts; where there is none, the last one that ended."""
    every = list(custody)
    return [each for each in every if each.is_in_custody] or every[-1:]


def _lab(about: _About, case: CourtCase | None) -> Iterator[LabPending]:
    referral = referral_of(case, about.thread)
    incidents = [_id(referral.incident) if referral else None]
    incidents += [_id(arrest.incident) for _, arrest in _arrests(about, case)]
    found = {each.request: each for id in incidents if id for each in about.pending.get(id, ())}
    yield from found.values()


def _arrests(about: _About, case: CourtCase | None) -> list[tuple[Seen, Arrest]]:
    """Give the arrests whose charges the case decides: the numbers tell, whoever sees the referral between."""
    numbers = sorted(decided_of(case, about.thread)) if case else ()
    found = {seen.id: (seen, arrest) for number in numbers for seen, arrest in about.arrests.get(number, ())}
    return list(found.values())


def _pending(seen: Seen, request: LabRequest) -> LabPending:
    return LabPending(seen.id, request.requested_at or "", request.due or "", request.laboratory or "")


def _is_active(warrant: Warrant, at: datetime) -> bool:
    ended = warrant.recalled_at or warrant.served_on
    return not ended and not (warrant.expires_on and latest(warrant.expires_on) < at)


def _warrant(about: _About, seen: Seen, warrant: Warrant) -> WarrantActive:
    return WarrantActive(
        seen.id,
        warrant.warrant_number or "",
        warrant.issued_on or "",
        warrant.category_text or "",
        name_of(about.thread, _id(warrant.subject)),
        about.here.shows_all(WarrantReturn),
    )
