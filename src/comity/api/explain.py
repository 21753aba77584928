"""Explanations and simulations over HTTP: who may see what and why, now, before recording, and under a draft."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct
from starlette.requests import Request
from starlette.responses import Response

from comity.acts import explain as explaining
from comity.acts.simulate import simulate_text
from comity.api.agreements import AgreementText
from comity.api.answers import json_answer
from comity.api.asking import id_in
from comity.api.front import Front
from comity.api.receiving import asked, received
from comity.records.fields import Label
from comity.records.registry import kind_named

_LARGEST = 1024 * 1024


class BeforeRecording(Struct, frozen=True, forbid_unknown_fields=True):
    """A record that is not entered yet: its kind, its markings, and the records that it will refer to."""

    kind: str
    markings: Annotated[tuple[Label, ...], Meta(max_length=50)] = ()
    refs: Annotated[tuple[UUID, ...], Meta(max_length=200)] = ()


async def of_record(front: Front, request: Request) -> Response:
    """Say who may do what with a record, and by which clauses."""
    session = await asked(front, request)
    return json_answer(await explaining.explain(front.node, session, id_in(request)))


async def reasons(front: Front, request: Request) -> Response:
    """Say why the reader sees what they see of a record, and why not the rest."""
    session = await asked(front, request)
    return json_answer(await explaining.why(front.node, session, id_in(request)))


async def before(front: Front, request: Request) -> Response:
    """Say who will see a record before it is entered; nothing is entered."""
    session = await front.session(request)
    said = await received(request, BeforeRecording)
    kind = kind_named(said.kind).name
    answer = await explaining.explain_before(front.node, session, kind, markings=said.markings, refs=said.refs)
    return json_answer(answer)


async def simulation(front: Front, request: Request) -> Response:
    """Say what the text of an agreement would change if it were in force; nothing is entered."""
    session = await front.session(request)
    text = (await received(request, AgreementText, _LARGEST)).text
    return json_answer(await simulate_text(front.node, session, text))
