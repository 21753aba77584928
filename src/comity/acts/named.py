"""Who is meant by name: for a task of an agency, and for the one above it when nothing was done."""

from collections.abc import Iterable
from datetime import datetime

from comity.policy.directory import Directory, Member

SUPERVISOR = "supervisor"


def somebody(directory: Directory, agency: str, said: Iterable[str | None], *, role: str, now: datetime) -> str | None:
    """Name who is to act for an agency: the first who is said and there; else whose work it is; else the supervisor.

    Whoever is on leave is passed over. None only where the agency has nobody at work.
    """
    there = _there(directory, agency, now)
    keys = [each.key for each in there]
    for key in said:
        if key in keys:
            return key
    fit = [each.key for each in there if role in each.roles]
    if len(fit) == 1:
        return fit[0]
    above = _above(directory, agency, there)
    return above or next(iter(fit), None) or next(iter(keys), None)


def supervisor(directory: Directory, agency: str, now: datetime) -> str:
    """Name the supervisor of an agency: whom it answers to, else who has the role, else the role itself."""
    return _above(directory, agency, _there(directory, agency, now)) or SUPERVISOR


def _there(directory: Directory, agency: str, now: datetime) -> list[Member]:
    today = now.date()
    members = (each for each in directory.member.values() if each.agency == agency)
    return sorted(
        (each for each in members if not any(leave.first <= today <= leave.last for leave in each.leave)),
        key=lambda each: each.key,
    )


def _above(directory: Directory, agency: str, there: Iterable[Member]) -> str | None:
    here = directory.agency.get(agency)
    named = here.supervisors if here else ()
    fit = [each.key for each in there if each.key in named or SUPERVISOR in each.roles]
    return next((key for key in named if key in fit), None) or next(iter(fit), None)
