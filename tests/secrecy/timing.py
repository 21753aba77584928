"""Pairs of requests, one for what is hidden and one for what is not there, and how well their times tell them apart."""

import random
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import httpx

from comity.ids import new_id

# What is asked of a client about the one with this number, among the hidden or among the absent.
Asking = Callable[[httpx.AsyncClient, str, int], Awaitable[httpx.Response]]
HIDDEN, ABSENT = "hidden", "absent"


@dataclass
class Family:
    """One way of asking, and the times it took for the hidden and for the absent, in seconds."""

    name: str
    ask: Asking
    times: dict[str, list[float]] = field(default_factory=lambda: {HIDDEN: [], ABSENT: []})

    @property
    def pairs(self) -> int:
        return len(self.times[HIDDEN])

    def told_apart(self) -> float:
        """Give the area under the curve: how often a hidden one took longer than an absent one; 0.5 tells nothing."""
        return area(self.times[HIDDEN], self.times[ABSENT])


def area(ones: Sequence[float], others: Sequence[float]) -> float:
    """Give the share of pairs in which the one is greater, ties counted half (Mann and Whitney's U, by ranks)."""
    ordered = sorted([(value, True) for value in ones] + [(value, False) for value in others])
    ranks, place = 0.0, 0
    while place < len(ordered):
        after = place
        while after < len(ordered) and ordered[after][0] == ordered[place][0]:
            after += 1
        middle = (place + after + 1) / 2
        ranks += middle * sum(1 for _, one in ordered[place:after] if one)
        place = after
    return (ranks - len(ones) * (len(ones) + 1) / 2) / (len(ones) * len(others))


def families(hidden: Sequence[UUID], names: Sequence[str]) -> list[Family]:
    """Give the ways of asking; ``names`` are of the hidden, and each id and name has its absent counterpart."""
    ids = {HIDDEN: hidden, ABSENT: [new_id() for _ in hidden]}
    words = {HIDDEN: names, ABSENT: [name[::-1] for name in names]}

    def by_id(method: str, path: str, headers: dict[str, str] | None = None, json: Any = None) -> Asking:
        async def ask(client: httpx.AsyncClient, which: str, n: int) -> httpx.Response:
            there = ids[which]
            return await client.request(method, path.format(there[n % len(there)]), headers=headers, json=json)

        return ask

    async def search(client: httpx.AsyncClient, which: str, n: int) -> httpx.Response:
        return await client.get("/v1/search", params={"q": words[which][n % len(names)]})

    async def refer(client: httpx.AsyncClient, which: str, n: int) -> httpx.Response:
        party = {"role": "defendant", "person": str(ids[which][n % len(hidden)])}
        case = {"docketed_at": "2026-01-05T12:00:00Z", "parties": [party]}
        return await client.post("/v1/records/court-case", json=case, headers={"Idempotency-Key": f"{which}-{n}"})

    patch = {"If-Match": '"v1"', "Idempotency-Key": "timing", "Content-Type": "application/merge-patch+json"}
    return [
        Family("read", by_id("GET", "/v1/records/{}")),
        Family("history", by_id("GET", "/v1/records/{}/history")),
        Family("proof", by_id("GET", "/v1/records/{}/proof")),
        Family("case", by_id("GET", "/v1/cases/{}")),
        Family("explanation", by_id("GET", "/v1/records/{}/explanation")),
        Family("correct", by_id("PATCH", "/v1/records/{}", headers=patch, json={"markings": []})),
        Family("search", search),
        Family("refer", refer),
    ]


async def measure(client: httpx.AsyncClient, wanted: Sequence[Family], pairs: int, chance: random.Random) -> None:
    """Ask in pairs, all in an order left to chance, so that what slows the one slows the other as often."""
    for n in range(pairs):
        for family in chance.sample(list(wanted), len(wanted)):
            for which in chance.sample([HIDDEN, ABSENT], 2):
                begun = time.perf_counter()
                await family.ask(client, which, n)
                family.times[which].append(time.perf_counter() - begun)
