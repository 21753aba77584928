"""A slow judge that reads clauses, consents and orders as a lawyer would: one record, one condition at a time.

It shares no code with policy, the store or the acts: only what the kinds declare of themselves, and the raw facts.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from comity.records.categories import Category
from comity.records.registry import kind_named
from comity.records.spec import spec_of

LABELS = frozenset(category.label for category in Category)
PLAIN = frozenset({"reference", "event", "status", "charge", "statistic"})
RESTRICTED = frozenset({"sensitive", "juvenile", "sealed", "part2", "intel23", "vsp"})

# Where the kinds of these tests refer to other records, and of which category the field is.
REFERENCES = {
    "arrest": {"incident": "reference", "subject": "reference"},
    "booking": {"arrest": "reference", "subject": "reference"},
    "diary-entry": {"complainant": "victim", "missing_person": "victim"},
    "consent": {"subject": "reference", "also_known": "reference"},
    "consent-ending": {"consent": "reference"},
    "disclosure-order": {"subjects": "reference"},
    "case-assignment": {"to": "reference"},
}


@dataclass
class Version:
    """A version of a record, as raw JSON-like fields, with its place in the log."""

    id: UUID
    number: int
    kind: str
    owner: str
    fields: dict[str, Any]
    recorded_at: datetime
    seq: int

    @property
    def markings(self) -> frozenset[str]:
        return frozenset(self.fields.get("markings", ()))

    def refers_to(self, seen: frozenset[str]) -> set[UUID]:
        """Give the ids in fields of some categories."""
        found: set[UUID] = set()
        for name, label in REFERENCES.get(self.kind, {}).items():
            if label in seen and name in self.fields:
                value = self.fields[name]
                found.update(UUID(str(each)) for each in (value if isinstance(value, list | tuple) else [value]))
        return found

    @property
    def about(self) -> set[UUID]:
        return {self.id, *self.refers_to(LABELS)}


@dataclass(frozen=True)
class Asker:
    """Who asks, as whom and what for."""

    agency: str
    pillar: str
    member: str
    roles: frozenset[str]
    purpose: str
    second_factor: bool
    emergency: bool


@dataclass
class Truth:
    """All that there is in a world: its clauses as they were written, and every version of every record."""

    clauses: list[dict[str, Any]] = field(default_factory=list)
    records: dict[UUID, list[Version]] = field(default_factory=dict)

    def current(self) -> list[Version]:
        """Give the newest version of each record, in the order of the log."""
        return sorted((versions[-1] for versions in self.records.values()), key=lambda version: version.seq)

    def of_kind(self, kind: str) -> list[Version]:
        return [version for version in self.current() if version.kind == kind]


@dataclass(frozen=True)
class Cover:
    """What opens single records to somebody: which records, whose, and which categories."""

    sort: str
    form: str
    subjects: frozenset[UUID]
    owners: frozenset[str]
    labels: frozenset[str]


class Judge:
    """Judges for one asker at one moment."""

    def __init__(self, truth: Truth, asker: Asker, now: datetime) -> None:
        self.truth = truth
        self.asker = asker
        self.now = now
        self.courses = {
            v.fields["course"]
            for v in truth.of_kind("training-certificate")
            if v.fields["member"] == asker.member and v.recorded_at <= now < at(v.fields["expires_at"])
        }
        self.covers = [*self._consents(), *self._orders(), *self._assignments()]
        self._known: dict[tuple[str, int], frozenset[str]] = {}

    def sees(self, operation: str, version: Version) -> frozenset[str]:
        """Give the categories of a version that may be had: never more than of the newest version of its record."""
        newest = self.truth.records[version.id][-1]
        seen = self._decided(operation, version)
        return seen if newest is version else seen & self._decided(operation, newest)

    def shown(self, operation: str, version: Version) -> dict[str, Any]:
        """Give the fields that may be had."""
        seen = self.sees(operation, version)
        return {name: value for name, value in version.fields.items() if label_of(version.kind, name) in seen}

    def _decided(self, operation: str, version: Version) -> frozenset[str]:
        key = (operation, version.seq)
        if key not in self._known:
            self._known[key] = self._decide(operation, version)
        return self._known[key]

    def _decide(self, operation: str, version: Version) -> frozenset[str]:
        bearing = [
            cover
            for cover in self.covers
            if cover.subjects & version.about and (not cover.owners or version.owner in cover.owners)
        ]
        granted: set[str] = set()
        for clause in self.truth.clauses:
            if operation in clause.get("permit", ()) and self._speaks(clause, version):
                unnamed = (version.markings & RESTRICTED) - set(clause.get("markings", ()))
                if not unnamed:
                    granted |= named(clause["categories"]) & self._met(clause.get("needs", {}), bearing)
        for clause in self.truth.clauses:
            if operation in clause.get("prohibit", ()) and self._speaks(clause, version):
                markings = set(clause.get("markings", ()))
                if not markings or markings & version.markings:
                    granted -= self._taken(clause, version, bearing)
        return frozenset(granted)

    def _taken(self, clause: dict[str, Any], version: Version, bearing: list[Cover]) -> set[str]:
        taken = set(named(clause.get("categories", ()) or ("*",)))
        for exemption in clause.get("unless", ()):
            for_whom = self._meant(exemption.get("to", {})) and self._serves(exemption.get("purposes", ("*",)))
            if for_whom and (not exemption.get("own") or version.owner == self.asker.agency):
                taken -= self._met(exemption.get("needs", {}), bearing)
        return taken

    def _speaks(self, clause: dict[str, Any], version: Version) -> bool:
        owner = clause.get("owner", "*")
        return (
            self._meant(clause.get("to", {}))
            and self._serves(clause.get("purposes", ("*",)))
            and ("*" in clause["kinds"] or version.kind in clause["kinds"])
            and (owner == "*" or version.owner == (self.asker.agency if owner == "self" else owner))
        )

    def _meant(self, to: dict[str, str]) -> bool:
        asker = self.asker
        return (
            to.get("pillar", asker.pillar) == asker.pillar
            and to.get("agency", asker.agency) == asker.agency
            and ("role" not in to or to["role"] in asker.roles)
        )

    def _serves(self, purposes: Any) -> bool:
        return "*" in purposes or self.asker.purpose in purposes

    def _met(self, needs: dict[str, Any], bearing: list[Cover]) -> frozenset[str]:
        if (
            ("certificate" in needs and needs["certificate"] not in self.courses)
            or (needs.get("second_factor") and not self.asker.second_factor)
            or (needs.get("emergency") and not self.asker.emergency)
        ):
            return frozenset()
        given = LABELS
        if "consent" in needs:
            given &= opened(c for c in bearing if c.sort == "consent" and needs["consent"] in ("any", c.form))
        if needs.get("order"):
            given &= opened(c for c in bearing if c.sort == "order")
        if needs.get("assigned"):
            given &= opened(c for c in bearing if c.sort == "assignment")
        return given

    def _consents(self) -> list[Cover]:
        ended = {UUID(v.fields["consent"]) for v in self.truth.of_kind("consent-ending")}
        return [
            Cover(
                "consent",
                v.fields["form"],
                frozenset(v.refers_to(LABELS)),
                frozenset(v.fields.get("disclosers", ())),
                named(v.fields.get("categories", ())),
            )
            for v in self.truth.of_kind("consent")
            if v.id not in ended and self._consented(v.fields)
        ]

    def _consented(self, paper: dict[str, Any]) -> bool:
        through = {paper["intermediary"], *paper.get("participants", ())} if paper.get("intermediary") else set()
        begins = at(paper.get("begins_at") or paper["signed_at"])
        return (
            not paper.get("known_false")
            and bool(paper.get("signatures"))  # the element that these worlds leave out
            and self.asker.agency in {*paper.get("recipients", ()), *through}
            and self._serves(paper["purposes"])
            and begins <= self.now < at(paper["expires_at"])
        )

    def _orders(self) -> list[Cover]:
        return [
            Cover("order", "", frozenset(v.refers_to(LABELS)), frozenset(o.get("owners", ())), named(o["categories"]))
            for v in self.truth.of_kind("disclosure-order")
            if self.asker.agency in (o := v.fields)["recipients"]
            and self._serves(o["purposes"])
            and at(o["issued_at"]) <= self.now < at(o["expires_at"])
        ]

    def _assignments(self) -> list[Cover]:
        return [
            Cover("assignment", "", frozenset(v.refers_to(LABELS)), frozenset(), LABELS)
            for v in self.truth.of_kind("case-assignment")
            if v.fields["member"] == self.asker.member
            and v.owner == self.asker.agency
            and at(v.fields["begins_at"]) <= self.now < at(v.fields["ends_at"])
        ]


def named(labels: Any) -> frozenset[str]:
    """Give the categories that a list of labels names."""
    return LABELS if "*" in labels else frozenset(labels)


def opened(covers: Any) -> frozenset[str]:
    """Give all that covers open."""
    return frozenset().union(*(cover.labels for cover in covers))


def at(moment: Any) -> datetime:
    """Read a moment from raw fields."""
    return moment if isinstance(moment, datetime) else datetime.fromisoformat(moment)


_CATEGORY: dict[tuple[str, str], str] = {}


def label_of(kind: str, name: str) -> str:
    """Give the category of a field, as its kind declares it."""
    if (kind, name) not in _CATEGORY:
        _CATEGORY.update({(kind, each.name): each.category.label for each in spec_of(kind_named(kind).kind).fields})
    return _CATEGORY[kind, name]


def all_labels_of(kind: str) -> frozenset[str]:
    """Give all categories of a kind."""
    return frozenset(each.category.label for each in spec_of(kind_named(kind).kind).fields)
