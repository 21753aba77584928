"""The connectors for NIEM Crash Driver messages: one for XML, one for JSON."""

from comity.exchange.checked import checked
from comity.exchange.connector import Message
from comity.exchange.crash.ld import read_ld
from comity.exchange.crash.people import Message as CrashSource
from comity.exchange.crash.records import records_of
from comity.exchange.leaves import Taker
from comity.exchange.xml import Element, read_xml


class CrashMessage:
    """Reads the XML form, of NIEM 5 and 6."""

    name = "crash-driver"

    def recognizes(self, raw: bytes, filename: str) -> bool:
        """Tell by the root element."""
        del filename
        return b":CrashDriverInfo" in raw[:4096] and raw.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<"

    def read(self, raw: bytes) -> Message:
        """Read a message; Invalid when it is no XML or has no crash with a date."""
        return _message(self.name, "application/xml", raw, read_xml(raw))


class CrashDocument:
    """Reads the JSON form, NIEM JSON-LD."""

    name = "crash-driver-json"

    def recognizes(self, raw: bytes, filename: str) -> bool:
        """Tell by the message's name in the first bytes."""
        del filename
        return b":CrashDriverInfo" in raw[:4096] and raw.lstrip()[:1] == b"{"

    def read(self, raw: bytes) -> Message:
        """Read a message; Invalid when it is no JSON or has no crash with a date."""
        return _message(self.name, "application/ld+json", raw, read_ld(raw))


def _message(name: str, media_type: str, raw: bytes, root: Element) -> Message:
    taker = Taker(root)
    return Message(
        connector=name,
        media_type=media_type,
        original=raw,
        records=checked(records_of(CrashSource(root, taker))),
        leaves=taker.total,
        taken=taker.taken,
        untaken=taker.untaken(),
    )
