"""Every element that a law asks of a consent: taken out alone and in pairs, and named by each line of the promises."""

import pytest
from msgspec.structs import replace

from comity.records.declaration import Provenance
from comity.records.services.consent import LANGUAGES, facts_of, missing
from comity.records.services.consent_elements import ELEMENTS, is_end
from comity.records.services.consent_terms import Capacity, ConsentForm
from tests.records import consents
from tests.records.consents import BY_ADA, BY_GUARDIAN, BY_REPRESENTATIVE, WHOLE, without
from tests.records.known import KnownForTests

ELEMENT = "consent_has_every_element"


@pytest.mark.parametrize("name", list(WHOLE))
def test_consent_has_every_element_lets_a_whole_one_pass(known: KnownForTests, name: str) -> None:
    assert not known.broken(WHOLE[name])


@pytest.mark.parametrize("name", list(WHOLE))
def test_consent_has_every_element_refuses_each_one_and_each_pair_missing_and_names_exactly_them(
    known: KnownForTests, name: str
) -> None:
    for elements in consents.ones_and_pairs(name):
        consent = without(WHOLE[name], *elements)
        expected = consents.still_asked(consent, elements)
        advice = known.broken(consent)[ELEMENT].advised(consent, known)
        assert {element.name for element in missing(consent)} == expected
        assert {element.name for element in ELEMENTS[consent.form] if element.cited in advice} == expected


def test_every_element_of_every_law_is_taken_out_of_some_consent() -> None:
    for form in ConsentForm:
        taken = {each.name for name in WHOLE if WHOLE[name].form is form for each in consents.asked(name)}
        assert taken == {element.name for element in ELEMENTS[form]}


def test_every_case_in_which_an_element_is_asked_can_be_true_of_a_consent() -> None:
    facts = frozenset().union(*(facts_of(consent) for consent in WHOLE.values()))
    assert {case for rows in ELEMENTS.values() for row in rows for case in row.when} <= facts


def test_an_imported_consent_that_lacks_an_element_is_taken_and_left_for_review(known: KnownForTests) -> None:
    origin = Provenance(source_system="clinic-ehr", completeness="partial")
    imported = replace(without(consents.PART2, "subject_name"), provenance=origin)
    assert known.broken(imported)[ELEMENT].review


def test_words_that_are_blank_fill_no_element() -> None:
    assert [element.name for element in missing(replace(consents.PART2, information="  "))] == ["information"]


