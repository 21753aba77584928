"""A Merkle tree in which no earlier leaf can be changed without changing the root (RFC 6962, section 2.1).

Every hash is 32 bytes of SHA-256. A *node* is named ``(level, index)``: it is the root of the perfect subtree over the
leaves from ``index * 2**level`` up to ``(index + 1) * 2**level``; at level 0 stand the leaf hashes themselves.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from comity.errors import Invalid, Unverified

HASH_BYTES = 32
BLIND_BYTES = 32
EMPTY_ROOT = sha256().digest()

Node = tuple[int, int]
Read = Callable[[int, int], bytes]

_ENTRY_TAG = b"comity/entry/v1\0"
_SIZE_BYTES = 8


def commitment(blind: bytes, stored: bytes) -> bytes:
    """The 32 bytes that bind the log to ``stored`` and, once ``blind`` is destroyed, confirm nothing about it."""
    if len(blind) != BLIND_BYTES:
        # A blind of any other length could lend its last byte to the stored bytes: two readings, one commitment.
        raise Invalid(
            f"a blind has {BLIND_BYTES} bytes, not {len(blind)}", remedy="Draw the blind anew.", field="blind"
        )
    return sha256(_ENTRY_TAG + blind + stored).digest()


def leaf_hash(data: bytes) -> bytes:
    """The hash of one leaf; in Comity's own log ``data`` is the entry's commitment."""
    return sha256(b"\0" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node over its two children."""
    return sha256(b"\1" + left + right).digest()


@dataclass(frozen=True)
class Frontier:
    """The right edge of a tree: all that is needed to append to it and to know its root.

    ``peaks`` are the roots of the perfect subtrees that make up the tree, the largest and leftmost first.
    """

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def extended(self, leaf_hashes: Iterable[bytes]) -> "Frontier":
        """The frontier after these leaves, in this order; the leaves before them stay as they are."""
        size, peaks = self.size, list(self.peaks)
        for leaf in leaf_hashes:
            top, carry = leaf, size
            while carry & 1:
                top = sha256(b"\1" + peaks.pop() + top).digest()
                carry >>= 1
            peaks.append(top)
            size += 1
        return Frontier(size, tuple(peaks))

    def root(self) -> bytes:
        """The root over all leaves; of an empty tree it is the hash of nothing."""
        return _folded(self.peaks) if self.peaks else EMPTY_ROOT

    def encoded(self) -> bytes:
        """The size as 8 big-endian bytes, then the peaks: at most 2,024 bytes for one database column."""
        return self.size.to_bytes(_SIZE_BYTES, "big") + b"".join(self.peaks)

    @classmethod
    def decoded(cls, stored: bytes) -> "Frontier":
        """The frontier that ``encoded`` wrote; anything else is ``Unverified``."""
        size, rest = int.from_bytes(stored[:_SIZE_BYTES], "big"), stored[_SIZE_BYTES:]
        if len(stored) < _SIZE_BYTES or len(rest) != size.bit_count() * HASH_BYTES:
            raise Unverified(
                "the stored frontier of the log is damaged",
                remedy="Rebuild the frontier from the entries and compare its root with the last signed checkpoint.",
            )
        return cls(size, tuple(rest[at : at + HASH_BYTES] for at in range(0, len(rest), HASH_BYTES)))


def inclusion_nodes(index: int, size: int) -> tuple[Node, ...]:
    """The nodes that ``inclusion_proof`` will read, so that they can be fetched first."""
    return _nodes_of(_inclusion_ranges(index, size))


def consistency_nodes(old: int, new: int) -> tuple[Node, ...]:
    """The nodes that ``consistency_proof`` will read, so that they can be fetched first."""
    return _nodes_of(_consistency_ranges(old, new))


def inclusion_proof(index: int, size: int, read: Read) -> tuple[bytes, ...]:
    """The hashes that lead from leaf ``index`` to the root of the first ``size`` leaves (RFC 6962, section 2.1.1)."""
    return tuple(_range_root(start, end, read) for start, end in _inclusion_ranges(index, size))


def consistency_proof(old: int, new: int, read: Read) -> tuple[bytes, ...]:
    """The hashes that show that the first ``old`` of ``new`` leaves are unchanged (RFC 6962, section 2.1.2)."""
    return tuple(_range_root(start, end, read) for start, end in _consistency_ranges(old, new))


