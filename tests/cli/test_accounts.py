"""Accounts are looked after from the command line by the same two people as anywhere else."""

from pathlib import Path
from typing import Any

import pytest

from comity.acts.registering import Invitation, register_secret
from comity.acts.sign_in import Seat, Wish, sign_in_by_secret
from comity.policy.session_rules import Workstation
from comity.store.node import Node
from tests.accounts.coding import code_of, seed_in
from tests.accounts.conftest import ADMINISTRATORS
from tests.cli.conftest import WORLD, Command, OnNode

# Who is there may be changed by the operator, but not what they may see.
MEMBERS = ADMINISTRATORS.partition("[[clause]]")[0]
HERE = Seat("127.0.0.1", Workstation.OFFICE)


def signed_in(on_node: OnNode[Any], member: str, halves: str, purpose: str = "administration") -> str:
    """Register a member on their invitation, sign them in, and give the token."""

    async def work(node: Node) -> str:
        first, second = halves.split()
        factors = await register_secret(node, Invitation(member, (first, second)), seat=HERE)
        code = code_of(seed_in(factors.address), node.clock())
        return (await sign_in_by_secret(node, member, factors.secret, code, wish=Wish(purpose, HERE))).bearer

    token: str = on_node(work)
    return token


def test_two_administrators_are_invited_and_let_lee_in_and_one_of_them_puts_him_out(
    command: Command, home: Path, on_node: OnNode[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    (home.parent / "with-administrators.toml").write_text(WORLD + MEMBERS, "utf-8")
    command("init", "--directory", home.parent / "with-administrators.toml", "--yes")
    tokens = {}
    for member in ("adam", "amy"):
        invited = command("account", "first", "--member", member, "--json")
        assert invited.code == 0, invited.err
        tokens[member] = signed_in(on_node, member, invited.answer["half"])
    assert command("account", "invite", "--member", "lee").code == 1
    monkeypatch.setenv("COMITY_TOKEN", tokens["adam"])
    asked = command("account", "invite", "--member", "lee", "--json").answer
    refused = command("account", "approve", asked["change"], "--json")
    assert refused.code == 1
    assert '"rule": "two_people_change_an_account"' in refused.err
    monkeypatch.setenv("COMITY_TOKEN", tokens["amy"])
    assert [each["member"] for each in command("account", "changes", "--json").lines] == ["lee"]
    made = command("account", "approve", asked["change"], "--json").answer
    lee = signed_in(on_node, "lee", f"{asked['half']} {made['half']}", "investigation/2026-1")
    monkeypatch.setenv("COMITY_TOKEN", lee)
    assert command("account", "disable", "--member", "amy", "--reason", "I would rather").code == 1
    monkeypatch.delenv("COMITY_TOKEN")
    assert command("account", "disable", "--member", "lee", "--reason", "Lost his badge.").code == 0
    states = {each["member"]: each["state"] for each in command("account", "list", "--json").lines}
    assert states == {"adam": "active", "amy": "active", "lee": "disabled"}
    monkeypatch.setenv("COMITY_TOKEN", tokens["amy"])
    assert command("account", "unlock", "--member", "lee").code == 1
    change = command("account", "enable", "--member", "lee", "--json").answer["change"]
    monkeypatch.setenv("COMITY_TOKEN", tokens["adam"])
    assert command("account", "decline", change).code == 0
    service = command("account", "invite", "--member", "printer", "--service", "--json").answer
    monkeypatch.setenv("COMITY_TOKEN", tokens["amy"])
    assert command("account", "approve", service["change"]).code == 0
    options = ("--member", "printer", "--purpose", "patrol", "--scopes", "read", "--scopes", "enter", "--days", "9")
    key = command("account", "key", *options, "--json").answer["change"]
    monkeypatch.setenv("COMITY_TOKEN", tokens["adam"])
    assert command("account", "approve", key, "--json").answer["key"].startswith("cmt_live_")


def test_nothing_is_approved_without_a_token(command: Command, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COMITY_TOKEN", raising=False)
    for words in (("recover", "--member", "lee"), ("changes",), ("unlock", "--member", "lee")):
        ran = command("account", *words, "--json")
        assert (ran.code, '"rule": "administrators_administer"' in ran.err) == (1, True)
