"""Clauses of agreements: who may, may not or must do what with which categories of whose records, and for what."""

from enum import StrEnum
from functools import lru_cache

from msgspec import Struct

from comity.records.categories import ALL_CATEGORIES, category_named
from comity.records.pillars import Pillar


class Operation(StrEnum):
    """What a clause permits or prohibits; each stands for itself, so that to see is not to be sent copies.

    To enter what one knows first-hand, to bring in what another system holds, to see, to count without seeing, to be
    told as it happens, to receive copies that leave the node, and to pass on what was received. To ``deconflict`` is to
    be told, by the platform and of nothing else, that somebody has an interest in the same person.
    """

    ENTER = "enter"
    IMPORT = "import"
    SEE = "see"
    COUNT = "count"
    SUBSCRIBE = "subscribe"
    COPY = "copy"
    PASS_ON = "pass-on"  # noqa: S105 - no password
    DECONFLICT = "deconflict"


# What puts records on, and what shows those that are there.
BRINGING = (Operation.ENTER, Operation.IMPORT)
READING = (Operation.SEE, Operation.COUNT, Operation.SUBSCRIBE, Operation.COPY, Operation.PASS_ON)
# What is decided on records that are there: whoever may be told of an interest may not read it by that.
ON_RECORDS = (*READING, Operation.DECONFLICT)


class Grantee(Struct, frozen=True, forbid_unknown_fields=True):
    """Whom a clause speaks of; every condition given must hold, and none given means every party."""

    pillar: Pillar | None = None
    agency: str | None = None
    role: str | None = None


class Needs(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What must be true beside; every condition given must hold.

    ``consent`` names the form of a consent that covers the record ("any" for whichever); ``order`` asks for a court
    order that covers it, ``assigned`` for an assignment to the case, ``certificate`` for a valid training certificate,
    ``second_factor`` for a sign-in with two factors, ``emergency`` for a stated emergency, which is reviewed after.
    """

    consent: str | None = None
    order: bool = False
    assigned: bool = False
    certificate: str | None = None
    second_factor: bool = False
    emergency: bool = False

    @property
    def of_the_record(self) -> bool:
        """Whether it depends on the single record, not on who asks alone."""
        return self.consent is not None or self.order or self.assigned


class Exemption(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A case in which a prohibition does not hold: for these, for these purposes, if the needs are met.

    ``own`` limits it to the grantee's own records.
    """

    to: Grantee = Grantee()
    own: bool = False
    purposes: tuple[str, ...] = ("*",)
    needs: Needs = Needs()


class Obligations(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What comes with what is received; at least one is given.

    ``notice`` travels with the data, word for word. ``destroy_after_days`` is counted from receipt, ``audit_days``
    between reviews of use, ``breach_hours`` from a breach to its notice.
    """

    notice: str = ""
    destroy_after_days: int | None = None
    no_redisclosure: bool = False
    audit_days: int | None = None
    breach_hours: int | None = None


class Clause(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One sentence that the parties signed, beside what it compiles to: exactly one of permit, prohibit and oblige.

    ``owner`` is the agency whose records are meant, "self" for the grantee's own, or "*". ``kinds`` and ``purposes``
    may be ("*",), and so may ``categories``. A permission reaches a record that carries a marking of ``RESTRICTED``
    only when ``markings`` names it; a prohibition or an obligation reaches the records that carry one of its markings,
    or all when it names none. ``needs`` go with permissions, ``unless`` with prohibitions. ``authority`` is the law by
    which the parties may agree on it.
    """

    id: str
    prose: str
    permit: tuple[Operation, ...] = ()
    prohibit: tuple[Operation, ...] = ()
    oblige: Obligations | None = None
    to: Grantee = Grantee()
    owner: str = "*"
    kinds: tuple[str, ...]
    categories: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ("*",)
    markings: tuple[str, ...] = ()
    needs: Needs = Needs()
    unless: tuple[Exemption, ...] = ()
    authority: str = ""


# A record that carries one of these does not exist for anyone whom no clause names it to.
RESTRICTED = frozenset({"sensitive", "juvenile", "sealed", "part2", "intel23", "vsp"})


class HandlingClass(Struct, frozen=True, cache_hash=True):
    """What policy looks at in a record: its kind, its owner and its markings (sorted)."""

    kind: str
    owner: str
    markings: tuple[str, ...] = ()


class Decision(Struct, frozen=True):
    """What is allowed and because of which clauses; ``mask`` holds the visible categories, 0 for nothing at all.

    ``grounds`` names the consents, orders and assignments that it rests on, ``obliged`` the clauses whose obligations
    come with it, ``against`` the prohibitions that took something away.
    """

    mask: int
    because: tuple[str, ...]
    grounds: tuple[str, ...] = ()
    obliged: tuple[str, ...] = ()
    against: tuple[str, ...] = ()

    @property
    def allowed(self) -> bool:
        """Whether anything is allowed at all."""
        return self.mask != 0


# No clause is not permission: who is granted nothing sees nothing.
NOTHING = Decision(0, ())
EVERYTHING = int(ALL_CATEGORIES)


@lru_cache(maxsize=4096)
def mask_of(labels: tuple[str, ...]) -> int:
    """Give the categories of some labels as a mask; "*" is all of them."""
    if "*" in labels:
        return EVERYTHING
    mask = 0
    for label in labels:
        mask |= int(category_named(label))
    return mask


# A clause as TOML gives it, before it is one.
Written = dict[str, object]


def listed(written: Written) -> Written:
    """Give a clause as it was written, with a single operation put into a list: ``permit = "see"`` reads well."""
    return {
        name: [value] if name in ("permit", "prohibit") and isinstance(value, str) else value
        for name, value in written.items()
    }
