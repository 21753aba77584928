"""A victim without an account hears of changes of custody: when it is safe, in their language, and nothing by mail."""

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import httpx
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from comity.acts.subscribe import Terms, subscribe
from comity.api.server import served
from comity.desks.victim_notices import CUSTODY_KINDS, EMERGENCY_NUMBERS, WORDS
from comity.errors import Refused
from comity.following.carrying import Outside
from comity.following.running import App, run_app
from comity.outside.mail import Mailer
from comity.records.governance.subscription import Language, Outsider, QuietHours, Way
from comity.records.profiles import profile_keys
from comity.settings import Settings
from comity.store.subscriptions import Standing
from tests.conftest import Server
from tests.durability.killing import free_port
from tests.handing.test_abouts import arrest_of, booking_of, movement_of, person
from tests.handing.test_webhooks import until
from tests.worlds import SMALL, session_of

pytestmark = pytest.mark.anyio


class Postbox:
    """A mail server that keeps what it is given."""

    def __init__(self) -> None:
        self.mails: list[str] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - as aiosmtpd calls it
        """Take a mail."""
        del server, session
        assert isinstance(envelope.content, bytes)
        self.mails.append(envelope.content.decode())
        return "250 OK"


@pytest.fixture
def postbox() -> Postbox:
    """Where mail arrives."""
    return Postbox()


@pytest.fixture
async def app(server: Server, place: Path, postbox: Postbox) -> AsyncIterator[App]:
    """A node at work that sends mail."""
    port = free_port()
    controller = Controller(postbox, hostname="127.0.0.1", port=port)
    controller.start()
    mailer = Mailer(f"smtp://127.0.0.1:{port}", "comity@hart.example", frozenset({f"127.0.0.1:{port}"}))
    settings = Settings(place, await server.new_database(), checkpoint_seconds=0.1)
    async with run_app(settings, outside=Outside(mailer=mailer, public_url="https://comity.hart.example")) as app:
        await app.node.directories.activate(SMALL)
        yield app
    controller.stop()


async def registered(app: App, language: Language = Language.ENGLISH, **more: object) -> tuple[Standing, UUID]:
    """Have a clerk register a victim for a person who is not in custody yet; gives the person too."""
    clark, ada = session_of(app.node, "clark"), await person(app.node)
    outsider = Outsider(mail="vi@mail.example", language=language)
    terms = Terms(way=Way.MAIL, about=ada, outsider=outsider, **more)  # type: ignore[arg-type]  # as the test names them
    standing = await subscribe(app.node, clark, CUSTODY_KINDS, terms=terms)
    return standing, ada


def link_in(mail: str) -> str:
    """Give the path of the link in a mail."""
    plain = mail.replace("=\r\n", "").replace("=\n", "")
    found = re.search(r"https://comity\.hart\.example(/notices/[A-Za-z0-9_-]+)", plain)
    assert found
    return found[1]


async def test_a_victim_confirms_hears_that_there_is_news_reads_it_and_leaves(app: App, postbox: Postbox) -> None:
    _, ada = await registered(app)
    await until(lambda: len(postbox.mails) == 1)
    path = link_in(postbox.mails[0])
    async with served(app) as url, httpx.AsyncClient(base_url=url, follow_redirects=True) as phone:
        first = await phone.get(path)
        assert WORDS[Language.ENGLISH].confirm in first.text
        assert "custody" not in first.text
        booking = await booking_of(app.node, await arrest_of(app.node, ada))
        await asyncio.sleep(1.2)
        assert len(postbox.mails) == 1, "nothing is sent before the address is confirmed"
        assert (await phone.post(f"{path}/confirmation")).status_code == 200
        await until(lambda: len(postbox.mails) == 2)
        await movement_of(app.node, booking)
        await until(lambda: len(postbox.mails) == 3)
        told = await phone.get(path)
        assert "The person was taken into custody" in told.text
        assert "The person was moved" in told.text
        for mail in postbox.mails:
            assert "Quillfeather" not in mail
            assert "custody" not in mail
        assert WORDS[Language.ENGLISH].left in (await phone.post(f"{path}/ending")).text
        await movement_of(app.node, booking)
        await asyncio.sleep(1.2)
        assert len(postbox.mails) == 3


@pytest.mark.parametrize("language", list(Language))
async def test_everything_is_said_in_the_language_of_whoever_is_told(
    app: App, postbox: Postbox, language: Language
) -> None:
    await registered(app, language)
    await until(lambda: len(postbox.mails) == 1)
    assert f"Content-Language: {language}" in postbox.mails[0]
    async with served(app) as url, httpx.AsyncClient(base_url=url) as phone:
        told = await phone.get(link_in(postbox.mails[0]))
    assert f'<html lang="{language}">' in told.text
    assert WORDS[language].confirm in told.text
    assert "911" in told.text, "the number is that of the place, whatever the language"


async def test_whoever_is_not_safe_to_mail_is_never_written_to(app: App, postbox: Postbox) -> None:
    clark, ada = session_of(app.node, "clark"), await person(app.node)
    outsider = Outsider(mail="vi@mail.example", safe_to_mail=False)
    await subscribe(app.node, clark, CUSTODY_KINDS, terms=Terms(way=Way.MAIL, about=ada, outsider=outsider))
    await booking_of(app.node, await arrest_of(app.node, ada))
    await asyncio.sleep(2)
    assert postbox.mails == []


async def test_a_link_that_was_never_given_leads_nowhere(app: App) -> None:
    await registered(app)
    async with served(app) as url, httpx.AsyncClient(base_url=url) as phone:
        for token in ("", "x", "A" * 43, "ä"):
            assert (await phone.get(f"/notices/{token}")).status_code == 404


async def test_nobody_registers_somebody_as_confirmed_already(app: App) -> None:
    clark, ada = session_of(app.node, "clark"), await person(app.node)
    outsider = Outsider(mail="vi@mail.example", verified_at=app.node.clock())
    with pytest.raises(Refused) as wrong:
        await subscribe(app.node, clark, CUSTODY_KINDS, terms=Terms(way=Way.MAIL, about=ada, outsider=outsider))
    assert wrong.value.field == "outsider.verified_at"


async def test_in_the_quiet_hours_nobody_is_written_to(app: App, postbox: Postbox) -> None:
    before, after = (app.node.clock() + timedelta(hours=hours) for hours in (-1, 1))
    quiet = QuietHours(starts=f"{before:%H:%M}", ends=f"{after:%H:%M}", zone="UTC")
    await registered(app, quiet=quiet)
    await until(lambda: len(postbox.mails) == 1)
    async with served(app) as url, httpx.AsyncClient(base_url=url) as phone:
        await phone.post(f"{link_in(postbox.mails[0])}/confirmation")
    ada = next(iter(app.node.subscriptions.wished.all.values())).wish.about
    assert ada is not None
    await booking_of(app.node, await arrest_of(app.node, ada.id))
    await asyncio.sleep(2)
    assert len(postbox.mails) == 1


def test_every_jurisdiction_has_a_number_to_call() -> None:
    assert set(EMERGENCY_NUMBERS) == set(profile_keys())
