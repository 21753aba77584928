"""A person's consent to a disclosure of what is on the record about them."""

from typing import Annotated

from comity.records.categories import LABELS, Category
from comity.records.declaration import Known, Record, check
from comity.records.fields import AgencyKey, Flag, FullName, Instant, Label, MedicalText, ReferenceText, StatusText
from comity.records.meaning import Past
from comity.records.parties.person import Person
from comity.records.references import Ref
from comity.records.services.consent_elements import Element, is_end, lacking
from comity.records.services.consent_terms import (
    Capacity,
    ConsentForm,
    Instrument,
    Signatory,
    Signature,
    Statement,
)

# What may stand on no paper with anything else: 42 CFR 2.31(b)(2) and (d); 45 CFR 164.508(b)(3)(ii).
ALONE = frozenset({Instrument.SUD_COUNSELING_NOTES, Instrument.PROCEEDINGS})
PROCEEDINGS = frozenset(
    {"investigation", "forensics", "prosecution", "adjudication", "presentence", "legal-proceedings"}
)
# Whoever withholds charges, grants release, holds or supervises: 42 CFR 2.35(a)(1).
MONITORING = frozenset({"prosecution", "adjudication", "custody", "supervision"})
# A consent says by itself who is a patient or a survivor, so it is restricted as their records are: 42 CFR 2.13.
MARKINGS = {ConsentForm.PART2: "part2", ConsentForm.VAWA: "vsp"}
# English and the languages of the Eighth Schedule to the Constitution of India, by ISO 639.
LANGUAGES = frozenset("en as bn brx doi gu hi kn kok ks mai ml mni mr ne or pa sa sat sd ta te ur".split())
TIME_LIMIT = "victim-release"
_LISTS = ("disclosers", "recipients", "participants", "outside_recipients", "categories", "purposes")
_SIGNED = ("form", "subject", "instrument", "intermediary", "participant_class", "signed_at")


def missing(consent: "Consent") -> tuple[Element, ...]:
    """Give the elements that the consent's law asks for and the consent lacks; () for a whole one."""
    return lacking(consent.form, facts_of(consent))


def facts_of(consent: "Consent") -> frozenset[str]:
    """Give what is true of a consent, as elements name it: its fields that are filled, its statements, its case."""
    filled = (name for name in consent.__struct_fields__ if _filled(getattr(consent, name)))
    others = [each for each in consent.signatures if each.role is not Signatory.SUBJECT]
    derived = {
        "recipient": consent.recipients or consent.outside_recipients or consent.intermediary,
        "participant": consent.participants or _filled(consent.participant_class),
        "purpose": _filled(consent.purpose_text) or _purpose_goes_without_saying(consent),
        "end": consent.expires_at or _ends_by_event(consent),
        "revocable": consent.instrument is not Instrument.CRIMINAL_JUSTICE_REFERRAL,
        "revocable-from": consent.revocable_at or _filled(consent.revocable_event),
        "covered-operations": consent.to_covered_entity and consent.treatment_payment_operations,
        "notice-language": consent.notice_language in LANGUAGES,
        "signature": consent.signatures,
        "represented": others,
        "authority": all(_filled(each.authority) for each in others),
        "not-by-the-abuser": all(each.alleged_abuser is False for each in others),
    }
    return frozenset(
        {*filled, *consent.statements, consent.instrument, consent.capacity}
        | {f"signature-of-{each.role}" for each in consent.signatures}
        | {name for name, value in derived.items() if value}
    )


def _filled(value: object) -> bool:
    return bool(value.strip()) if isinstance(value, str) else value not in (None, (), False)


def _purpose_goes_without_saying(consent: "Consent") -> bool:
    """42 CFR 2.31(a)(5)(i) and (ii), 45 CFR 164.508(c)(1)(iv): the person's own request, or treatment and the like."""
    match consent.form:
        case ConsentForm.PART2:
            return consent.initiated_by_subject or consent.treatment_payment_operations
        case ConsentForm.HIPAA:
            return consent.initiated_by_subject
        case _:
            return False


