"""How each field of each kind is named and held in NIEM 6 JSON, read from the declarations.

A field stands under the NIEM name that its type carries, if that is an element of the model that a message may hold;
otherwise, and where two fields of one kind carry the same name, under a name of our own namespace.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from comity.exchange.ojbc.shapes import slots
from comity.records.declaration import Part, Record
from comity.records.spec import niem_name, part_hints

OURS = "comity"
# NIEM 6.0, niem-core, justice and biometrics, as its context.json names them; a namespace is a name, not an address.
CONTEXT = MappingProxyType(
    {
        "nc": "https://docs.oasis-open.org/niemopen/ns/model/niem-core/6.0/",
        "j": "https://docs.oasis-open.org/niemopen/ns/model/domains/justice/6.0/",
        "biom": "https://docs.oasis-open.org/niemopen/ns/model/domains/biometrics/6.0/",
        OURS: "https://comity.example/ns/records/1.0/",
    }
)
DATE = "nc:Date"
# What NIEM 6 has within an element whose name ends so; NIEM Naming and Design Rules 6.0, representation terms.
_WITHIN = {
    "Identification": "nc:IdentificationID",
    "Amount": "nc:Amount",
    "Status": "nc:StatusDescriptionText",
    "Jurisdiction": "nc:JurisdictionText",
    "Comment": "nc:CommentText",
    "ActivityNarrative": "nc:CommentText",
    "YearDate": "",
    "Date": DATE,
}
_SIMPLE = ("Text", "Name", "Code", "ID", "Indicator", "Quantity", "Value", "URI", "Duration", "Base64BinaryObject")

Owner = type[Record] | type[Part]


@dataclass(frozen=True)
class Named:
    """A field in NIEM's words: its element, and the element within that holds a plain value ("" for none)."""

    field: str
    element: str
    within: str
    many: bool
    part: type[Part] | None
    refers: bool


@cache
def named_fields(owner: Owner) -> tuple[Named, ...]:
    """Give the fields of a kind or part, in the order in which they are declared."""
    return tuple(_named(owner))


@cache
def fields_by_element(owner: Owner) -> MappingProxyType[str, Named]:
    """Give the fields of a kind or part by their elements."""
    return MappingProxyType({named.element: named for named in named_fields(owner)})


def element_of(kind: type[Record]) -> str:
    """Give the element that stands for a kind of record."""
    return kind.niem if _may_stand(kind.niem) else own(kind.__name__)


def own(name: str) -> str:
    """Give a name of our own namespace, spelled as NIEM spells its own."""
    return f"{OURS}:{''.join(word[:1].upper() + word[1:] for word in name.split('_'))}"


def _named(owner: Owner) -> Iterator[Named]:
    taken: set[str] = set()
    for field, hint in part_hints(owner).items():
        slot, niem = slots(owner)[field], niem_name(hint)
        element = niem if _may_stand(niem) and niem not in taken else own(field)
        taken.add(element)
        is_plain = slot.part is None and slot.refers is None
        yield Named(field, element, _within(element) if is_plain else "", slot.many, slot.part, slot.refers is not None)


def _may_stand(element: str) -> bool:
    """Tell whether a name is of the model's namespaces and no mere abstraction (NIEM NDR 6.0: abstract elements)."""
    return element.partition(":")[0] in CONTEXT and not element.endswith("Abstract")


def _within(element: str) -> str:
    if element.startswith(f"{OURS}:") or element.endswith(_SIMPLE):
        return ""
    return next((inner for ending, inner in _WITHIN.items() if element.endswith(ending)), own("value"))
