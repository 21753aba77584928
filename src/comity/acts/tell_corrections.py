"""Tell whoever was shown an earlier version that a record was corrected, and whom it was taken from to destroy it.

The log is the queue. What is told follows from the log alone, so that whoever takes a page up again tells the same.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from comity.acts.disclose import BY_THE_PLATFORM
from comity.acts.recall import Cause, by_platform, notice_of, once
from comity.acts.recall_list import Line, lines_among, lines_of, notices_of, shown_to, told_to
from comity.acts.sight import outlook
from comity.acts.tell_outside import outside_task
from comity.errors import Refused
from comity.policy.clauses import HandlingClass
from comity.policy.holdings import correction_owed
from comity.policy.sessions import open_session
from comity.records.declaration import kind_name
from comity.records.governance.disclosure import Channel, Disclosure
from comity.records.governance.recall_notice import Recall
from comity.records.rules import SEALED
from comity.store.classes import EXPUNGED
from comity.store.earlier import classes_earlier, outdated
from comity.store.entries import Draft, Stored
from comity.store.node import Node
from comity.store.progress import keep_mark, mark_of

_MARK = "following/corrections"
_PAGE = 500
_DISCLOSURE = kind_name(Disclosure)


@dataclass(frozen=True)
class _Correction:
    """A new version, how the one before it was handled, and the place in the log up to which showing counts."""

    stored: Stored
    before: HandlingClass
    upto: int

    @property
    def added(self) -> frozenset[str]:
        """The markings that it brought."""
        return frozenset(self.stored.handling.markings) - frozenset(self.before.markings)


async def tell_of_corrections(node: Node) -> None:
    """Tell of every correction that nobody was told of yet; if the process dies in between, the next one goes on."""
    after = int(await mark_of(node.pool, _MARK) or -1)
    while found := await node.holding.since(after, await node.reader.size() - 1, _PAGE):
        for turn in _turns(await _corrections(node, found)):
            await _tell(node, turn)
        after = found[-1].seq
        await keep_mark(node.pool, _MARK, str(after), node.clock())


async def _corrections(node: Node, found: Sequence[Stored]) -> list[_Correction]:
    """Give the corrections of a page, and those that somebody was not shown any more who was shown something after."""
    new = [each for each in found if each.version > 1 and each.handling != EXPUNGED]
    before = await classes_earlier(node.pool, node.classes, [each.seq for each in new])
    corrections = [_Correction(each, before[each.seq], each.seq) for each in new if each.seq in before]
    corrections += await _overtaken(node, found)
    return [each for each in corrections if not _is_told_by_its_order(each)]


async def _overtaken(node: Node, found: Sequence[Stored]) -> list[_Correction]:
    """Give corrections that came between reading a version and writing down that it was shown."""
    lines = await lines_among(node, [stored for stored in found if stored.handling.kind == _DISCLOSURE])
    shown = sorted({(line.record, line.version, line.seq) for line in lines if line.version})
    places = await outdated(node.pool, shown)
    corrections = []
    for n, place in places.items():
        for stored in await node.holding.since(place - 1, place, 1):
            before = await classes_earlier(node.pool, node.classes, [place])
            corrections.append(_Correction(stored, before[place], shown[n][2] + 1))
    return [each for each in corrections if each.stored.handling != EXPUNGED]


def _is_told_by_its_order(correction: _Correction) -> bool:
    """Whether the platform sealed or unsealed by an order: whoever received it was told of that order."""
    stored = correction.stored
    turned = set(stored.handling.markings) ^ set(correction.before.markings)
    return stored.member == BY_THE_PLATFORM and turned == {SEALED}


def _turns(corrections: Iterable[_Correction]) -> list[list[_Correction]]:
    """Part corrections so that each turn has one of a record at most: the second rests on what the first told."""
    turns: list[list[_Correction]] = []
    taken: dict[object, int] = defaultdict(int)
    for each in sorted(corrections, key=lambda each: (each.stored.version, each.upto)):
        turn = taken[each.stored.id]
        taken[each.stored.id] += 1
        turns += [[]] if turn == len(turns) else []
        turns[turn].append(each)
    return turns


async def _tell(node: Node, corrections: Sequence[_Correction]) -> None:
    by_record = {each.stored.id: each for each in corrections}
    lines = await lines_of(node, by_record)
    if not lines:
        return
    told, owed = told_to(await notices_of(node, {line.record for line in lines})), dict[tuple[str, int], Draft]()
    theirs = _by_agency(lines)
    for (record, agency), shown in shown_to(lines).items():
        correction = by_record[record]
        earlier = told.get((record, agency), ())
        version = correction_owed(shown, earlier, correction.upto, correction.stored.version)
        if version is not None:
            draft = _draft(node, agency, correction, theirs[record, agency], version)
            owed[agency, correction.stored.seq] = draft
    drafts = [*owed.values(), *_outside(node, by_record.values(), lines)]
    if drafts:
        await node.writer.append(drafts)


def _by_agency(lines: Iterable[Line]) -> Mapping[tuple[object, str], list[Line]]:
    found = defaultdict[tuple[object, str], list[Line]](list)
    for line in lines:
        found[line.record, line.agency].append(line)
    return found


def _draft(node: Node, agency: str, correction: _Correction, lines: Sequence[Line], version: int) -> Draft:
    stored = correction.stored
    effect = Recall.RESTRICTED if _is_lost(node, correction, lines) else Recall.CORRECTED
    cause = Cause(stored.id, effect, shown_version=version or None, new_version=stored.version)
    notice = notice_of(node, agency, [stored.id], cause)
    # By the version alone: whether it may still be seen is judged now, and may change until it is tried again.
    return by_platform(notice, agency, once("correction-notice", stored.id, agency, stored.version))


def _is_lost(node: Node, correction: _Correction, lines: Sequence[Line]) -> bool:
    """Whether a correction brought a marking under which nobody of an agency who was shown the record may see it."""
    now = replace(correction.stored, now=correction.stored.handling)
    return bool(correction.added) and not any(may_see(node, line, now) for line in lines)


def may_see(node: Node, line: Line, stored: Stored) -> bool:
    """Tell whether whoever was shown a record may see a version of it now; of what was passed on, nobody can tell."""
    if line.channel is Channel.HAND_OVER:
        return False
    recipient = line.recipient
    try:
        session = open_session(node.directory, recipient.agency, recipient.member, recipient.purpose)
    except Refused:
        return False
    return outlook(node, session).shows(stored)


def _outside(node: Node, corrections: Iterable[_Correction], lines: Iterable[Line]) -> Iterable[Draft]:
    """Give tasks for what was handed to somebody outside, whom only a person can tell."""
    by_record = {each.stored.id: each for each in corrections}
    for line in lines:
        correction = by_record[line.record]
        if line.outside and line.seq < correction.upto and line.version < correction.stored.version:
            version = correction.stored.version
            yield outside_task(node, line, Cause(line.record, Recall.CORRECTED, new_version=version))
