"""Give the owner a task for what was handed to somebody outside: nobody there can be told from here.

Whom it was handed to stands in the disclosure that the task is about, for whoever may read that log, and nowhere else.
"""

from collections.abc import Iterable

from comity.acts.recall import Cause, by_platform, once
from comity.acts.recall_list import Line, Notice, answered, lines_of
from comity.records.declaration import kind_name
from comity.records.governance.recall_notice import Recall, RecallNotice
from comity.records.governance.review_task import ReviewTask
from comity.records.references import Ref
from comity.store.entries import Draft
from comity.store.node import Node
from comity.store.pointing import of_classes
from comity.store.progress import keep_mark, mark_of

_MARK = "following/recall-outside"
_TOGETHER = 100
_OF_LINKS = frozenset({Recall.LINKED, Recall.PARTED})


async def report_outside(node: Node) -> None:
    """Report what agencies that were told had handed to somebody outside; if the process dies, the next one goes on."""
    after = int(await mark_of(node.pool, _MARK) or -1)
    name = kind_name(RecallNotice)
    found = await of_classes(node.pool, node.classes, lambda each: each.kind == name, after=after)
    for at in range(0, len(found), _TOGETHER):
        notices = await answered(node, found[at : at + _TOGETHER])
        meant = [each for each in notices if _may_be_outside(each.told)]
        lines = await lines_of(node, {ref.id for each in meant for ref in each.told.records}) if meant else []
        outside = [line for line in lines if line.outside]
        for each in meant if outside else ():
            await _report(node, each, outside)
        await keep_mark(node.pool, _MARK, str(notices[-1].seq), node.clock())


def _may_be_outside(told: RecallNotice) -> bool:
    """Whether it is to be looked who outside has it: of a correction that was done where it was told."""
    direct = told.new_version is not None and told.passed_on_by is None
    return told.effect not in _OF_LINKS and not direct


async def _report(node: Node, notice: Notice, outside: Iterable[Line]) -> None:
    told, ids = notice.told, {ref.id for ref in notice.told.records}
    cause = Cause(told.because.id, told.effect, new_version=told.new_version)
    # What it was shown after the notice, and handed on then, is not what the notice is about.
    mine = (line for line in outside if line.agency == notice.agency and line.seq < notice.seq and line.record in ids)
    await enter_outside(node, mine, cause)


async def enter_outside(node: Node, lines: Iterable[Line], cause: Cause) -> None:
    """Enter the tasks for those of some lines that tell of somebody outside, each once."""
    drafts = {line.disclosure: outside_task(node, line, cause) for line in lines if line.outside}
    if drafts:
        await node.writer.append(list(drafts.values()))


def outside_task(node: Node, line: Line, cause: Cause) -> Draft:
    """Give the task for the owner of what was handed to somebody outside."""
    relay = node.directory.agency.get(line.relay or line.agency)
    by = relay.name if relay else line.relay or line.agency
    task = ReviewTask(
        about=Ref(line.disclosure),
        rule="recall_cannot_reach_outside",
        sentence=f"{by} handed this to somebody outside, who cannot be told from here that it was {cause.effect}.",
        remedy="Open the disclosure to see who has it, and tell them by hand.",
    )
    return by_platform(task, line.owner, once("recall-outside", cause.because, cause.new_version, line.disclosure))
