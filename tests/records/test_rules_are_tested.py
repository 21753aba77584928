"""Every rule of entry is attached to its kind, and shown to let the right pass and to refuse the wrong."""

import ast
import sys
from pathlib import Path

from comity.records.declaration import Check
from comity.records.registry import kinds
from comity.records.rules import checks_of

HERE = Path(__file__).parent
# One test shows each of these for three kinds at once.
TOGETHER = {"person_can_be_told", "vehicle_can_be_told", "account_can_be_told"}
AUDITED = {
    "diary_not_after_registration",
    "arrest_not_before_registration_without_warrant",
    "seizure_not_before_registration_without_reason",
    "missing_child_requires_registration",
    "non_cognizable_must_be_recorded",
    "chargesheet_only_by_designated_io",
    "close_requires_final_report_in_court",
    "accused_serial_belongs_to_same_case",
    "one_person_one_identity_or_review_task",
    "sensitive_case_never_on_public_view",
    "migrated_record_keeps_source_and_completeness_mark",
}


def rules() -> set[str]:
    return {check.name for spec in kinds().values() for check in checks_of(spec.kind)}


def names_of_tests() -> set[str]:
    return {
        node.name
        for file in HERE.glob("test_*.py")
        for node in ast.parse(file.read_text()).body
        if isinstance(node, ast.FunctionDef)
    }


def test_every_rule_has_a_test_that_lets_and_one_that_refuses_or_flags() -> None:
    named = names_of_tests()
    for rule in sorted(rules() - TOGETHER):
        about = {name for name in named if name.startswith(f"test_{rule}_")}
        assert any("_lets_" in name for name in about), f"write test_{rule}_lets_..."
        assert any("_refuses_" in name or "_flags_" in name for name in about), f"write test_{rule}_refuses_..."


def test_the_invariants_that_an_audit_found_broken_and_that_concern_records_are_rules() -> None:
    assert rules() >= AUDITED


def test_every_rule_that_a_kinds_module_declares_is_one_of_its_kinds_rules() -> None:
    for spec in kinds().values():
        module = sys.modules[spec.kind.__module__]
        declared = {each.name for each in vars(module).values() if isinstance(each, Check)}
        assert declared <= {check.name for check in spec.kind.checks} | _of_the_same_file(module.__name__)


def _of_the_same_file(module: str) -> set[str]:
    return {check.name for spec in kinds().values() if spec.kind.__module__ == module for check in spec.kind.checks}
