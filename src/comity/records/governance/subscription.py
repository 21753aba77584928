"""A standing wish to be told: of which records, for whom, why, until when, and by which way."""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta

from comity.records.categories import Category
from comity.records.declaration import Part, Record
from comity.records.fields import Count, EmailAddress, Flag, Instant, Label, Member, ShortText
from comity.records.references import Ref

ClockTime = Annotated[
    str,
    Meta(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$(?!\n)", description="HH:MM, 24 hours."),
    Category.STATUS,
]


class RecordEvent(StrEnum):
    """What happened to a record of which a subscriber is told."""

    CREATED = "created"
    AMENDED = "amended"
    SEALED = "sealed"
    RELEASED = "released"
    RECALLED = "recalled"


class Way(StrEnum):
    """By which way a subscriber is told; what is pulled waits until it is acknowledged."""

    STREAM = "stream"
    INBOX = "inbox"
    WEBHOOK = "webhook"
    MAIL = "mail"
    FILES = "files"

    @property
    def pushed(self) -> bool:
        """Whether the platform brings it, rather than the subscriber fetching it."""
        return self in (Way.WEBHOOK, Way.MAIL, Way.FILES)


class QuietHours(Part):
    """Hours in which no mail is sent, by the clock of a time zone (IANA), ``starts`` to ``ends``, over midnight too."""

    category = Category.STATUS

    starts: ClockTime
    ends: ClockTime
    zone: Label


class Language(StrEnum):
    """In which language somebody is written to (ISO 639-1)."""

    ENGLISH = "en"
    SPANISH = "es"
    HINDI = "hi"


class Outsider(Part):
    """Somebody without an account who is told of changes of custody, such as a victim, and how to reach them safely.

    Nothing but the question is sent before they have said that the address is theirs (``verified_at``), and nothing at
    all where it is not ``safe_to_mail``.
    """

    category = Category.VICTIM

    mail: EmailAddress
    language: Language = Language.ENGLISH
    safe_to_mail: Flag = True
    verified_at: Instant | None = None


class Subscription(Record):
    """A member's standing wish to be told of records as they are entered, amended, sealed, released and recalled.

    ``kinds`` are the kinds of records, none for all but those of governance; ``about`` narrows to what is, or leads
    along its references to, one record: a person with everyone who is one with them, a case, a booking, a saved search
    (whose alerts it then tells of). It is owed only what the member may see, judged when it is queued and again when it
    is given. It ends at ``until``, and pauses after ``validate_by`` until the member says that it is still needed (the
    validation date of a rap-back subscription). ``format`` is "thin" (which record, and nothing of it) or a fuller one,
    which takes a clause that lets the member copy. ``answer_minutes`` is the time to acknowledge, after which
    ``escalate_to`` gets a task. ``outsider`` is whom the member has told in their place. ``second_factor`` tells
    whether two factors stood behind its beginning. It is begun, amended and ended by its own acts, never entered.
    """

    entered_by = ()

    kinds: Annotated[tuple[Label, ...], Category.STATUS] = ()
    about: Annotated[Ref[Record] | None, Category.REFERENCE] = None
    events: Annotated[tuple[RecordEvent, ...], Category.STATUS] = ()
    basis: Annotated[ShortText | None, Category.STATUS] = None
    ground: Annotated[Ref[Record] | None, Category.REFERENCE] = None
    until: Instant | None = None
    validate_by: Instant | None = None
    way: Annotated[Way, Category.STATUS] = Way.STREAM
    address: Annotated[ShortText | None, Category.CONTACT] = None
    format: Label = "thin"
    digest_minutes: Count = 0
    quiet: QuietHours | None = None
    outsider: Outsider | None = None
    answer_minutes: Count | None = None
    escalate_to: Member | None = None
    receipt_key: Annotated[ShortText | None, Category.REFERENCE] = None
    secret_generation: Annotated[Count, Category.STATUS] = 1
    secret_turned_at: Instant | None = None
    member: Member
    purpose: Label
    second_factor: Flag = False
    ended: Flag | None = None
