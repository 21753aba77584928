"""By which secrets and which key the messages of a subscription are signed: derived, so that none is stored."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from comity.acts.subscribe import own
from comity.outside.webhooks import public_text, secret_of
from comity.policy.sessions import Session
from comity.store.keyring import derived
from comity.store.node import Node
from comity.store.subscriptions import Standing

# After a secret was turned, the one before signs too, so that a receiver can follow without missing anything.
OVERLAP = timedelta(days=1)


class Secrets(NamedTuple):
    """What a receiver verifies messages by: any of the secrets, or the node's public key."""

    secrets: tuple[str, ...]
    public_key: str


def signing_key(node: Node) -> Ed25519PrivateKey:
    """Give the key by which this node signs every message (``v1a`` of Standard Webhooks)."""
    return Ed25519PrivateKey.from_private_bytes(derived(node.keyring.webhook_key, b"webhook signer", b"", 0))


def secrets_of(node: Node, standing: Standing, at: datetime) -> Sequence[str]:
    """Give the secrets that sign now, the newest first."""
    wish = standing.wish
    turned = wish.secret_turned_at
    generations = [wish.secret_generation]
    if turned is not None and at < turned + OVERLAP:
        generations.append(wish.secret_generation - 1)
    return [secret_of(node.keyring.webhook_key, standing.id, each) for each in generations]


async def reveal_secrets(node: Node, session: Session, id: UUID) -> Secrets:
    """Give a member the secrets of their own subscription; Absent for anybody else's."""
    mine = await own(node, session, id)
    return Secrets(tuple(secrets_of(node, mine, node.clock())), public_text(signing_key(node).public_key()))
