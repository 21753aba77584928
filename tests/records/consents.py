"""Whole consents of every law and case, and how to take one element out of them; all people are invented."""

from datetime import UTC, datetime, timedelta
from itertools import combinations

from msgspec.structs import replace

from comity.ids import new_id
from comity.records.parties.person import Person
from comity.records.references import Ref
from comity.records.services.consent import Consent
from comity.records.services.consent_elements import ELEMENTS, Element
from comity.records.services.consent_terms import Capacity, ConsentForm, Instrument, Signatory, Signature, Statement

SIGNED = datetime(2026, 10, 1, 9, 30, tzinfo=UTC)
EXPIRES = SIGNED + timedelta(days=60)
ADA: Ref[Person] = Ref(new_id())
BY_ADA = Signature(role=Signatory.SUBJECT, name="Ada Quist")
BY_GUARDIAN = Signature(
    role=Signatory.GUARDIAN, name="Olga Quist", authority="Mother with sole custody", alleged_abuser=False
)
BY_REPRESENTATIVE = Signature(
    role=Signatory.REPRESENTATIVE, name="Ivo Quist", authority="Guardian, by order of the court", alleged_abuser=False
)


def _consent(form: ConsentForm, *markings: str) -> Consent:
    return Consent(
        form=form,
        markings=markings,
        subject=ADA,
        subject_name="Ada Quist",
        disclosers=("hart-recovery-clinic",),
        recipients=("hart-housing",),
        categories=("reference", "status", "substance_use"),
        information="That she attends, and since when.",
        purposes=("care",),
        purpose_text="To find her a place to live near the clinic.",
        how_to_revoke="In writing, at the desk of the clinic.",
        signatures=(BY_ADA,),
        signed_at=SIGNED,
        expires_at=EXPIRES,
    )


_MINOR = (BY_ADA, BY_GUARDIAN)
PART2 = replace(
    _consent(ConsentForm.PART2, "part2"), statements=(Statement.RIGHT_TO_REVOKE, Statement.RELIANCE_EXCEPTION)
)
OPERATIONS = replace(
    PART2,
    treatment_payment_operations=True,
    to_covered_entity=True,
    fundraising=True,
    expires_at=None,
    expires_event="None",
    outside_recipients=("My treating providers, health plans, third-party payers",),
    statements=(
        *PART2.statements,
        Statement.REDISCLOSURE_UNDER_HIPAA,
        Statement.REDISCLOSURE_RISK,
        Statement.REFUSAL_CONSEQUENCES,
        Statement.FUNDRAISING_OPT_OUT,
    ),
)
INTERMEDIARY = replace(
    PART2, recipients=(), intermediary="hart-care-exchange", participants=("hart-general-hospital", "hart-housing")
)
TREATING = replace(
    INTERMEDIARY,
    participants=(),
    participant_class="Everyone who treats me",
    statements=(*PART2.statements, Statement.TREATING_RELATIONSHIP),
)
REFERRAL = replace(
    PART2,
    instrument=Instrument.CRIMINAL_JUSTICE_REFERRAL,
    recipients=("hart-county-probation",),
    purposes=("supervision",),
    statements=(Statement.CONDITION_OF_RELEASE, Statement.REASONABLE_PERIOD, Statement.REVOCABLE_BY_DISPOSITION),
    how_to_revoke=None,
    revocable_at=SIGNED + timedelta(days=30),
)
NOTES = replace(
    PART2,
    instrument=Instrument.SUD_COUNSELING_NOTES,
    statements=(*PART2.statements, Statement.NOT_A_CONDITION),
)
PROCEEDINGS = replace(
    PART2, instrument=Instrument.PROCEEDINGS, purposes=("adjudication",), recipients=("hart-county-court",)
)
HIPAA = replace(
    _consent(ConsentForm.HIPAA),
    statements=(
        Statement.RIGHT_TO_REVOKE,
        Statement.RELIANCE_EXCEPTION,
        Statement.CONDITIONING,
        Statement.REDISCLOSURE_RISK,
        Statement.PLAIN_LANGUAGE,
        Statement.COPY_GIVEN,
    ),
)
VAWA = replace(
    _consent(ConsentForm.VAWA, "vsp"),
    statements=(Statement.INFORMED, Statement.IN_WRITING, Statement.NOT_A_CONDITION, Statement.NOT_FOR_REPORTING),
)
DPDP = replace(
    _consent(ConsentForm.DPDP),
    notice_language="pa",
    statements=(
        Statement.FREE,
        Statement.SPECIFIC,
        Statement.INFORMED,
        Statement.UNCONDITIONAL,
        Statement.UNAMBIGUOUS,
        Statement.AFFIRMATIVE_ACTION,
        Statement.LIMITED_TO_NECESSARY,
        Statement.STANDALONE_NOTICE,
        Statement.RIGHTS,
        Statement.COMPLAINT_TO_BOARD,
        Statement.WITHDRAWAL_AS_EASY,
    ),
)
GENERAL = _consent(ConsentForm.GENERAL)

