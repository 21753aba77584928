"""Say of a reader what a disclosure says: who got what, what for, by which clauses, on which grounds, under what."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from comity.acts.viewing import View
from comity.policy.grounds import Notice, Sort
from comity.policy.sessions import Session
from comity.records.categories import labels
from comity.records.governance.disclosure import Recipient
from comity.records.references import Ref

# How decisions cite a consent, an order or an assignment, beside the clauses (comity.policy.grounds, Ground.name).
_GROUND = re.compile(rf"(?:{'|'.join(Sort)}) (?P<id>[0-9a-f]{{8}}(?:-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}})")


def recipient_of(session: Session, seen: Sequence[View], at: datetime) -> Recipient:
    """Give what is written down of a reader who sees some records of one owner at a moment."""
    cited = sorted({name for each in seen for name in each.because})
    notices = {notice: None for each in seen for notice in each.notices}
    duties = [notice for notice in notices if not is_ground(notice.clause)]
    return Recipient(
        agency=session.agency.key,
        member=session.member.key,
        purpose=session.purpose,
        categories=labels(_mask(seen)),
        basis=tuple(name for name in cited if not is_ground(name)),
        grounds=tuple(Ref(UUID(found["id"])) for name in cited if (found := _GROUND.fullmatch(name))),
        obliged=tuple(sorted({notice.clause for notice in duties})),
        destroy_by=destroyed_by(duties, at),
        no_redisclosure=any(notice.no_redisclosure for notice in duties),
    )


def is_ground(name: str) -> bool:
    """Tell whether a name that a decision cites is that of a consent, an order or an assignment."""
    return _GROUND.fullmatch(name) is not None


def destroyed_by(notices: Iterable[Notice], at: datetime) -> datetime | None:
    """Give when what was received at a moment must be destroyed; None where nothing says so."""
    days = [notice.destroy_after_days for notice in notices if notice.destroy_after_days is not None]
    return at + timedelta(days=min(days)) if days else None


def _mask(seen: Sequence[View]) -> int:
    mask = 0
    for each in seen:
        mask |= each.mask
    return mask
