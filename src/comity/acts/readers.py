"""Everybody who may ask, with what each may rest on now."""

from collections.abc import Iterable

from comity.policy.directory import Member
from comity.policy.grounds import Ground
from comity.policy.matrix import Rule
from comity.policy.readers import Reader, readers_of
from comity.policy.sessions import PURPOSES
from comity.store.node import Node


def readers_now(node: Node, members: Iterable[Member], rules: Iterable[Rule]) -> tuple[Reader, ...]:
    """Give members as readers, those alike together, for all purposes; ``rules`` are those that may tell them apart."""

    def grounds(member: Member) -> dict[str, tuple[Ground, ...]]:
        return {purpose: node.rulebook.grounds_of(member.agency, member.key, purpose) for purpose in PURPOSES}

    return tuple(readers_of(members, rules, node.rulebook.certificates_of, grounds))
