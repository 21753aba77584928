"""An agreement is active when all have signed this text, what must be true is true, and nobody objects."""

from datetime import date, timedelta
from typing import Any

import pytest

from comity.policy.agreement_story import begins_at
from comity.policy.lifecycle import Certified, Standing, State, next_change, rules_in_force, standing, standings
from comity.records.governance.agreement_step import Step
from tests.agreements.texts import BARS, DAY, HEAD, NOW, SHOWS, TEXT, Steps, version

THREE = TEXT.replace('"hart-court"]', '"hart-court", "hart-pd"]')
CERTIFIED = '[[precondition]]\ncertificate = "28-cfr-23"\nparty = "hart-jail"\n'
ATTESTED = '[[precondition]]\nattestation = "security-review"\n'


def told(steps: Steps, *texts: str, now: timedelta = timedelta(), **more: object) -> Standing:
    versions = [version(text, seq=seq) for seq, text in enumerate(texts or (TEXT,))]
    return standing(versions, steps.taken, NOW + now, **more)  # type: ignore[arg-type]  # passed on


def test_a_draft_waits_for_the_signature_of_every_party() -> None:
    steps = Steps(version())
    assert told(steps).state is State.DRAFT
    steps.take(Step.SIGN, "hart-jail")
    assert told(steps).unsigned == ("hart-court",)
    assert told(steps).reasons == ("hart-court has not signed version 1",)
    steps.take(Step.SIGN, "hart-court")
    assert told(steps).state is State.SIGNED
    assert told(steps).reasons == ("nobody has activated it",)
    steps.take(Step.ACTIVATE, "hart-court")
    assert told(steps).state is State.ACTIVE


@pytest.mark.parametrize("other", [{"text_hash": "0" * 64}, {"rules_hash": "0" * 64}])
def test_a_signature_over_another_text_is_none(other: dict[str, Any]) -> None:
    steps = Steps(version())
    steps.take(Step.SIGN, "hart-jail")
    steps.take(Step.SIGN, "hart-court", **other)
    assert told(steps).unsigned == ("hart-court",)


def test_nobody_signs_who_is_no_party_and_nobody_activates_what_is_not_signed() -> None:
    steps = Steps(version())
    steps.take(Step.SIGN, "hart-pd")
    steps.take(Step.ACTIVATE, "hart-jail")
    steps.take(Step.SIGN, "hart-jail")
    steps.take(Step.SIGN, "hart-court")
    assert told(steps).reasons == ("nobody has activated it",)


def test_it_is_in_force_from_the_first_instant_of_its_term_to_the_last() -> None:
    steps = Steps(version())
    steps.signed_by_all()
    tick = timedelta(microseconds=1)
    begins, expires = begins_at(date(2026, 11, 1)), begins_at(date(2028, 11, 1))
    for moment, state in (
        (begins - tick, State.SIGNED),
        (begins, State.ACTIVE),
        (expires - tick, State.ACTIVE),
        (expires, State.EXPIRED),
    ):
        assert standing([version()], steps.taken, moment).state is state
    assert next_change([version()], begins - tick) == begins
    assert next_change([version()], begins) == expires
    assert next_change([version()], expires) is None


def test_any_party_suspends_at_once_and_only_that_party_takes_it_back() -> None:
    steps = Steps(version(THREE))
    steps.signed_by_all()
    steps.take(Step.SUSPEND, "hart-court", reason="Names were read aloud in the hall.")
    assert told(steps, THREE).state is State.SUSPENDED
    assert "Names were read aloud" in told(steps, THREE).reasons[0]
    steps.take(Step.RESUME, "hart-jail")
    assert told(steps, THREE).state is State.SUSPENDED
    steps.take(Step.RESUME, "hart-court")
    assert told(steps, THREE).state is State.ACTIVE


def test_a_suspension_outlives_a_version_that_was_signed_before() -> None:
    first, second = version(TEXT), version(TEXT.replace("version = 1", "version = 2"), seq=1)
    steps = Steps(first, second)
    steps.signed_by_all()
    for party in ("hart-jail", "hart-court"):
        steps.take(Step.SIGN, party, 2)
    steps.take(Step.SUSPEND, "hart-court")
    steps.take(Step.ACTIVATE, "hart-jail", 2)
    assert standing([first, second], steps.taken, NOW).state is State.SUSPENDED


def test_who_leaves_is_bound_and_served_no_more_and_the_others_go_on() -> None:
    steps = Steps(version(THREE))
    steps.signed_by_all()
    steps.take(Step.LEAVE, "hart-court")
    assert told(steps, THREE).parties == ("hart-jail", "hart-pd")
    assert told(steps, THREE).state is State.ACTIVE
    assert {rule.parties for rule in rules_in_force([version(THREE)], steps.taken, NOW)} == {
        frozenset({"hart-jail", "hart-pd"})
    }
    steps.take(Step.SIGN, "hart-court")
    assert "hart-court" not in told(steps, THREE).parties
    steps.take(Step.LEAVE, "hart-pd")
    assert told(steps, THREE).state is State.ENDED


def test_a_party_joins_when_it_and_all_current_parties_have_signed_for_it() -> None:
    steps = Steps(version())
    steps.signed_by_all()
    for agency in ("hart-pd", "hart-jail"):
        steps.take(Step.JOIN, agency, party="hart-pd")
        assert told(steps).parties == ("hart-jail", "hart-court")
    steps.take(Step.JOIN, "hart-court", party="hart-pd")
    assert told(steps).parties == ("hart-jail", "hart-court", "hart-pd")
    assert told(steps).state is State.ACTIVE


