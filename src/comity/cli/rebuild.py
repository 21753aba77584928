"""``comity rebuild``: make again what is derived from the log."""

from comity.cli.nodes import existing_node
from comity.cli.options import AsJson, Home, settings_of
from comity.cli.speaking import Voice
from comity.store.rebuilding import rebuild as made_again


async def rebuild(*, home: Home = None, json: AsJson = False) -> None:
    """Make every derived table again from the log: current state, tokens, tiles and the next numbers.

    Readers see the old tables until the new ones are whole; whoever enters something waits.
    """
    voice = Voice(json)
    async with existing_node(settings_of(home)) as node:
        with voice.progress("rebuilding") as progress:
            done = await made_again(node, progress)
    voice.give({"entries": done.entries, "records": done.records, "tiles": done.tiles, "series": len(done.series)})
    voice.say(f"From {done.entries} entries: {done.records} records, {done.tiles} tiles, {len(done.series)} series.")
