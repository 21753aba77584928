"""Give who is held: since when, on which order, until when, and who should not be any more."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from comity.acts.around import Around, here_of, pointing_back
from comity.acts.asked import noted, of_kinds
from comity.acts.disclose import written_down
from comity.acts.judging import judged
from comity.acts.read import NEWEST
from comity.acts.sight import Sight, sight_of
from comity.desks.custody import Custody, custodies
from comity.desks.seen import thread_of
from comity.policy.sessions import Session
from comity.records.governance.disclosure import Channel
from comity.records.parting import ids_at, plain_fields
from comity.store.entries import Stored
from comity.store.node import Node

# So many bookings are looked through, the newest first; who was booked longer ago is not listed, and that is said.
MOST_BOOKINGS = 20_000
_PAGE = 1000
_BOOKING, _RELEASE = frozenset({"booking"}), frozenset({"release"})
_GROUNDS = frozenset({"arrest", "court-order", "person"})
_OF_BOOKINGS = frozenset({"custody-movement", "commitment"})
_ORDERS = frozenset({"court-order", "sentence"})


@dataclass(frozen=True)
class CustodyList:
    """Who is in custody, the longest held first; ``whole`` tells whether all bookings were looked through."""

    held: tuple[Custody, ...]
    whole: bool


@judged
async def custody_list(node: Node, session: Session, *, owner: str = "") -> CustodyList:
    """Give who is in custody of one agency, or of all, as far as the session sees: written down once for the list."""
    sight = await sight_of(node, session)
    around = Around(node, sight)
    looked_through = await _booked(around, sight, owner)
    await around.ahead(_GROUNDS)
    await around.ahead(_GROUNDS)
    people = around.pointed("person", through=_BOOKING | _GROUNDS)
    await around.behind(_OF_BOOKINGS, [view.id for view in around.of_kinds(_BOOKING)])
    await around.behind(_ORDERS, people)
    shown = [*around.found.values()]
    await written_down(node, session, Channel.READ, shown)
    noted(node, session, of_kinds(_BOOKING, len(shown)))
    found = custodies(thread_of(shown), here_of(node, sight))
    return CustodyList(tuple(each for each in found if each.is_in_custody), looked_through and around.whole)


async def _booked(around: Around, sight: Sight, owner: str) -> bool:
    """Take the bookings without a release, page by page; tell whether there was an end to them."""
    node, before = around.node, NEWEST
    near = sight.of_kinds(_BOOKING, node.classes.all(), owner)
    for _ in range(MOST_BOOKINGS // _PAGE):
        page = await node.reader.page(near.scope, before, _PAGE)
        if page:
            released = await _released(node, sight, page)
            around.take(each for each in page if each.id not in released)
        if len(page) < _PAGE:
            return True
        before = page[-1].seq
    return False


async def _released(node: Node, sight: Sight, page: Iterable[Stored]) -> set[UUID]:
    """Tell which bookings have a release that is seen."""
    found = await pointing_back(node, sight, _RELEASE, [each.id for each in page])
    return {id for each in found if sight.shows(each) for id in ids_at(plain_fields(each.facts), [("booking",)])}
