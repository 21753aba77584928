"""The Merkle tree: however it is grown it is the RFC's tree, and its proofs prove nothing else."""

import time
from hashlib import sha256
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as some

from comity.errors import Invalid, Unverified
from comity.store.log.tree import (
    EMPTY_ROOT,
    Frontier,
    commitment,
    consistency_nodes,
    consistency_proof,
    inclusion_nodes,
    inclusion_proof,
    leaf_hash,
    node_hash,
    verify_consistency,
    verify_inclusion,
)

LEAVES = [leaf_hash(number.to_bytes(2, "big")) for number in range(600)]
sizes = some.integers(1, len(LEAVES))


def naive_root(leaves: list[bytes]) -> bytes:
    """RFC 6962, section 2.1, word for word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return node_hash(naive_root(leaves[:half]), naive_root(leaves[half:]))


def read(level: int, index: int) -> bytes:
    return naive_root(LEAVES[index << level : (index + 1) << level])


@given(some.integers(0, 600), some.data())
def test_one_by_one_all_at_once_and_the_rfcs_recursion_make_the_same_root(size: int, data: some.DataObject) -> None:
    cut = data.draw(some.integers(0, size))
    one_by_one = Frontier()
    for leaf in LEAVES[:size]:
        one_by_one = one_by_one.extended([leaf])
    in_two = Frontier().extended(LEAVES[:cut]).extended(LEAVES[cut:size])
    assert one_by_one == in_two == Frontier().extended(LEAVES[:size])
    assert one_by_one.root() == naive_root(LEAVES[:size])


@given(some.integers(0, 600))
def test_a_frontier_survives_its_database_column(size: int) -> None:
    frontier = Frontier().extended(LEAVES[:size])
    assert Frontier.decoded(frontier.encoded()) == frontier


@given(some.integers(0, 600), some.data())
def test_a_damaged_frontier_column_is_unverified(size: int, data: some.DataObject) -> None:
    column = Frontier().extended(LEAVES[:size]).encoded()
    cut = data.draw(some.integers(0, len(column) - 1))
    for damaged in (column[:cut], column + b"\0", bytes([1]) + column[1:]):
        with pytest.raises(Unverified):
            Frontier.decoded(damaged)


def test_an_empty_tree_has_the_hash_of_nothing() -> None:
    assert Frontier().root() == EMPTY_ROOT == sha256(b"").digest()


@given(sizes, some.data())
def test_every_leaf_is_proven_and_no_other_leaf_index_or_size_is(size: int, data: some.DataObject) -> None:
    index = data.draw(some.integers(0, size - 1))
    root, proof = naive_root(LEAVES[:size]), inclusion_proof(index, size, read)
    verify_inclusion(LEAVES[index], proof, index=index, size=size, root=root)
    other = data.draw(some.integers(0, 599).filter(lambda number: number != index))
    with pytest.raises(Unverified):
        verify_inclusion(LEAVES[other], proof, index=index, size=size, root=root)
    with pytest.raises(Unverified):
        verify_inclusion(LEAVES[index], proof, index=other, size=size, root=root)
    with pytest.raises(Unverified):
        verify_inclusion(LEAVES[index], proof, index=index, size=size, root=LEAVES[0][::-1])


@given(sizes, some.data())
def test_every_altered_inclusion_proof_fails(size: int, data: some.DataObject) -> None:
    index = data.draw(some.integers(0, size - 1))
    root, proof = naive_root(LEAVES[:size]), list(inclusion_proof(index, size, read))
    for altered in alterations(proof, data):
        with pytest.raises(Unverified):
            verify_inclusion(LEAVES[index], altered, index=index, size=size, root=root)


@given(sizes, some.data())
def test_every_older_tree_is_shown_to_be_contained_and_altered_proofs_fail(size: int, data: some.DataObject) -> None:
    old = data.draw(some.integers(1, size))
    old_root, root = naive_root(LEAVES[:old]), naive_root(LEAVES[:size])
    proof = list(consistency_proof(old, size, read))
    verify_consistency(proof, old=old, old_root=old_root, new=size, new_root=root)
    for altered in alterations(proof, data):
        with pytest.raises(Unverified):
            verify_consistency(altered, old=old, old_root=old_root, new=size, new_root=root)
    with pytest.raises(Unverified):
        verify_consistency(proof, old=old, old_root=old_root, new=size, new_root=root[::-1])
    with pytest.raises(Unverified):
        verify_consistency(proof, old=old, old_root=old_root[::-1], new=size, new_root=root)


def alterations(proof: list[bytes], data: some.DataObject) -> list[list[bytes]]:
    altered = [[*proof, LEAVES[0]], [LEAVES[0], *proof]]
    if proof:
        at, bit = data.draw(some.integers(0, len(proof) - 1)), data.draw(some.integers(0, 255))
        flipped = (int.from_bytes(proof[at], "big") ^ (1 << bit)).to_bytes(32, "big")
        altered += [
            proof[:-1],
            proof[1:],
            [*proof[:at], flipped, *proof[at + 1 :]],
            [*proof[:at], proof[at][:31], *proof[at + 1 :]],
            [*proof[:at], proof[at] + b"\0", *proof[at + 1 :]],
        ]
    return altered


@given(sizes, some.data())
def test_the_nodes_named_beforehand_are_the_nodes_read(size: int, data: some.DataObject) -> None:
    index, old = data.draw(some.integers(0, size - 1)), data.draw(some.integers(1, size))
    asked: list[tuple[int, int]] = []

    def noting(level: int, at: int) -> bytes:
        asked.append((level, at))
        return read(level, at)

    inclusion_proof(index, size, noting)
    assert tuple(asked) == inclusion_nodes(index, size)
    asked.clear()
    consistency_proof(old, size, noting)
    assert tuple(asked) == consistency_nodes(old, size)


@pytest.mark.parametrize("index, size", [(0, 0), (1, 1), (-1, 3), (3, 3)])
def test_a_leaf_outside_the_tree_has_no_proof(index: int, size: int) -> None:
    with pytest.raises(Invalid):
        inclusion_proof(index, size, read)
    with pytest.raises(Unverified):
        verify_inclusion(LEAVES[0], [], index=index, size=size, root=LEAVES[0])


@pytest.mark.parametrize("old, new", [(0, 0), (0, 1), (2, 1), (-1, 1)])
def test_nothing_is_proven_from_size_zero_or_backwards(old: int, new: int) -> None:
    with pytest.raises(Invalid):
        consistency_proof(old, new, read)
    with pytest.raises(Unverified):
        verify_consistency([], old=old, old_root=EMPTY_ROOT, new=new, new_root=EMPTY_ROOT)


def test_a_commitment_hangs_on_its_blind_and_on_every_stored_byte() -> None:
    blind = bytes(range(32))
    assert commitment(blind, b"arrest") == sha256(b"comity/entry/v1\0" + blind + b"arrest").digest()
    assert len({commitment(blind, b"arrest"), commitment(blind[::-1], b"arrest"), commitment(blind, b"arresT")}) == 3


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_blind_of_another_length_is_refused_because_it_could_be_read_in_two_ways(length: int) -> None:
    with pytest.raises(Invalid):
        commitment(bytes(length), b"arrest")


def test_appending_takes_microseconds() -> None:
    leaves = [leaf_hash(Random(1).randbytes(32))] * 50_000
    began = time.perf_counter()
    Frontier().extended(leaves)
    each = (time.perf_counter() - began) / len(leaves) * 1e6
    print(f"{each:.2f} us per appended leaf")
    assert each < 30
