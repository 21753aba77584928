"""No address leads a node to a neighbor that trusts it: W3 of the promises, form by form."""

import socket
from collections.abc import Iterator
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.errors import ComityError, Invalid, Refused, Unreachable
from comity.outside.addresses import Target, parsed, reachable
from comity.outside.fetching import sent

pytestmark = pytest.mark.anyio
NOBODY: frozenset[str] = frozenset()

# {port} is where a listening socket waits on this machine: none of these may ever reach it.
MALFORMED = """
    https://127.1:8443/ https://127.0.1:8443/ https://2130706433/ https://0x7f000001/ https://0x7f.0.0.1/
    https://0177.0.0.1/ https://017700000001/ https://127.0.0.0x1/ https://0x7f.1/ https://127.0.0.01/ https://0/
    https://127.0.0.256/ https://1.2.3.4.5/ https://[127.0.0.1]/ https://[::1/ https://::1/ https://[::1%25lo]/
    https://[::1%lo]/ https://user@127.0.0.1/ https://user:password@receiver.example.org/
    https://receiver.example.org@127.0.0.1/ https://receiver.example.org:443@127.0.0.1/
    https://127.0.0.1\\@receiver.example.org/ https://receiver.example.org\\.127.0.0.1/ https:\\\\127.0.0.1\\
    https://receiver.example.org./ https://localhost./ https://127.0.0.1./ https://receiver..example.org/
    https://.example.org/ https://-receiver.example.org/ https://receiver-.example.org/
    https://receiver_1.example.org/ https://%6c%6f%63%61%6c%68%6f%73%74/ https://127%2e0%2e0%2e1/
    https://receiver.example.org%00.127.0.0.1/ https://receiver.example.org%23@127.0.0.1/
    https://receiver.example.org#@127.0.0.1/ https://receiver.example.org/# https://receiver.example.org:/
    https://receiver.example.org:0/ https://receiver.example.org:65536/ https://receiver.example.org:0443/
    https://receiver.example.org:443:443/ https://receiver.example.org:https/ https:///comity https://:443/
    https:receiver.example.org https:/receiver.example.org //127.0.0.1/ receiver.example.org ftp://127.0.0.1/
    file:///etc/passwd gopher://127.0.0.1:{port}/_x ldap://127.0.0.1/ dict://127.0.0.1:{port}/ javascript:1
    data:text/plain,x unix:/run/comity jar:https://127.0.0.1!/ https+unix://127.0.0.1/
    https://127.0.0.1?@receiver.example.org# https://127.0.0.1,receiver.example.org/ https://(127.0.0.1)/
    https://$(hostname)/ https://*.example.org/
""".split()
# Letters that some parser folds into others, and characters that some parser skips.
ODD = [
    "https://\uff11\uff12\uff17.\uff10.\uff10.\uff11/",
    "https://127\u30020\u30020\u30021/",
    "https://127\uff0e0\uff0e0\uff0e1/",
    "https://\u2460\u2461\u2466.\u24ea.\u24ea.\u2460/",
    "https://\u24db\u24de\u24d2\u24d0\u24db\u24d7\u24de\u24e2\u24e3/",
    "https://loca\u00adlhost/",
    "https://loca\u200blhost/",
    "https://receiver.example.org\u2044@127.0.0.1/",
    "https://receiver.example.org\uff0f@127.0.0.1/",
    "https://rece\u0456ver.example.org/",
    "https://127.0.0.1\t/",
    "https://127.0\n.0.1/",
    "https://receiver.example.org/\r\nHost: 127.0.0.1",
    "https://receiver.example.org/ HTTP/1.1",
    " https://receiver.example.org/",
    "https://receiver.example.org/\n",
    "https://receiver.example.org/\x00",
    "https://" + "a." * 130 + "org/",
    "https://" + "a" * 64 + ".example.org/",
    "https://receiver.example.org/" + "a" * 2048,
    "",
]
FORBIDDEN = """
    http://receiver.example.org/ http://127.0.0.1:{port}/ HTTP://127.0.0.1:{port}/ https://receiver.example.org:8080/
    https://receiver.example.org:22/ https://receiver.example.org:{port}/ https://127.0.0.1:{port}/ https://127.0.0.1/
    https://127.255.255.254:8443/ https://10.0.0.1/ https://172.16.0.1/ https://172.31.255.255/ https://192.168.1.1/
    https://100.64.0.1/ https://100.127.255.255/ https://169.254.169.254/latest/meta-data/ https://169.254.170.2/
    https://100.100.100.200/ https://168.63.129.16/ https://192.0.0.192/ https://0.0.0.0/ https://0.1.2.3/
    https://224.0.0.1/ https://239.255.255.255/ https://240.0.0.1/ https://255.255.255.255/ https://192.0.2.1/
    https://198.51.100.1/ https://203.0.113.1/ https://198.18.0.1/ https://192.88.99.1/ https://[::1]/
    https://[0:0:0:0:0:0:0:1]/ https://[::]/ https://[fe80::1]/ https://[fec0::1]/ https://[fc00::1]/
    https://[fd12:3456::1]/ https://[fd00:ec2::254]/ https://[fd20:ce::254]/ https://[ff02::1]/ https://[2001:db8::1]/
    https://[3fff::1]/ https://[100::1]/ https://[::ffff:127.0.0.1]/ https://[::ffff:7f00:1]/
    https://[::ffff:169.254.169.254]/ https://[::ffff:8.8.8.8]/ https://[::127.0.0.1]/ https://[::7f00:1]/
    https://[::ffff:0:127.0.0.1]/ https://[64:ff9b::127.0.0.1]/ https://[64:ff9b::a9fe:a9fe]/
    https://[64:ff9b::10.0.0.1]/ https://[64:ff9b:1::10.0.0.1]/ https://[2002:7f00:1::]/ https://[2002:a9fe:a9fe::1]/
    https://[2001:0:4136:e378:8000:63bf:80ff:fffe]/ https://[2001::1]/ https://[5f00::1]/ https://[4000::1]/
    https://localhost/ https://LOCALHOST:8443/ https://comity.localhost/ https://localhost.localdomain/
    https://printer.local/ https://metadata.google.internal/ https://metadata/ https://intranet/
    https://router.home.arpa/ https://1.0.0.127.in-addr.arpa/ https://court.corp/ https://nas.lan/
    https://receiver.test/ https://receiver.onion/ https://receiver.invalid/
""".split()
INSIDE = """
    127.0.0.1 10.1.2.3 172.20.0.1 192.168.0.9 100.64.3.4 169.254.169.254 0.0.0.0 224.0.0.1 255.255.255.255 203.0.113.9
    ::1 :: fe80::1 fe80::1%2 fd00:ec2::254 fd12::1 ::ffff:10.0.0.1 ::10.0.0.1 64:ff9b::10.0.0.1 2002:a00:1::
    2001:0:1::1 2001:db8::1 nonsense
""".split()


