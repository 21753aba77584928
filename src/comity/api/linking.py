"""Who is the same over HTTP: an identity with its reasons, whom a draft may be, the review queue, and judgments."""

from collections.abc import Iterable
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta, Struct
from msgspec.structs import replace
from starlette.requests import Request
from starlette.responses import Response

from comity.acts.identify import Identity, Link, identify
from comity.acts.link import link, unlink
from comity.acts.people import Somebody, people
from comity.acts.resemble import Resemblance, resemble
from comity.acts.review_links import PERSON, Doubt, review_links
from comity.acts.submit import Receipt
from comity.api.answers import PRIVATE, json_answer
from comity.api.asking import id_in, idempotency_key, limit_of, queried, require_acceptable
from comity.api.bodies import JSON, body_of, media_type, parsed
from comity.api.finding import following_address, place_in, words_in
from comity.api.front import Front
from comity.api.receiving import asked, received
from comity.api.views import Shown, shown
from comity.linkage.clustering import Verdict
from comity.linkage.explaining import Step
from comity.records.codec import build
from comity.records.fields import Description
from comity.records.registry import kind_named

PEOPLE = "/v1/people"


class LinkTold(Struct, frozen=True, omit_defaults=True):
    """What is between two records: what the machine makes of them, in bits and as a chance, and a person's verdict.

    Bits begin at ``prior``, what is expected of any two records, and each step adds its own.
    """

    one: UUID
    other: UUID
    decision: str
    verdict: Verdict | None = None
    judgment: UUID | None = None
    bits: float | None = None
    chance: float | None = None
    prior: float | None = None
    steps: tuple[Step, ...] = ()


class IdentityTold(Struct, frozen=True):
    """The records that are one, the oldest first: its id is the identity's name.

    ``perhaps`` links to some that may belong to it, ``apart`` to some that were judged not to; ``others`` are those.
    """

    id: UUID
    records: tuple[Shown, ...]
    links: tuple[LinkTold, ...]
    perhaps: tuple[LinkTold, ...]
    apart: tuple[LinkTold, ...]
    others: tuple[Shown, ...]
    disputed: tuple[tuple[UUID, UUID], ...]


class ResemblanceTold(Struct, frozen=True):
    """Somebody whom a draft may be: the record that it is most like, why, and all records of theirs that you see."""

    like: UUID
    decision: str
    bits: float
    chance: float
    prior: float
    steps: tuple[Step, ...]
    identity: IdentityTold


class ResemblancesTold(Struct, frozen=True):
    """Whom a draft may be, the likeliest first; empty where nobody is like it whom you see."""

    items: tuple[ResemblanceTold, ...]


class SomebodyTold(Struct, frozen=True):
    """A person who was found: the record that matches best, how well (1 is exactly), by which words; and all theirs."""

    found: UUID
    score: float
    words: tuple[str, ...]
    identity: IdentityTold


class PeopleTold(Struct, frozen=True):
    """People, the best match first, each once on a page; the next page, if any, is in the ``Link`` header.

    ``names`` says ``being-read`` while the node still reads the names on its record after a start.
    """

    items: tuple[SomebodyTold, ...]
    names: Literal["all", "being-read"]


class DoubtTold(Struct, frozen=True):
    """Two records that a person should compare, side by side, with what speaks for and against."""

    link: LinkTold
    one: Shown
    other: Shown


class DoubtsTold(Struct, frozen=True):
    """Pairs that wait for a person, the most doubtful links first; settle some to see more."""

    items: tuple[DoubtTold, ...]


class LinkWanted(Struct, frozen=True, forbid_unknown_fields=True):
    """A judgment on two or more records of one kind, persons or things, and its reason."""

    records: Annotated[tuple[UUID, ...], Meta(min_length=2, max_length=50)]
    verdict: Verdict
    because: Description


class LinkUndone(Struct, frozen=True, forbid_unknown_fields=True):
    """Why a judgment is taken back."""

    because: Description


class LinkJudged(Struct, frozen=True):
    """The record of a judgment; ``reviews`` names what its owner is asked to look at again."""

    judgment: UUID
    reviews: tuple[str, ...]


