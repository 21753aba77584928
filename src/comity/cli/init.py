"""``comity init``: give a node its agencies, members and clauses."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from comity.app import run_app
from comity.cli.options import AsJson, Home, Switch, settings_of
from comity.cli.speaking import Voice
from comity.errors import Invalid
from comity.policy.directory import read_directory
from comity.records.registry import kinds


async def init(
    *,
    directory: Annotated[Path, Parameter(help="A TOML file of agencies, members and clauses.")],
    dry_run: Annotated[bool, Switch] = False,
    home: Home = None,
    json: AsJson = False,
) -> None:
    """Put a directory in force, on a new node or in place of the directory that it has.

    With --dry-run the file is only checked.
    """
    voice = Voice(json)
    document = _text(directory)
    new = read_directory(document, frozenset(kinds()))
    version = 0
    if not dry_run:
        async with run_app(settings_of(home)) as app:
            new = await app.node.directories.activate(document)
            version = app.node.directories.version
    voice.give(
        {
            "origin": new.origin,
            "version": version,
            "agencies": len(new.agencies),
            "members": len(new.members),
            "clauses": len(new.clauses),
        }
    )
    done = f"is in force as version {version}" if version else "can be put in force"
    voice.say(
        f"The directory of {new.origin} {done}: {len(new.agencies)} agencies, {len(new.members)} members, "
        f"{len(new.clauses)} clauses."
    )


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as wrong:
        raise Invalid(f"{path} cannot be read: {wrong}", remedy="Name a TOML file in UTF-8.") from wrong
