"""A case is taken out: the preview promises what leaves and writes nothing down, and what leaves is on record once."""

from dataclasses import replace
from uuid import UUID

import pytest

from comity.acts.disclosures import Wanted, disclosures
from comity.acts.export_case import Chosen, Extent, Preview, export_case, preview_case
from comity.acts.gather import gather
from comity.acts.prove import signed_since
from comity.acts.read import read
from comity.acts.viewing import View
from comity.errors import Absent
from tests.deadlines.conftest import BEGAN, HOUR, WORLD, Town, town
from tests.deadlines.flowing import Case, arrested

__all__ = ["town"]

pytestmark = pytest.mark.anyio

# The court sees the case flow, and may take copies of nothing but arrests and people.
SEEN_ONLY = WORLD.replace(
    'permit = ["see", "subscribe", "copy"]\nto = {}\nkinds = ["arrest", "charge-referral"',
    'permit = ["see", "subscribe"]\nto = {}\nkinds = ["arrest", "charge-referral"',
).replace('kinds = ["arrest", "incident", "person", "diary-entry"]', 'kinds = ["arrest", "person"]')


async def docketed(town: Town) -> Case:
    """Have Ada's case come to court."""
    case = await arrested(town)
    await case.docket(await case.decide(await case.refer()))
    return case


async def told_of(town: Town, owner: str) -> list[View]:
    """Give the disclosures of an agency's records by an export, as that agency sees them."""
    member = {"hart-pd": "lee", "hart-da": "pat", "hart-court": "clark"}[owner]
    found = await disclosures(town.node, town.session(member), Wanted(owner=owner))
    return [view for view in found if view.fields["channel"] == "export"]


def counted(preview: Preview) -> dict[str, int]:
    return {portion.kind: portion.records for portion in preview.portions if portion.records}


async def test_a_preview_shows_how_much_would_leave_and_writes_nothing_down(town: Town) -> None:
    case = await docketed(town)
    size = await town.node.reader.size()
    preview = await preview_case(town.node, town.session("clark"), case.arrest)
    assert counted(preview) == {
        "arrest": 1, "charge-referral": 1, "charging-decision": 1, "court-case": 1, "incident": 1, "person": 1,
    }  # fmt: skip
    assert preview.whole
    assert await town.node.reader.size() == size


async def test_a_preview_promises_exactly_what_the_export_then_holds(town: Town) -> None:
    case = await docketed(town)
    session = town.session("clark")
    preview = await preview_case(town.node, session, case.arrest)
    exported = await export_case(town.node, session, case.arrest, Chosen())
    kinds = [view.kind for view in exported.views]
    assert counted(preview) == {kind: kinds.count(kind) for kind in kinds}
    for portion in preview.portions:
        held = [view for view in exported.views if (view.kind, view.owner) == (portion.kind, portion.owner)]
        assert {label for view in held for label in view.withheld} == set(portion.withheld)


async def test_an_export_is_on_record_once_with_each_other_agency_whose_records_it_holds(town: Town) -> None:
    case = await docketed(town)
    exported = await export_case(town.node, town.session("clark"), case.arrest, Chosen())
    (police,) = await told_of(town, "hart-pd")
    (prosecutor,) = await told_of(town, "hart-da")
    (got,) = police.fields["recipients"]
    assert (got["agency"], got["member"], got["purpose"]) == ("hart-court", "clark", "adjudication")
    subjects = {UUID(id) for told in (police, prosecutor) for id in told.fields["subjects"]}
    assert subjects == {view.id for view in exported.views if view.owner != "hart-court"}
    assert not await told_of(town, "hart-court")


async def test_what_may_be_seen_but_not_copied_is_kept_back_and_counted(town: Town) -> None:
    await town.node.directories.activate(SEEN_ONLY)
    case = await docketed(town)
    session = town.session("clark")
    assert (await read(town.node, session, case.incident)).kind == "incident"
    preview = await preview_case(town.node, session, case.arrest)
    exported = await export_case(town.node, session, case.arrest, Chosen())
    assert counted(preview) == {"arrest": 1, "court-case": 1, "person": 1}
    kept_back = {portion.kind: portion.kept_back for portion in preview.portions if portion.kept_back}
    assert kept_back == {"charge-referral": 1, "charging-decision": 1, "incident": 1}
    assert exported.kept_back == 3
    assert {view.kind for view in exported.views} == counted(preview).keys()


async def test_only_the_kinds_that_were_chosen_leave(town: Town) -> None:
    case = await docketed(town)
    chosen = Chosen(kinds=frozenset({"arrest", "person"}))
    exported = await export_case(town.node, town.session("clark"), case.arrest, chosen)
    assert {view.kind for view in exported.views} == {"arrest", "person"}
    (told,) = await told_of(town, "hart-pd")
    assert set(told.fields["subjects"]) == {str(case.arrest), str(case.ada)}


async def test_a_choice_of_nothing_exports_nothing_and_writes_nothing_down(town: Town) -> None:
    case = await docketed(town)
    size = await town.node.reader.size()
    exported = await export_case(town.node, town.session("clark"), case.arrest, Chosen(kinds=frozenset()))
    assert not exported.views
    assert await town.node.reader.size() == size


async def test_a_record_alone_leaves_alone(town: Town) -> None:
    case = await docketed(town)
    exported = await export_case(town.node, town.session("clark"), case.arrest, Chosen(Extent.RECORD))
    assert [view.id for view in exported.views] == [case.arrest]


@pytest.mark.parametrize("extent", Extent)
async def test_what_is_not_there_and_what_is_hidden_are_one_answer(town: Town, extent: Extent) -> None:
    hidden = await town.enter(
        "lee", "diary-entry", occurred_at="2026-03-02T13:00:00Z", outcome="record-only", narrative="x"
    )
    for id in (hidden, UUID(int=1)):
        with pytest.raises(Absent) as preview:
            await preview_case(town.node, town.session("jo"), id, extent)
        with pytest.raises(Absent) as export:
            await export_case(town.node, town.session("jo"), id, Chosen(extent))
        assert preview.value.message == export.value.message == "There is no such record."


async def test_a_hidden_record_of_the_case_changes_neither_preview_nor_export(town: Town) -> None:
    case = await docketed(town)
    session = town.session("clark")
    before = await preview_case(town.node, session, case.arrest)
    exported = await export_case(town.node, session, case.arrest, Chosen())
    hidden = await town.enter(
        "lee", "involvement", activity=case.incident, person=case.ada, role="Passer-by", subject_category="witness"
    )
    assert hidden in {view.id for view in await gather(town.node, town.session("lee"), case.arrest)}
    assert await preview_case(town.node, session, case.arrest) == before
    assert await export_case(town.node, session, case.arrest, Chosen()) == replace(exported, at=town.clock())


async def test_a_record_is_under_a_signed_head_from_when_one_was_signed(town: Town) -> None:
    case = await docketed(town)
    assert await signed_since(town.node, town.session("clark"), case.arrest) is None
    town.clock.at = BEGAN + 2 * HOUR
    await town.node.log.publish()
    town.clock.at = BEGAN + 3 * HOUR
    await town.enter("lee", "person", names=[{"surname": "Somebody"}])
    await town.node.log.publish()
    assert await signed_since(town.node, town.session("clark"), case.arrest) == BEGAN + 2 * HOUR
    with pytest.raises(Absent):
        await signed_since(town.node, town.session("clark"), UUID(int=1))
