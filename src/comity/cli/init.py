"""``comity init``: give a node its agencies, members and clauses."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from comity.cli.asking import require_yes
from comity.cli.nodes import any_node
from comity.cli.options import AsJson, Home, settings_of
from comity.cli.speaking import Voice
from comity.errors import Invalid, Refused
from comity.policy.directory import Directory, read_directory
from comity.records.registry import kinds


async def init(
    *,
    directory: Annotated[Path, Parameter(help="A TOML file of agencies, members and clauses.")],
    dry_run: Annotated[bool, Parameter(negative="", help="Only check the file.")] = False,
    yes: Annotated[bool, Parameter(negative="", help="Replace the directory in force without asking.")] = False,
    home: Home = None,
    json: AsJson = False,
) -> None:
    """Put a directory in force, on a new node or in place of the directory that it has."""
    voice = Voice(json)
    document = _text(directory)
    new = read_directory(document, frozenset(kinds()))
    version = 0
    if not dry_run:
        async with any_node(settings_of(home)) as node:
            if node.directories.version:
                _require_same_clauses(node.directory, new)
                require_yes(f"Replace version {node.directories.version} of who may see what?", yes=yes)
            new = await node.directories.activate(document)
            version = node.directories.version
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


def _require_same_clauses(now: Directory, new: Directory) -> None:
    """Refuse to change by one hand what agencies signed: the founding clauses stand, and agreements change the rest."""
    if new.origin == now.origin and new.clauses != now.clauses:
        raise Refused(
            "The clauses of this directory are not those that the node was founded with.",
            rule="clauses_change_by_agreement",
            remedy="Leave the clauses as they are; draft an agreement for the change, and let its parties sign it.",
        )


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as wrong:
        raise Invalid(f"{path} cannot be read: {wrong}", remedy="Name a TOML file in UTF-8.") from wrong