def _ends_by_event(consent: "Consent") -> bool:
    return is_end(
        consent.form,
        consent.expires_event or "",
        "operations" if consent.treatment_payment_operations else "research" if "research" in consent.purposes else "",
    )


def _what_to_sign(consent: "Consent", known: Known) -> str:
    del known
    return " ".join(("Have a consent signed of which this is true:", *(each.cited for each in missing(consent))))


@check("form", remedy="Have a consent signed that has every element.", advice=_what_to_sign)
def consent_has_every_element(consent: "Consent", known: Known) -> bool:
    """A consent has every element that its law asks for."""
    del known
    return not missing(consent)


def unknown_categories(consent: "Consent") -> list[str]:
    """Give the categories that a consent names and that there are not."""
    return sorted({*consent.categories} - {*LABELS})


def _which_categories(consent: "Consent", known: Known) -> str:
    del known
    there_are = ", ".join(LABELS)
    return f"There is no category {', '.join(map(repr, unknown_categories(consent)))}. Name some of {there_are}."


@check("categories", remedy="Name categories of data that there are, one by one.", advice=_which_categories)
def consent_names_known_categories(consent: "Consent", known: Known) -> bool:
    """A consent names categories of data that there are; one for all of them would not be specific."""
    del known
    return not unknown_categories(consent)


@check("purposes", remedy="Name each purpose; a consent to whatever purpose is none.")
def consent_names_its_purposes(consent: "Consent", known: Known) -> bool:
    """A consent is for purposes that it names, never for any."""
    del known
    return "*" not in consent.purposes


@check("combined_with", remedy="Have a paper of its own signed for the counseling notes, or for the proceedings.")
def consent_stands_alone_where_it_must(consent: "Consent", known: Known) -> bool:
    """A consent for counseling notes, or for proceedings, stands on no paper with another; 42 CFR 2.31(b)(2), (d)."""
    del known
    return not is_combined(consent)


def is_combined(consent: "Consent") -> bool:
    """Tell whether a consent stands on one paper with another that it may not stand with."""
    papers = {consent.instrument, *consent.combined_with}
    return len(papers) > 1 and bool(papers & ALONE)


@check("purposes", remedy="Have one consent signed for the proceedings alone, and another for the rest.")
def consent_for_proceedings_is_for_nothing_else(consent: "Consent", known: Known) -> bool:
    """Under Part 2, only a consent for proceedings serves them, and it serves nothing else; 42 CFR 2.31(d), 2.35."""
    del known
    if consent.form is not ConsentForm.PART2:
        return True
    purposes = frozenset(consent.purposes)
    match consent.instrument:
        case Instrument.PROCEEDINGS:
            return purposes <= PROCEEDINGS
        case Instrument.CRIMINAL_JUSTICE_REFERRAL:
            return purposes <= MONITORING
        case _:
            return not purposes & PROCEEDINGS


@check("expires_at", remedy="Correct the dates of the consent.")
def consent_ends_after_it_begins(consent: "Consent", known: Known) -> bool:
    """A consent ends after it was signed and after it begins."""
    del known
    starts = (consent.begins_at, consent.signed_at)
    return not any(start and consent.expires_at and consent.expires_at <= start for start in starts)


@check("expires_at", remedy="Have a release signed that ends sooner; it can be signed again.")
def victim_release_is_reasonably_time_limited(consent: "Consent", known: Known) -> bool:
    """A release of a victim's information is not longer than the jurisdiction counts as reasonable."""
    limit = known.profile.clocks.get(TIME_LIMIT)
    if consent.form is not ConsentForm.VAWA or not (limit and consent.signed_at and consent.expires_at):
        return True
    return consent.expires_at - consent.signed_at <= limit.length


@check("markings", remedy="Add the marking part2 to a consent under Part 2, and vsp to a release under VAWA.")
def consent_is_kept_as_close_as_the_records(consent: "Consent", known: Known) -> bool:
    """A consent that says who is a patient or a survivor is marked as their records are; 42 CFR 2.13."""
    del known
    return consent.form not in MARKINGS or MARKINGS[consent.form] in consent.markings


