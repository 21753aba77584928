"""The page of a case: what has come and what has not, charge by charge, as it happened, by its people and its links."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from starlette.responses import Response

from comity.acts.tell_case import CaseTold, tell_case
from comity.acts.viewing import View
from comity.api.answers import json_answer, page_answer
from comity.api.asking import id_in, is_id, queried
from comity.desks.links_chart import ChartEdge
from comity.desks.places import places
from comity.desks.timeline import PAGE, Line, among, page_after
from comity.desks.titles import title_of
from comity.web.pages import rendered
from comity.web.site import Visit

DOCUMENTS = "filed-document"
LINKS_SHOWN = 500
_HEAD_KINDS = ("court-case", "incident")


@dataclass(frozen=True)
class Head:
    """What stands above every page of a case: the record that names it, and how it is called."""

    root: UUID
    view: View
    title: str
    records: int
    whole: bool


@dataclass(frozen=True)
class Shown:
    """A page of the timeline, how it is narrowed, and where the next page is."""

    lines: Sequence[Line]
    kinds: dict[str, int]
    owners: dict[str, int]
    kind: str
    owner: str
    following: str
    found: int


async def page(visit: Visit) -> Response:
    """Show a case: what is missing, its charges, and a page of its timeline."""
    query = queried(visit.request, ("kind", "owner", "after"))
    case = await _case(visit)
    shown = _shown(case, query.get("kind", ""), query.get("owner", ""), query.get("after", ""))
    return rendered(visit, "case.html", head=_head(case), case=case, shown=shown, at="", ids=_records_watched(case))


async def raw(visit: Visit) -> Response:
    """Give the records of a case as JSON, in the shape of the API."""
    queried(visit.request, ())
    return page_answer((await _case(visit)).views, following="")


async def people(visit: Visit) -> Response:
    """Show whom the case names, as what, and in which records."""
    queried(visit.request, ())
    case = await _case(visit)
    return rendered(visit, "case_people.html", head=_head(case), people=case.people(), at="people")


async def on_map(visit: Visit) -> Response:
    """Show where what is on the record of the case happened, on a map and as a list."""
    queried(visit.request, ())
    case = await _case(visit)
    return rendered(visit, "case_map.html", head=_head(case), places=places(case.views), at="map")


async def links(visit: Visit) -> Response:
    """Show how the records of a case refer to one another, as a table and, with a script, as a chart."""
    query = queried(visit.request, ("from",))
    case = await _case(visit)
    chart = case.chart()
    first = int(query["from"]) if query.get("from", "").isdecimal() else 0
    names = {node.id: node for node in chart.nodes}
    edges: Sequence[ChartEdge] = chart.edges[first : first + LINKS_SHOWN]
    more = first + LINKS_SHOWN if len(chart.edges) > first + LINKS_SHOWN else 0
    return rendered(
        visit, "case_links.html", head=_head(case), edges=edges, names=names, more=more, at="links",
        found=len(chart.edges),
    )  # fmt: skip


async def links_raw(visit: Visit) -> Response:
    """Give the nodes and the edges of a case as JSON, for a chart."""
    queried(visit.request, ())
    return json_answer((await _case(visit)).chart())


async def documents(visit: Visit) -> Response:
    """Show what was filed in the case."""
    query = queried(visit.request, ("after",))
    case = await _case(visit)
    shown = _shown(case, DOCUMENTS, "", query.get("after", ""), path="/documents")
    return rendered(visit, "case_documents.html", head=_head(case), shown=shown, at="documents")


async def seen(visit: Visit) -> Response:
    """Lead to who has seen each record of the case that is the reader's own agency's: others are not told."""
    queried(visit.request, ())
    case = await _case(visit)
    own = [line for line in case.lines if line.owner == visit.session.agency.key]
    return rendered(visit, "case_seen.html", head=_head(case), own=own[:PAGE], at="seen")


async def _case(visit: Visit) -> CaseTold:
    return await tell_case(visit.site.front.node, visit.session, id_in(visit.request))


def _head(case: CaseTold) -> Head:
    """Name a case by its court's record where that is seen, else by its incident, else by what was asked for."""
    named = [view for kind in _HEAD_KINDS for view in case.views if view.kind == kind]
    view = case.root if case.root.kind == _HEAD_KINDS[0] or not named else named[0]
    said = (title_of(view.kind, view.fields), view.fields.get("title") or view.fields.get("short_title"))
    title = " ".join(dict.fromkeys(part for part in said if part))
    return Head(case.root.id, view, title, len(case.views), case.whole)


def _shown(case: CaseTold, kind: str, owner: str, after: str, *, path: str = "") -> Shown:
    lines = among(
        case.lines,
        kinds=frozenset({kind}) if kind else frozenset(),
        owners=frozenset({owner}) if owner else frozenset(),
    )
    id = UUID(after) if is_id(after) else None
    place = next((line.place for line in lines if line.id == id), None)
    page = page_after(lines, place)
    more = bool(page) and page[-1] is not lines[-1]
    asked = {"kind": "" if path else kind, "owner": owner, "after": str(page[-1].id) if more else ""}
    query = urlencode({name: text for name, text in asked.items() if text})
    return Shown(
        lines=page,
        kinds=dict(sorted(Counter(line.kind for line in case.lines).items())),
        owners=dict(sorted(Counter(line.owner for line in case.lines).items())),
        kind=kind,
        owner=owner,
        following=f"/cases/{case.root.id}{path}?{query}" if more else "",
        found=len(lines),
    )


def _records_watched(case: CaseTold) -> tuple[UUID, ...]:
    """Give the records whose references tell that something new belongs to the case: those that others refer to."""
    leading = {"arrest", "incident", "charge-referral", "charging-decision", "court-case", "booking", "hearing"}
    return tuple(view.id for view in case.views if view.kind in leading)[:PAGE]
