"""``comity matrix``: the whole data sharing matrix, now or then."""

from datetime import datetime
from typing import Annotated

from cyclopts import Parameter

from comity.acts.matrix import matrix as matrix_of
from comity.acts.matrix import matrix_at
from comity.cli.agreement_telling import told_rules
from comity.cli.nodes import existing_node
from comity.cli.options import AsJson, Home, settings_of
from comity.cli.speaking import Voice
from comity.errors import Invalid


async def matrix(
    *,
    at: Annotated[str, Parameter(help="A moment, such as 2026-11-22T04:00:00Z, or a place in the log; else now.")] = "",
    home: Home = None,
    json: AsJson = False,
) -> None:
    """List every rule in force: by which clause who may do what with which categories of whose records, and for what.

    Statutes, agreements and the clauses that the node was founded with stand side by side; prohibitions come first.
    """
    moment = _moment(at) if at and not at.isdecimal() else None
    async with existing_node(settings_of(home)) as node:
        found = await matrix_at(node, int(at)) if at.isdecimal() else await matrix_of(node, moment)
    told_rules(Voice(json), sorted(found.rules, key=lambda rule: not rule.clause.prohibit))


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as wrong:
        raise Invalid(f"{text!r} is no moment.", remedy="Write it as 2026-11-22T04:00:00Z.") from wrong
    if moment.tzinfo is None:
        raise Invalid(f"{text!r} does not say in which time zone.", remedy="Add Z for UTC, or an offset.")
    return moment
