"""A form on its page: which fields are asked, what may be referred to, what may be chosen, and what is wrong."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from starlette.responses import Response

from comity.acts.read import read_newest
from comity.acts.viewing import View
from comity.api.forms import Input, form_of
from comity.api.problems import MALFORMED, Turned, problem_of
from comity.desks.titles import title_of
from comity.errors import Conflict, Invalid, Refused
from comity.linkage.features import LINKED
from comity.records.profiles import profile as profile_named
from comity.records.registry import kind_named
from comity.records.spec import KindSpec
from comity.web.form_cells import Filled, Node, Option, Values, codes_in, lists_in, nodes_of
from comity.web.form_reading import Pairs, fields_in, rows_in
from comity.web.pages import rendered
from comity.web.saying import title_in
from comity.web.site import Say, Visit

# What may be wrong with what somebody filled in.
Wrong = Invalid | Refused | Conflict
_NEWEST = 20
# What is asked first of a kind at any desk that does not say it.
_USUALLY_ASKED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "person": ("names.given_name", "names.middle_name", "names.surname", "birth_date", "sex", "race"),
        "location": ("name", "address.street_number", "address.street", "address.city", "area"),
        "organization": ("name",),
    }
)
_NONE: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True)
class Form:
    """One form at work: the kind, where it is sent, what it starts from, what may be referred to, and what was sent.

    ``version`` is the one that a correction replaces, 0 for a new record.
    """

    spec: KindSpec
    action: str
    start: str
    thread: Sequence[View]
    pairs: Pairs
    whole: bool
    key: str
    version: int = 0

    @property
    def inputs(self) -> tuple[Input, ...]:
        """The inputs of the kind; the platform minds numbers, markings and provenance."""
        return tuple(each for each in form_of(self.spec) if each.name not in ("provenance", "markings"))

    @property
    def is_linked(self) -> bool:
        """Whether records of the kind are linked with one another, so that it is told whom this may be."""
        return self.spec.name in LINKED

    def said(self, name: str) -> str:
        """Give what the form says under a name beside its fields."""
        return next((value for key, value in self.pairs if key == name), "")

    @property
    def made(self) -> tuple[str, ...]:
        """The references for which a new record is filled in on the same form."""
        return tuple(dict.fromkeys(value for key, value in self.pairs if key == "new"))


async def form_page(
    visit: Visit,
    form: Form,
    fields: Values,
    *,
    wrong: Wrong | None = None,
    rows: Mapping[str, int] = _NONE,
) -> Response:
    """Answer with a form, filled in as far as it is; with what is wrong, at the field that it is about."""
    asked = None if form.whole else _asked(visit, form, fields)
    candidates = await _candidates(visit, form, asked)
    filled = Filled(fields, candidates, visit.site.zone, _offenses(visit), _place(visit.say, wrong), rows)
    nodes = nodes_of(form.inputs, filled, asked)
    made = {name: _new_nodes(visit, form, name, filled) for name in form.made}
    suggested = lists_in([*nodes, *(node for inside in made.values() for node in inside)])
    lists = {name: codes_in(_tables(visit, name)) for name in suggested}
    status = problem_of(wrong).status if wrong else 200
    return rendered(
        visit, "enter.html", status=status, form=form, nodes=nodes, made=made, lists=lists, wrong=wrong,
        linked=_linked(form), place=filled.wrong[0],
    )  # fmt: skip


def _linked(form: Form) -> Mapping[str, str]:
    """Give the kinds of those records on the form that are linked with others, by the reference to them."""
    kinds = {name: reference_in(form.inputs, name).refers_to[0] for name in form.made}
    return {name: kind for name, kind in kinds.items() if kind in LINKED}


def _new_nodes(visit: Visit, form: Form, name: str, filled: Filled) -> tuple[Node, ...]:
    """Give the cells of a record that is entered on the same form."""
    spec = kind_named(reference_in(form.inputs, name).refers_to[0])
    prefix = f"new.{name}."
    inside = [(key.removeprefix(prefix), value) for key, value in form.pairs if key.startswith(prefix)]
    values = fields_in(inside, form_of(spec), visit.site.zone)
    place = filled.wrong[0].removeprefix(prefix) if filled.wrong[0].startswith(prefix) else ""
    within = replace(filled, values=values, wrong=(place, filled.wrong[1] if place else ""), rows=rows_in(inside, ""))
    asked = visit.reader.desk.asked.get(spec.kind) or _USUALLY_ASKED.get(spec.name) or spec.kind.needed
    return nodes_of(form_of(spec), within, asked)


def reference_in(inputs: Sequence[Input], name: str) -> Input:
    """Give the input of a reference; Turned when none is called so."""
    for each in inputs:
        if each.name == name and each.control == "reference" and each.refers_to:
            return each
    raise Turned(MALFORMED, f"{name[:40]} refers to no record.", remedy="Open the form anew.", field="new")


def _asked(visit: Visit, form: Form, fields: Values) -> tuple[str, ...]:
    declared = visit.reader.desk.asked.get(form.spec.kind) or _USUALLY_ASKED.get(form.spec.name, ())
    needed = tuple(name for name in form.spec.kind.needed if not any(a.partition(".")[0] == name for a in declared))
    return (*declared, *needed, *(name for name in fields if name not in needed))


async def _candidates(visit: Visit, form: Form, asked: Sequence[str] | None) -> dict[str, list[Option]]:
    """Give what may be referred to: what stands in the thread, else the newest of each kind that the form asks for."""
    found: dict[str, list[Option]] = {}
    for view in form.thread:
        found.setdefault(view.kind, []).append(_option(visit, view))
    shown = {path.partition(".")[0] for path in asked} if asked is not None else None
    wanted = {kind for each in form.inputs if shown is None or each.name in shown for kind in _meant(each)}
    for kind in sorted(wanted - found.keys()):
        newest = await read_newest(visit.site.front.node, visit.session, frozenset({kind}), limit=_NEWEST)
        found[kind] = [_option(visit, view) for view in newest]
    return found


def _meant(each: Input) -> Iterator[str]:
    yield from each.refers_to
    for part in each.parts:
        yield from _meant(part)


def _option(visit: Visit, view: View) -> Option:
    said = title_in(visit.say)(view.kind, title_of(view.kind, view.fields))
    return Option(str(view.id), said or str(view.id)[:8])


def _offenses(visit: Visit) -> tuple[str, ...]:
    return profile_named(visit.session.agency.profile).offense_tables


def _tables(visit: Visit, name: str) -> tuple[str, ...]:
    offenses = _offenses(visit)
    return offenses if name == "-".join(offenses) else (name,)


def _place(say: Say, wrong: Wrong | None) -> tuple[str, str]:
    """Give the input that is wrong, by its name in the form, and what is wrong with it."""
    if wrong is None:
        return "", ""
    return getattr(wrong, "field", "").replace("[", ".").replace("]", ""), f"{say(wrong.message)} {say(wrong.remedy)}"
