"""A request goes to the pinned address under the target's name, ends in time, and follows nobody."""

import asyncio
import logging
import socket
import time
from contextlib import suppress
from datetime import UTC, datetime

import pytest

from comity.errors import Invalid, Unavailable, Unreachable
from comity.outside.addresses import Target, reachable
from comity.outside.fetching import fetched, sent
from tests.outside.certificates import Authority
from tests.outside.receiving import FINE, Receiver, receiver_at_work

pytestmark = pytest.mark.anyio
NAME = "receiver.court.local"


@pytest.fixture(scope="module", params=[False, True], ids=["asyncio", "uvloop"])
def anyio_backend(request: pytest.FixtureRequest) -> tuple[str, dict[str, bool]]:
    """Both loops: a node runs on uvloop, whose transports fail in words of their own."""
    return "asyncio", {"use_uvloop": request.param}


async def target_at(receiver: Receiver, scheme: str = "http", *, name: str = NAME, path: str = "/hook") -> Target:
    """Give the target of a receiver, as the settings of a node in its network would let it."""

    async def resolver(host: str, port: int) -> tuple[str, ...]:
        del host, port
        return ("127.0.0.1",)

    pair = f"{name}:{receiver.port}"
    return await reachable(f"{scheme}://{pair}{path}", frozenset({pair}), resolver=resolver)


def head(receiver: Receiver) -> list[str]:
    (request,) = receiver.requests
    return request.partition(b"\r\n\r\n")[0].decode().split("\r\n")


async def test_a_body_is_posted_over_tls_under_the_name_and_at_the_pinned_address(authority: Authority) -> None:
    async with receiver_at_work(tls=authority.serving(NAME)) as receiver:
        target = await target_at(receiver, "https", path="/hook?a=b")
        reply = await sent(target, b'{"id":1}', {"Content-Type": "application/json"}, trust=authority.trust())
        assert (reply.status, reply.body, reply.whole, reply.headers["content-length"]) == (200, b"fine", True, "4")
        first, *rest = head(receiver)
        assert first == "POST /hook?a=b HTTP/1.1"
        assert {f"Host: {NAME}:{receiver.port}", "Content-Length: 8", "Content-Type: application/json"} <= set(rest)
        assert receiver.requests[0].endswith(b'\r\n\r\n{"id":1}')
        assert receiver.connections == 1


async def test_a_name_that_leads_elsewhere_since_it_was_judged_leads_nobody_there() -> None:
    answers = [("127.0.0.1",), ("127.0.0.2",)]

    async def resolver(host: str, port: int) -> tuple[str, ...]:
        del host, port
        return answers.pop(0)

    async with receiver_at_work() as pinned, receiver_at_work(host="127.0.0.2", port=pinned.port) as moved:
        pair = f"{NAME}:{pinned.port}"
        target = await reachable(f"http://{pair}/", frozenset({pair}), resolver=resolver)
        for _ in range(3):
            assert (await fetched(target, {})).status == 200
        assert (pinned.connections, moved.connections) == (3, 0)
        assert answers == [("127.0.0.2",)]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_given_as_it_is_and_followed_by_nobody(status: int) -> None:
    async with receiver_at_work() as inner:
        there = f"http://127.0.0.1:{inner.port}/"
        moved = f"HTTP/1.1 {status} Moved\r\nLocation: {there}\r\nContent-Length: 0\r\n\r\n".encode()
        async with receiver_at_work((moved,)) as receiver:
            reply = await sent(await target_at(receiver), b"x", {})
            assert (reply.status, reply.headers["location"]) == (status, there)
            assert (receiver.connections, inner.connections) == (1, 0)


