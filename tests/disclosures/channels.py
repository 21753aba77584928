"""Every way by which records of the clinic reach somebody else, as an act of its own."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from comity.acts.correct import correct
from comity.acts.deliver import messages
from comity.acts.disclose import disclose
from comity.acts.gather import gather
from comity.acts.hand_out import hand_out
from comity.acts.hand_over import Addressee, hand_over
from comity.acts.history import history
from comity.acts.identify import identify
from comity.acts.read import read
from comity.acts.search import search
from comity.acts.subscribe import Terms, owed, subscribe
from comity.acts.viewing import View
from comity.records.governance.disclosure import Channel
from comity.records.governance.subscription import Way
from comity.store.node import Node
from tests.disclosures.worlds import acting


async def _read(node: Node, id: UUID) -> list[View]:
    return [await read(node, acting(node, "hal"), id)]


async def _history(node: Node, id: UUID) -> list[View]:
    return await history(node, acting(node, "hal"), id)


async def _search(node: Node, id: UUID) -> list[View]:
    del id
    return (await search(node, acting(node, "hal"), "Quillfeather", wanted=frozenset({"person"}))).views


async def _export(node: Node, id: UUID) -> list[View]:
    del id
    return [view async for views in disclose(node, acting(node, "hal"), frozenset({"person"})) for view in views]


async def _thread(node: Node, id: UUID) -> list[View]:
    return await gather(node, acting(node, "hal"), id)


async def _stream(node: Node, id: UUID) -> list[View]:
    hal, dana = acting(node, "hal"), acting(node, "dana")
    subscription = await subscribe(node, hal, ["person"])
    await correct(node, dana, id, b'{"names": [{"surname": "Quill"}]}', replaces=1)
    return await owed(node, hal, subscription.id)


async def _hand(node: Node, id: UUID) -> list[View]:
    to = Addressee(agency="hart-housing")
    return list((await hand_over(node, acting(node, "dana"), [id], to, reason="She asked for it.")).views)


async def _delivery(node: Node, id: UUID) -> list[View]:
    """Make what goes out of every version: it is written down before it leaves."""
    hal, dana = acting(node, "hal"), acting(node, "dana")
    waiting = await subscribe(node, hal, ["person"], terms=HELD_BACK, formats=["as-seen"])
    await correct(node, dana, id, b'{"names": [{"surname": "Quill"}]}', replaces=1)
    await hand_out(node)
    written = AsSeen([])
    await messages(node, waiting, {"as-seen": written})
    return written.seen


# So long a digest is brought by nobody but the test.
HELD_BACK = Terms(way=Way.MAIL, address="hal@housing.example", format="as-seen", digest_minutes=500_000)


@dataclass
class AsSeen:
    """A format that keeps what it was given to write: the record, and what stands around it."""

    seen: list[View]
    media_type: str = "text/plain"

    def writes(self, view: View) -> bool:
        """Write any record."""
        return bool(view.kind)

    def write(self, view: View, around: Mapping[UUID, View]) -> bytes:
        """Keep the record, and write its id."""
        assert view.id in around
        self.seen += around.values()
        return view.id.bytes


async def _identify(node: Node, id: UUID) -> list[View]:
    return [*(await identify(node, acting(node, "hal"), id)).records]


ACTS: dict[Channel, Callable[[Node, UUID], Awaitable[list[View]]]] = {
    Channel.READ: _read,
    Channel.HISTORY: _history,
    Channel.SEARCH: _search,
    Channel.EXPORT: _export,
    Channel.THREAD: _thread,
    Channel.STREAM: _stream,
    Channel.HAND_OVER: _hand,
    Channel.IDENTITY: _identify,
    Channel.DELIVERY: _delivery,
}
