"""No byte of a bundle can be changed unseen: each one is changed, one at a time."""

import time
from random import Random

import pytest

from comity.store.log.bundles import encoded
from comity.verify import verify
from tests.log.making import HonestLog, honest_log
from tests.log.scenes import scene, spelled, witnessed


def unseen(bundle: bytes, key: str, changes: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The changes (place, bits flipped) that the verifier lets pass: there must be none."""
    altered, passed = bytearray(bundle), []
    for at, bits in changes:
        altered[at] ^= bits
        if verify(bytes(altered), key).ok:
            passed.append((at, bits))
        altered[at] ^= bits
    assert bytes(altered) == bundle
    return passed


def whole_log(entries: int) -> tuple[HonestLog, bytes]:
    log = honest_log(Random(256), entries, stored_bytes=172)
    return log, encoded(log.whole())


def test_every_byte_of_256_entries_is_guarded() -> None:
    log, bundle = whole_log(256)
    chance = Random(1)
    assert len(bundle) > 76_800
    began = time.perf_counter()
    assert unseen(bundle, log.key, [(at, chance.randint(1, 255)) for at in range(len(bundle))]) == []
    print(f"{len(bundle)} bytes flipped once each in {time.perf_counter() - began:.0f} s")


def test_the_smallest_change_to_any_letter_of_a_small_log_is_found() -> None:
    log, bundle = whole_log(20)
    assert unseen(bundle, log.key, [(at, 1 << bit) for at in range(len(bundle)) for bit in range(8)]) == []


def test_every_bit_of_a_witnessed_proof_is_guarded_even_without_a_known_key() -> None:
    played = scene(3)
    bundle = spelled(witnessed(played))
    altered = bytearray(bundle)
    for at in range(len(bundle)):
        for bit in range(8):
            altered[at] ^= 1 << bit
            assert not verify(bytes(altered), None).ok, (at, bit)
            altered[at] ^= 1 << bit


@pytest.mark.soak
@pytest.mark.timeout(7200)
def test_every_byte_of_4096_entries_is_guarded() -> None:
    """As 16 logs of 256: in one log of 4,096 each change would cost 16 times as much and show no more."""
    chance = Random(4096)
    for part in range(16):
        log = honest_log(Random(part), 256, stored_bytes=172)
        bundle = encoded(log.whole())
        assert unseen(bundle, log.key, [(at, chance.randint(1, 255)) for at in range(len(bundle))]) == []
