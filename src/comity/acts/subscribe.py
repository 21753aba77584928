"""Begin, change and end standing subscriptions, and fetch what they owe: nothing that is owed is ever left out."""

import re
from collections.abc import Collection, Sequence
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

from msgspec import Meta, Struct, structs

from comity.acts.asked import noted, of_kinds
from comity.acts.disclose import written_down
from comity.acts.hand_out import hand_out
from comity.acts.judging import judged
from comity.acts.read import LARGEST_PAGE, absent
from comity.acts.sight import sight_of
from comity.acts.submit import request_of
from comity.acts.viewing import View, views
from comity.errors import Invalid, Refused
from comity.ids import new_id
from comity.outside.addresses import parsed
from comity.policy.clauses import HandlingClass, Operation
from comity.policy.sessions import Session
from comity.records.codec import decode, encode
from comity.records.declaration import kind_name
from comity.records.fields import Instant, Label, Member, ShortText
from comity.records.governance.disclosure import Channel
from comity.records.governance.subscription import Outsider, QuietHours, RecordEvent, Subscription, Way
from comity.records.references import Ref
from comity.records.registry import kinds
from comity.store import hand_offs
from comity.store.entries import Draft
from comity.store.log.notes import VerifierKey
from comity.store.node import Node
from comity.store.subscriptions import Standing

# What each of them is owed is kept until it is acknowledged: a member who forgets theirs must not fill the disk.
MOST_STANDING = 1000
THIN = "thin"
# Up to a year.
Minutes = Annotated[int, Meta(ge=0, le=525_600)]
_FOLDER = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
_KIND = kind_name(Subscription)


