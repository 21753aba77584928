"""Tell those who acted on records that they mean one person or thing, or do not any more.

Told is only who received one of them, may see another, and may see what linked or parted them: to whoever may not, the
notice would say that there is one.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from uuid import UUID

from comity.acts.recall import disclosures_of, tell_recipients
from comity.acts.sight import Sight, outlook
from comity.errors import Refused
from comity.linkage.features import LINKED
from comity.policy.sessions import open_session
from comity.records.governance.disclosure import Disclosure, Recipient
from comity.records.governance.recall_notice import Recall
from comity.records.judgments import JUDGMENTS, Judgment, named_in
from comity.records.justice.person_identification import LinkOutcome
from comity.store.entries import Stored
from comity.store.link_reading import linked_after
from comity.store.node import Node
from comity.store.pointing import of_classes
from comity.store.progress import keep_mark, mark_of
from comity.store.sealing import record_of

_JUDGED, _FOUND = "following/links-judged", "following/links-found"
_PAGE = 500
_EFFECTS = {LinkOutcome.LINKED: Recall.LINKED, LinkOutcome.REJECTED: Recall.PARTED}
_UNDONE = {LinkOutcome.LINKED: Recall.PARTED, LinkOutcome.REJECTED: Recall.LINKED}


async def tell_of_judgments(node: Node) -> None:
    """Tell of every judgment that nobody was told of yet; if the process dies in between, the next one goes on."""
    told = int(await mark_of(node.pool, _JUDGED) or -1)
    for stored in await of_classes(node.pool, node.classes, lambda each: each.kind in JUDGMENTS, after=told):
        judgment = record_of(node.keyring, stored)
        effect = await _effect(node, judgment) if isinstance(judgment, Judgment) else None
        if isinstance(judgment, Judgment) and effect is not None:
            ids = named_in(judgment)
            await _tell(node, stored, ids, effect, await disclosures_of(node, ids))
        await keep_mark(node.pool, _JUDGED, str(stored.seq), node.clock())


async def _effect(node: Node, judgment: Judgment) -> Recall | None:
    """Tell what a judgment did to those that it is about; None where it left them as they were."""
    if judgment.outcome is not LinkOutcome.UNDONE or judgment.supersedes is None:
        return _EFFECTS.get(judgment.outcome) if judgment.outcome else None
    for stored in (await node.holding.held([judgment.supersedes.id])).values():
        undone = record_of(node.keyring, stored)
        if isinstance(undone, Judgment) and undone.outcome:
            return _UNDONE.get(undone.outcome)
    return None


async def tell_of_links(node: Node) -> None:
    """Tell of every link that the machine made with records that others had received before."""
    after = int(await mark_of(node.pool, _FOUND) or -1)
    evidence = {kind: node.linking.model(kind).link - node.linking.model(kind).prior for kind in LINKED}
    while found := await linked_after(node.pool, after, evidence, _PAGE):
        partners = {each.new: each.partners for each in found if each.partners}
        shown = await disclosures_of(node, {id for ids in partners.values() for id in ids}) if partners else []
        by_subject = _by_subject(shown)
        for new, ids in partners.items():
            theirs = [disclosure for id in ids for disclosure in by_subject.get(id, ())]
            for entered in (await node.holding.held([new])).values() if theirs else ():
                # Whoever was shown a record after the link could see the link with it.
                before = [each for each in theirs if each.occurred_at <= entered.recorded_at]
                await _tell(node, entered, [new, *ids], Recall.LINKED, before)
        after = found[-1].number
        await keep_mark(node.pool, _FOUND, str(after), node.clock())


async def _tell(node: Node, because: Stored, ids: Sequence[UUID], effect: Recall, shown: Iterable[Disclosure]) -> None:
    held = (await node.holding.held(ids)).values()
    holders: dict[str, set[UUID]] = defaultdict(set)
    for disclosure in shown:
        received = {ref.id for ref in disclosure.subjects} & set(ids)
        for recipient in disclosure.recipients:
            sight = _sight(node, recipient) if received else None
            if sight is not None and sight.shows(because) and _sees_another(sight, held, received):
                holders[recipient.agency].update(received)
    if holders:
        await tell_recipients(node, (), because.id, effect=effect, holders=holders)


def _by_subject(shown: Iterable[Disclosure]) -> Mapping[UUID, list[Disclosure]]:
    found: dict[UUID, list[Disclosure]] = defaultdict(list)
    for disclosure in shown:
        for ref in disclosure.subjects:
            found[ref.id].append(disclosure)
    return found


def _sees_another(sight: Sight, held: Iterable[Stored], received: Collection[UUID]) -> bool:
    """Tell whether whoever received a record may see one of the others, or received more than one."""
    return any(len(received) > 1 or s.id not in received for s in held if sight.shows(s))


def _sight(node: Node, recipient: Recipient) -> Sight | None:
    try:
        session = open_session(node.directory, recipient.agency, recipient.member, recipient.purpose)
    except Refused:
        return None
    return outlook(node, session)
