"""Making a node, letting people in, looking it over, verifying and rebuilding it."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from comity.acts.submit import submit
from comity.records.justice.diary_entry import DiaryEntry, DiaryOutcome
from comity.store.access import Grant
from comity.store.node import Node
from tests.cli.conftest import LEE, Command, OnNode
from tests.worlds import SMALL, session_of


async def enter_something(node: Node) -> None:
    said = DiaryEntry(occurred_at="2026-01-01", outcome=DiaryOutcome.RECORD_ONLY, narrative="A bicycle is gone.")
    await submit(node, session_of(node, "lee"), said)
    await node.log.publish()


def test_a_directory_is_checked_without_putting_it_in_force(command: Command, tmp_path: Path) -> None:
    (tmp_path / "d.toml").write_text(SMALL, "utf-8")
    ran = command("init", "--directory", tmp_path / "d.toml", "--dry-run", "--home", tmp_path / "none", "--json")
    assert (ran.code, ran.answer["version"], ran.answer["agencies"]) == (0, 0, 4)
    assert not (tmp_path / "none").exists()


def test_a_directory_in_force_is_not_replaced_unasked(command: Command, made: Path, home: Path) -> None:
    refused = command("init", "--directory", made / "directory.toml")
    assert refused.code == 1
    assert "--yes" in refused.err
    replaced = command("init", "--directory", made / "directory.toml", "--yes", "--json")
    assert (replaced.code, replaced.answer["version"]) == (0, 2)


def test_nobody_who_runs_the_node_changes_alone_what_agencies_signed(command: Command, made: Path, home: Path) -> None:
    wider, document = made / "wider.toml", (made / "directory.toml").read_text("utf-8")
    assert 'to = { pillar = "court" }' in document
    wider.write_text(document.replace('to = { pillar = "court" }', "to = {}"), "utf-8")
    ran = command("init", "--directory", wider, "--yes", "--json")
    assert ran.code == 1
    assert '"rule": "clauses_change_by_agreement"' in ran.err


def test_a_log_keeps_its_name(command: Command, made: Path, home: Path) -> None:
    other = made / "other.toml"
    other.write_text(SMALL.replace("test.example/log", "other.example/log"), "utf-8")
    ran = command("init", "--directory", other, "--yes", "--json")
    assert ran.code == 1
    assert '"rule": "origin_is_for_good"' in ran.err


def test_a_directory_that_does_not_hold_names_its_fault(command: Command, made: Path, home: Path) -> None:
    wrong = made / "wrong.toml"
    wrong.write_text(SMALL.replace('agency = "hart-jail"', 'agency = "hart-jial"'), "utf-8")
    ran = command("init", "--directory", wrong)
    assert ran.code == 1
    assert "hart-jial" in ran.err
    assert "Traceback" not in ran.err


def test_a_token_lets_its_member_in(command: Command, home: Path, on_node: OnNode[Any]) -> None:
    ran = command("token", *LEE, "--days", 2, "--json")
    assert ran.code == 0

    async def granted(node: Node) -> tuple[Grant, timedelta]:
        grant = await node.access.grant(ran.answer["token"])
        return grant, grant.expires_at - node.clock()

    grant, left = on_node(granted)
    assert (grant.agency, grant.member, grant.purpose) == ("hart-pd", "lee", "investigation/2026-1")
    assert timedelta(days=1) < left <= timedelta(days=2)


def test_a_token_alone_stands_on_standard_output(command: Command, home: Path) -> None:
    ran = command("token", *LEE)
    assert ran.out.startswith("cmt_live_")
    assert len(ran.out.splitlines()) == 1
    assert "not shown again" in ran.err


@pytest.mark.parametrize(
    "words",
    [
        ("--agency", "hart-court", "--member", "lee", "--purpose", "patrol"),
        ("--agency", "hart-pd", "--member", "lee", "--purpose", "curiosity"),
    ],
)
def test_a_stranger_or_a_purpose_unknown_gets_no_token(command: Command, home: Path, words: tuple[str, ...]) -> None:
    ran = command("token", *words)
    assert (ran.code, ran.out) == (1, "")


@pytest.mark.parametrize(
    "words", [("token",), ("token", *LEE, "--days", "0"), ("nothing",), ("export", *LEE, "--kinds"), ("doctor", "--x")]
)
def test_wrong_use_is_told_with_exit_code_two(command: Command, home: Path, words: tuple[str, ...]) -> None:
    ran = command(*words)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.strip()
    assert "Traceback" not in ran.err


def test_a_setting_that_does_not_hold_is_named(command: Command, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMITY_PORT", "eighty")
    ran = command("doctor", "--json")
    assert (ran.code, ran.out) == (1, "")
    assert json.loads(ran.err)["field"] == "COMITY_PORT"


@pytest.mark.parametrize("name", ["token", "fsck", "rebuild", "import", "export", "serve"])
def test_no_command_makes_a_node_where_there_is_none(command: Command, tmp_path: Path, name: str) -> None:
    words = {
        "token": LEE,
        "import": (*LEE, __file__),
        "export": (*LEE, "--kinds", "arrest", "--out", tmp_path / "x"),
    }.get(name, ())
    ran = command(name, *words, "--home", tmp_path / "typo")
    assert ran.code == 4
    assert "comity init" in ran.err
    assert not (tmp_path / "typo").exists()


def test_the_doctor_finds_a_new_node_well(command: Command, home: Path) -> None:
    ran = command("doctor", "--json")
    found = {line["what"]: line["state"] for line in ran.lines}
    assert set(found) >= {"disk", "clock", "keyring", "database", "keys", "directory", "writer", "checkpoint", "rows"}
    assert (ran.code, {state for what, state in found.items() if what != "disk"}) == (0, {"ok"})


def test_the_doctor_makes_no_node_where_there_is_none(command: Command, tmp_path: Path) -> None:
    ran = command("doctor", "--home", tmp_path / "typo")
    assert ran.code == 1
    assert "holds no keys" in ran.out
    assert not (tmp_path / "typo").exists()


def test_the_doctor_sees_keys_that_others_may_read(command: Command, home: Path) -> None:
    (home / "keyring" / "token.key").chmod(0o644)
    try:
        ran = command("doctor")
    finally:
        (home / "keyring" / "token.key").chmod(0o600)
    assert ran.code == 1
    assert "fail keyring: others may read token.key" in ran.out


def test_the_doctor_says_that_a_database_is_away(command: Command, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMITY_DATABASE_URL", "postgresql://nobody:secret@127.0.0.1:1/none")
    ran = command("doctor")
    assert ran.code == 4
    assert "fail database" in ran.out
    assert "secret" not in ran.out + ran.err


def test_what_is_whole_is_found_whole(command: Command, home: Path, on_node: OnNode[Any]) -> None:
    on_node(enter_something)
    ran = command("fsck", "--json")
    assert ran.code == 0
    assert ran.answer["entries"] >= 1
    assert ran.answer["findings"] == []


def test_a_rebuilt_node_is_found_whole(command: Command, home: Path, on_node: OnNode[Any]) -> None:
    on_node(enter_something)
    ran = command("rebuild", "--json")
    assert ran.code == 0
    assert ran.answer["records"] == ran.answer["entries"]
    assert command("fsck").code == 0


def test_a_changed_byte_is_found_and_said_where(command: Command, home: Path, on_node: OnNode[Any]) -> None:
    on_node(enter_something)

    async def tamper(node: Node) -> None:
        connection = await asyncpg.connect(node.dsn)
        await connection.execute("set session_replication_role = replica")
        await connection.execute("update entry set member = 'lou' where seq = 0")
        await connection.close()

    async def mend(node: Node) -> None:
        connection = await asyncpg.connect(node.dsn)
        await connection.execute("set session_replication_role = replica")
        await connection.execute("update entry set member = 'lee' where seq = 0")
        await connection.close()

    on_node(tamper)
    ran = command("fsck")
    on_node(mend)
    assert ran.code == 3
    assert "entry 0" in ran.out


def test_a_benchmark_asks_for_the_repository(command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ran = command("bench")
    assert ran.code == 4
    assert "repository" in ran.err


def test_every_command_is_in_the_help(command: Command) -> None:
    ran = command("--help")
    assert ran.code == 0
    for name in ("serve", "init", "token", "import", "export", "fsck", "rebuild", "doctor", "bench", "demo"):
        assert f" {name} " in ran.out
    assert "3 not verified" in ran.out