# Each line of the promises on what a consent holds: the consent that breaks it, and the section that refuses it.
LINES = {
    "42 CFR 2.31 patient_name": (without(consents.PART2, "subject_name"), "2.31(a)(1)"),
    "42 CFR 2.31 discloser": (without(consents.PART2, "disclosers"), "2.31(a)(2)"),
    "42 CFR 2.31 information": (without(consents.PART2, "information"), "2.31(a)(3)"),
    "42 CFR 2.31 recipients": (without(consents.PART2, "recipient"), "2.31(a)(4)(i)"),
    "42 CFR 2.31 intermediary_names_and_participants": (
        without(consents.INTERMEDIARY, "participant"),
        "2.31(a)(4)(ii)",
    ),
    "42 CFR 2.31 general designation only of who treats the patient": (
        without(consents.TREATING, "treating-relationship"),
        "2.31(a)(4)(ii)(B)",
    ),
    "42 CFR 2.31 hipaa_redisclosure_statement": (
        without(consents.OPERATIONS, "redisclosure-under-hipaa"),
        "2.31(a)(4)(iii)",
    ),
    "42 CFR 2.31 purpose": (without(consents.PART2, "purpose"), "2.31(a)(5)"),
    "42 CFR 2.31 right_to_revoke_in_writing": (without(consents.PART2, "right-to-revoke"), "2.31(a)(6)"),
    "42 CFR 2.31 how to revoke": (without(consents.PART2, "how_to_revoke"), "2.31(a)(6)"),
    "42 CFR 2.31 with_reliance_exception": (without(consents.PART2, "reliance-exception"), "2.31(a)(6)"),
    "42 CFR 2.31 expiry_date_or_event": (without(consents.PART2, "end"), "2.31(a)(7)"),
    "42 CFR 2.31 none only for TPO": (
        replace(consents.PART2, expires_at=None, expires_event="None."),
        "2.31(a)(7)",
    ),
    "42 CFR 2.31 end of treatment only for TPO": (
        replace(consents.PART2, expires_at=None, expires_event="End of the treatment"),
        "2.31(a)(7)",
    ),
    "42 CFR 2.31 signature of the patient": (without(consents.PART2, "signature-of-subject"), "2.31(a)(8)"),
    "42 CFR 2.14 signature for a minor": (
        replace(consents.PART2, capacity=Capacity.MINOR),
        "2.14(b)(1)",
    ),
    "42 CFR 2.14 a minor who decides alone signs, no guardian instead": (
        replace(consents.PART2, capacity=Capacity.MINOR_ALONE, signatures=(BY_GUARDIAN,)),
        "2.31(a)(8)",
    ),
    "42 CFR 2.15 authorized signatory for incapacity": (
        replace(consents.PART2, capacity=Capacity.INCAPACITATED),
        "2.15",
    ),
    "42 CFR 2.15 authorized signatory for a decedent": (replace(consents.PART2, capacity=Capacity.DECEASED), "2.15"),
    "42 CFR 2.31 nobody signs for an adult": (
        replace(consents.PART2, signatures=(BY_REPRESENTATIVE,)),
        "2.31(a)(8)",
    ),
    "42 CFR 2.31 whoever signs for the patient is authorized": (
        without(WHOLE["part2 of a minor"], "authority"),
        "2.31(a)(8)",
    ),
    "42 CFR 2.31 fundraising": (without(consents.OPERATIONS, "fundraising-opt-out"), "2.31(a)(5)(iii)"),
    "42 CFR 2.31 signed_on": (without(consents.PART2, "signed_at"), "2.31(a)(9)"),
    "42 CFR 2.31 redisclosure_risk": (without(consents.OPERATIONS, "redisclosure-risk"), "2.31(a)(10)(i)"),
    "42 CFR 2.31 consequence_of_refusal": (without(consents.OPERATIONS, "refusal-consequences"), "2.31(a)(10)(ii)"),
    "42 CFR 2.31 notes are no condition": (without(consents.NOTES, "not-a-condition"), "2.31(b)(3)"),
    "42 CFR 2.35 participation was a condition": (without(consents.REFERRAL, "condition-of-release"), "2.35(a)"),
    "42 CFR 2.35 reasonable period": (without(consents.REFERRAL, "reasonable-period"), "2.35(b)"),
    "42 CFR 2.35 states when it becomes revocable": (without(consents.REFERRAL, "revocable-from"), "2.35(c)"),
    "42 CFR 2.35 no later than final disposition": (
        without(consents.REFERRAL, "revocable-by-disposition"),
        "2.35(c)",
    ),
    "45 CFR 164.508 description": (without(consents.HIPAA, "information"), "(c)(1)(i)"),
    "45 CFR 164.508 who discloses": (without(consents.HIPAA, "disclosers"), "(c)(1)(ii)"),
    "45 CFR 164.508 who receives": (without(consents.HIPAA, "recipient"), "(c)(1)(iii)"),
    "45 CFR 164.508 each purpose": (without(consents.HIPAA, "purpose"), "(c)(1)(iv)"),
    "45 CFR 164.508 expiry date or event": (without(consents.HIPAA, "end"), "(c)(1)(v)"),
    "45 CFR 164.508 none only for research": (
        replace(consents.HIPAA, expires_at=None, expires_event="none"),
        "(c)(1)(v)",
    ),
    "45 CFR 164.508 signature": (without(consents.HIPAA, "signature"), "(c)(1)(vi)"),
    "45 CFR 164.508 date": (without(consents.HIPAA, "signed_at"), "(c)(1)(vi)"),
    "45 CFR 164.508 representative's authority": (
        without(WHOLE["hipaa by a representative"], "authority"),
        "(c)(1)(vi)",
    ),
    "45 CFR 164.508 right to revoke in writing": (without(consents.HIPAA, "right-to-revoke"), "(c)(2)(i)"),
    "45 CFR 164.508 exceptions": (without(consents.HIPAA, "reliance-exception"), "(c)(2)(i)(A)"),
    "45 CFR 164.508 how to revoke": (without(consents.HIPAA, "how_to_revoke"), "(c)(2)(i)(A)"),
    "45 CFR 164.508 whether anything is conditioned": (without(consents.HIPAA, "conditioning"), "(c)(2)(ii)"),
    "45 CFR 164.508 potential for redisclosure": (without(consents.HIPAA, "redisclosure-risk"), "(c)(2)(iii)"),
    "45 CFR 164.508 plain language": (without(consents.HIPAA, "plain-language"), "(c)(3)"),
    "45 CFR 164.508 copy to the person": (without(consents.HIPAA, "copy-given"), "(c)(4)"),
    "VAWA informed": (without(consents.VAWA, "informed"), "(B)(ii)"),
    "VAWA written": (without(consents.VAWA, "in-writing"), "(B)(ii)"),
    "VAWA time-limited": (without(consents.VAWA, "expires_at"), "(B)(ii)"),
    "VAWA an event is no time limit": (
        replace(consents.VAWA, expires_at=None, expires_event="When she moves"),
        "(B)(ii)",
    ),
    "VAWA signed by the person": (without(consents.VAWA, "signature-of-subject"), "(B)(ii)"),
    "VAWA minor and parent": (replace(consents.VAWA, capacity=Capacity.MINOR), "(B)(ii)"),
    "VAWA unless the alleged abuser": (
        replace(WHOLE["vawa of a minor"], signatures=(BY_ADA, replace(BY_GUARDIAN, alleged_abuser=True))),
        "(B)(ii)(I)",
    ),
    "VAWA nobody asked whether the guardian is the abuser": (
        replace(WHOLE["vawa of a minor"], signatures=(BY_ADA, replace(BY_GUARDIAN, alleged_abuser=None))),
        "(B)(ii)(I)",
    ),
    "VAWA legal incapacity": (replace(consents.VAWA, capacity=Capacity.INCAPACITATED), "(B)(ii)"),
    "VAWA never a condition of service": (without(consents.VAWA, "not-a-condition"), "(D)(ii)(I)"),
    "VAWA not merely to satisfy reporting": (without(consents.VAWA, "not-for-reporting"), "(D)(ii)(II)"),
    "DPDP free": (without(consents.DPDP, "free"), "6(1)"),
    "DPDP specific": (without(consents.DPDP, "specific"), "6(1)"),
    "DPDP informed": (without(consents.DPDP, "informed"), "6(1)"),
    "DPDP unconditional": (without(consents.DPDP, "unconditional"), "6(1)"),
    "DPDP unambiguous": (without(consents.DPDP, "unambiguous"), "6(1)"),
    "DPDP clear affirmative action": (without(consents.DPDP, "affirmative-action"), "6(1)"),
    "DPDP limited to what is necessary": (without(consents.DPDP, "limited-to-necessary"), "6(1)"),
    "DPDP withdrawal as easy as giving": (without(consents.DPDP, "withdrawal-as-easy"), "6(4)"),
    "DPDP notice in English or a scheduled language": (replace(consents.DPDP, notice_language="fr"), "6(3)"),
    "DPDP notice standalone": (without(consents.DPDP, "standalone-notice"), "r. 3"),
    "DPDP notice itemized": (without(consents.DPDP, "information"), "5(1)(i)"),
    "DPDP rights of the data principal": (without(consents.DPDP, "rights"), "5(1)(ii)"),
    "DPDP complaint to the Board": (without(consents.DPDP, "complaint-to-board"), "5(1)(iii)"),
    "DPDP a child does not consent alone": (replace(consents.DPDP, capacity=Capacity.MINOR), "9(1)"),
}


