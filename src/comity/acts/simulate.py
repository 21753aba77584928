"""Simulate a draft against the live record: whose questions would be answered otherwise, and what opens or closes.

A draft is weighed before anybody signs it, by the very decisions that would be made after.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta
from uuid import UUID

from comity.acts import steps
from comity.acts.count import smallest_cell
from comity.acts.judging import judged
from comity.acts.readers import readers_now
from comity.errors import Refused
from comity.policy.agreements import Agreement
from comity.policy.drafting import read_agreement
from comity.policy.grounds import Ground
from comity.policy.lifecycle import rules_of
from comity.policy.matrix import Matrix, Rule
from comity.policy.readers import Reader, in_circumstances
from comity.policy.requests import Counted
from comity.policy.sessions import Session
from comity.policy.simulating import simulated
from comity.policy.simulation import Asking, Draft, Holdings, Simulation, Single
from comity.policy.simulation_told import SimulationTold, told
from comity.records.reach import pointing_at, pointing_categories
from comity.records.registry import kinds
from comity.store.bearing import Bearing, held
from comity.store.node import Node
from comity.store.tokens import token

LOOKED_BACK = timedelta(days=30)


@judged
async def simulate(
    node: Node, session: Session, drafted: tuple[Rule, ...], *, replaces: str | None = None
) -> SimulationTold:
    """Tell what rules would change if they were in force beside all others, instead of those of one agreement.

    For whoever drafts or signs for a party of them. Small numbers of other agencies' records are left out.
    """
    await steps.asked(node, session, steps.SIGNATORY, steps.DRAFTER)
    if any(rule.parties is not None and session.agency.key not in rule.parties for rule in drafted):
        raise Refused(
            f"{session.agency.name} is no party of this draft.",
            rule="parties_simulate",
            remedy="Ask one of its parties what it would change.",
        )
    matrix = node.rulebook.matrix
    draft = Draft(matrix, with_draft(matrix, drafted, replaces), drafted)
    return told(await weighed(node, draft), session.agency.key, smallest_cell(session.agency.profile))


async def simulate_text(node: Node, session: Session, text: str) -> SimulationTold:
    """Tell what the text of an agreement would change if it were in force, instead of its version of now.

    Invalid names every problem of the text with its line.
    """
    known = await steps.asked(node, session, steps.SIGNATORY, steps.DRAFTER)
    agreement: Agreement = read_agreement(text, node.directory, frozenset(kinds()), others=known.others())
    return await simulate(node, session, tuple(rules_of(agreement, agreement.parties)), replaces=agreement.key)


def with_draft(matrix: Matrix, drafted: Iterable[Rule], replaces: str | None) -> Matrix:
    """Give a matrix with a draft in force, instead of the agreement that it replaces."""
    kept = (rule for rule in matrix.rules if rule.parties is None or rule.name.partition(" ")[0] != replaces)
    return Matrix(matrix.directory, (*kept, *drafted))


async def weighed(node: Node, draft: Draft) -> Simulation:
    """Work out exactly what a draft would change for all records, readers and questions of the last 30 days.

    These figures are the platform's own: they tell of records that whoever asks may not know of.
    """
    await node.rulebook.refresh()
    rules = (*draft.before.rules, *draft.after.rules)
    readers = readers_now(node, node.directory.members, rules)
    counted = await node.requests.since(node.clock() - LOOKED_BACK)
    asking = [Asking(each, _grounds(node, each)) for each in counted]
    holdings = await _holdings(node, readers, asking)
    everybody = tuple(in_circumstances(readers, rules))
    # It may take seconds, and nobody else shall wait for it.
    return await asyncio.to_thread(simulated, draft, holdings, everybody, asking, kinds=sorted(kinds()))


def _grounds(node: Node, counted: Counted) -> tuple[Ground, ...]:
    request = counted.request
    return node.rulebook.grounds_of(request.profile.agency, request.member, request.profile.purpose)


async def _holdings(node: Node, readers: Iterable[Reader], asking: Sequence[Asking]) -> Holdings:
    resting = [each.grounds for each in readers] + [each.grounds for each in asking]
    subjects = {id for grounds in resting for ground in grounds for id in ground.subjects}
    asked = {id for each in asking if (id := each.counted.request.record) is not None}
    pointing = {category for spec in kinds().values() for category in pointing_categories(spec.kind)}
    words = {token(node.keyring.token_key, pointing_at(c, id)): id for id in subjects for c in pointing}
    found = await held(node.pool, {*subjects, *asked}, list(words))
    await node.classes.refresh()
    classes = node.classes.all()
    bearing: dict[UUID, list[Single]] = defaultdict(list)
    singles = [_single(each, words) for each in found.single if each.class_id in classes]
    for single in singles:
        for id in single.about & subjects:
            bearing[id].append(single)
    tally = {class_id: records for class_id, records in found.tally.items() if class_id in classes}
    return Holdings(classes, tally, bearing, {single.id: single for single in singles if single.id in asked})


def _single(bearing: Bearing, words: dict[int, UUID]) -> Single:
    return Single(bearing.id, bearing.class_id, frozenset({bearing.id, *(words[each] for each in bearing.through)}))
