"""Check a proof bundle without a network, a database or any of the code that wrote it.

    python -m comity.verify BUNDLE.json [--key VERIFIERKEY] [--seen CHECKPOINT] [--withheld NUMBER]

It ends with 0 when everything in the bundle holds, with 3 when anything does not, and with 2 when it was asked wrongly.
The file imports the standard library and ``cryptography`` alone, so that it can be copied out and read by itself. It
follows RFC 6962 (section 2.1) for the tree, and C2SP signed-note, tlog-checkpoint and cosignature/v1 for signatures.

A bundle is JSON in one spelling only, so that no byte of it can change unseen: UTF-8, no white space, no escape that is
not needed, fields in the order given below, base64 with padding. ``comity-proof/v1`` shows some entries of a log with
their inclusion proofs; ``comity-log/v1`` shows all of them.
"""

import argparse
import json
import re
import sys
from binascii import a2b_base64, b2a_base64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

HOLDS, ASKED_WRONGLY, DOES_NOT_HOLD = 0, 2, 3

_BUNDLE = ("format", "checkpoint", "key", "witnesses", "notices", "entries")
_OPTIONAL = frozenset({"witnesses", "notices"})
_PROVEN = ("index", "blind", "stored", "proof")
_SHOWN = ("blind", "stored")
_WITHHELD = ("commitment",)

_TAG = b"comity/entry/v1\0"
_NOTICES = "comity-notices/v1"
_SENT = "comity/hand-off/v1"
_OF_A_MESSAGE = ("subscription", "number", "record", "version", "event")
_HASH_BYTES = 32
_NOTE_KEY, _WITNESS_KEY = 0x01, 0x04
_NAME = re.compile(r"[^\s+\x00-\x1f\x7f-\x9f]+")
_HEAD = re.compile(r"([^\x00-\x1f]+)\n(0|[1-9][0-9]{0,18})\n([A-Za-z0-9+/]{43}=)\n")


@dataclass(frozen=True)
class Verdict:
    """Whether everything in a bundle holds, and because of what; a refusal names the first thing that does not."""

    ok: bool
    because: tuple[str, ...]


@dataclass(frozen=True)
class _Bundle:
    form: str
    note: str
    key: str
    witnesses: tuple[str, ...]
    notices: str
    entries: list[object]


@dataclass(frozen=True)
class _Key:
    name: str
    id: bytes
    type: int
    public: bytes


@dataclass(frozen=True)
class _Note:
    body: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class _Head:
    size: int
    root: bytes


class _NotVerifiedError(Exception):
    """Something in the bundle does not hold."""


def verify(bundle_bytes: bytes, key: str | None, *, seen: str | None = None, withheld: int = 0) -> Verdict:
    """Whether every byte of a bundle is what the holder of ``key`` signed; never raises, whatever the bytes are.

    ``key`` is a verifier key that you know from elsewhere: without one, a forger may have brought a key along.
    ``seen`` is a signed checkpoint of the same log that you kept: a log that no longer contains it was rewritten.
    ``withheld`` is how many entries of a whole log may show only their commitment, as expunged ones do.
    """
    try:
        return Verdict(ok=True, because=tuple(_findings(bundle_bytes, key, seen, withheld)))
    except _NotVerifiedError as wrong:
        return Verdict(ok=False, because=(str(wrong),))


def verify_receipt(note: str, key: str, messages: Sequence[bytes], *, origin: str = "") -> Verdict:
    """Whether the holder of ``key`` signed that exactly these messages arrived, from the first on; never raises.

    ``messages`` are the bodies as they were sent; ``origin`` is the ``source`` in them, where you know it.
    """
    try:
        return Verdict(ok=True, because=(_received(note, _key(key, _NOTE_KEY), messages, origin),))
    except _NotVerifiedError as wrong:
        return Verdict(ok=False, because=(str(wrong),))