async def identity(front: Front, request: Request) -> Response:
    """Give the records that are one with a record, and why."""
    session = await asked(front, request)
    return json_answer(identity_told(await identify(front.node, session, id_in(request))))


async def found(front: Front, request: Request) -> Response:
    """Give a page of the people whom a query means, as far as the reader sees them."""
    session = await front.session(request)
    query = queried(request, ("q", "cursor", "limit"))
    require_acceptable(request, JSON)
    place = place_in(front, session, query, PEOPLE)
    page = await people(front.node, session, words_in(query), after=place, limit=limit_of(query))
    told = PeopleTold(tuple(map(_somebody, page.items)), "all" if page.whole else "being-read")
    if page.following is None:
        return json_answer(told)
    following = await following_address(front, session, query, PEOPLE, place=page.following)
    return json_answer(told, headers={"Link": f'<{following}>; rel="next"', **PRIVATE})


async def resemblances(front: Front, request: Request) -> Response:
    """Give whom a draft may be; nothing is entered."""
    session = await front.session(request)
    spec = kind_named(request.path_params["kind"])
    queried(request, ())
    require_acceptable(request, JSON)
    media_type(request, (JSON,))
    draft = build(spec.kind, parsed(await body_of(request)))
    found = await resemble(front.node, session, draft)
    return json_answer(ResemblancesTold(tuple(map(_resemblance, found))))


async def queue(front: Front, request: Request) -> Response:
    """Give the pairs of a kind that a person should compare; of persons, unless another is named."""
    session = await front.session(request)
    query = queried(request, ("kind", "limit"))
    require_acceptable(request, JSON)
    found = await review_links(front.node, session, query.get("kind", PERSON), limit=limit_of(query))
    return json_answer(doubts_told(found))


async def judge(front: Front, request: Request) -> Response:
    """Enter a judgment on persons or things."""
    session = await front.session(request)
    wanted = await received(request, LinkWanted)
    key = idempotency_key(request)
    receipt = await link(front.node, session, wanted.records, wanted.verdict, because=wanted.because, key=key)
    return _judged(receipt)


async def undo(front: Front, request: Request) -> Response:
    """Take a judgment back."""
    session = await front.session(request)
    wanted = await received(request, LinkUndone)
    key = idempotency_key(request)
    return _judged(await unlink(front.node, session, id_in(request), because=wanted.because, key=key))


def doubts_told(found: Iterable[Doubt]) -> DoubtsTold:
    """Give pairs that wait for a person in the shape of an answer."""
    return DoubtsTold(tuple(map(_doubt, found)))


def identity_told(identity: Identity) -> IdentityTold:
    """Give an identity in the shape of an answer."""
    return IdentityTold(
        identity.id,
        tuple(map(shown, identity.records)),
        tuple(map(link_told, identity.links)),
        tuple(map(link_told, identity.perhaps)),
        tuple(map(link_told, identity.apart)),
        tuple(map(shown, identity.others)),
        identity.disputed,
    )


def _judged(receipt: Receipt) -> Response:
    headers = {"Location": f"/v1/records/{receipt.entry.id}", **PRIVATE}
    return json_answer(LinkJudged(receipt.entry.id, receipt.reviews), status=201, headers=headers)


def link_told(link: Link) -> LinkTold:
    """Give a link in the shape of an answer."""
    told = LinkTold(link.one, link.other, link.decision.value, link.verdict, link.judgment)
    if link.reasons is None:
        return told
    reasons = link.reasons
    return replace(told, bits=reasons.total, chance=reasons.chance, prior=reasons.prior, steps=reasons.steps)


def _resemblance(found: Resemblance) -> ResemblanceTold:
    reasons = found.reasons
    return ResemblanceTold(
        found.like,
        found.decision.value,
        reasons.total,
        reasons.chance,
        reasons.prior,
        reasons.steps,
        identity_told(found.identity),
    )


def _somebody(somebody: Somebody) -> SomebodyTold:
    return SomebodyTold(somebody.found, somebody.score, somebody.words, identity_told(somebody.identity))


def _doubt(doubt: Doubt) -> DoubtTold:
    return DoubtTold(link_told(doubt.link), shown(doubt.one), shown(doubt.other))
