"""Who has seen a record, told to its owner: who received it, when, by which way and clause, and what they hold now."""

from starlette.responses import Response

from comity.acts.holders import holders
from comity.acts.read import read
from comity.api.asking import id_in, queried
from comity.desks.titles import title_of
from comity.web.pages import rendered
from comity.web.site import Visit


async def page(visit: Visit) -> Response:
    """Show who has seen a record; others than its owner are told what they are told of any record that is not there."""
    queried(visit.request, ())
    node, id = visit.site.front.node, id_in(visit.request)
    held = await holders(node, visit.session, id)
    view = await read(node, visit.session, id)
    return rendered(visit, "seen.html", view=view, title=title_of(view.kind, view.fields), held=held)
