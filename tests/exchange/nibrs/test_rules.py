"""Each edit rule is broken by a report that breaks it, and kept by its neighbor that does not."""

from dataclasses import replace
from decimal import Decimal

import pytest

from comity.exchange.nibrs.reports import Drug, GroupAIncident, Officer, Property, Report, Victim
from comity.exchange.nibrs.rules.book import breaches, rules
from comity.exchange.nibrs.rules.months import VOIDS, broken_together
from comity.exchange.nibrs.rules.rule import Weight
from comity.exchange.nibrs.rules.tables import TABLES
from tests.exchange.nibrs.reports_made import (
    ADA,
    ASSAULT,
    BURGLARY,
    CLEAN,
    DRUGS,
    GROUP_B,
    JUSTIFIED,
    LARCENY,
    ZERO,
    also,
    arrest,
    group_b,
    offender,
    offense,
    thing,
    victim,
)
from tests.exchange.nibrs.rule_cases import ALL, OFFICER


def broken(report: Report) -> set[tuple[str, str]]:
    return {(breach.number, breach.element) for breach in breaches(report)}


@pytest.mark.parametrize("number, element, wrong, right", ALL, ids=[f"{case[0]}-{case[1]}" for case in ALL])
def test_a_rule_is_broken_by_what_breaks_it_and_kept_by_its_neighbor(
    number: str, element: str, wrong: Report, right: Report
) -> None:
    assert (number, element) in broken(wrong)
    assert (number, element) not in broken(right)


def test_every_rule_has_its_two_reports() -> None:
    of_tables = {(rule.number, rule.element) for rule in TABLES}
    assert {(rule.number, rule.element) for rule in rules()} == {(n, e) for n, e, _, _ in ALL} | of_tables
    assert len(rules()) == len({(rule.number, rule.element) for rule in rules()})


@pytest.mark.parametrize("report", CLEAN, ids=lambda report: type(report).__name__)
def test_a_good_report_breaks_no_rule(report: Report) -> None:
    assert broken(report) == set()


WORD = "none of the table"
OFF_THE_TABLES: dict[str, Report] = {
    "4": replace(ASSAULT, cleared_exceptionally=WORD),
    "6": offense(ASSAULT, code=WORD),
    "8": offense(ASSAULT, suspected_of_using=(WORD,)),
    "8A": offense(ASSAULT, bias=(WORD,)),
    "9": offense(ASSAULT, location=WORD),
    "11": offense(BURGLARY, method_of_entry=WORD),
    "12": offense(ASSAULT, criminal_activity=(WORD,)),
    "13": offense(ASSAULT, force=(WORD,)),
    "14": thing(LARCENY, loss=WORD),
    "15": thing(LARCENY, description=WORD),
    "20": thing(DRUGS, drugs=(Drug(WORD, Decimal(1), "GM"),)),
    "22": thing(DRUGS, drugs=(Drug("E", Decimal(1), WORD),)),
    "25": victim(ASSAULT, kind=WORD),
    "25A": victim(OFFICER, officer=Officer(WORD, "F")),
    "25B": victim(OFFICER, officer=Officer("01", WORD)),
    "27": victim(ASSAULT, sex=WORD),
    "28": victim(ASSAULT, race=WORD),
    "29": victim(ASSAULT, ethnicity=WORD),
    "30": victim(ASSAULT, resident=WORD),
    "31": victim(ASSAULT, circumstances=(WORD,)),
    "32": victim(JUSTIFIED, justifiable=WORD),
    "33": victim(ASSAULT, injuries=(WORD,)),
    "35": victim(ASSAULT, relationships=((1, WORD),)),
    "38": offender(ASSAULT, sex=WORD),
    "39": offender(ASSAULT, race=WORD),
    "39A": offender(ASSAULT, ethnicity=WORD),
}
OF_ARRESTS: dict[str, dict[str, object]] = {
    "43": {"kind": WORD},
    "44": {"multiple": WORD},
    "45": {"offense": WORD},
    "46": {"armed_with": (WORD,)},
    "48": {"sex": WORD},
    "49": {"race": WORD},
    "50": {"ethnicity": WORD},
    "51": {"resident": WORD},
    "52": {"juvenile_disposition": WORD},
}


