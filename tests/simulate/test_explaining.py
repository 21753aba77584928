"""Who can see this, by which clause, and what would open more: said to those whom it concerns, and nobody else."""

from uuid import UUID, uuid4

import pytest

from comity.acts.explain import explain, explain_before, why
from comity.acts.sight import sight_of
from comity.errors import Absent, Refused
from comity.policy.clauses import ON_RECORDS, Operation
from comity.policy.explanation import Explanation, Group
from comity.records.categories import labels
from comity.records.registry import kind_named
from comity.records.spec import spec_of
from comity.store.node import Node
from tests.entering import arrest_fields, enter, enter_arrest, enter_incident, enter_person
from tests.simulate.drafts import CIRCUMSTANCES, PURPOSES, grown
from tests.worlds import SMALL, session_of

pytestmark = pytest.mark.anyio

BY_CONSENT = """
[[clause]]
id = "2.1.1"
prose = "The court reads the narrative of an arrest when the person has consented."
permit = ["see"]
to = { pillar = "court" }
owner = "hart-pd"
kinds = ["arrest"]
categories = ["narrative"]
purposes = ["adjudication"]
needs = { consent = "general", second_factor = true }
"""
TREATED = """
[[clause]]
id = "5.1"
prose = "The jail sees what the police holds of treatment."
permit = ["see"]
to = { pillar = "jail" }
owner = "hart-pd"
kinds = ["arrest"]
categories = ["event", "identity", "narrative"]
purposes = ["custody"]
markings = ["part2"]
"""


def groups_of(explanation: Explanation, agency: str, purpose: str) -> list[Group]:
    return [group for group in explanation.readers if group.agency == agency and purpose in group.purposes]


async def test_the_owner_is_told_of_everybody_by_which_clause(node: Node) -> None:
    arrest = (await enter_arrest(node)).entry.id
    explanation = await explain(node, session_of(node, "lee"), arrest)
    (court,) = groups_of(explanation, "hart-court", "adjudication")
    (seen,) = court.seen
    assert seen.because == ("2.1",)
    assert seen.categories == ("reference", "event", "status", "charge")
    assert seen.operations == (Operation.SEE, Operation.SUBSCRIBE, Operation.COPY)
    assert (court.roles, court.members) == ((("clerk",),), 1)
    assert not groups_of(explanation, "hart-court", "custody")
    assert {group.agency for group in explanation.readers} == {"hart-pd", "hart-court", "hart-jail"}


async def test_purposes_and_roles_that_are_alike_are_told_together(node: Node) -> None:
    arrest = (await enter_arrest(node)).entry.id
    (jail,) = [g for g in (await explain(node, session_of(node, "lee"), arrest)).readers if g.agency == "hart-jail"]
    assert set(jail.roles) == {("health",), ("intake",)}
    assert set(jail.purposes) == {"custody", "care"}
    assert jail.members == 2


async def test_who_only_sees_a_record_is_told_of_themselves(node: Node) -> None:
    arrest = (await enter_arrest(node)).entry.id
    explanation = await explain(node, session_of(node, "clark"), arrest)
    (clark,) = explanation.readers
    assert (clark.agency, clark.purposes, clark.members) == ("hart-court", ("adjudication",), 1)


async def test_what_is_hidden_is_explained_like_what_is_not_there(node: Node) -> None:
    arrest = (await enter_arrest(node)).entry.id
    jo, said = session_of(node, "jo", "administration"), set()
    for act in (explain, why):
        for id in (arrest, uuid4()):
            with pytest.raises(Absent) as absent:
                await act(node, jo, id)
            said.add((absent.value.message, absent.value.remedy))
    assert len(said) == 1


async def test_an_auditor_is_told_of_all_but_what_a_victim_service_provider_holds(node: Node) -> None:
    vera, lee = session_of(node, "vera"), session_of(node, "lee")
    assert (await explain(node, vera, (await enter_arrest(node)).entry.id)).readers
    sealed = (await enter_arrest(node, markings=["sealed"])).entry.id
    assert (await explain(node, vera, sealed)).markings == ("sealed",)
    with pytest.raises(Absent):
        await explain(node, lee, sealed)
    with pytest.raises(Absent):
        await explain(node, vera, (await enter_arrest(node, markings=["vsp"])).entry.id)


async def test_what_would_open_more_is_said_in_words(node: Node) -> None:
    await node.directories.activate(SMALL + BY_CONSENT)
    arrest = (await enter_arrest(node)).entry.id
    (clark,) = (await explain(node, session_of(node, "clark"), arrest)).readers
    (missing,) = clark.missing
    assert missing.needs == "a consent of form general and a sign-in with two factors"
    assert (missing.operations, missing.categories) == ((Operation.SEE,), ("narrative",))


