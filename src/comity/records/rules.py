"""The rules of entry that hold for every kind, and where a kind's own are found.

A partner's record, known by its provenance, is taken as it came: where it breaks a rule of its kind, its owner gets a
task to review it, and nothing is lost. What Comity's own agencies enter first-hand is refused until it is right.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import TypeVar

from msgspec import structs

from comity.records.codes import code_table, listed_in, near_codes
from comity.records.declaration import Check, Known, Record
from comity.records.juveniles import JUVENILE, keeps_juvenile_marking
from comity.records.meaning import Codes, Past
from comity.records.moments import surely_before
from comity.records.pillars import Pillar
from comity.records.profiles import Profile, sensitive_because
from comity.records.reach import values_at
from comity.records.spec import Leaf, spec_of

OFFENSE = "offense"
SENSITIVE = "sensitive"
SEALED = "sealed"
FOLLOWED = frozenset({SENSITIVE, JUVENILE})
COMPLETENESS = frozenset({"complete", "partial", "unknown"})

Holds = Callable[[Record, Known], bool]
R = TypeVar("R", bound=Record)


@cache
def checks_of(kind: type[Record]) -> tuple[Check, ...]:
    """Give all checks that a record of a kind is held to: those of every kind, then its own."""
    own = (each for check in kind.checks for each in (_first_hand(check), _migrated(check)))
    return (*general_checks(kind), *own)


@cache
def general_checks(kind: type[Record]) -> tuple[Check, ...]:
    """Give the checks that every kind has, as they read for this kind's fields."""
    leaves = tuple(leaf for field in spec_of(kind).fields for leaf in field.leaves)
    return (
        MIGRATED,
        SEALED_STAYS,
        JUVENILE_STAYS,
        *(_complete(name) for name in kind.needed),
        *(_codes(leaf, codes.table) for leaf in leaves if (codes := leaf.marker(Codes))),
        *(_past(leaf) for leaf in leaves if leaf.marker(Past)),
        *((_sensitive(offense_leaves(kind)),) if offense_leaves(kind) else ()),
        *((_first_hand(FOLLOWING), _migrated(FOLLOWING)) if kind.follows else ()),
    )


@cache
def offense_leaves(kind: type[Record]) -> tuple[Leaf, ...]:
    """Give where a kind holds offense codes."""
    leaves = (leaf for field in spec_of(kind).fields for leaf in field.leaves)
    return tuple(leaf for leaf in leaves if (codes := leaf.marker(Codes)) and codes.table == OFFENSE)


def with_due_markings(record: R, profile: Profile, owner: Pillar) -> R:
    """Give the record with the markings of its kind and its owner's, and ``sensitive`` where its offenses call for it.

    ``owner`` is the profession of the agency that enters it.
    """
    of_owner = [each.marking for each in profile.owner_markings if each.pillar is owner]
    due = [marking for marking in (*type(record).marked, *of_owner) if marking not in record.markings]
    if SENSITIVE not in record.markings and _is_sensitive(record, offense_leaves(type(record)), profile):
        due.append(SENSITIVE)
    return structs.replace(record, markings=(*record.markings, *due)) if due else record


def _first_hand(check: Check) -> Check:
    """Hold a first-hand entry to a check, and a migrated record not."""
    return replace(check, holds=lambda record, known: record.provenance is not None or check.holds(record, known))


def _migrated(check: Check) -> Check:
    """Ask for review of a migrated record that breaks a check."""
    return replace(
        check, review=True, holds=lambda record, known: record.provenance is None or check.holds(record, known)
    )


def _keeps_source(record: Record, known: Known) -> bool:
    del known
    origin = record.provenance
    return origin is None or (bool(origin.source_system.strip()) and origin.completeness in COMPLETENESS)


MIGRATED = Check(
    name="migrated_record_keeps_source_and_completeness_mark",
    sentence="A migrated record says which system it came from, and whether it is complete, partial or unknown.",
    field="provenance",
    remedy="Name the source system, and set completeness to complete, partial or unknown.",
    holds=_keeps_source,
)


