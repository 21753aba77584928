"""Who holds a record, over HTTP: for the agency that owns it."""

from starlette.requests import Request
from starlette.responses import Response

from comity.acts.holders import holders
from comity.api.answers import json_answer
from comity.api.asking import id_in
from comity.api.front import Front
from comity.api.receiving import asked


async def of_record(front: Front, request: Request) -> Response:
    """Give who holds which version of a record of the reader's agency, and what came of each recall."""
    session = await asked(front, request)
    return json_answer(await holders(front.node, session, id_in(request)))
