"""The form by which an owner corrects a record: filled in with what it says; only what is changed is sent on."""

from collections.abc import Mapping
from uuid import uuid4

from msgspec import json
from starlette.responses import Response

from comity.acts.correct import correct
from comity.acts.gather import gather
from comity.acts.read import read
from comity.acts.viewing import View
from comity.api.asking import id_in, queried
from comity.errors import Conflict, Invalid, Refused
from comity.records.registry import kind_named
from comity.web.form_cells import Values
from comity.web.form_page import Form, form_page
from comity.web.form_reading import Fields, Pairs, fields_in, pairs_of, rows_in
from comity.web.pages import moved_to
from comity.web.site import Visit


async def page(visit: Visit) -> Response:
    """Show the form, filled in with the record as it stands."""
    queried(visit.request, ())
    view = await read(visit.site.front.node, visit.session, id_in(visit.request))
    return await form_page(visit, await _form(visit, view, (), key=str(uuid4())), view.fields)


async def sent(visit: Visit) -> Response:
    """Enter what was changed as a new version, or show the form again with what is wrong, or with room for more."""
    view = await read(visit.site.front.node, visit.session, id_in(visit.request))
    pairs = await pairs_of(visit.request)
    said = dict(pairs)
    form = await _form(visit, view, pairs, key=said.get("key", "") or str(uuid4()))
    fields = fields_in(pairs, form.inputs, visit.site.zone)
    order, _, what = said.get("do", "record").partition(":")
    if order in ("add", "all", "show"):
        return await form_page(visit, form, fields, rows=rows_in(pairs, what if order == "add" else ""))
    shown = {name.partition(".")[0] for name, _ in pairs}
    patch = json.encode(patch_of({n: v for n, v in view.fields.items() if n in shown}, fields))
    try:
        await correct(
            visit.site.front.node, visit.session, view.id, patch, replaces=int(said.get("version", "0")), key=form.key
        )
    except (Invalid, Refused, Conflict) as wrong:
        return await form_page(visit, form, fields, wrong=wrong, rows=rows_in(pairs, ""))
    return moved_to(f"/records/{view.id}?entered=1")


def patch_of(before: Values, after: Values) -> Fields:
    """Give the merge patch (RFC 7396) that makes one record of another: what is gone is null."""
    patch: Fields = dict.fromkeys(before.keys() - after.keys())
    for name, value in after.items():
        earlier = before.get(name)
        if earlier == value:
            continue
        both = isinstance(value, Mapping) and isinstance(earlier, Mapping)
        patch[name] = patch_of(earlier, value) if both and earlier is not None else value
    return patch


async def _form(visit: Visit, view: View, pairs: Pairs, *, key: str) -> Form:
    thread = await gather(visit.site.front.node, visit.session, view.id)
    spec, whole = kind_named(view.kind), any(name == "all" or (name, value) == ("do", "all") for name, value in pairs)
    return Form(spec, f"/records/{view.id}/correction", "", thread, pairs, whole, key, view.version)
