"""Makes the facts of a small file, with ids that read well."""

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from typing import Any
from uuid import UUID

from comity.desks.analysis.network import Known
from comity.desks.seen import Seen

ENTERED = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Fact:
    """A record as somebody sees it."""

    id: UUID
    kind: str
    fields: dict[str, Any]
    owner: str = "hart-pd"
    version: int = 1
    recorded_at: datetime = ENTERED
    recorded_by: str = "lee"
    because: tuple[str, ...] = ("1.2",)
    withheld: tuple[str, ...] = ()


def number(n: int) -> UUID:
    return UUID(int=n)


def ref(n: int) -> str:
    return str(number(n))


def fact(n: int, kind: str, /, **fields: Any) -> Fact:
    return Fact(number(n), kind, fields)


def person(n: int, given_name: str, **fields: Any) -> Fact:
    return fact(n, "person", names=[{"given_name": given_name, "surname": "Quill"}], **fields)


def arrest(n: int, incident: int, subject: int, at: str) -> Fact:
    return fact(n, "arrest", incident=ref(incident), subject=ref(subject), occurred_at=at)


def known(*facts: Seen, same: tuple[tuple[int, ...], ...] = ()) -> Known:
    """Give facts as one reader knows them; each of ``same`` are records of one person or thing."""
    names = chain.from_iterable(((number(n), number(those[0])) for n in those) for those in same)
    return Known(facts, dict(names))