SEALED_STAYS = Check(
    name="only_an_order_unseals",
    sentence="A correction leaves a sealed record sealed.",
    field="markings",
    remedy="Keep the marking sealed; a court's order to unseal takes it away.",
    holds=lambda record, known: (
        known.earlier is None or SEALED not in known.earlier.markings or SEALED in record.markings
    ),
)


JUVENILE_STAYS = Check(
    name="who_was_a_minor_stays_protected",
    sentence="A correction leaves the marking juvenile where the subject was, or may have been, a minor.",
    field="markings",
    remedy="Keep the marking juvenile, or correct the subject's birth date first.",
    holds=keeps_juvenile_marking,
)


def _due_markings(record: Record, known: Known) -> frozenset[str]:
    """Give the markings that a record lacks and those have whom it follows."""
    held = (getattr(record, name) for name in record.follows)
    refs = (ref for value in held if value is not None for ref in (value if isinstance(value, tuple) else (value,)))
    found = {marking for ref in refs for marking in known.record(ref).markings}
    return frozenset(found & FOLLOWED - {*record.markings})


FOLLOWING = Check(
    name="markings_follow_the_case",
    sentence="What comes of a sensitive or juvenile case carries its markings.",
    field="markings",
    remedy="Add the markings of the record that this one follows.",
    holds=lambda record, known: not _due_markings(record, known),
    advice=lambda record, known: f"Add to markings: {', '.join(sorted(_due_markings(record, known)))}.",
)


def _complete(name: str) -> Check:
    return Check(
        name="first_hand_entry_is_complete",
        sentence=f"A first-hand entry has the field {name}.",
        field=name,
        remedy=f"Fill in {name}. A record from another system names it under provenance.",
        holds=lambda record, _: record.provenance is not None or getattr(record, name) not in (None, ()),
    )


def path_name(leaf: Leaf) -> str:
    """Write a leaf's path as people read it: ``charges.offense``."""
    return ".".join(step for step in leaf.path if step != "*")


def _tables(table: str, profile: Profile) -> tuple[str, ...]:
    return profile.offense_tables if table == OFFENSE else (table,)


def _unknown_codes(record: Record, leaf: Leaf, tables: tuple[str, ...]) -> list[str]:
    return [code for code in values_at(record, leaf.path) if not listed_in(tables, code)]


def _codes(leaf: Leaf, table: str) -> Check:
    """Make the check of one coded field; its advice names the wrong code and the nearest right ones."""

    def holds(record: Record, known: Known) -> bool:
        return record.provenance is not None or not _unknown_codes(record, leaf, _tables(table, known.profile))

    def advice(record: Record, known: Known) -> str:
        tables = _tables(table, known.profile)
        wrong = next(iter(_unknown_codes(record, leaf, tables)), "")
        near = [code for name in tables for code in near_codes(code_table(name), wrong)]
        return f"{wrong!r} is not a code of {' or '.join(tables)}. Near it: {', '.join(near) or 'none'}."

    said = "the jurisdiction's table of offenses" if table == OFFENSE else f"the table {table}"
    return Check(
        name="codes_are_known",
        sentence=f"The codes in {path_name(leaf)} are of {said}.",
        field=path_name(leaf),
        remedy=f"Use a code of {said}.",
        holds=holds,
        advice=advice,
    )


def _past(leaf: Leaf) -> Check:
    return Check(
        name="not_in_the_future",
        sentence=f"The moment in {path_name(leaf)} has been.",
        field=path_name(leaf),
        remedy="Correct the time; give its offset from UTC if your clock is right.",
        holds=lambda record, known: (
            record.provenance is not None
            or not any(surely_before(known.now, moment) for moment in values_at(record, leaf.path))
        ),
    )


def _is_sensitive(record: Record, leaves: tuple[Leaf, ...], profile: Profile) -> bool:
    return bool(sensitive_because(profile, [code for leaf in leaves for code in values_at(record, leaf.path)]))


def _sensitive(leaves: tuple[Leaf, ...]) -> Check:
    return Check(
        name="sensitive_case_never_on_public_view",
        sentence="A record of a sensitive offense carries the marking sensitive, which keeps it off every public view.",
        field="markings",
        remedy="Add the marking sensitive.",
        holds=lambda record, known: SENSITIVE in record.markings or not _is_sensitive(record, leaves, known.profile),
    )
