"""One request to one target: no redirect is followed, no proxy asked, no second connection made, no wait without end.

The connection goes to the addresses that ``reachable`` resolved and judged, under the target's name (in the certificate
that is asked for and in Host): a name that leads elsewhere since then leads nobody there.
"""

import asyncio
import re
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from comity.errors import Invalid, Unreachable
from comity.outside.addresses import Target
from comity.outside.answers import NOT_HTTP, Answer

_PIECE = 16 * 1024
_CONNECTING_SECONDS = 5.0
_NAME = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_VALUE = re.compile(r"[\x20-\x7e]*")
_OURS = frozenset({"host", "connection", "content-length", "transfer-encoding", "accept-encoding"})


@dataclass(frozen=True)
class Reply:
    """What a host answered: names of headers in small letters, 256 KiB of the body at most, ``whole`` if it is all."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    whole: bool


async def sent(
    target: Target, body: bytes, headers: Mapping[str, str], *, seconds: float = 20, trust: ssl.SSLContext | None = None
) -> Reply:
    """Post a body and give the answer, whatever its status; Unreachable when there is none within the seconds.

    ``trust`` says whose certificates hold; the system's, unless it is given. After Unreachable the host may have taken
    the body all the same: send it again under the same id.
    """
    return await _asked(target, _request("POST", target, headers, body), seconds, trust)


async def fetched(
    target: Target, headers: Mapping[str, str], *, seconds: float = 20, trust: ssl.SSLContext | None = None
) -> Reply:
    """Get what stands at a target, whatever its status; Unreachable when there is no answer within the seconds."""
    return await _asked(target, _request("GET", target, headers, None), seconds, trust)


def _request(method: str, target: Target, headers: Mapping[str, str], body: bytes | None) -> bytes:
    for name, value in headers.items():
        if not _NAME.fullmatch(name) or not _VALUE.fullmatch(value) or name.lower() in _OURS:
            raise Invalid(f"The header {name!r} cannot be sent.", field="headers", remedy="Leave it out, or spell it.")
    usual = 443 if target.scheme == "https" else 80
    host = target.pair.removesuffix(f":{usual}")
    own = {"Host": host, "Connection": "close", "Accept-Encoding": "identity"}
    if body is not None:
        own["Content-Length"] = str(len(body))
    lines = [f"{method} {target.path} HTTP/1.1", *(f"{name}: {value}" for name, value in {**own, **headers}.items())]
    return "\r\n".join([*lines, "", ""]).encode("ascii") + (body or b"")


async def _asked(target: Target, request: bytes, seconds: float, trust: ssl.SSLContext | None) -> Reply:
    try:
        async with asyncio.timeout(seconds):
            reader, writer = await _connected(target, trust)
            try:
                return await _exchanged(reader, writer, request, target)
            finally:
                # A host that never says goodbye would otherwise hold the connection beyond the time that it has.
                writer.transport.abort()
    except (OSError, *NOT_HTTP) as wrong:
        raise _unreachable(target, _why(wrong)) from wrong


async def _connected(target: Target, trust: ssl.SSLContext | None) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    *others, last = target.addresses
    for address in others:
        try:
            async with asyncio.timeout(_CONNECTING_SECONDS):
                return await _opened(address, target, trust)
        except ssl.SSLError:
            # It was reached, and is not whom it should be: the next address is no remedy for that.
            raise
        except OSError:
            continue
    return await _opened(last, target, trust)


async def _opened(
    address: str, target: Target, trust: ssl.SSLContext | None
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    if target.scheme != "https":
        return await asyncio.open_connection(address, target.port)
    context = trust or _system_trust()
    return await asyncio.open_connection(address, target.port, ssl=context, server_hostname=target.host)


@cache
def _system_trust() -> ssl.SSLContext:
    return ssl.create_default_context()


async def _exchanged(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes, target: Target
) -> Reply:
    # Nothing waits until all was taken: a host may answer before that, and what it says counts.
    writer.write(request)
    answer = Answer()
    while answer.wants_more and (piece := await reader.read(_PIECE)):
        answer.feed(piece)
    if not answer.useful:
        raise _unreachable(target, "broke off its answer")
    return Reply(answer.status, answer.headers, answer.body, answer.whole)


def _unreachable(target: Target, what: str) -> Unreachable:
    return Unreachable(
        f"{target.host} {what}.",
        remedy="Nothing is lost: try again later, or ask whoever runs that host.",
    )


def _why(wrong: Exception) -> str:
    match wrong:
        case TimeoutError():
            return "did not answer in time"
        case ssl.SSLCertVerificationError():
            return "shows a certificate that does not hold"
        case ssl.SSLError():
            return "could not be spoken to in TLS"
        case ConnectionRefusedError():
            return "takes no connections"
        case OSError():
            return "cannot be reached"
        case _:
            return "does not speak HTTP"
