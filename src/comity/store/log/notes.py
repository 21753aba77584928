"""Signed statements of what the log is: C2SP signed-note, tlog-checkpoint and cosignature/v1, with Ed25519 only.

A note is text, an empty line, and signature lines. Its text may be believed only after ``open_note`` has returned it.
"""

import re
from base64 import b64decode, b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from comity.errors import Invalid, Unverified

SIGNATURES_READ = 64
NOTICES = "comity-notices/v1"
BUNDLE = "comity-bundle/v1"

_HASH_BYTES = 32
_KEY_BYTES = 32
_ID_BYTES = 4
_TIME_BYTES = 8
_SIZE = re.compile("0|[1-9][0-9]{0,18}")
# Surrogates are what a wrong decoding leaves behind: no UTF-8 holds them.
_FORBIDDEN = re.compile(r"[\x00-\x09\x0b-\x1f\ud800-\udfff]")
_KEY_ID = re.compile("[0-9a-f]{8}")


class SignatureType(IntEnum):
    """The signature types read and written here (signed-note, "Signature types")."""

    NOTE = 0x01
    COSIGNATURE = 0x04


@dataclass(frozen=True)
class Checkpoint:
    """The head of a log: its origin, its number of leaves and their 32-byte root (tlog-checkpoint, "Note text").

    ``extension`` are the further lines that other logs may add; our own logs add none.
    """

    origin: str
    size: int
    root: bytes
    extension: tuple[str, ...] = ()

    def text(self) -> str:
        """The note text that is signed, with its final newline."""
        lines = (self.origin, str(self.size), _encoded(self.root), *self.extension)
        return "".join(f"{line}\n" for line in lines)


@dataclass(frozen=True)
class VerifierKey:
    """A public key that a reader has decided to trust, under the name it signs with (signed-note, "Verifier keys")."""

    name: str
    public: bytes
    type: SignatureType

    @property
    def id(self) -> bytes:
        """The four bytes that find this key's signature among those of a note."""
        return sha256(self.name.encode() + b"\n" + bytes([self.type]) + self.public).digest()[:_ID_BYTES]

    def text(self) -> str:
        """The form in which keys are handed around: ``name+id+key``."""
        return f"{self.name}+{self.id.hex()}+{_encoded(bytes([self.type]) + self.public)}"

    @classmethod
    def parsed(cls, text: str) -> "VerifierKey":
        """The key that ``text`` writes; ``Invalid`` if it is of another type or its name and id are not its own."""
        name, _, rest = text.partition("+")
        key_id, _, encoded = rest.partition("+")
        material = _decoded_or_none(encoded)
        if material and _is_name(name) and len(material) == 1 + _KEY_BYTES and material[0] in tuple(SignatureType):
            key = cls(name, material[1:], SignatureType(material[0]))
            if _KEY_ID.fullmatch(key_id) and key.id.hex() == key_id:
                return key
        raise Invalid(
            "this is no Ed25519 verifier key", remedy="Copy the whole key, 'name+id+key', from its owner.", field="key"
        )


@dataclass(frozen=True)
class Signer:
    """A private key and the name it signs under; its secret shows in no representation."""

    name: str
    type: SignatureType
    key: Ed25519PrivateKey = field(repr=False)
    verifier: VerifierKey

    @classmethod
    def from_seed(cls, name: str, seed: bytes, *, signature_type: SignatureType = SignatureType.NOTE) -> "Signer":
        """The signer whose private key is this 32-byte seed (RFC 8032, section 5.1.5)."""
        if not _is_name(name):
            raise Invalid(
                f"{name!r} cannot name a key", remedy="Use a name without spaces and plus signs.", field="name"
            )
        if len(seed) != _KEY_BYTES:
            raise Invalid(f"a seed has {_KEY_BYTES} bytes", remedy="Draw the seed anew.", field="seed")
        key = Ed25519PrivateKey.from_private_bytes(seed)
        verifier = VerifierKey(name, key.public_key().public_bytes_raw(), signature_type)
        return cls(name, signature_type, key, verifier)


@dataclass(frozen=True)
class Signature:
    """One signature that held: the key that made it and, on a cosignature, when (POSIX seconds)."""

    key: VerifierKey
    at: int | None


@dataclass(frozen=True)
class Opened:
    """A note that may be believed: its checkpoint, and who stands for it; never empty."""

    checkpoint: Checkpoint
    signatures: tuple[Signature, ...]


def sign(checkpoint: Checkpoint, key: Signer) -> str:
    """The signed note for ``checkpoint``. Never sign two heads of one size: that is a fork, and anyone can show it."""
    text = checkpoint.text()
    if not _survives(checkpoint, text) or key.type is not SignatureType.NOTE:
        raise Invalid("this is no checkpoint that can be signed", remedy="Give an origin, a size and a 32-byte root.")
    return _signed(text, key)


def sign_notices(indexes: Sequence[int], texts: Sequence[str], key: Signer) -> str:
    """The signed note of what goes with some entries; its first line keeps it from being taken for a checkpoint."""
    lines = (f"{NOTICES} {key.name}", ",".join(map(str, indexes)), *(" ".join(text.split()) for text in texts))
    text = "".join(f"{line}\n" for line in lines)
    return _signed(text, key)


