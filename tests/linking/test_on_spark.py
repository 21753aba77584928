"""Linkage on Spark: the same weights, pairs and bits as on one machine, and nothing of a record in clear on a disk."""

import asyncio
import json
import zlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from comity.cli import main
from comity.demo.entries import entries
from comity.errors import Invalid, Unavailable
from comity.following.running import run_app
from comity.linkage.features import Features, features_of
from comity.linkage.keys import keys_of
from comity.linkage.model import Model, default_model, plan, rescaled
from comity.linkage.populations import Edge, Here, Known, Population
from comity.settings import Settings
from tests.linking.worlds import WITH_BUREAU, enter_many, hart_persons

# py4j leaves its sockets to be closed when they are collected.
pytestmark = [pytest.mark.soak, pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")]

MASTER = "local[2]"
BO = ("--agency", "hart-bureau", "--member", "bo")
PEOPLE = 2_000
# Somebody with so many records that every key of theirs is passed over, and only five together tell.
MANY = 150


def _spark(name: str) -> Any:
    """Give a module that needs Spark; Java must be there too."""
    return pytest.importorskip(f"comity.outside.{name}")


@cache
def _features() -> tuple[Features, ...]:
    made = tuple(features_of(entry.person) or Features("person") for entry in entries("spark", PEOPLE))
    return made + (made[7],) * MANY


def _known() -> list[Known]:
    """Number the records as places in a log, with gaps; a key's hash here need not be a secret."""
    return [
        Known(3 * place + 5, each, tuple(zlib.crc32(key.encode()) - 2**31 for key in keys_of(each)))
        for place, each in enumerate(_features())
    ]


def _edges(population: Population, known: Sequence[Known]) -> list[Edge]:
    for start in range(0, len(known), 500):
        population.add(known[start : start + 500])
    model = rescaled(default_model("person"), len(known))
    return sorted(edge for piece in population.edges(model, 0.0) for edge in piece)


def test_executors_find_the_same_pairs_with_the_same_bits() -> None:
    linking = _spark("spark_linking")
    with _spark("spark").on_spark(MASTER) as session:
        found = _edges(linking.OnSpark(session), _known())
        nobody = list(linking.OnSpark(session).edges(default_model("person"), 0.0))
    assert found == _edges(Here(), _known())
    assert len(found) > MANY * (MANY - 1) // 2
    assert nobody == []


def test_weights_learned_on_spark_are_those_learned_on_duckdb(tmp_path: Path) -> None:
    learner, training = _spark("spark_training").spark_learner, pytest.importorskip("comity.linkage.training")
    features, spark = _features()[:PEOPLE], _spark("spark")
    with spark.on_spark(MASTER, {**spark.SETTINGS, **_writing(tmp_path)}) as session:
        found = training.trained(plan("person"), features, seed=1, learner=learner(session))
        assert not _names_in(tmp_path)
    assert _weights(found) == pytest.approx(_weights(training.trained(plan("person"), features, seed=1)), rel=1e-9)


def _weights(model: Model) -> list[float]:
    levels = [level for comparison in model.comparisons for level in comparison.levels]
    shares = [rival.share for rival in model.rivals]
    return [w for level in levels for w in (level.m, level.u)] + shares + [model.matches_per_record, model.link]


@pytest.mark.parametrize("encrypted", ["true", "false"])
def test_nothing_of_a_record_is_in_clear_on_a_disk(tmp_path: Path, encrypted: str) -> None:
    spark, linking = _spark("spark"), _spark("spark_linking")
    told = {**spark.SETTINGS, **_writing(tmp_path), "spark.io.encryption.enabled": encrypted}
    with spark.on_spark(MASTER, told) as session:
        _edges(linking.OnSpark(session), _known())
        # Without the encryption that we turn on, the search finds what it must: it would see a leak.
        assert _names_in(tmp_path) == (encrypted == "false")


def _writing(folder: Path) -> dict[str, str]:
    """Let Spark write whatever it would shuffle among many machines, and say where."""
    return {
        "spark.local.dir": str(folder),
        "spark.shuffle.compress": "false",
        "spark.sql.autoBroadcastJoinThreshold": "-1",
    }


def _names_in(folder: Path) -> bool:
    """Tell whether anything that was written has a surname of somebody who has several records."""
    surname = next(surname for *_, surname in _features()[7].names).encode()
    written = [path for path in folder.rglob("*") if path.is_file()]
    assert written
    return any(surname in path.read_bytes() for path in written)


def test_a_master_that_is_none_is_said_to_be_so() -> None:
    spark = _spark("spark")
    with pytest.raises(Invalid, match="'moon' is no master of Spark"), spark.on_spark("moon"):
        pass
    with pytest.raises(Unavailable, match="secret"), spark.on_spark("spark://127.0.0.1:7"):
        pass


def test_what_fails_on_executors_is_told_with_what_to_do() -> None:
    spark = _spark("spark")
    with pytest.raises(Unavailable, match="the moon"), spark.on_spark(MASTER) as session:
        session.range(1).selectExpr("raise_error('the moon')").collect()


def test_the_commands_link_on_spark_as_without_it(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _spark("spark")
    asyncio.run(_prepared(place))
    told: dict[str, Any] = {}
    for words in (("batch",), ("batch", "--spark", MASTER), ("train", *BO, "--spark", MASTER)):
        capsys.readouterr()
        assert main(["link", *words, "--home", str(place), "--json"]) == 0
        told[" ".join(words)] = json.loads(capsys.readouterr().out)
    alone, beside, trained = told.values()
    assert alone == beside
    assert alone["pairs"]["person"] > 0
    assert trained["records"] == alone["records"]["person"]


async def _prepared(home: Path) -> None:
    async with run_app(Settings(home)) as app:
        await app.node.directories.activate(WITH_BUREAU)
        await enter_many(app.node, hart_persons(400))
