"""A year of Hart City, month by month: no error of the schema, none of the edit rules, and the same facts come back."""

from collections import Counter, defaultdict
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from lxml import etree

from comity.acts.disclose_around import disclose_around
from comity.acts.viewing import View
from comity.demo import load_hart_city
from comity.demo.city import City
from comity.demo.generating import stories
from comity.exchange.connector import Drafted
from comity.exchange.nibrs.messages import NibrsMessage
from comity.exchange.nibrs.month import BESIDE, KINDS, Filed, Month, concerns, month_of
from comity.exchange.nibrs.rules.book import breaches
from comity.following.running import App
from comity.policy.sessions import open_session
from comity.records.declaration import kind_name
from comity.records.parting import pointed_at
from comity.records.reach import pointers_of
from comity.records.registry import kind_named
from tests.conftest import Server, app_on
from tests.corpus import STANDARDS
from tests.exchange.nibrs.test_outgoing import came_back
from tests.exchange.nibrs.views import facts, view_of

SCHEMA = STANDARDS / "nibrs/iepd-2019.1/base-xsd/nibrs/2019/nibrs.xsd"
POLICE = "hart-city-police"


async def filed_by_lee(app: App, month: str) -> Month:
    lee = open_session(app.node.directory, POLICE, "lee", "investigation")
    found = disclose_around(
        app.node, lee, KINDS, beside=BESIDE, wanted=lambda view: view.owner == POLICE and concerns(view, month)
    )
    return month_of([each async for each in found], month)


@pytest.mark.anyio
async def test_a_year_of_hart_city_is_filed_without_an_error_and_comes_back(server: Server, place: Path) -> None:
    async with app_on(await server.new_database(), place) as app:
        summary = await load_hart_city(app, home=place, scale=0.006, seed=1)
        months = [await filed_by_lee(app, f"{int(summary.until[:4]) - 1}-{month:02d}") for month in range(1, 13)]
        classes = [n for n, handling in app.node.classes.all().items() if handling.kind == "disclosure"]
    filed = [each for month in months for each in month.filed]
    assert [left for month in months for left in month.left_out] == []
    assert {each.name.rpartition("_")[2] for each in filed} >= {"I.xml", "A.xml"}
    assert len(filed) > 20
    # All of it is their own: nothing of another agency has left.
    assert classes == []
    for each in filed:
        assert list(breaches(each.report)) == []
        assert facts(came_back(each.message)) == facts(each.report)
        assert not NibrsMessage().read(each.message).refusals
    if SCHEMA.is_file():
        assert faults_of_schema(filed) == Counter()


def month_of_the_whole_city(month: str) -> Month:
    """A month of Hart City at scale 1 as its police see it, without a node: what refers to what is looked up here."""
    city = City(scale=1, seed=1, until=date(2026, 1, 1))
    records: dict[UUID, View] = {}
    pointing: dict[UUID, list[UUID]] = defaultdict(list)
    for told in stories(city, 1):
        for entered in (s for step in told.steps if step.agency == POLICE for s in step.submissions):
            if kind_name(type(entered.record)) in KINDS | BESIDE:
                records[entered.id] = view_of(Drafted(entered.id, entered.record), len(records))
                for pointer in pointers_of(entered.record):
                    pointing[pointer.id].append(entered.id)
    seeds = [view for view in records.values() if view.kind in KINDS and concerns(view, month)]
    return month_of(((seed, around(seed, records, pointing)) for seed in seeds), month)


def around(seed: View, records: dict[UUID, View], pointing: dict[UUID, list[UUID]]) -> dict[UUID, View]:
    def ahead(ids: set[UUID]) -> set[UUID]:
        return (
            ids
            | {id for each in ids for id in pointed_at(kind_named(records[each].kind).kind, records[each].fields)}
            & records.keys()
        )

    near = ahead({seed.id})
    near |= {id for root in near if records[root].kind in KINDS for id in pointing[root]}
    return {id: records[id] for id in ahead(ahead(near))}


@pytest.mark.soak
def test_a_month_of_the_whole_city_is_filed_without_an_error() -> None:
    month = month_of_the_whole_city("2025-10")
    print(Counter(each.name.rpartition("_")[0][-3:] + each.name[-6] for each in month.filed))
    assert month.left_out == ()
    assert len(month.filed) > 300
    assert [each.name for each in month.filed if list(breaches(each.report))] == []
    assert faults_of_schema(list(month.filed)) == Counter()


def faults_of_schema(filed: list[Filed]) -> "Counter[str]":
    schema = etree.XMLSchema(etree.parse(SCHEMA))
    found: Counter[str] = Counter()
    for each in filed:
        if not schema.validate(etree.fromstring(each.message)):
            found[str(schema.error_log)] += 1
    return found
