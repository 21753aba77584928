"""Numbers that follow from a record's own."""

from comity.records.codec import decode
from comity.records.justice.charging_decision import ChargingDecision


def test_two_equal_charges_that_a_prosecutor_adds_get_numbers_of_their_own() -> None:
    added = b'{"choice": "add", "amended": {"offense": "220"}}'
    decision = decode(ChargingDecision, b'{"decision_number": "X", "choices": [' + added + b", " + added + b"]}")
    assert [each.charge_tracking_number for each in decision.numbered().choices] == ["X-001", "X-002"]
