"""The page of somebody without an account: what happened, and two buttons. It needs no script and fits a phone."""

from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256
from html import escape

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from comity.acts.outsiders import Happened, Served, confirm, leave, serve
from comity.api.answers import PRIVATE
from comity.api.asking import queried
from comity.api.front import Front
from comity.desks.victim_notices import WORDS, Words

PATH = "/notices/{token}"
_STYLE = """\
:root{color-scheme:light dark}html{background:Canvas;color:CanvasText}
body{font:1.125rem/1.5 system-ui,sans-serif;max-width:34rem;margin:0 auto;padding:1rem}
h1{font-size:1.5rem}ul{padding-left:1.25rem}li{margin:.5rem 0}form{margin:1rem 0}
button{font:inherit;width:100%;min-height:3rem;padding:.5rem 1rem;border:2px solid;border-radius:.5rem;color:CanvasText}
button{background:Canvas}button.quiet{border:0;text-decoration:underline}a{color:LinkText}
"""
_POLICY = (
    f"default-src 'none'; style-src 'sha256-{b64encode(sha256(_STYLE.encode()).digest()).decode()}'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
    **PRIVATE,
}


async def page(front: Front, request: Request) -> Response:
    """Show the page behind a link."""
    queried(request, ())
    token = request.path_params["token"]
    return Response(_page(token, await serve(front.node, token)), 200, _HEADERS, "text/html; charset=utf-8")


async def confirmed(front: Front, request: Request) -> Response:
    """Take the confirmation of an address, and show the page again."""
    queried(request, ())
    await confirm(front.node, request.path_params["token"])
    return _back(request)


async def left(front: Front, request: Request) -> Response:
    """End the messages, and show the page again."""
    queried(request, ())
    await leave(front.node, request.path_params["token"])
    return _back(request)


def _back(request: Request) -> Response:
    return RedirectResponse(f"/notices/{request.path_params['token']}", 303, _HEADERS)


def _page(token: str, served: Served) -> str:
    words, language = WORDS[served.outsider.language], served.outsider.language
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(words.title)}</title><style>{_STYLE}</style></head>"
        f"<body><main><h1>{escape(words.title)}</h1>{_body(token, served, words)}"
        f"<p>{_help(served.emergency_number, words)}</p></main></body></html>"
    )


def _body(token: str, served: Served, words: Words) -> str:
    if not served.goes_on:
        return f"<p>{escape(words.left)}</p>"
    leaving = _button(token, "ending", words.leave, "quiet")
    if served.outsider.verified_at is None:
        return _button(token, "confirmation", words.confirm) + leaving
    return f"<p>{escape(words.confirmed)}</p>{_happened(served.happened, words)}{leaving}"


def _happened(happened: Sequence[Happened], words: Words) -> str:
    if not happened:
        return f"<p>{escape(words.nothing)}</p>"
    lines = (
        f'<li><time datetime="{each.at.isoformat()}">{each.at:%Y-%m-%d %H:%M} UTC</time><br>'
        f"{escape(words.events.get(each.kind, words.title))}</li>"
        for each in happened
    )
    return f"<ul>{''.join(lines)}</ul>"


def _help(number: str, words: Words) -> str:
    """Say whom to call, so that a phone can."""
    return escape(words.help).format(number=f'<a href="tel:{escape(number)}">{escape(number)}</a>')


def _button(token: str, path: str, text: str, look: str = "") -> str:
    action = f"/notices/{escape(token)}/{path}"
    button = f'<button type="submit" class="{look}">{escape(text)}</button>'
    return f'<form method="post" action="{action}">{button}</form>'
