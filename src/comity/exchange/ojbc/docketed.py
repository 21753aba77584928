"""A court's receipt, read by the police: which of their referrals is docketed, under which number and since when."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from comity.acts.correct import correct
from comity.acts.search import carrying
from comity.acts.viewing import View
from comity.errors import ComityError, Conflict
from comity.exchange.connector import Message
from comity.exchange.entering import Outcome, SetAside
from comity.exchange.ojbc.outward.docketing import REFERRED
from comity.policy.sessions import Session
from comity.records.justice.court_case import CourtCase
from comity.store.node import Node

_REFERRALS = frozenset({"charge-referral"})


@dataclass(frozen=True)
class Docketing:
    """A referral is before a court: its number, the court's number for the case, and when it was docketed."""

    referral_number: str
    case_number: str
    docketed_at: str


def docketings(message: Message) -> tuple[Docketing, ...]:
    """Give what a message says of referrals docketed; nothing for a case that names none, or has no number or time."""
    cases = [drafted.record for drafted in message.records if isinstance(drafted.record, CourtCase)]
    return tuple(
        Docketing(number.value, case.case_number, case.docketed_at)
        for case in cases
        if case.case_number and case.docketed_at
        for number in case.identifications
        if number.category_text == REFERRED
    )


async def note_docketings(node: Node, session: Session, found: Iterable[Docketing]) -> Outcome:
    """Write the court's number and time into the agency's own referrals; what cannot be written is set aside."""
    refused = [aside for each in found for aside in await _noted(node, session, each)]
    return Outcome(refused=tuple(refused))


async def _noted(node: Node, session: Session, docketing: Docketing) -> list[SetAside]:
    refused = []
    for view in await carrying(node, session, docketing.referral_number, _REFERRALS):
        if view.owner == session.agency.key and view.fields.get("referral_number") == docketing.referral_number:
            try:
                await _note(node, session, view, docketing)
            except ComityError as wrong:
                refused.append(SetAside(f"charge referral {docketing.referral_number}", wrong))
    return refused


async def _note(node: Node, session: Session, referral: View, docketing: Docketing) -> None:
    """Correct a referral, once; Conflict where it is docketed already under another number."""
    known = referral.fields.get("case_number")
    if known not in (None, docketing.case_number):
        raise Conflict(
            f"The referral is docketed as {known}, and the court says {docketing.case_number}.",
            remedy="Ask the court which number is right, and correct the referral if it is the new one.",
        )
    said = {"case_number": docketing.case_number, "filed_in_court_at": docketing.docketed_at}
    if all(referral.fields.get(name) == value for name, value in said.items()):
        return
    await correct(node, session, referral.id, json.dumps(said).encode(), replaces=referral.version)
