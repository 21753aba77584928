"""Give the docket of a day: every hearing with all that the reader may see of the case, the people and the proof."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from comity.acts.around import Around, here_of
from comity.acts.asked import Asked, noted, of_kinds
from comity.acts.disclose import written_down
from comity.acts.judging import judged
from comity.acts.read import absent
from comity.acts.sight import Sight, sight_of
from comity.desks import docket as making
from comity.desks.docket import DocketEntry
from comity.desks.seen import thread_of
from comity.policy.sessions import Session
from comity.records.categories import Category
from comity.records.governance.disclosure import Channel
from comity.records.meaning import Search
from comity.records.parting import plain_fields
from comity.records.reach import words_for
from comity.store.entries import Stored
from comity.store.finding import ANYWHERE, matching
from comity.store.node import Node
from comity.store.reading import Reach
from comity.store.tokens import each_token

MOST_HEARINGS = 500
MOST_IN_AGENDA = 5000
_DAY = "2026-03-04"
HEARING = frozenset({"hearing"})

# What is made of what, step by step: each step is one query, for all hearings of the day together.
_AHEAD = (
    frozenset({"court-case", "person", "organization"}),
    frozenset({"charging-decision", "person", "organization"}),
    frozenset({"charge-referral"}),
    frozenset({"arrest"}),
)
_CASES, _ARRESTS = frozenset({"court-case"}), frozenset({"arrest"})
_OF_CASES = frozenset({"court-order", "disposition", "hearing"})
_OF_PEOPLE = frozenset({"court-order", "sentence", "warrant", "booking"})
_EXHIBITS = frozenset({"exhibit"})
_HAVE_MORE = frozenset({"booking", "exhibit", "warrant"})
_MORE = frozenset({"custody-movement", "release", "commitment", "lab-request", "warrant-return"})
_REQUESTS, _REPORTS = frozenset({"lab-request"}), frozenset({"lab-report"})


@dataclass(frozen=True)
class Docket:
    """The hearings of a day in their order; ``whole`` tells whether these, and what is around them, are all."""

    day: date
    entries: tuple[DocketEntry, ...]
    whole: bool


@dataclass(frozen=True)
class Agenda:
    """The hearings of some days in their order, with their cases alone; ``whole`` tells whether these are all."""

    entries: tuple[DocketEntry, ...]
    whole: bool


@judged
async def docket(node: Node, session: Session, day: date, *, owner: str = "", judge: str = "") -> Docket:
    """Give the docket of a day, of one court or of all, of one judge or of all: written down once for the page.

    A hearing is of the day that its time says where it is held; a time in UTC counts as it stands.
    """
    sight = await sight_of(node, session)
    found = await _on(node, sight, [day], owner, MOST_HEARINGS)
    made, whole = await _made(node, session, sight, await _of_judge(node, sight, found, judge))
    noted(node, session, of_kinds(HEARING, len(made)))
    return Docket(day, tuple(made), whole and len(found) < MOST_HEARINGS)


@judged
async def agenda(node: Node, session: Session, days: Sequence[date], *, owner: str = "", judge: str = "") -> Agenda:
    """Give the hearings of some days with their cases, and nothing around them: what a calendar shows."""
    sight = await sight_of(node, session)
    found = await _on(node, sight, days, owner, MOST_IN_AGENDA)
    around = Around(node, sight)
    hearings = [view.id for view in around.take(await _of_judge(node, sight, found, judge))]
    await around.ahead(_CASES)
    shown = [*around.found.values()]
    await written_down(node, session, Channel.READ, shown)
    noted(node, session, of_kinds(HEARING, len(hearings)))
    made = making.docket(thread_of(shown), hearings, here_of(node, sight))
    return Agenda(tuple(made), len(found) < MOST_IN_AGENDA)


@judged
async def docket_entry(node: Node, session: Session, hearing: UUID) -> DocketEntry:
    """Give one hearing as it stands in the docket; Absent when the session may not know of it."""
    sight = await sight_of(node, session)
    near = sight.of_kinds(HEARING, node.classes.all())
    made, _ = await _made(node, session, sight, await node.reader.current(near.scope, [hearing]))
    noted(node, session, Asked(len(made), record=hearing))
    if not made:
        raise absent()
    return made[0]


async def _on(node: Node, sight: Sight, days: Sequence[date], owner: str, most: int) -> list[Stored]:
    """Find the hearings of some days by the tokens of their dates, among those whose time is seen."""
    near = sight.of_kinds(HEARING, node.classes.all(), owner)
    wanted = [day.isoformat() for day in days]
    words = [word for day in wanted for word in words_for(Category.EVENT, Search.DATE, day)[:1]]
    terms = (each_token(node.keyring.token_key, words),)
    groups = [Reach(tuple(c), terms, tuple(r)) for c, r in near.by_mask(Category.EVENT).values()]
    found = await matching(node.reader, near.scope, groups, before=ANYWHERE, limit=most)
    # A hearing that ended on a day carries that date too, and began on another.
    return [each for each in found if plain_fields(each.facts).get("starts_at", "")[: len(_DAY)] in wanted]


async def _of_judge(node: Node, sight: Sight, found: Sequence[Stored], judge: str) -> Sequence[Stored]:
    """Give the hearings of one judge, by what the hearing says or else its case, as far as it is seen."""
    if not judge:
        return found
    around = Around(node, sight)
    hearings = [view.id for view in around.take(found)]
    await around.ahead(_CASES)
    made = making.docket(thread_of(around.found.values()), hearings, here_of(node, sight))
    theirs = {entry.hearing for entry in made if entry.judge == judge}
    return [each for each in found if each.id in theirs]


async def _made(node: Node, session: Session, sight: Sight, found: Iterable[Stored]) -> tuple[list[DocketEntry], bool]:
    around = Around(node, sight)
    hearings = [view.id for view in around.take(found)]
    await gathered(around)
    shown = [*around.found.values()]
    await written_down(node, session, Channel.READ, shown)
    return making.docket(thread_of(shown), hearings, here_of(node, sight)), around.whole


async def gathered(around: Around) -> None:
    """Fetch what stands around hearings: the case back to its arrests, then what came of each."""
    for wanted in _AHEAD:
        await around.ahead(wanted)
    # Not every court sees the referral that leads back to the arrest: the person does too.
    await around.behind(_ARRESTS, around.pointed("person", through=_CASES | HEARING))
    people = around.pointed("person", through=_CASES | _ARRESTS | HEARING)
    incidents = around.pointed("incident", through=_ARRESTS | {"charge-referral"})
    await around.behind(_OF_CASES, _ids(around, _CASES))
    await around.behind(_OF_PEOPLE, [*people, *_ids(around, _ARRESTS)])
    await around.behind(_EXHIBITS, incidents)
    await around.behind(_MORE, _ids(around, _HAVE_MORE))
    await around.behind(_REPORTS, _ids(around, _REQUESTS))


def _ids(around: Around, wanted: frozenset[str]) -> list[UUID]:
    return [view.id for view in around.of_kinds(wanted)]
