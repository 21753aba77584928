"""Mail by the operator's own server: plain text, one addressee, nothing in a header that nobody put there.

A mail tells that something waits, with a link; what it is stands behind the sign-in, never in the mail.
"""

import asyncio
import re
import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from types import MappingProxyType
from urllib.parse import SplitResult, unquote, urlsplit
from uuid import UUID

from comity.clock import Clock, now
from comity.errors import Invalid, Refused, Unreachable
from comity.ids import new_id

_SECONDS = 20.0
_PORTS = {"smtp": 587, "smtps": 465}  # RFC 8314, section 3.3
_ADDRESS = re.compile(
    r"(?=.{3,254}\Z)(?P<local>[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*)"
    r"@(?P<domain>([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9])",
    re.ASCII,
)
_LONGEST_LOCAL, _LONGEST_SUBJECT = 64, 250
_MAY_BE_ADDED = frozenset({"list-unsubscribe", "list-unsubscribe-post", "list-id", "content-language"})
_ADDED_VALUE = re.compile(r"[\x20-\x7e]{1,900}")
_LASTING = 500
_NO_HEADERS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Mailer:
    """The server that takes our mail (COMITY_SMTP_URL) and whom the mail is from (COMITY_MAIL_FROM).

    ``smtp://user:password@host:587`` turns to TLS before it says anything (STARTTLS), ``smtps://host:465`` begins with
    it; only a host and port that ``allowed`` names (COMITY_OUTSIDE_HOSTS) is spoken to in the clear. ``trust`` says
    whose certificates hold: the system's, unless it is given. Invalid when the url or the sender cannot be used.
    """

    url: str = field(repr=False)
    sender: str
    allowed: frozenset[str] = frozenset()
    trust: ssl.SSLContext | None = field(default=None, repr=False)
    clock: Clock = field(default=now, repr=False)

    def __post_init__(self) -> None:
        """Refuse what could never send: an operator should hear of it at the start."""
        _server(self.url)
        _checked_address(self.sender, "COMITY_MAIL_FROM")

    async def send(
        self,
        to: str,
        subject: str,
        text: str,
        *,
        headers: Mapping[str, str] = _NO_HEADERS,
        id: UUID | None = None,
    ) -> str:
        """Hand one mail to the server and give its Message-ID; the same ``id`` makes the same one, for another try.

        Invalid names the field that cannot stand in a mail. Refused when the server will never take it (no such
        addressee), Unreachable when it did not take it now. That it was taken is not that it was read.
        """
        message_id = f"<{id or new_id()}@{_domain(self.sender)}>"
        message = EmailMessage(policy=SMTP)
        message["From"] = self.sender
        message["To"] = _checked_address(to, "to")
        message["Subject"] = _checked_subject(subject)
        message["Date"] = format_datetime(self.clock())
        message["Message-ID"] = message_id
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's absence note answers it
        message.set_content(text, cte="quoted-printable")
        await asyncio.to_thread(self._hand_over, to, _added(headers) + message.as_bytes())
        return message_id

    def _hand_over(self, to: str, message: bytes) -> None:
        server = _server(self.url)
        host, port = server.hostname or "", server.port or _PORTS[server.scheme]
        try:
            with self._connected(server.scheme, host, port) as connection:
                if server.scheme == "smtp" and f"{host}:{port}" not in self.allowed:
                    connection.starttls(context=self.trust or ssl.create_default_context())
                if server.username:
                    connection.login(unquote(server.username), unquote(server.password or ""))
                connection.sendmail(self.sender, [to], message)
        except OSError as wrong:  # smtplib's own errors are among them
            raise _told(wrong, host) from wrong

    def _connected(self, scheme: str, host: str, port: int) -> smtplib.SMTP:
        if scheme == "smtp":
            return smtplib.SMTP(host, port, local_hostname=_domain(self.sender), timeout=_SECONDS)
        context = self.trust or ssl.create_default_context()
        return smtplib.SMTP_SSL(host, port, local_hostname=_domain(self.sender), timeout=_SECONDS, context=context)


def _server(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        usable = parts.scheme in _PORTS and parts.hostname and parts.port != 0
    except ValueError:
        usable = False
    if not usable or not url.isascii() or not url.isprintable() or parts.query or parts.fragment or parts.path:
        raise Invalid(
            "COMITY_SMTP_URL is no address of a mail server.",
            field="COMITY_SMTP_URL",
            remedy="Use smtp://user:password@host:587 or smtps://user:password@host:465, the password percent-encoded.",
        )
    return parts


def _checked_address(text: str, name: str) -> str:
    found = _ADDRESS.fullmatch(text)
    if found is None or len(found["local"]) > _LONGEST_LOCAL:
        raise Invalid(
            "This is no mail address that mail can be sent to.",
            field=name,
            remedy="Give one address as name@host.example, without a display name, in plain Latin letters.",
        )
    return text


def _checked_subject(text: str) -> str:
    if not text.isprintable() or not 0 < len(text) <= _LONGEST_SUBJECT:
        raise Invalid(
            f"A subject is one line of 1 to {_LONGEST_SUBJECT} characters.",
            field="subject",
            remedy="Shorten it, and leave out line breaks.",
        )
    return text


def _added(headers: Mapping[str, str]) -> bytes:
    """Spell headers that a sender may add; whole, as a folded address to unsubscribe at is read by few."""
    for name, value in headers.items():
        if name.lower() not in _MAY_BE_ADDED or not _ADDED_VALUE.fullmatch(value):
            raise Invalid(
                f"The header {name!r} cannot be sent.",
                field="headers",
                remedy=f"Use one line of plain letters in one of {', '.join(sorted(_MAY_BE_ADDED))}.",
            )
    return "".join(f"{name}: {value}\r\n" for name, value in headers.items()).encode("ascii")


def _domain(address: str) -> str:
    return address.rpartition("@")[2]


def _told(wrong: OSError, host: str) -> Refused | Unreachable:
    match wrong:
        case smtplib.SMTPRecipientsRefused(recipients=recipients) if all(
            code >= _LASTING for code, _ in recipients.values()
        ):
            return _refused("to", "the address is not taken", "Ask the person for an address that works.")
        case smtplib.SMTPDataError(smtp_code=code) if code >= _LASTING:
            return _refused("text", "the mail is not taken", "Ask whoever runs the mail server why.")
        case smtplib.SMTPAuthenticationError() | smtplib.SMTPSenderRefused():
            return _unreachable(host, "does not know this node", "Check COMITY_SMTP_URL and COMITY_MAIL_FROM.")
        case smtplib.SMTPNotSupportedError():
            return _unreachable(host, "offers no encryption", "Let it offer STARTTLS, or see COMITY_OUTSIDE_HOSTS.")
        case ssl.SSLCertVerificationError():
            return _unreachable(host, "shows a certificate that does not hold", "Renew it; then it is tried again.")
        case _:
            return _unreachable(host, "did not take the mail now", "Nothing is lost: try again later.")


def _refused(name: str, what: str, remedy: str) -> Refused:
    return Refused(f"The mail server says that {what}.", rule="mail_not_taken", field=name, remedy=remedy)


def _unreachable(host: str, what: str, remedy: str) -> Unreachable:
    return Unreachable(f"The mail server {host} {what}.", remedy=remedy)
