"""Tell who received records under an agreement that it stopped: it ended, expired, was suspended, or a party left it.

What came under it is destroyed, or kept as long as the retention that came with it says. Whoever may see a record under
another clause keeps it. What a relay passed on is followed to whoever received it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from comity.acts.recall import Cause, tell_missing
from comity.acts.recall_list import Line, lines_among, lines_of, referring
from comity.acts.register import register
from comity.acts.tell_corrections import may_see
from comity.acts.tell_outside import enter_outside
from comity.policy.endings import Ending, Stop, endings_of
from comity.records.declaration import kind_name
from comity.records.governance.disclosure import Channel, Disclosure
from comity.records.governance.recall_notice import Recall, RecallNotice
from comity.store.entries import Stored
from comity.store.node import Node
from comity.store.pointing import saying
from comity.store.progress import keep_mark, mark_of
from comity.store.sealing import record_of

_MARK = "following/agreements-stopped"
_PAGE = 500
_TOLD_TOGETHER = 100
_EFFECTS = {Stop.SUSPENDED: Recall.SUSPENDED, Stop.RESUMED: Recall.RESUMED}

Holders = Mapping[str, Collection[UUID]]


@dataclass
class _Received:
    """What agencies received under an agreement: the records of each, and the earliest day that a retention names."""

    records: dict[str, set[UUID]] = field(default_factory=lambda: defaultdict(set))
    destroy_by: dict[str, datetime] = field(default_factory=dict)

    def take(self, line: Line, agency: str) -> None:
        """Take in that an agency received a record."""
        self.records[agency].add(line.record)
        by = line.recipient.destroy_by
        if by is not None:
            self.destroy_by[agency] = min(by, self.destroy_by.get(agency, by))


async def tell_of_endings(node: Node) -> None:
    """Tell of every stop of an agreement that nobody was told of yet; if the process dies, the next one goes on."""
    known = await register(node)
    told = int(await mark_of(node.pool, _MARK) or -1)
    newest = max((step.seq for step in known.steps), default=-1)
    endings = [
        ending
        for key in sorted({version.agreement.key for version in known.versions})
        for ending in endings_of(key, known.versions_of(key), known.steps_on(key), known.now)
    ]
    ids = {kept.seq: kept.id for kept in node.rulebook.kept().values()}
    for ending in sorted(endings, key=lambda each: each.seq):
        if ending.stop is Stop.EXPIRED:
            await _tell_once(node, ending, ids)
        elif ending.seq > told:
            await _tell(node, ending, ids)
    if newest > told:
        await keep_mark(node.pool, _MARK, str(newest), node.clock())


async def _tell_once(node: Node, ending: Ending, ids: Mapping[int, UUID]) -> None:
    """Tell of what no step marks: an expiry, once for each text."""
    mark = f"following/agreement-expired/{ids[ending.seq]}"
    if not await mark_of(node.pool, mark):
        await _tell(node, ending, ids)
        await keep_mark(node.pool, mark, "told", node.clock())


async def _tell(node: Node, ending: Ending, ids: Mapping[int, UUID]) -> None:
    because, effect = ids[ending.seq], _EFFECTS.get(ending.stop, Recall.WITHDRAWN)
    if ending.stop is Stop.RESUMED:
        await tell_missing(node, Cause(because, effect), await _told_because(node, ids[ending.since]))
        return
    received = await _received(node, ending)
    for agency, records in sorted(received.records.items()):
        ordered = sorted(records)
        for at in range(0, len(ordered), _TOLD_TOGETHER):
            some = ordered[at : at + _TOLD_TOGETHER]
            holders, lines = await _followed(node, {agency: some}, some)
            cause = Cause(because, effect, destroy_by=received.destroy_by.get(agency))
            await tell_missing(node, cause, holders)
            await enter_outside(node, (each for each in lines if _handed_by(each, holders)), cause)


async def _received(node: Node, ending: Ending) -> _Received:
    """Walk the disclosures that cite a clause of the agreement, and give who received what under it."""
    found, cited, name = _Received(), f"{ending.key} ", kind_name(Disclosure)
    after = -1
    while True:
        page = await saying(
            node.pool,
            node.classes,
            lambda each: each.kind == name and each.owner in ending.parties,
            f'"{cited}',
            after=after,
            limit=_PAGE,
        )
        for line in await lines_among(node, page):
            if _is_meant(line, ending, cited):
                found.take(line, line.agency)
        if len(page) < _PAGE:
            return found
        after = page[-1].seq


def _is_meant(line: Line, ending: Ending, cited: str) -> bool:
    """Whether a line is of what came under the agreement, before it stopped, to or from the party that left."""
    under = any(clause.startswith(cited) for clause in line.recipient.basis)
    by_step = ending.stop is not Stop.EXPIRED
    concerned = not ending.leaver or ending.leaver in (line.owner, line.agency, line.relay)
    return under and concerned and (not by_step or line.seq < ending.seq) and line.agency != line.owner


async def _followed(node: Node, holders: Holders, records: Collection[UUID]) -> tuple[dict[str, set[UUID]], list[Line]]:
    """Follow what agencies passed on, along chains of relays; left out is what whoever got it may see otherwise."""
    lines = await lines_of(node, records)
    keeping = _keeping(node, lines, await node.holding.held(records))
    reached = {
        agency: {record for record in theirs if (agency, record) not in keeping} for agency, theirs in holders.items()
    }
    # A relay has it before it passes it on: so one walk in the order of the log follows every chain.
    for line in lines:
        passed = line.relay and not line.outside and line.record in reached.get(line.relay, ())
        if passed and (line.agency, line.record) not in keeping:
            reached.setdefault(line.agency, set()).add(line.record)
    return reached, lines


def _keeping(node: Node, lines: Iterable[Line], held: Mapping[UUID, Stored]) -> set[tuple[str, UUID]]:
    """Give what agencies may go on with: their own, or seen otherwise; of what is gone they were told before."""
    keeping: set[tuple[str, UUID]] = set()
    # Who read a record a thousand times is judged once.
    alike = {(line.record, line.agency, _reader(line)): line for line in lines}
    for line in alike.values():
        if line.agency == line.owner or line.record not in held or may_see(node, line, held[line.record]):
            keeping.add((line.agency, line.record))
    return keeping


def _reader(line: Line) -> tuple[str, str, bool]:
    return line.recipient.member, line.recipient.purpose, line.channel is Channel.HAND_OVER


def _handed_by(line: Line, holders: Holders) -> bool:
    return line.outside is not None and line.record in holders.get(line.relay or line.agency, ())


async def _told_because(node: Node, because: UUID) -> dict[str, set[UUID]]:
    """Give whom notices told of which records because of something."""
    found = defaultdict[str, set[UUID]](set)
    for stored in await referring(node, RecallNotice, [because]):
        record = record_of(node.keyring, stored)
        if isinstance(record, RecallNotice):
            found[stored.handling.owner].update(ref.id for ref in record.records)
    return found
