"""The agencies, their members and the matrix that the node was founded with, as one document."""

import tomllib
from datetime import date
from functools import cached_property

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from comity.errors import Invalid, Refused
from comity.policy.clauses import Clause, listed
from comity.records.categories import category_named
from comity.records.pillars import Pillar


class Leave(Struct, frozen=True, forbid_unknown_fields=True):
    """Days on which a member is away, both included."""

    first: date
    last: date


class Agency(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An agency of the jurisdiction; its key stands in every record that it owns, its code in the numbers it mints."""

    key: str
    name: str
    pillar: Pillar
    code: str = ""
    profile: str = "us"
    supervisors: tuple[str, ...] = ()


class Member(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A person who works for an agency; the key is never given to anyone else."""

    key: str
    name: str
    agency: str
    roles: tuple[str, ...] = ()
    leave: tuple[Leave, ...] = ()


class Appointment(Struct, frozen=True, forbid_unknown_fields=True):
    """The roles that two administrators gave a member afterwards; the last one counts, alone."""

    member: str
    roles: tuple[str, ...]


class Directory(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, dict=True):
    """Who is there; ``origin`` names the node in its log and its checkpoints.

    ``clauses`` is the matrix that the node was founded with; from then on, agreements change what is allowed.
    """

    origin: str
    agencies: tuple[Agency, ...]
    members: tuple[Member, ...]
    clauses: tuple[Clause, ...]
    appointments: tuple[Appointment, ...] = ()

    @cached_property
    def agency(self) -> dict[str, Agency]:
        """The agencies by their keys."""
        return {agency.key: agency for agency in self.agencies}

    @cached_property
    def member(self) -> dict[str, Member]:
        """The members by their keys, each with the roles of now."""
        appointed = {each.member: each.roles for each in self.appointments}
        return {
            member.key: replace(member, roles=appointed[member.key]) if member.key in appointed else member
            for member in self.members
        }


def read_directory(document: str, kinds: frozenset[str]) -> Directory:
    """Read a directory from TOML; Invalid names the first thing in it that does not hold, and what to do."""
    try:
        raw = tomllib.loads(document)
        raw["clauses"] = [listed(clause) for clause in raw.pop("clause", [])]
        raw["agencies"] = raw.pop("agency", [])
        raw["members"] = raw.pop("member", [])
        raw["appointments"] = raw.pop("appointment", [])
        directory = msgspec.convert(raw, Directory)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as wrong:
        raise Invalid(f"The directory cannot be read: {wrong}", remedy="Correct it and load it again.") from wrong
    for agency in directory.agencies:
        station_mapped_to_one_supervisor(agency)
    for member in directory.members:
        if member.agency not in directory.agency:
            _unknown(f"member {member.key}", "agency", member.agency)
    for appointment in directory.appointments:
        if appointment.member not in directory.member:
            _unknown("appointment", "member", appointment.member)
    for clause in directory.clauses:
        _hold_clause(clause, directory, kinds)
    return directory


def _hold_clause(clause: Clause, directory: Directory, kinds: frozenset[str]) -> None:
    for kind in clause.kinds:
        if kind != "*" and kind not in kinds:
            _unknown(f"clause {clause.id}", "kind", kind)
    for label in clause.categories:
        try:
            category_named(label)
        except KeyError:
            if label != "*":
                _unknown(f"clause {clause.id}", "category", label)
    for key in (clause.owner, clause.to.agency or "*"):
        if key not in ("*", "self") and key not in directory.agency:
            _unknown(f"clause {clause.id}", "agency", key)


def _unknown(where: str, what: str, name: str) -> None:
    raise Invalid(f"{where}: there is no {what} {name!r}.", remedy="Correct the name.", field=where)


def station_mapped_to_one_supervisor(agency: Agency) -> None:
    """Refuse a station that answers to more than one supervisor, for then it answers to none."""
    if len(agency.supervisors) > 1:
        raise Refused(
            f"{agency.name} is mapped to {len(agency.supervisors)} supervisors.",
            rule="station_mapped_to_one_supervisor",
            remedy="Name the one supervisor whom the station answers to.",
        )
