"""Take a case out: what would leave is shown first; then as JSON, a table, a PDF, a signed bundle, or to be printed."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from importlib import import_module
from uuid import UUID

from msgspec import Struct
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp

from comity.acts.bundle_case import bundle_case
from comity.acts.export_case import Chosen, Exported, Extent, Portion, Preview, export_case, preview_case
from comity.acts.gather import LARGEST_THREAD
from comity.api.answers import PRIVATE
from comity.api.asking import id_in
from comity.api.bodies import JSON
from comity.api.problems import MALFORMED, Turned
from comity.api.sheets import Sheet, as_line
from comity.api.views import Shown, encoder, shown
from comity.errors import Refused, Unavailable
from comity.policy.grounds import Notice
from comity.records.registry import kind_named
from comity.web.bundle_words import readme
from comity.web.pages import PageEndpoint, moved_to, rendered
from comity.web.paper import Paper, head_of, paper_of, title_of_export
from comity.web.site import Visit
from comity.web.told import named, told

# A PDF of more takes longer than anybody waits, and nobody turns its pages.
MOST_ON_PAPER = 2000
CSV, PDF, ZIP = "text/csv; charset=utf-8", "application/pdf", "application/zip"
Typeset = Callable[[Paper, datetime], bytes]
# What a browser says of a request that another site led it to (W3C Fetch Metadata).
_ELSEWHERE = frozenset({"cross-site", "same-site"})
_KNOWN = frozenset({"extent", "kind", "chosen"})


class ExportDocument(Struct, frozen=True):
    """An export as JSON: who made it, when and what for, and the records in the shape of the API.

    ``kept_back`` counts records of which no clause lets a copy leave; ``whole`` tells whether the thread ends here.
    """

    case: UUID
    exported_at: datetime
    agency: str
    member: str
    purpose: str
    kept_back: int
    whole: bool
    items: tuple[Shown, ...]


@dataclass(frozen=True)
class KindTold:
    """One kind of the preview: by whom its records are, and what of them would leave and what would not."""

    kind: str
    chosen: bool
    owners: tuple[str, ...]
    records: int
    kept_back: int
    categories: tuple[str, ...]
    withheld: tuple[str, ...]


@dataclass(frozen=True)
class Foreseen:
    """What an export by these choices would hold."""

    kinds: Sequence[KindTold]
    records: int
    kept_back: int
    kilobytes: int
    notices: Sequence[Notice]
    whole: bool
    most: int = LARGEST_THREAD
    most_on_paper: int = MOST_ON_PAPER


def _asked_here(endpoint: PageEndpoint) -> PageEndpoint:
    """Let a page elsewhere that leads to an export lead to its preview: nobody discloses by following a link."""

    @wraps(endpoint)
    async def asked(visit: Visit) -> ASGIApp:
        request = visit.request
        if request.headers.get("sec-fetch-site") in _ELSEWHERE:
            query = f"?{request.url.query}" if request.url.query else ""
            return moved_to(f"/cases/{id_in(request)}/export{query}")
        return await endpoint(visit)

    return asked


async def page(visit: Visit) -> Response:
    """Show what an export would hold, and let it be chosen; nothing leaves by this, and nothing is written down."""
    id, chosen = id_in(visit.request), chosen_in(visit.request)
    preview = await preview_case(visit.site.front.node, visit.session, id, chosen.extent)
    return rendered(visit, "export.html", root=id, extent=chosen.extent, foreseen=foreseen(preview, chosen))


@_asked_here
async def as_json(visit: Visit) -> Response:
    """Give an export as one JSON document."""
    exported = await _exported(visit)
    document = ExportDocument(
        exported.root,
        exported.at,
        exported.agency,
        exported.member,
        exported.purpose,
        exported.kept_back,
        exported.whole,
        tuple(shown(view) for view in exported.views),
    )
    return _file(exported.root, "json", encoder.encode(document), JSON)


@_asked_here
async def as_csv(visit: Visit) -> Response:
    """Give an export as a table in which nothing is read as a formula by a spreadsheet."""
    exported = await _exported(visit)
    sheet = Sheet(sorted({view.kind for view in exported.views}))
    rows = b"".join((sheet.head(), *(sheet.row(view) for view in exported.views)))
    return _file(exported.root, "csv", rows, CSV)


@_asked_here
async def as_pdf(visit: Visit) -> Response:
    """Give an export as a PDF; Unavailable where the extra that makes it is not installed, before anything leaves."""
    typeset = typesetting()
    await _require_few(visit)
    exported = await _exported(visit)
    paper = paper_of(visit, exported)
    made = await asyncio.to_thread(typeset, paper, exported.at)
    return _file(exported.root, "pdf", made, PDF)


@_asked_here
async def as_bundle(visit: Visit) -> Response:
    """Give an export as a signed bundle that anybody can check offline."""
    node, id = visit.site.front.node, id_in(visit.request)

    def told_of(exported: Exported, unproven: Sequence[UUID]) -> str:
        return readme(visit, exported, unproven)

    made = await bundle_case(node, visit.session, id, chosen_in(visit.request), line=as_line, told=told_of)
    return _file(id, "zip", made, ZIP)


@_asked_here
async def to_print(visit: Visit) -> Response:
    """Show an export as one page to be printed."""
    exported = await _exported(visit)
    names = named(exported.views)
    records = [(view, names.of[view.id][1], told(view.kind, view.fields, names)) for view in exported.views]
    title = title_of_export(visit, exported)
    head = tuple(head_of(visit, exported))
    return rendered(visit, "print.html", exported=exported, title=title, head=head, records=records)


def chosen_in(request: Request) -> Chosen:
    """Give what a request chooses: its extent, and its kinds; all of them where none were chosen from."""
    query = request.query_params
    if unknown := sorted(query.keys() - _KNOWN):
        raise Turned(MALFORMED, f"There is no parameter {unknown[0]!r} here.", remedy="Use the page's own form.")
    kinds = frozenset(kind_named(name).name for name in query.getlist("kind"))
    return Chosen(_extent(query), kinds if kinds or "chosen" in query else None)


def foreseen(preview: Preview, chosen: Chosen) -> Foreseen:
    """Give what of a preview was chosen, kind by kind, and what it comes to."""
    by_kind: dict[str, list[Portion]] = {}
    for portion in preview.portions:
        by_kind.setdefault(portion.kind, []).append(portion)
    taken = [portion for portion in preview.portions if chosen.takes(portion.kind)]
    return Foreseen(
        [_kind_told(kind, portions, chosen) for kind, portions in by_kind.items()],
        sum(portion.records for portion in taken),
        sum(portion.kept_back for portion in taken),
        -(-sum(portion.size for portion in taken) // 1000),
        tuple(dict.fromkeys(notice for portion in taken for notice in portion.notices)),
        preview.whole,
    )


def _kind_told(kind: str, portions: Sequence[Portion], chosen: Chosen) -> KindTold:
    return KindTold(
        kind,
        chosen.takes(kind),
        tuple(portion.owner for portion in portions),
        sum(portion.records for portion in portions),
        sum(portion.kept_back for portion in portions),
        tuple(dict.fromkeys(label for portion in portions for label in portion.categories)),
        tuple(dict.fromkeys(label for portion in portions for label in portion.withheld)),
    )


def _extent(query: QueryParams) -> Extent:
    try:
        return Extent(query.get("extent", Extent.CASE))
    except ValueError:
        raise Turned(
            MALFORMED, "extent is case or record.", remedy="Use the page's own form.", field="extent"
        ) from None


async def _exported(visit: Visit) -> Exported:
    return await export_case(visit.site.front.node, visit.session, id_in(visit.request), chosen_in(visit.request))


async def _require_few(visit: Visit) -> None:
    chosen = chosen_in(visit.request)
    preview = await preview_case(visit.site.front.node, visit.session, id_in(visit.request), chosen.extent)
    if (records := foreseen(preview, chosen).records) > MOST_ON_PAPER:
        raise Refused(
            f"A PDF holds up to {MOST_ON_PAPER} records, and these are {records}.",
            rule="paper_is_short",
            remedy="Choose fewer kinds, or take the signed bundle, which holds them all.",
        )


def typesetting() -> Typeset:
    """Give what sets a PDF; Unavailable where the extra that it needs is not installed."""
    # Asked for by its name: a node does without the package that a PDF needs.
    try:
        module = import_module("comity.web.typesetting")
    except ModuleNotFoundError as missing:
        raise Unavailable(
            f"A PDF needs {missing.name}, which is not installed on this node.",
            remedy="Use the print view, or have whoever runs the node do: pip install 'comity[pdf]'",
        ) from missing
    typeset: Typeset = module.typeset
    return typeset


def _file(id: UUID, form: str, body: bytes, media_type: str) -> Response:
    headers: Mapping[str, str] = {
        **PRIVATE,
        "Content-Disposition": f'attachment; filename="case-{id}.{form}"',
        "X-Content-Type-Options": "nosniff",
    }
    return Response(body, headers=dict(headers), media_type=media_type)
