"""The keys: each slot for one record, whoever asks at the same time, and no message under a nonce used before."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from comity.clock import now
from comity.errors import Unavailable
from comity.ids import new_id
from comity.policy.clauses import HandlingClass
from comity.records.parting import parted
from comity.store.keyring import SLOT_BYTES, Keyring
from comity.store.sealing import Header, close
from tests.store.drafting import person

TAKE = """
import sys
from pathlib import Path
from comity.store.keyring import Keyring
keyring = Keyring(Path(sys.argv[1]))
print(*[keyring.new_slot()[0] for _ in range(3000)])
"""


def test_no_slot_is_given_twice_by_four_processes_at_once(tmp_path: Path) -> None:
    command = [sys.executable, "-c", TAKE, str(tmp_path)]
    takers = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    slots = [int(slot) for taker in takers for slot in taker.communicate(timeout=30)[0].split()]
    assert len(slots) == len(set(slots)) == 12_000


def test_no_block_is_given_twice_while_another_thread_remembers_a_head(tmp_path: Path) -> None:
    rings = [Keyring(tmp_path) for _ in range(4)]

    def take(ring: Keyring) -> list[int]:
        found = []
        for n in range(20):
            ring.remember_head(n, "note")
            found.append(ring._new_block()[0][0])
        return found

    with ThreadPoolExecutor(8) as pool:
        firsts = [first for taken in pool.map(take, rings * 2) for first in taken]
    assert len(firsts) == len(set(firsts)) == 160
    for ring in rings:
        ring.close()


def test_a_slot_is_on_the_disk_before_it_is_given_and_opens_after_a_restart(tmp_path: Path) -> None:
    ring = Keyring(tmp_path)
    slot, secret = ring.new_slot()
    assert (tmp_path / "slots").read_bytes()[slot * SLOT_BYTES : (slot + 1) * SLOT_BYTES] == secret
    again = Keyring(tmp_path)
    assert again.secret(slot) == secret
    assert again.token_key == ring.token_key
    assert again.new_slot()[0] != slot


@pytest.mark.parametrize("slot", [-1, 10**6, 2**62])
def test_a_slot_that_is_not_there_is_told_as_such(tmp_path: Path, slot: int) -> None:
    with pytest.raises(Unavailable, match="no slot"):
        Keyring(tmp_path).secret(slot)


def test_two_texts_of_one_version_are_never_encrypted_alike(tmp_path: Path) -> None:
    """Racing corrections, and one cut off before it was acknowledged, share the key of their version."""
    ring = Keyring(tmp_path)
    slot = ring.new_slot()
    header = Header(new_id(), 2, HandlingClass("person", "hart-pd", ()), now(), "hart-pd", "lee")
    one, two = person("Aaaaaa"), person("Bbbbbb")
    sealed = [close(ring, header, each, slot).sealed for each in (one, two)]
    plain = [parted(each)[1] for each in (one, two)]
    tail = -16
    keystreams = [
        bytes(a ^ b for a, b in zip(s[-len(p) + tail : tail], p, strict=True))
        for s, p in zip(sealed, plain, strict=True)
    ]
    assert keystreams[0] != keystreams[1]
    assert close(ring, header, one, slot).sealed != sealed[0]


def test_the_keyring_remembers_the_newest_head_only(tmp_path: Path) -> None:
    ring = Keyring(tmp_path)
    assert ring.remembered_head() is None
    ring.remember_head(7, "seven\n")
    ring.remember_head(5, "five\n")
    assert Keyring(tmp_path).remembered_head() == (7, "seven\n")


def test_the_keyring_is_closed_to_others(tmp_path: Path) -> None:
    folder = tmp_path / "keyring"
    Keyring(folder)
    assert folder.stat().st_mode & 0o077 == 0
    assert all(file.stat().st_mode & 0o077 == 0 for file in folder.iterdir())
