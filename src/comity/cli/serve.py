"""``comity serve``: put a node to work and let others reach it."""

from functools import partial
from typing import Annotated

from cyclopts import Parameter, validators

from comity.api import server
from comity.cli.nodes import require_node
from comity.cli.options import AsJson, Home, settings_of
from comity.cli.speaking import Voice
from comity.errors import Unavailable
from comity.web.routes import page_routes

Port = Annotated[
    int | None, Parameter(validator=validators.Number(gte=1, lte=65535), help="The port; else COMITY_PORT, else 8400.")
]


def serve(
    *,
    host: Annotated[str | None, Parameter(help="The address to listen at; else COMITY_HOST, else 127.0.0.1.")] = None,
    port: Port = None,
    home: Home = None,
    json: AsJson = False,
) -> None:
    """Serve the node over HTTP until SIGTERM or SIGINT; open streams are ended first, and what waits is written."""
    voice = Voice(json)
    settings = settings_of(home, host=host, port=port)
    require_node(settings)
    address = f"http://{settings.host}:{settings.port}"
    voice.give({"serving": address, "home": str(settings.home)})
    voice.say(f"Serving {settings.home} at {address}; Ctrl-C ends it.")
    try:
        server.serve(settings, beside=partial(page_routes, zone=settings.zone))
    except SystemExit as wrong:
        # This is how uvicorn says that it cannot listen; the reason is on standard error already.
        raise Unavailable(f"Nothing can be served at {address}.", remedy="Give another port or address.") from wrong
