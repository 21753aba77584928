"""How a step on an agreement comes into the log: by whom it may be taken, on which text, and what stands after it."""

import hashlib
from dataclasses import dataclass

from comity.acts.register import Register, register
from comity.errors import Conflict, Invalid, Refused
from comity.ids import new_id
from comity.policy.agreement_story import Taken, Version
from comity.policy.clauses import HandlingClass
from comity.policy.lifecycle import Standing, State, standing
from comity.policy.sessions import Session, no_action_by_account_of_officer_on_leave
from comity.records.codec import decode, encode
from comity.records.declaration import Record, kind_name
from comity.records.governance.agreement import Agreement
from comity.records.governance.agreement_step import AgreementStep, Step
from comity.records.references import Ref
from comity.store.entries import Draft, Entry
from comity.store.node import Node

SIGNATORY = "signatory"
DRAFTER = "drafter"
ADMINISTRATOR = "administrator"

# Done once, they stay done: to send one again is a retry.
_ONCE = frozenset({Step.SIGN, Step.ATTEST, Step.ACTIVATE, Step.END})


@dataclass(frozen=True)
class Text:
    """The text that is meant: of which agreement, and the two digests of it, as whoever acts has read them."""

    key: str
    text_hash: str
    rules_hash: str


@dataclass(frozen=True)
class Placed:
    """What an act about an agreement came to: its place in the log, and where the agreement stands from there on."""

    entry: Entry
    standing: Standing


async def asked(node: Node, session: Session, *roles: str) -> Register:
    """Give the register to whoever has one of the roles and is at work; Refused for all others."""
    no_action_by_account_of_officer_on_leave(session, node.clock())
    if ADMINISTRATOR in session.member.roles:
        raise Refused(
            "Whoever administers the platform has no say in agreements.",
            rule="administrators_have_no_say",
            remedy="Let a signatory who administers nothing act for your agency.",
        )
    if not set(roles) & set(session.member.roles):
        raise Refused(
            f"This is for whoever has the role {' or '.join(roles)} at {session.agency.name}.",
            rule="signatories_act_for_their_agency",
            remedy="Ask a signatory of your agency.",
        )
    return await register(node)


def version_meant(known: Register, text: Text) -> Version:
    """Give the version whose digests somebody has read; Refused when no version has these."""
    versions = known.versions_of(known.of(text.key).key)
    for version in versions:
        if (version.text_hash, version.rules_hash) == (text.text_hash, text.rules_hash):
            return version
    newest = versions[-1]
    raise Refused(
        f"No version of {text.key} has these digests: this is another text.",
        rule="signed_is_what_was_drafted",
        remedy=f"Read version {newest.agreement.version}, whose text has the digest {newest.text_hash}.",
        field="text_hash",
    )


def require_open(known: Register, version: Version) -> None:
    """Refuse to sign what is over; an older version than the newest is over too."""
    now = known.of(version.agreement.key)
    over = now.state in (State.ENDED, State.EXPIRED) and now.version is version
    if over or version.agreement.version < now.version.agreement.version:
        raise Conflict(
            f"Version {version.agreement.version} of {version.agreement.key} is over.",
            remedy="Sign the newest version, or draft the next.",
        )


def taken(
    known: Register,
    session: Session,
    version: Version,
    step: Step,
    *,
    party: str = "",
    attested: str = "",
    reason: str = "",
) -> Taken:
    """Give a step as it would stand in the log: by the session's own agency, whatever else was asked."""
    return Taken(
        key=version.agreement.key,
        version=version.agreement.version,
        step=step,
        agency=session.agency.key,
        member=session.member.key,
        at=known.now,
        seq=known.next_seq,
        text_hash=version.text_hash,
        rules_hash=version.rules_hash,
        party=party,
        attested=attested,
        reason=reason,
    )


def required(reason: str) -> str:
    """Give a reason that says something; Invalid when it says nothing."""
    if not reason.strip():
        raise Invalid("A reason is needed.", remedy="Say in a sentence what was breached, or why.", field="reason")
    return reason.strip()


def require_party(known: Register, step: Taken) -> None:
    """Refuse a step by an agency that it is not for."""
    story = known.story_on(step.key)
    if not story.may_take(step):
        raise Refused(
            f"It is not for {step.agency} to {step.step} {step.key}.",
            rule="steps_are_for_parties",
            remedy=f"Its parties are {', '.join(story.parties_of(step.version))}; others join first.",
        )


def standing_then(known: Register, step: Taken) -> Standing:
    """Give where an agreement would stand after a step."""
    active = frozenset(key for key, each in known.standing.items() if each.state is State.ACTIVE)
    steps = (*known.steps_on(step.key), step)
    return standing(known.versions_of(step.key), steps, known.now, certified=known.certified, active=active)


async def take(node: Node, session: Session, known: Register, step: Taken) -> Placed:
    """Enter a step; when this returns, every decision in every process rests on it."""
    require_party(known, step)
    record = AgreementStep(
        agreement=Ref(known.ids[step.key, step.version]),
        key=step.key,
        version=step.version,
        step=step.step,
        text_hash=step.text_hash,
        rules_hash=step.rules_hash,
        party=step.party or None,
        attested=step.attested or None,
        reason=step.reason or None,
    )
    once = f"{step.agency}\0{step.step}\0{step.version}\0{step.attested}" if step.step in _ONCE else None
    return await placed(node, session, record, once=once)


async def placed(node: Node, session: Session, record: Agreement | AgreementStep, *, once: str | None) -> Placed:
    """Enter a record of an agreement for the session's agency; what is entered ``once`` is found again by a retry.

    Invalid when a field holds what no record may: every decision reads these records again.
    """
    entered: Record = decode(type(record), encode(record))
    id, handling = new_id(), HandlingClass(kind_name(type(record)), session.agency.key)
    request = _digest(f"agreement\0{record.key}\0{once}") if once else None
    (entry,) = await node.writer.append(
        [
            Draft(
                id,
                entered,
                handling,
                session.agency.key,
                session.member.key,
                request=request,
                request_digest=_digest(record.text_hash) if request else None,
            )
        ]
    )
    known = await register(node)
    return Placed(entry, known.of(record.key))


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()[:16]
