"""What a browser keeps for its reader: the token of a sign-in, and how they like their pages."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from comity.web.words import language_asked

TOKEN, PURPOSE = "comity", "comity_purpose"
LANGUAGE, DENSITY, SCHEME = "comity_language", "comity_density", "comity_scheme"
DENSITIES = ("comfortable", "compact")
SCHEMES = ("system", "light", "dark")
_YEAR = 365 * 24 * 3600


@dataclass(frozen=True)
class Likes:
    """How a reader likes their pages: in which language, how dense, light or dark."""

    language: str
    density: str = DENSITIES[0]
    scheme: str = SCHEMES[0]


def likes_of(request: Request) -> Likes:
    """Read what a browser keeps; whatever it keeps that nobody offers counts as nothing."""
    density, scheme = request.cookies.get(DENSITY), request.cookies.get(SCHEME)
    return Likes(
        language_asked(request.cookies.get(LANGUAGE), request.headers.get("accept-language", "")),
        density if density in DENSITIES else DENSITIES[0],
        scheme if scheme in SCHEMES else SCHEMES[0],
    )


def keep(request: Request, answer: Response, name: str, value: str, *, seconds: int = _YEAR) -> None:
    """Let the browser keep something that no script reads and no page elsewhere sends along."""
    secure = request.url.scheme == "https"
    answer.set_cookie(name, value, max_age=seconds, path="/", httponly=True, samesite="lax", secure=secure)


def keep_while_open(request: Request, answer: Response, name: str, value: str) -> None:
    """Let the browser keep something until it is closed: the server ends a sign-in sooner."""
    secure = request.url.scheme == "https"
    answer.set_cookie(name, value, path="/", httponly=True, samesite="lax", secure=secure)


def drop(answer: Response, *names: str) -> None:
    """Let the browser keep it no more."""
    for name in names:
        answer.delete_cookie(name, path="/", httponly=True, samesite="lax")
