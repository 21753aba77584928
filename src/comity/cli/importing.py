"""``comity import``: enter what other systems hold."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from msgspec.structs import replace

from comity.cli.nodes import existing_node
from comity.cli.options import Agency, AsJson, Home, Member, Purpose, settings_of
from comity.cli.reporting import FileReport, aside_line, lines_of, reported, row_of, tabled, unreadable
from comity.cli.speaking import Exit, Voice
from comity.cli.writing import Lines
from comity.errors import Invalid, Refused
from comity.exchange.connectors import connector_for, connector_named
from comity.exchange.importing import Wish, import_message
from comity.exchange.importing_rows import import_rows
from comity.exchange.tabular.mapping import Mapping, read_mapping
from comity.policy.sessions import Session, open_session
from comity.store.node import Node

HEADS = ("file", "connector", "entered", "already", "corrected", "in fields", "refused")


@dataclass(frozen=True)
class _Import:
    """What one run of the command works with."""

    node: Node
    session: Session
    wish: Wish
    connector: str
    mapping: Path | None
    voice: Voice
    asides: Lines


async def import_(  # noqa: PLR0913 - the options of a command
    *paths: Annotated[Path, Parameter(help="Files of messages, or folders of them.")],
    agency: Agency,
    member: Member,
    purpose: Purpose,
    connector: Annotated[
        str, Parameter(help="The connector to read with; else the one that recognizes the file.")
    ] = "",
    mapping: Annotated[Path | None, Parameter(help="A mapping file that says which column is which field.")] = None,
    all_or_nothing: Annotated[
        bool, Parameter(negative="", help="Enter nothing of a message with a bad record.")
    ] = False,
    dry_run: Annotated[bool, Parameter(negative="", help="Enter nothing, and tell what would be refused.")] = False,
    report: Annotated[
        Path | None, Parameter(help="Where to write the whole report, a JSON line for each file.")
    ] = None,
    set_aside: Annotated[Path | None, Parameter(help="Where to put what was refused, with its reasons.")] = None,
    home: Home = None,
    json: AsJson = False,
) -> Exit:
    """Enter what partners' messages or the tables of other systems hold; the messages are kept.

    Importing the same again enters nothing twice. With --mapping the paths are CSV files, or none where the mapping
    names its own source. Exit code 1 when anything was refused.
    """
    wish = Wish.REHEARSAL if dry_run else Wish.ALL_OR_NOTHING if all_or_nothing else Wish.WHAT_PASSES
    voice = Voice(json)
    files = list(_files(paths, mapping))
    if connector:
        connector_named(connector)
    async with existing_node(settings_of(home)) as node:
        session = open_session(node.directory, agency, member, purpose)
        with Lines(report) as whole, Lines(set_aside) as asides:
            importing = _Import(node, session, wish, connector, mapping, voice, asides)
            reports = [await _import(importing, path, whole) for path in files]
        await node.log.publish()
    voice.table(HEADS, map(row_of, reports))
    for each in reports:
        for line in lines_of(each):
            voice.note(line)
    return Exit.REFUSED if any(each.refusals for each in reports) else Exit.OK


async def _import(importing: _Import, path: Path, whole: Lines) -> FileReport:
    try:
        found = await (_table(importing, path) if importing.mapping else _message(importing, path))
    except (Invalid, Refused) as wrong:
        found = unreadable(str(path), wrong)
    whole.put(found)
    importing.voice.give(found)
    return found


async def _message(importing: _Import, path: Path) -> FileReport:
    raw = _bytes(path)
    name = importing.connector
    connector = connector_named(name) if name else connector_for(raw, path.name)
    with importing.voice.progress(path.name) as progress:
        imported = await import_message(
            importing.node,
            importing.session,
            connector,
            raw,
            filename=path.name,
            wish=importing.wish,
            progress=progress,
        )
    for aside in imported.outcome.refused:
        importing.asides.put(aside_line(str(path), aside))
    return reported(str(path), imported, rehearsed=importing.wish is Wish.REHEARSAL)


async def _table(importing: _Import, path: Path) -> FileReport:
    mapping = _mapping(importing.mapping or path, path)
    with importing.voice.progress(path.name) as progress:
        imported = await import_rows(
            importing.node,
            importing.session,
            mapping,
            wish=importing.wish,
            progress=progress,
            aside=lambda aside: importing.asides.put(aside_line(str(path), aside)),
        )
    return tabled(str(path), imported, rehearsed=importing.wish is Wish.REHEARSAL)


def _mapping(file: Path, table: Path) -> Mapping:
    """Read a mapping file; a table that is not the file itself takes the place of the mapping's own source."""
    mapping = read_mapping(_bytes(file), file.parent)
    if table == file:
        return mapping
    return replace(mapping, source=replace(mapping.source, csv=str(table), query="", database=""))


def _files(paths: tuple[Path, ...], mapping: Path | None) -> Iterator[Path]:
    if not paths and mapping is None:
        raise Invalid("No file is named.", remedy="Name files or folders: comity import messages/*.xml ...")
    for path in paths or filter(None, (mapping,)):
        if path.is_dir():
            yield from sorted(inner for inner in path.rglob("*") if inner.is_file() and not inner.name.startswith("."))
        else:
            yield path


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as wrong:
        raise Invalid(f"{path} cannot be read: {wrong.strerror}.", remedy="Name a file that is there.") from wrong
