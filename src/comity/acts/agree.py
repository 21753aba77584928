"""Agree: draft, sign, activate, suspend, resume, join, leave, attest and end, each for one's own agency only.

There is no other way to an agreement: nobody signs for another agency, no person for two, and no administrator at all.
"""

import asyncio

from comity.acts.register import Register, register
from comity.acts.steps import (
    DRAFTER,
    SIGNATORY,
    Placed,
    Text,
    asked,
    placed,
    require_open,
    require_party,
    required,
    standing_then,
    take,
    taken,
    version_meant,
)
from comity.errors import Conflict, Refused, Reused
from comity.policy.agreement_story import Taken, Version
from comity.policy.agreements import Agreement as Agreed
from comity.policy.agreements import rules_hash, text_hash
from comity.policy.drafting import Reading, examine, read_agreement
from comity.policy.lifecycle import State
from comity.policy.sessions import Session
from comity.records.governance.agreement import Agreement
from comity.records.governance.agreement_step import Step
from comity.records.registry import kinds
from comity.store.node import Node


async def check(node: Node, text: str) -> Reading:
    """Tell what a text comes to and all that is wrong with it; nothing is entered."""
    known = await register(node)
    # A long text takes a while, and nobody else shall wait for it.
    return await asyncio.to_thread(examine, text, node.directory, frozenset(kinds()), others=known.others())


async def draft(node: Node, session: Session, text: str) -> Placed:
    """Enter a text for its parties to sign, as a new agreement or the next version of one.

    Invalid names every problem of the text with its line. Refused unless the session's agency is a party.
    """
    known = await asked(node, session, SIGNATORY, DRAFTER)
    agreement = await asyncio.to_thread(read_agreement, text, node.directory, frozenset(kinds()), others=known.others())
    _require_next(known, session, agreement, text)
    record = Agreement(
        key=agreement.key,
        version=agreement.version,
        title=agreement.title,
        text=text,
        text_hash=text_hash(text),
        rules_hash=rules_hash(agreement),
    )
    try:
        return await placed(node, session, record, once=f"draft\0{agreement.version}")
    except Reused:
        raise Conflict(
            f"Another text of version {agreement.version} of {agreement.key} came first.",
            remedy="Read it, and draft the next version if you want another.",
        ) from None


async def sign(node: Node, session: Session, text: Text) -> Placed:
    """Sign a text for the session's agency; Refused when these are not the digests of a text that was drafted."""
    known = await asked(node, session, SIGNATORY)
    version = version_meant(known, text)
    require_open(known, version)
    _require_one_hat(known, session, text.key)
    return await take(node, session, known, taken(known, session, version, Step.SIGN))


async def activate(node: Node, session: Session, text: Text) -> Placed:
    """Put a text in force that all parties have signed; Refused names whatever is not as it must be.

    One that begins later is put in force on its day, without anybody's doing.
    """
    known = await asked(node, session, SIGNATORY)
    version = version_meant(known, text)
    step = taken(known, session, version, Step.ACTIVATE)
    require_party(known, step)
    if missing := _missing(known, step, version):
        raise Refused(
            f"{text.key} cannot be activated: {'; '.join(missing)}.",
            rule="active_means_signed_and_true",
            remedy="See to what is missing, then activate it.",
        )
    return await take(node, session, known, step)


async def attest(node: Node, session: Session, text: Text, name: str) -> Placed:
    """Attest for the session's agency that a precondition of a text is met."""
    known = await asked(node, session, SIGNATORY)
    version = version_meant(known, text)
    wanted = [condition.attestation for condition in version.agreement.preconditions if condition.attestation]
    if name not in wanted:
        raise Refused(
            f"{text.key} asks for no attestation {name!r}.",
            rule="attestation_is_asked_for",
            remedy=f"It asks for: {', '.join(wanted) or 'none'}.",
        )
    return await take(node, session, known, taken(known, session, version, Step.ATTEST, attested=name))


