"""What the records of a case show to be still to come: the same expectations that desks are given tasks for.

It is derived from what the reader sees and from nothing else. Who could not see the record that answers is told of
nothing as missing: to them it may well have come.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from comity.desks.deadlines import ENDED_BY, STARTED_BY
from comity.desks.expected import Expected, Times, Whom, is_history, moment, times
from comity.desks.seen import Seen, Thread
from comity.records.declaration import Record, kind_name
from comity.records.pillars import Pillar
from comity.records.profiles import Profile


@dataclass(frozen=True)
class Gap:
    """Something that is expected and has not come: of which record, of which charge of it ("" for none), by when."""

    name: str
    sentence: str
    lacking: str
    remedy: str
    record: UUID
    kind: str
    owner: str
    charge: str
    began_at: datetime
    due_at: datetime
    overdue: bool


@dataclass(frozen=True)
class Here:
    """Where and when a case is looked at: each agency's profile and pillar, whose kinds the reader sees, and the time.

    ``telling`` holds pairs of a kind and an owner of which the reader sees all that says when it was and how it stands.
    """

    profiles: Mapping[str, Profile]
    pillars: Mapping[str, Pillar]
    telling: frozenset[tuple[str, str]]
    at: datetime

    def shows_all(self, kind: type[Record], owner: str = "") -> bool:
        """Whether the reader sees every record of a kind that anybody enters, or that this owner does."""
        entering = [owner] if owner else [key for key, pillar in self.pillars.items() if pillar in kind.entered_by]
        return bool(entering) and all((kind_name(kind), each) in self.telling for each in entering)


def gaps(thread: Thread, here: Here) -> list[Gap]:
    """Give what has not come of what the records of a thread let expect, the earliest due first."""
    answers = _answers(thread)
    found = [gap for seen in thread.seen.values() for gap in _of(thread, seen, here, answers)]
    return sorted(found, key=lambda gap: (gap.due_at, gap.name, gap.record, gap.charge))


# By the name of an expectation and a key: the moments at which records answered; None where they say none.
_Answers = Mapping[tuple[str, str], list[datetime | None]]


def _answers(thread: Thread) -> _Answers:
    found: dict[tuple[str, str], list[datetime | None]] = defaultdict(list)
    for seen in thread.seen.values():
        for expected, answering in ENDED_BY.get(seen.kind, ()):
            ended = answering.find(thread.opened(seen), thread)
            at = moment(ended.at) if ended.at else None
            for key in ended.keys:
                found[expected.name, key].append(at)
    return found


def _of(thread: Thread, seen: Seen, here: Here, answers: _Answers) -> Iterator[Gap]:
    profile = here.profiles.get(seen.owner)
    for expected in STARTED_BY.get(seen.kind, ()):
        if profile is None or not _would_be_seen(expected, seen.owner, here):
            continue
        record = thread.opened(seen)
        began = expected.begins.find(record, thread)
        when = times(expected, began, profile, seen.recorded_at) if began else None
        if began is None or when is None or is_history(record, when.due_at, seen.recorded_at):
            continue
        for charge, keys in began.things.items():
            if not _answered(expected, keys or frozenset({seen.id.hex}), when, answers):
                yield _gap(expected, seen, charge, when, here.at)


def _would_be_seen(expected: Expected, owner: str, here: Here) -> bool:
    """Tell whether the reader sees whatever may answer; where each of many must, nobody sees that from the records."""
    return expected.whom is Whom.ONE and all(_shows(expected, each.kind, owner, here) for each in expected.ends)


def _shows(expected: Expected, kind: type[Record], owner: str, here: Here) -> bool:
    own = expected.falls_to is None and here.pillars.get(owner) in kind.entered_by
    return here.shows_all(kind, owner if own else "")


def _answered(expected: Expected, keys: frozenset[str], when: Times, answers: _Answers) -> bool:
    moments = (at for key in keys for at in answers.get((expected.name, key), ()))
    return any(at is None or at >= when.began_at for at in moments)


def _gap(expected: Expected, seen: Seen, charge: str, when: Times, at: datetime) -> Gap:
    return Gap(
        name=expected.name,
        sentence=expected.sentence,
        lacking=expected.lacking,
        remedy=expected.remedy,
        record=seen.id,
        kind=seen.kind,
        owner=seen.owner,
        charge=charge,
        began_at=when.began_at,
        due_at=when.due_at,
        overdue=when.due_at <= at,
    )