def test_a_word_that_is_of_no_table_breaks_the_rule_of_its_data_element() -> None:
    for rule in TABLES:
        if rule.number in {"604", "704"}:
            changed = OF_ARRESTS[rule.element]
            report: Report = arrest(ASSAULT, **changed) if rule.number == "604" else group_b(**changed)
        else:
            report = OFF_THE_TABLES[rule.element]
        assert (rule.number, rule.element) in broken(report)
        assert [place for place in rule.broken_at(report) if WORD in place]
        assert not any(list(rule.broken_at(good)) for good in CLEAN)


@pytest.mark.parametrize(
    "number, wrong",
    [
        ("197", replace(ASSAULT, date="")),
        ("117", replace(ASSAULT, number="")),
        ("797", group_b(date="")),
        ("717", group_b(number="B/5")),
    ],
)
def test_a_report_that_voids_another_needs_its_number_and_its_date(number: str, wrong: Report) -> None:
    void = replace(wrong, submission=replace(wrong.submission, action="D"))
    right = replace(GROUP_B if number.startswith("7") else ASSAULT, submission=void.submission)
    assert {each for each, _ in broken(void)} == {number}
    assert broken(replace(right, offenses=(), victims=()) if isinstance(right, GroupAIncident) else right) == set()
    assert number in {rule.number for rule in VOIDS}


@pytest.mark.parametrize(
    "number, second",
    [
        ("056", ASSAULT),
        ("058", replace(BURGLARY, number="26-2", submission=replace(BURGLARY.submission, month="2026-10"))),
        ("059", replace(BURGLARY, number="26-2", submission=replace(BURGLARY.submission, ori="YY0010000"))),
        ("088", group_b(number=ASSAULT.number)),
    ],
)
def test_reports_of_a_month_are_held_to_one_another(number: str, second: Report) -> None:
    assert [breach.number for _, breach in broken_together([ASSAULT, second])] == [number]
    assert list(broken_together([ASSAULT, replace(BURGLARY, number="26-2"), GROUP_B, ZERO])) == []


def test_two_arrestees_of_one_arrest_are_numbered() -> None:
    assert [breach.number for _, breach in broken_together([GROUP_B, GROUP_B])] == ["751"]
    assert list(broken_together([GROUP_B, group_b(sequence=2)])) == []


def test_what_was_voided_may_be_reported_anew() -> None:
    void = replace(ASSAULT, submission=replace(ASSAULT.submission, action="D"))
    assert list(broken_together([ASSAULT, void, ASSAULT])) == []


def test_only_an_age_over_98_is_a_warning() -> None:
    warnings = {rule.number for rule in rules() if rule.weight is Weight.WARNING}
    assert warnings == {"641", "741"}


def test_each_rule_says_what_it_asks_and_how_it_is_mended() -> None:
    for rule in (*rules(), *VOIDS):
        assert rule.sentence.endswith(".")
        assert rule.remedy.endswith(".")


def test_a_breach_names_the_rule_the_data_element_and_the_part() -> None:
    (breach,) = breaches(victim(ASSAULT, age="30-25"))
    assert breach.line() == "rule 410, data element 26, victim 001: The first age of a range is the lower one."
    assert breach.remedy == "Turn the two ages around."


def test_society_and_a_person_may_both_be_victims_of_one_incident() -> None:
    both = also(ASSAULT, "35A", criminal_activity=("P",))
    parted = replace(
        both,
        properties=(Property("1", drugs=(Drug("E"),)),),
        victims=(
            ASSAULT.victims[0],
            Victim(2, "S", replace(ADA, age="", sex="", race="", ethnicity="", resident=""), ("35A",)),
        ),
    )
    assert broken(parted) == set()