@check("recipients", remedy="Have one of those enter it who disclose: they answer for it that the consent is there.")
def nobody_enters_a_consent_to_receive(consent: "Consent", known: Known) -> bool:
    """Whoever receives by a consent from others does not enter it, for it opens the others' records to them."""
    receives = known.agency in {*consent.recipients, *consent.participants, consent.intermediary}
    return not receives or {*consent.disclosers} <= {known.agency}


def _widens(consent: "Consent", earlier: "Consent") -> bool:
    ends, ended = consent.expires_at, earlier.expires_at
    begins, began = consent.begins_at, earlier.begins_at
    return (
        (ended is not None and (ends is None or ends > ended))
        or (began is not None and (begins is None or begins < began))
        or any(set(getattr(consent, name)) - set(getattr(earlier, name)) for name in _LISTS)
        or any(getattr(consent, name) != getattr(earlier, name) for name in _SIGNED)
        or (earlier.known_false and not consent.known_false)
    )


@check("form", remedy="Enter what was signed as a new consent, and end this one as superseded.")
def correction_never_widens_a_consent(consent: "Consent", known: Known) -> bool:
    """A correction may narrow a consent, and never give more than was signed."""
    earlier = known.earlier
    # One that lacked an element gave nothing yet: to complete it is what a correction is for.
    return not isinstance(earlier, Consent) or bool(missing(earlier)) or not _widens(consent, earlier)


class Consent(Record):
    """A person's consent to a disclosure: who may show what to whom, what for, until when, and what they were told.

    42 CFR 2.31 and 2.35; 45 CFR 164.508(c); 34 U.S.C. 12291(b)(2); India's DPDP Act, sections 5 to 9. ``subject`` and
    ``also_known`` are the records of the person; what refers to them is what the consent may open. ``participants`` are
    those of the ``intermediary`` who receive; ``outside_recipients`` are no agencies here.
    """

    needed = ("subject", "categories", "purposes")
    decisive = True
    checks = (
        consent_has_every_element,
        consent_names_known_categories,
        consent_names_its_purposes,
        consent_stands_alone_where_it_must,
        consent_for_proceedings_is_for_nothing_else,
        consent_ends_after_it_begins,
        victim_release_is_reasonably_time_limited,
        consent_is_kept_as_close_as_the_records,
        nobody_enters_a_consent_to_receive,
        correction_never_widens_a_consent,
    )

    form: Annotated[ConsentForm, Category.STATUS]
    instrument: Annotated[Instrument, Category.STATUS] = Instrument.GENERAL
    combined_with: Annotated[tuple[Instrument, ...], Category.STATUS] = ()
    subject: Annotated[Ref[Person] | None, Category.REFERENCE] = None
    also_known: Annotated[tuple[Ref[Person], ...], Category.REFERENCE] = ()
    subject_name: Annotated[FullName | None, Category.IDENTITY] = None
    capacity: Annotated[Capacity, Category.STATUS] = Capacity.ADULT
    disclosers: tuple[AgencyKey, ...] = ()
    recipients: tuple[AgencyKey, ...] = ()
    intermediary: AgencyKey | None = None
    participants: tuple[AgencyKey, ...] = ()
    participant_class: ReferenceText | None = None
    outside_recipients: Annotated[tuple[FullName, ...], Category.IDENTITY] = ()
    to_covered_entity: Flag = False
    categories: tuple[Label, ...] = ()
    information: MedicalText | None = None
    purposes: tuple[Label, ...] = ()
    purpose_text: MedicalText | None = None
    initiated_by_subject: Flag = False
    treatment_payment_operations: Flag = False
    fundraising: Flag = False
    statements: Annotated[tuple[Statement, ...], Category.STATUS] = ()
    how_to_revoke: StatusText | None = None
    notice_language: Label | None = None
    signatures: tuple[Signature, ...] = ()
    signed_at: Annotated[Instant | None, Past()] = None
    begins_at: Instant | None = None
    expires_at: Annotated[Instant | None, Category.STATUS] = None
    expires_event: MedicalText | None = None
    revocable_at: Annotated[Instant | None, Category.STATUS] = None
    revocable_event: MedicalText | None = None
    known_false: Flag = False
