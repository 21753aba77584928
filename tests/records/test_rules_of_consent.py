"""What the laws ask of a consent beside its elements, and what a correction may do to it."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from comity.ids import new_id
from comity.records.references import Ref
from comity.records.services.consent import Consent
from comity.records.services.consent_terms import Instrument
from tests.records import consents
from tests.records.consents import EXPIRES, SIGNED, without
from tests.records.known import KnownForTests

DAY = timedelta(days=1)


def test_consent_names_known_categories_lets_them_pass(known: KnownForTests) -> None:
    assert not known.broken(replace(consents.PART2, categories=("medical", "substance_use")))


@pytest.mark.parametrize("label", ["everything", "*", "MEDICAL"])
def test_consent_names_known_categories_refuses_others_and_names_them(known: KnownForTests, label: str) -> None:
    consent = replace(consents.PART2, categories=("medical", label))
    check = known.broken(consent)["consent_names_known_categories"]
    assert repr(label) in check.advised(consent, known)


def test_consent_names_its_purposes_lets_named_ones_pass(known: KnownForTests) -> None:
    assert not known.broken(replace(consents.GENERAL, purposes=("care", "human-services")))


def test_consent_names_its_purposes_refuses_any_purpose(known: KnownForTests) -> None:
    assert "consent_names_its_purposes" in known.broken(replace(consents.GENERAL, purposes=("*",)))


@pytest.mark.parametrize("instrument", list(Instrument))
def test_consent_stands_alone_where_it_must_lets_one_of_its_own_sort_stand_beside_it(
    known: KnownForTests, instrument: Instrument
) -> None:
    consent = replace(consents.PART2, instrument=instrument, combined_with=(instrument,))
    assert "consent_stands_alone_where_it_must" not in known.broken(consent)


@pytest.mark.parametrize("form", [consents.PART2, consents.HIPAA])
@pytest.mark.parametrize("alone", [Instrument.SUD_COUNSELING_NOTES, Instrument.PROCEEDINGS])
@pytest.mark.parametrize("other", list(Instrument))
def test_consent_stands_alone_where_it_must_refuses_notes_or_proceedings_combined(
    known: KnownForTests, form: Consent, alone: Instrument, other: Instrument
) -> None:
    if other is not alone:
        for one, beside in ((alone, other), (other, alone)):
            consent = replace(form, instrument=one, combined_with=(beside,))
            assert "consent_stands_alone_where_it_must" in known.broken(consent)


def test_consent_for_proceedings_is_for_nothing_else_lets_each_instrument_serve_its_own(known: KnownForTests) -> None:
    everything = replace(consents.GENERAL, purposes=("adjudication", "care"))
    assert not any(known.broken(each) for each in (consents.PROCEEDINGS, consents.REFERRAL, everything))


@pytest.mark.parametrize(
    "consent",
    [
        replace(consents.PART2, purposes=("care", "prosecution")),
        replace(consents.PART2, purposes=("legal-proceedings",)),
        replace(consents.NOTES, purposes=("investigation",)),
        replace(consents.PROCEEDINGS, purposes=("adjudication", "care")),
        replace(consents.REFERRAL, purposes=("supervision", "investigation")),
        replace(consents.REFERRAL, purposes=("care",)),
    ],
)
def test_consent_for_proceedings_is_for_nothing_else_refuses_a_mixture(known: KnownForTests, consent: Consent) -> None:
    assert "consent_for_proceedings_is_for_nothing_else" in known.broken(consent)


def test_consent_ends_after_it_begins_lets_a_later_end_pass(known: KnownForTests) -> None:
    assert not known.broken(replace(consents.PART2, begins_at=EXPIRES - DAY))


@pytest.mark.parametrize("change", [{"begins_at": EXPIRES}, {"expires_at": SIGNED}])
def test_consent_ends_after_it_begins_refuses_an_end_before(known: KnownForTests, change: dict[str, object]) -> None:
    assert "consent_ends_after_it_begins" in known.broken(replace(consents.PART2, **change))


def test_victim_release_is_reasonably_time_limited_lets_ninety_days_and_other_consents_pass(
    known: KnownForTests,
) -> None:
    assert not known.broken(replace(consents.VAWA, expires_at=SIGNED + 90 * DAY))
    assert not known.broken(replace(consents.PART2, expires_at=SIGNED + 900 * DAY))


def test_victim_release_is_reasonably_time_limited_refuses_a_second_more(known: KnownForTests) -> None:
    long = replace(consents.VAWA, expires_at=SIGNED + 90 * DAY + timedelta(seconds=1))
    assert "victim_release_is_reasonably_time_limited" in known.broken(long)


def test_consent_is_kept_as_close_as_the_records_lets_a_marked_one_pass(known: KnownForTests) -> None:
    assert not known.broken(replace(consents.PART2, markings=("sensitive", "part2")))


@pytest.mark.parametrize("consent", [consents.PART2, consents.VAWA])
def test_consent_is_kept_as_close_as_the_records_refuses_one_that_tells_who_is_a_patient(
    known: KnownForTests, consent: Consent
) -> None:
    assert "consent_is_kept_as_close_as_the_records" in known.broken(replace(consent, markings=()))


def test_nobody_enters_a_consent_to_receive_lets_disclosers_and_third_parties_enter_it(known: KnownForTests) -> None:
    assert not known.broken(consents.PART2)
    known.agency = "hart-recovery-clinic"
    assert not known.broken(consents.PART2)


@pytest.mark.parametrize(
    "consent",
    [
        replace(consents.PART2, recipients=("hart-housing", "hart-city-police")),
        replace(consents.INTERMEDIARY, participants=("hart-city-police",)),
        replace(consents.INTERMEDIARY, intermediary="hart-city-police"),
        replace(
            consents.PART2,
            disclosers=("hart-recovery-clinic", "hart-city-police"),
            recipients=("hart-housing", "hart-city-police"),
        ),
    ],
)
def test_nobody_enters_a_consent_to_receive_refuses_the_recipient(known: KnownForTests, consent: Consent) -> None:
    assert "nobody_enters_a_consent_to_receive" in known.broken(consent)


NARROWER: dict[str, dict[str, object]] = {
    "fewer recipients": {"recipients": (), "outside_recipients": ("Hart Shelter",)},
    "fewer categories": {"categories": ("status",)},
    "a sooner end": {"expires_at": EXPIRES - DAY},
    "known to be false": {"known_false": True},
}
WIDER: dict[str, dict[str, object]] = {
    "another recipient": {"recipients": ("hart-housing", "hart-city-police")},
    "another discloser": {"disclosers": ("hart-recovery-clinic", "hart-general-hospital")},
    "another category": {"categories": ("medical",)},
    "another purpose": {"purposes": ("care", "human-services")},
    "a later end": {"expires_at": EXPIRES + DAY},
    "no end but an event": {"expires_at": None, "expires_event": "When she moves"},
    "an earlier beginning": {"begins_at": SIGNED},
    "another person": {"subject": Ref(new_id())},
    "another paper": {"signed_at": SIGNED + DAY},
}


@pytest.mark.parametrize("change", list(NARROWER))
def test_correction_never_widens_a_consent_lets_a_narrower_one_pass(known: KnownForTests, change: str) -> None:
    known.earlier = replace(consents.PART2, outside_recipients=("Hart Shelter",))
    narrower = replace(known.earlier, **NARROWER[change])
    assert "correction_never_widens_a_consent" not in known.broken(narrower)


def test_correction_never_widens_a_consent_lets_an_incomplete_one_be_completed(known: KnownForTests) -> None:
    known.earlier = without(consents.PART2, "signed_at", "recipient")
    assert not known.broken(consents.PART2)


@pytest.mark.parametrize("change", list(WIDER))
def test_correction_never_widens_a_consent_refuses_more_than_was_signed(known: KnownForTests, change: str) -> None:
    known.earlier = replace(consents.PART2, begins_at=SIGNED + DAY)
    assert "correction_never_widens_a_consent" in known.broken(replace(known.earlier, **WIDER[change]))


def test_correction_never_widens_a_consent_refuses_to_take_back_that_it_is_false(known: KnownForTests) -> None:
    known.earlier = replace(consents.PART2, known_false=True)
    assert "correction_never_widens_a_consent" in known.broken(consents.PART2)
