"""The life of an agreement: from its texts, and the steps taken on them in the order of the log, to what is in force.

Active means: every party has signed this very text and these very rules, the preconditions are true, the day is within
its term, a signatory has activated it, nobody has suspended it, and all that it stands under is active too.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from comity.policy.agreement_story import Story, Taken, Version, begins_at, story_of
from comity.policy.agreements import Agreement, Precondition
from comity.policy.matrix import Rule

_FEWEST = 2


class State(StrEnum):
    """Where an agreement stands."""

    DRAFT = "draft"
    SIGNED = "signed"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    EXPIRED = "expired"
    ENDED = "ended"


class Certified(Struct, frozen=True):
    """That somebody at an agency holds a certificate, from one moment to another."""

    agency: str
    course: str
    begins: datetime
    ends: datetime


class Standing(Struct, frozen=True, kw_only=True):
    """Where an agreement stands: which version counts, who the parties are now, and why it is not active.

    ``signed`` are the parties that have signed this version. ``newest`` is the newest version, which may still be
    waiting for signatures while an older one is in force.
    """

    key: str
    version: Version
    newest: int
    state: State
    parties: tuple[str, ...]
    signed: tuple[str, ...]
    reasons: tuple[str, ...] = ()

    @property
    def unsigned(self) -> tuple[str, ...]:
        """The parties that have yet to sign this version."""
        return tuple(party for party in self.parties if party not in self.signed)


def standing(
    versions: Sequence[Version],
    steps: Iterable[Taken],
    now: datetime,
    *,
    certified: Sequence[Certified] = (),
    active: frozenset[str] | None = None,
) -> Standing:
    """Tell where one agreement stands; ``versions`` are all of its versions, one at least.

    ``active`` names the agreements that are active, for what it stands under; None leaves that out of account.
    """
    story = story_of(versions, steps)
    number = story.counting(now)
    version, parties = story.versions[number], story.parties_of(number)
    state, reasons = _state(story, number, now, certified, active)
    return Standing(
        key=version.agreement.key,
        version=version,
        newest=max(story.versions),
        state=state,
        parties=parties,
        signed=tuple(party for party in parties if party in story.signed[number]),
        reasons=reasons,
    )


def standings(
    versions: Iterable[Version], steps: Iterable[Taken], now: datetime, *, certified: Sequence[Certified] = ()
) -> dict[str, Standing]:
    """Tell where every agreement stands, by its key, higher tiers first."""
    texts: dict[str, list[Version]] = {}
    taken: dict[str, list[Taken]] = {}
    for version in versions:
        texts.setdefault(version.agreement.key, []).append(version)
    for step in steps:
        taken.setdefault(step.key, []).append(step)
    found: dict[str, Standing] = {}
    for key in sorted(texts, key=lambda key: (texts[key][0].agreement.tier.rank, key)):
        active = frozenset(other for other, each in found.items() if each.state is State.ACTIVE)
        found[key] = standing(texts[key], taken.get(key, ()), now, certified=certified, active=active)
    return found


def rules_in_force(
    versions: Iterable[Version], steps: Iterable[Taken], now: datetime, *, certified: Sequence[Certified] = ()
) -> tuple[Rule, ...]:
    """Give the clauses of all agreements that are active now, each named by agreement and clause, for its parties."""
    return tuple(
        rule
        for each in standings(versions, steps, now, certified=certified).values()
        if each.state is State.ACTIVE
        for rule in rules_of(each.version.agreement, each.parties)
    )


def rules_of(agreement: Agreement, parties: Iterable[str]) -> Iterator[Rule]:
    """Give the rules to which an agreement compiles, for its parties."""
    bound = frozenset(parties)
    for clause in agreement.clauses:
        yield Rule(clause, f"{agreement.key} {clause.id}", bound)


def next_change(versions: Iterable[Version], now: datetime, *, certified: Iterable[Certified] = ()) -> datetime | None:
    """Give the next moment at which time alone may change what is in force; None when it never does."""
    days = (day for each in versions for day in (each.agreement.begins, each.agreement.expires))
    moments = [begins_at(day) for day in days]
    moments += [moment for each in certified for moment in (each.begins, each.ends)]
    return min((moment for moment in moments if moment > now), default=None)


def _state(
    story: Story, number: int, now: datetime, certified: Sequence[Certified], active: frozenset[str] | None
) -> tuple[State, tuple[str, ...]]:
    agreement, parties = story.versions[number].agreement, story.parties_of(number)
    if len(parties) < _FEWEST:
        return State.ENDED, ("fewer than two parties are left",)
    if story.ending.issuperset(parties):
        return State.ENDED, ("all parties have ended it",)
    if now >= begins_at(agreement.expires):
        return State.EXPIRED, (f"it expired on {agreement.expires}",)
    if waiting := story.unsigned(number):
        return State.DRAFT, tuple(f"{party} has not signed version {number}" for party in waiting)
    if story.suspended:
        return State.SUSPENDED, tuple(f"{party} suspended it: {why}" for party, why in story.suspended.items())
    reasons = tuple(_lacking(story, number, now, certified, active))
    return (State.SIGNED, reasons) if reasons else (State.ACTIVE, ())


def _lacking(
    story: Story, number: int, now: datetime, certified: Sequence[Certified], active: frozenset[str] | None
) -> Iterator[str]:
    agreement = story.versions[number].agreement
    for condition in agreement.preconditions:
        for party in (condition.party,) if condition.party else story.parties_of(number):
            if condition.attestation:
                if (number, party, condition.attestation) not in story.attested:
                    yield f"{party} has not attested {condition.attestation}"
            elif not _holds(party, condition, now, certified):
                yield f"nobody at {party} holds a valid certificate {condition.certificate}"
    if active is not None:
        yield from (f"{key}, which it stands under, is not active" for key in agreement.under if key not in active)
    if now < begins_at(agreement.begins):
        yield f"it begins on {agreement.begins}"
    if number not in story.activated:
        yield "nobody has activated it"


def _holds(party: str, condition: Precondition, now: datetime, certified: Sequence[Certified]) -> bool:
    return any(
        each.agency == party and each.course == condition.certificate and each.begins <= now < each.ends
        for each in certified
    )
