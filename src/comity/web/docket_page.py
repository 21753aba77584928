"""The docket of a day: every hearing with all that whoever reads may see; brought up to date hearing by hearing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from starlette.responses import Response

from comity.acts.docket import agenda, docket, docket_entry
from comity.api.answers import PRIVATE, json_answer
from comity.api.asking import id_in, queried
from comity.desks.calendar import MEDIA_TYPE, calendar
from comity.desks.docket import DocketEntry
from comity.errors import Invalid
from comity.records.pillars import Pillar
from comity.web.pages import moved_to, rendered
from comity.web.site import Visit
from comity.web.tables import table_answer

PATH = "/docket"
FORMS = ("", ".json", ".csv")
USUAL_DAYS, MOST_DAYS = 14, 62
_COLUMNS = (
    "hearing", "starts_at", "courtroom", "case_number", "title", "what", "judge", "parties", "charges", "custody",
    "lab_pending", "warrants", "result",
)  # fmt: skip


@dataclass(frozen=True)
class DaysAround:
    """Where the days before and after are, and what is asked for of each."""

    before: str
    after: str
    asked: str


async def today(visit: Visit) -> Response:
    """Show the docket of today, or go to that of the day that is asked for."""
    query = queried(visit.request, ("day", "court", "judge"))
    if "day" in query:
        return moved_to(f"{PATH}/{_day(query['day'])}{_asked(query)}")
    return await _page(visit, _today(visit), query, "")


async def of_day(visit: Visit) -> Response:
    """Show the docket of a day, as a page, as JSON or as a table."""
    query = queried(visit.request, ("court", "judge"))
    text = str(visit.request.path_params["day"])
    form = next((each for each in FORMS[1:] if text.endswith(each)), "")
    return await _page(visit, _day(text.removesuffix(form)), query, form)


async def hearing(visit: Visit) -> Response:
    """Show one hearing of the docket anew."""
    queried(visit.request, ())
    entry = await docket_entry(visit.site.front.node, visit.session, id_in(visit.request))
    return rendered(visit, "parts/docket_entry.html", entry=entry)


async def feed(visit: Visit) -> Response:
    """Give the hearings of the days to come as a calendar, those of one judge where one is named."""
    query = queried(visit.request, ("days", "judge", "court"))
    days, first = _days(query.get("days", str(USUAL_DAYS))), _today(visit)
    node = visit.site.front.node
    found = await agenda(
        node, visit.session, [first + timedelta(n) for n in range(days)],
        owner=_court(visit, query), judge=query.get("judge", ""),
    )  # fmt: skip
    if not found.whole:
        raise Invalid(
            "These days hold too many hearings.", field="days", remedy="Ask for fewer days, or for one court."
        )
    host = visit.request.url.hostname or "localhost"
    text = calendar(found.entries, stamp=node.clock(), host=host)
    return Response(text, headers=dict(PRIVATE), media_type=MEDIA_TYPE)


async def _page(visit: Visit, day: date, query: Mapping[str, str], form: str) -> Response:
    court = _court(visit, query)
    found = await docket(visit.site.front.node, visit.session, day, owner=court, judge=query.get("judge", ""))
    match form:
        case ".json":
            return json_answer(found)
        case ".csv":
            return table_answer(_COLUMNS, map(_row, found.entries))
        case _:
            return rendered(
                visit, "docket.html", docket=found, court=court, courts=_courts(visit),
                days=_days_around(day, query), judge=query.get("judge", ""),
            )  # fmt: skip


def _days_around(day: date, query: Mapping[str, str]) -> DaysAround:
    asked = _asked(query)
    return DaysAround(f"{PATH}/{day - timedelta(1)}{asked}", f"{PATH}/{day + timedelta(1)}{asked}", asked)


def _asked(query: Mapping[str, str]) -> str:
    """Give the query of a docket again, without its day."""
    kept = {name: text for name, text in query.items() if name != "day"}
    return f"?{urlencode(kept)}" if kept else ""


def _court(visit: Visit, query: Mapping[str, str]) -> str:
    """Give whose docket it is: the one that was asked for, a court's own, or for others that of all courts."""
    own = visit.session.agency.key if visit.session.agency.pillar is Pillar.COURT else ""
    return query.get("court", own)


def _courts(visit: Visit) -> dict[str, str]:
    agencies = visit.site.front.node.directory.agency
    return {key: agency.name for key, agency in agencies.items() if agency.pillar is Pillar.COURT}


def _today(visit: Visit) -> date:
    return visit.site.front.node.clock().astimezone(visit.site.zone).date()


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as wrong:
        raise Invalid(
            f"There is no day {text[:20]!r}.", field="day", remedy="Give a day of the calendar, such as 2026-03-04."
        ) from wrong


def _days(text: str) -> int:
    if text.isdecimal() and 0 < int(text) <= MOST_DAYS:
        return int(text)
    raise Invalid(
        f"days is no number from 1 to {MOST_DAYS}.", field="days", remedy="Ask for fewer days, such as days=14."
    )


def _row(entry: DocketEntry) -> tuple[str, ...]:
    return (
        str(entry.hearing), entry.starts_at, entry.courtroom, entry.case_number, entry.title, entry.what, entry.judge,
        "; ".join(f"{party.role}: {party.name}" for party in entry.parties),
        "; ".join(" ".join(part for part in (c.number, c.offense, c.plea, c.ending) if part) for c in entry.charges),
        "; ".join(f"{held.name}: {held.state}" for held in entry.custody),
        "; ".join(lab.requested_at for lab in entry.lab_pending),
        "; ".join(warrant.number for warrant in entry.warrants),
        entry.result,
    )  # fmt: skip
