"""What an agency sees, whoever of it looks for the usual purpose of its profession: for what is done in its name."""

from dataclasses import dataclass, field
from uuid import UUID

from comity.acts.sight import Sight, decided_for, profile_now
from comity.policy.sessions import Profile, open_session
from comity.records.categories import Category
from comity.records.pillars import Pillar
from comity.records.registry import kind_named
from comity.records.spec import spec_of
from comity.store.entries import Stored
from comity.store.node import Node

# What every profession works for; who has none works for the node.
USUAL_PURPOSE = {
    Pillar.POLICE: "investigation",
    Pillar.PROSECUTION: "prosecution",
    Pillar.COURT: "adjudication",
    Pillar.JAIL: "custody",
    Pillar.LABORATORY: "forensics",
    Pillar.PROBATION: "supervision",
    Pillar.IDENTIFICATION: "identification",
}
_OTHERWISE = "administration"
# What a clock and what ends it are made of: whoever does not see that of a record must not be told by its being due.
_TELLING = Category.REFERENCE | Category.EVENT | Category.STATUS | Category.CHARGE


def tells(kind: str, mask: int) -> bool:
    """Whether a mask shows all of a kind that its being due, and its coming, would tell."""
    told = int(spec_of(kind_named(kind).kind).categories & _TELLING)
    return told & mask == told


@dataclass
class Outlooks:
    """What agencies see, as policy has it now; made anew for each piece of work, so that it never grows old."""

    node: Node
    _sights: dict[str, tuple[Sight, ...]] = field(default_factory=dict)
    _seen: dict[tuple[str, UUID, int], bool] = field(default_factory=dict)

    def shows(self, agency: str, stored: Stored) -> bool:
        """Whether somebody of an agency sees all of a record that says when it was, what it is of, and how it stands.

        Consents, orders and assignments count for nothing here: they open a record to one person, for one end.
        """
        place = (agency, stored.id, stored.seq)
        if place not in self._seen:
            kind = stored.handling.kind
            self._seen[place] = any(tells(kind, each.on_stored(stored).mask) for each in self._sights_of(agency))
        return self._seen[place]

    def of_pillar(self, pillar: Pillar, stored: Stored) -> list[str]:
        """Give the agencies of a profession that see a record, in the order of their keys."""
        agencies = self.node.directory.agencies
        return sorted(each.key for each in agencies if each.pillar is pillar and self.shows(each.key, stored))

    def _sights_of(self, agency: str) -> tuple[Sight, ...]:
        if agency not in self._sights:
            epoch, keyring = self.node.rulebook.epoch, self.node.keyring
            profiles = self._profiles(agency)
            self._sights[agency] = tuple(Sight(decided_for(self.node, each), epoch, keyring) for each in profiles)
        return self._sights[agency]

    def _profiles(self, agency: str) -> set[Profile]:
        directory = self.node.directory
        here = directory.agency.get(agency)
        purpose = USUAL_PURPOSE.get(here.pillar, _OTHERWISE) if here else _OTHERWISE
        sessions = (
            open_session(directory, agency, each.key, purpose, second_factor=True)
            for each in directory.member.values()
            if here and each.agency == agency
        )
        return {profile_now(self.node, session) for session in sessions}
