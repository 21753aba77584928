"""Ask a pinned address of the issuer something: five seconds, a quarter of a megabyte, 200 or nothing."""

import base64
from collections.abc import Mapping
from urllib.parse import urlencode

from comity.errors import Unavailable, Unreachable
from comity.outside import fetching
from comity.outside.addresses import Target, parsed, reachable
from comity.outside.fetching import Reply

_SECONDS = 5.0
_ACCEPT = {"Accept": "application/json"}
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_GOOD = 200


async def fetched(address: str) -> bytes:
    """Give what stands at an address; Unavailable unless it answers with 200 in time."""
    try:
        return _good(await fetching.fetched(await _target(address), _ACCEPT, seconds=_SECONDS))
    except Unreachable as wrong:
        raise _unreached() from wrong


async def posted(address: str, form: Mapping[str, str], *, user: str, password: str) -> bytes:
    """Give the answer to a form; ``user`` signs it with a password where there is one (RFC 6749, section 2.3.1)."""
    headers = _ACCEPT | _FORM
    if password:
        headers["Authorization"] = "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()
    try:
        body = urlencode(form).encode()
        return _good(await fetching.sent(await _target(address), body, headers, seconds=_SECONDS))
    except Unreachable as wrong:
        raise _unreached() from wrong


async def _target(address: str) -> Target:
    # The operator pinned it, so it may stand in the agency's own network; entrance.py saw that it is encrypted.
    return await reachable(address, frozenset({parsed(address).pair}))


def _good(reply: Reply) -> bytes:
    if reply.status != _GOOD or not reply.whole:
        raise _unreached()
    return reply.body


def _unreached() -> Unavailable:
    return Unavailable("The issuer did not answer as it should.", remedy="Try again, or sign in with a passkey.")
