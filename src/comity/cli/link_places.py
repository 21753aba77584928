"""Where links are learned and made: in this process, or on Apache Spark, which holds what one machine cannot.

Training and Spark are asked for by their names: a node at work does without the packages that they need.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from types import ModuleType
from typing import Annotated

from cyclopts import Parameter

from comity.acts.train_links import Training
from comity.errors import Unavailable
from comity.linkage.populations import Here, Populations

Spark = Annotated[
    str | None,
    Parameter(
        help="Work on Spark, for what one machine cannot hold: its master, such as local[4] or spark://host:7077."
    ),
]


@contextmanager
def linking_on(spark: str | None) -> Iterator[Populations]:
    """Give where all links are made again; on Spark for as long as the context is open."""
    if spark is None:
        yield Here
        return
    linking = _module("comity.outside.spark_linking", "spark")
    with _module("comity.outside.spark", "spark").on_spark(spark) as session:
        yield partial(linking.OnSpark, session)


@contextmanager
def learning_on(spark: str | None, seed: int) -> Iterator[tuple[Training, Populations]]:
    """Give where weights are learned and then all links made again; on Spark for as long as the context is open."""
    if spark is None:
        yield partial(_module("comity.linkage.training", "train").trained, seed=seed), Here
        return
    training, learning, linking = (
        _module(name, "spark")
        for name in ("comity.linkage.training", "comity.outside.spark_training", "comity.outside.spark_linking")
    )
    with _module("comity.outside.spark", "spark").on_spark(spark) as session:
        learned = partial(training.trained, seed=seed, learner=learning.spark_learner(session))
        yield learned, partial(linking.OnSpark, session)


def _module(name: str, extra: str) -> ModuleType:
    try:
        return import_module(name)
    except ModuleNotFoundError as missing:
        package = str(missing.name).partition(".")[0]
        raise Unavailable(
            f"This needs {package}, which is not installed.", remedy=f"pip install 'comity[{extra}]'"
        ) from missing
