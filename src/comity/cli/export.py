"""``comity export``: hand records over, and write down to whom."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from comity.acts.disclose import disclose
from comity.acts.prove import prove
from comity.api.sheets import Sheet, as_line
from comity.cli.asking import may_replace
from comity.cli.export_nibrs import nibrs
from comity.cli.nodes import existing_node
from comity.cli.options import Agency, AsJson, Home, Member, Purpose, settings_of
from comity.cli.speaking import Exit, Voice
from comity.cli.writing import Lines, write_private
from comity.errors import Refused
from comity.policy.sessions import Session, open_session
from comity.records.registry import kind_named
from comity.store.node import Node


class Format(StrEnum):
    """How records leave: a JSON object a line, a table for a spreadsheet, or a proof for each record."""

    JSONL = "jsonl"
    CSV = "csv"
    PROOF = "proof"


export = App(name="export", help="Hand records over, and write down to whom.")
export.command(nibrs)


@export.default
async def records(  # noqa: PLR0913 - the options of a command
    *,
    kinds: Annotated[str, Parameter(help="The kinds to export, with commas between them.")],
    agency: Agency,
    member: Member,
    purpose: Purpose,
    out: Annotated[Path, Parameter(help="The file to write; for proofs, the folder.")],
    format: Annotated[Format, Parameter(help="jsonl, csv, or proof: a bundle for comity.verify.")] = Format.JSONL,  # noqa: A002 - as the option is called
    yes: Annotated[bool, Parameter(negative="", help="Replace what is there without asking.")] = False,
    home: Home = None,
    json: AsJson = False,
) -> Exit:
    """Write every record of some kinds that this member may see for this purpose, and who got it.

    What another agency owns is written down as disclosed before it leaves. Exit code 1 when a proof was refused.
    """
    voice = Voice(json)
    wanted = frozenset(kind_named(name.strip()).name for name in kinds.split(","))
    may_replace(out, yes=yes)
    async with existing_node(settings_of(home)) as node:
        session = open_session(node.directory, agency, member, purpose)
        if format is Format.PROOF:
            written, refused = await _prove_each(node, session, wanted, out)
        else:
            written, refused = await _write_each(node, session, wanted, out, format), 0
    voice.give({"file": str(out), "format": format, "records": written, "refused": refused})
    voice.say(f"{written} records are in {out}{f', {refused} were refused' if refused else ''}.")
    return Exit.REFUSED if refused else Exit.OK


async def _write_each(node: Node, session: Session, kinds: frozenset[str], out: Path, form: Format) -> int:
    sheet = Sheet(sorted(kinds))
    written = 0
    with Lines(out) as lines:
        if form is Format.CSV:
            lines.put_bytes(sheet.head())
        async for views in disclose(node, session, kinds):
            lines.put_bytes(b"".join(sheet.row(view) if form is Format.CSV else as_line(view) for view in views))
            written += len(views)
    return written


async def _prove_each(node: Node, session: Session, kinds: frozenset[str], out: Path) -> tuple[int, int]:
    await node.log.publish()
    written = refused = 0
    async for (view,) in disclose(node, session, kinds, at_once=1):
        try:
            bundle = await prove(node, session, view.id)
        except Refused:
            refused += 1
        else:
            write_private(out / f"{view.id}.json", bundle)
            written += 1
    return written, refused
