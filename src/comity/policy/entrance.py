"""How people come in at one node: its banner, its name for passkeys, its workstations, and its issuer if it has one."""

import hashlib
import ipaddress
import tomllib
from functools import cached_property
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from comity.errors import Invalid
from comity.policy.session_rules import Workstation

_Sentence = Annotated[str, Meta(min_length=20, max_length=2000)]


class Banner(Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """What everybody acknowledges before they sign in, in the four clauses of AC-8: each of them must be there."""

    restricted: _Sentence = "You are about to use a restricted information system of criminal justice agencies."
    monitored: _Sentence = "What you do here is monitored, recorded and audited."
    punishable: _Sentence = "Unauthorized use is prohibited and may bring criminal and civil penalties."
    consent: _Sentence = "By using the system you consent to being monitored and recorded."

    @cached_property
    def text(self) -> str:
        """The banner as it is shown."""
        return f"{self.restricted}\n{self.monitored}\n{self.punishable}\n{self.consent}"

    @cached_property
    def digest(self) -> str:
        """What a request to sign in sends to say that exactly this was shown and acknowledged: SHA-256 of the text."""
        return hashlib.sha256(self.text.encode()).hexdigest()


class Passkeys(Struct, frozen=True, forbid_unknown_fields=True):
    """The node's name for authenticators (W3C Web Authentication, relying party) and the origins of its pages."""

    id: str = "localhost"
    name: str = "Comity"
    origins: tuple[str, ...] = ("http://localhost:8400",)


class Seats(Struct, frozen=True, forbid_unknown_fields=True):
    """Workstations of one class, known by the networks that they stand in, never by what they say of themselves."""

    kind: Workstation
    networks: tuple[str, ...]


class Issuer(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An OpenID provider whose word counts here, with its addresses pinned: nothing is discovered at run time.

    Of ``acr`` and ``amr``, any value named makes a sign-in one with two factors; none named never does.
    """

    issuer: str
    client_id: str
    client_secret: str = ""
    redirect: str
    authorization: str
    token: str
    keys: str
    acr: tuple[str, ...] = ()
    amr: tuple[str, ...] = ()


class Entrance(Struct, frozen=True, forbid_unknown_fields=True):
    """All that a node must know to let people in."""

    banner: Banner = Banner()
    passkeys: Passkeys = Passkeys()
    workstations: tuple[Seats, ...] = ()
    issuer: Issuer | None = None


def read_entrance(document: str) -> Entrance:
    """Read an entrance from TOML; Invalid names the first thing in it that does not hold."""
    try:
        entrance = msgspec.convert(tomllib.loads(document), Entrance)
        for seats in entrance.workstations:
            for network in seats.networks:
                ipaddress.ip_network(network)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, ValueError) as wrong:
        raise Invalid(
            f"The settings of the entrance cannot be read: {wrong}", remedy="See docs/how-to/manage-accounts.md."
        ) from wrong
    for address in _pinned(entrance.issuer):
        _hold_address(address)
    return entrance


def workstation_at(entrance: Entrance, address: str) -> Workstation:
    """Tell which class of workstation a request comes from; an office unless a network of the settings holds it."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return Workstation.OFFICE
    for seats in entrance.workstations:
        if any(found in ipaddress.ip_network(network) for network in seats.networks):
            return seats.kind
    return Workstation.OFFICE


def _pinned(issuer: Issuer | None) -> tuple[str, ...]:
    return () if issuer is None else (issuer.authorization, issuer.token, issuer.keys, issuer.redirect)


def _hold_address(address: str) -> None:
    if not address.startswith(("https://", "http://127.0.0.1:", "http://localhost:")):
        raise Invalid(f"issuer: {address!r} is not encrypted on its way.", remedy="Give an https address.")
