"""Who has seen a record, told to its owner: who received it, when, by which way and clause, and what they hold now."""

from starlette.responses import Response

from comity.acts.holders import holders
from comity.acts.read import read
from comity.api.answers import json_answer
from comity.api.asking import id_in, queried
from comity.desks.titles import title_of
from comity.web.pages import rendered
from comity.web.site import Visit
from comity.web.tables import table_answer


async def page(visit: Visit) -> Response:
    """Show who has seen a record; others than its owner are told what they are told of any record that is not there."""
    queried(visit.request, ())
    node, id = visit.site.front.node, id_in(visit.request)
    held = await holders(node, visit.session, id)
    view = await read(node, visit.session, id)
    return rendered(visit, "seen.html", view=view, title=title_of(view.kind, view.fields), held=held)


async def raw(visit: Visit) -> Response:
    """Give the same as JSON, in the shape of the API."""
    queried(visit.request, ())
    return json_answer(await holders(visit.site.front.node, visit.session, id_in(visit.request)))


async def sheet(visit: Visit) -> Response:
    """Give the same as a table for spreadsheets: a row for each who received it by one way and right."""
    queried(visit.request, ())
    held = await holders(visit.site.front.node, visit.session, id_in(visit.request))
    return table_answer(
        ("agency", "holds", "member", "way", "purpose", "clauses", "version", "first", "last", "times"),
        (
            (
                holder.agency, holder.held, got.member, got.channel, got.purpose, " ".join(got.basis),
                got.version or None, got.since.isoformat(), got.last.isoformat(), got.times,
            )
            for holder in held.holders
            for got in holder.received
        ),
    )  # fmt: skip
