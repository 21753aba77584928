"""The keys, apart from the database: one secret a record in a file of fixed slots, and the node's own keys.

So a backup of the database is no backup of the keys, and overwriting a slot makes its record unreadable for good. Which
slots were overwritten stands in a ledger beside them, so that an older copy of the slots brings nothing back.
"""

import fcntl
import hmac
import os
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from comity.errors import Unavailable

SLOT_BYTES = 32
_BLOCK = 1024
# A place in a file is a signed 64-bit number.
_MOST_SLOTS = 2**63 // SLOT_BYTES
# No secret is all zeros: that is what is left of one.
_DESTROYED = bytes(SLOT_BYTES)
_LEDGER = "expunged"


class Keyring:
    """The secrets of one node, shared safely by its processes.

    Slots are filled with random bytes and made durable a block at a time *before* any is handed out, so that no
    acknowledged entry can lose its key and no entry waits for the disk.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._slots = os.open(folder / "slots", os.O_RDWR | os.O_CREAT, 0o600)
        self._free: deque[tuple[int, bytes]] = deque()
        self.token_key = self._own_key("token.key")
        self.cursor_key = self._own_key("cursor.key")
        self.account_key = self._own_key("account.key")
        self.checkpoint_seed = self._own_key("checkpoint.key")
        self.webhook_key = self._own_key("webhook.key")
        # The slots may be an older copy than the ledger.
        self._overwrite(self.destroyed())

    def close(self) -> None:
        """Let go of the file; the secrets in memory go with the object."""
        os.close(self._slots)

    def new_slot(self) -> tuple[int, bytes]:
        """Give a slot that nobody has used, and its secret, already durable."""
        if not self._free:
            self._free.extend(self._new_block())
        return self._free.popleft()

    def secret(self, slot: int) -> bytes:
        """Give the secret of a slot; Unavailable when it was destroyed, or the keyring does not reach so far."""
        found = self.left(slot)
        if found is None:
            # Whoever held the entry when it was expunged asks again, and there is no such record.
            raise Unavailable("The record has been expunged meanwhile.", remedy="Ask again.")
        return found

    def left(self, slot: int) -> bytes | None:
        """Give the secret of a slot, None when it was destroyed; Unavailable when the keyring does not reach so far."""
        found = self._held(slot)
        if len(found) != SLOT_BYTES:
            raise Unavailable(
                f"The keyring has no slot {slot}.", remedy="Restore the keyring that belongs to this database."
            )
        return None if found == _DESTROYED else found

    def destroy(self, slots: Iterable[int]) -> None:
        """Make what was sealed under some slots unreadable for good; when this returns, it is so on the disk.

        The ledger is written first: if the process dies in between, opening the keyring goes on with it.
        """
        with self._locked():
            new = sorted(set(slots) - self.destroyed())
            ledger = os.open(self._folder / _LEDGER, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            try:
                # A number that was cut off by an earlier end gets a letter, and so means no slot.
                os.write(ledger, b"x\n" + b"".join(b"%d\n" % slot for slot in new))
                os.fsync(ledger)
            finally:
                os.close(ledger)
            _make_durable(self._folder)
            self._overwrite(new)

    def destroyed(self) -> frozenset[int]:
        """Give the slots that the ledger names as destroyed."""
        path = self._folder / _LEDGER
        lines = path.read_text("ascii").split("\n") if path.exists() else []
        # The last line was cut off when the process died in it: nothing was destroyed by then.
        return frozenset(int(line) for line in lines[:-1] if line.isdecimal())

    def is_destroyed(self, slot: int) -> bool:
        """Tell whether nothing is left of a slot's secret."""
        return self._held(slot) == _DESTROYED

    def remember_head(self, size: int, note: str) -> None:
        """Keep the newest signed head apart from the database, so that a database turned back is found out."""
        with self._locked():
            known = self.remembered_head()
            if known is None or known[0] < size:
                _write_durably(self._folder / "head.note", f"{size}\n{note}".encode())

    def remembered_head(self) -> tuple[int, str] | None:
        """Give the size and the note of the newest signed head, or None before the first."""
        path = self._folder / "head.note"
        if not path.exists():
            return None
        size, _, note = path.read_text().partition("\n")
        return int(size), note

    def _new_block(self) -> list[tuple[int, bytes]]:
        with self._locked():
            # Beyond the ledger too: an older copy of the slots ends before some that were destroyed.
            first = max(os.fstat(self._slots).st_size // SLOT_BYTES, max(self.destroyed(), default=-1) + 1)
            block = os.urandom(_BLOCK * SLOT_BYTES)
            if os.pwrite(self._slots, block, first * SLOT_BYTES) != len(block):
                raise Unavailable("The keyring has no room for new keys.", remedy="Free space, then send it again.")
            os.fsync(self._slots)
        return [(first + n, block[n * SLOT_BYTES : (n + 1) * SLOT_BYTES]) for n in range(_BLOCK)]

    def _held(self, slot: int) -> bytes:
        return os.pread(self._slots, SLOT_BYTES, slot * SLOT_BYTES) if 0 <= slot < _MOST_SLOTS else b""

    def _overwrite(self, slots: Iterable[int]) -> None:
        size = os.fstat(self._slots).st_size
        left = [slot for slot in slots if slot * SLOT_BYTES < size and not self.is_destroyed(slot)]
        for slot in left:
            os.pwrite(self._slots, _DESTROYED, slot * SLOT_BYTES)
        if left:
            os.fsync(self._slots)

    def _own_key(self, name: str) -> bytes:
        path = self._folder / name
        with self._locked():
            if not path.exists():
                _write_durably(path, os.urandom(SLOT_BYTES))
            return path.read_bytes()

    @contextmanager
    def _locked(self) -> Iterator[None]:
        # Opened anew for each turn: a lock keeps two threads apart only when each holds a file of its own.
        turn = os.open(self._folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(turn, fcntl.LOCK_EX)
            yield
        finally:
            os.close(turn)


def derived(secret: bytes, use: bytes, record: bytes, version: int) -> bytes:
    """Give the 32 bytes that a record's secret yields for one use and version (HMAC-SHA256 as a PRF)."""
    return hmac.digest(secret, use + record + version.to_bytes(4, "big"), "sha256")


def _write_durably(path: Path, content: bytes) -> None:
    part = path.with_suffix(".part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        os.write(handle, content)
        os.fsync(handle)
    finally:
        os.close(handle)
    part.rename(path)
    _make_durable(path.parent)


def _make_durable(folder: Path) -> None:
    """Have the disk know the names in a folder."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
