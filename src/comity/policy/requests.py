"""What somebody asked for, as policy looks at it: never the words of a search, and nobody's name."""

from uuid import UUID

from msgspec import Struct

from comity.policy.clauses import Operation
from comity.policy.sessions import Profile


class Request(Struct, frozen=True):
    """A question to the record: by whom, which operation, of which kinds (None for all) or of which one record."""

    profile: Profile
    member: str
    operation: Operation
    kinds: tuple[str, ...] | None = None
    record: UUID | None = None


class Counted(Struct, frozen=True):
    """A question, and how often it was asked."""

    request: Request
    times: int
