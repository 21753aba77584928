"""Machine code for the few loops that a person waits for."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast

from numba import njit

P = ParamSpec("P")
R = TypeVar("R")


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a function of numbers and arrays for this processor when it is first called.

    What was compiled is kept beside the source, or in the user's cache where that cannot be written, until the source
    changes: so a compiled function calls none of another module, whose changes would go unseen.
    """
    try:
        return cast("Callable[P, R]", njit(cache=True, error_model="numpy")(function))
    except RuntimeError:
        # Nowhere to keep it: then it is compiled at every start.
        return cast("Callable[P, R]", njit(error_model="numpy")(function))
