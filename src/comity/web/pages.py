"""How pages answer: who comes without a sign-in is sent to it, forms are sent from here, and every error is a page."""

import gzip
from collections.abc import Awaitable, Callable, Mapping
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp

from comity.api.front import Front
from comity.api.problems import NOT_SIGNED_IN, Turned, problem_answer, problem_of
from comity.api.resources import Endpoint, Tell
from comity.errors import ComityError
from comity.web.assets import takes_gzip
from comity.web.cookies import TOKEN, drop
from comity.web.origin import OWN, require_own_page
from comity.web.site import Site, Spoken, Visit

PageEndpoint = Callable[[Visit], Awaitable[ASGIApp]]
# Nothing runs, loads or is sent but what comes from this node; and no page elsewhere may hold one of ours in a frame.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
GUARDED: Mapping[str, str] = {
    "Content-Security-Policy": POLICY,
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=()",
}
HTML = "text/html; charset=utf-8"
# Bytes that go in one packet or two are not worth compressing; the rest is, as fast as it goes.
_SMALL, _QUICKLY = 2048, 1


def behind_the_door(site: Site, endpoint: PageEndpoint) -> Endpoint:
    """Give what answers whoever is signed in; anybody else is sent to sign in."""

    async def answer(front: Front, request: Request) -> ASGIApp:
        del front
        _require_own(request)
        request.state.visit = Visit(site, request, await site.reader(request))
        return await endpoint(request.state.visit)

    return answer


def before_the_door(site: Site, endpoint: PageEndpoint) -> Endpoint:
    """Give what answers anybody, and knows nobody."""

    async def answer(front: Front, request: Request) -> ASGIApp:
        del front
        _require_own(request)
        return await endpoint(Visit(site, request, None))

    return answer


def as_page(site: Site) -> Tell:
    """Give what tells people of an error."""

    def tell(request: Request, wrong: ComityError) -> ASGIApp:
        visit: Visit = getattr(request.state, "visit", None) or Visit(site, request, None)
        return error_page(visit, wrong)

    return tell


def _require_own(request: Request) -> None:
    """Turned for a form that a page elsewhere sent; to read changes nothing."""
    if request.method not in ("GET", "HEAD"):
        require_own_page(request)


def rendered(visit: Visit, template: str, *, status: int = 200, **values: object) -> Response:
    """Answer with a page; ``values`` are what its template speaks of."""
    return filled(visit, template, values, status=status)


def filled(visit: Visit, template: str, values: Spoken, *, status: int = 200) -> Response:
    """Answer with a page whose values are at hand already."""
    body, told = visit.page(template, values).encode(), dict(GUARDED)
    if len(body) > _SMALL and _may_be_packed(visit.request):
        body, told = gzip.compress(body, _QUICKLY, mtime=0), {**told, "Content-Encoding": "gzip"}
    return Response(body, status, told, HTML)


def _may_be_packed(request: Request) -> bool:
    """Tell whether a page may be sent compressed: only to who asked for it from here, or by hand.

    How long a compressed page is tells how much of it says the same twice (BREACH): a page elsewhere that lets a
    browser ask for ours again and again, each time with other words, would learn from it what else is on them.
    """
    headers = request.headers
    return headers.get("sec-fetch-site") in OWN and takes_gzip(headers.get("accept-encoding", ""))


def moved_to(address: str) -> Response:
    """Go on to another page after something was done, so that loading it anew does nothing twice."""
    return RedirectResponse(address, 303, dict(GUARDED))


def error_page(visit: Visit, wrong: ComityError) -> Response:
    """Answer with what went wrong and what to do next; whoever is not signed in is sent to sign in, and then back."""
    problem = problem_of(wrong)
    if visit.is_data:
        return _as_data(wrong)
    if problem.status == NOT_SIGNED_IN.status:
        return _to_sign_in(visit)
    template = "parts/problem.html" if visit.is_part else "problem.html"
    answer = rendered(visit, template, status=problem.status, problem=problem)
    if isinstance(wrong, Turned):
        answer.headers.update(wrong.headers)
    return answer


def _as_data(wrong: ComityError) -> Response:
    """Tell a program what went wrong, and that a key would do where nobody is signed in."""
    answer = problem_answer(wrong)
    if answer.status_code == NOT_SIGNED_IN.status:
        answer.headers["WWW-Authenticate"] = 'Basic realm="comity", charset="UTF-8"'
    return answer


def _to_sign_in(visit: Visit) -> Response:
    request = visit.request
    back = request.url.path if request.method == "GET" and not visit.is_part else "/desk"
    if request.url.query and back != "/desk":
        back = f"{back}?{request.url.query}"
    address = f"/sign-in?{urlencode({'then': back})}"
    answer = Response(headers={**GUARDED, "HX-Redirect": address}) if visit.is_part else moved_to(address)
    if TOKEN in request.cookies:
        drop(answer, TOKEN)
    return answer