def test_a_party_joins_by_majority_where_the_parties_agreed_on_that() -> None:
    text = THREE.replace("version = 1", 'version = 1\njoinder = "majority"')
    steps = Steps(version(text))
    steps.signed_by_all()
    for agency in ("hart-clinic", "hart-jail", "hart-pd"):
        assert "hart-clinic" not in told(steps, text).parties
        steps.take(Step.JOIN, agency, party="hart-clinic")
    assert "hart-clinic" in told(steps, text).parties


def test_nobody_is_joined_by_others_and_who_left_joins_anew() -> None:
    steps = Steps(version())
    steps.signed_by_all()
    for agency in ("hart-jail", "hart-court"):
        steps.take(Step.JOIN, agency, party="hart-pd")
    assert "hart-pd" not in told(steps).parties
    steps.take(Step.JOIN, "hart-pd", party="hart-pd")
    steps.take(Step.LEAVE, "hart-pd")
    assert "hart-pd" not in told(steps).parties
    for agency in ("hart-jail", "hart-court", "hart-pd"):
        steps.take(Step.JOIN, agency, party="hart-pd")
    assert "hart-pd" in told(steps).parties


def test_an_amendment_waits_while_the_old_version_stays_in_force() -> None:
    first = version()
    second = version(TEXT.replace("version = 1", "version = 2").replace('"identity"]', '"charge"]'), seq=50)
    steps = Steps(first, second)
    steps.signed_by_all()
    now = standing([first, second], steps.taken, NOW)
    assert (now.version, now.newest, now.state) == (first, 2, State.ACTIVE)
    steps.signed_by_all(2)
    now = standing([first, second], steps.taken, NOW)
    assert (now.version, now.state) == (second, State.ACTIVE)


def test_an_amendment_that_begins_later_takes_over_when_it_begins() -> None:
    first = version()
    second = version(TEXT.replace("version = 1", "version = 2").replace("2026-11-01", "2027-01-01"), seq=50)
    steps = Steps(first, second)
    steps.signed_by_all()
    steps.signed_by_all(2)
    assert standing([first, second], steps.taken, NOW).version is first
    assert standing([first, second], steps.taken, NOW + 60 * DAY).version is second


def test_whom_only_a_draft_names_cannot_stop_what_others_have_in_force() -> None:
    first = version()
    second = version(THREE.replace("version = 1", "version = 2"), seq=50)
    steps = Steps(first, second)
    steps.signed_by_all()
    steps.take(Step.SUSPEND, "hart-pd", 2)
    steps.take(Step.END, "hart-pd", 2)
    assert standing([first, second], steps.taken, NOW).state is State.ACTIVE


def test_all_parties_together_end_it() -> None:
    steps = Steps(version())
    steps.signed_by_all()
    steps.take(Step.END, "hart-jail")
    assert told(steps).state is State.ACTIVE
    steps.take(Step.END, "hart-court")
    assert told(steps).state is State.ENDED


def test_a_certificate_that_runs_out_stops_it() -> None:
    text = HEAD + CERTIFIED + SHOWS
    steps = Steps(version(text))
    steps.signed_by_all()
    assert told(steps, text).reasons == ("nobody at hart-jail holds a valid certificate 28-cfr-23",)
    held = [Certified("hart-jail", "28-cfr-23", NOW - DAY, NOW + DAY)]
    assert told(steps, text, certified=held).state is State.ACTIVE
    assert told(steps, text, certified=held, now=DAY).state is State.SIGNED
    assert next_change([version(text)], NOW, certified=held) == NOW + DAY


def test_every_party_attests_where_the_precondition_names_none() -> None:
    text = HEAD + ATTESTED + SHOWS
    steps = Steps(version(text))
    steps.signed_by_all()
    steps.take(Step.ATTEST, "hart-jail", attested="security-review")
    assert told(steps, text).reasons == ("hart-court has not attested security-review",)
    steps.take(Step.ATTEST, "hart-court", attested="security-review")
    assert told(steps, text).state is State.ACTIVE


def test_what_stands_under_an_agreement_falls_with_it() -> None:
    memorandum = (HEAD + BARS).replace("jail-court", "hart-mou").replace("data-sharing-agreement", "memorandum")
    under = TEXT.replace("version = 1", 'version = 1\nunder = ["hart-mou"]')
    steps, above = Steps(version(under, seq=1)), Steps(version(memorandum))
    steps.signed_by_all()
    versions = [version(under, seq=1), version(memorandum)]
    lower = standings(versions, steps.taken, NOW)["jail-court"]
    assert lower.reasons == ("hart-mou, which it stands under, is not active",)
    above.signed_by_all()
    taken = [*steps.taken, *above.taken]
    assert standings(versions, taken, NOW)["jail-court"].state is State.ACTIVE
    assert [rule.name for rule in rules_in_force(versions, taken, NOW)] == [
        "hart-mou 2",
        "jail-court 1",
        "jail-court 2",
    ]
    above.take(Step.SUSPEND, "hart-court")
    assert rules_in_force(versions, [*steps.taken, *above.taken], NOW) == ()
