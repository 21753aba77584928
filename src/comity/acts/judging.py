"""Judge anew whenever what decisions rest on moves while an act is under way: nothing is shown by what was."""

from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from comity.errors import Unavailable
from comity.store.node import Node
from comity.store.reading import PolicyMoved

P = ParamSpec("P")
A = TypeVar("A")

_MOST_TURNS = 20


Act = Callable[Concatenate[Node, P], Coroutine[Any, Any, A]]


def judged(act: Act[P, A]) -> Act[P, A]:
    """Let an act run as often as it takes to rest, from its beginning to its end, on one state of policy."""

    @wraps(act)
    async def again(node: Node, *values: P.args, **named: P.kwargs) -> A:
        for _ in range(_MOST_TURNS):
            before = node.rulebook.state()
            try:
                answer = await act(node, *values, **named)
            except PolicyMoved:
                await node.rulebook.refresh()
                continue
            if node.rulebook.state() == before:
                return answer
        raise Unavailable("What decisions rest on keeps changing.", remedy="Send the request again in a moment.")

    return again  # type: ignore[return-value]  # mypy takes the first parameter for one that may be named