async def suspend(node: Node, session: Session, key: str, reason: str) -> Placed:
    """Suspend an agreement for a breach, at once and alone: nothing is shown under it from the next read on."""
    known = await asked(node, session, SIGNATORY)
    step = taken(known, session, known.of(key).version, Step.SUSPEND, reason=required(reason))
    return await take(node, session, known, step)


async def resume(node: Node, session: Session, key: str) -> Placed:
    """Take back the suspension by the session's own agency; the others' stand."""
    known = await asked(node, session, SIGNATORY)
    step = taken(known, session, known.of(key).version, Step.RESUME)
    if session.agency.key not in known.story_on(key).suspended:
        raise Conflict(f"{session.agency.name} has not suspended {key}.", remedy="Who suspended it takes it back.")
    return await take(node, session, known, step)


async def leave(node: Node, session: Session, key: str, reason: str) -> Placed:
    """Take the session's agency out of an agreement, from this place in the log on; the other parties go on."""
    known = await asked(node, session, SIGNATORY)
    step = taken(known, session, known.of(key).version, Step.LEAVE, reason=required(reason))
    return await take(node, session, known, step)


async def join(node: Node, session: Session, text: Text, party: str) -> Placed:
    """Sign for the session's agency that it joins as a party, or that another may; it has joined when all have.

    Who joins signs the text as it is; the others' consent is asked for as the agreement's ``joinder`` says.
    """
    known = await asked(node, session, SIGNATORY)
    version = version_meant(known, text)
    require_open(known, version)
    _require_one_hat(known, session, text.key)
    if party not in node.directory.agency:
        raise Refused(f"There is no agency {party!r}.", rule="party_is_known", remedy="Correct its key.")
    return await take(node, session, known, taken(known, session, version, Step.JOIN, party=party))


async def end(node: Node, session: Session, key: str) -> Placed:
    """Say for the session's agency that an agreement ends; it has ended when all parties have said so."""
    known = await asked(node, session, SIGNATORY)
    return await take(node, session, known, taken(known, session, known.of(key).version, Step.END))


def _missing(known: Register, step: Taken, version: Version) -> list[str]:
    """Say what keeps a version from being in force after all, but for its day."""
    story = known.story_on(step.key)
    unsigned = [f"{party} has not signed version {step.version}" for party in story.unsigned(step.version)]
    reasons = standing_then(known, step).reasons
    return unsigned or [reason for reason in reasons if reason != f"it begins on {version.agreement.begins}"]


def _require_next(known: Register, session: Session, agreement: Agreed, text: str) -> None:
    """Refuse a text by whom it is not for, or one that is not the next version of its agreement."""
    earlier = known.standing.get(agreement.key)
    parties = earlier.parties if earlier else agreement.parties
    if session.agency.key not in parties:
        raise Refused(
            f"{session.agency.name} is no party of {agreement.key}.",
            rule="parties_draft",
            remedy=f"Let one of {', '.join(parties)} draft it, or give it another key.",
        )
    following = earlier.newest + 1 if earlier else 1
    if earlier and earlier.state is State.ENDED:
        raise Conflict(f"{agreement.key} has ended.", remedy="Give the new agreement another key.")
    if agreement.version != following and known.texts.get((agreement.key, agreement.version)) != text:
        raise Conflict(f"The next version of {agreement.key} is {following}.", remedy=f"Number it {following}.")


def _require_one_hat(known: Register, session: Session, key: str) -> None:
    """Refuse a second party's signature by the same person."""
    for step in known.steps_on(key):
        signed = step.step in (Step.SIGN, Step.JOIN)
        if signed and step.member == session.member.key and step.agency != session.agency.key:
            raise Refused(
                f"You have signed {key} for {step.agency}.",
                rule="nobody_signs_for_two_parties",
                remedy="Let another signatory of your agency sign.",
            )
