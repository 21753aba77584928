"""Ask a pinned address of the issuer something: no redirects, no proxies, five seconds, a quarter of a megabyte."""

import asyncio
import base64
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from urllib.parse import urlencode, urlsplit

from comity.errors import Unavailable

_SECONDS = 5.0
_LARGEST = 256 * 1024
_FORM = "application/x-www-form-urlencoded"
_GOOD = 200


async def fetched(address: str) -> bytes:
    """Give what stands at an address; Unavailable unless it answers with 200 in time."""
    return await asyncio.to_thread(_asked, address, None, {})


async def posted(address: str, form: Mapping[str, str], *, user: str, password: str) -> bytes:
    """Give the answer to a form; ``user`` signs it with a password where there is one (RFC 6749, section 2.3.1)."""
    headers = {"Content-Type": _FORM}
    if password:
        headers["Authorization"] = "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()
    return await asyncio.to_thread(_asked, address, urlencode(form).encode(), headers)


def _asked(address: str, body: bytes | None, headers: Mapping[str, str]) -> bytes:
    parts = urlsplit(address)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=_SECONDS)
    path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    try:
        connection.request("GET" if body is None else "POST", path, body, {"Accept": "application/json", **headers})
        return _answer(connection.getresponse())
    except (OSError, HTTPException) as wrong:
        raise _unreached() from wrong
    finally:
        connection.close()


def _answer(answer: HTTPResponse) -> bytes:
    content = answer.read(_LARGEST + 1)
    if answer.status != _GOOD or len(content) > _LARGEST:
        raise _unreached()
    return content


def _unreached() -> Unavailable:
    return Unavailable("The issuer did not answer as it should.", remedy="Try again, or sign in with a passkey.")
