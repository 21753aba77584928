"""Closes a record for the database and opens it again: encryption, blind, commitment and tokens in one place."""

import json
import os
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from comity.errors import Unverified
from comity.policy.clauses import HandlingClass
from comity.records.codec import build
from comity.records.declaration import Record
from comity.records.parting import Protected, joined, parted, plain_fields, protected_fields
from comity.records.reach import words_of
from comity.records.registry import kind_named
from comity.store.entries import Stored
from comity.store.keyring import Keyring, derived
from comity.store.log.tree import commitment
from comity.store.tokens import Found, found_by

# A version may be encrypted more than once: racing corrections, and one that was cut off and never acknowledged, share
# its key. So each message has a random nonce, which stands before it (NIST SP 800-38D, section 8.2.2).
_NONCE_BYTES = 12
_SEAL = b"seal"


@dataclass(frozen=True, slots=True)
class Closed:
    """A record ready for the database."""

    slot: int
    facts: str
    sealed: bytes
    commitment: bytes
    found: Found


@dataclass(frozen=True, slots=True)
class Header:
    """What stands around the fields of an entry, and is bound by its commitment too."""

    id: UUID
    version: int
    handling: HandlingClass
    recorded_at: datetime
    agency: str
    member: str


def close(keyring: Keyring, header: Header, record: Record, slot: tuple[int, bytes]) -> Closed:
    """Encrypt, commit to and tokenize a record under the secret of its slot."""
    number, secret = slot
    facts, protected = parted(record)
    sealed = sealed_apart(secret, _SEAL, header.id, header.version, message=protected) if protected else b""
    blind = derived(secret, b"blind", header.id.bytes, header.version)
    committed = commitment(blind, stored_bytes(header, facts, sealed))
    return Closed(number, facts.decode(), sealed, committed, found_by(keyring.token_key, words_of(record)))


def opened(keyring: Keyring, stored: Stored) -> Protected:
    """Give the protected fields of an entry by category; Unverified when they were changed or their key is gone."""
    if not stored.sealed:
        return {}
    return protected_fields(
        unsealed(keyring.secret(stored.slot), _SEAL, stored.id, stored.version, sealed=stored.sealed)
    )


def sealed_apart(secret: bytes, use: bytes, id: UUID, version: int, *, message: bytes) -> bytes:
    """Encrypt something of one version of a record for one use, under the secret of its slot."""
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(derived(secret, use, id.bytes, version)).encrypt(nonce, message, id.bytes)


def unsealed(secret: bytes, use: bytes, id: UUID, version: int, *, sealed: bytes) -> bytes:
    """Give what was encrypted for a use; Unverified when it was changed or its key is gone."""
    nonce, message = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
    try:
        return AESGCM(derived(secret, use, id.bytes, version)).decrypt(nonce, message, id.bytes)
    except (InvalidTag, ValueError) as wrong:
        raise Unverified(
            f"The protected fields of {id} do not open.", remedy="Run comity fsck; restore from a backup."
        ) from wrong


def record_of(keyring: Keyring, stored: Stored) -> Record:
    """Give the whole record of an entry, for the platform's own work; never shown to anyone."""
    return build(kind_named(stored.handling.kind).kind, joined(plain_fields(stored.facts), opened(keyring, stored)))


def blind_of(keyring: Keyring, stored: Stored) -> bytes:
    """Give the blind under which an entry was committed to."""
    return derived(keyring.secret(stored.slot), b"blind", stored.id.bytes, stored.version)


def committed_again(keyring: Keyring, stored: Stored) -> bytes:
    """Compute an entry's commitment from what is stored now, to compare it with the one in the log."""
    return commitment(blind_of(keyring, stored), bytes_of(stored))


def bytes_of(stored: Stored) -> bytes:
    """Give the bytes of an entry that its commitment binds."""
    header = Header(stored.id, stored.version, stored.handling, stored.recorded_at, stored.agency, stored.member)
    return stored_bytes(header, stored.facts.encode(), stored.sealed)


def stored_bytes(header: Header, facts: bytes, sealed: bytes) -> bytes:
    """Give the bytes that the log binds: each part with its length before it, so that no two entries read alike."""
    about, by = _around(header.handling, header.agency, header.member)
    at = header.recorded_at.isoformat(timespec="microseconds")
    head = f'["{header.id}",{header.version},{about},"{at}",{by}]'.encode()
    return b"".join((_length(head), head, _length(facts), facts, _length(sealed), sealed))


@lru_cache(maxsize=4096)
def _around(handling: HandlingClass, agency: str, member: str) -> tuple[str, str]:
    """Write what is the same in the heads of many entries: the items of the JSON list before and after the time."""
    about = json.dumps([handling.kind, handling.owner, list(handling.markings)], separators=(",", ":"))
    return about[1:-1], json.dumps([agency, member], separators=(",", ":"))[1:-1]


def _length(part: bytes) -> bytes:
    return len(part).to_bytes(4, "big")
