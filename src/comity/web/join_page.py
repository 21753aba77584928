"""The page of somebody who was invited: both halves of the invitation, and then a passkey, or a secret with codes."""

from starlette.responses import Response

from comity.acts.registering import Invitation, register_secret
from comity.api.asking import queried
from comity.api.problems import NOT_SIGNED_IN
from comity.api.sign_in import seat_of
from comity.errors import Refused
from comity.web.form_reading import pairs_of
from comity.web.pages import rendered
from comity.web.site import Visit


async def page(visit: Visit) -> Response:
    """Ask for the invitation."""
    queried(visit.request, ())
    return rendered(visit, "join.html", factors=None, wrong=None, member="")


async def by_secret(visit: Visit) -> Response:
    """Make a secret and the seed of one-time codes, shown here and nowhere again."""
    said = dict(await pairs_of(visit.request))
    front, member = visit.site.front, said.get("member", "").strip()
    seat = seat_of(front, visit.request)
    front.paces.hold(seat.address, member)
    halves = (said.get("first", "").strip(), said.get("second", "").strip())
    try:
        factors = await register_secret(front.node, Invitation(member, halves), seat=seat)
    except Refused as wrong:
        return rendered(visit, "join.html", status=NOT_SIGNED_IN.status, factors=None, wrong=wrong, member=member)
    return rendered(visit, "join.html", factors=factors, wrong=None, member=member)