class Names:
    """A resolver with answers in order, which remembers what it was asked for."""

    def __init__(self, *answers: tuple[str, ...]) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[str, int]] = []

    async def __call__(self, host: str, port: int) -> tuple[str, ...]:
        self.asked.append((host, port))
        return self.answers.pop(0)


@pytest.fixture(scope="module")
def listener() -> Iterator[socket.socket]:
    """A socket that waits on this machine for whoever is led astray."""
    with socket.create_server(("127.0.0.1", 0)) as waiting:
        waiting.setblocking(False)
        yield waiting


def nobody_came(listener: socket.socket) -> bool:
    try:
        listener.accept()
    except BlockingIOError:
        return True
    return False


async def turned_away(url: str, listener: socket.socket) -> ComityError:
    """Give the error of sending to an address; no name in it was asked for, and nobody connected."""
    names = Names()
    with pytest.raises((Invalid, Refused)) as told:
        await sent(
            await reachable(url.replace("{port}", str(listener.getsockname()[1])), NOBODY, resolver=names), b"", {}
        )
    assert names.asked == []
    assert nobody_came(listener)
    return told.value


def test_the_tables_hold_more_than_sixty_forms() -> None:
    forms = {*MALFORMED, *ODD, *FORBIDDEN}
    assert len(forms) == len(MALFORMED) + len(ODD) + len(FORBIDDEN)
    assert len(forms) > 120


