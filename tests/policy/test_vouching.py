"""Decisions rest on what somebody here answers for, never on what was only brought in."""

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from comity.ids import new_id
from comity.policy.vouching import may_rest_on
from comity.records.declaration import Provenance, Record
from comity.records.governance.case_assignment import CaseAssignment
from comity.records.governance.training_certificate import TrainingCertificate
from comity.records.justice.disclosure_order import DisclosureOrder
from comity.records.references import Ref
from comity.records.services.consent_ending import ConsentEnding, EndingReason
from tests.records import consents

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
ORIGIN = Provenance(source_system="records-office", completeness="complete")
ORDER = DisclosureOrder(
    form="42-cfr-2.65",
    subjects=(Ref(new_id()),),
    owners=("hart-recovery-clinic",),
    recipients=("hart-county-prosecutor",),
    categories=("substance_use",),
    purposes=("prosecution",),
    issued_at=NOW,
    subpoena=True,
)
ASSIGNMENT = CaseAssignment(member="kim", to=(Ref(new_id()),), role="defender", begins_at=NOW)
CERTIFICATE = TrainingCertificate(
    member="kim", course="28-cfr-23", issued_on="2026-05-04", expires_at=NOW, issuer="Hart County Academy"
)
GIVING = [consents.PART2, ORDER, ASSIGNMENT, CERTIFICATE]
ENDING = ConsentEnding(consent=Ref(new_id()), reason=EndingReason.REVOKED, ended_at=NOW)


@pytest.mark.parametrize("record", GIVING)
def test_decisions_rest_on_what_was_entered_here_and_on_nothing_that_was_imported(record: Record) -> None:
    assert may_rest_on(record)
    assert not may_rest_on(replace(record, provenance=ORIGIN))


def test_what_ends_a_consent_counts_wherever_it_came_from() -> None:
    assert may_rest_on(ENDING)
    assert may_rest_on(replace(ENDING, provenance=ORIGIN))


def test_an_order_under_subpart_e_counts_with_its_subpoena_only() -> None:
    assert not may_rest_on(replace(ORDER, subpoena=False))
    assert may_rest_on(replace(ORDER, subpoena=False, form="general"))


def test_an_order_that_names_no_category_that_there_is_opens_nothing() -> None:
    assert not may_rest_on(replace(ORDER, categories=("nonsense",)))


def test_a_consent_that_lacks_an_element_opens_nothing() -> None:
    assert not may_rest_on(consents.without(consents.PART2, "information"))
