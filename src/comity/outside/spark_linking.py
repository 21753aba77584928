"""Pairs of a first load found and scored by Spark's executors, with our own scorer: the same pairs, the same bits.

Needs the extra ``spark``. A record leaves as its number, what is compared of it in clear, and the keyed hashes by which
others are found, never as a key's text; what comes back are the numbers and bits of pairs. Executors need Comity.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types
from msgspec import msgpack
from pyarrow.compute import list_parent_indices  # type: ignore[import-untyped]  # as above
from pyspark.sql import DataFrame, SparkSession

from comity.linkage.candidates import JOINED, MOST_JOINED, MOST_SHARING, RAREST, WIDEST, fives
from comity.linkage.features import Features
from comity.linkage.model import Model
from comity.linkage.populations import Edge, Known, kept_pairs

# So many records are handed to Spark at once, which then keeps them; so many edges are given back at once.
_HANDED, _GIVEN = 50_000, 100_000
_RECORDS = pa.schema([("number", pa.int64()), ("features", pa.binary()), ("keys", pa.list_(pa.int64()))])

_KEYS = "select number, explode(keys) as key from {records}"
_SIZES = """
-- How many records share each key, where there are several, and not more than are of any use.
select key, count(*) as size from {keys} group by key having count(*) between 2 and :most
"""
_SHARING = """
-- The pairs of records that share a key, the lower number first; of a key that too many share, none.
with few as (select k.key, k.number from {keys} k join {sizes} s on s.key = k.key where s.size <= :most)
select one.number as one, other.number as other
from few one join few other on other.key = one.key and other.number > one.number
"""
_RAREST = """
-- The rarest keys of each record among those that are too common by themselves.
select k.number, slice(array_sort(collect_list(struct(s.size, k.key))), 1, :rarest) as rarest
from {keys} k join {sizes} s on s.key = k.key where s.size > :most group by k.number having count(*) >= :joined
"""
_PAIRS = """
-- Each candidate pair once, with what is compared of both.
select pair.one, pair.other, here.features, there.features as others
from (select one, other from {alone} union select one, other from {together}) pair
join {records} here on here.number = pair.one join {records} there on there.number = pair.other
"""


class OnSpark:
    """A population whose records Spark keeps; the driver holds no more of them than are handed over at once."""

    def __init__(self, session: SparkSession) -> None:
        self._session = session
        self._waiting: list[Known] = []
        self._handed: list[DataFrame] = []

    def add(self, records: Sequence[Known], /) -> None:
        """Take more records, by rising numbers."""
        self._waiting += records
        if len(self._waiting) >= _HANDED:
            self._hand_over()

    def edges(self, model: Model, least: float, /) -> Iterator[Sequence[Edge]]:
        """Give all pairs with at least so many bits, in pieces."""
        self._hand_over()
        scoring = partial(_scored, msgpack.encode(model), least)
        found = _candidates(self._session, self._records()).mapInArrow(scoring, "one long, other long, bits double")
        # Worked out by all executors at once before the driver asks for one part after the other.
        rows = found.localCheckpoint().toLocalIterator()
        while piece := [tuple(row) for row in islice(rows, _GIVEN)]:
            yield piece

    def _hand_over(self) -> None:
        """Let Spark keep what waits, so that the driver need not."""
        columns = (
            [each.number for each in self._waiting],
            [msgpack.encode(each.features) for each in self._waiting],
            [each.keys for each in self._waiting],
        )
        table = pa.table(list(columns), schema=_RECORDS)
        self._handed.append(self._session.createDataFrame(table).localCheckpoint())
        self._waiting = []

    def _records(self) -> DataFrame:
        first, *others = self._handed
        for each in others:
            first = first.unionAll(each)
        return first


def _candidates(session: SparkSession, records: DataFrame) -> DataFrame:
    """Find the pairs that ``candidate_pairs`` gives, by the same rules."""
    keys = session.sql(_KEYS, records=records)
    sizes = session.sql(_SIZES, {"most": WIDEST}, keys=keys)
    common = session.sql(_RAREST, {"most": MOST_SHARING, "rarest": RAREST, "joined": JOINED}, keys=keys, sizes=sizes)
    joined = common.mapInArrow(_fives, "key long, number long")
    joined_sizes = session.sql(_SIZES, {"most": MOST_JOINED}, keys=joined)
    return session.sql(
        _PAIRS,
        alone=session.sql(_SHARING, {"most": MOST_SHARING}, keys=keys, sizes=sizes),
        together=session.sql(_SHARING, {"most": MOST_JOINED}, keys=joined, sizes=joined_sizes),
        records=records,
    )


def _fives(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Turn the rarest common keys of each record into keys that follow from five of them."""
    for batch in batches:
        rarest = batch.column("rarest")
        sizes, keys = (rarest.flatten().field(name).to_numpy() for name in ("size", "key"))
        places = list_parent_indices(rarest).to_numpy()
        made, owners = fives(keys, places.astype(np.int32), sizes)
        yield pa.record_batch({"key": made, "number": batch.column("number").to_numpy()[owners]})


def _scored(model: bytes, least: float, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Score pairs, and give those that have at least so many bits."""
    told = msgpack.decode(model, type=Model)
    for batch in batches:
        numbers = np.concatenate((batch.column("one").to_numpy(), batch.column("other").to_numpy()))
        met, first, places = np.unique(numbers, return_index=True, return_inverse=True)
        packed = pa.chunked_array([batch.column("features"), batch.column("others")]).take(first)
        features = [msgpack.decode(each, type=Features) for each in packed.to_pylist()]
        one, other, bits = kept_pairs(told, features, (places[: len(batch)], places[len(batch) :]), least)
        yield pa.record_batch({"one": met[one], "other": met[other], "bits": bits})
