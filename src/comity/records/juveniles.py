"""Which records are about a minor: by the birth date of their subject and the age of majority of the place."""

from functools import cache
from uuid import UUID

from comity.records.declaration import Known, Record
from comity.records.meaning import Past
from comity.records.moments import later_by
from comity.records.parties.person import Person
from comity.records.profiles import Profile
from comity.records.reach import values_at
from comity.records.spec import spec_of

JUVENILE = "juvenile"
_SUBJECT = "subject"


def subject_of(record: Record) -> UUID | None:
    """Give whom a record of the justice system is about, if it says when what happened; None for any other record."""
    subject = getattr(record, _SUBJECT) if _moments(type(record)) else None
    return subject.id if subject is not None else None


def is_about_minor(record: Record, subject: Record | None, profile: Profile) -> bool:
    """Tell whether the subject of a record was, or may have been, a minor when what it records happened.

    Whoever has come to the birthday is of age, by the day as it was where it happened. A birth date that is known by
    its year alone counts as its last day: who may be a child is treated as one.
    """
    if not isinstance(subject, Person) or subject.birth_date is None:
        return False
    came_of_age = later_by(subject.birth_date, f"P{profile.majority.years}Y").date().isoformat()
    moments = (moment for path in _moments(type(record)) for moment in values_at(record, path))
    return any(_first_day(moment) < came_of_age for moment in moments)


def keeps_juvenile_marking(record: Record, known: Known) -> bool:
    """Tell whether a correction leaves the marking where it was, unless the subject turns out to have been an adult."""
    if known.earlier is None or JUVENILE not in known.earlier.markings or JUVENILE in record.markings:
        return True
    subject = getattr(record, _SUBJECT) if _moments(type(record)) else None
    return subject is not None and not is_about_minor(record, known.record(subject), known.profile)


def _first_day(moment: str) -> str:
    """Give the first day that a moment may mean, as it is written, with its own offset."""
    day, known = "0000-01-01", moment[:10]
    return known + day[len(known) :]


@cache
def _moments(kind: type[Record]) -> tuple[tuple[str, ...], ...]:
    """Give where a kind of the justice system that is about one person says when something happened."""
    spec = spec_of(kind)
    if spec.folder != "justice" or not any(field.name == _SUBJECT for field in spec.fields):
        return ()
    return tuple(leaf.path for field in spec.fields for leaf in field.leaves if leaf.marker(Past))
