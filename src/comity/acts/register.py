"""The public register: every agreement, what became of it, and the whole matrix, as they stand or once stood.

Agreements hold nothing of any person, so that whoever works with the record may read them and nothing is disclosed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from comity.errors import Absent
from comity.policy.agreement_records import certified_from, steps_from, versions_from
from comity.policy.agreement_story import Story, Taken, Version, story_of
from comity.policy.agreements import Agreement
from comity.policy.directory import Directory
from comity.policy.lifecycle import Certified, Standing, standings
from comity.policy.weighing import Kept, certificates_from
from comity.records.governance import agreement as declared
from comity.store.node import Node


@dataclass(frozen=True)
class Register:
    """All agreements at one moment: their texts, the steps taken on them, and where each stands."""

    now: datetime
    versions: tuple[Version, ...]
    steps: tuple[Taken, ...]
    certified: tuple[Certified, ...]
    standing: dict[str, Standing]
    ids: dict[tuple[str, int], UUID]
    texts: dict[tuple[str, int], str]

    def of(self, key: str) -> Standing:
        """Give where an agreement stands; Absent when none has this key."""
        if key not in self.standing:
            raise Absent(f"There is no agreement {key!r}.", remedy="comity agreement show lists all there are.")
        return self.standing[key]

    def versions_of(self, key: str) -> tuple[Version, ...]:
        """Give all texts of an agreement, the oldest first."""
        return tuple(sorted((v for v in self.versions if v.agreement.key == key), key=lambda v: v.agreement.version))

    def steps_on(self, key: str) -> tuple[Taken, ...]:
        """Give all steps taken on an agreement, in the order of the log."""
        return tuple(sorted((step for step in self.steps if step.key == key), key=lambda step: step.seq))

    def story_on(self, key: str) -> Story:
        """Give what became of an agreement by all texts and steps."""
        return story_of(self.versions_of(key), self.steps_on(key))

    @property
    def next_seq(self) -> int:
        """A place in the log after all that is known here."""
        return 1 + max((*(each.seq for each in self.versions), *(each.seq for each in self.steps)), default=0)

    def others(self) -> tuple[Agreement, ...]:
        """Give the agreements that there are, each with its parties of now."""
        return tuple(_with_parties(each) for each in self.standing.values())


async def register(node: Node) -> Register:
    """Give the register as it stands now."""
    await node.rulebook.refresh()
    return registered(node.rulebook.kept().values(), node.directory, node.rulebook.now())


def registered(kept: Iterable[Kept], directory: Directory, now: datetime) -> Register:
    """Give the register that records make, as it stood at a moment: of what was entered later it knows nothing."""
    known = sorted((each for each in kept if each.recorded_at <= now), key=lambda each: each.seq)
    texts: dict[tuple[str, int], Kept] = {}
    for each in known:
        if isinstance(each.record, declared.Agreement):
            # Of two texts with one number, drafted at the same instant, the first counts.
            texts.setdefault((each.record.key, each.record.version), each)
    versions, steps = tuple(versions_from(texts.values())), tuple(steps_from(known))
    certified = tuple(certified_from(certificates_from(known), directory))
    standing = standings(versions, steps, now, certified=certified)
    ids = {place: each.id for place, each in texts.items()}
    return Register(now, versions, steps, certified, standing, ids, {v: text_of(each) for v, each in texts.items()})


def text_of(kept: Kept) -> str:
    """Give the text of an agreement's record; "" of any other."""
    return kept.record.text if isinstance(kept.record, declared.Agreement) else ""


def _with_parties(standing: Standing) -> Agreement:
    agreement = standing.version.agreement
    return Agreement(
        key=agreement.key,
        title=agreement.title,
        tier=agreement.tier,
        version=agreement.version,
        parties=standing.parties,
        under=agreement.under,
        begins=agreement.begins,
        expires=agreement.expires,
        purpose=agreement.purpose,
        governance=agreement.governance,
    )
