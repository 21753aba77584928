"""Mail reaches a real server whole, encrypted, from whom it should be; and nobody writes a header into it."""

import asyncio
import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from uuid import UUID

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from comity.errors import Invalid, Refused, Unreachable
from comity.outside.mail import Mailer
from tests.outside.certificates import Authority

pytestmark = pytest.mark.anyio
SENDER = "comity@hart.example"
AT = datetime(2026, 11, 29, 21, 0, tzinfo=UTC)
ID = UUID("7e35a2a0-5b1c-4c61-8d1b-6f3f7a1e9c55")


class Postbox:
    """What a mail server took; and what it says to whom it does not take mail for."""

    def __init__(self, answers: Mapping[str, str] | None = None) -> None:
        self.answers = answers or {}
        self.envelopes: list[Envelope] = []
        self.encrypted: list[bool] = []
        self.logins: list[str] = []
        self.port = 0

    async def handle_RCPT(  # noqa: N802 - the server's name for it
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        del server, session, options
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        del server
        self.envelopes.append(envelope)
        self.encrypted.append(session.ssl is not None)
        return self.answers.get("data", "250 OK")

    def login(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, said: object) -> AuthResult:
        del server, session, envelope, mechanism
        assert isinstance(said, LoginPassword)
        self.logins.append(said.login.decode())
        return AuthResult(success=said.password == b"p@ss word", handled=False)

    def message(self) -> EmailMessage:
        """Give the one mail that came, read as a mail program reads it."""
        (envelope,) = self.envelopes
        assert isinstance(envelope.content, bytes)
        found = message_from_bytes(envelope.content, policy=policy.SMTP)
        assert isinstance(found, EmailMessage)
        return found


@contextmanager
def server_at_work(
    postbox: Postbox, *, starttls: ssl.SSLContext | None = None, tls: ssl.SSLContext | None = None, login: bool = False
) -> Iterator[Postbox]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(
        postbox,
        "127.0.0.1",
        port,
        ssl_context=tls,
        tls_context=starttls,
        require_starttls=starttls is not None,
        auth_required=login,
        authenticator=postbox.login,
    )
    controller.start()
    postbox.port = port
    try:
        yield postbox
    finally:
        controller.stop()


def plain(postbox: Postbox) -> Mailer:
    """Give a mailer that may speak to the server in the clear, as the settings let it."""
    pair = f"127.0.0.1:{postbox.port}"
    return Mailer(f"smtp://{pair}", SENDER, frozenset({pair}), clock=lambda: AT)


async def test_a_mail_arrives_with_all_that_a_mail_needs_and_nothing_else() -> None:
    with server_at_work(Postbox()) as postbox:
        unsubscribe = f"<https://comity.hart.example/unsubscribe/{'a' * 200}>"
        sent = await plain(postbox).send(
            "kim@clinic.example",
            "Etwas wartet: नया संदेश",
            "Something waits for you.\n\n.\n.. and dots\nhttps://comity.hart.example/inbox\n" + "long " * 400,
            headers={"List-Unsubscribe": unsubscribe, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
            id=ID,
        )
        message = postbox.message()
        (envelope,) = postbox.envelopes
        assert (envelope.mail_from, envelope.rcpt_tos) == (SENDER, ["kim@clinic.example"])
        assert sent == message["Message-ID"] == f"<{ID}@hart.example>"
        assert message["Date"] == "Sun, 29 Nov 2026 21:00:00 +0000"
        assert message["Auto-Submitted"] == "auto-generated"
        assert message["Subject"] == "Etwas wartet: नया संदेश"
        assert message["List-Unsubscribe"] == unsubscribe
        assert isinstance(envelope.content, bytes)
        assert f"List-Unsubscribe: {unsubscribe}\r\n".encode() in envelope.content
        text = message.get_content().replace("\r\n", "\n")
        assert text.startswith("Something waits for you.\n\n.\n.. and dots\nhttps://comity")
        assert text.count("long") == 400
        names = "From To Subject Date Message-ID Auto-Submitted List-Unsubscribe List-Unsubscribe-Post"
        of_content = "MIME-Version Content-Type Content-Transfer-Encoding X-Peer X-MailFrom X-RcptTo"
        assert {name.lower() for name in message} <= {*names.lower().split(), *of_content.lower().split()}


async def test_another_try_has_the_same_message_id_and_another_mail_has_another() -> None:
    with server_at_work(Postbox()) as postbox:
        mailer = plain(postbox)
        ids = [await mailer.send("kim@clinic.example", "a", "b", id=each) for each in (ID, ID, None, None)]
        assert ids[0] == ids[1]
        assert len(set(ids)) == 3


async def test_mail_turns_to_tls_before_anything_is_said(authority: Authority) -> None:
    with server_at_work(Postbox(), starttls=authority.serving("127.0.0.1"), login=True) as postbox:
        address = f"smtp://comity:p%40ss%20word@127.0.0.1:{postbox.port}"
        await Mailer(address, SENDER, trust=authority.trust()).send("kim@clinic.example", "a", "b")
        assert (postbox.encrypted, postbox.logins) == ([True], ["comity"])


async def test_mail_may_begin_with_tls(authority: Authority) -> None:
    with server_at_work(Postbox(), tls=authority.serving("127.0.0.1")) as postbox:
        await Mailer(f"smtps://127.0.0.1:{postbox.port}", SENDER, trust=authority.trust()).send(
            "kim@clinic.example", "a", "b"
        )
        assert len(postbox.envelopes) == 1


async def test_a_server_without_encryption_gets_no_mail_and_no_password() -> None:
    with server_at_work(Postbox()) as postbox:
        mailer = Mailer(f"smtp://comity:p%40ss%20word@127.0.0.1:{postbox.port}", SENDER)
        with pytest.raises(Unreachable, match="no encryption"):
            await mailer.send("kim@clinic.example", "a", "b")
        assert (postbox.envelopes, postbox.logins) == ([], [])
        assert "p%40ss" not in repr(mailer)


async def test_a_server_whose_certificate_does_not_hold_gets_no_mail(authority: Authority) -> None:
    with server_at_work(Postbox(), starttls=authority.serving("other.example")) as postbox:
        with pytest.raises(Unreachable, match="certificate"):
            await Mailer(f"smtp://127.0.0.1:{postbox.port}", SENDER, trust=authority.trust()).send(
                "kim@clinic.example", "a", "b"
            )
        assert postbox.envelopes == []


async def test_a_wrong_password_is_for_the_operator_to_mend(authority: Authority) -> None:
    with server_at_work(Postbox(), starttls=authority.serving("127.0.0.1"), login=True) as postbox:
        address = f"smtp://comity:wrong@127.0.0.1:{postbox.port}"
        with pytest.raises(Unreachable) as told:
            await Mailer(address, SENDER, trust=authority.trust()).send("kim@clinic.example", "a", "b")
        assert "COMITY_SMTP_URL" in told.value.remedy
        assert "wrong" not in told.value.message + told.value.remedy


@pytest.mark.parametrize(
    "answers,error",
    [
        ({"kim@clinic.example": "550 no such user"}, Refused),
        ({"kim@clinic.example": "451 later, please"}, Unreachable),
        ({"data": "554 no"}, Refused),
        ({"data": "452 full"}, Unreachable),
        ({"data": "421 closing"}, Unreachable),
    ],
)
async def test_what_is_refused_for_good_is_not_what_may_arrive_later(
    answers: dict[str, str], error: type[Exception]
) -> None:
    with server_at_work(Postbox(answers)) as postbox:
        with pytest.raises(error) as told:
            await plain(postbox).send("kim@clinic.example", "a", "b")
        assert type(told.value) is error


async def test_where_no_mail_server_is_mail_may_be_sent_later() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(Unreachable):
        await Mailer(f"smtp://127.0.0.1:{port}", SENDER).send("kim@clinic.example", "a", "b")


ENDS = ["\r", "\n", "\r\n", "\x00", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"]


@pytest.mark.parametrize("end", ENDS)
async def test_nobody_writes_a_header_by_way_of_an_address_a_subject_or_a_header(end: str) -> None:
    mailer = Mailer("smtp://127.0.0.1:1", SENDER)
    evil = f"{end}Bcc: everybody@example.org"
    for name, sending in {
        "to": mailer.send(f"kim@clinic.example{evil}", "a", "b"),
        "subject": mailer.send("kim@clinic.example", f"a{evil}", "b"),
        "headers": mailer.send("kim@clinic.example", "a", "b", headers={"List-Unsubscribe": f"<a>{evil}"}),
    }.items():
        with pytest.raises(Invalid) as told:
            await sending
        assert told.value.field == name
        assert told.value.remedy
    with pytest.raises(Invalid):
        await mailer.send("kim@clinic.example", "a", "b", headers={f"List-Id: x{end}Bcc": "y"})


@pytest.mark.parametrize(
    "name", ["Bcc", "Cc", "To", "From", "Subject", "Sender", "Content-Type", "Received", "X-A", ""]
)
async def test_a_header_that_is_not_for_senders_to_set_is_invalid(name: str) -> None:
    with pytest.raises(Invalid):
        await Mailer("smtp://127.0.0.1:1", SENDER).send("kim@clinic.example", "a", "b", headers={name: "x"})


@pytest.mark.parametrize(
    "address",
    [
        *"""
        kim kim@ @clinic.example kim@clinic kim@@clinic.example kim@clinic..example .kim@clinic.example
        kim.@clinic.example kim@-clinic.example kim@clinic.example. kim@[127.0.0.1] kim@127.0.0.1
        kim,lee@clinic.example kim@clinic.example,lee@x.example <kim@clinic.example> kim(x)@clinic.example
        "kim"@clinic.example kim@clinic.example>SIZE=1 k\u0131m@clinic.example kim@cl\u0131nic.example
        kim\\@clinic.example kim:@clinic.example kim;@clinic.example
        """.split(),
        "",
        " kim@clinic.example",
        "Kim <kim@clinic.example>",
        "k" * 65 + "@clinic.example",
        "k@" + "a." * 130 + "example",
    ],
)
async def test_what_is_no_single_plain_address_gets_no_mail(address: str) -> None:
    with pytest.raises(Invalid) as told:
        await Mailer("smtp://127.0.0.1:1", SENDER).send(address, "a", "b")
    assert told.value.field == "to"


@pytest.mark.parametrize(
    "address", ["kim@clinic.example", "k.i-m+x_y@a-b.c.example", "o'brien@police.example", "k@xn--tda.example"]
)
async def test_a_plain_address_gets_mail(address: str) -> None:
    with server_at_work(Postbox()) as postbox:
        await plain(postbox).send(address, "a", "b")
        assert postbox.envelopes[0].rcpt_tos == [address]


@pytest.mark.parametrize(
    "url",
    [
        *"""
        http://mail.example smtp:mail.example smtp:// smtp://mail.example:x smtp://mail.example:99999
        smtp://mail.example:0 smtp://mail.example/path smtp://mail.example?x mail.example:25
        """.split(),
        "",
        "smtp://ma\nil.example",
    ],
)
def test_a_setting_that_names_no_mail_server_is_told_at_the_start(url: str) -> None:
    with pytest.raises(Invalid) as told:
        Mailer(url, SENDER)
    assert told.value.field == "COMITY_SMTP_URL"


def test_a_sender_that_is_no_address_is_told_at_the_start() -> None:
    with pytest.raises(Invalid) as told:
        Mailer("smtp://mail.example", "Comity")
    assert told.value.field == "COMITY_MAIL_FROM"


async def test_waiting_for_a_mail_server_holds_up_nothing_else() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        pair = f"127.0.0.1:{silent.getsockname()[1]}"
        sending = asyncio.create_task(
            Mailer(f"smtp://{pair}", SENDER, frozenset({pair})).send("kim@clinic.example", "a", "b")
        )
        await asyncio.sleep(0.1)
        assert not sending.done()
        client, _ = silent.accept()
        client.close()
        with pytest.raises(Unreachable):
            await sending
