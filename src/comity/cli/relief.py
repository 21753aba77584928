"""``comity relief``: carry out orders to seal, unseal and expunge, by two members, and see what is still open."""

from pathlib import Path
from typing import Annotated
from uuid import UUID

from cyclopts import App, Parameter

from comity.acts import relieve
from comity.acts.eligible import eligible
from comity.acts.purge import purge as purge_now
from comity.acts.recall import overdue as all_overdue
from comity.cli.asking import may_replace
from comity.cli.nodes import existing_node
from comity.cli.options import Agency, AsJson, Home, Member, settings_of
from comity.cli.speaking import Voice
from comity.cli.writing import write_private
from comity.policy.sessions import Session, open_session
from comity.store.clearing import clear_remains
from comity.store.node import Node

Order = Annotated[UUID, Parameter(help="The id of the order for relief.")]
Proposal = Annotated[UUID, Parameter(help="The id of the proposal that a colleague made.")]

PURPOSE = "adjudication"

relief = App(name="relief", help="Carry out orders to seal, unseal and expunge; purge what is past its clock.")


@relief.command
async def preview(order: Order, *, agency: Agency, member: Member, home: Home = None, json: AsJson = False) -> None:
    """Name the records that an order reaches: id, kind and owner, nothing else; and those that others' cases share."""
    voice = Voice(json)
    async with existing_node(settings_of(home)) as node:
        found = await relieve.preview(node, _session(node, agency, member), order)
    voice.table(("id", "kind", "owner"), [(each.id, each.kind, each.owner) for each in found.records])
    for each in found.shared:
        voice.note(f"{each.id}, a {each.kind} of {each.owner}, is shared with others' cases and stays.")
    voice.give(found)


@relief.command
async def propose(order: Order, *, agency: Agency, member: Member, home: Home = None, json: AsJson = False) -> None:
    """Propose to carry an order out; nothing is done until another member confirms it."""
    voice = Voice(json)
    async with existing_node(settings_of(home)) as node:
        proposal = await relieve.propose(node, _session(node, agency, member), order)
    voice.say(f"Proposed as {proposal}. A colleague goes on: comity relief confirm {proposal}")
    voice.give({"proposal": proposal})


@relief.command
async def confirm(
    proposal: Proposal, *, agency: Agency, member: Member, home: Home = None, json: AsJson = False
) -> None:
    """Confirm what a colleague proposed, and carry it out: recipients are told, and a certificate is entered."""
    voice = Voice(json)
    async with existing_node(settings_of(home)) as node:
        await relieve.confirm(node, _session(node, agency, member), proposal)
        certificate = await relieve.carry_out(node, proposal)
    voice.say(f"It is done. The certificate: comity relief certificate {certificate}")
    voice.note("After an expungement, run comity relief clear when few are at work.")
    voice.give({"certificate": certificate})


@relief.command
async def certificate(
    id: Annotated[UUID, Parameter(help="The id of the certificate.")],
    *,
    agency: Agency,
    member: Member,
    out: Annotated[Path, Parameter(help="The file to write.")],
    yes: Annotated[bool, Parameter(negative="", help="Replace what is there without asking.")] = False,
    home: Home = None,
    json: AsJson = False,
) -> None:
    """Write a certificate of compliance with its proof, to be handed over; comity.verify checks it offline."""
    voice = Voice(json)
    may_replace(out, yes=yes)
    async with existing_node(settings_of(home)) as node:
        await node.log.publish()
        write_private(out, await relieve.certificate(node, _session(node, agency, member), id))
    voice.say(f"{out} is written. Check it: python -m comity.verify {out}")
    voice.give({"file": str(out)})


@relief.command
async def resume(*, home: Home = None, json: AsJson = False) -> None:
    """Go on with everything that was confirmed and is not done, as after a machine that stopped."""
    voice = Voice(json)
    async with existing_node(settings_of(home)) as node:
        done = await relieve.resume(node)
    voice.say(f"{len(done)} orders were carried out.")
    voice.give({"certificates": done})


@relief.command
async def purge(*, home: Home = None, json: AsJson = False) -> None:
    """Expunge criminal intelligence whose period ended without a review (28 CFR 23.20(h)), and tell recipients."""
    voice = Voice(json)
    async with existing_node(settings_of(home)) as node:
        gone = await purge_now(node)
    voice.say(f"{len(gone)} intelligence records were past their clock and are purged.")
    voice.give({"purged": gone})


@relief.command
async def overdue(*, home: Home = None, json: AsJson = False) -> None:
    """List the agencies that were told and have not answered in time."""
    voice = Voice(json)
    async with existing_node(settings_of(home)) as node:
        late = await all_overdue(node)
    rows = [(each.agency, each.effect, f"{each.due_at:%Y-%m-%d}", each.notice) for each in late]
    voice.table(("agency", "what", "due", "notice"), rows)
    voice.give({"overdue": late})


@relief.command
async def eligibility(
    person: Annotated[UUID, Parameter(help="The id of the person.")],
    *,
    agency: Agency,
    member: Member,
    home: Home = None,
    json: AsJson = False,
) -> None:
    """Tell which charges of a person may be sealed without a petition, when, and why or why not. It seals nothing."""
    voice = Voice(json)
    async with existing_node(settings_of(home)) as node:
        found = await eligible(node, _session(node, agency, member), person)
    rows = [(each.charge, each.said, "; ".join(each.because)) for each in found]
    voice.table(("charge", "eligible", "because"), rows)
    voice.give({"charges": found})


@relief.command
async def clear(*, home: Home = None, json: AsJson = False) -> None:
    """Write the tables anew and the write-ahead log over, so that no file holds a token of what was expunged.

    Readers and writers wait meanwhile.
    """
    voice = Voice(json)
    async with existing_node(settings_of(home)) as node:
        with voice.progress("clearing") as progress:
            written = await clear_remains(node.dsn, progress)
    voice.say(f"The tables are written anew, and {written} segments of the write-ahead log are written over.")
    voice.give({"segments": written})


def _session(node: Node, agency: str, member: str) -> Session:
    return open_session(node.directory, agency, member, PURPOSE)
