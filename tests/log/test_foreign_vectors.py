"""Other people's logs: their proofs, checkpoints and tiles are read here as they read them."""

import json
import re
from base64 import b64decode
from pathlib import Path

import pytest

from comity.errors import Unverified
from comity.store.log.notes import VerifierKey, open_checkpoint, open_note
from comity.store.log.tiles import Bundle, Edge, Tile, reader, tiles_of, unbundled
from comity.store.log.tree import (
    Frontier,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    verify_consistency,
    verify_inclusion,
)
from tests.corpus import corpus

pytestmark = pytest.mark.corpus

TESSERA_KEY = VerifierKey.parsed("example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx")


def vectors(kind: str) -> list[Path]:
    found = sorted((corpus("tlog") / "rfc6962-vectors" / kind).rglob("*.json"))
    assert len(found) == 98
    return found


def inclusion_is_accepted(path: Path) -> bool:
    case = json.loads(path.read_text())
    leaf, root, *proof = map(b64decode, [case["leafHash"], case["root"], *(case["proof"] or [])])
    try:
        verify_inclusion(leaf, proof, index=case["leafIdx"], size=case["treeSize"], root=root)
    except Unverified:
        return False
    return True


def consistency_is_accepted(path: Path) -> bool:
    case = json.loads(path.read_text())
    old_root, new_root, *proof = map(b64decode, [case["root1"], case["root2"], *(case["proof"] or [])])
    try:
        verify_consistency(proof, old=case["size1"], old_root=old_root, new=case["size2"], new_root=new_root)
    except Unverified:
        return False
    return True


def test_all_98_inclusion_vectors_are_judged_as_their_authors_judge_them() -> None:
    for path in vectors("inclusion"):
        assert inclusion_is_accepted(path) is not json.loads(path.read_text())["wantErr"], path


def test_all_98_consistency_vectors_are_judged_as_their_authors_judge_them() -> None:
    for path in vectors("consistency"):
        assert consistency_is_accepted(path) is not json.loads(path.read_text())["wantErr"], path


def tessera() -> Path:
    return corpus("tlog") / "tessera-testlog"


def tessera_leaves() -> list[bytes]:
    entries = unbundled((tessera() / Bundle(0, 15).path()).read_bytes())
    assert entries[:3] == (b"one", b"two", b"three")
    return [leaf_hash(entry) for entry in entries]


def test_all_17_tessera_checkpoints_open_and_their_roots_are_ours() -> None:
    leaves = tessera_leaves()
    notes = [path.read_text() for path in sorted(tessera().glob("checkpoint*"))]
    heads = [open_checkpoint(note, TESSERA_KEY) for note in notes]
    assert sorted(head.size for head in heads) == [*range(16), 15]
    for head in heads:
        assert Frontier().extended(leaves[: head.size]).root() == head.root


def test_tessera_proofs_lead_from_its_tiles_to_its_checkpoints() -> None:
    heads = {
        size: open_checkpoint((tessera() / f"checkpoint.{size}").read_text(), TESSERA_KEY) for size in range(1, 16)
    }
    read = reader({(0, 0): (tessera() / Tile(0, 0, 15).path()).read_bytes()})
    for old, head in heads.items():
        proof = consistency_proof(old, 15, read)
        verify_consistency(proof, old=old, old_root=head.root, new=15, new_root=heads[15].root)
        proof = inclusion_proof(old - 1, 15, read)
        verify_inclusion(tessera_leaves()[old - 1], proof, index=old - 1, size=15, root=heads[15].root)


def test_our_tiles_are_byte_for_byte_tesseras_tiles() -> None:
    leaves = tessera_leaves()
    for size in range(1, 16):
        edge, complete = Edge().extended(leaves[:size])
        (tile,) = tiles_of(size)
        assert not complete
        assert edge.tiles() == {(0, 0): (tessera() / tile.path()).read_bytes()}


def test_the_specifications_own_example_note_key_opens_its_note() -> None:
    page = (corpus("tlog") / "c2sp" / "signed-note.md").read_text()
    key = re.search(r"^ {4}(example\.com/foo\+.*)$", page, re.MULTILINE)
    note = re.search(r"^```\n(This is an example message\..*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert key is not None
    assert note is not None
    # It is signed, but it is no checkpoint: the signature must have held before the text is read.
    with pytest.raises(Unverified, match="no checkpoint"):
        open_note(note[1], [VerifierKey.parsed(key[1])])
    with pytest.raises(Unverified, match="does not hold"):
        open_note(note[1].replace("example m", "altered m"), [VerifierKey.parsed(key[1])])
