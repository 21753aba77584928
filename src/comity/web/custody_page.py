"""Who is in custody, on which order and until when, who should not be, and whom to bring to court tomorrow."""

from datetime import timedelta

from starlette.responses import Response

from comity.acts.custody_list import custody_list
from comity.acts.docket import docket
from comity.api.answers import json_answer
from comity.api.asking import queried
from comity.desks.docket import movements_to_court
from comity.records.pillars import Pillar
from comity.web.pages import rendered
from comity.web.site import Visit
from comity.web.tables import table_answer


async def page(visit: Visit) -> Response:
    """Show who is held, those who should not be first, and the list for court."""
    queried(visit.request, ())
    node, session = visit.site.front.node, visit.session
    found = await custody_list(node, session, owner=_own(visit))
    day = node.clock().astimezone(visit.site.zone).date() + timedelta(1)
    brought = movements_to_court((await docket(node, session, day)).entries)
    wrong = tuple(held for held in found.held if held.alarms)
    return rendered(visit, "custody.html", found=found, wrong=wrong, brought=brought, day=day)


async def raw(visit: Visit) -> Response:
    """Give who is held as JSON."""
    queried(visit.request, ())
    found = await custody_list(visit.site.front.node, visit.session, owner=_own(visit))
    return json_answer(found)


async def sheet(visit: Visit) -> Response:
    """Give who is held as a table for spreadsheets."""
    queried(visit.request, ())
    found = await custody_list(visit.site.front.node, visit.session, owner=_own(visit))
    columns = ("booking", "number", "owner", "name", "state", "since", "order", "until", "release_on", "alarms")
    return table_answer(
        columns,
        (
            (
                held.booking, held.number, held.owner, held.name, held.state.value, held.since,
                held.order.number if held.order else None, held.order.expires_at if held.order else None,
                held.release_on, " ".join(alarm.value for alarm in held.alarms),
            )
            for held in found.held
        ),
    )  # fmt: skip


def _own(visit: Visit) -> str:
    """Give whose list it is: a jail's own, and for others that of all jails."""
    agency = visit.session.agency
    return agency.key if agency.pillar is Pillar.JAIL else ""
