"""Check an exported bundle without a network, a database or any of the code that wrote it.

    python -m comity.verify_bundle CASE.zip [--key VERIFIERKEY]

It ends with 0 when everything in the bundle holds, with 3 when anything does not, and with 2 when it was asked wrongly.
It needs the standard library, ``cryptography`` and ``comity/verify.py``: the two files can be copied out and read.

A bundle is a zip archive in one spelling only: files uncompressed, one after the other, without time, comment or extra
field. It holds ``README.txt``, ``records.jsonl`` (a record a line), ``checkpoint`` (the signed head of the log),
``key`` (the log's verifier key), ``proofs/ID.json`` for each record that can be proven, and last ``MANIFEST``, a C2SP
signed note with the SHA-256, size and name of every other file.
"""

import argparse
import json
import re
import sys
from binascii import a2b_base64, b2a_base64, crc32
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from struct import Struct, error

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from comity.verify import ASKED_WRONGLY, DOES_NOT_HOLD, HOLDS, Verdict, verify

_FIRST = ("README.txt", "records.jsonl", "checkpoint", "key")
_MANIFEST = "MANIFEST"
_FORM = "comity-bundle/v1"
_PROOF = re.compile(r"proofs/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.json")
_CAME_ALONG = "the key came with the bundle"

# PKWARE APPNOTE.TXT, sections 4.3.7, 4.3.12 and 4.3.16: version 2.0, stored, 1 January 1980, a private file of Unix.
_LOCAL = Struct("<4sHHHHHIIIHH")
_CENTRAL = Struct("<4sHHHHHHIIIHHHHHII")
_END = Struct("<4sHHHHIIH")
_VERSION, _MADE_BY, _DAY, _MODE = 20, 3 << 8 | 20, 0x21, 0o100600 << 16


@dataclass(frozen=True)
class _Record:
    """A record as a line of ``records.jsonl`` shows it: what stands around its fields, when it came, and the fields."""

    id: str
    about: tuple[object, ...]
    recorded_at: str
    fields: object


class _NotVerifiedError(Exception):
    """Something in the bundle does not hold."""


