"""Gives agencies, as tasks, what their agreements oblige them to do by a day.

Each turn of a duty is entered once, under a key of its own: if the process dies, the next one asks for it again.
"""

from comity.acts.recall import by_platform, once
from comity.acts.register import register
from comity.policy.duties import duties
from comity.records.governance.review_task import ReviewTask
from comity.store.node import Node


async def remind(node: Node) -> None:
    """Give each agency a task for every duty that is due and that it has not been given."""
    known = await register(node)
    drafts = [
        by_platform(
            ReviewTask(rule=due.rule, sentence=due.sentence, remedy=due.remedy),
            due.agency,
            once("duty", due.rule, due.turn, due.agency),
        )
        for due in duties(known.standing.values(), node.directory, known.now)
    ]
    if drafts:
        await node.writer.append(drafts)
