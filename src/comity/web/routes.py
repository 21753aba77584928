"""Every address of the pages, and which page answers there."""

from collections.abc import Callable, Mapping
from datetime import UTC, tzinfo

from starlette.requests import Request
from starlette.routing import Route
from starlette.types import ASGIApp

from comity.api.front import Front
from comity.api.problems import ABSENT, Turned
from comity.api.resources import METHODS, Endpoint, Resource, no_such_address
from comity.api.server import Others
from comity.web import (
    analysis_page,
    case_page,
    choices_page,
    correction_page,
    custody_page,
    desk_page,
    docket_page,
    entry_page,
    export_page,
    identity_page,
    join_page,
    likes_page,
    list_page,
    live_page,
    news_page,
    outsider_page,
    proof_page,
    record_page,
    seen_page,
    sign_in_page,
    survey_page,
)
from comity.web.assets import read_assets
from comity.web.pages import PageEndpoint, as_page, before_the_door, behind_the_door
from comity.web.site import Site, Visit
from comity.web.words import Catalogs, translations

Door = Callable[[Site, PageEndpoint], Endpoint]

_OPEN: Mapping[str, Mapping[str, PageEndpoint]] = {
    "/": {"GET": desk_page.front_door},
    "/sign-in": {"GET": sign_in_page.page, "POST": sign_in_page.by_form},
    "/sign-in/passkey": {"POST": sign_in_page.by_passkey},
    "/join": {"GET": join_page.page, "POST": join_page.by_secret},
    "/likes": {"POST": likes_page.change},
}
_BEHIND_THE_DOOR: Mapping[str, Mapping[str, PageEndpoint]] = {
    "/desk": {"GET": desk_page.page},
    "/desk/{number}": {"GET": desk_page.part},
    "/records/{id}.json": {"GET": record_page.raw},
    "/records/{id}": {"GET": record_page.page},
    "/records/{id}/correction": {"GET": correction_page.page, "POST": correction_page.sent},
    "/records/{id}/history": {"GET": record_page.versions},
    "/records/{id}/reasons": {"GET": record_page.reasons},
    "/records/{id}/proof": {"GET": record_page.proof},
    "/records/{id}/badge": {"GET": proof_page.badge},
    "/records/{id}/seen": {"GET": seen_page.page},
    "/records/{id}/seen.json": {"GET": seen_page.raw},
    "/records/{id}/seen.csv": {"GET": seen_page.sheet},
    "/about/proof": {"GET": proof_page.about},
    "/enter/{kind}": {"GET": entry_page.page, "POST": entry_page.sent},
    "/enter/{kind}/readers": {"POST": entry_page.readers},
    "/cases/{id}.json": {"GET": case_page.raw},
    "/cases/{id}": {"GET": case_page.page},
    "/cases/{id}/people": {"GET": case_page.people},
    "/cases/{id}/map": {"GET": case_page.on_map},
    "/cases/{id}/links": {"GET": case_page.links},
    "/cases/{id}/links.json": {"GET": case_page.links_raw},
    "/cases/{id}/documents": {"GET": case_page.documents},
    "/cases/{id}/seen": {"GET": case_page.seen},
    "/cases/{id}/export": {"GET": export_page.page},
    "/cases/{id}/export.json": {"GET": export_page.as_json},
    "/cases/{id}/export.csv": {"GET": export_page.as_csv},
    "/cases/{id}/export.pdf": {"GET": export_page.as_pdf},
    "/cases/{id}/export.zip": {"GET": export_page.as_bundle},
    "/cases/{id}/print": {"GET": export_page.to_print},
    "/docket": {"GET": docket_page.today},
    "/docket.ics": {"GET": docket_page.feed},
    "/docket/hearings/{id}": {"GET": docket_page.hearing},
    "/docket/{day}": {"GET": docket_page.of_day},
    "/custody.json": {"GET": custody_page.raw},
    "/custody.csv": {"GET": custody_page.sheet},
    "/custody": {"GET": custody_page.page},
    "/enter/{kind}/alike": {"POST": identity_page.alike},
    "/records/{id}/same": {"GET": identity_page.same},
    "/people/review": {"GET": identity_page.queue},
    "/people/review.json": {"GET": identity_page.queue_raw},
    "/people/review.csv": {"GET": identity_page.queue_sheet},
    "/people/judgments": {"POST": identity_page.judge},
    "/choices": {"GET": choices_page.found},
    "/lists/{kind}": {"GET": list_page.of_kind},
    "/analysis/series": {"GET": survey_page.suggestions},
    "/analysis/series.json": {"GET": survey_page.suggestions_raw},
    "/analysis/series.csv": {"GET": survey_page.suggestions_sheet},
    "/analysis/map": {"GET": survey_page.on_map},
    "/analysis/map.json": {"GET": survey_page.on_map_raw},
    "/analysis/map.csv": {"GET": survey_page.on_map_sheet},
    "/analysis/{id}.json": {"GET": analysis_page.raw},
    "/analysis/{id}.csv": {"GET": analysis_page.sheet},
    "/analysis/{id}": {"GET": analysis_page.page},
    "/search/saved": {"POST": news_page.watch_search},
    "/search": {"GET": list_page.found},
    "/search{form}": {"GET": list_page.found},
    "/news": {"GET": news_page.page},
    "/news.json": {"GET": news_page.raw},
    "/news.csv": {"GET": news_page.sheet},
    "/news/now": {"GET": news_page.part},
    "/news/{id}/seen": {"POST": news_page.seen},
    "/news/{id}/end": {"POST": news_page.end},
    "/records/{id}/tell": {"GET": outsider_page.page, "POST": outsider_page.sent},
    "/records/{id}/watch": {"POST": news_page.watch},
    "/live": {"GET": live_page.stream},
    "/purpose": {"POST": likes_page.change_purpose},
    "/sign-out": {"POST": sign_in_page.leave},
}


def page_routes(front: Front, *, zone: tzinfo = UTC, catalogs: Catalogs = translations) -> Others:
    """Give all pages before a front; clocks show the time of a zone, and pages speak by its catalogs."""
    site = Site(front, read_assets(), zone, catalogs)
    tell = as_page(site)

    def at(path: str, endpoints: Mapping[str, PageEndpoint], door: Door) -> Route:
        answering = {method: door(site, endpoint) for method, endpoint in endpoints.items()}
        return Route(path, Resource(front, answering, tell))

    routes = [
        Route("/static/{path:path}", site.assets),
        *(at(path, endpoints, before_the_door) for path, endpoints in _OPEN.items()),
        *(at(path, endpoints, behind_the_door) for path, endpoints in _BEHIND_THE_DOOR.items()),
    ]
    nowhere = dict.fromkeys(METHODS, _no_address) | dict.fromkeys(("GET", "HEAD"), before_the_door(site, _nowhere))
    return Others(routes, Resource(front, nowhere, tell))


async def _no_address(front: Front, request: Request) -> ASGIApp:
    del front, request
    return no_such_address


async def _nowhere(visit: Visit) -> ASGIApp:
    """Tell people that there is no such page, and programs that there is no such address."""
    if "text/html" not in visit.request.headers.get("accept", ""):
        return no_such_address
    raise Turned(ABSENT, "There is no such page.", remedy="Go back to the desk, or search.")
