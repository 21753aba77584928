"""Note what is asked for, so that a draft agreement can be held against what people really ask."""

from collections.abc import Iterable
from functools import lru_cache
from uuid import UUID

from msgspec import Struct

from comity.acts.sight import profile_now
from comity.policy.clauses import Operation
from comity.policy.requests import Request
from comity.policy.sessions import Session
from comity.records.registry import kinds as every_kind
from comity.store.node import Node


class Asked(Struct, frozen=True):
    """What a reading act was asked for, and how many records it answers with.

    ``kinds`` None means all; ``record`` is the one that was asked for, there or not.
    """

    shown: int
    operation: Operation = Operation.SEE
    kinds: tuple[str, ...] | None = None
    record: UUID | None = None


def of_kinds(kinds: Iterable[str], shown: int, operation: Operation = Operation.SEE) -> Asked:
    """Give what an act was asked for that looks through some kinds."""
    return Asked(shown, operation, _listed(frozenset(kinds)))


def noted(node: Node, session: Session, asked: Asked) -> None:
    """Note a question; whoever asks does not wait for it, and neither words nor answers are kept."""
    request = Request(profile_now(node, session), session.member.key, asked.operation, asked.kinds, asked.record)
    node.requests.note(request, asked.shown)


@lru_cache
def _listed(kinds: frozenset[str]) -> tuple[str, ...] | None:
    return None if kinds >= every_kind().keys() else tuple(sorted(kinds))
