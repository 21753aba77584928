"""Whether a record is under a signed head of the log: a badge, and a page that explains it in plain words."""

from starlette.responses import Response

from comity.acts.prove import signed_since
from comity.api.asking import id_in, queried
from comity.web.pages import rendered
from comity.web.site import Visit


async def badge(visit: Visit) -> Response:
    """Show how a record stands in the log."""
    queried(visit.request, ())
    id = id_in(visit.request)
    since = await signed_since(visit.site.front.node, visit.session, id)
    return rendered(visit, "parts/badge.html", record=id, since=since)


async def about(visit: Visit) -> Response:
    """Explain what the log is, what a proof shows, and how it is checked."""
    queried(visit.request, ())
    key = visit.site.front.node.log.signer.verifier.text()
    return rendered(visit, "about_proof.html", key=key)
