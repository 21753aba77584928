"""Challenges, each answered once, within five minutes, and for the use that it was made for; none is stored before."""

import hmac
import os
from datetime import UTC, datetime, timedelta

from comity.errors import Refused
from comity.store.node import Node

LIFETIME = timedelta(minutes=5)
_NONCE_BYTES = 16
_UNTIL_BYTES = 8
_SEAL_BYTES = 32


def new_challenge(node: Node, use: str) -> bytes:
    """Give a challenge that only this node can have made: a nonce, its end in Unix seconds, and a seal over both."""
    until = int((node.clock() + LIFETIME).timestamp())
    head = os.urandom(_NONCE_BYTES) + until.to_bytes(_UNTIL_BYTES, "big")
    return head + _seal(node, use, head)


async def hold_challenge(node: Node, challenge: bytes, use: str) -> None:
    """Refuse a challenge that is not ours, for another use, too old, or answered before."""
    head, seal = challenge[:-_SEAL_BYTES], challenge[-_SEAL_BYTES:]
    genuine = len(head) == _NONCE_BYTES + _UNTIL_BYTES and hmac.compare_digest(seal, _seal(node, use, head))
    seconds = int.from_bytes(head[_NONCE_BYTES:], "big") if genuine else 0
    until, now = datetime.fromtimestamp(seconds, UTC), node.clock()
    if now >= until or not await node.accounts.use_once(challenge, until, now):
        raise Refused(
            "The challenge does not count (any more).", rule="challenge_counts_once", remedy="Ask for a new one."
        )


def _seal(node: Node, use: str, head: bytes) -> bytes:
    return hmac.digest(node.keyring.account_key, b"challenge\0" + use.encode() + b"\0" + head, "sha256")
