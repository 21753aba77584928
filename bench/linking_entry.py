"""One durable person among half a million, linked as it is entered, beside Splink asked for the same one record."""

import logging
import warnings
from collections.abc import Sequence
from itertools import islice
from statistics import median, quantiles
from time import perf_counter
from uuid import UUID

import pyarrow as pa  # type: ignore[import-untyped]  # it has no types
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from bench.linking_sets import Labelled, labelled, there
from bench.linking_splink import TUTORIALS, raw_table
from bench.place import Place, node_in, settle
from bench.rows import Row, shortened
from bench.world import directory, officer
from comity.acts.submit import submit
from comity.api.server import spare_the_collector
from comity.ids import new_id
from comity.policy.clauses import HandlingClass
from comity.records.declaration import Record
from comity.store.comparing import linkable_of, sealed_features
from comity.store.node import Node

HELD = 500_000
NEW = 300
PEERS = 20
WARM = 30
_SMALL_SET = 50_000
_PAGE = 5_000
# What a desk that waits for an entry takes for at once.
MOST_MILLISECONDS = 15
GOAL = 1 / 60
_HOW = "python -m bench linking_entry"
_NAME = "a durable person, entered and linked among"

_RECORDS = """
-- The current state of what is held, without tokens: linkage looks for nobody by them.
insert into record (id, seq, version, class_id, tokens)
select t.id, t.seq, 1, $3, '{}' from unnest($1::uuid[], $2::bigint[]) as t (id, seq)
"""


async def fill(node: Node, persons: Sequence[Record]) -> None:
    """Fill the tables of linkage as if so many persons had been entered; their numbers are below the log's first."""
    class_id = await node.classes.id_of(HandlingClass("person", "police"))
    numbers = iter(range(-len(persons), 0))
    waiting = iter(persons)
    while page := list(islice(waiting, _PAGE)):
        rows, keys = [], []
        for person in page:
            number, slot, secret, id = next(numbers), *node.keyring.new_slot(), new_id()
            if (found := linkable_of(node.keyring, person)) is None:
                continue
            sealed = sealed_features(secret, id, 1, found.features)
            rows.append((number, id, 1, number, slot, sealed, found.keys))
            keys += [(key, number) for key in found.keys]
        async with node.pool.acquire() as connection, connection.transaction():
            await connection.copy_records_to_table("linkable", records=rows)
            await connection.copy_records_to_table("link_key", records=keys)
            ids: list[UUID] = [row[1] for row in rows]
            await connection.execute(_RECORDS, ids, [row[0] for row in rows], class_id)
    async with node.pool.acquire() as connection:
        await connection.execute("vacuum analyze linkable, link_key, record", timeout=600)
    await node.linking.refresh(node.pool)


async def entering(node: Node, persons: Sequence[Record]) -> list[float]:
    """Give the milliseconds that each person takes through the act, one after the other, durable and linked."""
    times = []
    for person in persons:
        began = perf_counter()
        await submit(node, officer(node), person)
        times.append(1000 * (perf_counter() - began))
    return times[WARM:]


def asking_splink(data: Labelled, held: int, new: int) -> list[float]:
    """Give the milliseconds that Splink takes to compare one new row with all that are held, trained on a part."""
    warnings.filterwarnings("ignore")
    logging.disable(logging.WARNING)
    table = pa.table({column: pa.array(values, pa.string()) for column, values in raw_table(data).items()})
    settings = _trained(table.slice(0, min(held, 20_000)), data.name)
    database = DuckDBAPI()
    reference = database.register(table.slice(0, held))
    linker = Linker(reference, settings)
    for column in ("first_name", "surname"):
        linker.table_management.compute_tf_table(column)
    times = []
    for at in range(held, held + new + 1):
        began = perf_counter()
        one = database.register(table.slice(at, 1))
        found = linker.inference.predict_between(reference, one, threshold_match_weight=0)
        found.as_duckdbpyrelation().fetchall()
        times.append(1000 * (perf_counter() - began))
    logging.disable(logging.NOTSET)
    return times[1:]


def _trained(table: pa.Table, name: str) -> "dict[str, object]":
    """Give the settings of the tutorial, trained on a part of the rows."""
    tutorial = TUTORIALS[name]()
    linker = Linker(
        DuckDBAPI().register(table),
        SettingsCreator(
            link_type="dedupe_only",
            blocking_rules_to_generate_predictions=list(tutorial.rules),
            comparisons=list(tutorial.comparisons),
        ),
    )
    linker.training.estimate_probability_two_random_records_match(list(tutorial.certain), recall=tutorial.recall)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=2)
    for columns in tutorial.rounds:
        linker.training.estimate_parameters_using_expectation_maximisation(
            block_on(*columns), estimate_without_term_frequencies=True
        )
    settings: dict[str, object] = linker.misc.save_model_to_json()
    return settings


async def measure(place: Place) -> list[Row]:
    """Measure entries among so many, and Splink on the same rows in the same run."""
    held = place.count(HELD, 2_000)
    if not there():
        return []
    data = labelled("synth50k" if held + NEW + PEERS < _SMALL_SET else "synth500k")
    new = place.count(NEW, WARM + 10)
    held = min(held, data.size - new - PEERS)
    persons = [data.person(row) for row in islice(data.rows(), held + new)]
    async with node_in(place, directory()) as node:
        await fill(node, persons[:held])
        await settle(node.dsn)
        # As a server does at its start.
        spare_the_collector()
        ours = await entering(node, persons[held:])
    theirs = asking_splink(data, held, place.count(PEERS, 3))
    slow = quantiles(ours, n=20)[-1]
    note = f"Splink compares one new row with all and keeps nothing; {len(ours)} entries, {len(theirs)} rows asked"
    return [
        Row(
            name=f"{_NAME} {held:,}, beside Splink",
            ours=shortened(median(ours)),
            other=shortened(median(theirs)),
            ratio=round(median(ours) / median(theirs), 4),
            goal=f"<= {GOAL:.4f}",
            unit="ms",
            how=_HOW,
            note=note,
        ),
        Row(
            name=f"{_NAME} {held:,}, 19 of 20, beside the limit",
            ours=shortened(slow),
            other=MOST_MILLISECONDS,
            ratio=shortened(slow / MOST_MILLISECONDS),
            goal="<= 1",
            unit="ms",
            how=_HOW,
        ),
    ]
