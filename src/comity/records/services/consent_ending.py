"""That a consent has ended before its time."""

from enum import StrEnum
from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Known, Record, check
from comity.records.fields import Flag, Instant, Member, Narrative
from comity.records.meaning import Past
from comity.records.references import Ref
from comity.records.services.consent import MARKINGS, Consent
from comity.records.services.consent_terms import ConsentForm, Instrument


class EndingReason(StrEnum):
    """Why a consent no longer holds. 42 CFR 2.31(c); 45 CFR 164.508(b)(2)."""

    REVOKED = "revoked"
    EVENT_OCCURRED = "event-occurred"
    SUPERSEDED = "superseded"
    KNOWN_FALSE = "known-false"


# The person revokes in writing: 42 CFR 2.31(a)(6); 45 CFR 164.508(b)(5).
WRITTEN = frozenset({ConsentForm.PART2, ConsentForm.HIPAA})


@check("ended_at", remedy="Correct the time, or name the consent that is meant.")
def ending_not_before_the_signature(ending: "ConsentEnding", known: Known) -> bool:
    """A consent ends after it was signed."""
    signed_at = known.record(ending.consent).signed_at
    return signed_at is None or ending.ended_at >= signed_at


@check("ended_at", remedy="Leave consent and time as they are; a consent that is given again is a new one.")
def ending_is_final(ending: "ConsentEnding", known: Known) -> bool:
    """An end stays where it is: moved back it would undo what was lawful, moved on it would open the consent again."""
    earlier = known.earlier
    return not isinstance(earlier, ConsentEnding) or (earlier.consent, earlier.ended_at) == (
        ending.consent,
        ending.ended_at,
    )


@check("ended_at", remedy="Enter the revocation when the time that the consent names has come.")
def referral_consent_is_revoked_when_it_may_be(ending: "ConsentEnding", known: Known) -> bool:
    """A consent for a criminal justice referral is not revoked before the time that it names; 42 CFR 2.35(c)."""
    consent = known.record(ending.consent)
    bound = consent.instrument is Instrument.CRIMINAL_JUSTICE_REFERRAL and ending.reason is EndingReason.REVOKED
    return not bound or consent.revocable_at is None or ending.ended_at >= consent.revocable_at


@check("in_writing", remedy="The revocation holds. Ask the person to put it in writing, and note it.", review=True)
def revocation_is_in_writing(ending: "ConsentEnding", known: Known) -> bool:
    """A consent under Part 2 or HIPAA is revoked in writing; 42 CFR 2.31(a)(6), 45 CFR 164.508(b)(5)."""
    revoked = ending.reason is EndingReason.REVOKED and known.record(ending.consent).form in WRITTEN
    return not revoked or ending.in_writing


@check("superseded_by", remedy="Name the consent that stands in its place, or give another reason.")
def superseded_consent_names_the_new_one(ending: "ConsentEnding", known: Known) -> bool:
    """A consent that was superseded names the other one that stands in its place."""
    del known
    return ending.reason is not EndingReason.SUPERSEDED or ending.superseded_by not in (None, ending.consent)


@check("markings", remedy="Add the marking part2 to the end of a consent under Part 2, and vsp to that of a release.")
def ending_is_kept_as_close_as_the_consent(ending: "ConsentEnding", known: Known) -> bool:
    """What ends a consent says as much of the person as the consent, and is marked as it is."""
    marking = MARKINGS.get(known.record(ending.consent).form)
    return marking is None or marking in ending.markings


class ConsentEnding(Record):
    """The end of a consent: revoked, expired by its event, superseded, or known to be false.

    It reaches forward only: what was disclosed before in reliance on the consent stays lawful. 42 CFR 2.31(a)(6), (c).
    """

    decisive = True
    checks = (
        ending_not_before_the_signature,
        ending_is_final,
        referral_consent_is_revoked_when_it_may_be,
        revocation_is_in_writing,
        superseded_consent_names_the_new_one,
        ending_is_kept_as_close_as_the_consent,
    )

    consent: Ref[Consent]
    reason: Annotated[EndingReason, Category.STATUS]
    ended_at: Annotated[Instant, Past()]
    in_writing: Flag = False
    received_by: Member | None = None
    superseded_by: Ref[Consent] | None = None
    reliance: Narrative | None = None
