"""A loop ends when it is told to, even if the driver turns that into a lost connection."""

import asyncio
from contextlib import suppress

from comity.store.postgres.cancelling import end_if_cancelled


def test_a_loop_ends_although_its_cancellation_was_answered_as_a_loss() -> None:
    async def story() -> bool:
        async def swallow() -> None:
            try:
                await asyncio.sleep(10)
            except asyncio.CancelledError:
                raise ConnectionResetError from None

        async def loop() -> None:
            while True:
                try:
                    await swallow()
                except OSError:
                    end_if_cancelled()

        task = asyncio.create_task(loop())
        await asyncio.sleep(0)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await asyncio.wait_for(task, 5)
        return task.cancelled()

    assert asyncio.run(story())


def test_whoever_was_not_told_to_end_goes_on() -> None:
    async def story() -> None:
        end_if_cancelled()

    asyncio.run(story())
