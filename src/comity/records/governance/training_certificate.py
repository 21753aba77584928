"""That somebody was trained, and until when it counts."""

from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Known, Record, check
from comity.records.fields import Instant, Label, Member, ReferenceText
from comity.records.moments import Occurred, surely_before


@check("member", remedy="Have whoever holds the training, or another administrator, enter the certificate.")
def nobody_certifies_himself(certificate: "TrainingCertificate", known: Known) -> bool:
    """Nobody certifies their own training, for with it comes what may be seen."""
    return certificate.member != known.member


@check("expires_at", remedy="Correct the dates of the certificate.")
def certificate_ends_after_it_is_issued(certificate: "TrainingCertificate", known: Known) -> bool:
    """A certificate expires after it was issued."""
    del known
    return not surely_before(certificate.expires_at, certificate.issued_on)


class TrainingCertificate(Record):
    """A member of an agency has passed a course, such as ``28-cfr-23``, which counts until it expires.

    28 CFR 23.20(c) and the CJIS Security Policy, section 5.2, ask for training before somebody enters or sees.
    """

    needed = ("issued_on", "expires_at", "issuer")
    decisive = True
    checks = (nobody_certifies_himself, certificate_ends_after_it_is_issued)

    member: Member
    course: Label
    issued_on: Occurred | None = None
    expires_at: Annotated[Instant | None, Category.STATUS] = None
    issuer: ReferenceText | None = None
