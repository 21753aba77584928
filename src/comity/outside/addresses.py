"""Which addresses of the world outside may be reached: encrypted, public, and the same one when it is connected to.

An address comes from a partner or a subscriber, and the node that connects to it stands inside a network of theirs or
ours: nothing that an address says may lead it to a neighbor that trusts it (server-side request forgery). Only the
pairs of host and port that the operator names in COMITY_OUTSIDE_HOSTS may stand inside, or be reached in the clear.
"""

import asyncio
import re
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address

from comity.errors import Invalid, Refused, Unreachable
from comity.outside.places import Address, Place, place_of

Resolver = Callable[[str, int], Awaitable[tuple[str, ...]]]

_PORTS = frozenset({443, 8443})
_HIGHEST_PORT = 65535
_LONGEST = 2048
_LONGEST_NAME = 253
_RESOLVING_SECONDS = 5.0
_MOST_ADDRESSES = 4

# RFC 3986, narrower: what is not letter, digit or one of these is percent-encoded, and never within a host.
_LETTERS = re.compile(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]*")
_WHOLE = re.compile(r"(?P<scheme>https?)://(?P<authority>[^/?#]+)(?P<path>/[^?#]*)?(?P<query>\?[^#]*)?", re.IGNORECASE)
_AUTHORITY = re.compile(r"(?P<host>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.\-]+)(?::(?P<port>[1-9][0-9]{0,4}))?")
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_FOUR_NUMBERS = re.compile(r"(0|[1-9][0-9]{0,2})(\.(0|[1-9][0-9]{0,2})){3}")
# What an address parser somewhere takes for a number, and so the whole host for an IPv4 address (WHATWG URL, 3.5).
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
# Names that mean this machine, this network or nothing public: RFC 6761, 6762, 7686, 8375, ICANN's `internal`.
_INNER_NAMES = frozenset(
    "localhost localdomain local internal intranet private corp home lan arpa onion test invalid example".split()
)


@dataclass(frozen=True)
class Target:
    """An address that may be reached: the name it goes by, and the resolved addresses that alone are connected to."""

    scheme: str
    host: str
    port: int
    path: str
    addresses: tuple[str, ...]

    @property
    def pair(self) -> str:
        """Host and port, as the settings name them: ``receiver.court.example:8443``, ``[fd00::5]:443``."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


async def resolved(host: str, port: int) -> tuple[str, ...]:
    """Give every address of a name, in the order in which they are to be tried; Unreachable when it has none."""
    try:
        async with asyncio.timeout(_RESOLVING_SECONDS):
            found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as wrong:
        raise _nameless(host) from wrong
    return tuple(str(address[0]) for *_, address in found)


async def reachable(url: str, allowed: frozenset[str], *, resolver: Resolver = resolved) -> Target:
    """Give the target of an address, its name resolved once and for all; connects to nothing.

    ``allowed`` are pairs such as ``receiver.court.example:8443``: they alone may stand inside, have another port, or
    be reached in the clear. Invalid when it is no address, Refused when it is one that must not be reached, Unreachable
    when its name is unknown now.
    """
    target = parsed(url)
    may_be_inside = target.pair in allowed
    if not may_be_inside:
        _hold_form(target)
    addresses = target.addresses or await resolver(target.host, target.port)
    if not addresses:
        raise _nameless(target.host)
    for address in addresses:
        _hold_place(address, Place.INSIDE if may_be_inside else Place.PUBLIC)
    return Target(target.scheme, target.host, target.port, target.path, addresses[:_MOST_ADDRESSES])


def parsed(url: str) -> Target:
    """Read an address strictly, in its one spelling; Invalid says what is wrong. The addresses of a name stay empty."""
    if len(url) > _LONGEST or not _LETTERS.fullmatch(url):
        raise _malformed("has a character that none may have, or is longer than 2,048")
    parts = _WHOLE.fullmatch(url)
    if parts is None:
        raise _malformed("is not https://host/path, or has a fragment (#)")
    authority = _AUTHORITY.fullmatch(parts["authority"])
    if authority is None:
        raise _malformed("has something other than a host and a port between // and the path")
    host, addresses = _host(authority["host"].lower())
    scheme = parts["scheme"].lower()
    port = int(authority["port"] or (443 if scheme == "https" else 80))
    if port > _HIGHEST_PORT:
        raise _malformed(f"has a port above {_HIGHEST_PORT}")
    return Target(scheme, host, port, (parts["path"] or "/") + (parts["query"] or ""), addresses)


def _host(text: str) -> tuple[str, tuple[str, ...]]:
    if text.startswith("["):
        address = str(_literal(text[1:-1], IPv6Address))
        return address, (address,)
    if _FOUR_NUMBERS.fullmatch(text):
        return text, (str(_literal(text, IPv4Address)),)
    labels = text.split(".")
    if len(text) > _LONGEST_NAME or not all(map(_LABEL.fullmatch, labels)):
        raise _malformed("has a host with an empty, overlong or misspelled part")
    if _NUMBER.fullmatch(labels[-1]):
        raise _malformed("has a host that ends in a number and is no plain address")
    return text, ()


def _literal(text: str, form: type[Address]) -> Address:
    try:
        return form(text)
    except ValueError:
        raise _malformed("has a host that looks like a numeric address and is none") from None


def _hold_form(target: Target) -> None:
    """What only a pair of the settings may do otherwise."""
    if target.scheme != "https":
        raise _forbidden("is not encrypted (https)")
    if target.port not in _PORTS:
        raise _forbidden("has a port other than 443 and 8443")
    labels = target.host.split(".")
    if not target.addresses and (len(labels) == 1 or labels[-1] in _INNER_NAMES):
        raise _forbidden("has a name that is known inside a network only")


def _hold_place(text: str, furthest: Place) -> None:
    try:
        address = ip_address(text)
    except ValueError:
        raise _forbidden("leads to an address that cannot be read") from None
    if isinstance(address, IPv6Address) and address.scope_id:
        raise _forbidden("leads to one network card only")
    place, why = place_of(address)
    if place > furthest:
        raise _forbidden(f"leads to an address that is {why}")


def _malformed(what: str) -> Invalid:
    return Invalid(
        f"The address {what}.",
        field="url",
        remedy="Give an address such as https://receiver.example.org/comity, without user, fragment or odd spelling.",
    )


def _forbidden(what: str) -> Refused:
    return Refused(
        f"The address may not be reached: it {what}.",
        rule="outside_addresses",
        field="url",
        remedy="Give a public https address, or ask the operator to name its host and port in COMITY_OUTSIDE_HOSTS.",
    )


def _nameless(host: str) -> Unreachable:
    return Unreachable(f"The name {host} is not known now.", remedy="Check its spelling; if it is right, try later.")
