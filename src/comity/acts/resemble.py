"""While somebody is being entered: whom this may be, among those that the one who enters sees, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from comity.acts.asked import noted, of_kinds
from comity.acts.disclose import written_down
from comity.acts.identify import Identity, identities, require_linked
from comity.acts.judging import judged
from comity.acts.neighborhood import Neighborhood, neighborhood
from comity.acts.sight import Sight, sight_of
from comity.acts.viewing import views
from comity.linkage.deciding import Decision, decision
from comity.linkage.explaining import Waterfall, waterfall
from comity.linkage.features import Features, features_of
from comity.linkage.scoring import score
from comity.policy.sessions import Session
from comity.records.declaration import Record, kind_name
from comity.records.governance.disclosure import Channel
from comity.store.comparing import link_tokens
from comity.store.link_reading import sharing
from comity.store.node import Node

MOST_SHOWN = 10


@dataclass(frozen=True)
class Resemblance:
    """Somebody whom a draft may mean: the record of theirs that it is most like, how much and why, and all of them."""

    like: UUID
    decision: Decision
    reasons: Waterfall
    identity: Identity


@judged
async def resemble(node: Node, session: Session, draft: Record) -> list[Resemblance]:
    """Give whom a draft may be, the likeliest first, up to ten; [] where it says too little to tell anyone by.

    Refused for a kind that is not linked. Nothing is entered; whoever is shown is written down as shown.
    """
    kind = kind_name(type(draft))
    require_linked(kind)
    sight = await sight_of(node, session)
    features = features_of(draft)
    found = await _resembling(node, sight, features) if features else []
    await written_down(node, session, Channel.IDENTITY, [view for each in found for view in each.identity.records])
    noted(node, session, of_kinds((kind,), len(found)))
    return found


async def _resembling(node: Node, sight: Sight, features: Features) -> list[Resemblance]:
    people = sight.of_kinds(frozenset({features.kind}), node.classes.all())
    ids = await sharing(node.reader, people.scope, link_tokens(node.keyring, features))
    shared = Neighborhood(node.linking.model(features.kind))
    shared.take(views(node, people, await node.reader.current(people.scope, ids)))
    likely = _likeliest(shared, features)
    if not likely:
        return []
    found = await neighborhood(node, sight, features.kind, [shared.met[id] for id in likely])
    best: list[Resemblance] = []
    for identity in (await identities(node, sight, found, likely))[:MOST_SHOWN]:
        members = {view.id for view in identity.records}
        like = next(id for id in likely if id in members)
        best.append(_resemblance(shared, features, like, identity))
    return best


def _likeliest(shared: Neighborhood, features: Features) -> Sequence[UUID]:
    """Give those of the met that a draft may be, the likeliest first."""
    ids = list(shared.features)
    if not ids:
        return ()
    bits = dict(zip(ids, score(shared.model, features, list(shared.features.values())), strict=True))
    likely = [id for id in ids if decision(shared.model, bits[id]) is not Decision.NONE]
    return sorted(likely, key=lambda id: (-bits[id], id))[: 3 * MOST_SHOWN]


def _resemblance(shared: Neighborhood, features: Features, id: UUID, identity: Identity) -> Resemblance:
    reasons = waterfall(shared.model, features, shared.features[id])
    return Resemblance(id, decision(shared.model, reasons.total), reasons, identity)
