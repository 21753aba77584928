"""What the people of the standing cast do over HTTP, and what the others see of it."""

import asyncio

import pytest

from tests.api.conftest import SignedIn
from tests.api.talking import enter_arrest, events

pytestmark = pytest.mark.anyio


async def test_an_officers_arrest_reaches_the_clerks_stream_with_the_clerks_categories(signed_in: SignedIn) -> None:
    lee, clark = await signed_in("lee"), await signed_in("clark")
    async with clark.stream("GET", "/v1/stream?kinds=arrest,booking") as answer:
        stream = events(answer)
        assert (await anext(stream)).id
        arrest = await enter_arrest(lee)
        event = await asyncio.wait_for(anext(stream), 5)
    assert event.name == "entry"
    assert event.data["id"] == arrest["id"]
    assert event.data["because"] == ["2.1"]
    assert "narrative" in event.data["withheld"]
    assert "narrative" not in event.data["fields"]
    assert [c["offense"] for c in event.data["fields"]["charges"]] == ["220", "240"]