def _received(text: str, key: _Key, messages: Sequence[bytes], origin: str) -> str:
    note = _note(text)
    parts = _HEAD.fullmatch(note.body)
    if parts is None or (origin and parts[1] != origin):
        raise _NotVerifiedError("the note is no receipt of these messages")
    _signed_by_exactly([key], note)
    leaves = [_leaf_sent(each) for each in messages]
    if not leaves or int(parts[2]) != len(leaves) or _hash(parts[3]) != _root_of(leaves):
        raise _NotVerifiedError(f"{key.name} signed for others than these {len(messages)} messages")
    return f"{key.name} received all of {len(messages)} messages, in their order"


def _leaf_sent(message: bytes) -> bytes:
    try:
        said = json.loads(message)["data"]
        lines = [_SENT, *(str(said[name]) for name in _OF_A_MESSAGE), said.get("digest", ""), ""]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as wrong:
        raise _NotVerifiedError("one of the messages is none") from wrong
    return _leaf_hash("\n".join(lines).encode())


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the verdict on the bundle that the command line names, and return the exit code."""
    parser = argparse.ArgumentParser(prog="comity.verify", description="Check a proof bundle offline.")
    parser.add_argument("bundle", type=Path, help="the bundle file")
    parser.add_argument("--key", help="the log's verifier key, as you know it from elsewhere")
    parser.add_argument("--seen", type=Path, help="a file with an earlier signed checkpoint of this log")
    parser.add_argument("--withheld", type=int, default=0, help="how many entries may show only their commitment")
    asked = parser.parse_args(arguments)
    try:
        bundle = asked.bundle.read_bytes()
        seen = asked.seen.read_bytes().decode() if asked.seen else None
    except (OSError, UnicodeDecodeError) as wrong:
        sys.stderr.write(f"cannot read: {wrong}\n")
        return ASKED_WRONGLY
    verdict = verify(bundle, asked.key, seen=seen, withheld=asked.withheld)
    for line in verdict.because:
        # A bundle may name its log as it likes: what is printed must not steer a terminal.
        sys.stdout.write(f"{'verified' if verdict.ok else 'NOT VERIFIED'}: {ascii(line)[1:-1]}\n")
    return HOLDS if verdict.ok else DOES_NOT_HOLD


def _findings(bundle_bytes: bytes, pinned: str | None, seen: str | None, withheld: int) -> Iterator[str]:
    bundle = _bundle(bundle_bytes)
    if pinned is not None and bundle.key != pinned:
        raise _NotVerifiedError("the bundle is signed with another key than yours")
    note, key = _note(bundle.note), _key(bundle.key, _NOTE_KEY)
    head = _head(note, key)
    # Entries come before signatures only because they are quicker to refuse by: nothing is believed until all hold.
    leaves = _leaves_shown(bundle, head, withheld)
    cosigners = [_key(text, _WITNESS_KEY) for text in bundle.witnesses]
    _signed_by_exactly([key, *cosigners], note)
    yield f"{len(bundle.entries)} of the {head.size} entries of {key.name} stand as they were signed"
    yield from (f"{cosigner.name} cosigned the checkpoint" for cosigner in cosigners)
    yield from _heeded(bundle, key)
    if hidden := _withheld_in(bundle.entries):
        yield f"{hidden} of them show only their commitment: they were expunged or withheld"
    if seen is not None:
        yield _still_contains(_seen_head(seen, key), head, leaves)
    if pinned is None:
        yield "the key came with the bundle: compare it with one that you know, or pass --key"


def _heeded(bundle: _Bundle, key: _Key) -> list[str]:
    """What goes with the entries, signed by the log's key for these very entries."""
    if not bundle.notices:
        return []
    note = _note(bundle.notices)
    _signed_by_exactly([key], note)
    lines = note.body.splitlines()
    named = ",".join(str(_fields(entry, _PROVEN)[0]) for entry in bundle.entries)
    if bundle.form != "comity-proof/v1" or lines[:2] != [f"{_NOTICES} {key.name}", named]:
        raise _NotVerifiedError("the notices are for other entries")
    return [f"heed what goes with them: {text}" for text in lines[2:]]


