"""Shows the whole log to whoever is to check it, with all that ``comity.verify`` needs and no key."""

from comity.store.classes import EXPUNGED
from comity.store.entries import Stored
from comity.store.log.bundles import LogBundle, Shown, Withheld, encoded
from comity.store.node import Node
from comity.store.proving import not_yet_signed
from comity.store.sealing import blind_of, bytes_of
from comity.store.walking import walk


async def whole_log(node: Node) -> bytes:
    """Give a bundle (comity-log/v1) of all entries up to the newest signed head; Absent before the first.

    It holds the readable fields of every record: for the node's own keeper and their auditor, never for a partner. Of
    what was expunged it holds the commitment, which confirms nothing.
    """
    head = await node.log.latest()
    if head is None:
        raise not_yet_signed()
    entries = [_shown(node, stored) async for page in walk(node, upto=head.size) for stored in page]
    return encoded(LogBundle(checkpoint=head.note, key=node.log.signer.verifier.text(), entries=tuple(entries)))


def _shown(node: Node, stored: Stored) -> Shown | Withheld:
    if stored.handling == EXPUNGED:
        return Withheld(commitment=stored.commitment)
    return Shown(blind=blind_of(node.keyring, stored), stored=bytes_of(stored))
