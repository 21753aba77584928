"""The whole error tree: every error says what went wrong and what to do next.

ComityError
├── Invalid        what was sent is not a record, a message or a value (names the field)
├── Refused        policy or a named rule forbids it (names the clause or rule)
├── Absent         nothing here that this reader may know of
├── Conflict       the record has moved on since it was read
│   └── Reused     a request key was used before for something else
├── Unverified     a proof, signature or stored byte does not hold
└── Unavailable    the database, keyring or a partner cannot be reached now
    └── Unreachable    a host outside did not answer as a host should, or not in time
"""


class ComityError(Exception):
    """An error that a person can act on: ``remedy`` is the next thing to do."""

    def __init__(self, message: str, *, remedy: str) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


class Invalid(ComityError):  # noqa: N818 - the tree is named for what happened, as people say it
    """What was sent cannot be read as what it claims to be; ``field`` is its path, such as ``charges[0].offense``."""

    def __init__(self, message: str, *, remedy: str, field: str = "") -> None:
        super().__init__(message, remedy=remedy)
        self.field = field


class Refused(ComityError):  # noqa: N818
    """A clause or a named rule forbids the act; ``rule`` is its name."""

    def __init__(self, message: str, *, remedy: str, rule: str = "", field: str = "") -> None:
        super().__init__(message, remedy=remedy)
        self.rule = rule
        self.field = field


class Absent(ComityError):  # noqa: N818
    """There is nothing here that this reader may know of; says the same for hidden and for never existed."""


class Conflict(ComityError):  # noqa: N818
    """What was asked rests on a state that is no longer."""


class Reused(Conflict):
    """A request key was used before for another request; nothing was done."""


class Unverified(ComityError):  # noqa: N818
    """A proof, a signature or stored bytes do not hold; nothing that rests on them may be trusted."""


class Unavailable(ComityError):  # noqa: N818
    """Something that the act needs cannot be reached now; nothing was entered unless a retry says so."""


class Unreachable(Unavailable):
    """A host outside could not be reached, or did not answer in time; whether it took what was sent is not known."""