@pytest.mark.parametrize("url", [*MALFORMED, *ODD])
async def test_what_is_no_plain_address_is_invalid_and_connects_to_nothing(url: str, listener: socket.socket) -> None:
    told = await turned_away(url, listener)
    assert isinstance(told, Invalid)
    assert told.field == "url"
    assert told.remedy


@pytest.mark.parametrize("url", FORBIDDEN)
async def test_what_stands_inside_is_refused_and_connects_to_nothing(url: str, listener: socket.socket) -> None:
    told = await turned_away(url, listener)
    assert isinstance(told, Refused)
    assert (told.rule, told.field) == ("outside_addresses", "url")


@pytest.mark.parametrize("address", INSIDE)
async def test_a_name_that_leads_inside_by_any_of_its_addresses_is_refused(address: str) -> None:
    for answer in ((address,), ("93.184.215.14", address), (address, "2606:2800:21f::1")):
        with pytest.raises(Refused) as told:
            await reachable("https://receiver.example.org/", NOBODY, resolver=Names(answer))
        assert told.value.rule == "outside_addresses"
        assert address not in told.value.message


async def test_a_public_address_is_resolved_once_and_pinned() -> None:
    names = Names(("93.184.215.14", "2606:2800:21f::1"), ("127.0.0.1",))
    target = await reachable("https://Receiver.Example.ORG/comity?a=b", NOBODY, resolver=names)
    addresses = ("93.184.215.14", "2606:2800:21f::1")
    assert target == Target("https", "receiver.example.org", 443, "/comity?a=b", addresses)
    assert names.asked == [("receiver.example.org", 443)]


async def test_a_name_that_moved_inside_since_is_refused_when_it_is_judged_again() -> None:
    names = Names(("93.184.215.14",), ("10.0.0.7",))
    first = await reachable("https://receiver.example.org:8443/", NOBODY, resolver=names)
    assert first.addresses == ("93.184.215.14",)
    with pytest.raises(Refused):
        await reachable("https://receiver.example.org:8443/", NOBODY, resolver=names)


@pytest.mark.parametrize(
    "url", ["https://93.184.215.14/", "https://[2606:2800:21f::1]:8443/x", "https://[64:ff9b::8.8.8.8]/"]
)
async def test_a_public_numeric_address_may_be_reached_without_a_resolver(url: str) -> None:
    target = await reachable(url, NOBODY, resolver=Names())
    assert target.addresses == (target.host,)


async def test_only_the_exact_pair_of_the_settings_may_stand_inside() -> None:
    allowed = frozenset({"receiver.court.local:9443", "[fd12::5]:443"})
    inside = Names(("10.0.0.7",))
    target = await reachable("http://receiver.court.local:9443/x", allowed, resolver=inside)
    assert (target.scheme, target.addresses) == ("http", ("10.0.0.7",))
    assert (await reachable("https://[fd12:0:0::5]/", allowed)).pair == "[fd12::5]:443"
    for other in ("https://receiver.court.local/", "https://other.court.local:9443/", "https://10.0.0.7:9443/"):
        with pytest.raises(Refused):
            await reachable(other, allowed, resolver=Names(("10.0.0.7",)))


@pytest.mark.parametrize(
    "address", "169.254.169.254 fd00:ec2::254 224.0.0.1 0.0.0.0 fe80::1 100.100.100.200 ::ffff:169.254.169.254".split()
)
async def test_not_even_the_settings_lead_to_a_clouds_metadata(address: str) -> None:
    with pytest.raises(Refused):
        await reachable("https://partner.local/", frozenset({"partner.local:443"}), resolver=Names((address,)))


async def test_a_name_without_an_address_is_unreachable_for_now() -> None:
    with pytest.raises(Unreachable):
        await reachable("https://receiver.example.org/", NOBODY, resolver=Names(()))
    with pytest.raises(Unreachable):
        await reachable("https://there-is-none.invalid/", frozenset({"there-is-none.invalid:443"}))


@given(st.one_of(st.text(max_size=60), st.from_regex(r"https?://[^/]{0,30}/?.{0,10}")))
def test_any_text_is_an_address_or_invalid(url: str) -> None:
    with suppress(Invalid):
        target = parsed(url)
        assert target.host.isascii()
        assert target.path.startswith("/")