async def test_why_is_answered_category_by_category(node: Node) -> None:
    await node.directories.activate(SMALL + BY_CONSENT)
    arrest = (await enter_arrest(node)).entry.id
    answer = await why(node, session_of(node, "clark"), arrest)
    by_category = {reason.category: reason for reason in answer.reasons}
    assert by_category["charge"].because == ("2.1",)
    reason = by_category["narrative"].reason
    assert reason.startswith("No clause gives it to you for adjudication.")
    assert reason.endswith("It would be shown with a consent of form general and a sign-in with two factors.")
    assert all(each.because and not each.reason for each in answer.reasons if each.shown)


async def test_no_reason_tells_a_reader_of_a_marking_that_is_withheld(node: Node) -> None:
    await node.directories.activate(SMALL + TREATED + BY_CONSENT)
    person = await enter_person(node)
    arrest = await _marked(node, person, "part2")
    consent = await _consented(node, person)
    jo = session_of(node, "jo")
    answer, explanation = await why(node, jo, arrest), await explain(node, jo, arrest)
    assert str(consent) in str(answer), "it is shown by a consent"
    assert answer.obliged == ("42 CFR 2.32(a)(1)",), "the law itself has the notice travel with what is shown"
    assert explanation.markings is None
    assert [(seen.against, group.missing) for group in explanation.readers for seen in group.seen] == [((), ())]
    assert {each.reason for each in answer.reasons if not each.shown} == {"No clause gives it to you for custody."}


async def _marked(node: Node, person: UUID, marking: str) -> UUID:
    fields = arrest_fields(await enter_incident(node), person, markings=[marking])
    return (await enter(node, session_of(node, "lee"), "arrest", **fields)).entry.id


async def _consented(node: Node, person: UUID) -> UUID:
    receipt = await enter(
        node,
        session_of(node, "lee"),
        "consent",
        form="part2",
        markings=["part2"],
        subject=person,
        subject_name="Ada Quill",
        disclosers=["hart-pd"],
        recipients=["hart-jail"],
        categories=["event", "identity"],
        information="That she was treated.",
        purposes=["custody"],
        purpose_text="To care for her.",
        how_to_revoke="At the desk.",
        signatures=[{"role": "subject", "name": "Ada Quill"}],
        signed_at="2026-11-01T10:00:00Z",
        expires_at="2036-11-01T10:00:00Z",
        statements=["right-to-revoke", "reliance-exception"],
    )
    return receipt.entry.id


async def test_what_is_explained_before_is_what_is_explained_after(node: Node) -> None:
    incident, person = await enter_incident(node), await enter_person(node)
    lee = session_of(node, "lee")
    before = await explain_before(node, lee, "arrest", refs=(incident, person))
    arrest = (await enter(node, lee, "arrest", **arrest_fields(incident, person))).entry.id
    assert await explain(node, lee, arrest) == before


async def test_before_recording_the_markings_of_what_it_follows_count(node: Node) -> None:
    incident = (
        await enter(
            node,
            session_of(node, "lee"),
            "incident",
            registered_at="2026-01-02T10:00:00Z",
            investigating_officer="lee",
            offenses=["220"],
            markings=["sensitive"],
        )
    ).entry.id
    explanation = await explain_before(node, session_of(node, "lee"), "arrest", refs=(incident,))
    assert explanation.markings == ("sensitive",)
    assert {group.agency for group in explanation.readers} == {"hart-pd"}


async def test_nobody_asks_before_recording_what_they_may_not_enter_or_refer_to(node: Node) -> None:
    arrest = (await enter_arrest(node, markings=["sealed"])).entry.id
    with pytest.raises(Refused) as refused:
        await explain_before(node, session_of(node, "clark"), "disclosure")
    assert refused.value.rule == "entry_needs_a_clause"
    with pytest.raises(Refused) as refused:
        await explain_before(node, session_of(node, "lee"), "arrest", refs=(arrest,))
    assert refused.value.rule == "reference_must_exist"


async def test_every_explanation_is_what_decisions_say(node: Node) -> None:
    world = await grown(node)
    for id in (*world.arrests, *world.persons[:3]):
        try:
            explanation = await explain(node, session_of(node, "vera"), id)
        except Absent:
            pytest.fail("an auditor is told of every record")
        for member in CIRCUMSTANCES:
            for purpose in PURPOSES:
                await _compare(node, explanation, member, purpose, id)


async def _compare(node: Node, explanation: Explanation, member: str, purpose: str, id: UUID) -> None:
    session = session_of(node, member, purpose)
    roles = tuple(sorted(session.member.roles))
    decided: dict[Operation, tuple[str, ...]] = {}
    held = spec_of(kind_named(explanation.kind).kind).categories
    for operation in ON_RECORDS:
        sight = await sight_of(node, session, operation)
        for stored in await node.reader.current(sight.scope, [id]):
            decided[operation] = labels(sight.on_stored(stored).mask & held)
    told = [
        {operation: seen.categories for seen in group.seen for operation in seen.operations}
        for group in groups_of(explanation, session.agency.key, purpose)
        if roles in group.roles
    ]
    assert decided in (told or [{}]), (member, purpose)
