"""Honest logs to test with: the same seed makes the same log."""

from dataclasses import dataclass
from random import Random

from comity.store.log.bundles import LogBundle, ProofBundle, Proven, Shown
from comity.store.log.notes import Checkpoint, Signer, sign
from comity.store.log.tiles import Edge, reader
from comity.store.log.tree import Frontier, commitment, inclusion_proof, leaf_hash

ORIGIN = "log.hart.example/county"


@dataclass(frozen=True)
class HonestLog:
    """Entries (blind, stored) and the key that signs them, as a node would hold them."""

    signer: Signer
    entries: tuple[tuple[bytes, bytes], ...]

    @property
    def key(self) -> str:
        return self.signer.verifier.text()

    @property
    def size(self) -> int:
        return len(self.entries)

    def leaves(self) -> list[bytes]:
        return [leaf_hash(commitment(blind, stored)) for blind, stored in self.entries]

    def first(self, size: int) -> "HonestLog":
        return HonestLog(self.signer, self.entries[:size])

    def note(self) -> str:
        root = Frontier().extended(self.leaves()).root()
        return sign(Checkpoint(self.signer.name, self.size, root), self.signer)

    def whole(self) -> LogBundle:
        shown = tuple(Shown(blind=blind, stored=stored) for blind, stored in self.entries)
        return LogBundle(checkpoint=self.note(), key=self.key, entries=shown)

    def proving(self, *indices: int) -> ProofBundle:
        return ProofBundle(checkpoint=self.note(), key=self.key, entries=tuple(map(self.proven, indices)))

    def proven(self, index: int) -> Proven:
        edge, complete = Edge().extended(self.leaves())
        read = reader(edge.tiles() | {(tile.level, tile.index): tile.hashes for tile in complete})
        blind, stored = self.entries[index]
        return Proven(index=index, blind=blind, stored=stored, proof=inclusion_proof(index, self.size, read))


def honest_log(chance: Random, size: int, *, name: str = ORIGIN, stored_bytes: int = 165) -> HonestLog:
    entries = tuple((chance.randbytes(32), chance.randbytes(stored_bytes)) for _ in range(size))
    return HonestLog(Signer.from_seed(name, chance.randbytes(32)), entries)
