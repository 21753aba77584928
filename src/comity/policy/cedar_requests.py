"""What Cedar is asked with: profiles and records as its entities, and the rest of a question as its context."""

from collections.abc import Iterable

from msgspec import Struct

from comity.policy.clauses import HandlingClass
from comity.policy.grounds import Cover, Sort
from comity.policy.matrix import Matrix
from comity.policy.sessions import Profile
from comity.records.categories import Category
from comity.records.registry import kind_named


class Uid(Struct, frozen=True):
    """What Cedar knows an entity by; ``type`` is Profile or Record."""

    type: str
    id: str


class ProfileAttributes(Struct, frozen=True):
    """Who asks; the pillar is "" for an agency that has left the directory."""

    agency: str
    pillar: str
    roles: tuple[str, ...]
    certificates: tuple[str, ...]
    second_factor: bool
    emergency: bool


class RecordAttributes(Struct, frozen=True):
    """What is asked about, with the pillars that may enter its kind."""

    kind: str
    owner: str
    markings: tuple[str, ...]
    entered_by: tuple[str, ...]


class Entity(Struct, frozen=True):
    """An entity in Cedar's JSON."""

    uid: Uid
    attrs: ProfileAttributes | RecordAttributes
    parents: tuple[Uid, ...] = ()


class Asked(Struct, frozen=True):
    """The context of a question about one category; the sets hold the forms of the grounds that cover it."""

    purpose: str
    category: str
    consents: tuple[str, ...]
    orders: tuple[str, ...]
    assignments: tuple[str, ...]


def profile_entity(matrix: Matrix, profile: Profile, id: str) -> Entity:
    """Give a profile as Cedar has it."""
    agency = matrix.directory.agency.get(profile.agency)
    attributes = ProfileAttributes(
        profile.agency,
        agency.pillar if agency else "",
        profile.roles,
        profile.certificates,
        profile.second_factor,
        profile.emergency,
    )
    return Entity(Uid("Profile", id), attributes)


def record_entity(handling: HandlingClass, id: str) -> Entity:
    """Give any record of a class as Cedar has it."""
    entered_by = tuple(str(pillar) for pillar in kind_named(handling.kind).kind.entered_by)
    return Entity(Uid("Record", id), RecordAttributes(handling.kind, handling.owner, handling.markings, entered_by))


def asked(purpose: str, category: Category, covers: Iterable[Cover]) -> Asked:
    """Give the context of a question about one category of a record that some grounds cover."""
    forms: dict[Sort, set[str]] = {sort: set() for sort in Sort}
    for cover in covers:
        if cover.mask & category:
            forms[cover.sort].add(cover.form)
    consents, orders, assignments = (tuple(sorted(forms[sort])) for sort in Sort)
    return Asked(purpose, category.label, consents, orders, assignments)


def examples(matrix: Matrix) -> list[Entity]:
    """Give a profile for each member, as the directory has them, and a record of each class that clauses may mean.

    The members hold no certificates, the records carry no markings: whoever tries a question adds what they want to.
    """
    directory = matrix.directory
    profiles = [
        profile_entity(matrix, Profile(member.agency, tuple(sorted(member.roles)), ""), member.key)
        for member in directory.members
    ]
    meant = {kind for rule in matrix.rules for kind in rule.clause.kinds if kind != "*"}
    records = [
        record_entity(HandlingClass(kind, agency.key), f"{kind} of {agency.key}")
        for kind in sorted(meant)
        for agency in directory.agencies
    ]
    return [*profiles, *records]
