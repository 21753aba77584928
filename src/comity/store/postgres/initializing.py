"""The data folder: made whole or not at all, and given its settings at each start."""

import os
import shutil
from pathlib import Path

from comity.errors import Unavailable
from comity.store.postgres.accounts import Account, run, write_private
from comity.store.postgres.binaries import Programs
from comity.store.postgres.places import Places
from comity.store.postgres.settings import HBA, OWNER, Machine, ident_text, settings_text

# From 17 on PostgreSQL brings a C.UTF-8 of its own, the same on every machine; before, it is the C library's.
BUILTIN_LOCALE_SINCE = 17
BUILTIN_LOCALE = ("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
LIBRARY_LOCALE = ("--locale=C", "--lc-ctype=C.UTF-8")


def initialize(places: Places, programs: Programs, account: Account) -> None:
    """Make the data folder, page checksums on, unless it is there; a killed attempt leaves nothing that counts.

    Raises ``Unavailable`` where the data were made by another version of PostgreSQL.
    """
    if (places.data / "PG_VERSION").exists():
        _require_same_version(places.data, programs)
        return
    fresh = places.root / "data.new"
    shutil.rmtree(fresh, ignore_errors=True)
    locale = BUILTIN_LOCALE if programs.major >= BUILTIN_LOCALE_SINCE else LIBRARY_LOCALE
    command = [programs.folder / "initdb", "--pgdata", fresh, "--username", OWNER, "--encoding=UTF8", *locale]
    made = run(account, [*command, "--data-checksums", "--auth=reject", "--no-instructions"], folder=places.root)
    if made.returncode != 0:
        raise Unavailable(
            f"PostgreSQL could not make its data folder in {places.root}: {made.stderr.strip()}",
            remedy="Free space or mend the permissions named above, then start again.",
        )
    with (fresh / "postgresql.conf").open("a", encoding="utf-8") as file:
        file.write("\ninclude = 'comity.conf'\n# What stands below this line outranks Comity's settings.\n")
    fresh.rename(places.data)
    _keep_name(places.root)


def configure(places: Places, programs: Programs, account: Account, *, socket: Path) -> None:
    """Write the settings of this start, and who may come in: the account that owns the data, and root."""
    machine = Machine(memory=memory(), has_lz4=programs.has_lz4)
    text = settings_text(machine, data=places.data, socket=socket, log=places.log)
    write_private(places.data / "comity.conf", text, account)
    write_private(places.data / "comity_hba.conf", HBA, account)
    write_private(places.data / "comity_ident.conf", ident_text((account.name, "root")), account)


def memory() -> int:
    """The memory that this process may use, in bytes: the machine's, or its control group's where that is less."""
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    limit = Path("/sys/fs/cgroup/memory.max")
    told = limit.read_text().strip() if limit.exists() else "max"
    return min(machine, int(told)) if told.isdigit() else machine


def _require_same_version(data: Path, programs: Programs) -> None:
    made_by = (data / "PG_VERSION").read_text().strip()
    if made_by != str(programs.major):
        raise Unavailable(
            f"The data in {data} were made by PostgreSQL {made_by}; the programs in {programs.folder} are version "
            f"{programs.major}, which cannot read them.",
            remedy=f"Use the programs of PostgreSQL {made_by}, or move the data over with pg_upgrade.",
        )


def _keep_name(folder: Path) -> None:
    """Make the new name in ``folder`` outlast a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
