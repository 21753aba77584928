"""The page of one record: what it says, who says so, what is withheld and why, and what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.responses import Response

from comity.acts.explain import why
from comity.acts.history import history
from comity.acts.prove import prove
from comity.acts.read import read, read_several
from comity.acts.viewing import View
from comity.api.answers import PRIVATE, json_answer
from comity.api.asking import id_in, queried
from comity.api.bodies import JSON
from comity.api.views import shown
from comity.desks.analysis.entities import ENTITIES
from comity.desks.titles import title_of
from comity.records.declaration import kind_name
from comity.web.form_reading import Fields
from comity.web.pages import rendered
from comity.web.site import Visit
from comity.web.told import named, record_seen, references_in, told


@dataclass(frozen=True)
class NextStep:
    """What whoever reads may enter next of a record, and where."""

    address: str
    kind: str


async def page(visit: Visit) -> Response:
    """Show a record."""
    query = queried(visit.request, ("entered",))
    view = await read(visit.site.front.node, visit.session, id_in(visit.request))
    around = await read_several(visit.site.front.node, visit.session, references_in(view))
    return rendered(
        visit,
        "record.html",
        view=view,
        title=title_of(view.kind, view.fields),
        fields=told(view.kind, view.fields, named(around)),
        steps=next_steps(visit, view),
        may_correct=view.owner == visit.session.agency.key and visit.may_enter(view.kind),
        entered="entered" in query,
        has_associations=view.kind in ENTITIES,
    )


async def raw(visit: Visit) -> Response:
    """Give a record as JSON, in the shape of the API."""
    queried(visit.request, ())
    view = await read(visit.site.front.node, visit.session, id_in(visit.request))
    return json_answer(shown(view))


async def reasons(visit: Visit) -> Response:
    """Say clause by clause why the reader sees what they see, and why not the rest."""
    queried(visit.request, ())
    id = id_in(visit.request)
    said = await why(visit.site.front.node, visit.session, id)
    return rendered(visit, "reasons.html", record=id, why=said)


async def versions(visit: Visit) -> Response:
    """Show every version of a record, and what each changed."""
    queried(visit.request, ())
    found = await history(visit.site.front.node, visit.session, id_in(visit.request))
    pointed = {id for view in found for id in references_in(view)}
    names = named(await read_several(visit.site.front.node, visit.session, pointed))
    return rendered(
        visit,
        "history.html",
        record=found[-1].id,
        title=title_of(found[-1].kind, found[-1].fields),
        versions=[(view, told(view.kind, _changed(found, n), names)) for n, view in enumerate(found)],
    )


async def proof(visit: Visit) -> Response:
    """Give a proof that the record stands in the log, to be checked offline."""
    queried(visit.request, ())
    id = id_in(visit.request)
    headers = {**PRIVATE, "Content-Disposition": f'attachment; filename="proof-{id}.json"'}
    return Response(await prove(visit.site.front.node, visit.session, id), headers=headers, media_type=JSON)


def next_steps(visit: Visit, view: View) -> tuple[NextStep, ...]:
    """Give what comes next of a record at this desk, as far as a clause lets whoever reads enter it."""
    record = record_seen(view)
    steps = (each for each in visit.reader.desk.next_of(view.kind) if record is None or each.fits(record))
    kinds = (kind_name(step.then) for step in steps)
    return tuple(NextStep(f"/enter/{kind}?from={view.id}", kind) for kind in kinds if visit.may_enter(kind))


def _changed(found: Sequence[View], number: int) -> Fields:
    """Give the fields in which a version differs from the one before it."""
    before = found[number - 1].fields if number else {}
    return {name: value for name, value in found[number].fields.items() if before.get(name) != value}
