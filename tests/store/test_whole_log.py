"""The log of a node at work, checked by a verifier that shares no code with it."""

import json
import subprocess
import sys
import time
from base64 import b64decode
from pathlib import Path
from random import Random

import pytest

from comity.errors import Absent
from comity.store.node import Node, open_node
from comity.store.showing import whole_log
from comity.verify import verify
from tests.conftest import Server
from tests.entering import enter, enter_arrest
from tests.store.drafting import draft_for, person
from tests.worlds import SMALL, session_of

pytestmark = pytest.mark.anyio

ENTRIES = 256
FLIPS = 5_000


@pytest.fixture
async def grown(server: Server, place: Path) -> tuple[bytes, str]:
    """The bundle and the key of a node whose 256 entries came through every act that enters."""
    async with open_node(await server.new_database(), place) as node:
        await node.directories.activate(SMALL)
        for n in range(40):
            await enter_arrest(node, key=f"arrest {n}")
        await enter(node, session_of(node, "jo"), "person", names=[{"surname": "Hidden"}])
        await _fill(node)
        return await whole_log(node), node.log.signer.verifier.text()


async def _fill(node: Node) -> None:
    entered = await node.writer.append([draft_for(person(f"Name{n}")) for n in range(100)])
    here = await node.reader.size()
    await node.writer.append([draft_for(person("New"), id=entry.id, replaces=1) for entry in entered[: ENTRIES - here]])
    await node.log.publish()
    assert await node.reader.size() == ENTRIES


async def test_the_log_of_a_node_verifies_offline(grown: tuple[bytes, str], tmp_path: Path) -> None:
    bundle, key = grown
    assert len(json.loads(bundle)["entries"]) == ENTRIES
    assert verify(bundle, key).ok
    file = tmp_path / "log.json"
    file.write_bytes(bundle)
    done = subprocess.run([sys.executable, "-m", "comity.verify", str(file), "--key", key], check=False)
    assert done.returncode == 0


async def test_no_byte_of_the_log_of_a_node_can_be_changed_unseen(grown: tuple[bytes, str]) -> None:
    bundle, key = grown
    chance, altered, unseen = Random(2000), bytearray(bundle), []
    began = time.perf_counter()
    for at in chance.sample(range(len(bundle)), FLIPS):
        bits = chance.randint(1, 255)
        altered[at] ^= bits
        if verify(bytes(altered), key).ok:
            unseen.append(at)
        altered[at] ^= bits
    print(f"{FLIPS} of {len(bundle)} bytes flipped in {time.perf_counter() - began:.0f} s")
    assert unseen == []


async def test_no_entry_of_the_log_of_a_node_can_be_left_out_repeated_or_moved(grown: tuple[bytes, str]) -> None:
    bundle, key = grown
    whole = json.loads(bundle)
    for n in range(0, ENTRIES, 5):
        entries = whole["entries"]
        for wrong in (
            entries[:n] + entries[n + 1 :],
            [*entries[: n + 1], *entries[n:]],
            [*entries[:n], *entries[n + 1 :], entries[n]][: None if n < ENTRIES - 1 else 0],
        ):
            forged = json.dumps({**whole, "entries": wrong}, separators=(",", ":"), ensure_ascii=False).encode()
            assert not verify(forged, key).ok


async def test_an_unsigned_log_is_not_shown(node: Node) -> None:
    for _ in range(3):
        if await node.log.latest() is not None:
            break
    else:
        with pytest.raises(Absent):
            await whole_log(node)


async def test_the_bundle_of_a_log_opens_nothing_that_is_protected(grown: tuple[bytes, str]) -> None:
    stored = b"".join(b64decode(entry["stored"]) for entry in json.loads(grown[0])["entries"])
    assert b"probable-cause" in stored
    assert b"Hidden" not in stored
    assert b"Found behind the shop" not in stored
