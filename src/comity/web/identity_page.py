"""Who is the same, at a desk: whom a draft may be while it is typed, who is one with a record, and pairs to compare."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID, uuid4

from starlette.responses import Response

from comity.acts.identify import Identity, Link, identify
from comity.acts.link import link, unlink
from comity.acts.read import read_several
from comity.acts.resemble import resemble
from comity.acts.review_links import PERSON, Doubt, review_links
from comity.acts.viewing import View
from comity.api.answers import json_answer
from comity.api.asking import id_in, is_id, queried
from comity.api.forms import form_of
from comity.api.linking import doubts_told
from comity.api.problems import MALFORMED, Turned
from comity.desks.titles import title_of
from comity.errors import Invalid
from comity.linkage.clustering import Verdict
from comity.linkage.explaining import Waterfall
from comity.linkage.features import LINKED
from comity.records.codec import build
from comity.records.declaration import kind_name
from comity.records.judgments import judging_kind
from comity.records.parties.vehicle import Vehicle
from comity.records.registry import kind_named
from comity.web.form_reading import fields_in, pairs_of
from comity.web.origin import own_path
from comity.web.pages import moved_to, rendered
from comity.web.site import Visit
from comity.web.tables import table_answer
from comity.web.told import Told, named, references_in, told

QUEUE = "/people/review"
_KINDS = (PERSON, *sorted(LINKED - {PERSON}))
_PAIRS = 20
_VERDICTS = {verdict.value: verdict for verdict in Verdict}


@dataclass(frozen=True)
class Side:
    """One of the records that are compared, and what it says."""

    view: View
    title: str
    fields: tuple[Told, ...]


@dataclass(frozen=True)
class Between:
    """What stands between two records: the machine's reasons, the strongest first, and what a person judged."""

    link: Link
    one: Side
    other: Side

    @property
    def percent(self) -> str:
        """The chance that they are one, as far as the machine goes."""
        return _percent(self.link.reasons)


@dataclass(frozen=True)
class Maybe:
    """Somebody whom a draft may mean."""

    view: View
    title: str
    percent: str
    reasons: tuple[str, ...]
    records: int


async def alike(visit: Visit) -> Response:
    """Say whom the person may be who is being typed, among those that the reader sees."""
    query = queried(visit.request, ("field",))
    pairs = await pairs_of(visit.request)
    kind, prefix = str(visit.request.path_params["kind"]), _prefix(query.get("field", ""))
    if kind not in LINKED:
        raise Turned(MALFORMED, f"A {kind[:40]} is not linked with others.", remedy="Go on without.", field="kind")
    inside = [(name.removeprefix(prefix), value) for name, value in pairs if name.startswith(prefix)]
    fields = fields_in(inside, form_of(kind_named(kind)), visit.site.zone)
    try:
        draft = build(kind_named(kind).kind, fields)
    except Invalid:
        # Half of a birth date is none yet: there is more to come.
        return rendered(visit, "parts/alike.html", found=(), field=query.get("field", ""))
    found = await resemble(visit.site.front.node, visit.session, draft)
    by_id = {view.id: view for each in found for view in each.identity.records}
    maybe = tuple(
        Maybe(
            view, title_of(view.kind, view.fields), _percent(each.reasons), strongest(each.reasons),
            len(each.identity.records),
        )
        for each in found
        if (view := by_id.get(each.like)) is not None
    )  # fmt: skip
    return rendered(visit, "parts/alike.html", found=maybe, field=query.get("field", ""))


async def same(visit: Visit) -> Response:
    """Show which records are one with a record, each link with its reasons, and which may be."""
    queried(visit.request, ())
    id = id_in(visit.request)
    identity = await identify(visit.site.front.node, visit.session, id)
    sides = await _sides(visit, (*identity.records, *identity.others))
    first = sides[identity.id]
    return rendered(
        visit, "same.html", record=id, title=first.title, kind=first.view.kind,
        sides=[sides[view.id] for view in identity.records], links=[*_between(identity.links, sides)],
        perhaps=[*_between(identity.perhaps, sides)], apart=[*_between(identity.apart, sides)],
        disputed=_disputed(identity, sides), judges=visit.may_enter(judging_kind(first.view.kind)), key=str(uuid4()),
    )  # fmt: skip