WHOLE = {
    "part2": PART2,
    "part2 for treatment, payment and operations": OPERATIONS,
    "part2 through an intermediary": INTERMEDIARY,
    "part2 to a class of participants": TREATING,
    "part2 of a minor": replace(PART2, capacity=Capacity.MINOR, signatures=_MINOR),
    "part2 of a minor alone": replace(PART2, capacity=Capacity.MINOR_ALONE),
    "part2 of somebody incapacitated": replace(PART2, capacity=Capacity.INCAPACITATED, signatures=(BY_REPRESENTATIVE,)),
    "part2 of somebody deceased": replace(PART2, capacity=Capacity.DECEASED, signatures=(BY_REPRESENTATIVE,)),
    "part2 referral": REFERRAL,
    "part2 counseling notes": NOTES,
    "part2 proceedings": PROCEEDINGS,
    "hipaa": HIPAA,
    "hipaa by a representative": replace(HIPAA, signatures=(BY_REPRESENTATIVE,)),
    "vawa": VAWA,
    "vawa of a minor": replace(VAWA, capacity=Capacity.MINOR, signatures=_MINOR),
    "vawa of a minor alone": replace(VAWA, capacity=Capacity.MINOR_ALONE),
    "vawa of somebody incapacitated": replace(VAWA, capacity=Capacity.INCAPACITATED, signatures=(BY_REPRESENTATIVE,)),
    "dpdp": DPDP,
    "dpdp of a child": replace(DPDP, capacity=Capacity.MINOR, signatures=(BY_GUARDIAN,)),
    "dpdp of somebody incapacitated": replace(DPDP, capacity=Capacity.INCAPACITATED, signatures=(BY_REPRESENTATIVE,)),
    "general": GENERAL,
    "general by a representative": replace(GENERAL, signatures=(BY_REPRESENTATIVE,)),
}
# What goes without saying in these cases, so that nothing can be taken out.
_UNSAID = {
    "part2 for treatment, payment and operations": {"purpose"},
    "part2 through an intermediary": {"recipient"},
    "part2 to a class of participants": {"recipient", "participant"},
}
_FIELDS = {
    "recipient": ("recipients", "outside_recipients"),
    "participant": ("participants", "participant_class"),
    "purpose": ("purpose_text",),
    "end": ("expires_at", "expires_event"),
    "revocable-from": ("revocable_at", "revocable_event"),
    "notice-language": ("notice_language",),
    "signature": ("signatures",),
}
_ON_SIGNATURES = {"authority": "authority", "not-by-the-abuser": "alleged_abuser"}


def asked(name: str) -> tuple[Element, ...]:
    """Give the elements that are asked of a whole consent and can be taken out of it."""
    consent = WHOLE[name]
    cases: set[str] = {consent.instrument, consent.capacity}
    cases |= {field for field in consent.__struct_fields__ if getattr(consent, field) not in (None, (), False)}
    cases |= {"covered-operations"} if consent.to_covered_entity and consent.treatment_payment_operations else set()
    cases |= {"revocable"} if consent.instrument is not Instrument.CRIMINAL_JUSTICE_REFERRAL else set()
    cases |= {"represented"} if any(each.role is not Signatory.SUBJECT for each in consent.signatures) else set()
    return tuple(
        element
        for element in ELEMENTS[consent.form]
        if (not element.when or cases & {*element.when}) and element.name not in _UNSAID.get(name, ())
    )


def without(consent: Consent, *elements: str) -> Consent:
    """Take elements out of a consent."""
    for element in elements:
        consent = _without(consent, element)
    return consent


def _without(consent: Consent, element: str) -> Consent:
    if element in {*Statement}:
        return replace(consent, statements=tuple(each for each in consent.statements if each != element))
    if element.startswith("signature-of-"):
        role = element.removeprefix("signature-of-")
        return replace(consent, signatures=tuple(each for each in consent.signatures if each.role != role))
    if element in _ON_SIGNATURES:
        nothing = {_ON_SIGNATURES[element]: None}
        return replace(consent, signatures=tuple(replace(each, **nothing) for each in consent.signatures))
    names = _FIELDS.get(element, (element,))
    return replace(consent, **{name: () if isinstance(getattr(consent, name), tuple) else None for name in names})


def still_asked(consent: Consent, elements: tuple[str, ...]) -> set[str]:
    """Give which of the elements taken out are still asked: nobody's authority is, once nobody signs for another."""
    others = any(each.role is not Signatory.SUBJECT for each in consent.signatures)
    return {each for each in elements if others or each not in _ON_SIGNATURES}


def ones_and_pairs(name: str) -> list[tuple[str, ...]]:
    """Give every element of a whole consent alone, and every pair of two."""
    names = [element.name for element in asked(name)]
    return [*((each,) for each in names), *combinations(names, 2)]
