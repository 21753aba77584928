"""The rules of judgments on things: what lets a decision pass, and what refuses it or asks for a review."""

from msgspec.structs import replace

from comity.records.justice.person_identification import LinkOutcome
from comity.records.justice.thing_identification import ThingIdentification
from comity.records.parties.phone_account import PhoneAccount
from comity.records.parties.vehicle import Vehicle
from comity.records.references import Ref
from tests.records.known import KnownForTests

VIN, OTHER_VIN = "1HGCM82633A004352", "1HGCM82633A004353"


def linked(known: KnownForTests, one: str | None = None, other: str | None = None) -> ThingIdentification:
    cars = tuple(known.enter(Vehicle(vin=vin, description="Red, with a dent.")) for vin in (one, other))
    return ThingIdentification(
        things=cars, outcome=LinkOutcome.LINKED, decided_at="2026-03-05", explanation="The same dent."
    )


def test_link_names_the_things_lets_two_pass() -> None:
    known = KnownForTests()
    assert not known.broken(linked(known))


def test_link_names_the_things_refuses_one_thing_twice() -> None:
    known = KnownForTests()
    decision = linked(known)
    assert "link_names_the_things" in known.broken(replace(decision, things=decision.things[:1] * 2))


def test_things_linked_are_of_one_kind_lets_two_vehicles_pass() -> None:
    known = KnownForTests()
    assert not known.broken(linked(known))


def test_things_linked_are_of_one_kind_refuses_a_vehicle_with_a_telephone() -> None:
    known = KnownForTests()
    decision, line = linked(known), known.enter(PhoneAccount(telephone="612-555-0123"))
    mixed = replace(decision, things=(decision.things[0], Ref(line.id)))
    assert "things_linked_are_of_one_kind" in known.broken(mixed)


def test_one_vehicle_one_number_or_review_task_lets_one_number_however_written_and_a_missing_one_pass() -> None:
    known = KnownForTests()
    for one, other in ((VIN, VIN.lower()), (VIN, None), (None, None)):
        assert not known.broken(linked(known, one, other))


def test_one_vehicle_one_number_or_review_task_flags_two_numbers_for_review() -> None:
    known = KnownForTests()
    decision = linked(known, VIN, OTHER_VIN)
    assert known.broken(decision)["one_vehicle_one_number_or_review_task"].review
    assert not known.broken(replace(decision, outcome=LinkOutcome.REJECTED))


def test_undone_link_names_the_decision_on_the_things_lets_the_way_back_pass() -> None:
    known = KnownForTests()
    decision = linked(known)
    undone = replace(decision, outcome=LinkOutcome.UNDONE, supersedes=known.enter(decision))
    assert not known.broken(undone)


def test_undone_link_names_the_decision_on_the_things_refuses_one_out_of_the_blue_and_one_on_other_things() -> None:
    known = KnownForTests()
    decision = replace(linked(known), outcome=LinkOutcome.UNDONE)
    elsewhere = replace(decision, supersedes=known.enter(linked(known)))
    for undone in (decision, elsewhere):
        assert "undone_link_names_the_decision_on_the_things" in known.broken(undone)


def test_markings_follow_the_case_from_things_to_what_is_judged_of_them() -> None:
    known = KnownForTests()
    decision = linked(known)
    hidden = known.enter(Vehicle(description="Red, with a dent.", markings=("sensitive",)))
    marked = replace(decision, things=(decision.things[0], hidden))
    assert "markings_follow_the_case" in known.broken(marked)
    assert not known.broken(replace(marked, markings=("sensitive",)))
