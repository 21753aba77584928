"""What every endpoint works with: the node at work, who is signed in, and the streams that are open."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from weakref import ref

from msgspec.structs import replace
from starlette.requests import Request

from comity.acts.viewing import View
from comity.acts.watch import Watch
from comity.api.asking import emergency
from comity.api.cursors import Cursors
from comity.api.issuing import IssuerKeys
from comity.api.paces import Paces
from comity.api.signing_in import Sessions, credentials_of
from comity.api.views import encoder, shown
from comity.following.streaming import Streaming
from comity.policy.entrance import Entrance
from comity.policy.sessions import Session
from comity.store.node import Node

HEARTBEAT_SECONDS = 10.0
USUAL_ENTRANCE = Entrance()


@dataclass(frozen=True)
class Front:
    """One server's view of the node."""

    node: Node
    streaming: Streaming
    sessions: Sessions
    cursors: Cursors
    watch: Watch
    paces: Paces
    entrance: Entrance = USUAL_ENTRANCE
    formats: tuple[str, ...] = ()
    issuer_keys: IssuerKeys = field(default_factory=IssuerKeys)
    open_streams: dict[tuple[str, str], int] = field(default_factory=dict)
    heartbeat_seconds: float = HEARTBEAT_SECONDS
    closing: asyncio.Event = field(default_factory=asyncio.Event)
    _encoded: dict[int, tuple[ref[View], bytes]] = field(default_factory=dict, init=False)

    async def session(self, request: Request) -> Session:
        """Give the session of a request; Turned with 401 when it has none."""
        session = await self.sessions.session(credentials_of(request))
        if stated := emergency(request):
            session = replace(session, emergency=stated)
        if request.client is not None:
            await self.watch.seen(session, request.client.host)
        return session

    def encoded(self, view: View) -> bytes:
        """Give the JSON of a view, made once for all the streams that it is handed to."""
        number = id(view)
        found = self._encoded.get(number)
        if found is None:
            # Let go with the view: what was expunged must not outlive its readers here.
            held = ref(view, lambda _: self._encoded.pop(number, None))
            found = self._encoded[number] = (held, encoder.encode(shown(view)))
        return found[1]

    def close(self) -> None:
        """End all streams and open no more: a server with an open stream would never stop."""
        self.closing.set()
        self.streaming.end_all()


def front_of(
    node: Node,
    streaming: Streaming,
    *,
    formats: Iterable[str] = (),
    entrance: Entrance = USUAL_ENTRANCE,
    heartbeat_seconds: float = HEARTBEAT_SECONDS,
) -> Front:
    """Put a front before a node; ``formats`` are those in which subscribers may be sent records."""
    cursors, sessions, paces = Cursors(node.keyring.cursor_key), Sessions(node), Paces(node.clock)
    watch = Watch(node)
    return Front(
        node, streaming, sessions, cursors, watch, paces, entrance, tuple(formats), heartbeat_seconds=heartbeat_seconds
    )
