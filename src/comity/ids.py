"""Identifiers: random, so that none tells when, where or how many."""

import os
import uuid


def new_id() -> uuid.UUID:
    """Give an id that nobody has had: 122 random bits (RFC 9562 version 4), which leak no time and no order."""
    return uuid.UUID(bytes=os.urandom(16), version=4)
