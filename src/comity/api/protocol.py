"""HTTP/1.1 as uvicorn speaks it, with bounds on what stands before a body: heads that never end, or never come."""

from asyncio import TimerHandle, Transport
from itertools import chain

from msgspec.json import encode
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from comity.api.problems import ADDRESS_TOO_LONG, HEADERS_TOO_LARGE, MALFORMED, MEDIA_TYPE, Turned, problem_of
from comity.errors import ComityError

LARGEST_HEAD = 32 * 1024
LONGEST_ADDRESS = 16 * 1024
# A head that takes longer than this holds a connection for nothing.
SLOWEST_SECONDS = 20.0


class BoundedProtocol(HttpToolsProtocol):
    """Refuses a head that is too large before it is held, and a client that never ends it."""

    _head = 0
    _in_head = True
    _refused: Turned | None = None
    _too_late: TimerHandle | None = None

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]  # as in uvicorn's own
        """Begin to wait for a head."""
        super().connection_made(transport)
        self._wait_for_head()

    def connection_lost(self, cause: Exception | None) -> None:
        """Wait no more."""
        self._stop_waiting()
        super().connection_lost(cause)

    def data_received(self, data: bytes) -> None:
        """Take bytes, as far as a head may have so many."""
        super().data_received(data)
        if self._in_head and not self.transport.is_closing():
            self._head += len(data)
            if self._head > LARGEST_HEAD:
                self._refused = _too_large()
                self.send_400_response("")

    def on_message_begin(self) -> None:
        """Begin to count."""
        super().on_message_begin()
        self._head, self._in_head = 0, True
        self._wait_for_head()

    def on_url(self, url: bytes) -> None:
        """Take a part of the address."""
        super().on_url(url)
        if len(self.url) > LONGEST_ADDRESS:
            self._refused = Turned(
                ADDRESS_TOO_LONG, "The address is too long.", remedy=f"Use up to {LONGEST_ADDRESS} bytes."
            )
            raise self._refused

    def on_headers_complete(self) -> None:
        """Count no more: what follows is a body, which has its own bound."""
        # A head that came in one piece was not counted on the way.
        if sum(map(len, chain.from_iterable(self.headers))) > LARGEST_HEAD:
            self._refused = _too_large()
            raise self._refused
        self._head, self._in_head = 0, False
        self._stop_waiting()
        super().on_headers_complete()

    def send_400_response(self, message: str) -> None:
        """Answer a head that cannot be taken, and close."""
        refused: ComityError = self._refused or Turned(
            MALFORMED, message or "The request is not HTTP/1.1.", remedy="Send HTTP/1.1 (RFC 9112)."
        )
        problem = problem_of(refused)
        body = encode(problem)
        head = f"content-type: {MEDIA_TYPE}\r\ncontent-length: {len(body)}\r\nconnection: close\r\n\r\n"
        self.transport.write(STATUS_LINE[problem.status] + head.encode() + body)
        self.transport.close()

    def _wait_for_head(self) -> None:
        self._stop_waiting()
        self._too_late = self.loop.call_later(SLOWEST_SECONDS, self.transport.close)

    def _stop_waiting(self) -> None:
        if self._too_late is not None:
            self._too_late.cancel()
            self._too_late = None


def _too_large() -> Turned:
    return Turned(HEADERS_TOO_LARGE, "The headers are too large.", remedy=f"Use up to {LARGEST_HEAD} bytes for them.")
