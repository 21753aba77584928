"""Where an IP address stands: in public, inside a network, or where nothing may ever be asked for.

After IANA's special-purpose registries (RFC 6890 and its updates) and the addresses at which clouds answer their
machines. IPv6 is judged the other way round: only what is handed out as global unicast (2000::/3) can be public.
"""

from enum import IntEnum
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_network

Address = IPv4Address | IPv6Address
_Network = IPv4Network | IPv6Network


class Place(IntEnum):
    """How far inside an address stands; a caller that may reach one place may reach those before it."""

    PUBLIC = 0
    INSIDE = 1
    NOWHERE = 2


_NOWHERE = (
    ("0.0.0.0/8", "unspecified"),
    ("169.254.0.0/16", "link-local, where clouds answer their machines"),
    ("100.100.100.200/32", "a cloud's answer to its machines"),
    ("168.63.129.16/32", "a cloud's answer to its machines"),
    ("192.0.0.0/24", "reserved for protocols"),
    ("192.88.99.0/24", "a relay of 6to4"),
    ("224.0.0.0/4", "multicast"),
    ("240.0.0.0/4", "reserved"),
    ("::/128", "unspecified"),
    ("64:ff9b:1::/48", "a translation of this network alone"),
    ("100::/64", "thrown away"),
    ("2001::/23", "a tunnel (Teredo) or reserved for protocols"),
    ("2002::/16", "a tunnel (6to4)"),
    ("5f00::/16", "reserved for routing"),
    ("fd00:ec2::/32", "a cloud's answer to its machines"),
    ("fd20:ce::/32", "a cloud's answer to its machines"),
    ("fe80::/10", "link-local"),
    ("fec0::/10", "site-local"),
    ("ff00::/8", "multicast"),
)
_INSIDE = (
    ("10.0.0.0/8", "private"),
    ("100.64.0.0/10", "shared by a carrier's customers"),
    ("127.0.0.0/8", "this machine itself"),
    ("172.16.0.0/12", "private"),
    ("192.0.2.0/24", "for documentation"),
    ("192.168.0.0/16", "private"),
    ("198.18.0.0/15", "for measuring networks"),
    ("198.51.100.0/24", "for documentation"),
    ("203.0.113.0/24", "for documentation"),
    ("::1/128", "this machine itself"),
    ("2001:db8::/32", "for documentation"),
    ("3fff::/20", "for documentation"),
    ("fc00::/7", "private"),
)
# IPv4 within IPv6: a translator (RFC 6052) turns it back on the way, or the machine itself does (RFC 4291, 2.5.5).
_TRANSLATED = IPv6Network("64:ff9b::/96")
_MAPPED = IPv6Network("::ffff:0:0/96")
_GLOBAL = IPv6Network("2000::/3")

_TABLE: tuple[tuple[_Network, Place, str], ...] = tuple(
    (ip_network(network), place, why)
    for place, rows in ((Place.NOWHERE, _NOWHERE), (Place.INSIDE, _INSIDE))
    for network, why in rows
)


def place_of(address: Address) -> tuple[Place, str]:
    """Tell where an address stands, and why, as the end of a sentence: "private", "multicast"."""
    if isinstance(address, IPv6Address) and (address in _MAPPED or address in _TRANSLATED):
        return _place_carried(address)
    for network, place, why in _TABLE:
        if address in network:
            return place, why
    if isinstance(address, IPv6Address) and address not in _GLOBAL:
        return Place.NOWHERE, "not handed out to anybody"
    return Place.PUBLIC, "public"


def _place_carried(address: IPv6Address) -> tuple[Place, str]:
    place, why = place_of(IPv4Address(int(address) & 0xFFFF_FFFF))
    # A network without IPv4 reaches all of it by translation; nobody writes a mapped address for an honest reason.
    if place is Place.PUBLIC and address in _MAPPED:
        return Place.NOWHERE, "IPv4 in disguise"
    return place, f"{why} (IPv4 within IPv6)"