def verify_bundle(data: bytes, key: str | None) -> Verdict:
    """Whether every byte of a bundle is what the holder of ``key`` signed; never raises, whatever the bytes are.

    ``key`` is a verifier key that you know from elsewhere: without one, a forger may have brought a key along.
    """
    try:
        return Verdict(ok=True, because=tuple(_findings(_files(data), key)))
    except _NotVerifiedError as wrong:
        return Verdict(ok=False, because=(str(wrong),))


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the verdict on the bundle that the command line names, and return the exit code."""
    parser = argparse.ArgumentParser(prog="comity.verify_bundle", description="Check an exported bundle offline.")
    parser.add_argument("bundle", type=Path, help="the zip file")
    parser.add_argument("--key", help="the log's verifier key, as you know it from elsewhere")
    asked = parser.parse_args(arguments)
    try:
        data = asked.bundle.read_bytes()
    except OSError as wrong:
        sys.stderr.write(f"cannot read: {wrong}\n")
        return ASKED_WRONGLY
    verdict = verify_bundle(data, asked.key)
    for line in verdict.because:
        # A bundle may name things as it likes: what is printed must not steer a terminal.
        sys.stdout.write(f"{'verified' if verdict.ok else 'NOT VERIFIED'}: {ascii(line)[1:-1]}\n")
    return HOLDS if verdict.ok else DOES_NOT_HOLD


def _findings(files: Mapping[str, bytes], pinned: str | None) -> Iterator[str]:
    proofs = _proofs_in(files)
    key = _text(files["key"]).removesuffix("\n")
    if pinned is not None and key != pinned:
        raise _NotVerifiedError("the bundle is signed with another key than yours")
    name = _require_manifest(files, key)
    yield f"its {len(files) - 1} files are those for which {name} signed"
    records = _records(_text(files["records.jsonl"]))
    if strangers := proofs.keys() - records.keys():
        raise _NotVerifiedError(f"there is a proof of {min(strangers)}, and no such record")
    checkpoint, heeded = _text(files["checkpoint"]), dict[str, None]()
    for id, proof in proofs.items():
        heeded |= dict.fromkeys(_require_proven(records[id], proof, key, checkpoint))
    if proofs:
        yield f"{len(proofs)} of its {len(records)} records stand in the log of {name}, under its signed checkpoint"
    if len(records) > len(proofs):
        yield f"{len(records) - len(proofs)} of its records come without a proof: README.txt says why"
    yield f"fields that the log holds encrypted are shown on the word of {name}, as it signed for all files"
    yield from heeded
    if pinned is None:
        yield f"{_CAME_ALONG}: compare it with one that you know, or pass --key"


def _files(data: bytes) -> dict[str, bytes]:
    """The files of an archive; nothing in it may be spelled otherwise than they need."""
    found: dict[str, bytes] = {}
    at = 0
    while data[at : at + 4] == b"PK\3\4":
        try:
            *_, size, name_size, _ = _LOCAL.unpack_from(data, at)
        except error as wrong:
            raise _NotVerifiedError("the archive is cut off") from wrong
        begins = at + _LOCAL.size + name_size
        name = _text(data[at + _LOCAL.size : begins])
        if name in found:
            raise _NotVerifiedError(f"{name} stands in the archive twice")
        found[name] = data[begins : begins + size]
        at = begins + size
    if _spelled(found) != data:
        raise _NotVerifiedError("the archive is not spelled in the one way that is accepted")
    return found


def _spelled(files: Mapping[str, bytes]) -> bytes:
    entries, central, at = [], [], 0
    for name, body in files.items():
        told = name.encode()
        sizes = (crc32(body), len(body), len(body), len(told), 0)
        entry = _LOCAL.pack(b"PK\3\4", _VERSION, 0, 0, 0, _DAY, *sizes) + told + body
        about = _CENTRAL.pack(b"PK\1\2", _MADE_BY, _VERSION, 0, 0, 0, _DAY, *sizes, 0, 0, 0, _MODE, at)
        entries.append(entry)
        central.append(about + told)
        at += len(entry)
    directory = b"".join(central)
    number = len(files) & 0xFFFF
    return b"".join((*entries, directory, _END.pack(b"PK\5\6", 0, 0, number, number, len(directory), at, 0)))


def _proofs_in(files: Mapping[str, bytes]) -> dict[str, bytes]:
    names = list(files)
    between = names[len(_FIRST) : -1]
    found = {match[1]: files[name] for name in between if (match := _PROOF.fullmatch(name))}
    if tuple(names[: len(_FIRST)]) != _FIRST or names[-1] != _MANIFEST or len(found) != len(between):
        raise _NotVerifiedError("the archive does not hold the files of a bundle")
    return found


def _require_manifest(files: Mapping[str, bytes], key: str) -> str:
    """The name of the log whose key signed for all files as they are."""
    name = key.partition("+")[0]
    lines = (f"{sha256(body).hexdigest()} {len(body)} {path}" for path, body in files.items() if path != _MANIFEST)
    expected = "\n".join((f"{_FORM} {name}", *lines, ""))
    body, _, signature = _text(files[_MANIFEST]).rpartition("\n\n")
    if f"{body}\n" != expected:
        raise _NotVerifiedError("the files are not those of the MANIFEST")
    public, id = _public(key)
    start = f"— {name} "
    blob = _bytes(signature.removeprefix(start).removesuffix("\n")) if signature.startswith(start) else b""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(blob[4:], expected.encode())
    except InvalidSignature as wrong:
        raise _NotVerifiedError(f"the signature of {name} under the MANIFEST does not hold") from wrong
    # The decoder ignores stray bits, and a signature says nothing of the key's id before it.
    if blob[:4] != id or files[_MANIFEST].decode() != f"{expected}\n{start}{b2a_base64(blob).decode()}":
        raise _NotVerifiedError("the MANIFEST is not spelled in the one way that is accepted")
    return name


def _public(key: str) -> tuple[bytes, bytes]:
    """The public key in a verifier key (C2SP signed-note), and its id."""
    name, _, rest = key.partition("+")
    told, _, encoded = rest.partition("+")
    material = _bytes(encoded)
    id = sha256(name.encode() + b"\n" + material).digest()[:4]
    if len(material) != 1 + sha256().digest_size or material[0] != 1 or told != id.hex():
        raise _NotVerifiedError("the verifier key is malformed")
    return material[1:], id


def _require_proven(record: _Record, proof: bytes, key: str, checkpoint: str) -> list[str]:
    """What must be heeded of a record, when the log has it under the checkpoint as it is shown."""
    verdict = verify(proof, key)
    if not verdict.ok:
        raise _NotVerifiedError(f"{record.id}: {verdict.because[0]}")
    shown = json.loads(proof)
    if shown["checkpoint"] != checkpoint or len(shown["entries"]) != 1:
        raise _NotVerifiedError(f"the proof of {record.id} is not one under the checkpoint")
    if not _is_entry_of(record, a2b_base64(shown["entries"][0]["stored"])):
        raise _NotVerifiedError(f"the record {record.id} is shown otherwise than the log has it")
    return [line for line in verdict.because if line.startswith("heed")]


def _is_entry_of(record: _Record, stored: bytes) -> bool:
    """Whether a record says what stands readable in its entry: head, facts and seal, each with its length before it."""
    try:
        head, facts, _ = _parts(stored)
        id, version, kind, owner, _, at, _, member = json.loads(head)
        same = (record.id, *record.about) == (id, version, kind, owner, member)
        when = datetime.fromisoformat(record.recorded_at) == datetime.fromisoformat(at)
        plain, fields = json.loads(facts), record.fields
        return same and when and isinstance(fields, dict) and plain == {name: fields[name] for name in plain}
    except (ValueError, KeyError, TypeError, RecursionError):
        return False


def _parts(stored: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(stored):
        size = int.from_bytes(stored[at : at + 4], "big")
        yield stored[at + 4 : at + 4 + size]
        at += 4 + size


def _records(text: str) -> dict[str, _Record]:
    found: dict[str, _Record] = {}
    for line in text.split("\n")[:-1]:
        try:
            told = json.loads(line)
            about = tuple(told[name] for name in ("version", "kind", "owner", "recorded_by"))
            found[told["id"]] = _Record(told["id"], about, told["recorded_at"], told["fields"])
        except (ValueError, TypeError, KeyError, RecursionError) as wrong:
            raise _NotVerifiedError("a line of records.jsonl is no record") from wrong
    return found


def _text(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as wrong:
        raise _NotVerifiedError("a file is not UTF-8 text") from wrong


def _bytes(text: str) -> bytes:
    try:
        return a2b_base64(text, strict_mode=True)
    except ValueError as wrong:
        raise _NotVerifiedError("a value is not base64") from wrong


if __name__ == "__main__":
    sys.exit(main())
