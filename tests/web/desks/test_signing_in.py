"""Coming in through the browser: by a passkey that one makes oneself, by a secret with a code; and what is refused."""

import base64
import socket
from collections.abc import AsyncIterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.async_api import expect

from comity.acts.changes import invite_first
from comity.api.server import served
from comity.following.running import App
from comity.policy.entrance import Entrance, Passkeys
from comity.web.routes import page_routes
from tests.accounts.coding import code_of
from tests.web.browsing import Opened, Window

pytestmark = pytest.mark.anyio


@pytest.fixture
async def door(town: App) -> AsyncIterator[str]:
    """The town by the name to which its passkeys are bound."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    origin = f"http://localhost:{port}"
    async with served(town, port=port, entrance=Entrance(passkeys=Passkeys(origins=(origin,))), beside=page_routes):
        yield origin


async def invited(town: App, window: Window) -> None:
    """Fill in the invitation of an administrator."""
    invitation = await invite_first(town.node, "adam")
    await window.page.goto("/join")
    await window.page.get_by_label("Account").fill("adam")
    first, second = invitation.half.split()
    await window.page.get_by_label("First half of the invitation").fill(first)
    await window.page.get_by_label("Second half of the invitation").fill(second)


async def at_the_door(window: Window) -> None:
    await window.page.goto("/sign-in")
    await window.page.get_by_text("I have read this notice and accept it").click()
    await window.page.get_by_label("Purpose").select_option("administration")


async def test_somebody_invited_makes_a_passkey_and_signs_in_with_it(town: App, door: str, opened: Opened) -> None:
    window = await opened(base_url=door)
    debugger = await window.context.new_cdp_session(window.page)
    await debugger.send("WebAuthn.enable")
    key = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    always = {"isUserVerified": True, "automaticPresenceSimulation": True}
    await debugger.send("WebAuthn.addVirtualAuthenticator", {"options": {**key, **always}})
    await invited(town, window)
    await window.page.get_by_role("button", name="Make a passkey").click()
    await expect(window.page.locator("[data-join-said]")).to_have_text("The passkey is made. You may sign in.")
    await at_the_door(window)
    await window.page.get_by_role("button", name="Use a passkey").click()
    await window.page.wait_for_url("**/desk")
    await expect(window.page.locator(".cm-who")).to_contain_text("Adam")


async def test_somebody_invited_makes_a_secret_and_signs_in_with_a_code(town: App, door: str, opened: Opened) -> None:
    window = await opened(base_url=door)
    await invited(town, window)
    await window.page.get_by_role("button", name="Make a secret and codes").click()
    secret, authenticator = await window.page.locator("main code").all_inner_texts()
    await at_the_door(window)
    await window.page.get_by_label("Account").fill("adam")
    await window.page.get_by_label("Secret").fill(secret)
    written = parse_qs(urlsplit(authenticator).query)["secret"][0]
    seed = base64.b32decode(written + "=" * (-len(written) % 8))
    await window.page.get_by_label("Code", exact=True).fill(code_of(seed, town.node.clock()))
    await window.page.get_by_role("button", name="Sign in", exact=True).click()
    await window.page.wait_for_url("**/desk")


async def test_a_wrong_secret_and_a_notice_that_was_not_read_let_nobody_in(door: str, opened: Opened) -> None:
    window = await opened(base_url=door)
    window.expect("401")
    await window.page.goto("/sign-in")
    await window.page.get_by_label("Account").fill("lee")
    await window.page.get_by_label("Secret").fill("not-the-secret")
    await window.page.get_by_label("Code", exact=True).fill("123456")
    await window.page.get_by_role("button", name="Sign in", exact=True).click()
    await expect(window.page.locator("main")).to_contain_text("The notice was not acknowledged.")
    await at_the_door(window)
    await window.page.get_by_label("Account").fill("lee")
    await window.page.get_by_label("Secret").fill("not-the-secret")
    await window.page.get_by_label("Code", exact=True).fill("123456")
    await window.page.get_by_role("button", name="Sign in", exact=True).click()
    await expect(window.page.locator("main")).to_contain_text("The sign-in did not succeed.")
