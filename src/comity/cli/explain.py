"""``comity explain``: who may see a record, by which clause, and what would open more of it."""

from collections.abc import Iterator
from typing import Annotated
from uuid import UUID

from cyclopts import Parameter

from comity.acts.explain import explain as explain_record
from comity.acts.explain import why as why_seen
from comity.cli.nodes import existing_node
from comity.cli.options import Agency, AsJson, Home, Member, Purpose, settings_of
from comity.cli.speaking import Voice
from comity.policy.explanation import Explanation, Group, Seen, Why
from comity.policy.sessions import PURPOSES, open_session


async def explain(
    id: Annotated[UUID, Parameter(help="The id of a record.")],
    *,
    agency: Agency,
    member: Member,
    purpose: Purpose,
    why: Annotated[
        bool, Parameter(negative="", help="Say category by category why this member sees it or not.")
    ] = False,
    home: Home = None,
    json: AsJson = False,
) -> None:
    """Say who may do what with a record, by which clauses, on which grounds, and what would open more of it.

    The agency that owns the record, and an auditor of an oversight agency, are told of everybody; whoever else sees it
    is told of themselves.
    """
    voice = Voice(json)
    async with existing_node(settings_of(home)) as node:
        session = open_session(node.directory, agency, member, purpose)
        if why:
            reasons = await why_seen(node, session, id)
            _say(voice, _reasons(reasons), reasons)
        else:
            explanation = await explain_record(node, session, id)
            _say(voice, _lines(explanation), explanation)


def _say(voice: Voice, lines: Iterator[str], answer: Explanation | Why) -> None:
    for line in lines:
        voice.say(line)
    voice.give(answer)


def _lines(explanation: Explanation) -> Iterator[str]:
    marked = f", marked {', '.join(explanation.markings)}" if explanation.markings else ""
    yield f"{explanation.kind} of {explanation.owner}{marked}"
    for group in explanation.readers:
        yield f"{_who(group)}, for {_purposes(group.purposes)}:"
        yield from (f"  {_seen(seen)}" for seen in group.seen)
        for missing in group.missing:
            operations = ", ".join(missing.operations)
            yield f"  with {missing.needs}, to {operations} also: {', '.join(missing.categories)}"
    if not explanation.readers:
        yield "Nobody may see it."


def _who(group: Group) -> str:
    roles = " or ".join(", ".join(roles) or "no role" for roles in group.roles)
    return f"{group.agency} ({roles}; {group.members} {'member' if group.members == 1 else 'members'})"


def _purposes(purposes: tuple[str, ...]) -> str:
    return "any purpose" if len(purposes) == len(PURPOSES) else ", ".join(purposes)


def _seen(seen: Seen) -> str:
    parts = [f"{', '.join(seen.operations)}: {', '.join(seen.categories) or 'that it is there'}"]
    parts.append(f"by {', '.join((*seen.because, *seen.grounds))}")
    if seen.obliged:
        parts.append(f"with the duties of {', '.join(seen.obliged)}")
    if seen.against:
        parts.append(f"less what {', '.join(seen.against)} forbids")
    return "; ".join(parts)


def _reasons(why: Why) -> Iterator[str]:
    yield f"{why.kind} of {why.owner}, for {why.purpose}"
    for reason in why.reasons:
        said = f"shown by {', '.join(reason.because)}" if reason.shown else f"withheld. {reason.reason}"
        yield f"  {reason.category}: {said}"
    if why.obliged:
        yield f"With it come the duties of {', '.join(why.obliged)}."
