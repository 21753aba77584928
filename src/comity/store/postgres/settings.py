"""The settings of each start, as text (pure): durable, quiet about content, sized to the machine."""

from dataclasses import dataclass
from pathlib import Path

PORT = 5432
DATABASE = "comity"
OWNER = "comity"

# The roles that may be taken by whoever reaches the socket: the owner of the tables, and those that row-level
# security holds (it does not hold a superuser).
ROLES = (OWNER, "comity_app", "comity_reader")

MEBIBYTE = 1024 * 1024

SETTINGS = """\
# Written by Comity at each start; changes here are lost. Yours go into postgresql.conf or ALTER SYSTEM.

# Only through the socket, whose folder lets nobody but its owner in.
listen_addresses = ''
port = {port}
unix_socket_directories = '{socket}'
unix_socket_permissions = 0700
hba_file = '{data}/comity_hba.conf'
ident_file = '{data}/comity_ident.conf'
max_connections = 100

# Acknowledged means on disk.
fsync = on
synchronous_commit = on
full_page_writes = on
restart_after_crash = on

shared_buffers = {shared_buffers}MB
effective_cache_size = {cache}MB
random_page_cost = 1.1
jit = off
checkpoint_timeout = 15min
max_wal_size = 4GB
wal_compression = {compression}
timezone = 'UTC'

# What is logged never shows content: errors quote values, their details quote rows, statements carry both.
# (For the log, PostgreSQL ranks LOG above ERROR: starts, crashes, checkpoints and FATAL remain.)
log_min_messages = log
log_min_error_statement = panic
log_error_verbosity = terse
log_statement = none
log_min_duration_statement = -1
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
log_lock_waits = off
log_timezone = 'UTC'
logging_collector = on
log_directory = '{log}'
log_filename = 'postgres-%a.log'
log_rotation_age = 1d
log_rotation_size = 0
log_truncate_on_rotation = on
log_file_mode = 0600
"""

HBA = """\
# Written by Comity at each start. The kernel says who is at the other end of the socket.
local all all peer map=comity
"""


@dataclass(frozen=True)
class Machine:
    """What the settings are sized to: ``memory`` in bytes."""

    memory: int
    has_lz4: bool


def settings_text(machine: Machine, *, data: Path, socket: Path, log: Path) -> str:
    """The settings file: a quarter of the memory for shared buffers, from 32 MiB to 2 GiB."""
    return SETTINGS.format(
        port=PORT,
        socket=_quoted(socket),
        data=_quoted(data),
        log=_quoted(log),
        shared_buffers=min(2048, max(32, machine.memory // 4 // MEBIBYTE)),
        cache=max(64, machine.memory // 2 // MEBIBYTE),
        # Without lz4 the choice is pglz, which costs more time than the bytes are worth.
        compression="lz4" if machine.has_lz4 else "off",
    )


def ident_text(names: tuple[str, ...]) -> str:
    """Which users of the machine (``names``) may take which role of the database."""
    return "".join(f'comity "{name}" "{role}"\n' for name in names for role in ROLES)


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
