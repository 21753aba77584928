"""What an attack is played on: an honest log, a stranger's log of the same name, and chance that repeats."""

import json
from dataclasses import dataclass
from random import Random
from typing import Any

from comity.store.log.bundles import LogBundle, ProofBundle, encoded
from comity.store.log.notes import SignatureType, Signer, cosign
from tests.log.making import HonestLog, honest_log

Bundle = dict[str, Any]

WITNESS = Signer.from_seed("witness.example/w1", b"w" * 32, signature_type=SignatureType.COSIGNATURE)


@dataclass(frozen=True)
class Scene:
    """An honest log of 8 to 70 entries; the stranger's has the same name and size but another key."""

    chance: Random
    log: HonestLog
    stranger: HonestLog

    def whole(self) -> Bundle:
        return opened(self.log.whole())

    def proof(self) -> Bundle:
        return opened(self.log.proving(*sorted(self.chance.sample(range(1, self.log.size - 1), 3))))

    def somewhere(self) -> int:
        """An index that is neither the first nor the last."""
        return self.chance.randrange(1, self.log.size - 1)


def scene(seed: int) -> Scene:
    chance = Random(seed)
    size = chance.randint(8, 70)
    return Scene(chance, honest_log(chance, size, stored_bytes=40), honest_log(chance, size, stored_bytes=40))


def opened(bundle: LogBundle | ProofBundle) -> Bundle:
    parsed: Bundle = json.loads(encoded(bundle))
    return parsed


def spelled(bundle: Bundle) -> bytes:
    return json.dumps(bundle, ensure_ascii=False, separators=(",", ":")).encode()


def witnessed(played: Scene) -> Bundle:
    proof = played.proof()
    note = cosign(proof["checkpoint"], WITNESS, log=played.log.signer.verifier, at=1_800_000_000)
    return {
        "format": proof["format"],
        "checkpoint": note,
        "key": proof["key"],
        "witnesses": [WITNESS.verifier.text()],
        "entries": proof["entries"],
    }