def _bundle(data: bytes) -> _Bundle:
    try:
        value: object = json.loads(data.decode())
        respelled = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    except (ValueError, RecursionError) as wrong:
        raise _NotVerifiedError("the bundle is not JSON") from wrong
    # This also finds a field given twice: the parser keeps one of them only.
    if respelled != data:
        raise _NotVerifiedError("the bundle is not spelled in the one way that is accepted")
    left_out = _OPTIONAL - value.keys() if isinstance(value, dict) else _OPTIONAL
    form, note, key, *between, entries = _fields(value, tuple(name for name in _BUNDLE if name not in left_out))
    notices = _text(between.pop()) if "notices" not in left_out else ""
    names = tuple(_text(name) for each in between for name in _list(each))
    if between and not names:
        raise _NotVerifiedError("the list of witnesses is empty: leave it out")
    if not notices and "notices" not in left_out:
        raise _NotVerifiedError("there are no notices: leave them out")
    return _Bundle(_text(form), _text(note), _text(key), names, notices, _list(entries))


def _leaves_shown(bundle: _Bundle, head: _Head, withheld: int) -> list[bytes]:
    match bundle.form:
        case "comity-proof/v1":
            _require_proven(bundle.entries, head)
            return []
        case "comity-log/v1":
            return _leaves_of_whole_log(bundle.entries, head, withheld)
        case _:
            raise _NotVerifiedError("the format is unknown")


def _require_proven(entries: list[object], head: _Head) -> None:
    if not entries:
        raise _NotVerifiedError("the bundle proves nothing: it has no entries")
    last = -1
    for entry in entries:
        index, blind, stored, proof = _fields(entry, _PROVEN)
        last = _index_after(last, index, head.size)
        path = [_hash(step) for step in _list(proof)]
        if _root_by(path, _leaf(blind, stored), last, head.size) != head.root:
            raise _NotVerifiedError(f"entry {last} is not in the signed log as it is shown")


def _leaves_of_whole_log(entries: list[object], head: _Head, withheld: int) -> list[bytes]:
    if len(entries) != head.size:
        raise _NotVerifiedError(f"the log has {head.size} entries, the bundle {len(entries)}")
    hidden = _withheld_in(entries)
    if hidden > withheld:
        raise _NotVerifiedError(f"{hidden} entries show only their commitment: you allow {withheld} (--withheld)")
    leaves = [
        _leaf_hash(_hash(*_fields(entry, _WITHHELD))) if _is_withheld(entry) else _leaf(*_fields(entry, _SHOWN))
        for entry in entries
    ]
    if _root_of(leaves) != head.root:
        raise _NotVerifiedError("the entries are not those of the signed log")
    return leaves


def _withheld_in(entries: list[object]) -> int:
    return sum(map(_is_withheld, entries))


def _is_withheld(entry: object) -> bool:
    return isinstance(entry, dict) and "commitment" in entry


def _still_contains(seen: _Head, head: _Head, leaves: list[bytes]) -> str:
    if seen.size > head.size:
        raise _NotVerifiedError(f"the log was rolled back: you have seen it with {seen.size} entries")
    if seen.size == head.size:
        root = head.root
    elif leaves:
        root = _root_of(leaves[: seen.size])
    else:
        raise _NotVerifiedError("only a bundle of the whole log can show that it still contains an older checkpoint")
    if root != seen.root:
        raise _NotVerifiedError(f"the log was rewritten: it no longer contains the {seen.size} entries you have seen")
    return f"it still contains the checkpoint of size {seen.size} that you kept"


def _leaf(blind: object, stored: object) -> bytes:
    return _leaf_hash(sha256(_TAG + _hash(blind) + _bytes(stored)).digest())


def _leaf_hash(commitment: bytes) -> bytes:
    return sha256(b"\0" + commitment).digest()


def _root_of(leaves: list[bytes]) -> bytes:
    # Pairing level by level, an odd last node moving up as it is, makes the same tree as the RFC's recursion.
    level = leaves or [sha256().digest()]
    while len(level) > 1:
        pairs = zip(level[::2], level[1::2], strict=False)
        odd = level[len(level) & ~1 :]
        level = [sha256(b"\1" + left + right).digest() for left, right in pairs] + odd
    return level[0]


