"""The proof that a partner takes away: records, the paths to a signed checkpoint, and nothing that is not checked.

``encoded`` writes the one form that ``comity.verify`` accepts: compact JSON, fields in the order declared here, base64
with padding. ``comity-proof/v1`` shows some entries of a log; ``comity-log/v1`` shows all of them, in order.
"""

import msgspec


class Proven(msgspec.Struct, frozen=True, kw_only=True):
    """One entry at its index (from 0), with the inclusion proof that leads from it to the checkpoint's root."""

    index: int
    blind: bytes
    stored: bytes
    proof: tuple[bytes, ...]


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of a whole log; its index is its place in the list."""

    blind: bytes
    stored: bytes


class Withheld(msgspec.Struct, frozen=True, kw_only=True):
    """An entry that was expunged, or is not for this reader: only its 32-byte commitment is left."""

    commitment: bytes


class ProofBundle(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="format", tag="comity-proof/v1"
):
    """Some entries of a log, by rising index.

    ``notices`` is a signed note of what whoever receives the entries must heed; "" where there is nothing to heed.
    ``checkpoint`` is the signed note; ``key`` the log's verifier key; ``witnesses`` the verifier keys of its cosigners,
    in the order of their lines. The note must bear these signatures and no others.
    """

    checkpoint: str
    key: str
    witnesses: tuple[str, ...] = ()
    notices: str = ""
    entries: tuple[Proven, ...]


class LogBundle(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="format", tag="comity-log/v1"):
    """All entries of a log up to its checkpoint; the fields mean what they mean in ``ProofBundle``."""

    checkpoint: str
    key: str
    witnesses: tuple[str, ...] = ()
    entries: tuple[Shown | Withheld, ...]


def encoded(bundle: ProofBundle | LogBundle) -> bytes:
    """The bytes of ``bundle``, each of which the verifier checks."""
    return msgspec.json.encode(bundle)
