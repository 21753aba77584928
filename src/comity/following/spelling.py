"""Keeps the vocabulary of names up to the log, so that a misspelled name finds what any process has entered."""

from comity.store.node import Node

EVERY_SECONDS = 1.0


async def learn_names(node: Node) -> None:
    """Take in the names of all that was entered since the last time, and let go of all that was expunged."""
    await node.spellings.follow()
