"""Clauses of the data sharing matrix: who may enter or see which categories of which kinds, for which purpose."""

from enum import StrEnum

from msgspec import Struct

from comity.records.categories import Category
from comity.records.pillars import Pillar


class Operation(StrEnum):
    """What a clause permits: to enter what one knows first-hand, to bring in what another system holds, or to see."""

    ENTER = "enter"
    IMPORT = "import"
    SEE = "see"


class Grantee(Struct, frozen=True, forbid_unknown_fields=True):
    """Whom a clause speaks of; every condition given must hold, and none given means every agency of the directory."""

    pillar: Pillar | None = None
    agency: str | None = None
    role: str | None = None


class Clause(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One permission, beside the prose that partners signed.

    ``owner`` is the agency whose records are meant, "self" for the grantee's own, or "*". ``kinds`` and ``purposes``
    may be ("*",). A record with a marking of ``RESTRICTED`` is reached only by clauses that name the marking.
    """

    id: str
    prose: str
    permit: Operation
    to: Grantee
    owner: str = "*"
    kinds: tuple[str, ...]
    categories: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ("*",)
    markings: tuple[str, ...] = ()


# A record that carries one of these does not exist for anyone whom no clause names it to.
RESTRICTED = frozenset({"sensitive", "juvenile", "sealed", "part2", "intel23", "vsp"})


class HandlingClass(Struct, frozen=True):
    """What policy looks at in a record: its kind, its owner and its markings (sorted)."""

    kind: str
    owner: str
    markings: tuple[str, ...] = ()


class Decision(Struct, frozen=True):
    """What is allowed and because of which clauses; ``mask`` holds the visible categories, 0 for nothing at all."""

    mask: int
    because: tuple[str, ...]

    @property
    def allowed(self) -> bool:
        """Whether anything is allowed at all."""
        return self.mask != 0


# No clause is not permission: who is granted nothing sees nothing.
NOTHING = Decision(0, ())
EVERYTHING = int(Category(sum(Category)))
