"""What the server said under load, held against what the log has in the end."""

import hashlib
import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from uuid import UUID

from comity.following.running import App
from comity.store.checking import Report, check
from comity.store.log.notes import Checkpoint, open_checkpoint
from comity.store.log.tree import Frontier, leaf_hash
from comity.store.rebuilding import rebuild
from tests.store.drafting import all_that_is_derived, silent

_ENTRIES = "select seq, record, version, request, commitment from entry order by seq"
_NUMBERS = "select facts ->> 'diary_number' as number from entry where facts ->> 'diary_number' is not null"


@dataclass
class Said:
    """The journal of the load: what was sent, what was acknowledged, which heads were shown, what was wrong."""

    sent: dict[str, str] = field(default_factory=dict)
    acknowledged: dict[str, set[tuple[UUID, int]]] = field(default_factory=lambda: defaultdict(set))
    acknowledgements: int = 0
    heads: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Judgement:
    """What must all be nothing, and how much was looked at."""

    acknowledgements: int
    keys: int
    entries: int
    heads: int
    lost: list[str]
    doubled: list[str]
    regressed: list[str]
    unnumbered: list[str]
    differing: list[str]
    report: Report


def read(journal: Path) -> Said:
    said = Said()
    for line in journal.read_text().splitlines():
        word, _, rest = line.partition(" ")
        if word == "sent":
            key, operation, record = rest.split()
            said.sent[key] = f"{operation} {record}"
        elif word == "ack":
            key, id, version = rest.split()
            said.acknowledged[key].add((UUID(id), int(version)))
            said.acknowledgements += 1
        elif word == "head":
            said.heads.append(json.loads(rest))
        else:
            said.wrong.append(line)
    return said


async def judge(app: App, said: Said) -> Judgement:
    rows = await app.node.pool.fetch(_ENTRIES)
    entered = defaultdict(list)
    for row in rows:
        entered[row["request"]].append((row["record"], row["version"]))
    lost, doubled = [], []
    for key in said.sent:
        found, told = entered[request_digest(key)], said.acknowledged[key]
        if not told <= set(found) or not told:
            lost.append(key)
        if len(found) > 1 or len(told) > 1:
            doubled.append(key)
    doubled += [str(entry) for entry, n in Counter((r["record"], r["version"]) for r in rows).items() if n > 1]
    heads = [open_checkpoint(note, app.node.log.signer.verifier) for note in said.heads]
    roots = roots_at({head.size for head in heads}, [r["commitment"] for r in rows])
    report = await check(app.node, silent)
    return Judgement(
        said.acknowledgements,
        len(said.sent),
        len(rows),
        len(said.heads),
        lost,
        doubled,
        regressed(heads, roots),
        misnumbered([row["number"] for row in await app.node.pool.fetch(_NUMBERS)]),
        await rebuilt_otherwise(app),
        report,
    )


def request_digest(key: str) -> bytes:
    return hashlib.sha256(f"hart-pd\0lee\0{key}".encode()).digest()[:16]


def roots_at(sizes: set[int], commitments: list[bytes]) -> dict[int, bytes]:
    """Give the roots that the final log had at some sizes."""
    roots, frontier, done = {}, Frontier(), 0
    for size in sorted(size for size in sizes if size <= len(commitments)):
        frontier = frontier.extended(map(leaf_hash, commitments[done:size]))
        roots[size], done = frontier.root(), size
    return roots


def regressed(heads: list[Checkpoint], roots: dict[int, bytes]) -> list[str]:
    """Name the heads that the final log does not begin with, and those that came after a larger one."""
    unlike = [f"{head.size}: another tree" for head in heads if roots.get(head.size) != head.root]
    back = [f"{b.size} after {a.size}" for a, b in pairwise(heads) if b.size < a.size]
    return unlike + back


def misnumbered(numbers: list[str]) -> list[str]:
    """Name the minted numbers that are missing from 1 on, or stand twice."""
    found = Counter(int(number.rpartition("-")[2]) for number in numbers)
    return [str(n) for n in range(1, len(numbers) + 1) if found[n] != 1]


async def rebuilt_otherwise(app: App) -> list[str]:
    """Name the derived tables that come out of a rebuild other than they had grown."""
    grown = await all_that_is_derived(app.node.pool)
    await rebuild(app.node, silent)
    made = await all_that_is_derived(app.node.pool)
    return [name for name in grown if grown[name] != made[name]]
