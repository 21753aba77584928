"""Splink on Spark: learns by the same plan, rounds and levels as on DuckDB, from pairs that executors compare.

Needs the extra ``spark``. Splink ships the ``damerau_levenshtein`` that it asks of Spark. Of the likeness by Jaro and
Winkler, Splink's counts changed places by halves, and Spark's adds for a common beginning under 0.7 too; DuckDB and our
scorer do neither, so ours goes along: executors need Comity installed.
"""

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types
from pyspark.sql import SparkSession
from pyspark.sql.functions import arrow_udf
from rapidfuzz.distance import JaroWinkler
from rapidfuzz.process import cpdist
from splink import SparkAPI

from comity.linkage.training import Learner

# As ``dialects`` calls it: no name that Spark has itself, for that would be taken.
_SIMILAR = "jaro_winkler_as_scored"


def spark_learner(session: SparkSession) -> Learner:
    """Give the learner that works in a session."""
    return Learner("spark", lambda: _opened(session))


def jaro_winkler_as_scored(one: pa.Array, other: pa.Array) -> pa.Array:
    """Give the likeness of each pair of texts by Jaro and Winkler, 0 to 1; null where one is null."""
    known = np.asarray(one.is_valid()) & np.asarray(other.is_valid())
    sides = one.filter(known).to_pylist(), other.filter(known).to_pylist()
    found = np.zeros(len(one))
    found[known] = cpdist(*sides, scorer=JaroWinkler.similarity, dtype=np.float64)
    return pa.array(found, mask=~known)


def _opened(session: SparkSession) -> SparkAPI:
    # Kept in the executors' memory, and on their disks encrypted; Splink would write parquet in clear.
    database = SparkAPI(spark_session=session, break_lineage_method="persist")  # type: ignore[no-untyped-call]  # Splink's
    session.udf.register(_SIMILAR, arrow_udf(jaro_winkler_as_scored, "double"))
    return database
