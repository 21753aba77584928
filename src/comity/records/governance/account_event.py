"""What happened to somebody's access: sign-ins that went well or did not, and every change of an account."""

from enum import StrEnum
from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Record
from comity.records.fields import EventText, Instant, Member


class Happening(StrEnum):
    """What was done or tried (CJIS Security Policy 5.9.5, AU-2)."""

    SIGN_IN = "sign-in"
    SIGN_OUT = "sign-out"
    REGISTRATION = "registration"
    LOCK = "lock"
    UNLOCK = "unlock"
    DISABLING = "disabling"
    CHANGE_ASKED = "change-asked"
    CHANGE_APPROVED = "change-approved"
    CHANGE_DECLINED = "change-declined"
    KEY_ISSUED = "key-issued"
    KEY_REVOKED = "key-revoked"


class Outcome(StrEnum):
    """Whether it was done."""

    SUCCESS = "success"
    FAILURE = "failure"


class AccountEvent(Record):
    """An act on somebody's access, or an attempt at one: who, about whom, from where, and how it ended (AU-3).

    It names keys of members, never their names (AU-3(3)), and belongs to the agency of the account. ``address`` is
    where the request came from; ``because`` says what was done in the platform's words.
    """

    entered_by = ()

    occurred_at: Instant
    event: Annotated[Happening, Category.EVENT]
    outcome: Annotated[Outcome, Category.STATUS]
    member: Member | None = None
    by: Member | None = None
    address: EventText | None = None
    because: EventText | None = None