class Terms(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a member may wish for beside the kinds; ``Subscription`` says what each means."""

    about: UUID | None = None
    events: tuple[RecordEvent, ...] = ()
    basis: ShortText | None = None
    ground: UUID | None = None
    until: Instant | None = None
    validate_by: Instant | None = None
    way: Way = Way.STREAM
    address: ShortText | None = None
    format: Label = THIN
    digest_minutes: Minutes = 0
    quiet: QuietHours | None = None
    outsider: Outsider | None = None
    answer_minutes: Minutes | None = None
    escalate_to: Member | None = None
    receipt_key: ShortText | None = None


USUAL = Terms()


async def subscribe(
    node: Node,
    session: Session,
    wanted: Sequence[str],
    *,
    terms: Terms = USUAL,
    key: str | None = None,
    formats: Collection[str] = (),
) -> Standing:
    """Begin a standing subscription: whatever it wishes for and the session may see is owed until acknowledged.

    ``formats`` are those that this installation can write beside "thin". The same key gives the same
    subscription, however often it is sent.
    """
    wish = await _wish(node, session, wanted, terms, formats)
    mine = await standing(node, session)
    if len(mine) >= MOST_STANDING:
        raise Refused(
            f"You have {MOST_STANDING} standing subscriptions.",
            rule="standing_subscriptions_are_few",
            remedy="End one that you no longer need.",
        )
    request, digest = request_of(session, None if key is None else f"subscribe\0{key}", encode(wish))
    (entry,) = await node.writer.append([_draft(session, new_id(), wish, request=request, digest=digest)])
    return await own(node, session, entry.id)


async def amend(
    node: Node,
    session: Session,
    id: UUID,
    wanted: Sequence[str],
    *,
    terms: Terms,
    formats: Collection[str] = (),
) -> Standing:
    """Wish for something else from now on; what is owed stays owed. Absent for anybody else's subscription."""
    before = await own(node, session, id)
    wish = structs.replace(
        await _wish(node, session, wanted, terms, formats),
        secret_generation=before.wish.secret_generation,
        secret_turned_at=before.wish.secret_turned_at,
    )
    return await _replaced(node, session, before, wish)


async def turn_secret(node: Node, session: Session, id: UUID) -> Standing:
    """Begin to sign with a new secret; for a day the one before signs too, so that receivers can follow."""
    before = await own(node, session, id)
    turned = structs.replace(
        before.wish, secret_generation=before.wish.secret_generation + 1, secret_turned_at=node.clock()
    )
    return await _replaced(node, session, before, turned)


async def unsubscribe(node: Node, session: Session, id: UUID) -> None:
    """End a standing subscription of this member; Absent when there is none."""
    before = await own(node, session, id)
    draft = _draft(session, before.id, structs.replace(before.wish, ended=True), replaces=before.version)
    await node.writer.append([draft])
    await node.subscriptions.refresh()


async def standing(node: Node, session: Session) -> list[Standing]:
    """Give the standing subscriptions of this member, oldest first."""
    await node.subscriptions.refresh()
    return node.subscriptions.of(session.agency.key, session.member.key)


async def own(node: Node, session: Session, id: UUID) -> Standing:
    """Give a standing subscription of this member; Absent for anybody else's."""
    for each in await standing(node, session):
        if each.id == id:
            return each
    raise absent()


@judged
async def owed(node: Node, session: Session, id: UUID, *, after: int = -1, limit: int = LARGEST_PAGE) -> list[View]:
    """Give what a standing subscription of this member is still owed, oldest first, as may be seen now.

    What is given is written down before. Only [] means that nothing more is owed after ``after``.
    """
    mine = await own(node, session, id)
    await hand_out(node)
    while found := await hand_offs.owed(node.pool, mine.id, after, limit):
        seqs = [each.seq for each in found]
        sight = await sight_of(node, session, Operation.SUBSCRIBE)
        if shown := views(node, sight, await node.reader.at(sight.scope, seqs)):
            await written_down(node, session, Channel.STREAM, shown)
            noted(node, session, of_kinds(mine.wish.kinds or kinds(), len(shown), Operation.SUBSCRIBE))
            return shown
        after = seqs[-1]
    return []


async def _replaced(node: Node, session: Session, before: Standing, wish: Subscription) -> Standing:
    await node.writer.append([_draft(session, before.id, wish, replaces=before.version)])
    return await own(node, session, before.id)


def _draft(
    session: Session,
    id: UUID,
    wish: Subscription,
    *,
    replaces: int = 0,
    request: bytes | None = None,
    digest: bytes | None = None,
) -> Draft:
    owner = session.agency.key
    return Draft(
        id,
        wish,
        HandlingClass(_KIND, owner),
        owner,
        session.member.key,
        replaces=replaces,
        request=request,
        request_digest=digest,
    )


async def _wish(
    node: Node, session: Session, wanted: Sequence[str], terms: Terms, formats: Collection[str]
) -> Subscription:
    _require_kinds(wanted, terms)
    _require_sound(node, session, terms, formats)
    seen = [id for id in (terms.about, terms.ground) if id is not None]
    if seen:
        await _require_seen(node, session, seen)
    given = structs.asdict(terms) | {
        "about": Ref(terms.about) if terms.about else None,
        "ground": Ref(terms.ground) if terms.ground else None,
    }
    wish = Subscription(
        kinds=tuple(dict.fromkeys(wanted)),
        member=session.member.key,
        purpose=session.purpose,
        second_factor=session.second_factor,
        **given,
    )
    # Made from parts, and held to its form like whatever comes from outside: what cannot be read again is not kept.
    return decode(Subscription, encode(wish))


def _require_kinds(wanted: Sequence[str], terms: Terms) -> None:
    unknown = [name for name in wanted if name not in kinds()]
    if unknown or (not wanted and terms.about is None):
        said = f"there is no kind {unknown[0]!r}." if unknown else "name at least one kind, or what it is about."
        raise Invalid(f"kinds: {said}", field="kinds", remedy="GET /v1/kinds lists all kinds.")


def _require_sound(node: Node, session: Session, terms: Terms, formats: Collection[str]) -> None:
    if terms.outsider is not None:
        _require_outsider(terms)
    elif terms.way.pushed != bool(terms.address):
        need = "needs an address" if terms.way.pushed else "takes no address: you fetch it"
        raise _wrong("address", f"{terms.way} {need}.", "Give the URL, the mail address or the folder.")
    if terms.way is Way.WEBHOOK and terms.address:
        _require_url(terms.address)
    if terms.way is Way.FILES and terms.address and not _FOLDER.fullmatch(terms.address):
        raise _wrong("address", "this is no name of a folder.", "Name one of your agency's own, such as court-feed.")
    if terms.format not in (THIN, *formats):
        raise _wrong(
            "format", f"nothing here writes {terms.format!r}.", f"Use {THIN}, or a name that comity export lists."
        )
    if terms.until and terms.until <= node.clock():
        raise _wrong("until", "this is past.", "Give a moment to come, or none.")
    if terms.quiet and not _is_zone(terms.quiet.zone):
        raise _wrong("quiet.zone", "there is no such time zone.", 'Use an IANA name, such as "America/Chicago".')
    if terms.receipt_key:
        _require_key(terms.receipt_key)
    colleague = node.directory.member.get(terms.escalate_to or "")
    if terms.escalate_to and (colleague is None or colleague.agency != session.agency.key):
        raise _wrong("escalate_to", "this is no member of your agency.", "Name a colleague's account.")


@judged
async def _require_seen(node: Node, session: Session, ids: Sequence[UUID]) -> None:
    sight = await sight_of(node, session, Operation.SUBSCRIBE)
    if len(views(node, sight, await node.reader.current(sight.scope, ids))) < len(set(ids)):
        raise absent()


def _require_outsider(terms: Terms) -> None:
    if terms.way is not Way.MAIL or terms.address is not None or terms.about is None:
        raise _wrong(
            "outsider",
            "whoever has no account is told by mail, of one person.",
            'Say "way": "mail" and whom it is "about"; the address stands in the outsider.',
        )
    if terms.outsider is not None and terms.outsider.verified_at is not None:
        raise _wrong("outsider.verified_at", "only they can say that.", "Leave it out; they are asked by mail.")


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return False
    return True


def _require_url(address: str) -> None:
    try:
        parsed(address)
    except Invalid as wrong:
        raise _wrong("address", str(wrong), wrong.remedy) from wrong


def _require_key(key: str) -> None:
    try:
        VerifierKey.parsed(key)
    except Invalid as wrong:
        raise _wrong("receipt_key", str(wrong), wrong.remedy) from wrong


def _wrong(field: str, reason: str, remedy: str) -> Refused:
    return Refused(f"{field}: {reason}", rule="subscriptions_can_be_served", field=field, remedy=remedy)
