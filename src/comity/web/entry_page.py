"""The form of a kind: filled in from what is on the record, told who will see it, and entered once.

Nothing that is known is typed again: the form starts from a record, and takes from its thread what the desk says.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from uuid import UUID, uuid4

from msgspec import json
from starlette.responses import Response

from comity.acts.explain import explain_before
from comity.acts.gather import gather
from comity.acts.submit import Submission, require_clause, submit_together
from comity.api.asking import is_id, queried
from comity.api.forms import form_of
from comity.api.problems import MALFORMED, Turned
from comity.desks.desk import Start
from comity.errors import Invalid, Refused
from comity.policy.clauses import HandlingClass, Operation
from comity.records.codec import build, encode
from comity.records.declaration import kind_name
from comity.records.parting import pointed_at
from comity.records.references import Ref
from comity.records.registry import kind_named
from comity.web.form_cells import Values
from comity.web.form_page import Form, form_page, reference_in
from comity.web.form_reading import Fields, Pairs, fields_in, pairs_of, rows_in
from comity.web.pages import moved_to, rendered
from comity.web.site import Visit
from comity.web.told import record_seen


async def page(visit: Visit) -> Response:
    """Show an empty form, or one that starts from a record."""
    query = queried(visit.request, ("from", "all", "new"))
    form = await _form(visit, query.get("from", ""), tuple(query.items()), key=str(uuid4()))
    return await form_page(visit, form, _prefilled(visit, form))


async def sent(visit: Visit) -> Response:
    """Enter what was filled in, or show the form again with what is wrong, or with room for more."""
    pairs = await pairs_of(visit.request)
    said = dict(pairs)
    form = await _form(visit, said.get("from", ""), pairs, key=said.get("key", "") or str(uuid4()))
    fields = fields_in(pairs, form.inputs, visit.site.zone)
    order, _, what = said.get("do", "record").partition(":")
    match order:
        case "add":
            return await form_page(visit, form, fields, rows=rows_in(pairs, what))
        case "show":
            return await form_page(visit, form, fields, rows=rows_in(pairs, ""))
        case "all":
            return await form_page(visit, replace(form, whole=True), fields, rows=rows_in(pairs, ""))
        case "new":
            more = (*pairs, ("new", what))
            return await form_page(visit, replace(form, pairs=more), fields, rows=rows_in(pairs, ""))
        case _:
            return await _enter(visit, form, fields)


async def readers(visit: Visit) -> Response:
    """Say who will see what is about to be recorded, and by which clauses."""
    pairs = await pairs_of(visit.request)
    spec = kind_named(visit.request.path_params["kind"])
    fields = fields_in(pairs, form_of(spec), visit.site.zone)
    refs = pointed_at(spec.kind, fields)
    told = await explain_before(visit.site.front.node, visit.session, spec.name, refs=set(refs))
    return rendered(visit, "parts/readers.html", told=told)


async def _enter(visit: Visit, form: Form, fields: Fields) -> Response:
    node, session = visit.site.front.node, visit.session
    try:
        submissions = [*_made(visit, form, fields)]
        record = build(form.spec.kind, fields)
        submissions.append(Submission(_id_for(visit, form.key, ""), record, form.key))
        receipts = await submit_together(node, session, submissions)
    except (Invalid, Refused) as wrong:
        return await form_page(visit, form, fields, wrong=wrong, rows=rows_in(form.pairs, ""))
    return moved_to(f"/records/{receipts[-1].entry.id}?entered=1")


def _made(visit: Visit, form: Form, fields: Fields) -> Iterator[Submission]:
    """Give the records that are entered on the same form, and let the form's own refer to them."""
    for name in form.made:
        each = reference_in(form.inputs, name)
        spec = kind_named(each.refers_to[0])
        prefix = f"new.{name}."
        inside = [(key.removeprefix(prefix), value) for key, value in form.pairs if key.startswith(prefix)]
        made = fields_in(inside, form_of(spec), visit.site.zone)
        if not made:
            continue
        id = _id_for(visit, form.key, name)
        try:
            record = build(spec.kind, made)
        except Invalid as wrong:
            raise Invalid(wrong.message, remedy=wrong.remedy, field=f"new.{name}.{wrong.field}") from wrong
        before = fields.get(name)
        fields[name] = [*(before if isinstance(before, list) else ()), str(id)] if each.many else str(id)
        yield Submission(id, record, f"{form.key}:{name}")


def _id_for(visit: Visit, key: str, name: str) -> UUID:
    """Give the id of what is entered under a form's random key: a form that is sent again names the same records."""
    asked = f"{visit.session.agency.key}\0{visit.session.member.key}\0{key}\0{name}"
    return UUID(bytes=sha256(asked.encode()).digest()[:16], version=4)


async def _form(visit: Visit, start: str, pairs: Pairs, *, key: str) -> Form:
    node, session = visit.site.front.node, visit.session
    spec = kind_named(visit.request.path_params["kind"])
    require_clause(node, session, HandlingClass(spec.name, session.agency.key), Operation.ENTER)
    if start and not is_id(start):
        raise Turned(MALFORMED, "A form starts from a record.", remedy="Open it from the record's page.", field="from")
    thread = await gather(node, session, UUID(start)) if start else []
    return Form(spec, f"/enter/{spec.name}", start, thread, pairs, any(name == "all" for name, _ in pairs), key)


def _prefilled(visit: Visit, form: Form) -> Values:
    """Give what the desk fills in from the record that a form starts from; else the moments that are now."""
    desk = visit.reader.desk
    first = next((view for view in form.thread if str(view.id) == form.start), None)
    now = _now(visit)
    if first is None:
        return dict.fromkeys(_moments(form, desk.asked.get(form.spec.kind, ())), now)
    step = next((step for step in desk.next_of(first.kind) if kind_name(step.then) == form.spec.name), None)
    thread = {view.id: record for view in form.thread if (record := record_seen(view)) is not None}
    if step is None or first.id not in thread:
        return {}
    start = Start(Ref(first.id), thread[first.id], thread, visit.session.member.key, visit.session.agency.key, now)
    fields: Values = json.decode(encode(step.prefill(start)))
    return fields


def _moments(form: Form, asked: Sequence[str]) -> Iterator[str]:
    """Give the fields asked first that say when something happened: mostly it is now."""
    yield from (each.name for each in form.inputs if each.name in asked and each.control == "moment" and each.needed)


def _now(visit: Visit) -> str:
    return visit.site.front.node.clock().strftime("%Y-%m-%dT%H:%MZ")
