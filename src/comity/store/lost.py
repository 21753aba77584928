"""What asyncpg raises when a statement fails: because of what was sent, or because the database goes away under it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

from comity.errors import Unavailable
from comity.store.postgres.starting import CUT_OFF

# The statement was refused for its values, and nothing of it was done; sending it again cannot help.
REFUSED = (asyncpg.DataError, asyncpg.IntegrityConstraintViolationError, asyncpg.ProgramLimitExceededError)

# The database went away: the outcome is unknown.
LOST = (*CUT_OFF, asyncpg.PostgresError, OSError)


@asynccontextmanager
async def reachable() -> AsyncIterator[None]:
    """Say Unavailable when the database goes away while it is asked something; asking again is safe."""
    try:
        yield
    except (*CUT_OFF, asyncpg.OperatorInterventionError, asyncpg.InsufficientResourcesError, OSError) as wrong:
        raise Unavailable(
            "The database cannot be reached now.", remedy="Send the request again, with the same Idempotency-Key."
        ) from wrong
