"""Where everything of one cluster lies, and a socket path short enough for the kernel."""

import os
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from comity.store.postgres.accounts import Account, make_private, write_private
from comity.store.postgres.settings import PORT

# sun_path holds 108 bytes on Linux and 104 on macOS, the closing NUL included.
LONGEST_SOCKET = 103


@dataclass(frozen=True)
class Places:
    """The folders and files of one cluster, all under ``root``."""

    root: Path

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def log(self) -> Path:
        return self.root / "log"

    @property
    def programs(self) -> Path:
        return self.root / "programs"

    @property
    def start_log(self) -> Path:
        return self.log / "start.log"

    @property
    def turn_lock(self) -> Path:
        return self.root / "turn.lock"

    @property
    def share_lock(self) -> Path:
        return self.root / "share.lock"

    @property
    def socket_note(self) -> Path:
        return self.root / "socket-folder"


def make_places(places: Places, account: Account) -> None:
    """Make the folders, private to ``account``."""
    for folder in (places.root, places.log):
        make_private(folder, account)


def socket_folder(places: Places, account: Account) -> Path:
    """A private folder for the socket: under the root, or where that path is too long, a short one noted there.

    Call it within the cluster's turn. The noted folder is taken again only while it is still private to ``account``.
    """
    beside = places.root / "socket"
    if len(os.fsencode(beside / f".s.PGSQL.{PORT}")) <= LONGEST_SOCKET:
        make_private(beside, account)
        return beside
    if places.socket_note.exists() and _is_private(noted := Path(places.socket_note.read_text()), account):
        return noted
    short = Path(tempfile.mkdtemp(prefix="comity-", dir=_short_root(account)))
    make_private(short, account)
    write_private(places.socket_note, str(short), account)
    return short


def _short_root(account: Account) -> str | None:
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    fits = account.is_ours and 0 < len(os.fsencode(runtime)) < LONGEST_SOCKET // 2 and Path(runtime).is_dir()
    return runtime if fits else tempfile.gettempdir()


def _is_private(folder: Path, account: Account) -> bool:
    if not folder.is_dir() or folder.is_symlink():
        return False
    seen = folder.stat()
    return seen.st_uid == account.uid and stat.S_IMODE(seen.st_mode) == stat.S_IRWXU
