"""What agreements oblige their parties to do by a day: to review how what they received is used, to renew in time."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from msgspec import Struct

from comity.policy.agreement_story import begins_at
from comity.policy.agreements import Agreement
from comity.policy.directory import Directory
from comity.policy.lifecycle import Standing, State
from comity.policy.scopes import meant

# Notice is given so many days before an agreement ends: practice (K).
RENEWAL_DAYS = (90, 60, 30)


class Duty(Struct, frozen=True):
    """What one agency is to do now; ``turn`` tells one time from the next, so that each is asked for once."""

    agency: str
    rule: str
    turn: str
    sentence: str
    remedy: str


def duties(standings: Iterable[Standing], directory: Directory, now: datetime) -> Iterator[Duty]:
    """Give what is due now under agreements that are active: the newest turn of each, whether done or not."""
    for standing in standings:
        if standing.state is State.ACTIVE:
            yield from _audits(standing, directory, now)
            yield from _renewals(standing, now)


def _audits(standing: Standing, directory: Directory, now: datetime) -> Iterator[Duty]:
    agreement = standing.version.agreement
    for clause in agreement.clauses:
        every = clause.oblige.audit_days if clause.oblige else None
        turn = (now - begins_at(agreement.begins)).days // every if every else 0
        if turn < 1:
            continue
        for agency in sorted(meant(clause.to, standing.parties, directory)):
            yield Duty(
                agency,
                "audit_is_due",
                f"{agreement.key} {clause.id} {turn}",
                f"{agreement.key}, clause {clause.id}: every {every} days you review how what you received is used.",
                "Review it, and close this task with what you found.",
            )


def _renewals(standing: Standing, now: datetime) -> Iterator[Duty]:
    agreement = standing.version.agreement
    left = (begins_at(agreement.expires) - now).days
    near = [days for days in RENEWAL_DAYS if left < days]
    for agency in standing.parties if near else ():
        yield Duty(agency, "agreement_ends_soon", _turn(agreement, near[-1]), _ends(agreement), _RENEW)


_RENEW = "Draft the next version, or tell those who rely on it that it ends."


def _turn(agreement: Agreement, days: int) -> str:
    return f"{agreement.key} {agreement.version} {days}"


def _ends(agreement: Agreement) -> str:
    return f"{agreement.key}, version {agreement.version}, ends on {agreement.expires}; nothing is shown under it then."
