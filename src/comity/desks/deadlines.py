"""Everything that is expected within a time, and where to look for what starts and what ends each."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from comity.desks.answers import COMMITTED, LINKED, ORDER_ANSWERED, RECALL_ACKNOWLEDGED, REPORTED
from comity.desks.expected import Answering, Expected
from comity.desks.hand_offs import APPEARED, DECIDED, DOCKETED, REFERRED
from comity.records.declaration import kind_name

EXPECTED: Mapping[str, Expected] = {
    each.name: each
    for each in (
        REFERRED, APPEARED, DECIDED, DOCKETED, ORDER_ANSWERED, COMMITTED, RECALL_ACKNOWLEDGED, LINKED, REPORTED,
    )
}  # fmt: skip


def _starting() -> Mapping[str, Sequence[Expected]]:
    found: dict[str, list[Expected]] = defaultdict(list)
    for expected in EXPECTED.values():
        found[kind_name(expected.begins.kind)].append(expected)
    return found


def _ending() -> Mapping[str, Sequence[tuple[Expected, Answering]]]:
    found: dict[str, list[tuple[Expected, Answering]]] = defaultdict(list)
    for expected in EXPECTED.values():
        for answering in expected.ends:
            found[kind_name(answering.kind)].append((expected, answering))
    return found


# By the name of a kind: what its records start, and what they end.
STARTED_BY = _starting()
ENDED_BY = _ending()
CONCERNED = frozenset({*STARTED_BY, *ENDED_BY})
