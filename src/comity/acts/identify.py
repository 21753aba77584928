"""Who is the same: the records that are one person or thing with a record, as a reader sees them, and why.

An identity is called by the record in it that was entered first. So it keeps its name when others are merged into it,
and gets its own back when it is parted again; whoever asks by any record of it is told its name now.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from comity.acts.asked import Asked, noted
from comity.acts.disclose import written_down
from comity.acts.judging import judged
from comity.acts.neighborhood import Neighborhood, Pair, neighborhood, ordered
from comity.acts.read import absent
from comity.acts.sight import Sight, sight_of
from comity.acts.viewing import View, views
from comity.errors import Refused
from comity.linkage.clustering import Verdict, bounds_of, clusters, contradictions
from comity.linkage.deciding import Decision, decision
from comity.linkage.explaining import Waterfall, waterfall
from comity.linkage.features import LINKED
from comity.policy.sessions import Session
from comity.records.governance.disclosure import Channel
from comity.store.link_reading import began
from comity.store.node import Node


@dataclass(frozen=True)
class Link:
    """Two records that are, or may be, one: what the machine makes of them and why, and what a person judged.

    ``judgment`` is the record in which somebody judged them; the machine's reasons are None where it never compared.
    """

    one: UUID
    other: UUID
    decision: Decision
    reasons: Waterfall | None
    verdict: Verdict | None = None
    judgment: UUID | None = None


@dataclass(frozen=True)
class Identity:
    """The records that are one with another, the oldest first, and what links them; ``id`` is the oldest's.

    ``perhaps`` are others that a person should compare, ``apart`` those whom a person judged to be others; the records
    of both are in ``others``. ``disputed`` are pairs that some judged to be the same, and others not: they are kept
    apart until somebody settles it.
    """

    id: UUID
    records: tuple[View, ...]
    links: tuple[Link, ...]
    perhaps: tuple[Link, ...]
    apart: tuple[Link, ...]
    others: tuple[View, ...]
    disputed: tuple[Pair, ...]


@judged
async def identify(node: Node, session: Session, id: UUID) -> Identity:
    """Give who is one with a record; Absent when the reader may not know of it, Refused for a kind that is not linked.

    Everything in it is what the reader sees: what is hidden changes neither a link, nor a reason, nor a name.
    """
    sight = await sight_of(node, session)
    seen = views(node, sight, await node.reader.current(sight.scope, [id]))
    noted(node, session, Asked(len(seen), record=id))
    if not seen:
        raise absent()
    require_linked(seen[0].kind)
    found = await neighborhood(node, sight, seen[0].kind, seen)
    (identity,) = await identities(node, sight, found, [id])
    await written_down(node, session, Channel.IDENTITY, (*identity.records, *identity.others))
    return identity


def require_linked(kind: str) -> None:
    """Refuse what is asked of a kind whose records are not linked with one another."""
    if kind not in LINKED:
        raise Refused(
            f"A {kind} is not linked with others.",
            rule="only_parties_and_things_are_linked",
            remedy=f"Ask about one of these: {', '.join(sorted(LINKED))}.",
        )


async def identities(node: Node, sight: Sight, found: Neighborhood, ids: Iterable[UUID]) -> list[Identity]:
    """Give the identities that some records belong to, in the order of the records, each once."""
    cluster_of = _clustered(found)
    first = await began(node.reader, sight.scope, found.met.keys())
    wanted = dict.fromkeys(cluster_of[id] for id in ids)
    return [_identity(found, sorted(members, key=lambda id: (first.get(id, 0), id))) for members in wanted]


def _clustered(found: Neighborhood) -> dict[UUID, tuple[UUID, ...]]:
    together = clusters(found.met, found.edges(), found.verdicts(), bounds=bounds_of(found.model))
    return {id: members for members in together for id in members}


def _identity(found: Neighborhood, members: list[UUID]) -> Identity:
    inside = set(members)
    pairs = dict.fromkeys([*found.bits, *found.judged])
    links = [linked(found, pair) for pair in pairs if inside.issuperset(pair)]
    beyond = [pair for pair in pairs if len(inside.intersection(pair)) == 1 and found.met.keys() >= set(pair)]
    beside = [linked(found, pair) for pair in beyond]
    perhaps = [link for link in beside if _is_open(link)]
    apart = [link for link in beside if link.verdict is Verdict.DIFFERENT]
    others = {id for link in (*perhaps, *apart) for id in (link.one, link.other)} - inside
    return Identity(
        id=members[0],
        records=tuple(found.met[id] for id in members),
        links=_strongest_first(links),
        perhaps=_strongest_first(perhaps),
        apart=_strongest_first(apart),
        others=tuple(found.met[id] for id in sorted(others)),
        disputed=tuple(pair for pair in contradictions(found.verdicts()) if inside & set(pair)),
    )


def linked(found: Neighborhood, pair: Pair) -> Link:
    """Give what is between two records that were met: the machine's decision with its reasons, and a person's."""
    one, other = ordered(*pair)
    bits, judgment = found.bits.get((one, other)), found.judged.get((one, other))
    reasons = None if bits is None else waterfall(found.model, found.features[one], found.features[other])
    machine = Decision.NONE if bits is None else decision(found.model, bits)
    if judgment is None:
        return Link(one, other, machine, reasons)
    return Link(one, other, machine, reasons, judgment.verdict, judgment.id)


def _is_open(link: Link) -> bool:
    """Tell whether a person should compare two records that are not taken for one."""
    return link.decision is not Decision.NONE and link.verdict is not Verdict.DIFFERENT


def _strongest_first(links: Iterable[Link]) -> tuple[Link, ...]:
    return tuple(sorted(links, key=lambda link: (-_bits(link), link.one, link.other)))


def _bits(link: Link) -> float:
    return link.reasons.total if link.reasons else float("inf")
