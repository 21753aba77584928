"""Put an exported case into one signed file, which anybody checks offline with ``comity.verify_bundle``.

The file is a zip archive that holds, uncompressed and in this order, ``README.txt``, ``records.jsonl``, ``checkpoint``,
``key``, a proof for each record that can be proven, and last ``MANIFEST``: the SHA-256 and size of every other file,
signed by the log's key. It can be spelled in one way only, so that no byte of it changes unseen.
"""

import asyncio
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from io import BytesIO
from uuid import UUID

from comity.acts.export_case import Chosen, Exported, exported_with_entries
from comity.acts.prove import proven_in, shows_readable_fields
from comity.acts.viewing import View
from comity.policy.sessions import Session
from comity.store.entries import Stored
from comity.store.log.notes import Signer, sign_manifest
from comity.store.node import Node
from comity.store.proving import SignedHead, not_yet_signed

MANIFEST = "MANIFEST"
# The earliest moment that a zip archive can name; when it was made stands in the README, which is signed.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_PRIVATE_FILE = 0o100600 << 16


async def bundle_case(
    node: Node,
    session: Session,
    id: UUID,
    chosen: Chosen,
    *,
    line: Callable[[View], bytes],
    told: Callable[[Exported, Sequence[UUID]], str],
) -> bytes:
    """Give a signed bundle of what was chosen of a case; Absent when no head of the log is signed yet.

    ``line`` spells a record as a line of JSON. ``told`` gives the README, in plain words, from what was exported and
    the records without a proof: those whose readable fields are not all seen, and those entered a moment ago.
    """
    head = await node.log.latest()
    if head is None:
        raise not_yet_signed()
    stored, exported = await exported_with_entries(node, session, id, chosen)
    proofs = await _proofs(node, head, [(view, stored[view.id]) for view in exported.views])
    unproven = [view.id for view in exported.views if view.id not in proofs]
    files = {
        "README.txt": told(exported, unproven).encode(),
        "records.jsonl": b"".join(line(view) for view in exported.views),
        "checkpoint": head.note.encode(),
        "key": f"{node.log.signer.verifier.text()}\n".encode(),
        **{f"proofs/{id}.json": proof for id, proof in proofs.items()},
    }
    return await asyncio.to_thread(_signed, files, node.log.signer)


async def _proofs(node: Node, head: SignedHead, shown: Iterable[tuple[View, Stored]]) -> Mapping[UUID, bytes]:
    wanted = [(view, entry) for view, entry in shown if shows_readable_fields(view) and entry.seq < head.size]
    paths = await node.log.inclusions([entry.seq for _, entry in wanted], head.size) if wanted else []
    return {
        view.id: proven_in(node, head, stored=entry, shown=view, proof=path)
        for (view, entry), path in zip(wanted, paths, strict=True)
    }  # fmt: skip


def _signed(files: Mapping[str, bytes], key: Signer) -> bytes:
    """Pack files behind one another, and last the signed list of them."""
    manifest = sign_manifest(files.items(), key)
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as archive:
        for name, body in (*files.items(), (MANIFEST, manifest.encode())):
            about = zipfile.ZipInfo(name, _NO_TIME)
            about.create_system, about.external_attr = _UNIX, _PRIVATE_FILE
            archive.writestr(about, body)
    return written.getvalue()
