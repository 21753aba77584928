"""What asyncpg raises when the database goes away under a statement: its outcome is then unknown."""

import asyncpg

from comity.store.postgres.starting import CUT_OFF

LOST = (*CUT_OFF, asyncpg.PostgresError, OSError)