async def queue(visit: Visit) -> Response:
    """Show the pairs of a kind that a person should compare, side by side, the most doubtful first."""
    kind = _kind_asked(visit)
    doubts = await _doubts(visit, kind)
    sides = await _sides(visit, [view for doubt in doubts for view in (doubt.one, doubt.other)])
    between = [Between(each.link, sides[each.one.id], sides[each.other.id]) for each in doubts]
    return rendered(
        visit, "review.html", pairs=between, kind=kind, kinds=_KINDS, judges=visit.may_enter(judging_kind(kind)),
        key=str(uuid4()),
    )  # fmt: skip


async def queue_raw(visit: Visit) -> Response:
    """Give the same pairs as JSON, in the shape of the API."""
    return json_answer(doubts_told(await _doubts(visit, _kind_asked(visit))))


async def queue_sheet(visit: Visit) -> Response:
    """Give the same pairs as a table for spreadsheets."""
    return table_answer(
        ("one", "one_title", "one_owner", "other", "other_title", "other_owner", "chance", "reasons"),
        (
            (
                each.one.id, title_of(each.one.kind, each.one.fields), each.one.owner,
                each.other.id, title_of(each.other.kind, each.other.fields), each.other.owner,
                _percent(each.link.reasons), " ".join(strongest(each.link.reasons) if each.link.reasons else ()),
            )
            for each in await _doubts(visit, _kind_asked(visit))
        ),
    )  # fmt: skip


async def _doubts(visit: Visit, kind: str) -> list[Doubt]:
    return await review_links(visit.site.front.node, visit.session, kind, limit=_PAIRS)


def _kind_asked(visit: Visit) -> str:
    """Give the kind whose pairs are asked for; unless one is named, persons, or vehicles for who judges only things."""
    query = queried(visit.request, ("kind",))
    judged = [kind for kind in (PERSON, kind_name(Vehicle)) if visit.may_enter(judging_kind(kind))]
    return query.get("kind") or next(iter(judged), PERSON)


async def judge(visit: Visit) -> Response:
    """Enter what somebody judged of two records, or take a judgment back."""
    said = dict(await pairs_of(visit.request))
    back, because, key = own_path(said.get("then", QUEUE)), said.get("because", ""), said.get("key", "") or str(uuid4())
    node, session = visit.site.front.node, visit.session
    if undone := said.get("undo", ""):
        await unlink(node, session, _id(undone), because=because, key=key)
    else:
        both = [_id(said.get("one", "")), _id(said.get("other", ""))]
        await link(node, session, both, _verdict(said.get("verdict", "")), because=because, key=key)
    return moved_to(back)


def strongest(reasons: Waterfall, most: int = 4) -> tuple[str, ...]:
    """Give the sentences that weigh most, for or against."""
    return tuple(step.words for step in sorted(reasons.steps, key=lambda step: -abs(step.bits))[:most])


async def _sides(visit: Visit, views: tuple[View, ...] | list[View]) -> Mapping[UUID, Side]:
    pointed = {id for view in views for id in references_in(view)}
    names = named(await read_several(visit.site.front.node, visit.session, pointed))
    return {
        view.id: Side(view, title_of(view.kind, view.fields), told(view.kind, view.fields, names)) for view in views
    }


def _between(links: tuple[Link, ...], sides: Mapping[UUID, Side]) -> Iterator[Between]:
    yield from (Between(each, sides[each.one], sides[each.other]) for each in links)


def _disputed(identity: Identity, sides: Mapping[UUID, Side]) -> list[tuple[Side, Side]]:
    return [(sides[one], sides[other]) for one, other in identity.disputed if one in sides and other in sides]


def _percent(reasons: Waterfall | None) -> str:
    return f"{reasons.chance:.1%}" if reasons else ""


def _prefix(field: str) -> str:
    return f"new.{field}." if field else ""


def _id(said: str) -> UUID:
    if not is_id(said):
        raise Turned(MALFORMED, "A judgment names two records.", remedy="Load the page anew.", field="one")
    return UUID(said)


def _verdict(said: str) -> Verdict:
    if said not in _VERDICTS:
        raise Turned(
            MALFORMED, "This is no judgment.", remedy="Say whether they are the same, or that you are unsure.",
            field="verdict",
        )  # fmt: skip
    return _VERDICTS[said]
