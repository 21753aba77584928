"""``comity fsck``: verify all that is kept."""

from comity.cli.nodes import existing_node
from comity.cli.options import AsJson, Home, settings_of
from comity.cli.speaking import Exit, Voice
from comity.store.checking import check


async def fsck(*, home: Home = None, json: AsJson = False) -> Exit:
    """Verify every entry, the tree over them, the signed checkpoints, tokens, names and the current state.

    Nothing is changed. Exit code 0 when all of it holds, 3 when something does not; each finding says where.
    """
    voice = Voice(json)
    async with existing_node(settings_of(home)) as node:
        with voice.progress("checking") as progress:
            report = await check(node, progress)
    voice.give(report)
    for finding in report.findings:
        voice.say(f"{finding.where}: {finding.what}")
    if report.findings:
        voice.note("Stop the node and copy its folder before anything else; docs/how-to/check-and-rebuild.md goes on.")
        return Exit.NOT_VERIFIED
    voice.say(f"{report.entries} entries and {report.checkpoints} signed checkpoints: all of it holds.")
    return Exit.OK