def _root_by(path: list[bytes], leaf: bytes, index: int, size: int) -> bytes:
    if size == 1 or not path:
        if path or size > 1:
            raise _NotVerifiedError("an inclusion proof has the wrong length")
        return leaf
    *lower, sibling = path
    half = 1 << ((size - 1).bit_length() - 1)
    if index < half:
        return sha256(b"\1" + _root_by(lower, leaf, index, half) + sibling).digest()
    return sha256(b"\1" + sibling + _root_by(lower, leaf, index - half, size - half)).digest()


def _note(text: str) -> _Note:
    body, _, signatures = text.rpartition("\n\n")
    *lines, end = signatures.split("\n")
    if end or not body:
        raise _NotVerifiedError("the checkpoint is no signed note")
    return _Note(f"{body}\n", tuple(lines))


def _head(note: _Note, key: _Key) -> _Head:
    parts = _HEAD.fullmatch(note.body)
    if parts is None:
        raise _NotVerifiedError("the note is no checkpoint")
    if parts[1] != key.name:
        raise _NotVerifiedError("the checkpoint is for another log than its key")
    return _Head(int(parts[2]), _hash(parts[3]))


def _seen_head(text: str, key: _Key) -> _Head:
    note = _note(text)
    head = _head(note, key)
    own = tuple(line for line in note.lines if line.startswith(f"— {key.name} "))
    _signed_by_exactly([key], _Note(note.body, own))
    return head


def _key(text: str, wanted_type: int) -> _Key:
    name, _, rest = text.partition("+")
    key_id, _, encoded = rest.partition("+")
    material = _bytes(encoded)
    own_id = sha256(name.encode() + b"\n" + material).digest()[:4]
    if not _NAME.fullmatch(name) or len(material) != 1 + _HASH_BYTES or material[0] != wanted_type:
        raise _NotVerifiedError("a verifier key is malformed or of another type")
    if key_id != own_id.hex():
        raise _NotVerifiedError("a verifier key does not belong to its name and id")
    return _Key(name, own_id, wanted_type, material[1:])


def _signed_by_exactly(keys: list[_Key], note: _Note) -> None:
    if len(keys) != len(note.lines):
        raise _NotVerifiedError("the checkpoint is not signed by exactly the keys that are named")
    for key, line in zip(keys, note.lines, strict=True):
        start = f"— {key.name} "
        blob = _bytes(line.removeprefix(start)) if line.startswith(start) else b""
        if blob[:4] != key.id:
            raise _NotVerifiedError(f"the checkpoint is not signed by {key.name}")
        _require_signature(key, blob[4:], note.body)


def _require_signature(key: _Key, signature: bytes, body: str) -> None:
    message = body.encode()
    if key.type == _WITNESS_KEY:
        at, signature = int.from_bytes(signature[:8], "big"), signature[8:]
        message = f"cosignature/v1\ntime {at}\n{body}".encode()
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(signature, message)
    except InvalidSignature as wrong:
        raise _NotVerifiedError(f"the signature of {key.name} does not hold") from wrong


def _fields(value: object, names: tuple[str, ...]) -> list[object]:
    if not isinstance(value, dict) or tuple(value) != names:
        raise _NotVerifiedError(f"the fields are not exactly {', '.join(names)}")
    return list(value.values())


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise _NotVerifiedError("a list is missing")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise _NotVerifiedError("a text is missing")
    return value


def _index_after(last: int, value: object, size: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not last < value < size:
        raise _NotVerifiedError("the entries are not in the order of the log, each once")
    return value


def _bytes(value: object) -> bytes:
    text = _text(value)
    try:
        data = a2b_base64(text, strict_mode=True)
    except ValueError as wrong:
        raise _NotVerifiedError("a value is not base64") from wrong
    # The decoder ignores stray bits in the last letter.
    if b2a_base64(data, newline=False).decode() != text:
        raise _NotVerifiedError("a value is not base64 in its one spelling")
    return data


def _hash(value: object) -> bytes:
    data = _bytes(value)
    if len(data) != _HASH_BYTES:
        raise _NotVerifiedError(f"a blind or hash does not have {_HASH_BYTES} bytes")
    return data


if __name__ == "__main__":
    sys.exit(main())
