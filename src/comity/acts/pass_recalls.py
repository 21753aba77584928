"""Tell in turn those to whom an agency that was told says that it had passed the records on.

A chain of relays is followed answer by answer; whoever is named again was told before, so that a circle ends by itself.
"""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from comity.acts.recall import Cause, by_platform, once, tell_missing
from comity.acts.recall_list import Line, Notice, answered, lines_of
from comity.records.declaration import kind_name
from comity.records.governance.recall_notice import RecallAnswer
from comity.records.governance.review_task import ReviewTask
from comity.records.references import Ref
from comity.store.entries import Draft, Stored
from comity.store.node import Node
from comity.store.pointing import of_classes
from comity.store.progress import keep_mark, mark_of
from comity.store.sealing import record_of

_MARK = "following/recalls-passed-on"


async def pass_recalls_on(node: Node) -> None:
    """Tell whomever the answers name that came since the last time; if the process dies, the next one goes on."""
    after, name = int(await mark_of(node.pool, _MARK) or -1), kind_name(RecallAnswer)
    for stored in await of_classes(node.pool, node.classes, lambda each: each.kind == name, after=after):
        answer = record_of(node.keyring, stored)
        if isinstance(answer, RecallAnswer) and answer.passed_to:
            await _pass_on(node, stored, answer)
        await keep_mark(node.pool, _MARK, str(stored.seq), node.clock())


async def _pass_on(node: Node, stored: Stored, answer: RecallAnswer) -> None:
    for notice in await answered(node, (await node.holding.held([answer.notice.id])).values()):
        told, ids = notice.told, [ref.id for ref in notice.told.records]
        named = set(answer.passed_to) - {notice.agency}
        lines = await lines_of(node, ids)
        # Its owner made the correction, and needs not be told of it.
        of_owner = defaultdict[str, set[UUID]](set)
        for line in lines:
            of_owner[line.owner].add(line.record)
        cause = Cause(
            told.because.id,
            told.effect,
            told.shown_version,
            told.new_version,
            told.destroy_by,
            relay=stored.handling.owner,
        )
        here = {agency for agency in named if agency in node.directory.agency}
        await tell_missing(node, cause, {agency: set(ids) - of_owner[agency] for agency in here})
        drafts = [draft for agency in sorted(named - here) for draft in _unknown(notice, agency, lines)]
        if drafts:
            await node.writer.append(drafts)


def _unknown(notice: Notice, agency: str, lines: Iterable[Line]) -> Iterable[Draft]:
    """Give the owners a task for an agency that is not here: nobody can tell it from here."""
    for owner in sorted({line.owner for line in lines if line.agency == notice.agency}):
        task = ReviewTask(
            about=Ref(notice.told.records[0].id),
            rule="recall_cannot_reach_outside",
            sentence=f"{notice.agency} passed what was {notice.told.effect} on to {agency}, which is no agency here.",
            remedy="Tell them by hand, and ask for an answer.",
        )
        yield by_platform(task, owner, once("recall-unknown", notice.id, agency, owner))
