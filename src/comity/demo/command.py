"""``comity demo``: Hart City loaded, one arrest played, and the server left running to look around in."""

import asyncio
import os
import signal
from datetime import UTC
from functools import partial
from pathlib import Path
from typing import Annotated

import uvloop
from cyclopts import Parameter, validators

from comity.api.server import served
from comity.cli.options import AsJson, Home, settings_of
from comity.cli.serve import Port
from comity.cli.speaking import Voice
from comity.demo.cast import cast_tokens, signing_in
from comity.demo.city import HERE
from comity.demo.loading import Summary, load_hart_city
from comity.demo.partners import Partners, partners
from comity.demo.playing import play
from comity.errors import Unavailable
from comity.exchange.outwards import outward
from comity.following.carrying import Outside
from comity.following.running import App, run_app
from comity.outside.mail import Mailer
from comity.settings import Settings
from comity.web.routes import page_routes

HOME = Path(".comity")


def demo(
    *,
    scale: Annotated[
        float, Parameter(validator=validators.Number(gt=0, lte=1000), help="1 for about 20,000 people.")
    ] = 1.0,
    seed: Annotated[int, Parameter(help="The same seed gives the same city.")] = 1,
    once: Annotated[bool, Parameter(negative="", help="End after the play, and do not keep serving.")] = False,
    port: Port = None,
    home: Home = None,
    json: AsJson = False,
) -> None:
    """Load Hart City, tell how to sign in as its people, play one arrest, and keep serving until interrupted.

    Without --home and COMITY_HOME it goes to .comity in the current folder. A city that is there is not loaded again.
    """
    voice = Voice(json)
    place = home or (None if os.environ.get("COMITY_HOME") else HOME)
    settings = settings_of(place, port=0 if once and port is None else port)
    try:
        uvloop.run(_demonstrate(voice, settings, scale=scale, seed=seed, once=once))
    except SystemExit as wrong:
        # This is how uvicorn says that it cannot listen; the reason is on standard error already.
        raise Unavailable(f"Port {settings.port} cannot be had.", remedy="Give another one with --port.") from wrong


async def _demonstrate(voice: Voice, settings: Settings, *, scale: float, seed: int, once: bool) -> None:
    async with partners() as both, run_app(settings, formats=outward(), outside=_outside(settings, both)) as app:
        summary = await _load(voice, app, settings.home, scale=scale, seed=seed)
        # Hart City's clocks, where nobody says another zone.
        beside = partial(page_routes, zone=HERE if settings.zone is UTC else settings.zone)
        async with served(app, host=settings.host, port=settings.port, beside=beside) as address:
            passes = await cast_tokens(app)
            for line in signing_in(address, passes):
                voice.say(line)
            voice.say("")
            steps = await play(address, passes, voice.say, both=both)
            voice.give({"loaded": summary, "serving": address, "cast": list(passes.values()), "steps": steps})
            if not once:
                voice.say(f"\nServing {settings.home} at {address}; Ctrl-C ends it.")
                await _told_to_stop()


def _outside(settings: Settings, both: Partners) -> Outside:
    """Let the node reach the two partners' systems of the play."""
    public_url = settings.public_url or f"http://{settings.host}:{settings.port}"
    mailer = Mailer(f"smtp://127.0.0.1:{both.mail_port}", "comity@hart.example", both.hosts)
    return Outside(both.hosts, mailer, settings.drop_folders, public_url)


async def _load(voice: Voice, app: App, home: Path, *, scale: float, seed: int) -> Summary:
    with voice.progress("Hart City") as advance:
        summary = await load_hart_city(
            app, home=home, scale=scale, seed=seed, progress=lambda far: advance(far.stories, far.of)
        )
    done = "was loaded before" if summary.already else f"is loaded, in {summary.seconds:.0f} s"
    voice.say(
        f"Hart City {done}: {summary.people} people, {summary.records} records. Who is truly who: {summary.truth}"
    )
    voice.say("")
    return summary


async def _told_to_stop() -> None:
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, told.set)
    await told.wait()
