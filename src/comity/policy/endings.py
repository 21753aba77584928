"""When sharing under an agreement stopped, and for whom: a party left, it was suspended, it ended or expired.

Worked out from its texts and the steps in the order of the log, as its standing is.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from comity.policy.agreement_story import Story, Taken, Version, begins_at

_FEWEST = 2


class Stop(StrEnum):
    """How sharing stopped, or went on."""

    LEFT = "left"
    ENDED = "ended"
    EXPIRED = "expired"
    SUSPENDED = "suspended"
    RESUMED = "resumed"


@dataclass(frozen=True)
class Ending:
    """That sharing under an agreement stopped at the step that stands at ``seq``, or by the text that stands there.

    ``parties`` are those that it had until then, ``leaver`` the one that left, "" where it stopped for all. What is
    resumed was suspended by the step at ``since``.
    """

    key: str
    seq: int
    stop: Stop
    parties: tuple[str, ...]
    leaver: str = ""
    since: int = -1


def endings_of(key: str, versions: Sequence[Version], steps: Iterable[Taken], now: datetime) -> list[Ending]:
    """Give every stop of one agreement so far, in the order of the log; what was never in force stopped for nobody."""
    story, found, since = Story(), list[Ending](), -1
    events: list[Version | Taken] = [*versions, *steps]
    for event in sorted(events, key=lambda event: event.seq):
        if isinstance(event, Version):
            story.drafted(event)
            continue
        was = _standing(story)
        story.take(event)
        if story.bound is not None:
            found += _stops(key, event, was, _standing(story), since)
            since = event.seq if story.suspended and not was.suspended else since
    return [*found, *_expired(key, story, now)]


@dataclass(frozen=True)
class _Then:
    """Who the parties are, whether all has ended, and whether it is suspended."""

    parties: tuple[str, ...]
    over: bool
    suspended: bool


def _standing(story: Story) -> _Then:
    parties = story.parties_of(story.bound) if story.bound is not None else ()
    over = len(parties) < _FEWEST or story.ending.issuperset(parties)
    return _Then(parties, over, bool(story.suspended))


def _stops(key: str, step: Taken, was: _Then, then: _Then, since: int) -> Iterator[Ending]:
    if then.over and not was.over:
        yield Ending(key, step.seq, Stop.ENDED, was.parties)
    elif gone := set(was.parties) - set(then.parties) if not was.over else set():
        yield from (Ending(key, step.seq, Stop.LEFT, was.parties, leaver) for leaver in gone if leaver == step.agency)
    if then.suspended and not was.suspended:
        yield Ending(key, step.seq, Stop.SUSPENDED, then.parties)
    if was.suspended and not then.suspended and not then.over:
        yield Ending(key, step.seq, Stop.RESUMED, then.parties, since=since)


def _expired(key: str, story: Story, now: datetime) -> Iterator[Ending]:
    """Give the expiry of the version in force; where all has ended before, nothing is left to expire."""
    then = _standing(story)
    if story.bound is None or then.over:
        return
    version = story.versions[story.bound]
    if now >= begins_at(version.agreement.expires):
        yield Ending(key, version.seq, Stop.EXPIRED, then.parties)
