"""Whom and what somebody is joined with, as a chart and as the same links in tables, each with its evidence."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.responses import Response

from comity.acts.associate import FURTHEST, Associations, associate
from comity.api.answers import json_answer
from comity.api.asking import id_in, queried
from comity.desks.analysis.layout import Spot, spots
from comity.desks.analysis.network import Link, Network, Point
from comity.errors import Invalid
from comity.web.pages import rendered
from comity.web.site import Visit
from comity.web.tables import table_answer

USUAL_HOPS = 2
# The chart draws all links; so many rows of their table are laid out before somebody asks for the rest.
FIRST_SHOWN = 100
ORDERS = ("one", "other", "role", "since", "records")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_DAY_LENGTH = 10


@dataclass(frozen=True)
class Asked:
    """What was asked of the page: how many hops, links known up to which day ("" for all), and in which order.

    ``whole`` asks for all rows of a long table at once.
    """

    hops: int
    until: str
    order: str
    whole: bool


@dataclass(frozen=True)
class PointLine:
    """A point as the page draws and lists it."""

    point: Point
    spot: Spot


@dataclass(frozen=True)
class LinkLine:
    """A link as a row: both ends, nearest to the start first, and in which rows of the table of points they stand."""

    link: Link
    one: Point
    other: Point
    one_at: int
    other_at: int

    @property
    def roles(self) -> tuple[str, ...]:
        """In which roles its records name them, each once."""
        return tuple(dict.fromkeys(each.role for each in self.link.evidence))


async def page(visit: Visit) -> Response:
    """Show the associations of a record."""
    asked = _asked(queried(visit.request, ("hops", "until", "order", "rows")))
    id = id_in(visit.request)
    found = await associate(visit.site.front.node, visit.session, id, hops=asked.hops)
    points = _points(found.network, asked)
    lines = _links(found.network, points, asked)
    return rendered(
        visit,
        "analysis.html",
        id=id,
        asked=asked,
        start=found.network.points[0],
        stopped=found.network.stopped,
        points=points,
        links=lines,
        days=sorted({line.link.since[:_DAY_LENGTH] for line in lines}),
        co_arrests=found.co_arrests,
        shared=found.shared,
        names=_names(found),
        kinds={view.id: view.kind for view in found.views.values()},
        furthest=FURTHEST,
        first_shown=FIRST_SHOWN,
    )


async def raw(visit: Visit) -> Response:
    """Give the same associations as JSON: points, links with their evidence, co-arrests and what is shared."""
    asked = _asked(queried(visit.request, ("hops",)))
    found = await associate(visit.site.front.node, visit.session, id_in(visit.request), hops=asked.hops)
    told = {"network": found.network, "co_arrests": found.co_arrests, "shared": found.shared}
    return json_answer(told)


async def sheet(visit: Visit) -> Response:
    """Give the same links as a table: a row for each record that joins two."""
    asked = _asked(queried(visit.request, ("hops", "until", "order")))
    found = (await associate(visit.site.front.node, visit.session, id_in(visit.request), hops=asked.hops)).network
    lines = _links(found, _points(found, asked), asked)
    return table_answer(
        ("from", "from_kind", "to", "to_kind", "role", "since", "record", "record_kind", "owner", "clauses"),
        (
            (line.one.title, line.one.kind, line.other.title, line.other.kind, each.role, each.since, each.record,
             each.kind, each.owner, " ".join(each.because))
            for line in lines for each in line.link.evidence
        ),
    )  # fmt: skip


def _asked(query: Mapping[str, str]) -> Asked:
    hops, until, order = query.get("hops", str(USUAL_HOPS)), query.get("until", ""), query.get("order", "since")
    if hops not in {str(n) for n in range(1, FURTHEST + 1)}:
        raise Invalid("So many hops are not followed.", field="hops", remedy=f"Ask for 1 to {FURTHEST} hops.")
    if order not in ORDERS:
        raise Invalid("Links have no such order.", field="order", remedy=f"Name one of {', '.join(ORDERS)}.")
    return Asked(int(hops), day_asked(until, "until"), order, query.get("rows") == "all")


def day_asked(said: str, field: str) -> str:
    """Give a day that was asked for, "" for none; Invalid when it is no day."""
    if said and not _DAY.fullmatch(said):
        raise Invalid("This is no day.", field=field, remedy="Write the day as year, month and day: 2026-01-31.")
    return said


def _known(link: Link, asked: Asked) -> bool:
    """Tell whether a link was known on the day that is asked for."""
    return not asked.until or link.since[:_DAY_LENGTH] <= asked.until


def _points(network: Network, asked: Asked) -> list[PointLine]:
    """Give the points that are drawn: the start, and those that some link of the asked time joins."""
    known = [link for link in network.links if _known(link, asked)]
    joined = {key for link in known for key in (link.one, link.other)} | {network.start}
    placed = spots(network)
    return [PointLine(point, placed[point.key]) for point in network.points if point.key in joined]


def _links(network: Network, points: Sequence[PointLine], asked: Asked) -> list[LinkLine]:
    rows = {line.point.key: (n, line.point) for n, line in enumerate(points)}
    lines = [_line(link, rows) for link in network.links if _known(link, asked)]
    return sorted(lines, key=lambda line: _order(line, asked.order))


def _line(link: Link, rows: Mapping[str, tuple[int, Point]]) -> LinkLine:
    (one_at, one), (other_at, other) = rows[link.one], rows[link.other]
    if one.hop <= other.hop:
        return LinkLine(link, one, other, one_at, other_at)
    return LinkLine(link, other, one, other_at, one_at)


def _order(line: LinkLine, order: str) -> tuple[object, ...]:
    last = (line.link.since, line.one_at, line.other_at)
    match order:
        case "one":
            return line.one.title, *last
        case "other":
            return line.other.title, *last
        case "role":
            return line.roles, *last
        case "records":
            return -len(line.link.evidence), *last
        case _:
            return last


def _names(found: Associations) -> Mapping[str, Point]:
    return {point.key: point for point in found.network.points}
