"""That an agency asks for disclosures to it to be left out of accountings for a while."""

from datetime import timedelta
from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Known, Record, check
from comity.records.fields import Flag, Instant, ShortText
from comity.records.parties.person import Person
from comity.records.references import Ref

LONGEST_ORAL = timedelta(days=30)


@check("until", remedy="Suspend for 30 days at most, or put the statement in writing.")
def oral_suspension_lasts_30_days(suspension: "AccountingSuspension", known: Known) -> bool:
    """A suspension that was only spoken of lasts 30 days at most; 45 CFR 164.528(a)(2)(ii)(C)."""
    return suspension.written or suspension.until - (suspension.stated_at or known.now) <= LONGEST_ORAL


class AccountingSuspension(Record):
    """An agency states that an accounting would impede its work: what was disclosed to it is left out until a moment.

    45 CFR 164.528(a)(2)(i). It is the statement of the agency that enters it, and speaks of disclosures to that agency.
    """

    needed = ("reason",)
    checks = (oral_suspension_lasts_30_days,)

    subjects: Annotated[tuple[Ref[Person], ...], Category.REFERENCE]
    until: Annotated[Instant, Category.STATUS]
    stated_at: Instant | None = None
    written: Flag = True
    reason: Annotated[ShortText | None, Category.NARRATIVE] = None
