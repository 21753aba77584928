"""What asyncpg raises when a statement fails: because of what was sent, or because the database goes away under it."""

import asyncpg

from comity.store.postgres.starting import CUT_OFF

# The statement was refused for its values, and nothing of it was done; sending it again cannot help.
REFUSED = (asyncpg.DataError, asyncpg.IntegrityConstraintViolationError, asyncpg.ProgramLimitExceededError)

# The database went away: the outcome is unknown.
LOST = (*CUT_OFF, asyncpg.PostgresError, OSError)