@pytest.mark.parametrize("line", list(LINES))
def test_each_line_of_the_promises_on_consent_is_refused_where_it_is_broken(known: KnownForTests, line: str) -> None:
    consent, section = LINES[line]
    advice = known.broken(consent)[ELEMENT].advised(consent, known)
    assert f"{section})." in advice
    assert [element for element in missing(consent) if element.section.endswith(section)]


def test_none_is_an_end_for_treatment_payment_and_operations_and_for_hipaa_research_alone() -> None:
    uses = {(form, use) for form in ConsentForm for use in ("", "operations", "research") if is_end(form, "None", use)}
    assert uses == {(ConsentForm.PART2, "operations"), (ConsentForm.HIPAA, "research")}


def test_the_end_of_the_research_study_is_an_end_for_research() -> None:
    words = "End of the research study."
    uses = {(form, use) for form in ConsentForm for use in ("", "operations", "research") if is_end(form, words, use)}
    assert uses == {(ConsentForm.PART2, "research"), (ConsentForm.HIPAA, "research")}


def test_an_event_that_can_be_told_is_an_end_for_every_law() -> None:
    assert all(is_end(form, "Final disposition of case HC-2026-000012", "") for form in ConsentForm)


def test_a_consent_that_the_patient_asked_for_needs_no_other_purpose() -> None:
    assert not missing(replace(without(consents.PART2, "purpose"), initiated_by_subject=True))
    assert not missing(replace(without(consents.HIPAA, "purpose"), initiated_by_subject=True))
    assert missing(replace(without(consents.VAWA, "purpose"), initiated_by_subject=True))


def test_the_languages_of_the_notice_are_english_and_the_22_of_the_eighth_schedule() -> None:
    assert len(LANGUAGES) == 1 + 22
