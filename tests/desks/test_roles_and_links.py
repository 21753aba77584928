"""Whom the records of a case name, as what, and how they refer to one another."""

from typing import Any

from comity.desks.links_chart import links_chart
from comity.desks.roles import Somebody, people_of
from comity.desks.seen import thread_of
from tests.desks.seeing import docketed, id_of, seen, sentenced


def named(people: list[Somebody], name: str) -> Somebody:
    (found,) = [each for each in people if each.name == name]
    return found


def test_a_person_has_the_roles_that_the_records_give_them() -> None:
    ada = named(people_of(thread_of(docketed())), "Ada Quill")
    assert [(role.name, role.kind) for role in ada.roles] == [
        ("subject", "arrest"), ("person", "charge-referral"), ("defendant", "court-case"), ("person", "hearing"),
    ]  # fmt: skip
    assert ada.roles[2].field == "parties.*.person"
    assert ada.roles[2].because == ("9.1",)


def test_victims_and_witnesses_are_told_by_their_involvement() -> None:
    about: dict[str, Any] = {"activity": id_of("incident"), "role": "bystander", "subject_category": "witness"}
    shown = [
        seen("person", "vic", names=[{"surname": "Brown"}]),
        seen("involvement", "one", victim=id_of("vic"), activity=id_of("incident"), subject_category="victim"),
        seen("involvement", "two", person=id_of("vic"), **about),
    ]
    brown = named(people_of(thread_of(shown)), "Brown")
    assert [role.name for role in brown.roles] == ["victim", "bystander"]


def test_members_are_named_with_their_agency() -> None:
    people = people_of(thread_of(docketed()))
    assert (named(people, "lee").agency, [r.name for r in named(people, "lee").roles]) == ("hart-pd", ["officer"])
    assert (named(people, "cole").agency, [r.name for r in named(people, "cole").roles]) == ("hart-court", ["judge"])


def test_somebody_whose_record_is_hidden_has_a_role_and_no_name() -> None:
    people = people_of(thread_of(each for each in docketed() if each.kind != "person"))
    assert [(each.person, each.name) for each in people if each.person] == [(id_of("ada"), "")]


def test_a_chart_has_an_edge_for_each_reference_that_leads_somewhere() -> None:
    chart = links_chart(thread_of(sentenced()))
    edges = {(edge.source, edge.target): edge.field for edge in chart.edges}
    assert edges[id_of("arrest"), id_of("ada")] == "subject"
    assert edges[id_of("case"), id_of("ada")] == "parties person"
    assert edges[id_of("sentence"), id_of("disposition")] == "dispositions"
    assert {node.title for node in chart.nodes if node.party} == {"Ada Quill"}


def test_a_chart_has_no_edge_to_what_is_not_seen() -> None:
    shown = [each for each in sentenced() if each.kind != "person"]
    chart = links_chart(thread_of(shown))
    assert {edge.target for edge in chart.edges} <= {node.id for node in chart.nodes}
    assert all(edge.because == ("9.1",) for edge in chart.edges)
