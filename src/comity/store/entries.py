"""What goes into the log and what comes out: a draft is prepared, an entry has its place for good."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from comity.policy.clauses import HandlingClass
from comity.records.declaration import Record


@dataclass(frozen=True, slots=True)
class Minting:
    """Which number a record still lacks: the field, and the owner's series and its format, ``{agency}-{sequence}``.

    ``taken`` is the running number that the record brings itself, from another system: it is never given again.
    """

    field: str
    series: str
    owner: str
    code: str
    year: int
    format: str
    taken: int | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A record that policy and its checks let pass, not yet in the log.

    ``replaces`` is the version that a correction replaces, 0 for a new record. ``request`` is the digest of the
    idempotency key, ``request_digest`` that of the body.
    """

    id: UUID
    record: Record
    handling: HandlingClass
    agency: str
    member: str
    replaces: int = 0
    request: bytes | None = None
    request_digest: bytes | None = None
    minting: Minting | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """What has its place in the log: durable, searchable, never changed. ``replayed`` tells a retry from a first.

    ``record`` is what was entered, with the numbers that were minted for it; None for what is only read again.
    """

    seq: int
    id: UUID
    version: int
    recorded_at: datetime
    replayed: bool = False
    record: Record | None = field(default=None, compare=False, repr=False)


class Stored(Struct, frozen=True):
    """An entry as the database holds it: plain fields as JSON text, protected ones sealed.

    ``now`` is the class under which its record is handled now: what hides the current version hides every earlier one.
    """

    seq: int
    id: UUID
    version: int
    handling: HandlingClass
    recorded_at: datetime
    agency: str
    member: str
    slot: int
    facts: str
    sealed: bytes
    commitment: bytes
    now: HandlingClass
