"""The incidents of a time, each with what offenses, places and property say of it: what analysts compare and map."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from comity.acts.around import pointing_back
from comity.acts.asked import noted, of_kinds
from comity.acts.disclose import written_down
from comity.acts.judging import judged
from comity.acts.read import NEWEST
from comity.acts.sight import Sight, sight_of
from comity.acts.viewing import View, views
from comity.desks.analysis.entities import pointers
from comity.desks.analysis.events import BESIDE, PROPERTY, SAYING, Event, events
from comity.policy.sessions import Session
from comity.records.governance.disclosure import Channel
from comity.store.node import Node

MOST_SURVEYED = 1000
# So many pages of incidents are looked through for those of a time, because they are entered in another order.
_PAGES = 10
INCIDENTS = frozenset({"incident"})


class Span(NamedTuple):
    """From which moment, and up to which, not included; None where there is no bound."""

    since: datetime | None
    until: datetime | None


@dataclass(frozen=True)
class Survey:
    """Incidents, the first entered first, and the records that say what they were, by id.

    ``before`` is the place in the log before which older ones were entered; None where these are all.
    """

    events: tuple[Event, ...]
    views: dict[UUID, View] = field(repr=False)
    before: int | None = None


@judged
async def survey(
    node: Node,
    session: Session,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    before: int = NEWEST,
    most: int = MOST_SURVEYED,
) -> Survey:
    """Give the newest incidents entered before a place in the log that the session sees, of those that began in a time.

    ``most`` are given at once; persons are not among what is fetched. Each record of another agency that is shown is
    written down.
    """
    whole = await sight_of(node, session)
    sight = whole.of_kinds(INCIDENTS, node.classes.all())
    shown, older = await _newest(node, sight, Span(since, until), before=before, most=min(most, MOST_SURVEYED))
    beside = await _beside(node, whole.of_kinds(BESIDE, node.classes.all()), shown)
    told = {view.id: view for view in (*shown, *beside)}
    noted(node, session, of_kinds(INCIDENTS | BESIDE, len(told)))
    await written_down(node, session, Channel.SEARCH, list(told.values()))
    return Survey(events(told.values()), told, older)


async def _newest(node: Node, sight: Sight, span: Span, *, before: int, most: int) -> tuple[list[View], int | None]:
    """Give the newest incidents of a time, the first entered first, and the place before which to look on."""
    shown: list[View] = []
    place: int | None = before
    for _ in range(_PAGES if span.since or span.until else 1):
        found = await node.reader.page(sight.scope, place if place is not None else before, most)
        shown += [view for view in views(node, sight, found) if _began(view, span)]
        place = found[-1].seq if len(found) == most else None
        if place is None or len(shown) >= most:
            break
    if len(shown) > most:
        shown, place = shown[:most], shown[most - 1].seq
    return shown[::-1], place


def _began(view: View, span: Span) -> bool:
    """Tell whether an incident began in a time; one of which no time is seen did only where none is asked for."""
    if span.since is None and span.until is None:
        return True
    (event,) = events([view])
    if event.at is None:
        return False
    return (span.since is None or event.at >= span.since) and (span.until is None or event.at < span.until)


async def _beside(node: Node, sight: Sight, incidents: Sequence[View]) -> list[View]:
    """Give what says how the incidents went, and the places and things that they and it name."""
    back = await pointing_back(node, sight, SAYING, [view.id for view in incidents])
    # Who was involved is no business of a comparison of incidents: only what was stolen or damaged is.
    saying = [
        view for view in views(node, sight, back) if view.kind == "offense" or view.fields.get("role") == PROPERTY
    ]
    named = {p.id for view in (*incidents, *saying) for p in pointers(view)}
    return [*saying, *views(node, sight, await node.reader.current(sight.scope, named))]
