"""Who runs the server: we ourselves, or an unprivileged account where we are root, as PostgreSQL refuses root."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path

from comity.errors import Unavailable

UNPRIVILEGED = ("postgres", "nobody")

# No PG* variable, locale or library path of ours reaches the server: it behaves the same whoever starts it.
ENVIRONMENT = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


@dataclass(frozen=True)
class Account:
    """A user of this machine under which PostgreSQL's programs run."""

    uid: int
    gid: int
    name: str

    @property
    def is_ours(self) -> bool:
        return self.uid == os.geteuid()


def account_for(folder: Path) -> Account:
    """The account that owns the data in ``folder``, or that will: ours, unless we are root.

    For root it is the folder's present owner, so that root joins what a user started; else ``postgres``, else
    ``nobody``. Raises ``Unavailable`` where there is none of them.
    """
    if os.geteuid() != 0:
        return _own_account()
    if folder.exists() and (owner := folder.stat().st_uid) != 0:
        return _named(pwd.getpwuid(owner))
    for entry in pwd.getpwall():
        if entry.pw_name == UNPRIVILEGED[0]:
            return _named(entry)
    try:
        return _named(pwd.getpwnam(UNPRIVILEGED[1]))
    except KeyError as wrong:
        raise Unavailable(
            "We run as root, PostgreSQL refuses to, and there is no account postgres or nobody to run it under.",
            remedy="Create an account named postgres, or start as a normal user.",
        ) from wrong


def run(account: Account, command: list[str | Path], *, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run ``command`` as ``account`` in ``folder`` to its end; what it makes is readable by that account only.

    Raises ``PermissionError`` where the account may not execute the program.
    """
    foreign = not account.is_ours
    return subprocess.run(
        command,
        cwd=folder,
        env=ENVIRONMENT,
        umask=0o077,
        user=account.uid if foreign else None,
        group=account.gid if foreign else None,
        extra_groups=[] if foreign else None,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        # Ctrl-C in a terminal goes to the whole group: it would end the very command that stops the server.
        start_new_session=True,
    )


def may_enter(account: Account, folder: Path) -> bool:
    """Whether ``account`` can reach what is in ``folder``; asked of the kernel, so that access lists count too."""
    return account.is_ours or run(account, ["test", "-x", folder], folder=Path("/")).returncode == 0


def make_private(folder: Path, account: Account) -> None:
    """Make ``folder`` where it is missing, and let nobody but ``account`` (and root) in."""
    folder.mkdir(parents=True, exist_ok=True)
    if not account.is_ours:
        os.chown(folder, account.uid, account.gid, follow_symlinks=False)
    folder.chmod(0o700)


def open_private(path: Path, flags: int, account: Account) -> int:
    """Open ``path`` for reading and writing, made if need be, as ``account``'s own; never through a link."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | flags, 0o600)
    if not account.is_ours:
        os.fchown(descriptor, account.uid, account.gid)
    return descriptor


def write_private(path: Path, text: str, account: Account) -> None:
    """Replace the content of ``path``; only ``account`` can read it."""
    with os.fdopen(open_private(path, os.O_TRUNC, account), "w", encoding="utf-8") as file:
        file.write(text)


def _own_account() -> Account:
    try:
        return _named(pwd.getpwuid(os.geteuid()))
    except KeyError as wrong:
        raise Unavailable(
            f"This process runs as user id {os.geteuid()}, which has no name; PostgreSQL will not start for it.",
            remedy="Add the user to /etc/passwd, or set COMITY_DATABASE_URL to a PostgreSQL 15 or later.",
        ) from wrong


def _named(entry: pwd.struct_passwd) -> Account:
    return Account(uid=entry.pw_uid, gid=entry.pw_gid, name=entry.pw_name)
