"""What the log costs to grow and to verify: microseconds a leaf, and records a second through fsck."""

import os
from statistics import median
from time import perf_counter

from bench import bulk
from bench.place import Place, node_in
from bench.rows import Row, shortened
from bench.world import directory
from comity.store.checking import check
from comity.store.log.tree import Frontier, leaf_hash


def append_microseconds(leaves: int) -> float:
    """Give the time of one leaf: its hash, and the tree's right edge after it."""
    commitments = [os.urandom(32) for _ in range(leaves)]
    began = perf_counter()
    frontier = Frontier().extended(leaf_hash(each) for each in commitments)
    took = perf_counter() - began
    if frontier.size != leaves:
        raise RuntimeError(f"the tree has {frontier.size} leaves")
    return took / leaves * 1e6


async def measure(place: Place) -> list[Row]:
    """Measure the tree by itself, then fsck on a log with checkpoints, tokens and tiles."""
    leaves = [append_microseconds(place.count(100_000)) for _ in range(3)]
    async with node_in(place, directory()) as node:
        await bulk.entered(node, [bulk.group(n) for n in range(place.count(80))])
        await node.log.publish()
        began = perf_counter()
        report = await check(node, lambda *_: None)
        took = perf_counter() - began
    if report.findings:
        raise RuntimeError(f"fsck found {report.findings[0]}")
    how = "python -m bench keeping"
    return [
        Row(name="tree, one leaf appended", ours=shortened(median(leaves)), unit="us", how=how),
        Row(
            name="fsck",
            ours=shortened(report.entries / took),
            unit="records a second",
            how=how,
            note="every commitment, every record opened and tokenized again, tree, checkpoint, tiles and state",
        ),
    ]
