"""What a record says about who or what it means, in few bytes: the only thing that linkage compares.

Features are derived from the ``Link`` markers of a declaration. A record of which a reader sees only some categories
gives the features of only those, so that nothing hidden enters a score.
"""

from msgspec import Struct

from comity.linkage.gathering import Gathered, gathered
from comity.linkage.things import settled
from comity.records.declaration import Record, kind_name

# The kinds that have comparisons of their own, in linkage/models.
LINKED = frozenset({"person", "organization", "location", "vehicle", "phone-account"})


class Features(Struct, frozen=True, array_like=True):
    """The compared values of one record, each brought to the form in which it is compared; () or "" where not known.

    ``names`` are (given, middle, surname); ``numbers`` and ``labels`` are (kind, value); ``places`` are
    (postal code, street, city, id of the place's own record).
    """

    kind: str
    names: tuple[tuple[str, str, str], ...] = ()
    birth_dates: tuple[str, ...] = ()
    sex: str = ""
    numbers: tuple[tuple[str, str], ...] = ()
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    places: tuple[tuple[str, str, str, str], ...] = ()
    labels: tuple[tuple[str, str], ...] = ()


def features_of(record: Record) -> Features | None:
    """Give what a record is compared by; None for a kind that is not linked, or where nothing tells who is meant.

    Placeholder names and default birth dates are left out: they would make strangers one person.
    """
    kind = kind_name(type(record))
    if kind not in LINKED:
        return None
    found = gathered(record)
    return _features(kind, settled(kind, found)) if found.tells else None


def _features(kind: str, found: Gathered) -> Features:
    return Features(
        kind,
        names=tuple(found.names),
        birth_dates=tuple(found.birth_dates),
        sex=found.sex,
        numbers=tuple(found.numbers),
        phones=tuple(found.phones),
        emails=tuple(found.emails),
        places=tuple(found.places),
        labels=tuple(found.labels),
    )
