"""A network: hop by hop, one point for one person, and each link with the records that make it."""

from comity.desks.analysis.layout import spots
from comity.desks.analysis.network import Network, network
from tests.desks.analysis.making import arrest, fact, known, number, person, ref

ADA, BEA, CAL = person(1, "Ada"), person(2, "Bea"), person(3, "Cal")
BREAK_IN = fact(10, "incident", incident_number="HPD-I-2026-10", location=ref(20))
MILL = fact(20, "location", address={"street": "100 Mill Road", "city": "Hart City"})
TOGETHER = (arrest(11, 10, 1, "2026-01-02T11:00:00Z"), arrest(12, 10, 2, "2026-01-02T12:00:00Z"))
FILE = known(ADA, BEA, BREAK_IN, MILL, *TOGETHER)


def titles(shown: Network, hop: int) -> set[str]:
    return {point.title for point in shown.points if point.hop == hop}


def test_an_arrest_joins_the_subject_with_the_incident_and_the_next_hop_reaches_who_was_arrested_too() -> None:
    shown = network(FILE, number(1), hops=2)
    assert titles(shown, 0) == {"Ada Quill"}
    assert titles(shown, 1) == {"HPD-I-2026-10"}
    assert titles(shown, 2) == {"Bea Quill", "100 Mill Road Hart City"}


def test_a_link_says_by_which_record_in_what_role_since_when_and_by_which_clause() -> None:
    (link,) = network(FILE, number(1), hops=1).links
    (evidence,) = link.evidence
    assert (evidence.record, evidence.kind, evidence.role) == (number(11), "arrest", "subject")
    assert (link.since, evidence.because, evidence.owner) == ("2026-01-02T11:00:00Z", ("1.2",), "hart-pd")


def test_records_of_one_person_are_one_point_that_leads_on_by_all_of_them() -> None:
    twin = person(4, "Adah")
    booked = known(ADA, BEA, twin, BREAK_IN, arrest(12, 10, 2, "2026-01-02"), arrest(13, 10, 4, "2026-01-02"))
    parted = network(booked, number(1), hops=2)
    assert len(parted.points) == 1
    one = network(known(*booked.seen, same=((1, 4),)), number(1), hops=2)
    assert one.points[0].records == (number(1), number(4))
    assert titles(one, 2) == {"Bea Quill"}


def test_an_involvement_joins_in_its_own_words() -> None:
    involved = fact(14, "involvement", activity=ref(10), person=ref(3), role="lookout", subject_category="suspect")
    (link,) = network(known(CAL, BREAK_IN, involved), number(3), hops=1).links
    assert [each.role for each in link.evidence] == ["lookout"]


def test_an_officer_a_judge_and_an_agency_join_nobody_with_anybody() -> None:
    officer, judge = person(30, "Lee"), person(31, "Jude")
    department = fact(32, "organization", name="Hart City Police")
    case = fact(
        40,
        "court-case",
        case_number="HSC-2026-1",
        court=ref(32),
        parties=[{"role": "judge", "person": ref(31)}, {"role": "defendant", "person": ref(1)}],
    )
    arrested = fact(15, "arrest", incident=ref(10), subject=ref(1), officials=[ref(30)], agency=ref(32))
    shown = network(known(ADA, officer, judge, department, BREAK_IN, case, arrested), number(1), hops=3)
    assert {point.title for point in shown.points} == {"Ada Quill", "HPD-I-2026-10", "HSC-2026-1"}
    assert {each.role for link in shown.links for each in link.evidence} == {"subject", "defendant"}


def test_two_who_give_one_telephone_number_are_joined_by_its_line_whatever_its_punctuation() -> None:
    ada = person(1, "Ada", contacts=[{"telephone": "+1 555 0100"}])
    bea = person(2, "Bea", contacts=[{"telephone": "+1-555-0100"}])
    shown = network(known(ada, bea), number(1), hops=2)
    assert [point.title for point in shown.points] == ["Ada Quill", "15550100", "Bea Quill"]
    line = fact(5, "phone-account", telephone="+1 (555) 0100", holder=ref(3))
    assert titles(network(known(ada, line, CAL), number(1), hops=2), 2) == {"Cal Quill"}


def test_a_number_that_nobody_else_gives_is_no_point() -> None:
    ada = person(1, "Ada", contacts=[{"telephone": "+1 555 0100"}])
    assert len(network(known(ada, BEA), number(1), hops=3).points) == 1


def test_a_network_stops_at_its_bound_nearest_first_and_says_so() -> None:
    crowd = [person(n, f"P{n}") for n in range(100, 140)]
    there = [fact(n + 100, "involvement", activity=ref(10), person=ref(n)) for n in range(100, 140)]
    file = known(ADA, BREAK_IN, TOGETHER[0], *crowd, *there)
    whole, part = (network(file, number(1), hops=2, most=most) for most in (42, 20))
    assert (len(whole.points), whole.stopped) == (42, False)
    assert (len(part.points), part.stopped) == (20, True)
    assert {link.other for link in part.links} | {link.one for link in part.links} == {p.key for p in part.points}


def test_the_order_in_which_records_were_found_changes_no_link() -> None:
    again = network(known(*reversed(FILE.seen)), number(1), hops=3)
    assert again == network(FILE, number(1), hops=3)


def test_what_is_withheld_joins_nothing_and_a_record_without_a_name_is_called_by_its_kind() -> None:
    blind = known(fact(1, "person"), BREAK_IN, fact(11, "arrest", incident=ref(10)))
    (only,) = network(blind, number(1), hops=3).points
    assert only.title == "person"


def test_a_thousand_points_are_drawn_apart_and_the_same_each_time() -> None:
    crowd = [person(n, f"P{n}") for n in range(1000, 1998)]
    there = [fact(n + 2000, "involvement", activity=ref(10), person=ref(n)) for n in range(1000, 1998)]
    shown = network(known(ADA, BREAK_IN, TOGETHER[0], *crowd, *there), number(1), hops=2)
    placed = spots(shown)
    assert len(placed) == len(shown.points) == 1000
    assert placed == spots(shown)
    grid = {(round(x / 20), round(y / 20)) for x, y in placed.values()}
    assert len(grid) > 990
