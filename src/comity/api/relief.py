"""Orders for relief over HTTP: previewed, proposed by one member, confirmed by another; and who is owed relief."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response

from comity.acts.eligible import eligible
from comity.acts.relieve import carry_out, confirm, preview, propose
from comity.api.answers import PRIVATE, json_answer
from comity.api.asking import id_in, idempotency_key, queried, require_acceptable
from comity.api.bodies import JSON
from comity.api.front import Front


class ReliefProposed(Struct, frozen=True):
    """A proposal to carry an order out, which a colleague confirms."""

    proposal: UUID


class ReliefDone(Struct, frozen=True):
    """The certificate of an order that was carried out."""

    certificate: UUID


class ChargeEligible(Struct, frozen=True):
    """From when on a charge is sealed without a petition, by which rule; no ``since`` means that it is not."""

    charge: str
    since: datetime | None
    rule: str
    because: tuple[str, ...]


class ReliefEligibility(Struct, frozen=True):
    """The charges of a person that a court has ended."""

    charges: tuple[ChargeEligible, ...]


async def reach(front: Front, request: Request) -> Response:
    """Give what an order reaches now: ids, kinds and owners."""
    session = await front.session(request)
    queried(request, ())
    require_acceptable(request, JSON)
    return json_answer(await preview(front.node, session, id_in(request)))


async def begin(front: Front, request: Request) -> Response:
    """Propose to carry an order out."""
    session = await front.session(request)
    queried(request, ())
    require_acceptable(request, JSON)
    proposal = await propose(front.node, session, id_in(request), key=idempotency_key(request))
    headers = {"Location": f"/v1/records/{proposal}", **PRIVATE}
    return json_answer(ReliefProposed(proposal), status=201, headers=headers)


async def second(front: Front, request: Request) -> Response:
    """Confirm what a colleague proposed, and carry it out."""
    session = await front.session(request)
    queried(request, ())
    require_acceptable(request, JSON)
    proposal = id_in(request)
    await confirm(front.node, session, proposal, key=idempotency_key(request))
    certificate = await carry_out(front.node, proposal)
    headers = {"Location": f"/v1/records/{certificate}", **PRIVATE}
    return json_answer(ReliefDone(certificate), status=201, headers=headers)


async def eligibility(front: Front, request: Request) -> Response:
    """Tell which charges of a person are sealed without a petition, from when on, and why."""
    session = await front.session(request)
    queried(request, ())
    require_acceptable(request, JSON)
    found = await eligible(front.node, session, id_in(request))
    return json_answer(ReliefEligibility(tuple(ChargeEligible(e.charge, e.on, e.rule, e.because) for e in found)))