def verify_inclusion(leaf: bytes, proof: Sequence[bytes], *, index: int, size: int, root: bytes) -> None:
    """Return only if ``leaf`` is the leaf hash at ``index`` under ``root``; else ``Unverified``.

    The steps are those of RFC 9162, section 2.1.3.2, which spells out what RFC 6962 leaves to its reader.
    """
    _require(0 <= index < size, "the index lies outside the tree")
    _require_hashes([leaf, *proof])
    here, last, top = index, size - 1, leaf
    for sibling in proof:
        _require(last > 0, "the inclusion proof is too long")
        if here & 1 or here == last:
            top = node_hash(sibling, top)
            here, last = _up_to_a_right_child(here, last)
        else:
            top = node_hash(top, sibling)
        here, last = here >> 1, last >> 1
    _require(last == 0, "the inclusion proof is too short")
    _require(top == root, "the inclusion proof leads to another root")


def verify_consistency(proof: Sequence[bytes], *, old: int, old_root: bytes, new: int, new_root: bytes) -> None:
    """Return only if the tree under ``new_root`` begins with the tree under ``old_root``; else ``Unverified``.

    The steps are those of RFC 9162, section 2.1.4.2. An old size of 0 is refused: every tree begins with nothing.
    """
    _require(0 < old <= new, "sizes must be above 0 and must not shrink")
    if old == new:
        _require(not proof, "between equal sizes a proof must be empty")
        _require(old_root == new_root, "two different roots for one size: the log has been forked")
        return
    _require_hashes(proof)
    before, after = _roots_shown(proof, old, new, old_root)
    _require(before == old_root, "the consistency proof leads to another old root")
    _require(after == new_root, "the consistency proof leads to another new root")


def _roots_shown(proof: Sequence[bytes], old: int, new: int, old_root: bytes) -> tuple[bytes, bytes]:
    _require(len(proof) > 0, "the consistency proof is empty")
    # A perfect old tree is itself the first node, and its root is left out of the proof.
    first, *rest = [old_root, *proof] if old.bit_count() == 1 else proof
    here, last = _past_right_children(old - 1, new - 1)
    before = after = first
    for sibling in rest:
        _require(last > 0, "the consistency proof is too long")
        if here & 1 or here == last:
            before, after = node_hash(sibling, before), node_hash(sibling, after)
            here, last = _up_to_a_right_child(here, last)
        else:
            after = node_hash(after, sibling)
        here, last = here >> 1, last >> 1
    _require(last == 0, "the consistency proof is too short")
    return before, after


def _past_right_children(here: int, last: int) -> tuple[int, int]:
    while here & 1:
        here, last = here >> 1, last >> 1
    return here, last


def _up_to_a_right_child(here: int, last: int) -> tuple[int, int]:
    while here and not here & 1:
        here, last = here >> 1, last >> 1
    return here, last


def _inclusion_ranges(index: int, size: int) -> list[tuple[int, int]]:
    if not 0 <= index < size:
        raise Invalid(f"leaf {index} is not among {size} leaves", remedy="Ask for a leaf that the checkpoint covers.")
    start, end, siblings = 0, size, []
    while end - start > 1:
        middle = start + _largest_power_below(end - start)
        if index < middle:
            siblings.append((middle, end))
            end = middle
        else:
            siblings.append((start, middle))
            start = middle
    return siblings[::-1]


def _consistency_ranges(old: int, new: int) -> list[tuple[int, int]]:
    if not 0 < old <= new:
        raise Invalid(
            f"no proof leads from size {old} to size {new}", remedy="Ask from a size above 0 to one not smaller."
        )
    start, end, siblings = 0, new, []
    while end != old:
        middle = start + _largest_power_below(end - start)
        if old <= middle:
            siblings.append((middle, end))
            end = middle
        else:
            siblings.append((start, middle))
            start = middle
    if start:
        siblings.append((start, old))
    return siblings[::-1]


def _largest_power_below(length: int) -> int:
    return 1 << ((length - 1).bit_length() - 1)


def _perfect_subtrees(start: int, end: int) -> list[Node]:
    nodes = []
    while start < end:
        level = (end - start).bit_length() - 1
        nodes.append((level, start >> level))
        start += 1 << level
    return nodes


def _nodes_of(ranges: list[tuple[int, int]]) -> tuple[Node, ...]:
    return tuple(node for start, end in ranges for node in _perfect_subtrees(start, end))


def _range_root(start: int, end: int, read: Read) -> bytes:
    return _folded([read(level, index) for level, index in _perfect_subtrees(start, end)])


def _folded(peaks: Sequence[bytes]) -> bytes:
    *left, top = peaks
    for peak in reversed(left):
        top = node_hash(peak, top)
    return top


def _require_hashes(hashes: Sequence[bytes]) -> None:
    _require(all(len(each) == HASH_BYTES for each in hashes), f"a hash has {HASH_BYTES} bytes")


def _require(holds: bool, otherwise: str) -> None:  # noqa: FBT001 - the one truth value is the point of it
    if not holds:
        raise Unverified(otherwise, remedy="Trust nothing that rests on this proof; fetch it again from the log.")
