"""Jurisdiction profiles: complete, sourced, and right at the places where the two countries differ."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.errors import Invalid
from comity.records.codes import check_code, code_table
from comity.records.profiles import (
    Profile,
    clock,
    decode_profile,
    is_non_cognizable,
    matches,
    number_format,
    profile,
    profile_keys,
    sensitive_because,
    stage,
    write_number,
)

US = profile("us")
INDIA = profile("in")
EVERY = [pytest.param(profile(key), id=key) for key in profile_keys()]


def test_there_are_two_profiles() -> None:
    assert profile_keys() == ("in", "us")


def test_a_profile_that_is_not_there_is_refused() -> None:
    with pytest.raises(Invalid) as refused:
        profile("fr")
    assert "in, us" in refused.value.remedy


@pytest.mark.parametrize("here", EVERY)
def test_both_countries_name_the_same_stages_roles_pillars_and_series(here: Profile) -> None:
    assert here.stages.keys() == US.stages.keys()
    assert here.roles.keys() == US.roles.keys()
    assert here.pillars.keys() == US.pillars.keys()
    assert here.numbers.keys() == US.numbers.keys()


@pytest.mark.parametrize("here", EVERY)
def test_every_profile_has_the_clocks_that_no_jurisdiction_is_without(here: Profile) -> None:
    everywhere = {
        "first-appearance",
        "charging-decision",
        "docketing-complete",
        "hand-off-acknowledgment",
        "unlinked-disposition",
        "disposition-report",
        "recall-acknowledgment",
        "missing-child-registration",
        "session-lock",
        "session-renewal",
        "audit-retention",
    }
    assert everywhere <= here.clocks.keys()


@pytest.mark.parametrize("here", EVERY)
def test_every_value_says_whether_it_was_read_or_is_practice(here: Profile) -> None:
    groups = (here.stages, here.roles, here.pillars, here.clocks, here.numbers)
    declared = [value for group in groups for value in group.values()]
    sources = [value.source for value in (*declared, *here.sensitive, here.majority)]
    assert all("(V" in source or "(K" in source for source in sources)


@pytest.mark.parametrize("here", EVERY)
def test_every_offense_of_a_profile_is_in_its_code_table(here: Profile) -> None:
    table = code_table(here.offense_tables[0])
    listed = here.cognizance.non_cognizable if here.cognizance else frozenset()
    for code in [*listed, *(code for group in here.sensitive for code in group.codes)]:
        check_code(table, code)


@pytest.mark.parametrize("here", EVERY)
def test_no_clock_runs_for_no_time(here: Profile) -> None:
    assert all(limit.length > timedelta(0) for limit in here.clocks.values())


def test_india_produces_an_arrested_person_within_a_day_and_remands_for_60_or_90() -> None:
    assert clock(INDIA, "first-appearance").length == timedelta(hours=24)
    assert clock(INDIA, "remand-ordinary").length == timedelta(days=60)
    assert clock(INDIA, "remand-grave").length == timedelta(days=90)


def test_a_clock_or_stage_that_a_profile_lacks_is_refused() -> None:
    with pytest.raises(Invalid, match="remand-grave"):
        clock(US, "remand-grave")
    with pytest.raises(Invalid, match="profile in"):
        stage(INDIA, "teleportation")


def test_the_same_stage_has_the_name_of_its_country() -> None:
    assert stage(US, "incident").name == "Incident report"
    assert stage(INDIA, "incident").short == "FIR"


def test_a_case_number_of_india_is_a_cnr_of_16_characters() -> None:
    number = write_number(number_format(INDIA, "case"), agency="PBJL01", year=2026, sequence=1)
    assert number == "PBJL010000012026"
    assert len(number) == 16


def test_a_court_without_its_establishment_code_gets_no_cnr() -> None:
    with pytest.raises(Invalid) as refused:
        write_number(number_format(INDIA, "case"), agency="hart-county-court", year=2026, sequence=1)
    assert "[A-Z]{2}" in refused.value.remedy


def test_a_number_with_a_part_missing_is_refused() -> None:
    with pytest.raises(Invalid, match="'sequence'"):
        write_number(number_format(US, "incident"), agency="hcpd", year=2026)


def test_a_charge_is_numbered_after_its_arrest() -> None:
    arrest = write_number(number_format(US, "arrest"), agency="hcpd", year=2026, sequence=12)
    charge = write_number(number_format(US, "charge"), arrest=arrest, sequence=3)
    assert (arrest, charge) == ("hcpd-A2026-000012", "hcpd-A2026-000012-003")


@given(here=st.sampled_from([US, INDIA]), sequence=st.integers(1, 10**9), year=st.integers(1900, 2999), data=st.data())
def test_every_series_matches_what_it_writes(here: Profile, sequence: int, year: int, data: st.DataObject) -> None:
    series = data.draw(st.sampled_from(sorted(here.numbers.keys() - {"case", "charge"})))
    form = number_format(here, series)
    assert matches(form, write_number(form, agency="hart-city-police", year=year, sequence=sequence))


@given(
    first=st.tuples(st.integers(1, 10**7), st.integers(1990, 2100)),
    second=st.tuples(st.integers(1, 10**7), st.integers(1990, 2100)),
)
def test_two_incidents_never_share_a_number(first: tuple[int, int], second: tuple[int, int]) -> None:
    form = number_format(US, "incident")
    numbers = {write_number(form, agency="hcpd", sequence=sequence, year=year) for sequence, year in (first, second)}
    assert len(numbers) == len({first, second})


@pytest.mark.parametrize(
    "here, codes, reasons",
    [
        (US, ["11A"], 1),
        (US, ["220"], 0),
        (US, ["220", "64A", "36B"], 2),
        (US, [], 0),
        (INDIA, ["64(2)(m)"], 1),
        (INDIA, ["73"], 1),
        (INDIA, ["303(2)"], 0),
        (INDIA, ["113(1)"], 1),
    ],
)
def test_a_sensitive_case_is_known_by_its_offenses(here: Profile, codes: list[str], reasons: int) -> None:
    assert len(sensitive_because(here, codes)) == reasons


def test_one_cognizable_offense_makes_the_case_cognizable() -> None:
    assert is_non_cognizable(INDIA, ["115(2)", "352"])
    assert not is_non_cognizable(INDIA, ["115(2)", "103(1)"])
    assert not is_non_cognizable(INDIA, [])


def test_the_united_states_know_no_cognizance() -> None:
    assert not is_non_cognizable(US, ["13B"])


@pytest.mark.parametrize("raw", [b"", b"key = 1", b"\xff", b"[[[", b"key = 'us'\nsurprise = true"])
def test_what_is_no_profile_is_refused(raw: bytes) -> None:
    with pytest.raises(Invalid):
        decode_profile(raw)
