"""Lists of records: the newest of a kind, or what a search finds; each also as JSON and as a table for spreadsheets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import uuid4

from starlette.responses import Response

from comity.acts.read import NEWEST, read_newest
from comity.acts.search import facets, search
from comity.acts.viewing import View
from comity.api.answers import page_answer
from comity.api.asking import limit_of, queried
from comity.api.finding import following_address, place_in
from comity.desks.titles import title_of, when_of
from comity.errors import Invalid
from comity.records.registry import kind_named, kinds
from comity.web.desk_page import lines_of
from comity.web.pages import filled, rendered
from comity.web.site import Visit
from comity.web.tables import table_answer

FORMS = frozenset({"", ".json", ".csv"})
SEARCH = "/search"
# Who looked at whom, of which there is more than of anything else, is found by asking for it.
_ASKED_FOR = frozenset({"disclosure"})


@dataclass(frozen=True)
class Listed:
    """A page of a list, and where the next one is."""

    views: Sequence[View]
    following: str


async def of_kind(visit: Visit) -> Response:
    """Show the newest records of a kind."""
    name, form = _parted(str(visit.request.path_params["kind"]))
    spec = kind_named(name)
    query = queried(visit.request, ("cursor", "limit"))
    path = f"/lists/{spec.name}"
    limit = limit_of(query)
    place = visit.site.front.cursors.place(visit.session, path, query["cursor"]) if "cursor" in query else NEWEST
    views = await read_newest(visit.site.front.node, visit.session, frozenset({spec.name}), before=place, limit=limit)
    following = ""
    if len(views) == limit:
        cursor = visit.site.front.cursors.cursor(visit.session, path, views[-1].seq)
        following = f"{path}{form}?{urlencode({'cursor': cursor, 'limit': str(limit)})}"
    return await _answer(visit, form, Listed(views, following), template="list.html", kind=spec.name, path=path)


async def found(visit: Visit) -> Response:
    """Show what a search finds, the best match first."""
    form = str(visit.request.path_params.get("form", ""))
    query = queried(visit.request, ("q", "kind", "cursor", "limit"))
    words = query.get("q", "").strip()
    kind = query.get("kind", "")
    if not words:
        return _nothing(visit, "", kind, None)
    try:
        return await _found(visit, form, query, words)
    except Invalid as wrong:
        return _nothing(visit, words, kind, wrong)


async def _found(visit: Visit, form: str, query: Mapping[str, str], words: str) -> Response:
    node, session, front = visit.site.front.node, visit.session, visit.site.front
    kind = query.get("kind", "")
    wanted = frozenset({kind_named(kind).name}) if kind else frozenset(kinds()) - _ASKED_FOR
    place = place_in(front, session, query, SEARCH)
    limit = limit_of(query)
    result = await search(node, session, words, wanted=wanted, after=place, limit=limit)
    following = ""
    if len(result.hits) == limit:
        following = await following_address(front, session, query, SEARCH, place=result.hits[-1].place)
        following = following.replace(SEARCH, SEARCH + form, 1)
    counts = await facets(node, session, words) if not form else None
    return await _answer(
        visit, form, Listed(result.views, following), template="search.html",
        words=words, kind=kind, counts=counts, wrong=None, path=SEARCH, key=str(uuid4()),
    )  # fmt: skip


async def _answer(visit: Visit, form: str, listed: Listed, *, template: str, **values: object) -> Response:
    if form == ".json":
        return page_answer(listed.views, following=listed.following)
    if form == ".csv":
        return table_of(listed)
    lines = await lines_of(visit, listed.views)
    return filled(visit, template, {"lines": lines, "following": listed.following, **values})


def _nothing(visit: Visit, words: str, kind: str, wrong: Invalid | None) -> Response:
    """Show the box alone, with what is wrong with the words."""
    return rendered(
        visit, "search.html", status=422 if wrong else 200, words=words, kind=kind, counts=None, wrong=wrong,
        lines=(), following="", path=SEARCH, key="",
    )  # fmt: skip


def _parted(name: str) -> tuple[str, str]:
    stem, dot, form = name.rpartition(".")
    return (stem, f".{form}") if dot and f".{form}" in FORMS else (name, "")


def table_of(listed: Listed) -> Response:
    """Give a list of records as a table."""
    columns = ("id", "kind", "title", "when", "owner", "version", "recorded_at", "recorded_by", "withheld")
    return table_answer(columns, map(_row, listed.views), following=listed.following)


def _row(view: View) -> tuple[object, ...]:
    return (
        view.id, view.kind, title_of(view.kind, view.fields), when_of(view.fields), view.owner, view.version,
        view.recorded_at.isoformat(), view.recorded_by, " ".join(view.withheld),
    )  # fmt: skip