def sign_manifest(files: Iterable[tuple[str, bytes]], key: Signer) -> str:
    """The signed note of what a bundle holds: a line for each file with its SHA-256, its size in bytes and its name.

    Its first line keeps it from being taken for a checkpoint.
    """
    lines = (f"{sha256(body).hexdigest()} {len(body)} {name}\n" for name, body in files)
    return _signed("".join((f"{BUNDLE} {key.name}\n", *lines)), key)


def cosign(note: str, witness: Signer, *, log: VerifierKey, at: int) -> str:
    """``note`` with the line in which a witness adds, at POSIX second ``at``, that it saw no larger or other head.

    The log's own signature is checked first; that the head extends the last one seen is for the witness to check.
    """
    open_note(note, [log])
    if witness.type is not SignatureType.COSIGNATURE or not 0 <= at < 2**63:
        raise Invalid("this key or time cannot cosign", remedy="Use a key of type 0x04 and a time in POSIX seconds.")
    body, _, _ = note.rpartition("\n\n")
    signature = witness.key.sign(_cosigned(f"{body}\n", at))
    return note + _line(witness, at.to_bytes(_TIME_BYTES, "big") + signature)


def open_note(text: str, verifier_keys: Sequence[VerifierKey]) -> Opened:
    """The checkpoint in ``text``, believed because at least one of ``verifier_keys`` signed it; else ``Unverified``.

    Signatures of unknown keys are passed over; one bad signature of a known key condemns the note (signed-note,
    "Signatures"). Whoever needs more than one signature counts ``signatures``.
    """
    body, lines = _parted(text)
    known = {(key.name, key.id): key for key in verifier_keys}
    held = {}
    for name, blob in map(_signature, lines):
        key = known.get((name, blob[:_ID_BYTES]))
        if key is not None:
            held[key] = _verified(key, blob[_ID_BYTES:], body)
    if not held:
        raise _wrong("no known key signed this note")
    return Opened(_checkpoint(body), tuple(held.values()))


def open_checkpoint(text: str, log: VerifierKey) -> Checkpoint:
    """The checkpoint in ``text``, signed by ``log`` itself and for the log of that name; else ``Unverified``."""
    checkpoint = open_note(text, [log]).checkpoint
    if checkpoint.origin != log.name:
        raise _wrong("the checkpoint is for another log than its key")
    return checkpoint


def _verified(key: VerifierKey, signature: bytes, body: str) -> Signature:
    at, message = None, body.encode()
    if key.type is SignatureType.COSIGNATURE:
        at, signature = int.from_bytes(signature[:_TIME_BYTES], "big"), signature[_TIME_BYTES:]
        message = _cosigned(body, at)
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(signature, message)
    except InvalidSignature as wrong:
        raise _wrong(f"the signature of {key.name} does not hold") from wrong
    return Signature(key, at)


def _cosigned(body: str, at: int) -> bytes:
    return f"cosignature/v1\ntime {at}\n{body}".encode()


def _signed(text: str, key: Signer) -> str:
    return f"{text}\n{_line(key, key.key.sign(text.encode()))}"


def _line(key: Signer, signature: bytes) -> str:
    return f"— {key.name} {_encoded(key.verifier.id + signature)}\n"


def _parted(text: str) -> tuple[str, list[str]]:
    body, gap, signatures = text.rpartition("\n\n")
    lines = signatures.split("\n")
    if not gap or not body or not _is_clean(text) or lines.pop():
        raise _wrong("this is no signed note")
    if not 0 < len(lines) <= SIGNATURES_READ:
        raise _wrong(f"a note has between 1 and {SIGNATURES_READ} signatures")
    return f"{body}\n", lines


def _signature(line: str) -> tuple[str, bytes]:
    dash, _, rest = line.partition(" ")
    name, _, encoded = rest.partition(" ")
    blob = _decoded_or_none(encoded)
    if dash != "—" or not _is_name(name) or blob is None or len(blob) <= _ID_BYTES:
        raise _wrong("a signature line is malformed")
    return name, blob


def _checkpoint(body: str) -> Checkpoint:
    lines = body.split("\n")[:-1]
    if len(lines) < 3 or not all(lines) or not _SIZE.fullmatch(lines[1]):  # noqa: PLR2004 - origin, size, root
        raise _wrong("the note is no checkpoint")
    root = _decoded_or_none(lines[2])
    if root is None or len(root) != _HASH_BYTES:
        raise _wrong("the checkpoint's root is not 32 bytes")
    return Checkpoint(lines[0], int(lines[1]), root, tuple(lines[3:]))


def _survives(checkpoint: Checkpoint, text: str) -> bool:
    try:
        return _is_clean(text) and _checkpoint(text) == checkpoint
    except Unverified:
        return False


def _is_clean(text: str) -> bool:
    return not _FORBIDDEN.search(text)


def _is_name(name: str) -> bool:
    return bool(name) and _is_clean(name) and not any(char == "+" or char.isspace() for char in name)


def _encoded(data: bytes) -> str:
    return b64encode(data).decode()


def _decoded_or_none(text: str) -> bytes | None:
    try:
        data = b64decode(text, validate=True)
    except ValueError:
        return None
    # The decoder lets stray bits pass in the last letter; a text that can be written in two ways is not accepted.
    return data if _encoded(data) == text else None


def _wrong(message: str) -> Unverified:
    return Unverified(
        message, remedy="Do not rely on this checkpoint; fetch it again and check the key with its owner."
    )
