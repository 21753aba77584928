"""``comity disclosures``: who was shown what, accounted for and signed for by the agency whose records they were."""

from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from cyclopts import App, Parameter

from comity.acts.accounting import ACCOUNTING_DUE, Accounted, accounting
from comity.acts.disclosures import Wanted
from comity.acts.disclosures import disclosures as looked_through
from comity.acts.review_disclosures import review_disclosures, unreviewed
from comity.acts.viewing import View
from comity.api.views import shown
from comity.cli.nodes import existing_node
from comity.cli.options import Agency, AsJson, Home, Member, Purpose, settings_of
from comity.cli.speaking import Voice
from comity.policy.sessions import open_session

_HEADS = ("when", "channel", "owner", "agency", "member", "purpose", "kinds", "by")

disclosures = App(name="disclosures", help="See who was shown what; account for it, and sign for it week by week.")


@disclosures.command(name="list")
async def listed(  # noqa: PLR0913 - the options of a command
    *,
    agency: Agency,
    member: Member,
    purpose: Purpose,
    to: Annotated[str, Parameter(help="Only what this agency was shown.")] = "",
    by: Annotated[str, Parameter(help="Only what this member was shown.")] = "",
    why: Annotated[str, Parameter(help="Only what was shown for this purpose.")] = "",
    owner: Annotated[str, Parameter(help="Only records of this agency.")] = "",
    kind: Annotated[str, Parameter(help="Only records of this kind.")] = "",
    since: Annotated[datetime | None, Parameter(help="Only from this moment on, in UTC unless it says so.")] = None,
    limit: Annotated[int, Parameter(help="How many at most, up to 200.")] = 50,
    home: Home = None,
    json: AsJson = False,
) -> None:
    """List the newest disclosures that this member may see, newest first."""
    voice = Voice(json)
    wanted = Wanted(agency=to, member=by, purpose=why, owner=owner, kind=kind, since=_zoned(since))
    async with existing_node(settings_of(home)) as node:
        session = open_session(node.directory, agency, member, purpose)
        found = await looked_through(node, session, wanted, limit=limit)
    for view in found:
        voice.give(shown(view))
    voice.table(_HEADS, [row for view in found for row in _rows(view)])


@disclosures.command
async def account(
    person: Annotated[UUID, Parameter(help="The id of the person's record.")],
    *,
    agency: Agency,
    member: Member,
    purpose: Purpose,
    since: Annotated[datetime | None, Parameter(help="Only from this moment on; six years back at most.")] = None,
    home: Home = None,
    json: AsJson = False,
) -> None:
    """Account to a person: everything that this agency disclosed about them, newest first."""
    voice = Voice(json)
    async with existing_node(settings_of(home)) as node:
        session = open_session(node.directory, agency, member, purpose)
        found = await accounting(node, session, person, _zoned(since))
    for each in found:
        voice.give(each)
    voice.table(("when", "recipient", "address", "what", "what for", "by which right"), map(_told, found))
    voice.note(f"{len(found)} disclosures. The answer is due {ACCOUNTING_DUE.days} days after the person asked.")


@disclosures.command
async def open_weeks(
    *, agency: Agency, member: Member, purpose: Purpose, home: Home = None, json: AsJson = False
) -> None:
    """List the weeks with disclosures that nobody has signed for, oldest first."""
    voice = Voice(json)
    async with existing_node(settings_of(home)) as node:
        weeks = await unreviewed(node, open_session(node.directory, agency, member, purpose))
    for week in weeks:
        voice.give(week)
    voice.table(("from", "until", "disclosures"), [(w.begins_at, w.ends_at, w.disclosures) for w in weeks])


@disclosures.command
async def sign(
    week: Annotated[datetime, Parameter(help="Any day of the week, such as 2026-11-18.")],
    *,
    findings: Annotated[str, Parameter(help="What was found.")],
    agency: Agency,
    member: Member,
    purpose: Purpose,
    home: Home = None,
    json: AsJson = False,
) -> None:
    """Sign for the disclosures of a week that is over, having looked through them; nobody signs for their own."""
    voice = Voice(json)
    async with existing_node(settings_of(home)) as node:
        session = open_session(node.directory, agency, member, purpose)
        receipt = await review_disclosures(node, session, week.date(), findings)
    voice.say(f"Signed for, as {receipt.entry.id}.")
    voice.give({"id": receipt.entry.id})


def _rows(view: View) -> list[tuple[object, ...]]:
    fields: dict[str, Any] = view.fields
    about = (fields.get("occurred_at", ""), fields.get("channel", ""), view.owner)
    kinds = ", ".join(fields.get("kinds", ()))
    return [
        (*about, each["agency"], each["member"], each["purpose"], kinds, ", ".join(each["basis"]))
        for each in fields.get("recipients", ())
    ]


def _told(each: Accounted) -> tuple[object, ...]:
    what = f"{', '.join(each.kinds)}: {', '.join(each.categories)}"
    return (each.disclosed_at, each.recipient, each.address, what, each.reason or each.purpose, ", ".join(each.basis))


def _zoned(moment: datetime | None) -> datetime | None:
    return moment if moment is None or moment.tzinfo else moment.replace(tzinfo=UTC)
