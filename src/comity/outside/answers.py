"""An HTTP/1.1 answer as it comes in, piece by piece: at most 256 KiB of its body are kept."""

import httptools

LARGEST = 256 * 1024
# What stands around a body: headers, and the frames of one that comes in pieces.
_LARGEST_RAW = LARGEST + 64 * 1024
_FINAL = 200
NOT_HTTP = (httptools.HttpParserError, httptools.HttpParserUpgrade)


class Answer:
    """What has been read of an answer so far; the parser calls it back by the names that begin with ``on``."""

    def __init__(self) -> None:
        self.status = 0
        self.headers: dict[str, str] = {}
        self._body = bytearray()
        self._parser = httptools.HttpResponseParser(self)
        self._raw = 0
        self._in_headers = True
        self._complete = False

    @property
    def body(self) -> bytes:
        return bytes(self._body[:LARGEST])

    @property
    def full(self) -> bool:
        """Whether as much was read as ever will be."""
        return len(self._body) > LARGEST or self._raw > _LARGEST_RAW

    @property
    def wants_more(self) -> bool:
        return not self._complete and not self.full

    @property
    def whole(self) -> bool:
        """Whether everything that was said is here; asked when no more comes."""
        framed = "content-length" in self.headers or "transfer-encoding" in self.headers
        return self._complete or not (self.full or self._in_headers or framed)

    @property
    def useful(self) -> bool:
        """Whether it says something even so: it is whole, or only longer than is read."""
        return self.whole or (self.full and not self._in_headers)

    def feed(self, piece: bytes) -> None:
        """Take what came; one of NOT_HTTP says that it is no answer of HTTP, or leads out of it (status 101)."""
        self._raw += len(piece)
        try:
            self._parser.feed_data(piece)
        except NOT_HTTP:
            # What comes after the end of the answer is nobody's.
            if not self._complete:
                raise

    def on_message_begin(self) -> None:
        """An answer that was only informative (RFC 9110, 15.2) is followed by another, and forgotten."""
        if not self._complete:
            self.headers.clear()
            self._in_headers = True

    def on_header(self, name: bytes, value: bytes) -> None:
        """One header; those of a trailer, after the body, are left out."""
        if self._in_headers:
            spelled = name.decode("latin-1").lower()
            before = f"{self.headers[spelled]}, " if spelled in self.headers else ""
            self.headers[spelled] = before + value.decode("latin-1")

    def on_headers_complete(self) -> None:
        """The status counts from here; an informative answer never has a body."""
        self.status = self._parser.get_status_code()
        self._in_headers = self.status < _FINAL

    def on_body(self, piece: bytes) -> None:
        """A piece of the body; the last one may be cut."""
        if not self._complete:
            self._body += piece

    def on_message_complete(self) -> None:
        self._complete = self.status >= _FINAL
