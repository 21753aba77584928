"""What changes from one version of an agreement to the next, clause by clause, as people read it."""

from collections.abc import Iterator
from enum import StrEnum

import msgspec
from msgspec import Struct

from comity.policy.agreements import WORDS, Agreement
from comity.policy.clauses import Clause


class Sort(StrEnum):
    """How a part of an agreement changed; a new wording leaves what is binding as it was."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    REWORDED = "reworded"


class Change(Struct, frozen=True, kw_only=True):
    """One difference: in which clause ("" for what stands above the clauses), in which field, from what to what."""

    sort: Sort
    clause: str = ""
    field: str = ""
    before: str = ""
    after: str = ""

    @property
    def said(self) -> str:
        """The change as a person reads it."""
        where = f"clause {self.clause}" if self.clause else "the agreement"
        match self.sort:
            case Sort.ADDED:
                return f"{where} is new: {self.after}"
            case Sort.REMOVED:
                return f"{where} is gone: {self.before}"
            case Sort.REWORDED:
                return f"{where}, {self.field} is worded anew: {self.after or 'nothing'}"
            case Sort.CHANGED:
                return f"{where}, {self.field}: {self.before or 'nothing'} becomes {self.after or 'nothing'}"


_APART = frozenset({"key", "clauses"})


def difference(old: Agreement, new: Agreement) -> tuple[Change, ...]:
    """Give every change from one agreement to another: of what stands above the clauses first, then by clause."""
    return (*_fields(old, new, ""), *_clauses(old, new))


def spoken(value: object) -> str:
    """Say a value of an agreement in few words: lists with commas, conditions by name."""
    match value:
        case None | () | "" | False:
            return ""
        case Struct():
            given = ((name, each) for name, each in msgspec.structs.asdict(value).items() if each)
            return " and ".join(_named(name, each) for name, each in given) or "every party"
        case tuple():
            return ", ".join(spoken(each) for each in value)
        case dict():
            return "; ".join(f"{name}: {meaning}" for name, meaning in value.items())
        case _:
            return str(value)


def _named(name: str, value: object) -> str:
    plain = name.replace("_", " ")
    return plain if value is True else f"{plain} {spoken(value)}".rstrip()


def _clauses(old: Agreement, new: Agreement) -> Iterator[Change]:
    before, after = {each.id: each for each in old.clauses}, {each.id: each for each in new.clauses}
    for id, clause in before.items():
        if id in after:
            yield from _fields(clause, after[id], id)
        else:
            yield Change(sort=Sort.REMOVED, clause=id, before=clause.prose)
    for id, clause in after.items():
        if id not in before:
            yield Change(sort=Sort.ADDED, clause=id, after=clause.prose)


def _fields(old: Agreement | Clause, new: Agreement | Clause, clause: str) -> Iterator[Change]:
    for name in old.__struct_fields__:
        before, after = getattr(old, name), getattr(new, name)
        if name not in _APART and not _alike(before, after):
            sort = Sort.REWORDED if name in WORDS else Sort.CHANGED
            yield Change(sort=sort, clause=clause, field=name, before=spoken(before), after=spoken(after))


def _alike(before: object, after: object) -> bool:
    """Tell whether two values mean the same: of names, the order means nothing."""
    if isinstance(before, tuple) and isinstance(after, tuple) and all(isinstance(n, str) for n in (*before, *after)):
        return set(before) == set(after)
    return before == after
