"""Review each week's disclosures, and sign for it: who got how many, and what was found."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

from msgspec import Struct

from comity.acts.disclosures import DISCLOSURE
from comity.acts.judging import judged
from comity.acts.known import Knowing, hold_checks
from comity.acts.read import LARGEST_PAGE, NEWEST
from comity.acts.sight import Sight, sight_of
from comity.acts.submit import Receipt, handling_of, request_of
from comity.acts.viewing import View, views
from comity.errors import Refused
from comity.ids import new_id
from comity.policy.sessions import Session, no_action_by_account_of_officer_on_leave
from comity.records.codec import encode
from comity.records.governance.disclosure_review import WEEK, DisclosureReview, ReviewedRecipient
from comity.records.rules import checks_of
from comity.store.dating import between, place_at
from comity.store.entries import Draft
from comity.store.node import Node

# A year of weeks: what is older than that and was not reviewed then is told no more.
_WEEKS_LOOKED_AT = 53
_REVIEW = frozenset({"disclosure-review"})


class Unreviewed(Struct, frozen=True):
    """A week with disclosures that nobody has signed for, from Monday 00:00 UTC to the next."""

    begins_at: datetime
    ends_at: datetime
    disclosures: int


async def review_disclosures(
    node: Node, session: Session, week: date, findings: str, *, key: str | None = None
) -> Receipt:
    """Sign for the week of a day: what was disclosed of the records of one's own agency is counted, and written down.

    Refused unless the week is over, and for whoever got any of these records themselves.
    """
    no_action_by_account_of_officer_on_leave(session, node.clock())
    begins = _monday(week)
    counted = await _recipients(node, session, begins)
    review = DisclosureReview(
        begins_at=begins,
        ends_at=begins + WEEK,
        disclosures=await _disclosed(node, await _own(node, session, DISCLOSURE), begins),
        recipients=tuple(
            ReviewedRecipient(agency=agency, member=member, disclosures=number)
            for (agency, member), number in sorted(counted.items())
        ),
        findings=findings or None,
    )
    return await _entered(node, session, review, key)


async def _entered(node: Node, session: Session, review: DisclosureReview, key: str | None) -> Receipt:
    """Enter a review in its reviewer's name, held to its rules; the same key gives the same entry."""
    id = new_id()
    knowing = Knowing(node, session, None, node.clock())
    await hold_checks(node, review, id, checks=checks_of(DisclosureReview), knowing=knowing)
    handling = handling_of(session, review)
    request, digest = request_of(session, key, encode(review))
    draft = Draft(
        id,
        review,
        handling,
        session.agency.key,
        session.member.key,
        request=request,
        request_digest=digest,
    )
    (entry,) = await node.writer.append([draft])
    return Receipt(entry)


@judged
async def unreviewed(node: Node, session: Session) -> list[Unreviewed]:
    """Give the weeks of the last year that had disclosures of one's own agency and are over, unsigned, oldest first.

    A review counts for its week only while it speaks of as many disclosures as the log has of it.
    """
    sight = await _own(node, session, DISCLOSURE)
    reviewed = {
        (view.fields.get("begins_at"), view.fields.get("disclosures")) for view in await _reviews(node, session)
    }
    this_week = _monday(node.clock().date())
    begun = [this_week - ago * WEEK for ago in range(_WEEKS_LOOKED_AT, -1, -1)]
    places = [await place_at(node.pool, moment) for moment in begun]
    weeks = []
    for begins, (first, end) in zip(begun[:-1], pairwise(places), strict=True):
        number = await between(node.pool, sight.classes, first, end)
        if number and (_written(begins), number) not in reviewed:
            weeks.append(Unreviewed(begins, begins + WEEK, number))
    return weeks


def _monday(day: date) -> datetime:
    return datetime.combine(day - timedelta(days=day.weekday()), time(), UTC)


def _written(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


async def _own(node: Node, session: Session, kinds: frozenset[str]) -> Sight:
    sight = (await sight_of(node, session)).of_kinds(kinds, node.classes.all(), session.agency.key)
    if not sight.classes and kinds == DISCLOSURE and _are_there(node, session):
        raise Refused(
            "No clause lets you see what was disclosed of your agency's records.",
            remedy="Have the data sharing matrix say who of your agency reviews its disclosures.",
        )
    return sight


def _are_there(node: Node, session: Session) -> bool:
    return any(each.kind in DISCLOSURE and each.owner == session.agency.key for each in node.classes.all().values())


async def _disclosed(node: Node, sight: Sight, begins: datetime) -> int:
    """Count the disclosures of a week; they are never corrected, so the place of each is its own for good."""
    first, end = await place_at(node.pool, begins), await place_at(node.pool, begins + WEEK)
    return await between(node.pool, sight.classes, first, end)


@judged
async def _recipients(node: Node, session: Session, begins: datetime) -> Counter[tuple[str, str]]:
    sight = await _own(node, session, DISCLOSURE)
    after, end = await place_at(node.pool, begins) - 1, await place_at(node.pool, begins + WEEK)
    found: Counter[tuple[str, str]] = Counter()
    while after < end - 1:
        page = [each for each in await node.reader.oldest(sight.scope, after, LARGEST_PAGE) if each.seq < end]
        for view in views(node, sight, page):
            found.update({(each["agency"], each["member"]) for each in view.fields.get("recipients", ())})
        after = page[-1].seq if page else end
    return found


async def _reviews(node: Node, session: Session) -> list[View]:
    sight = await _own(node, session, _REVIEW)
    return views(node, sight, await node.reader.page(sight.scope, NEWEST, LARGEST_PAGE))
