"""When a consent is a basis for a disclosure, why it is none, and what it says of itself to who receives."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from comity.ids import new_id
from comity.policy.consents import LAWS, explained, faults, is_whole, unknown_purposes
from comity.policy.statutes import read_statutes
from comity.records.declaration import Provenance
from comity.records.references import Ref
from comity.records.services.consent import Consent
from comity.records.services.consent_ending import ConsentEnding, EndingReason
from comity.records.services.consent_terms import ConsentForm, Instrument
from tests.corpus import corpus
from tests.records import consents
from tests.records.consents import EXPIRES, SIGNED, WHOLE, without

SECOND = timedelta(seconds=1)
NOON = SIGNED + timedelta(hours=2)


def ending(reason: EndingReason = EndingReason.REVOKED) -> ConsentEnding:
    return ConsentEnding(consent=Ref(new_id()), reason=reason, ended_at=NOON)


def why_not(consent: Consent, *endings: ConsentEnding) -> list[tuple[str, str]]:
    return [(fault.name, fault.section) for fault in faults(consent, endings, NOON)]


@pytest.mark.parametrize("name", list(WHOLE))
def test_a_whole_consent_is_a_basis_from_its_signature_to_its_last_microsecond(name: str) -> None:
    consent = WHOLE[name]
    assert is_whole(consent)
    assert not faults(consent, (), SIGNED)
    assert not faults(consent, (), (consent.expires_at or EXPIRES) - timedelta(microseconds=1))


@pytest.mark.parametrize("name", [name for name in WHOLE if WHOLE[name].expires_at])
def test_a_consent_is_no_basis_once_it_has_expired_by_nothing(name: str) -> None:
    assert [fault.name for fault in faults(WHOLE[name], (), EXPIRES)] == ["expired"]


def test_a_consent_is_no_basis_a_second_before_it_begins() -> None:
    later = replace(consents.PART2, begins_at=NOON + SECOND)
    assert [name for name, _ in why_not(later)] == ["begun"]
    assert not faults(later, (), NOON + SECOND)


@pytest.mark.parametrize(
    "consent, reason, section",
    [
        (consents.PART2, EndingReason.REVOKED, "42 CFR 2.31(c)(3)"),
        (consents.PART2, EndingReason.EVENT_OCCURRED, "42 CFR 2.31(c)(1)"),
        (consents.PART2, EndingReason.KNOWN_FALSE, "42 CFR 2.31(c)(4)"),
        (consents.PART2, EndingReason.SUPERSEDED, "42 CFR 2.31(c)(3)"),
        (consents.HIPAA, EndingReason.REVOKED, "45 CFR 164.508(b)(2)(iii)"),
        (consents.HIPAA, EndingReason.EVENT_OCCURRED, "45 CFR 164.508(b)(2)(i)"),
        (consents.HIPAA, EndingReason.KNOWN_FALSE, "45 CFR 164.508(b)(2)(v)"),
        (consents.VAWA, EndingReason.REVOKED, LAWS[ConsentForm.VAWA]),
        (consents.DPDP, EndingReason.REVOKED, "DPDP Act s. 6(6)"),
    ],
)
def test_a_consent_that_was_ended_is_no_basis_and_says_by_which_section(
    consent: Consent, reason: EndingReason, section: str
) -> None:
    assert [cited for _, cited in why_not(consent, ending(reason))] == [section]


def test_a_revocation_reaches_forward_only() -> None:
    assert not faults(consents.PART2, (ending(),), NOON - SECOND)
    assert faults(consents.PART2, (ending(),), NOON)


def test_a_consent_known_to_be_false_is_no_basis_and_says_so_once() -> None:
    false = replace(consents.PART2, known_false=True)
    assert not is_whole(false)
    assert why_not(false, ending(EndingReason.KNOWN_FALSE)) == [("false", "42 CFR 2.31(c)(4)")]


def test_a_consent_that_lacks_an_element_is_no_basis_and_says_which() -> None:
    bare = without(consents.HIPAA, "recipient", "copy-given")
    assert not is_whole(bare)
    assert why_not(bare) == [
        ("recipient", "45 CFR 164.508(c)(1)(iii)"),
        ("copy-given", "45 CFR 164.508(c)(4)"),
    ]


def test_a_consent_on_one_paper_with_another_is_no_basis() -> None:
    notes = replace(consents.PART2, combined_with=(Instrument.SUD_COUNSELING_NOTES,))
    assert not is_whole(notes)
    assert why_not(notes) == [("combined", "42 CFR 2.31(b)(2), (d)")]
    assert why_not(replace(consents.HIPAA, combined_with=(Instrument.PROCEEDINGS,))) == [
        ("combined", "45 CFR 164.508(b)(2)(iv)")
    ]


def test_a_consent_to_a_category_that_there_is_not_is_no_basis() -> None:
    assert not is_whole(replace(consents.GENERAL, categories=("status", "everything")))


def test_a_consent_that_was_imported_is_no_basis_until_somebody_here_answers_for_it() -> None:
    imported = replace(consents.PART2, provenance=Provenance(source_system="clinic-ehr", completeness="complete"))
    assert not is_whole(imported)
    assert [name for name, _ in why_not(imported)] == ["imported"]
    assert is_whole(replace(imported, provenance=None))


def test_a_consent_says_every_reason_against_it_at_once() -> None:
    bad = replace(without(consents.PART2, "subject_name"), expires_at=NOON, known_false=True)
    assert [name for name, _ in why_not(bad, ending())] == ["subject_name", "false", "expired", "revoked"]


def test_purposes_that_no_session_can_have_are_named() -> None:
    assert unknown_purposes(replace(consents.PART2, purposes=("care", "curiosity"))) == ("curiosity",)


@pytest.mark.parametrize("name", list(WHOLE))
def test_the_explanation_says_the_scope_and_names_nobody_whom_the_consent_is_about(name: str) -> None:
    consent, id = WHOLE[name], new_id()
    said = explained(consent, id)
    scope = (str(id), LAWS[consent.form], *consent.disclosers, *consent.recipients, *consent.participants)
    assert all(each in said for each in (*scope, *consent.categories, *consent.purposes, consent.intermediary or ""))
    assert "Quist" not in said
    assert str(consent.information) not in said


def test_the_explanation_of_a_referral_binds_the_recipients_to_their_duties() -> None:
    assert "42 CFR 2.35(d)" in explained(consents.REFERRAL, new_id())


def test_the_explanation_says_until_when_the_consent_holds() -> None:
    assert "until 2026-11-30 09:30 UTC" in explained(consents.PART2, new_id())
    assert "until the event that it names" in explained(consents.OPERATIONS, new_id())


@pytest.mark.corpus
def test_the_notices_that_go_with_a_disclosure_are_the_regulations_own_words() -> None:
    regulation = " ".join((corpus("law") / "42cfr-part2.md").read_text("utf-8").split())
    notices = {
        rule.name: " ".join(rule.clause.oblige.notice.split())
        for rule in read_statutes("us")
        if rule.clause.oblige and rule.name.startswith("42 CFR 2.32(a)")
    }
    assert notices.keys() == {"42 CFR 2.32(a)(1)", "42 CFR 2.32(a)(2)"}
    assert all(notice in regulation for notice in notices.values())
