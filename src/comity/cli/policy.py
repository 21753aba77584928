"""``comity policy``: give what decides to whoever would check it."""

from pathlib import Path
from typing import Annotated

import msgspec
from cyclopts import App, Parameter

from comity.acts.matrix import matrix
from comity.cli.asking import may_replace
from comity.cli.nodes import existing_node
from comity.cli.options import AsJson, Home, settings_of
from comity.cli.speaking import Voice
from comity.policy.cedar import exported
from comity.policy.cedar_requests import examples

SCHEMA = "comity.cedarschema"
POLICIES = "comity.cedar"
ENTITIES = "entities.json"

policy = App(name="policy", help="Give what decides to whoever would check it.")


@policy.command
async def cedar(
    *,
    output: Annotated[Path, Parameter(help="The folder to write to.")],
    yes: Annotated[bool, Parameter(negative="", help="Replace what is there without asking.")] = False,
    home: Home = None,
    json: AsJson = False,
) -> None:
    """Write the matrix in force as Cedar policies, with their schema, and with entities to ask about.

    Cedar decides by them what Comity decides: for one category at a time, a consent, order or assignment being named in
    the context. Nothing of any record is written.
    """
    voice = Voice(json)
    may_replace(output, yes=yes)
    async with existing_node(settings_of(home)) as node:
        found = await matrix(node)
    export, entities = exported(found), examples(found)
    output.mkdir(parents=True, exist_ok=True)
    (output / SCHEMA).write_text(export.schema, "utf-8")
    (output / POLICIES).write_text(export.policies, "utf-8")
    (output / ENTITIES).write_bytes(msgspec.json.format(msgspec.json.encode(entities), indent=2) + b"\n")
    voice.say(
        f"{len(found.rules)} rules are in {output}: {POLICIES} holds to {SCHEMA}; {ENTITIES} is to try them with."
    )
    voice.give({"folder": str(output), "rules": len(found.rules), "entities": len(entities)})