async def test_a_proxy_of_the_environment_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    async with receiver_at_work() as proxy, receiver_at_work() as receiver:
        for name in ("http_proxy", "https_proxy", "all_proxy", "HTTPS_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        assert (await fetched(await target_at(receiver), {})).status == 200
        assert (proxy.connections, receiver.connections) == (0, 1)


@pytest.mark.parametrize("fault", ["other name", "other authority", "expired", "no TLS"])
async def test_a_certificate_that_does_not_hold_is_unreachable(
    fault: str, authority: Authority, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL, "asyncio")  # the server's own loop says that the client left
    until = datetime(2021, 1, 1, tzinfo=UTC) if fault == "expired" else datetime(2100, 1, 1, tzinfo=UTC)
    serving = authority.serving("other.court.local" if fault == "other name" else NAME, until=until)
    async with receiver_at_work(tls=None if fault == "no TLS" else serving) as receiver:
        trust = None if fault == "other authority" else authority.trust()
        with pytest.raises(Unreachable) as told:
            await sent(await target_at(receiver, "https"), b"secret", {}, trust=trust, seconds=1)
        assert receiver.requests == []
        if fault != "no TLS":
            assert "certificate" in told.value.message


async def test_an_answer_that_does_not_come_ends_with_the_time() -> None:
    drip = (b"HTTP/1.1 200 OK\r\n", *(b"X-A: b\r\n" for _ in range(100)))
    async with receiver_at_work(drip, pause=0.05) as receiver:
        began = time.monotonic()
        with pytest.raises(Unreachable, match="in time"):
            await sent(await target_at(receiver), b"x", {}, seconds=0.3)
        assert time.monotonic() - began < 2


async def test_a_large_answer_is_read_as_far_as_256_kibibytes() -> None:
    head_and_body = (b"HTTP/1.1 200 OK\r\nContent-Length: 50000000\r\n\r\n", *(b"x" * 100_000 for _ in range(500)))
    async with receiver_at_work(head_and_body) as receiver:
        reply = await sent(await target_at(receiver), b"x", {})
        assert (reply.status, len(reply.body), reply.whole) == (200, 256 * 1024, False)


async def test_headers_without_end_are_unreachable() -> None:
    async with receiver_at_work(
        (b"HTTP/1.1 200 OK\r\n", *(b"X-A: " + b"b" * 9000 + b"\r\n" for _ in range(200)))
    ) as receiver:
        with pytest.raises(Unreachable):
            await sent(await target_at(receiver), b"x", {})


@pytest.mark.parametrize(
    "answer,body",
    [
        (
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\nX-Trailer: 1\r\n\r\n",
            b"abcde",
        ),
        (b"HTTP/1.1 200 OK\r\n\r\nuntil the end", b"until the end"),
        (b"HTTP/1.0 200 OK\r\n\r\n", b""),
        (b"HTTP/1.1 204 No Content\r\n\r\n", b""),
        (b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n" + FINE, b"fine"),
        (FINE + b"HTTP/1.1 500 and what nobody asked for", b"fine"),
    ],
)
async def test_an_answer_is_read_however_it_is_framed(answer: bytes, body: bytes) -> None:
    for pieces in ((answer,), tuple(bytes([byte]) for byte in answer)):
        async with receiver_at_work(pieces) as receiver:
            reply = await fetched(await target_at(receiver), {})
            assert (reply.body, reply.whole, reply.status // 100) == (body, True, 2)
            assert not {"link", "x-trailer"} & reply.headers.keys()


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"HTTP/1.1 200",
        b"HTTP/1.1 200 OK\r\nContent-Le",
        b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.9\r\n",
        b"220 mail.court.local ESMTP\r\n",
        bytes(range(256)),
    ],
)
async def test_an_answer_that_breaks_off_or_is_no_http_is_unreachable(answer: bytes) -> None:
    async with receiver_at_work((answer,)) as receiver:
        with pytest.raises(Unreachable) as told:
            await sent(await target_at(receiver), b"x", {}, seconds=5)
        assert isinstance(told.value, Unavailable)
        assert told.value.remedy


async def test_an_answer_counts_that_comes_before_all_was_taken() -> None:
    over = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n")
        with suppress(OSError):
            while await reader.read(100_000):
                await asyncio.sleep(0.01)
        writer.close()
        over.set()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    receiver = Receiver(port=server.sockets[0].getsockname()[1])
    try:
        assert (await sent(await target_at(receiver), b"x" * 3_000_000, {})).status == 413
        await over.wait()
    finally:
        server.close()


async def test_where_nobody_listens_it_is_unreachable_at_once() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        target = await target_at(Receiver(port=unused.getsockname()[1]))
        with pytest.raises(Unreachable, match="takes no connections"):
            await sent(target, b"x", {})


async def test_a_name_of_the_settings_is_reached_by_the_systems_own_resolver() -> None:
    async with receiver_at_work() as receiver:
        pair = f"localhost:{receiver.port}"
        assert (await fetched(await reachable(f"http://{pair}/", frozenset({pair})), {})).status == 200


async def test_a_second_pinned_address_is_tried_where_the_first_takes_no_connection() -> None:
    async with receiver_at_work() as receiver:
        target = Target("http", NAME, receiver.port, "/", ("127.0.0.2", "127.0.0.1"))
        assert (await fetched(target, {})).status == 200
        assert receiver.connections == 1


@pytest.mark.parametrize(
    "headers",
    [{"X-A": "b\r\nX-C: d"}, {"X-A\r\nX-B": "c"}, {"Host": "other"}, {"content-length": "1"}, {"X-A": "\u0142"}],
)
async def test_a_header_cannot_bring_another_along(headers: dict[str, str]) -> None:
    async with receiver_at_work() as receiver:
        with pytest.raises(Invalid) as told:
            await sent(await target_at(receiver), b"x", headers)
        assert told.value.field == "headers"
        assert receiver.connections == 0
