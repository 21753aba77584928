"""Machine code for the few loops that a person waits for.

Numba takes 0.2 s and 120 MB: only a process that calls one of these functions loads it, when it first does.
"""

from collections import defaultdict
from collections.abc import Callable
from functools import wraps
from importlib import import_module
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

# What is not compiled yet, by the names of the module that it stands in.
_WAITING: dict[int, list[Callable[..., Any]]] = defaultdict(list)


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a function of numbers and arrays for this processor, and all of its module, when one is first called.

    What was compiled is kept beside the source, or in the user's cache where that cannot be written, until the source
    changes: so a compiled function calls none of another module, whose changes would go unseen.
    """
    names = function.__globals__
    _WAITING[id(names)].append(function)

    @wraps(function)
    def called(*given: P.args, **named: P.kwargs) -> R:
        if names[function.__name__] is called:
            _compile(id(names))
        machine_code: Callable[P, R] = names[function.__name__]
        return machine_code(*given, **named)

    return called


def _compile(module: int) -> None:
    """Put what compiles itself in the place of each function of a module: so they find one another by their names."""
    njit = import_module("numba").njit
    for function in _WAITING.pop(module):
        try:
            machine_code = njit(cache=True, error_model="numpy")(function)
        except RuntimeError:
            # Nowhere to keep it: then it is compiled at every start.
            machine_code = njit(error_model="numpy")(function)
        function.__globals__[function.__name__] = machine_code
