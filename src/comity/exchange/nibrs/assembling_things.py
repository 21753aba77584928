"""The property of an incident, out of its items: the inverse of ``things``."""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from uuid import UUID

from comity.errors import Invalid
from comity.exchange.nibrs.reports import Drug, Property
from comity.exchange.nibrs.surroundings import Surroundings
from comity.exchange.nibrs.words import code
from comity.records.justice.incident import Incident
from comity.records.justice.involvement import Involvement
from comity.records.parties.item import Item
from comity.records.parties.measures import Quantity

ROLE = "property"


def properties_of(found: Surroundings, id: UUID, incident: Incident) -> Iterator[Property]:
    """Give what became of property in an incident: first that nothing did, then each item."""
    yield from (Property(code(trait.value)) for trait in incident.traits if trait.name == ROLE)
    for _, part in found.of(Involvement):
        item = found.get(part.thing, Item)
        if item is not None and part.role == ROLE and part.activity and part.activity.id == id:
            yield _property(item, code(item.status) or code(part.text))


def _property(item: Item, loss: str) -> Property:
    worth = next((each for each in item.quantities if not each.description), None)
    return Property(
        loss=loss,
        description=code(item.category_text),
        value=_whole(worth.value) if worth else None,
        recovered=(worth.status_on or "")[:10] if worth else "",
        quantity=_whole(worth.quantity) if worth else None,
        drugs=tuple(_drug(each) for each in item.quantities if each.description),
    )


def _drug(quantity: Quantity) -> Drug:
    return Drug(
        code(quantity.description), _decimal(quantity.quantity) if quantity.quantity else None, code(quantity.unit)
    )


def _whole(said: str | None) -> int | None:
    """Give a number without its fraction, as values are rounded to dollars (data element 16)."""
    return int(_decimal(said).quantize(Decimal(1), ROUND_HALF_UP)) if said else None


def _decimal(said: str) -> Decimal:
    try:
        return Decimal(said)
    except InvalidOperation:
        raise Invalid(f"quantities: {said!r} is no number.", field="quantities", remedy="Give a number.") from None
