"""Who and what records stand for, whom they name in which role, and what each is called: what an analysis joins."""

from collections.abc import Iterator
from typing import NamedTuple
from uuid import UUID

from comity.desks.seen import Seen
from comity.desks.titles import title_of, when_of
from comity.records.forms import plain_number
from comity.records.parting import ids_at
from comity.records.reach import pointings
from comity.records.registry import kind_named

# The kinds that stand for somebody or something, and those that stand for what happened to them.
PARTIES = frozenset({"person", "organization", "location", "vehicle", "phone-account", "item", "weapon"})
ACTIVITIES = frozenset({"incident", "court-case", "crash", "service-call"})
ENTITIES = PARTIES | ACTIVITIES
# The kinds that say who or what had to do with whom or what.
JOINING = frozenset({
    *("arrest", "booking", "charge-referral", "citation", "court-order", "custody-movement", "diary-entry"),
    *("disposition", "exhibit", "hearing", "intelligence-record", "involvement", "offense", "sentence"),
    *("supervision", "warrant"),
})  # fmt: skip
ANALYZED = ENTITIES | JOINING

# Agencies and those on duty are on every record: they join nobody with anybody.
_ON_DUTY = frozenset({
    *("agency", "court", "facility", "office", "official", "officials", "originator", "prosecutor"),
    *("reporting_organization", "submitter", "provenance"),
})  # fmt: skip
_OWN_AGENCY = frozenset({"incident", "supervision"})
_IN_COURT_ON_DUTY = frozenset({"judge", "prosecutor", "defense"})
_PARTY = ("person", "organization")
_INVOLVED = frozenset({*_PARTY, "victim", "thing"})


class Pointer(NamedTuple):
    """One reference of a record: the role in which it points, in words, and whom or what it means."""

    role: str
    id: UUID


def since(seen: Seen) -> str:
    """Give the moment from which a record speaks, as it was entered; else the moment at which it was recorded."""
    said = when_of(seen.fields) or seen.fields.get("began_at") or seen.fields.get("first_seen")
    return str(said or seen.recorded_at.isoformat(timespec="minutes"))


def pointers(seen: Seen) -> Iterator[Pointer]:
    """Give whom and what a record points at, but for agencies and those on duty."""
    for path, _, _ in pointings(kind_named(seen.kind).kind):
        if path[0] in _ON_DUTY or path[0] == "parties" or (path[0] == "organization" and seen.kind in _OWN_AGENCY):
            continue
        for id in sorted(ids_at(seen.fields, [path])):
            yield Pointer(_role(seen, path), id)
    if seen.kind == "court-case":
        yield from _parties(seen)


def _parties(case: Seen) -> Iterator[Pointer]:
    """Give the parties of a case who are there for themselves."""
    for party in case.fields.get("parties", ()):
        if party.get("role") not in _IN_COURT_ON_DUTY:
            yield from (Pointer(party["role"], UUID(id)) for who in _PARTY if (id := party.get(who)))


def _role(seen: Seen, path: tuple[str, ...]) -> str:
    """Say in which part somebody is named: as an involvement words it, else as the field is called."""
    said = seen.fields.get("role") or seen.fields.get("subject_category")
    if seen.kind == "involvement" and isinstance(said, str) and path[0] in _INVOLVED:
        return said
    last = next(step for step in reversed(path) if step != "*")
    return (path[0] if last in _PARTY else last).replace("_", " ")


def telephones(seen: Seen) -> frozenset[str]:
    """Give the telephone numbers that a person or an account is reached by, letters and digits only."""
    if seen.kind == "phone-account":
        said = [seen.fields.get("telephone")]
    else:
        said = [contact.get("telephone") for contact in seen.fields.get("contacts", ())]
    return frozenset(plain for each in said if isinstance(each, str) and (plain := plain_number(each)))


def title(seen: Seen) -> str:
    """Say in a few words which record is meant, as far as the reader sees that; its kind where nothing is seen."""
    fields = seen.fields
    said = ""
    if seen.kind == "vehicle":
        said = next((each["plate"] for each in fields.get("registrations", ()) if each.get("plate")), "")
    elif seen.kind == "phone-account":
        said = fields.get("telephone") or fields.get("account_name") or fields.get("device_number") or ""
    return str(said) or title_of(seen.kind, fields) or seen.kind.replace("-", " ")
