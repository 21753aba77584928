"""The words of a consent: under which law, on which paper, who signed it, and what it says to the person."""

from enum import StrEnum

from comity.records.categories import Category
from comity.records.declaration import Part
from comity.records.fields import Flag, FullName, ShortText


class ConsentForm(StrEnum):
    """The law under which a person consents; each asks for elements of its own."""

    PART2 = "part2"
    HIPAA = "hipaa"
    VAWA = "vawa"
    DPDP = "dpdp"
    GENERAL = "general"


class Instrument(StrEnum):
    """Which paper it is: some consents may stand on no paper with another. 42 CFR 2.31(b) and (d), 2.35."""

    GENERAL = "general"
    SUD_COUNSELING_NOTES = "sud-counseling-notes"
    PROCEEDINGS = "proceedings"
    CRIMINAL_JUSTICE_REFERRAL = "criminal-justice-referral"


def form_named(form: ConsentForm, instrument: Instrument) -> str:
    """Give how clauses name a consent: by its law, and by its paper where that is one of its own."""
    return str(form) if instrument is Instrument.GENERAL else f"{form}-{instrument}"


class Capacity(StrEnum):
    """Who has to sign for the person: an adult alone, a minor with a guardian or alone, or somebody else for them."""

    ADULT = "adult"
    MINOR = "minor"
    MINOR_ALONE = "minor-alone"
    INCAPACITATED = "incapacitated"
    DECEASED = "deceased"


class Signatory(StrEnum):
    """As what somebody signs: the person themselves, a parent or guardian, or a personal representative."""

    SUBJECT = "subject"
    GUARDIAN = "guardian"
    REPRESENTATIVE = "representative"


class Signature(Part):
    """One signature; whoever signs for another says by which authority, and whether they are the alleged abuser."""

    category = Category.IDENTITY

    role: Signatory
    name: FullName | None = None
    authority: ShortText | None = None
    electronic: Flag | None = None
    alleged_abuser: Flag | None = None


class Statement(StrEnum):
    """What the paper says to the person, or what whoever took the consent attests of how it was given."""

    RIGHT_TO_REVOKE = "right-to-revoke"
    RELIANCE_EXCEPTION = "reliance-exception"
    REDISCLOSURE_RISK = "redisclosure-risk"
    REDISCLOSURE_UNDER_HIPAA = "redisclosure-under-hipaa"
    REFUSAL_CONSEQUENCES = "refusal-consequences"
    CONDITIONING = "conditioning"
    NOT_A_CONDITION = "not-a-condition"
    FUNDRAISING_OPT_OUT = "fundraising-opt-out"
    TREATING_RELATIONSHIP = "treating-relationship"
    CONDITION_OF_RELEASE = "condition-of-release"
    REASONABLE_PERIOD = "reasonable-period"
    REVOCABLE_BY_DISPOSITION = "revocable-by-disposition"
    IN_WRITING = "in-writing"
    INFORMED = "informed"
    NOT_FOR_REPORTING = "not-for-reporting"
    PLAIN_LANGUAGE = "plain-language"
    COPY_GIVEN = "copy-given"
    FREE = "free"
    SPECIFIC = "specific"
    UNCONDITIONAL = "unconditional"
    UNAMBIGUOUS = "unambiguous"
    AFFIRMATIVE_ACTION = "affirmative-action"
    LIMITED_TO_NECESSARY = "limited-to-necessary"
    STANDALONE_NOTICE = "standalone-notice"
    RIGHTS = "rights"
    COMPLAINT_TO_BOARD = "complaint-to-board"
    WITHDRAWAL_AS_EASY = "withdrawal-as-easy"
