"""One hand-off as it goes out: numbered without gaps for its subscriber, and hashed so that both sides can compare.

The leaf is the RFC 6962 leaf hash (section 2.1) of the lines of ``Parcel.text``; the leaves of a subscription, in the
order of their numbers, make a tree whose head both sides can sign.
"""

from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from comity.store.log.tree import leaf_hash

_FORM = "comity/hand-off/v1"


@dataclass(frozen=True)
class Parcel:
    """What is given under one number: which version of which record, what happened to it, and a digest of the content.

    ``digest`` is "" for a thin parcel, which says which record it is and nothing of it.
    """

    subscription: UUID
    number: int
    record: UUID
    version: int
    event: str
    digest: str = ""

    @property
    def id(self) -> str:
        """The id of the message; the same however often it is sent."""
        return f"{self.subscription.hex}-{self.number}"

    def text(self) -> str:
        """Write the lines that are hashed, each with its end."""
        lines = (_FORM, self.subscription, self.number, self.record, self.version, self.event, self.digest)
        return "".join(f"{line}\n" for line in lines)

    def leaf(self) -> bytes:
        """Give the 32-byte hash of the parcel as a leaf."""
        return leaf_hash(self.text().encode())


def digest_of(salt: bytes, content: bytes) -> str:
    """Give the digest of content in hexadecimal; once the salt is destroyed it confirms nothing."""
    return sha256(salt + content).hexdigest()
