"""The desk: what is due, what waits, and what may be begun; it is brought up to date as things happen."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from starlette.responses import Response

from comity.acts.deadlines import Deadline, deadlines
from comity.acts.read import read_newest, read_several
from comity.acts.viewing import View
from comity.acts.waiting import waiting
from comity.api import health
from comity.api.asking import queried
from comity.api.problems import ABSENT, Turned
from comity.desks.desk import Queue, of_any
from comity.desks.titles import title_of, when_of
from comity.records.declaration import kind_name
from comity.web.pages import moved_to, rendered
from comity.web.site import Visit
from comity.web.told import Named, named, record_seen, references_in

# More than these are a list of their own.
SHOWN = 8
DUE_SHOWN = 8


@dataclass(frozen=True)
class Line:
    """One record in a list: what it is called, when it happened, and whom or what it speaks of."""

    view: View
    title: str
    when: str
    speaks_of: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Waiting:
    """One queue of the desk, with what waits in it."""

    number: int
    queue: Queue
    lines: tuple[Line, ...]


async def front_door(visit: Visit) -> Response:
    """Lead people to the desk, and programs to the API."""
    if "text/html" in visit.request.headers.get("accept", ""):
        return moved_to("/desk")
    return await health.index(visit.site.front, visit.request)


async def page(visit: Visit) -> Response:
    """Show the desk of whoever is signed in."""
    queried(visit.request, ())
    queues = [await _waiting(visit, n, queue) for n, queue in enumerate(visit.reader.desk.queues)]
    return rendered(
        visit, "desk.html", desk=visit.reader.desk, queues=queues, due=await _due(visit), begins=visit.begins
    )


async def part(visit: Visit) -> Response:
    """Show one queue anew, or what is due."""
    queried(visit.request, ())
    number = str(visit.request.path_params["number"])
    if number == "due":
        return rendered(visit, "parts/due.html", due=await _due(visit))
    queues = visit.reader.desk.queues
    if not number.isdecimal() or int(number) >= len(queues):
        raise Turned(ABSENT, "There is no such queue at this desk.", remedy="Load the desk anew.")
    return rendered(visit, "parts/queue.html", each=await _waiting(visit, int(number), queues[int(number)]))


async def lines_of(visit: Visit, views: Sequence[View]) -> tuple[Line, ...]:
    """Give records as lines of a list, with the names of what they speak of."""
    pointed = {id for view in views for id in references_in(view)}
    names = named(await read_several(visit.site.front.node, visit.session, pointed)) if pointed else Named({})
    return tuple(
        Line(
            view,
            title_of(view.kind, view.fields),
            when_of(view.fields),
            tuple(_speaks_of(view, names)),
        )
        for view in views
    )


def _speaks_of(view: View, names: Named) -> Iterator[tuple[str, str, str]]:
    """Give what a record speaks of, people first: a case is known by whom it is about."""
    known = ((str(id), *names.of[id]) for id in references_in(view) & names.of.keys())
    yield from sorted(known, key=lambda each: (each[1] != "person", each[1], each[2]))


def _waits(queue: Queue, view: View) -> bool:
    """Tell whether a record waits in a queue; one of which too little is seen to tell does."""
    record = record_seen(view)
    return record is None or queue.waits(record)


async def _waiting(visit: Visit, number: int, queue: Queue) -> Waiting:
    node, session, kind = visit.site.front.node, visit.session, kind_name(queue.kind)
    if queue.answered_by or queue.waits is not of_any:
        answers = [kind_name(each) for each in queue.answered_by]
        found = await waiting(node, session, kind, answers, waits=partial(_waits, queue), limit=SHOWN)
    else:
        found = await read_newest(node, session, frozenset({kind}), limit=SHOWN)
    return Waiting(number, queue, await lines_of(visit, found))


async def _due(visit: Visit) -> Sequence[tuple[Deadline, str]]:
    """Give what is due, each with the name of the record that it is about."""
    node, session = visit.site.front.node, visit.session
    due = await deadlines(node, session, limit=DUE_SHOWN)
    names = named(await read_several(node, session, {each.record for each in due})).of
    return [(each, names.get(each.record, ("", ""))[1]) for each in due]
