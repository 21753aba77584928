"""What the point decision allows is what HTTP shows, page by page through every cursor, in all its forms."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from comity.api.server import served
from comity.following.running import App
from comity.policy.sessions import open_session
from tests.judging.naive import Judge, Version, all_labels_of
from tests.judging.worlds import KINDS, MEMBERS, PURPOSES, SURNAMES, World, asker_of

pytestmark = pytest.mark.anyio

WORLDS = 12
Told = tuple[UUID, int, dict[str, Any], frozenset[str]]


class OverHttp:
    """One member signed in to the server, and the judge of what they should be shown."""

    def __init__(self, client: httpx.AsyncClient, world: World, judge: Judge) -> None:
        self.client = client
        self.world = world
        self.judge = judge

    def expected(self, operation: str, versions: Iterable[Version]) -> list[Told]:
        return [
            (v.id, v.number, self.judge.shown(operation, v), all_labels_of(v.kind) - seen)
            for v in versions
            if (seen := self.judge.sees(operation, v))
        ]

    async def pages(self, path: str, **query: Any) -> list[Told]:
        """Follow the links to the last page."""
        answer = await self.client.get(path, params={**query, "limit": str(self.world.chance.randint(1, 9))})
        found = items_of(answer)
        while "next" in answer.links:
            answer = await self.client.get(answer.links["next"]["url"])
            found += items_of(answer)
        return found

    async def compare_all(self) -> None:
        current = self.world.truth.current()
        for kind in sorted(KINDS):
            newest_first = [v for v in reversed(current) if v.kind == kind]
            assert await self.pages(f"/v1/records/{kind}") == self.expected("see", newest_first)
        for name in SURNAMES:
            named = [v for v in reversed(self.world.truth.of_kind("person")) if self._is_found(v, name)]
            assert await self.pages("/v1/search", q=name, kind="person") == self.expected("see", named)
        for v in self.world.chance.sample(current, min(6, len(current))):
            versions = self.world.truth.records[v.id]
            assert items_of(await self.client.get(f"/v1/records/{v.id}")) == self.expected("see", [v])
            assert items_of(await self.client.get(f"/v1/records/{v.id}/history")) == self.expected("see", versions)
            bundle = await self.client.get(f"/v1/records/{v.id}/proof")
            assert (bundle.status_code in (200, 403)) == bool(self.judge.sees("copy", v))

    def _is_found(self, version: Version, surname: str) -> bool:
        return version.fields["names"][0]["surname"] == surname and "identity" in self.judge.sees("see", version)


def items_of(answer: httpx.Response) -> list[Told]:
    """Give the records of an answer, alone or in a page; none when it tells of none."""
    if answer.status_code == 404:
        return []
    assert answer.status_code == 200, answer.text
    body = answer.json()
    return [
        (UUID(item["id"]), item["version"], item["fields"], frozenset(item["withheld"]))
        for item in body.get("items", [body])
    ]


async def test_http_shows_exactly_the_records_and_categories_that_are_allowed(app: App) -> None:
    world = World(app.node)
    async with served(app) as address:
        for number in range(WORLDS):
            await world.turn(1000 + number)
            await app.node.log.publish()
            member, purpose = world.chance.choice(list(MEMBERS)), world.chance.choice(PURPOSES)
            session = open_session(app.node.directory, MEMBERS[member], member, purpose)
            token = await app.node.access.issue(MEMBERS[member], member, purpose, timedelta(hours=1))
            judge = Judge(world.truth, asker_of(session), app.node.rulebook.now())
            headers = {"Authorization": f"Bearer {token}"}
            async with httpx.AsyncClient(base_url=address, headers=headers, timeout=20) as client:
                await OverHttp(client, world, judge).compare_all()
