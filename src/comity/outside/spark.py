"""How Apache Spark is reached, which links what one machine cannot hold.

Needs the extra ``spark`` (pyspark and what it brings, splink) and Java 17 or later; import it only where Spark is asked
for. What is compared of records is in clear in the memory of the driver and of the executors, and nowhere else: what
Spark spills, shuffles or keeps goes to disk encrypted (``spark.io.encryption``), under a key that ends with the
session, and over the network encrypted (``spark.network.crypto``). No page and no log of events shows a plan.
"""

import os
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from tempfile import TemporaryDirectory

from py4j.protocol import Py4JError, Py4JJavaError
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession
from splink.internals.spark.jar_location import similarity_jar_location

from comity.errors import Invalid, Unavailable

# So many pairs go to Python at once: enough for numpy, few enough for an executor of a few gigabytes.
_TOGETHER = 100_000
SETTINGS: Mapping[str, str] = {
    "spark.authenticate": "true",
    "spark.network.crypto.enabled": "true",
    "spark.io.encryption.enabled": "true",
    "spark.io.encryption.keySizeBits": "256",
    "spark.eventLog.enabled": "false",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
    "spark.sql.execution.arrow.maxRecordsPerBatch": str(_TOGETHER),
    # Else records are copied into every plan that asks for them.
    "spark.sql.execution.arrow.localRelationThreshold": "0",
    # Else a driver whose memory is full waits without end for what died of it.
    "spark.driver.extraJavaOptions": "-XX:+ExitOnOutOfMemoryError",
}
_PARTS_A_CORE = 4
_MASTER = re.compile(r"(?P<local>local)(\[((?P<cores>\d+)|\*)\])?|(spark|k8s)://\S+|yarn")


@contextmanager
def on_spark(master: str, settings: Mapping[str, str] = SETTINGS) -> Iterator[SparkSession]:
    """Open a session on a master, such as local[2] or spark://host:7077, and end it.

    Unavailable where none begins, or where what is asked within it fails on Spark; Invalid for what is no master.
    Executors run the Python of PYSPARK_PYTHON, or where that is not set, this one; Comity must be installed in it.
    """
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    with TemporaryDirectory(prefix="comity-spark-") as folder:
        # A folder for tables, of which there are none; else Spark makes one wherever the command is given.
        session = _begun(master, {**settings, "spark.sql.warehouse.dir": folder})
        try:
            yield session
        except (PySparkException, Py4JError) as wrong:
            first = str(wrong).strip().partition("\n")[0]
            raise Unavailable(
                f"Spark gave up: {first}", remedy="Read what its executors wrote. All links are as they were."
            ) from wrong
        finally:
            # Where Java itself has ended, there is nothing left to end.
            with suppress(Py4JError, ConnectionError):
                session.stop()


def _begun(master: str, settings: Mapping[str, str]) -> SparkSession:
    found = _MASTER.fullmatch(master)
    if found is None:
        raise Invalid(
            f"{master!r} is no master of Spark.", field="spark", remedy="Name local[2], spark://host:7077 or the like."
        )
    asked = SparkSession.builder.master(master).appName("comity").config(map={**settings, **_parts(found)})
    try:
        return asked.config("spark.jars", similarity_jar_location()).getOrCreate()
    except PySparkException as wrong:
        raise Unavailable(
            f"Spark does not begin: {wrong}", remedy="Install Java 17 or later, and set JAVA_HOME to where it is."
        ) from wrong
    except Py4JJavaError as wrong:
        first = str(wrong.java_exception.getMessage()).partition("\n")[0]
        raise Unavailable(
            f"Spark does not begin on {master}: {first}",
            remedy="See that the master runs, and that spark-defaults.conf has its secret (spark.authenticate.secret).",
        ) from wrong


def _parts(master: re.Match[str]) -> Mapping[str, str]:
    """Say into how many parts this machine shall part its work: of 200, Spark's own, a few cores make minutes."""
    if not master["local"]:
        return {}
    return {"spark.sql.shuffle.partitions": str(_PARTS_A_CORE * int(master["cores"] or os.cpu_count() or 1))}
