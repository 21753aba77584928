"""Incidents side by side: series and near repeats with their reasons, and a map and a timeline that narrow each other.

Both pages compare incidents, never persons, and each suggestion says why it is made.
"""

from asyncio import to_thread
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

import numpy as np
from starlette.responses import Response

from comity.acts.read import NEWEST
from comity.acts.survey import MOST_SURVEYED, Survey, survey
from comity.api.answers import json_answer
from comity.api.asking import queried
from comity.desks.analysis.events import Event
from comity.desks.analysis.near_repeats import DAYS, METERS, NearRepeats, near_repeats
from comity.desks.analysis.series import Series, series
from comity.errors import Invalid
from comity.web.analysis_page import day_asked
from comity.web.pages import rendered
from comity.web.site import Visit
from comity.web.tables import table_answer

SERIES, MAP = "/analysis/series", "/analysis/map"
# Whoever loads the page again is told the same.
_SEED = 6


@dataclass(frozen=True)
class Period:
    """The days that were asked for, both included; "" where there is no bound."""

    since: str
    until: str


@dataclass(frozen=True)
class Compared:
    """What is suggested of some incidents, and by which numbers."""

    series: tuple[Series, ...]
    near: tuple[NearRepeats, ...]
    meters: float = METERS
    days: float = DAYS


async def suggestions(visit: Visit) -> Response:
    """Show which incidents may be series, and which follow one another closely, with the reasons."""
    asked, found, following = await _surveyed(visit, SERIES)
    return rendered(
        visit,
        "series.html",
        asked=asked,
        compared=await to_thread(_compared, found.events),
        events={event.id: event for event in found.events},
        following=following,
    )


async def suggestions_raw(visit: Visit) -> Response:
    """Give the same suggestions as JSON."""
    _, found, _ = await _surveyed(visit, SERIES)
    compared = await to_thread(_compared, found.events)
    return json_answer(compared)


async def on_map(visit: Visit) -> Response:
    """Show incidents on a map, along a timeline and in a list; each narrows the others."""
    asked, found, following = await _surveyed(visit, MAP)
    return rendered(visit, "map.html", asked=asked, events=_newest_first(found), following=following)


async def on_map_raw(visit: Visit) -> Response:
    """Give the same incidents as JSON."""
    _, found, _ = await _surveyed(visit, MAP)
    return json_answer(_newest_first(found))


async def on_map_sheet(visit: Visit) -> Response:
    """Give the same incidents as a table."""
    _, found, _ = await _surveyed(visit, MAP)
    return table_answer(
        ("id", "incident", "sort", "began", "place", "area", "latitude", "longitude", "owner", "clauses"),
        (
            (each.id, each.title, each.sort, each.said_at, each.place, each.area, *(each.position or (None, None)),
             each.owner, " ".join(each.because))
            for each in _newest_first(found)
        ),
    )  # fmt: skip


async def suggestions_sheet(visit: Visit) -> Response:
    """Give the pairs of all suggested series as a table: a row for each reason."""
    _, found, _ = await _surveyed(visit, SERIES)
    compared = await to_thread(_compared, found.events)
    titles = {event.id: event.title for event in found.events}
    return table_answer(
        ("series", "one", "one_id", "other", "other_id", "trait", "in_common", "within", "bits"),
        (
            (n, titles[pair.one], pair.one, titles[pair.other], pair.other, reason.trait, reason.word,
             reason.step or None, reason.bits)
            for n, each in enumerate(compared.series, start=1) for pair in each.pairs for reason in pair.reasons
        ),
    )  # fmt: skip


async def _surveyed(visit: Visit, address: str) -> tuple[Period, Survey, str]:
    """Give what is asked for, the incidents of it, and the address of older ones."""
    query = queried(visit.request, ("since", "until", "cursor"))
    front, asked = visit.site.front, Period(day_asked(query.get("since", ""), "since"), _until(query))
    before = front.cursors.place(visit.session, address, query["cursor"]) if "cursor" in query else NEWEST
    found = await survey(
        front.node,
        visit.session,
        since=_first_of(visit, asked.since),
        until=_after(visit, asked.until),
        before=before,
        most=MOST_SURVEYED,
    )
    if found.before is None:
        return asked, found, ""
    cursor = front.cursors.cursor(visit.session, address, found.before)
    return asked, found, f"{address}?{urlencode({'since': asked.since, 'until': asked.until, 'cursor': cursor})}"


def _until(query: Mapping[str, str]) -> str:
    since, until = query.get("since", ""), day_asked(query.get("until", ""), "until")
    if since and until and until < since:
        raise Invalid("The period ends before it begins.", field="until", remedy="Give a later day.")
    return until


def _first_of(visit: Visit, day: str) -> datetime | None:
    """Give the first moment of a day by the clocks of the place; Invalid for a day that no calendar has."""
    if not day:
        return None
    try:
        return datetime.fromisoformat(day).replace(tzinfo=visit.site.zone)
    except ValueError:
        raise Invalid("No calendar has this day.", field="since", remedy="Correct the day.") from None


def _after(visit: Visit, day: str) -> datetime | None:
    first = _first_of(visit, day)
    return first + timedelta(days=1) if first else None


def _compared(events: tuple[Event, ...]) -> Compared:
    return Compared(series(events), near_repeats(events, np.random.default_rng(_SEED)))


def _newest_first(found: Survey) -> list[Event]:
    return sorted(found.events, key=lambda event: event.at.timestamp() if event.at else 0.0, reverse=True)
