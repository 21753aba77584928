"""How one record points at another: by id and kind, never by copy."""

from typing import Generic, TypeVar, get_args
from uuid import UUID

T_co = TypeVar("T_co", covariant=True)


class Ref(Generic[T_co]):
    """The id of a record of kind ``T``; written as a UUID string, checked against the record when entered."""

    __slots__ = ("id",)

    def __init__(self, id: UUID) -> None:
        self.id = id

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Ref) and other.id == self.id

    def __hash__(self) -> int:
        return hash(self.id)

    def __repr__(self) -> str:
        return f"Ref({self.id})"


def read_reference(kind: type, value: object) -> Ref[object]:
    """Turn the text of a reference into a ``Ref``; ValueError says what is expected."""
    if not isinstance(value, str):
        raise TypeError("Expected the id of a record, as text")
    try:
        return Ref(UUID(value))
    except ValueError:
        named = " or ".join(getattr(k, "__name__", str(k)) for k in get_args(kind))
        raise ValueError(f"Expected the id of a record of kind {named}") from None


def write_reference(value: object) -> str:
    """Turn a ``Ref`` into text; TypeError for anything else, which would be a fault of a declaration."""
    if isinstance(value, Ref):
        return str(value.id)
    raise TypeError(f"no JSON form for {type(value).__name__}")
