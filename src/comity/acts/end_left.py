"""End what members leave behind: their subscriptions, and follow up what they had handed to somebody outside.

What their agency received stays with the agency. There are no groups of members: a member belongs to an agency.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from msgspec import structs

from comity.acts.disclose import BY_THE_PLATFORM
from comity.acts.recall import by_platform, once
from comity.acts.recall_list import Line, lines_in
from comity.policy.clauses import HandlingClass
from comity.records.categories import Category
from comity.records.declaration import kind_name
from comity.records.governance.disclosure import Disclosure
from comity.records.governance.review_task import ReviewTask
from comity.records.governance.subscription import Subscription
from comity.records.meaning import Search
from comity.records.reach import words_for
from comity.records.references import Ref
from comity.store.accounts import State
from comity.store.entries import Draft
from comity.store.feeds import feed_of
from comity.store.node import Node
from comity.store.pointing import carrying
from comity.store.progress import keep_mark, mark_of
from comity.store.subscriptions import Standing
from comity.store.tokens import token


async def end_for_left(node: Node) -> None:
    """End and report what is left of members whose account is disabled or who are no members any more."""
    standing = defaultdict[tuple[str, str], list[Standing]](list)
    for each in (await node.subscriptions.refresh()).all.values():
        standing[each.agency, each.wish.member].append(each)
    for agency, member in sorted(await _left(node, standing)):
        drafts: list[Draft] = []
        for each in standing[agency, member]:
            drafts += [_ended(each), await _ending_told(node, each)]
        await _entered(node, drafts)
        await _follow_hand_overs(node, agency, member)
    await node.subscriptions.refresh()


async def _left(node: Node, standing: Mapping[tuple[str, str], list[Standing]]) -> set[tuple[str, str]]:
    accounts = await node.accounts.of(None)
    disabled = {(each.agency, each.member) for each in accounts if each.state is State.DISABLED}
    known = {(each.agency, each.member) for each in accounts} | standing.keys()
    members = {(each.agency, each.key) for each in node.directory.member.values()}
    return {each for each in known if each in disabled or each not in members}


async def _entered(node: Node, drafts: list[Draft]) -> None:
    if drafts:
        await node.writer.append(drafts)


def _ended(standing: Standing) -> Draft:
    handling = HandlingClass(kind_name(Subscription), standing.agency)
    key = once("subscription-left", standing.id, standing.version)
    ended = structs.replace(standing.wish, ended=True)
    return Draft(
        standing.id,
        ended,
        handling,
        standing.agency,
        BY_THE_PLATFORM,
        replaces=standing.version,
        request=key,
        request_digest=key,
    )


async def _ending_told(node: Node, standing: Standing) -> Draft:
    sent = (await feed_of(node.pool, standing.id)).sent
    task = ReviewTask(
        about=Ref(standing.id),
        member=standing.wish.member,
        rule="who_left_keeps_nothing",
        sentence=f"{standing.wish.member} has left: this subscription was ended. "
        f"{sent} messages had gone out by way of {standing.wish.way}.",
        remedy="Have what was received there destroyed, or begin a subscription of your own.",
        assigned_to=standing.wish.escalate_to,
    )
    return by_platform(task, standing.agency, once("subscription-left", standing.id))


async def _follow_hand_overs(node: Node, agency: str, member: str) -> None:
    """Give tasks for what the member handed to somebody outside: to their agency, and to the owner of the records."""
    mark = f"following/left/{agency}/{member}"
    after, name = int(await mark_of(node.pool, mark) or -1), kind_name(Disclosure)
    tokens = [token(node.keyring.token_key, word) for word in words_for(Category.REFERENCE, Search.NUMBER, member)]
    found = await carrying(node.pool, node.classes, tokens, lambda each: each.kind == name, after=after)
    lines = {line.disclosure: line for stored in found for line in lines_in(node, stored) if line.outside}
    meant = [line for line in lines.values() if (line.agency, line.recipient.member) == (agency, member)]
    await _entered(node, [draft for line in meant for draft in _handed(line)])
    if found:
        await keep_mark(node.pool, mark, str(max(each.seq for each in found)), node.clock())


def _handed(line: Line) -> Iterable[Draft]:
    member = line.recipient.member
    for agency in {line.agency, line.owner}:
        task = ReviewTask(
            about=Ref(line.disclosure if agency == line.owner else line.record),
            member=member if agency == line.agency else None,
            rule="who_left_keeps_nothing",
            sentence=f"Whoever of {line.agency} handed this to somebody outside on {line.at:%Y-%m-%d} has left.",
            remedy="Say who answers for it now, and have it returned or destroyed.",
        )
        yield by_platform(task, agency, once("hand-over-left", line.disclosure, agency))
